package userpoolclient

// Effect is what an update does to one setting.
type Effect string

// The effects; Undetermined is another.
const (
	Set     Effect = "set"     // given, and different
	Clear   Effect = "clear"   // given empty
	Reset   Effect = "reset"   // left out: it goes to its default, which differs from what it is
	Refused Effect = "refused" // given, and no update can change it
)

// Change is one setting that an update changes.
type Change struct {
	Field  Field
	Before Setting
	After  Setting
	Effect Effect
}

// Plan returns what an update would change, in the order of Config; nil when
// nothing changes.
func Plan(current, update *Config) []Change { return nil }

// Overlay returns the full update that changes only what update gives.
func Overlay(current, update *Config) *Config { return new(Config) }
