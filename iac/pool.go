package iac

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// The bounds of a pool. Cognito takes 50 custom attributes beside the 20 standard
// ones.
const (
	mostAttributes = 200
	mostMappings   = 500
)

// A filePool is what a file has of one user pool. It is read once, however many
// clients there are, and shared by them.
type filePool struct {
	pool userpoolclient.Pool // what rules of the root may take for certain

	// What the file creates in the pool: names with the addresses of their
	// resources. Where they are not all, there may be more that are not known.
	providers, scopes       map[string]string
	allProviders, allScopes bool
	nearProviders           []string // in order, when they are few enough to be compared with a misspelt one
	nearScopes              []string

	inFile  bool   // the file has the pool
	creates bool   // it is known to create the pool now: a Terraform plan does
	beyond  string // what the pool has too much of to be read
}

// A poolReader makes a filePool of the resources around a client. What it cannot
// prove stays nil, which is not known.
type poolReader struct {
	pool      node      // the pool's properties
	servers   []ownedBy // its resource servers
	providers []ownedBy // and its identity providers
	open      bool      // there may be more of them
	complete  bool      // what the pool's properties do not say is not there
	text      func(n node) (string, bool)

	tier, schema, name, required, mutable, developer string
	identifier, scopes, scopeName                    string
	providerName, mapping                            string
}

// ownedBy is a resource of a pool.
type ownedBy struct {
	address    string
	properties node
}

var cloudFormationPool = poolReader{
	complete: true,

	tier: "UserPoolTier", schema: "Schema", name: "Name", required: "Required", mutable: "Mutable",
	developer: "DeveloperOnlyAttribute", identifier: "Identifier", scopes: "Scopes", scopeName: "ScopeName",
	providerName: "ProviderName", mapping: "AttributeMapping",
}

var terraformPool = poolReader{
	tier: "user_pool_tier", schema: "schema", name: "name", required: "required", mutable: "mutable",
	developer: "developer_only_attribute", identifier: "identifier", scopes: "scope", scopeName: "scope_name",
	providerName: "provider_name", mapping: "attribute_mapping",
}

// read reads the pool. Whether it has scopes and providers of other files cannot
// be known, so those of this one are kept apart.
func (p *poolReader) read() *filePool {
	f := &filePool{}
	f.pool.Attributes = p.attributes(f)
	f.pool.AttributeMappings = p.mappings(f)
	if tier, ok := p.pool.get(p.tier); ok {
		text, _ := p.text(tier)
		f.pool.Tier = types.UserPoolTierType(text)
	}
	f.providers, f.allProviders = p.providersOf()
	f.scopes, f.allScopes = p.scopesOf()
	f.nearProviders, f.nearScopes = few(f.providers), few(f.scopes)
	return f
}

// few are the names of a set that is small enough to be compared with.
func few(all map[string]string) []string {
	const most = 50
	if len(all) > most {
		return nil
	}
	return sorted(all)
}

// attributes are the required and the custom attributes of the schema.
func (p *poolReader) attributes(f *filePool) []userpoolclient.Attribute {
	all := []userpoolclient.Attribute{}
	schema, ok := p.pool.get(p.schema)
	if !ok {
		for m := range p.pool.members() {
			if isFunction(m.key) {
				return nil
			}
		}
		if !p.complete {
			return nil
		}
		return all
	}
	if schema.kind() != kindList {
		return nil
	}
	for entry := range schema.items() {
		if len(all) == mostAttributes {
			f.beyond = "attributes"
			return nil
		}
		a, ok := p.attribute(entry)
		if !ok {
			return nil
		}
		all = append(all, a)
	}
	return all
}

// attribute is one entry of the schema; ok reports whether all of it is known.
func (p *poolReader) attribute(entry node) (a userpoolclient.Attribute, ok bool) {
	name, ok := p.textOf(entry, p.name)
	required, ok1 := p.flag(entry, p.required)
	mutable, ok2 := p.flag(entry, p.mutable)
	developer, ok3 := p.flag(entry, p.developer)
	if !standardAttributes[name] && !strings.Contains(name, ":") {
		name = "custom:" + name
		if developer {
			name = "dev:" + name
		}
	}
	return userpoolclient.Attribute{Name: name, Required: required, Mutable: mutable}, ok && ok1 && ok2 && ok3
}

var standardAttributes = set(userpoolclient.StandardAttributes()...)

// flag is a boolean of an entry, false where there is none; ok reports whether it
// is known.
func (p *poolReader) flag(entry node, name string) (value, ok bool) {
	n, given := entry.get(name)
	if !given || n.kind() == kindNull {
		return false, true
	}
	text, ok := p.text(n)
	return strings.EqualFold(text, "true") || yaml11Bool(text) == "true", ok
}

// providersOf are the identity providers whose names are known; complete reports
// whether there are no others.
func (p *poolReader) providersOf() (all map[string]string, complete bool) {
	complete = !p.open
	for _, provider := range p.providers {
		name, ok := p.textOf(provider.properties, p.providerName)
		if !ok {
			complete = false
			continue
		}
		all = with(all, name, provider.address)
	}
	return all, complete
}

// mappings are those that are known: each stands for itself.
func (p *poolReader) mappings(f *filePool) []userpoolclient.AttributeMapping {
	var all []userpoolclient.AttributeMapping
	for _, provider := range p.providers {
		name, ok := p.textOf(provider.properties, p.providerName)
		if !ok {
			continue
		}
		for m := range provider.properties.member(p.mapping).members() {
			if len(all) == mostMappings {
				f.beyond = "mapped attributes"
				return nil
			}
			if !isFunction(m.key) {
				all = append(all, userpoolclient.AttributeMapping{Provider: name, Attribute: m.key})
			}
		}
	}
	return all
}

// scopesOf are the custom scopes of the resource servers that are known; complete
// reports whether there are no others.
func (p *poolReader) scopesOf() (all map[string]string, complete bool) {
	complete = !p.open
	for _, server := range p.servers {
		identifier, known := p.textOf(server.properties, p.identifier)
		scopes := server.properties.member(p.scopes)
		if !known || scopes.kind() != kindList && scopes.kind() != kindNull {
			complete = false
			continue
		}
		for scope := range scopes.items() {
			name, ok := p.textOf(scope, p.scopeName)
			if !ok || !scope.doc.evaluate(len(identifier)) {
				complete = false
				continue
			}
			all = with(all, identifier+"/"+name, server.address)
		}
	}
	return all, complete
}

// textOf is the text of a member; ok reports whether it is known.
func (p *poolReader) textOf(n node, name string) (text string, ok bool) {
	value, ok := n.get(name)
	if !ok {
		return "", false
	}
	return p.text(value)
}

// lend puts what the file knows of the pool into the context of one of its
// clients.
func (f *filePool) lend(r *Resource) {
	pool := f.pool
	pool.Attributes = slices.Clip(pool.Attributes)
	pool.AttributeMappings = slices.Clip(pool.AttributeMappings)
	r.pool, r.shown, r.Context.Pool = f, &pool, &pool
}

// poolOf is the user pool of a client as far as the template has it, nil when it
// is not known which it is.
func (t *template) poolOf(tr *templateResource) *filePool {
	id := t.poolID(tr)
	if id == "" {
		return nil
	}
	if t.pools == nil {
		t.sortByPool()
	}
	pool, ok := t.pools[id]
	if !ok {
		pool = t.readPool(id)
		t.pools[id] = pool
	}
	return pool
}

// readPool reads the pool of that logical ID, or what the template creates in a
// pool that it does not have itself.
func (t *template) readPool(id string) *filePool {
	p := cloudFormationPool
	p.open, p.text = t.open || len(t.byPool[""]) > 0, t.text
	at, inFile := t.poolAt[id]
	if inFile {
		p.pool = t.resources[at].properties
	}
	p.complete = inFile
	for _, i := range t.byPool[id] {
		r := &t.resources[i]
		owned := ownedBy{r.id, r.properties}
		if r.typ == typeServer {
			p.servers = append(p.servers, owned)
		} else {
			p.providers = append(p.providers, owned)
		}
	}
	pool := p.read()
	pool.inFile = inFile
	return pool
}

// sortByPool sorts the resource servers and identity providers by their pool;
// those of which it is not known may be of any.
func (t *template) sortByPool() {
	t.pools, t.byPool, t.poolAt = make(map[string]*filePool), make(map[string][]int), make(map[string]int)
	for i := range t.resources {
		switch r := &t.resources[i]; r.typ {
		case typePool:
			t.poolAt[r.id] = i
		case typeServer, typeProvider:
			id := t.poolID(r)
			t.byPool[id] = append(t.byPool[id], i)
		}
	}
}

// poolID is the logical ID that a resource's UserPoolId refers to.
func (t *template) poolID(r *templateResource) string {
	n, ok := r.properties.get("UserPoolId")
	if !ok {
		return ""
	}
	switch name, argument, _ := n.call(); name {
	case "Ref":
		return argument.text()
	case "Fn::GetAtt":
		if id, attribute := getAtt(argument); attribute == "UserPoolId" {
			return id
		}
	case "Fn::Sub":
		if text := argument.text(); strings.HasPrefix(text, "${") && strings.HasSuffix(text, "}") {
			return strings.TrimSuffix(text[2:], "}")
		}
	}
	return ""
}

// getAtt is the resource and the attribute that Fn::GetAtt names.
func getAtt(argument node) (id, attribute string) {
	if argument.kind() == kindText {
		id, attribute, _ = strings.Cut(argument.text(), ".")
		return id, attribute
	}
	parts, _ := argument.arguments(2)
	if len(parts) != 2 {
		return "", ""
	}
	return parts[0].text(), parts[1].text()
}
