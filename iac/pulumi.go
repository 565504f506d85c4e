package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// Pulumi returns the app clients of a preview, as `pulumi preview --json` prints
// it, of the providers aws and aws-native. Config is what is sent,
// Context.Current what the state holds.
func Pulumi(data []byte) ([]Resource, error) { return fromJSON(data, pulumiResources) }

func pulumiResources(root node) ([]Resource, error) {
	for d := range root.member("diagnostics").items() {
		if d.member("severity").text() == "error" {
			return nil, &UnreadableError{Position: d.at(), Reason: "is a preview that " + endedInErrors}
		}
	}
	var all []Resource
	for step := range root.member("steps").items() {
		if r := pulumiResource(step); r != nil {
			all = append(all, *r)
		}
	}
	return all, nil
}

// pulumiResource is the client that a step leaves behind, nil when it leaves
// none.
func pulumiResource(step node) *Resource {
	state := step.member("newState")
	inputs := state.member("inputs")
	typ := state.member("type").text()
	if inputs.kind() != kindObject || !isPulumiClient(typ) {
		return nil
	}
	operation, ok := pulumiOperation(step.member("op").text())
	if !ok {
		return nil
	}
	d := newPulumiDecoder(typ, step.member("urn").text(), pulumiValue)
	d.read(inputs)
	if isNative(typ) && !d.spots.has(userpoolclient.FieldClientName) {
		d.unknown = append(d.unknown, userpoolclient.FieldClientName) // generated
		d.finish()
	}
	r := newResource(d, step.at())
	r.Context.Operation = operation
	old := step.member("oldState")
	if operation != userpoolclient.OperationCreate && old.kind() == kindObject {
		r.compareWithState(typ, old)
	}
	return r
}

// compareWithState adds what the state knows of a client that there is already.
func (r *Resource) compareWithState(typ string, old node) {
	r.Context.Current = pulumiCurrent(typ, r.Address, old)
	r.Context.Secret = pulumiSecret(r.Config, old)
	clearField(r.Config, userpoolclient.FieldGenerateSecret)
	if id := old.member("id"); id.kind() == kindText {
		client := id.text()
		r.Config.ClientId = &client
	}
	if !isNative(typ) {
		sendAgain(r.Config, r.Context.Current)
	}
}

func newPulumiDecoder(typ, urn string, value func(userpoolclient.Field, int, node) value) *decoder {
	layer := LayerTerraform
	if isNative(typ) {
		layer = LayerCloudFormation
	}
	d := newDecoder(FormatPulumi, layer, pulumiNames(), urn)
	d.value = value
	return d
}

// pulumiOperation is the call that a step makes; ok reports whether it leaves a
// client.
func pulumiOperation(op string) (operation userpoolclient.Operation, ok bool) {
	switch op {
	case "create", "replace": // create-replacement is the same resource again
		return userpoolclient.OperationCreate, true
	case "update":
		return userpoolclient.OperationUpdate, true
	case "same", "refresh", "import", "read":
		return userpoolclient.OperationUnknown, true
	}
	return userpoolclient.OperationUnknown, false
}

func isPulumiClient(typ string) bool {
	switch typ {
	case "aws:cognito/userPoolClient:UserPoolClient", "aws:cognito:UserPoolClient", "aws-native:cognito:UserPoolClient":
		return true
	}
	return false
}

// isNative reports whether a type is one of aws-native, which goes through
// CloudFormation's handlers.
func isNative(typ string) bool { return strings.HasPrefix(typ, "aws-native:") }

// pulumiCurrent is the client as the old state shows it.
func pulumiCurrent(typ, urn string, old node) *userpoolclient.Config {
	shown := old.member("outputs")
	if shown.kind() != kindObject {
		shown = old.member("inputs")
	}
	d := newPulumiDecoder(typ, urn, pulumiShown)
	d.read(shown)
	clearField(d.config, userpoolclient.FieldGenerateSecret)
	return d.config
}

// sendAgain adds what Terraform's provider, on which Pulumi's stands, sends again
// when the program does not set it: everything but blocks is computed, and the
// state's value stays.
func sendAgain(c, current *userpoolclient.Config) {
	for _, info := range allFields() {
		f := info.Name
		if info.Parent != "" || kinds()[f] == takesStructure || kinds()[f] == takesNothing || gives(c, f) {
			continue
		}
		switch v, set := current.Get(f); {
		case !set:
		case v == nil:
			c.Unknown = append(slices.Clip(c.Unknown), f)
		default:
			_ = c.Set(f, v) // it comes from the same field
			for _, u := range current.Unknown {
				if whole, i := cutIndex(u); i >= 0 && whole == f {
					c.Unknown = append(slices.Clip(c.Unknown), u)
				}
			}
		}
	}
}

// pulumiShown is pulumiValue for a state, which shows 0 and the empty string for
// what is not there.
func pulumiShown(f userpoolclient.Field, i int, n node) value {
	if i < 0 && isZero(n) {
		return value{node: n, state: absent}
	}
	return pulumiValue(f, i, n)
}

// pulumiSecret is whether the client has a secret: what it was created with.
func pulumiSecret(c *userpoolclient.Config, old node) userpoolclient.SecretState {
	generate, set := c.Get(userpoolclient.FieldGenerateSecret)
	if set && generate == nil {
		return userpoolclient.SecretStateUnknown
	}
	if secret := old.member("outputs").member("clientSecret"); secret.kind() == kindText && secret.text() == "" {
		return userpoolclient.SecretStateAbsent
	}
	if generate == true {
		return userpoolclient.SecretStatePresent
	}
	return userpoolclient.SecretStateUnknown
}

// pulumiUnknown are the values that stand for one that is not known yet, of each
// type, and for a secret that is not shown.
var pulumiUnknown = set(
	"04da6b54-80e4-46f7-96ec-b56ff0331ba9",
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421",
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
	"[secret]",
)

// secretMark is the member that marks an object as a value of another sort: a
// secret, an output.
const secretMark = "4dabf18193072939515e22adb298388d"

// pulumiValue says what is known of a value. An output is there, whatever it
// comes to.
func pulumiValue(_ userpoolclient.Field, i int, n node) value {
	v := value{node: n}
	switch n.kind() {
	case kindNull:
		v.state = absent
		if i >= 0 {
			v.state = unknown
		}
	case kindText:
		if pulumiUnknown[n.text()] {
			v.state = unknown
		}
	case kindObject:
		if _, ok := n.get(secretMark); ok {
			v.state = unknown
		}
	}
	return v
}
