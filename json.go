package userpoolclient

import "encoding/json"

// Parse is a placeholder until the strict reader lands.
func Parse(data []byte) (*Config, error) {
	c := new(Config)
	return c, json.Unmarshal(data, c)
}

// mustParse reads JSON members (an object's inside, without the braces), each
// part over what the parts before it said; null clears. It panics on an error:
// it is for the literals of this package.
func mustParse(parts ...string) *Config {
	c := new(Config)
	for _, p := range parts {
		if err := json.Unmarshal([]byte("{"+p+"}"), c); err != nil {
			panic(err)
		}
	}
	return c
}

func mustParsePool(data string) *Pool {
	p := new(Pool)
	if err := json.Unmarshal([]byte(data), p); err != nil {
		panic(err)
	}
	return p
}
