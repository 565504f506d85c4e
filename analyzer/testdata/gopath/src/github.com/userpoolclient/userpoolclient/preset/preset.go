// Package preset has the shape of the presets.
package preset

import "time"

type SPA struct {
	Name, PoolID    string
	Callbacks       []string
	Logouts         []string
	Scopes          []string
	Providers       []string
	AccessLifetime  time.Duration
	WriteAttributes []string
}

func (SPA) Config() (any, error) { return nil, nil }
