package iac

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// A moduleConfig is the configuration of a module: its resources, and the modules
// that it calls. It is a tree, as the addresses of a plan are.
type moduleConfig struct {
	resources map[string]*resourceConfig
	calls     map[string]*moduleConfig
}

// A resourceConfig is the configuration of a resource, which all instances share.
type resourceConfig struct {
	expressions node
	attributes  map[string]node // the expression of each attribute, those of blocks with the block's name
	references  map[string]bool // of attributes, whether they are set to a reference; once asked
	pool        string          // the address of its user pool within the module; "" when it is not known
	poolRead    bool
}

// configure reads the configuration of a module and of those that it calls.
func configure(module node, depth int) *moduleConfig {
	const deepest = 32
	if depth > deepest || module.kind() != kindObject {
		return nil
	}
	c := &moduleConfig{resources: make(map[string]*resourceConfig), calls: make(map[string]*moduleConfig)}
	for r := range module.member("resources").items() {
		typ := r.member("type").text()
		if r.member("mode").text() == string(tfjson.ManagedResourceMode) && isTerraformType(typ) {
			c.resources[typ+"."+r.member("name").text()] = &resourceConfig{expressions: r.member("expressions")}
		}
	}
	for call := range module.member("module_calls").members() {
		c.calls[call.key] = configure(call.value.member("module"), depth+1)
	}
	return c
}

// find is the configuration of a resource in a module of that address, nil when
// there is none.
func (c *moduleConfig) find(module, typ, name string) *resourceConfig {
	for _, call := range moduleNames(module) {
		if c == nil {
			return nil
		}
		c = c.calls[call]
	}
	if c == nil {
		return nil
	}
	return c.resources[typ+"."+name]
}

// moduleNames are the names of the calls in an address: ["auth", "web"] for
// module.auth["x"].module.web.
func moduleNames(address string) []string {
	var names []string
	for rest := address; ; {
		var ok bool
		if rest, ok = strings.CutPrefix(rest, "module."); !ok {
			return names
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			return append(names, rest)
		}
		names = append(names, rest[:end])
		if rest = rest[end:]; rest[0] == '[' {
			rest = afterKey(rest)
		}
		rest = strings.TrimPrefix(rest, ".")
	}
}

// afterKey is what follows an instance key: .b for ["a.]"].b.
func afterKey(s string) string {
	quoted := false
	for i := 1; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && s[i] == ']':
			return s[i+1:]
		}
	}
	return ""
}

// sets reports whether the configuration sets an attribute, or may set it: where an
// object is an attribute and no block, one expression gives all of it.
func (c *resourceConfig) sets(attribute string) bool {
	if _, ok := c.expression(attribute); ok {
		return true
	}
	object, member, nested := strings.Cut(attribute, ".")
	if !nested {
		return false
	}
	expression, _ := c.expression(object)
	return hasAny(expression, "references") || hasAny(expression.member("constant_value"), member)
}

// expression is what the configuration sets an attribute to; ok reports whether
// it does.
func (c *resourceConfig) expression(attribute string) (n node, ok bool) {
	if c.attributes == nil {
		c.attributes = make(map[string]node)
		for m := range c.expressions.members() {
			c.attributes[m.key] = m.value
			block, _ := m.value.nth(0)
			for inner := range block.members() {
				c.attributes[m.key+"."+inner.key] = inner.value
			}
		}
	}
	n, ok = c.attributes[attribute]
	return n, ok
}

// isReference reports whether an attribute is set to something of one resource, or
// to what refers to nothing, which cannot make it absent. A condition refers to
// something else beside, and a variable or a local value may be null.
func (c *resourceConfig) isReference(attribute string) bool {
	is, ok := c.references[attribute]
	if !ok {
		is = c.refersToOne(attribute)
		c.references = with(c.references, attribute, is)
	}
	return is
}

func (c *resourceConfig) refersToOne(attribute string) bool {
	const most = 100 // references of one attribute
	expression, ok := c.expression(attribute)
	if !ok {
		return false
	}
	resource, seen := "", 0
	for reference := range expression.member("references").items() {
		address := resourceOf(reference.text())
		if seen++; seen > most || address == "" || resource != "" && address != resource {
			return false
		}
		resource = address
	}
	return true
}

// resourceOf is the resource or data source that a reference is to, "" when it is
// to neither.
func resourceOf(reference string) string {
	parts := strings.SplitN(reference, ".", 4)
	length := 2
	switch parts[0] {
	case "var", "local", "each", "count", "module", "path", "terraform", "self":
		return ""
	case "data":
		length = 3
	}
	if len(parts) < length {
		return ""
	}
	name, _, _ := strings.Cut(parts[length-1], "[")
	return strings.Join(append(parts[:length-1:length-1], name), ".")
}

// poolAddress is the address, within the module, of the user pool that the
// resource refers to; "" when it refers to none.
func (c *resourceConfig) poolAddress() string {
	if c.poolRead {
		return c.pool
	}
	c.poolRead = true
	for reference := range c.expressions.member("user_pool_id").member("references").items() {
		if name, ok := strings.CutPrefix(reference.text(), terraformPoolType+"."); ok {
			c.pool = terraformPoolType + "." + strings.TrimSuffix(name, ".id")
			break
		}
	}
	return c.pool
}
