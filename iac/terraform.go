package iac

import (
	"iter"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/userpoolclient/userpoolclient"
)

// The resource types of Terraform that matter here.
const (
	terraformClient   = "aws_cognito_user_pool_client"
	terraformManaged  = "aws_cognito_managed_user_pool_client"
	terraformControl  = "awscc_cognito_user_pool_client"
	terraformPoolType = "aws_cognito_user_pool"
	terraformServer   = "aws_cognito_resource_server"
	terraformProvider = "aws_cognito_identity_provider"
)

// isTerraformClient reports whether a type is that of an app client.
func isTerraformClient(typ string) bool { return namesOfType(typ) != nil }

// isTerraformType reports whether a type is one of those that matter, or of their
// family.
func isTerraformType(typ string) bool {
	return strings.HasPrefix(typ, "aws_cognito_") || typ == terraformControl
}

// namesOfType is how a type of app client spells the fields; nil of another type.
func namesOfType(typ string) *names {
	switch typ {
	case terraformClient:
		return terraformNames()
	case terraformManaged:
		return managedNames()
	case terraformControl:
		return controlNames()
	}
	return nil
}

// Terraform returns the app clients of a plan or a state, as `terraform show
// -json` prints it, in modules of any depth. Of a plan the Config is what the
// provider sends, Context.Current what it finds; a client that is destroyed is
// left out.
func Terraform(data []byte) ([]Resource, error) { return fromJSON(data, terraformResources) }

func terraformResources(root node) ([]Resource, error) {
	version := root.member("format_version").text()
	if values, ok := root.get("values"); ok {
		if err := (&tfjson.State{FormatVersion: version}).Validate(); err != nil {
			return nil, &SyntaxError{root.at(), err.Error()}
		}
		return stateResources(nil, values.member("root_module"), 0)
	}
	if err := (&tfjson.Plan{FormatVersion: version}).Validate(); err != nil {
		return nil, &SyntaxError{root.at(), err.Error()}
	}
	if isTrue(root.member("errored")) {
		return nil, &UnreadableError{Position: root.at(),
			Reason: "is a plan that " + endedInErrors}
	}
	return planResources(root), nil
}

// A planned resource is one entry of resource_changes.
type planned struct {
	address, module string
	typ, name       string
	actions         tfjson.Actions
	entry           node
	change          node
	config          *resourceConfig // nil when the plan does not have it
	owner           *planned        // the user pool it belongs to, when the plan has it
	servers         []ownedBy       // of a pool: the resource servers that belong to it
	providers       []ownedBy       // and the identity providers
	pool            *filePool       // of a pool, once read
}

func planResources(root node) []Resource {
	changes, clients := plannedChanges(root)
	configuration := configure(root.member("configuration").member("root_module"), 0)
	for _, c := range changes {
		c.config = configuration.find(c.module, c.typ, c.name)
	}
	stray := own(changes)
	if clients == 0 {
		return nil
	}
	all := make([]Resource, 0, clients)
	for _, c := range changes {
		if !isTerraformClient(c.typ) {
			continue
		}
		if r := c.resource(); r != nil {
			if c.owner != nil {
				c.owner.readPool(stray).lend(r)
			}
			all = append(all, *r)
		}
	}
	return all
}

// changesOf are the entries of resource_changes, and those of the changes that wait
// for a later plan.
func changesOf(root node) iter.Seq[node] {
	return func(yield func(node) bool) {
		for item := range root.member("resource_changes").items() {
			if !yield(item) {
				return
			}
		}
		for item := range root.member("deferred_changes").items() {
			if !yield(item.member("resource_change")) {
				return
			}
		}
	}
}

// plannedChanges are the changes of the resources that matter here, so many of
// which are of clients.
func plannedChanges(root node) (all []*planned, clients int) {
	for item := range changesOf(root) {
		p := planned{entry: item}
		managed, deposed := false, false
		for m := range item.members() {
			switch m.key {
			case "address":
				p.address = m.value.text()
			case "module_address":
				p.module = m.value.text()
			case "type":
				p.typ = m.value.text()
			case "name":
				p.name = m.value.text()
			case "mode":
				managed = m.value.text() == string(tfjson.ManagedResourceMode)
			case "deposed":
				deposed = m.value.text() != ""
			case "change":
				p.change = m.value
			}
		}
		if !managed || deposed || p.change.kind() != kindObject || !isTerraformType(p.typ) {
			continue
		}
		p.actions = actionsOf(p.change.member("actions"))
		if isTerraformClient(p.typ) {
			clients++
		}
		all = append(all, &p)
	}
	return all, clients
}

// actionsOf is what Terraform does with a resource.
func actionsOf(list node) tfjson.Actions {
	const most = 2 // delete and create
	var actions tfjson.Actions
	for item := range list.items() {
		if len(actions) > most {
			break
		}
		actions = append(actions, tfjson.Action(item.text()))
	}
	return actions
}

// creates reports whether the change makes a new resource.
func (p *planned) creates() bool { return p.actions.Create() || p.actions.Replace() }

// resource is the client that a change leaves behind, nil when it leaves none.
func (p *planned) resource() *Resource {
	after := p.change.member("after")
	if p.actions.Delete() || p.actions.Read() || p.actions.Forget() || after.kind() != kindObject {
		return nil
	}
	names := namesOfType(p.typ)
	values := terraformValues{
		names:     names,
		unknown:   newMarks(p.change.member("after_unknown"), names),
		sensitive: newMarks(p.change.member("after_sensitive"), names),
		flows:     p.typ != terraformControl,
	}
	if p.typ != terraformManaged {
		values.config = p.config
	}
	d := values.read(FormatTerraformPlan, p.address, after)
	r := newResource(d, p.entry.at())
	p.complete(r, after)
	return r
}

// complete adds the operation and what is there now.
func (p *planned) complete(r *Resource, after node) {
	switch {
	case p.creates() && p.typ == terraformManaged:
		r.Context.Operation = userpoolclient.OperationUpdate // another service has created it
		clearField(r.Config, userpoolclient.FieldGenerateSecret)
		return
	case p.creates():
		r.Context.Operation = userpoolclient.OperationCreate
		clearField(r.Config, userpoolclient.FieldClientId) // a new client does not have one yet
		return
	case p.actions.Update():
		r.Context.Operation = userpoolclient.OperationUpdate
	}
	r.Context.Secret = secretOf(after)
	clearField(r.Config, userpoolclient.FieldGenerateSecret)
	before := p.change.member("before")
	if before.kind() != kindObject {
		return
	}
	state := terraformValues{names: r.names, sensitive: newMarks(p.change.member("before_sensitive"), r.names)}
	r.Context.Current = state.read(FormatTerraformState, p.address, before).config
	clearField(r.Context.Current, userpoolclient.FieldGenerateSecret) // not part of what the service shows
	if r.Context.Secret == userpoolclient.SecretStateUnknown {
		r.Context.Secret = secretOf(before)
	}
	if p.actions.Update() && p.typ != terraformControl {
		resetUnits(r.Config, r.Context.Current)
	}
}

// resetUnits adds what the provider sends when a block of units is removed.
func resetUnits(c, current *userpoolclient.Config) {
	if current.TokenValidityUnits != nil && !gives(c, userpoolclient.FieldTokenValidityUnits) {
		c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{
			AccessToken: "hours", IdToken: "hours", RefreshToken: "days",
		}
	}
}

// secretOf is whether a state shows a client secret.
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
				if r := stateResource(item); r != nil {
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

// stateResource is the client of an entry of a state, nil when it is none.
func stateResource(item node) *Resource {
	typ := item.member("type").text()
	values := item.member("values")
	if !isTerraformClient(typ) || item.member("mode").text() != string(tfjson.ManagedResourceMode) ||
		item.member("deposed_key").text() != "" || values.kind() != kindObject {
		return nil
	}
	names := namesOfType(typ)
	state := terraformValues{names: names, sensitive: newMarks(item.member("sensitive_values"), names)}
	r := newResource(state.read(FormatTerraformState, item.member("address").text(), values), item.at())
	r.Context.Secret = secretOf(values)
	clearField(r.Config, userpoolclient.FieldGenerateSecret)
	return r
}

// own finds the user pool of every change: by its ID or, before it has one, by
// the reference in the configuration of the same module. It reports whether there
// are resource servers or identity providers of which the pool is not known.
func own(changes []*planned) (stray bool) {
	pools := make(map[string]*planned)
	for _, c := range changes {
		if c.typ != terraformPoolType || c.actions.Delete() {
			continue
		}
		pools[c.address] = c
		if id := c.change.member("after").member("id"); id.kind() == kindText {
			pools[id.text()] = c
		}
	}
	for _, c := range changes {
		if c.typ == terraformPoolType || c.actions.Delete() {
			continue
		}
		after := c.change.member("after")
		c.owner = pools[c.poolName(after)]
		owned := ownedBy{c.address, after}
		switch {
		case c.typ != terraformServer && c.typ != terraformProvider:
		case c.owner == nil:
			stray = true
		case c.typ == terraformServer:
			c.owner.servers = append(c.owner.servers, owned)
		default:
			c.owner.providers = append(c.owner.providers, owned)
		}
	}
	return stray
}

// poolName is the ID or the address of the user pool that a resource names.
func (p *planned) poolName(after node) string {
	if id := after.member("user_pool_id"); id.kind() == kindText {
		return id.text()
	}
	if p.config == nil || p.config.poolAddress() == "" {
		return ""
	}
	if p.module == "" {
		return p.config.poolAddress()
	}
	return p.module + "." + p.config.poolAddress()
}

// readPool is what a planned user pool has. One that is there already may have
// resource servers and providers that another state or the console has made.
func (p *planned) readPool(stray bool) *filePool {
	if p.pool != nil {
		return p.pool
	}
	r := terraformPool
	r.pool, r.servers, r.providers = p.change.member("after"), p.servers, p.providers
	r.open = stray || !p.creates()
	r.text = func(n node) (string, bool) { return n.text(), n.kind().isScalar() }
	p.pool = r.read()
	p.pool.inFile, p.pool.creates = true, p.creates()
	return p.pool
}
