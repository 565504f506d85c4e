package audit

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// A Declared client is one that infrastructure code declares.
type Declared struct {
	File     string
	Resource *iac.Resource
}

// A Drift is where live clients and the code differ.
type Drift struct {
	Changed   []Changed   // changed outside the code, or not yet deployed
	Same      int         // no difference, as far as the code's values are known
	Missing   []Declared  // in the code and not live
	Unmanaged []*Client   // live and not in the code
	Unmatched []Unmatched // in the code; which live client it is cannot be told
}

// Any reports whether there is a difference.
func (d *Drift) Any() bool { return len(d.Changed)+len(d.Missing)+len(d.Unmanaged) > 0 }

// Changed is a client that differs from its code. Of a change, Before is what the
// code says and After what is live.
type Changed struct {
	Declared
	Client  *Client
	Changes []userpoolclient.Change
}

// Unmatched is a client of the code that cannot be matched.
type Unmatched struct {
	Declared
	Why        string
	Candidates []*Client
}

// Compare matches clients of the code with live ones, by ID, else by name and, as
// far as the code knows it, pool, and tells where they differ. A value that the
// code does not know is no difference.
func Compare(in *Inventory, code []Declared) *Drift {
	c := comparison{inventory: in, managed: make(map[*Client]bool), byID: make(map[string][]*Client),
		byName: make(map[string][]*Client), pools: make(map[string]bool)}
	for _, live := range in.Clients {
		c.byID[live.ID] = append(c.byID[live.ID], live)
		c.byName[live.Name] = append(c.byName[live.Name], live)
	}
	for _, p := range in.Pools {
		c.pools[p.ID] = true
	}
	for _, d := range code {
		c.place(d)
	}
	for _, live := range in.Clients {
		if !c.managed[live] {
			c.drift.Unmanaged = append(c.drift.Unmanaged, live)
		}
	}
	return &c.drift
}

type comparison struct {
	inventory    *Inventory
	byID, byName map[string][]*Client
	pools        map[string]bool // that were read
	managed      map[*Client]bool
	drift        Drift
}

// place finds the live client of a declared one and compares them.
func (c *comparison) place(d Declared) {
	found, why := c.find(d.Resource.Config)
	switch {
	case why != "":
		for _, live := range found {
			c.managed[live] = true // by which declaration is not known
		}
		c.drift.Unmatched = append(c.drift.Unmatched, Unmatched{d, why, found})
	case len(found) == 0:
		c.drift.Missing = append(c.drift.Missing, d)
	default:
		c.managed[found[0]] = true
		changes := differences(d.Resource.Config, found[0].Config)
		if len(changes) == 0 {
			c.drift.Same++
			return
		}
		c.drift.Changed = append(c.drift.Changed, Changed{d, found[0], changes})
	}
}

// find returns the live clients that a declared one may be; why says what keeps
// it from being one or none.
func (c *comparison) find(declared *userpoolclient.Config) (found []*Client, why string) {
	id, name, pool := text(declared.ClientId), text(declared.ClientName), text(declared.UserPoolId)
	elsewhere := pool != "" && !c.pools[pool]
	switch {
	case elsewhere:
		return nil, "its user pool " + pool + " was not read"
	case id != "":
		found = c.byID[id]
	case name == "":
		return nil, "the code does not tell its ID or its name"
	default:
		found = slices.DeleteFunc(slices.Clone(c.byName[name]), func(live *Client) bool {
			return pool != "" && live.PoolID != pool
		})
	}
	switch {
	case len(found) > 1:
		return found, "several live clients have its name: " + ids(found)
	case len(found) == 0 && !c.inventory.Complete():
		return nil, "it was not found, and not everything was read"
	}
	return found, ""
}

func ids(clients []*Client) string {
	const most = 5
	var names []string
	for _, c := range clients[:min(len(clients), most)] {
		names = append(names, c.ID+" in "+c.PoolID)
	}
	if len(clients) > most {
		names = append(names, "and more")
	}
	return strings.Join(names, ", ")
}

// differences are the changes between the code and what is live, without those of
// which the code does not know the value.
func differences(code, live *userpoolclient.Config) []userpoolclient.Change {
	changes := userpoolclient.Diff(code, live)
	return slices.DeleteFunc(changes, func(c userpoolclient.Change) bool {
		return c.Before.Origin == userpoolclient.OriginUnknown || notKnown(code.Unknown, c.Field) ||
			notKnown(code.MaybeSet, c.Field) || c.Field == userpoolclient.FieldGenerateSecret
	})
}

// notKnown reports whether the list holds the field, what holds it, or a part of
// it. The number of a lifetime is not known without its unit.
func notKnown(list []userpoolclient.Field, f userpoolclient.Field) bool {
	return slices.ContainsFunc(list, func(entry userpoolclient.Field) bool {
		return within(entry, f) || within(f, entry) || slices.Contains(unitsOf(f), entry)
	})
}

func within(inner, outer userpoolclient.Field) bool {
	rest, ok := strings.CutPrefix(string(inner), string(outer))
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// unitsOf are the fields that decide the unit of a number.
func unitsOf(f userpoolclient.Field) []userpoolclient.Field {
	switch f {
	case userpoolclient.FieldAccessTokenValidity:
		return []userpoolclient.Field{userpoolclient.FieldTokenValidityUnits,
			userpoolclient.FieldTokenValidityUnitsAccessToken}
	case userpoolclient.FieldIdTokenValidity:
		return []userpoolclient.Field{userpoolclient.FieldTokenValidityUnits, userpoolclient.FieldTokenValidityUnitsIdToken}
	case userpoolclient.FieldRefreshTokenValidity:
		return []userpoolclient.Field{userpoolclient.FieldTokenValidityUnits,
			userpoolclient.FieldTokenValidityUnitsRefreshToken}
	}
	return nil
}
