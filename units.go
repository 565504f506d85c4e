package userpoolclient

type lifetime struct {
	seconds int64
	state   uint8
}

func lifetimesOf(c *Config) (access, id, refresh lifetime) { return }

var unitRules []Rule
