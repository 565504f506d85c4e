package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// providerCognito is the pool itself, which needs no provider.
const providerCognito = "COGNITO"

// poolFindings are those about a pool that the same file creates. Where somebody
// has put another pool into the Context, the rules of the root judge that.
func (r *Resource) poolFindings(b branch) []Finding {
	if r.pool == nil || r.Context.Pool != r.shown {
		return nil
	}
	var all []Finding
	if r.pool.beyond != "" {
		message := "is a client of a pool with more " + r.pool.beyond +
			" than are read, so the rules about them are skipped"
		all = append(all, r.about(newFinding(ruleBound, "", message, ""), r.Position))
	}
	if r.pool.allProviders {
		all = append(all, r.lacking(b, lack{
			rule: ruleNoProvider, field: userpoolclient.FieldSupportedIdentityProviders,
			list: b.config.SupportedIdentityProviders, matters: isProvider, has: r.pool.providers,
			near: r.pool.nearProviders,
			what: "an identity provider that the file creates in the pool", fix: "add the provider to the file",
		})...)
	}
	if r.pool.allScopes {
		all = append(all, r.lacking(b, lack{
			rule: ruleNoScope, field: userpoolclient.FieldAllowedOAuthScopes,
			list: b.config.AllowedOAuthScopes, matters: isCustomScope, has: r.pool.scopes,
			near: r.pool.nearScopes,
			what: "a scope of a resource server that the file creates in the pool", fix: "add the scope to the file",
		})...)
	}
	return all
}

// A lack is a list of names that a pool must have.
type lack struct {
	rule    string
	field   userpoolclient.Field
	list    []string
	matters func(name string) bool // whether the pool must have one of that name
	has     map[string]string
	near    []string // of them, what a name is compared with
	what    string   // that it has
	fix     string
}

// isProvider reports whether a pool must have a provider of that name.
func isProvider(name string) bool { return name != "" && name != providerCognito }

// isCustomScope reports whether a scope is one of a resource server.
func isCustomScope(scope string) bool {
	i := strings.LastIndexByte(scope, '/')
	return i > 0 && i < len(scope)-1
}

// lacking are the elements of a list that the pool does not have.
func (r *Resource) lacking(b branch, l lack) []Finding {
	const mostHints = 10
	fix := l.fix + ", or see that the pool has it before the client names it"
	var all []Finding
	for i, name := range l.list {
		if _, ok := l.has[name]; ok || !l.matters(name) || !b.knows(l.field, i) {
			continue
		}
		hint := ""
		if len(all) < mostHints {
			hint = didYouMean(name, l.near)
		}
		found := newFinding(l.rule, l.field, quote(name)+" is not "+l.what, fix+hint)
		found.Index = i
		if r.creates || r.pool.creates {
			found.Severity = userpoolclient.SeverityError
		}
		all = append(all, r.locate(b, found.Finding))
	}
	return all
}

// knows reports whether an element of a list is there and its value is known.
func (b branch) knows(f userpoolclient.Field, i int) bool {
	if len(b.config.Unknown) == 0 && len(b.config.MaybeSet) == 0 {
		return true
	}
	path := element(f, i)
	isIt := func(u userpoolclient.Field) bool { return u == f || u == path }
	return !slices.ContainsFunc(b.config.Unknown, isIt) && !slices.ContainsFunc(b.config.MaybeSet, isIt)
}

// order tells of providers and scopes that a client names in plain text although
// their resources stand in the same template: nothing says which is created
// first.
func (t *template) order(d *decoder, id string, pool *filePool) {
	if pool == nil {
		return
	}
	b := branch{config: d.config, reading: d.reading}
	for _, named := range []struct {
		field     userpoolclient.Field
		list      []string
		addresses map[string]string
	}{
		{userpoolclient.FieldSupportedIdentityProviders, d.config.SupportedIdentityProviders, pool.providers},
		{userpoolclient.FieldAllowedOAuthScopes, d.config.AllowedOAuthScopes, pool.scopes},
	} {
		for i, name := range named.list {
			address, ok := named.addresses[name]
			if ok && b.knows(named.field, i) && !t.tellOrder(d, order{id, address, named.field, i, name}) {
				break
			}
		}
	}
}

// An order is that of a client and a resource that it names.
type order struct {
	client, resource string
	field            userpoolclient.Field
	index            int
	name             string // of the resource, as the client has it
}

// tellOrder tells when nothing says that a client comes after a resource, and
// reports whether that could be found out.
func (t *template) tellOrder(d *decoder, o order) bool {
	follows, searched := t.follows(o.client, o.resource)
	at := func() Position { at, _ := d.spots.position(element(o.field, o.index)); return at }
	switch {
	case !searched:
		d.problem(ruleBound, o.field, o.index, at, "stands in a template whose order of creation is too much to be searched")
	case !follows:
		d.problemWithFix(ruleOrder, o.field, o.index, at,
			quote(o.name)+" is in plain text and no reference to "+shown(o.resource)+", so the client may be created first",
			"add DependsOn: "+shown(o.resource))
	}
	return searched
}
