package iac

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/userpoolclient/userpoolclient"
)

// The resource types of Terraform that matter here.
const (
	terraformClient   = "aws_cognito_user_pool_client"
	terraformManaged  = "aws_cognito_managed_user_pool_client"
	terraformPoolType = "aws_cognito_user_pool"
	terraformServer   = "aws_cognito_resource_server"
	terraformProvider = "aws_cognito_identity_provider"
)

// Terraform returns the app clients of a plan or a state, as `terraform show
// -json` prints it, in modules of any depth. Of a plan the Config is what the
// provider sends, Context.Current what it finds; a client that is destroyed is
// left out.
func Terraform(data []byte) ([]Resource, error) { return fromJSON(data, terraformResources) }

func terraformResources(root node) ([]Resource, error) {
	version := ""
	if v, ok := root.get("format_version"); ok {
		version = v.text()
	}
	if values, ok := root.get("values"); ok {
		if err := (&tfjson.State{FormatVersion: version}).Validate(); err != nil {
			return nil, &SyntaxError{root.at(), err.Error()}
		}
		module, _ := values.get("root_module")
		return stateResources(nil, module, 0)
	}
	if err := (&tfjson.Plan{FormatVersion: version}).Validate(); err != nil {
		return nil, &SyntaxError{root.at(), err.Error()}
	}
	return planResources(root)
}

// A planned resource is one entry of resource_changes.
type planned struct {
	tfjson.ResourceChange
	at          node
	change      node
	expressions node     // of its configuration
	owner       *planned // the user pool it belongs to, when the plan has it
	servers     []node   // of a pool: the resource servers that belong to it
	providers   []node   // and the identity providers
}

func planResources(root node) ([]Resource, error) {
	changes, err := plannedChanges(root)
	if err != nil {
		return nil, err
	}
	configuration := make(map[string]node)
	configure(configuration, root.member("configuration").member("root_module"), "", 0)
	for i := range changes {
		c := &changes[i]
		c.expressions = configuration[configurationKey(strings.Join(moduleNames(c.ModuleAddress), "."), c.Type, c.Name)]
	}
	stray := own(changes)
	var all []Resource
	for i := range changes {
		c := &changes[i]
		if c.Type != terraformClient && c.Type != terraformManaged {
			continue
		}
		if r := c.resource(); r != nil {
			if c.owner != nil {
				r.Context.Pool = c.owner.pool(stray)
			}
			all = append(all, *r)
		}
	}
	return all, nil
}

// plannedChanges are the changes of the resources that matter here.
func plannedChanges(root node) ([]planned, error) {
	var all []planned
	for item := range root.member("resource_changes").items() {
		typ, ok := item.get("type")
		if !ok || !strings.HasPrefix(typ.text(), "aws_cognito_") {
			continue
		}
		p := planned{at: item}
		if err := json.Unmarshal([]byte(item.doc.json.raw(item.place)), &p.ResourceChange); err != nil {
			return nil, &SyntaxError{item.at(), err.Error()}
		}
		if p.Mode != tfjson.ManagedResourceMode || p.DeposedKey != "" || p.Change == nil {
			continue
		}
		p.change = item.member("change")
		all = append(all, p)
	}
	return all, nil
}

// resource is the client that a change leaves behind, nil when it leaves none.
func (p *planned) resource() *Resource {
	actions := p.Change.Actions
	after := p.change.member("after")
	if actions.Delete() || actions.Read() || actions.Forget() || after.kind() != kindObject {
		return nil
	}
	names := terraformNames
	if p.Type == terraformManaged {
		names = managedNames
	}
	r := newResource(p.Address, FormatTerraformPlan, names, p.at.at())
	values := terraformValues{
		unknown:   newMarks(p.change.member("after_unknown")),
		sensitive: newMarks(p.change.member("after_sensitive")),
	}
	if p.Type == terraformClient {
		values.configured = attributes(p.expressions)
	}
	d := decoder{res: r, names: names, foreign: ruleUnread, value: values.value}
	d.properties(after, "")
	values.rest(&d)
	p.complete(r, actions, after)
	return r
}

// complete adds the operation, what is there now and what the provider supplies
// by itself.
func (p *planned) complete(r *Resource, actions tfjson.Actions, after node) {
	creates := actions.Create() || actions.Replace()
	before := p.change.member("before")
	hasBefore := before.kind() == kindObject && !creates
	switch {
	case creates && p.Type == terraformManaged:
		r.Context.Operation = userpoolclient.OperationUpdate // another service has created it
		r.Config.GenerateSecret = nil
	case creates:
		r.Context.Operation = userpoolclient.OperationCreate
	default:
		if actions.Update() {
			r.Context.Operation = userpoolclient.OperationUpdate
		}
		r.Context.Secret = secretOf(after)
		r.Config.GenerateSecret = nil
	}
	if hasBefore {
		r.Context.Current = current(p.Address, before, p.change.member("before_sensitive"), r.names)
		if r.Context.Secret == userpoolclient.SecretStateUnknown {
			r.Context.Secret = secretOf(before)
		}
		if actions.Update() && r.Context.Current.TokenValidityUnits != nil && !given(r.Config, userpoolclient.FieldTokenValidityUnits) {
			r.Config.TokenValidityUnits = &userpoolclient.TokenValidityUnits{AccessToken: "hours", IdToken: "hours", RefreshToken: "days"}
		}
	}
	if creates && p.Type == terraformClient {
		r.forgetComputed()
		if !given(r.Config, userpoolclient.FieldRefreshTokenValidity) {
			validity := int32(30)
			r.Config.RefreshTokenValidity = &validity
		}
	}
}

// forgetComputed takes out the ID, which a new client does not have yet.
func (r *Resource) forgetComputed() {
	r.Config.ClientId = nil
	r.Config.Unknown = slices.DeleteFunc(r.Config.Unknown, func(f userpoolclient.Field) bool { return f == userpoolclient.FieldClientId })
}

// given says that a field has a value or is given and not known.
func given(c *userpoolclient.Config, f userpoolclient.Field) bool {
	if slices.Contains(c.Unknown, f) {
		return true
	}
	v := reflect.ValueOf(c).Elem()
	for name := range strings.SplitSeq(string(f), ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if !v.IsValid() {
			return false
		}
		v = v.FieldByName(name)
	}
	return !v.IsZero()
}

// current is the client as a state shows it.
func current(address string, values, sensitive node, names *names) *userpoolclient.Config {
	r := newResource(address, FormatTerraformState, names, Position{})
	d := decoder{res: r, names: names, foreign: ruleUnread, value: terraformValues{sensitive: newMarks(sensitive)}.value}
	d.properties(values, "")
	r.Config.GenerateSecret = nil // not part of what the service shows
	return r.Config
}

// secretOf says whether a state shows a client secret.
func secretOf(values node) userpoolclient.SecretState {
	if secret, ok := values.get("client_secret"); ok && secret.kind() == kindText {
		if secret.text() != "" {
			return userpoolclient.SecretStatePresent
		}
		return userpoolclient.SecretStateAbsent
	}
	if generate, ok := values.get("generate_secret"); ok && generate.kind() == kindBool {
		if generate.text() == "true" {
			return userpoolclient.SecretStatePresent
		}
	}
	return userpoolclient.SecretStateUnknown
}

func stateResources(all []Resource, module node, depth int) ([]Resource, error) {
	const deepest = 32
	if depth > deepest {
		return nil, &SyntaxError{module.at(), "modules nest deeper than 32"}
	}
	for m := range module.members() {
		switch m.key {
		case "resources":
			for item := range m.value.items() {
				r, err := stateResource(item)
				if err != nil {
					return nil, err
				}
				if r != nil {
					all = append(all, *r)
				}
			}
		case "child_modules":
			for child := range m.value.items() {
				var err error
				if all, err = stateResources(all, child, depth+1); err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
}

func stateResource(item node) (*Resource, error) {
	typ, ok := item.get("type")
	if !ok || typ.text() != terraformClient && typ.text() != terraformManaged {
		return nil, nil
	}
	var s tfjson.StateResource
	if err := json.Unmarshal([]byte(item.doc.json.raw(item.place)), &s); err != nil {
		return nil, &SyntaxError{item.at(), err.Error()}
	}
	values, ok := item.get("values")
	if s.Mode != tfjson.ManagedResourceMode || s.DeposedKey != "" || !ok || values.kind() != kindObject {
		return nil, nil
	}
	names := terraformNames
	if s.Type == terraformManaged {
		names = managedNames
	}
	r := newResource(s.Address, FormatTerraformState, names, item.at())
	r.Context.Secret = secretOf(values)
	d := decoder{res: r, names: names, foreign: ruleUnread, value: terraformValues{sensitive: newMarks(item.member("sensitive_values"))}.value}
	d.properties(values, "")
	r.Config.GenerateSecret = nil
	return r, nil
}

// configure notes the expressions of every managed resource of a module and of
// the modules that it calls.
func configure(all map[string]node, module node, path string, depth int) {
	const deepest = 32
	if depth > deepest {
		return
	}
	for r := range module.member("resources").items() {
		if r.member("mode").text() == string(tfjson.ManagedResourceMode) && strings.HasPrefix(r.member("type").text(), "aws_cognito_") {
			all[configurationKey(path, r.member("type").text(), r.member("name").text())] = r.member("expressions")
		}
	}
	for call := range module.member("module_calls").members() {
		name := call.key
		if path != "" {
			name = path + "." + name
		}
		configure(all, call.value.member("module"), name, depth+1)
	}
}

// configurationKey is the place of a resource in the configuration, which does
// not know of instances.
func configurationKey(modules, typ, name string) string { return modules + "/" + typ + "." + name }

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

// attributes are the attributes that expressions set, those of blocks with the
// block's name; nil when the configuration is not known.
func attributes(expressions node) map[string]bool {
	if expressions.kind() != kindObject {
		return nil
	}
	set := make(map[string]bool)
	for m := range expressions.members() {
		set[m.key] = true
		block, _ := m.value.nth(0)
		for inner := range block.members() {
			set[m.key+"."+inner.key] = true
		}
	}
	return set
}

// own finds the user pool of every change: by its ID or, before it has one, by
// the reference in the configuration of the same module. It returns whether
// there are resource servers or identity providers of which the pool is not
// known.
func own(changes []planned) (stray bool) {
	pools := make(map[string]*planned)
	for i := range changes {
		c := &changes[i]
		if c.Type != terraformPoolType || c.Change.Actions.Delete() {
			continue
		}
		pools[c.Address] = c
		if id := c.change.member("after").member("id"); id.kind() == kindText {
			pools[id.text()] = c
		}
	}
	for i := range changes {
		c := &changes[i]
		if c.Type == terraformPoolType || c.Change.Actions.Delete() {
			continue
		}
		after := c.change.member("after")
		c.owner = pools[c.poolName(after)]
		switch {
		case c.Type != terraformServer && c.Type != terraformProvider:
		case c.owner == nil:
			stray = true
		case c.Type == terraformServer:
			c.owner.servers = append(c.owner.servers, after)
		default:
			c.owner.providers = append(c.owner.providers, after)
		}
	}
	return stray
}

// poolName is the ID or the address of the user pool that a resource names.
func (p *planned) poolName(after node) string {
	if id := after.member("user_pool_id"); id.kind() == kindText {
		return id.text()
	}
	for reference := range p.expressions.member("user_pool_id").member("references").items() {
		if name, ok := strings.CutPrefix(reference.text(), terraformPoolType+"."); ok {
			address := terraformPoolType + "." + strings.TrimSuffix(name, ".id")
			if p.ModuleAddress != "" {
				address = p.ModuleAddress + "." + address
			}
			return address
		}
	}
	return ""
}

// pool is what a planned user pool has. One that is there already may have
// resource servers and providers that another state or the console has made.
func (p *planned) pool(stray bool) *userpoolclient.Pool {
	r := terraformPool
	creates := p.Change.Actions.Create() || p.Change.Actions.Replace()
	r.pool, r.servers, r.providers, r.open = p.change.member("after"), p.servers, p.providers, stray || !creates
	r.text = func(n node) (string, bool) {
		k := n.kind()
		return n.text(), k == kindText || k == kindNumber || k == kindBool
	}
	return r.read()
}
