package iac

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// hcl is a client in Terraform source, where labels need no quotes.
var hcl = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\x{FEFF}?[ \t]*resource[ \t]*"?\b(aws_cognito_(managed_)?|awscc_cognito_)user_pool_client\b`)
})

// pulumiProgram is what the types of Pulumi's providers end in.
const pulumiProgram = ":UserPoolClient"

// unreadable tells of a file that another tool must make readable first.
func (o Options) unreadable(data []byte, name string) error {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) && !o.Discovered {
		return &UnreadableError{Reason: "is a binary plan; check what terraform show -json prints of it"}
	}
	isSource := strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tofu")
	if !isSource && (o.Discovered || beginsObject(data)) || !bytes.Contains(data, []byte("user_pool_client")) {
		return nil
	}
	if at := hcl().FindIndex(data); at != nil {
		return &UnreadableError{Position: positionOf(string(data), at), Reason: isTerraform}
	}
	return nil
}

const isTerraform = "is Terraform source, which is read with its folder: by userpoolclient check FOLDER, or in Go by " +
	"package iac/terraform; elsewhere take what terraform show -json prints"

// endedInErrors is why a plan may lack an app client.
const endedInErrors = "ended in errors, so that it may lack app clients; check one that ends without"

// positionOf is where what begins with white space begins.
func positionOf(text string, at []int) Position {
	spaces := len(text[at[0]:at[1]]) - len(strings.TrimLeft(text[at[0]:at[1]], " \t"))
	r := jsontext.NewLossy(text)
	return Position(r.Position(at[0] + spaces))
}

// special reads a JSON object by a member that several tools write; ok reports
// whether it is one that may hold an app client.
func (o Options) special(m member, root node) (all []Resource, err error, ok bool) {
	switch m.key {
	case "lineage":
		return nil, o.rawState(root), true
	case "resource":
		err := terraformJSON(m.value)
		return nil, err, err != nil
	case "tree":
		isTree := strings.HasPrefix(root.member("version").text(), "tree-")
		return nil, o.cdkTree(m, root), isTree
	case "resources":
		if err := pulumiSource(root); err != nil {
			return nil, err, true
		}
		if !hasAny(m.value, "Resources") && !o.isFragment(m.value) && m.value.kind() != kindList {
			return nil, nil, false
		}
		all, err = o.template("", root)
		return all, err, true
	}
	compiled, ok := m.value.path("provider", "compiledCloudFormationTemplate")
	if !ok {
		return nil, nil, false
	}
	all, err = o.compiled(compiled)
	return all, err, true
}

func hasAny(n node, keys ...string) bool {
	for _, key := range keys {
		if _, ok := n.get(key); ok {
			return true
		}
	}
	return false
}

// rawState tells of a client in Terraform's raw state.
func (o Options) rawState(root node) error {
	for item := range root.member("resources").items() {
		typ := item.member("type")
		if item.member("mode").text() != "data" && isTerraformClient(typ.text()) {
			return &UnreadableError{Position: typ.at(),
				Reason: "is Terraform's raw state; check what terraform show -json prints"}
		}
	}
	return nil
}

// terraformJSON tells of a client in Terraform source in JSON, which takes a list of
// objects for an object.
func terraformJSON(resource node) error {
	for item := range resource.items() {
		if err := terraformJSON(item); err != nil {
			return err
		}
	}
	for m := range resource.members() {
		if isTerraformClient(m.key) {
			return &UnreadableError{Position: m.at(), Reason: isTerraform}
		}
	}
	return nil
}

// cdkTree tells of a client in the tree that CDK writes beside the templates. In a
// folder the templates are there to be read.
func (o Options) cdkTree(m member, root node) error {
	if o.Discovered || !strings.Contains(root.doc.json.text, typeClient) {
		return nil
	}
	return &UnreadableError{Position: m.at(),
		Reason: "is the tree of constructs that CDK writes; check the templates beside it"}
}

// compiled reads the template that Serverless keeps in its state.
func (o Options) compiled(template node) ([]Resource, error) {
	t := newTemplate(template.doc, o)
	t.section(template)
	t.included = true // the parameters of a deployment are not in it
	all, err := t.clients()
	for i := range all {
		all[i].Format = FormatServerless
	}
	return all, err
}

// pulumiSource tells of a client in a Pulumi program in YAML or JSON.
func pulumiSource(root node) error {
	for m := range root.member("resources").members() {
		if typ := m.value.member("type"); isPulumiClient(typ.text()) {
			return &UnreadableError{
				Position: typ.at(),
				Reason: "has an app client in a Pulumi program or state, which is not read; " +
					"check what pulumi preview --json prints",
			}
		}
	}
	return nil
}
