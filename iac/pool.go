package iac

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/userpoolclient/userpoolclient"
)

// A poolReader makes a Pool of the resources around a client. What it cannot
// prove stays nil, which is not known: a list of which one part is not known,
// and resource servers and providers when the file has none, because they may
// stand elsewhere.
type poolReader struct {
	pool      node   // the pool's properties
	servers   []node // the properties of its resource servers
	providers []node // and of its identity providers
	open      bool   // there may be more of them
	complete  bool   // what the pool's properties do not say is not there
	text      func(n node) (string, bool)

	tier, schema, name, required, mutable, developer string
	identifier, scopes, scopeName                    string
	providerName, mapping                            string
}

var cloudFormationPool = poolReader{
	complete: true,

	tier: "UserPoolTier", schema: "Schema", name: "Name", required: "Required", mutable: "Mutable", developer: "DeveloperOnlyAttribute",
	identifier: "Identifier", scopes: "Scopes", scopeName: "ScopeName",
	providerName: "ProviderName", mapping: "AttributeMapping",
}

var terraformPool = poolReader{
	tier: "user_pool_tier", schema: "schema", name: "name", required: "required", mutable: "mutable", developer: "developer_only_attribute",
	identifier: "identifier", scopes: "scope", scopeName: "scope_name",
	providerName: "provider_name", mapping: "attribute_mapping",
}

func (p *poolReader) read() *userpoolclient.Pool {
	pool := &userpoolclient.Pool{
		Attributes:        p.attributes(),
		IdentityProviders: p.identityProviders(),
		AttributeMappings: p.mappings(),
		Scopes:            p.scopesOf(),
	}
	if tier, ok := p.pool.get(p.tier); ok {
		text, _ := p.text(tier)
		pool.Tier = types.UserPoolTierType(text)
	}
	return pool
}

// attributes are the required and the custom attributes of the schema.
func (p *poolReader) attributes() []userpoolclient.Attribute {
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
		a, ok := p.attribute(entry)
		if !ok {
			return nil
		}
		all = append(all, a)
	}
	return all
}

func (p *poolReader) attribute(entry node) (userpoolclient.Attribute, bool) {
	n, ok := entry.get(p.name)
	if !ok {
		return userpoolclient.Attribute{}, false
	}
	name, known := p.text(n)
	required, known1 := p.flag(entry, p.required)
	mutable, known2 := p.flag(entry, p.mutable)
	developer, known3 := p.flag(entry, p.developer)
	if !isStandard(name) && !strings.Contains(name, ":") {
		name = "custom:" + name
		if developer {
			name = "dev:" + name
		}
	}
	return userpoolclient.Attribute{Name: name, Required: required, Mutable: mutable}, known && known1 && known2 && known3
}

func (p *poolReader) flag(entry node, name string) (value, ok bool) {
	n, given := entry.get(name)
	if !given || n.kind() == kindNull {
		return false, true
	}
	text, ok := p.text(n)
	return strings.EqualFold(text, "true") || yaml11Bool(text) == "true", ok
}

// isStandard says that every pool has an attribute of that name (OpenID Connect
// Core 1.0, section 5.1, and what Cognito adds).
func isStandard(name string) bool {
	switch name {
	case "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale", "middle_name",
		"name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "sub",
		"updated_at", "website", "zoneinfo":
		return true
	}
	return false
}

func (p *poolReader) identityProviders() []string {
	if p.open || len(p.providers) == 0 {
		return nil
	}
	var names []string
	for _, provider := range p.providers {
		name, ok := p.textOf(provider, p.providerName)
		if !ok {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// mappings are those that are known: each stands for itself.
func (p *poolReader) mappings() []userpoolclient.AttributeMapping {
	var all []userpoolclient.AttributeMapping
	for _, provider := range p.providers {
		name, ok := p.textOf(provider, p.providerName)
		mapping, given := provider.get(p.mapping)
		if !ok || !given {
			continue
		}
		for m := range mapping.members() {
			if !isFunction(m.key) {
				all = append(all, userpoolclient.AttributeMapping{Provider: name, Attribute: m.key})
			}
		}
	}
	return all
}

func (p *poolReader) scopesOf() []string {
	if p.open || len(p.servers) == 0 {
		return nil
	}
	all := []string{}
	for _, server := range p.servers {
		identifier, ok := p.textOf(server, p.identifier)
		scopes, given := server.get(p.scopes)
		if !ok || given && scopes.kind() != kindList && scopes.kind() != kindNull {
			return nil
		}
		if !given {
			continue
		}
		for scope := range scopes.items() {
			name, ok := p.textOf(scope, p.scopeName)
			if !ok {
				return nil
			}
			all = append(all, identifier+"/"+name)
		}
	}
	return all
}

func (p *poolReader) textOf(n node, name string) (string, bool) {
	value, ok := n.get(name)
	if !ok {
		return "", false
	}
	return p.text(value)
}

// pool is the user pool of a client when it stands in the same template.
func (t *template) pool(client *templateResource) *userpoolclient.Pool {
	id := t.poolID(client)
	if id == "" {
		return nil
	}
	p := cloudFormationPool
	p.open, p.text = t.open, t.text
	found := false
	for i := range t.resources {
		r := &t.resources[i]
		switch {
		case r.typ == typePool && r.id == id:
			found = true
			p.pool = r.properties
		case r.typ != typeServer && r.typ != typeProvider:
		case t.poolID(r) == "":
			p.open = true // it may be one of this pool
		case t.poolID(r) != id:
		case r.typ == typeServer:
			p.servers = append(p.servers, r.properties)
		default:
			p.providers = append(p.providers, r.properties)
		}
	}
	if !found {
		return nil
	}
	return p.read()
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
		if argument.kind() == kindText {
			id, attribute, _ := strings.Cut(argument.text(), ".")
			if attribute == "UserPoolId" {
				return id
			}
			return ""
		}
		var parts []string
		for item := range argument.items() {
			parts = append(parts, item.text())
		}
		if len(parts) == 2 && parts[1] == "UserPoolId" {
			return parts[0]
		}
	}
	return ""
}
