package iac

import (
	"reflect"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// Pulumi returns the app clients of a preview, as `pulumi preview --json` prints
// it, of the providers aws and aws-native. Config is what is sent,
// Context.Current what the state holds.
func Pulumi(data []byte) ([]Resource, error) { return fromJSON(data, pulumiResources) }

func pulumiResources(root node) ([]Resource, error) {
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
	r := newResource(step.member("urn").text(), FormatPulumi, pulumiNames, step.at())
	switch step.member("op").text() {
	case "create", "replace":
		r.Context.Operation = userpoolclient.OperationCreate
	case "create-replacement":
		return nil // the replace step of the same resource stands for it
	case "update":
		r.Context.Operation = userpoolclient.OperationUpdate
	case "same", "refresh", "import", "read":
	default:
		return nil
	}
	d := decoder{res: r, names: pulumiNames, foreign: ruleUnread, value: pulumiValue}
	d.properties(inputs, "")
	old := step.member("oldState")
	if r.Context.Operation != userpoolclient.OperationCreate && old.kind() == kindObject {
		r.Context.Current = pulumiCurrent(r.Address, old)
		r.Context.Secret = pulumiSecret(r.Config, old)
		r.Config.GenerateSecret = nil
		if id := old.member("id"); id.kind() == kindText {
			client := id.text()
			r.Config.ClientId = &client
		}
		if strings.HasPrefix(typ, "aws:") {
			sendAgain(r.Config, r.Context.Current)
		}
	}
	if r.Context.Operation == userpoolclient.OperationCreate && !given(r.Config, userpoolclient.FieldRefreshTokenValidity) && strings.HasPrefix(typ, "aws:") {
		validity := int32(30) // sent by the provider, which is Terraform's
		r.Config.RefreshTokenValidity = &validity
	}
	if strings.HasPrefix(typ, "aws-native:") && !given(r.Config, userpoolclient.FieldClientName) {
		d.unknown(userpoolclient.FieldClientName) // generated
	}
	return r
}

func isPulumiClient(typ string) bool {
	switch typ {
	case "aws:cognito/userPoolClient:UserPoolClient", "aws:cognito:UserPoolClient", "aws-native:cognito:UserPoolClient":
		return true
	}
	return false
}

// pulumiCurrent is the client as the old state shows it.
func pulumiCurrent(urn string, old node) *userpoolclient.Config {
	shown := old.member("outputs")
	if shown.kind() != kindObject {
		shown = old.member("inputs")
	}
	r := newResource(urn, FormatPulumi, pulumiNames, Position{})
	d := decoder{res: r, names: pulumiNames, foreign: ruleUnread, value: pulumiShown}
	d.properties(shown, "")
	r.Config.GenerateSecret = nil
	return r.Config
}

// sendAgain adds what Terraform's provider, on which Pulumi's stands, sends again
// when the program does not give it: everything but blocks is computed, and the
// state's value stays.
func sendAgain(c, current *userpoolclient.Config) {
	to, from := reflect.ValueOf(c).Elem(), reflect.ValueOf(current).Elem()
	for i := range to.NumField() {
		name := to.Type().Field(i).Name
		block := to.Field(i).Kind() == reflect.Pointer && to.Field(i).Type().Elem().Kind() == reflect.Struct
		if name != "Unknown" && !block && !given(c, userpoolclient.Field(name)) {
			to.Field(i).Set(from.Field(i))
		}
	}
}

// pulumiShown is pulumiValue for a state, which shows 0 and the empty string for
// what is not there.
func pulumiShown(f userpoolclient.Field, n node) (node, state) {
	if isZero(n) && !strings.HasSuffix(string(f), "]") {
		return n, absent
	}
	return pulumiValue(f, n)
}

// pulumiSecret says whether the client has a secret: what it was created with.
func pulumiSecret(c *userpoolclient.Config, old node) userpoolclient.SecretState {
	if given(c, userpoolclient.FieldGenerateSecret) && c.GenerateSecret == nil {
		return userpoolclient.SecretStateUnknown
	}
	if secret := old.member("outputs").member("clientSecret"); secret.kind() == kindText && secret.text() == "" {
		return userpoolclient.SecretStateAbsent
	}
	if c.GenerateSecret != nil && *c.GenerateSecret {
		return userpoolclient.SecretStatePresent
	}
	return userpoolclient.SecretStateUnknown
}

// pulumiUnknown are the values that stand for one that is not known yet, of each
// type, and for a secret that is not shown.
var pulumiUnknown = map[string]bool{
	"04da6b54-80e4-46f7-96ec-b56ff0331ba9": true,
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": true,
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": true,
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": true,
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": true,
	"[secret]":                             true,
}

// secretMark is the member that marks an object as a value of another sort: a
// secret, an output.
const secretMark = "4dabf18193072939515e22adb298388d"

func pulumiValue(f userpoolclient.Field, n node) (node, state) {
	switch n.kind() {
	case kindNull:
		if strings.HasSuffix(string(f), "]") {
			return n, unknown
		}
		return n, absent
	case kindText:
		if pulumiUnknown[n.text()] {
			return n, unknown
		}
	case kindObject:
		if _, ok := n.get(secretMark); ok {
			return n, unknown
		}
	}
	return n, known
}
