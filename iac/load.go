package iac

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// Options says what a file does not.
type Options struct {
	// Parameters are the values of template parameters. A parameter that is not
	// among them is not known. A name that the template does not declare is a
	// *ParameterError.
	Parameters map[string]string

	// SharedParameters says that Parameters are those of several files: what one of
	// them does not declare, another may. Resource.Parameters tells what each has.
	SharedParameters bool

	// AssumeDefaults takes a parameter that is not among Parameters to have one of
	// its AllowedValues, each of which is then a case of its own, or its Default.
	AssumeDefaults bool

	// Context is laid over that of every resource, as by [Resource.MergeContext].
	Context userpoolclient.Context

	// Discovered says that nobody named the file: a JSON object or a YAML file then
	// counts as an app client only when it has a setting spelled as the API spells
	// it and nothing that is another tool's, and what another tool cannot read is no
	// error.
	Discovered bool

	// NotCreated, where it is not nil, is told of each app client of a template that
	// its conditions leave out whatever is not known.
	NotCreated func(address string, at Position)
}

// Load returns the app clients of a file, whatever its format; none when it has
// none. The name only decides between formats that look alike. A file that holds
// a client in a form that is not read is an *[UnreadableError], a file that is
// broken a *[SyntaxError].
func Load(name string, data []byte) ([]Resource, error) { return Options{}.Load(name, data) }

// The longest files that are read.
const (
	MaxYAML = 1 << 20  // CloudFormation's limit of a template
	MaxJSON = 32 << 20 // a Terraform plan of some thousand resources
)

// Load is like the function [Load], with the options.
func (o Options) Load(name string, data []byte) ([]Resource, error) {
	return o.finish(name, func() ([]Resource, error) {
		if err := o.unreadable(data, name); err != nil {
			return nil, err
		}
		if !beginsObject(data) {
			if err := o.jsonList(data); err != nil {
				return nil, err
			}
			return o.yaml(name, data)
		}
		if len(data) > MaxJSON {
			return nil, tooLong(len(data), MaxJSON)
		}
		return o.json(name, string(data))
	})
}

// finish lays the caller's context over what has been read, and names the file in
// the error about one that is not.
func (o Options) finish(name string, read func() ([]Resource, error)) ([]Resource, error) {
	all, err := read()
	if err != nil {
		if unreadable, ok := err.(*UnreadableError); ok {
			unreadable.File = name
		}
		return nil, err
	}
	for i := range all {
		all[i].MergeContext(o.Context)
	}
	return all, nil
}

// beginsObject reports whether the first character is that of a JSON object, and
// the next not that of a Helm chart.
func beginsObject(data []byte) bool {
	const most = 64 // no file has more white space before it
	text := strings.TrimLeft(string(data[:min(len(data), most)]), jsontext.ByteOrderMark+" \t\r\n")
	return strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "{{")
}

// json reads a JSON object, or YAML that looks like one. An app client in the
// spelling of the API is read once, by the reader that judges it.
func (o Options) json(name, text string) ([]Resource, error) {
	if o.isClient(text) {
		if all, err := parseAPI(text); err == nil {
			return all, nil
		}
	}
	t, err := newJSON(text)
	switch {
	case err == nil:
		root := t.root()
		return root.doc.end(o.object(name, root))
	case o.Discovered && !mentionsClient(text):
		return nil, nil
	case isYAMLName(name):
		return o.yaml(name, []byte(text)) // in flow style
	}
	return nil, err
}

func isYAMLName(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// object reads a JSON object by the members that it has.
func (o Options) object(name string, root node) ([]Resource, error) {
	text := root.doc.json.text
	for m := range root.members() {
		switch m.key {
		case "Resources", "AWSTemplateFormatVersion":
			return o.template(name, root)
		case "format_version", "resource_changes", "planned_values":
			if o.Discovered && !mentionsClient(text) {
				return nil, nil // another tool's
			}
			return o.withoutParameters(terraformResources(root))
		case "steps", "changeSummary":
			if o.Discovered && !mentionsClient(text) {
				return nil, nil // another tool's
			}
			return o.withoutParameters(pulumiResources(root))
		case listKey:
			if err := o.list(m.value); err != nil {
				return nil, err
			}
		case "lineage", "resource", "tree", "resources", "service":
			if found, err, ok := o.special(m, root); ok {
				return found, err
			}
		}
	}
	if mayHoldManifest([]byte(text)) {
		if found, err, ok := manifests(root); ok {
			return o.withoutParameters(found, err)
		}
	}
	if o.isFragment(root) {
		return o.template(name, root)
	}
	if o.isAPI(root) {
		return o.withoutParameters(parseAPI(text))
	}
	return nil, nil
}

// withoutParameters is what a file without parameters gives: a value for one is
// an error.
func (o Options) withoutParameters(all []Resource, err error) ([]Resource, error) {
	if err == nil && len(all) > 0 && !o.SharedParameters && !o.Discovered {
		err = undeclared(o.Parameters, nil)
	}
	return all, err
}

// isFragment reports whether a value is resources of a template without what
// stands around them, or one of them: it has a type of Cognito.
func (o Options) isFragment(root node) bool {
	if isCognitoType(root.member("Type")) {
		return true
	}
	for m := range root.members() {
		if m.value.kind() == kindObject && isCognitoType(m.value.member("Type")) {
			return true
		}
	}
	return false
}

func isCognitoType(n node) bool {
	const prefix = "AWS::Cognito::"
	if n.kind() != kindText {
		return false
	}
	text := n.text()
	return len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// yaml reads what is not JSON: a template, or an app client in the spelling of
// the API.
func (o Options) yaml(name string, data []byte) ([]Resource, error) {
	isTemplate := hasFolded(data, "AWS::Cognito::")
	isManifest := mayHoldManifest(data)
	if !isTemplate && !isManifest && !hasField(data) && !bytes.Contains(data, []byte(pulumiProgram)) {
		return nil, nil
	}
	all, err := o.eachDocument(data, func(root node) ([]Resource, error) {
		if err := pulumiSource(root); err != nil {
			return nil, err
		}
		if isManifest {
			if found, err, ok := manifests(root); ok {
				return o.withoutParameters(found, err)
			}
		}
		if isTemplate && !isNothingBut(root) {
			return o.template(name, root)
		}
		if err := cmp.Or(o.list(root), o.list(root.member(listKey))); err != nil {
			return nil, err
		}
		return o.withoutParameters(o.apiYAML(root))
	})
	if _, broken := err.(*SyntaxError); broken && o.Discovered && !hasFolded(data, typeClient) && !hasClientKind(data) {
		return nil, nil // another tool's, which does not have to be YAML
	}
	return all, err
}

// mentionsClient reports whether a text that is not understood was meant to hold a
// client.
func mentionsClient(text string) bool {
	for _, name := range []string{
		typeClient, terraformClient, terraformManaged, terraformControl,
		"userPoolClient:UserPoolClient", "cognito:UserPoolClient", "CallbackURLs",
	} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return strings.Contains(text, kindClient) && mayHoldManifest([]byte(text))
}

// hasFolded reports whether a text has a name of CloudFormation, which begins
// with AWS::, in whatever case it is written.
func hasFolded(text []byte, name string) bool {
	for rest := text; ; {
		i := bytes.Index(rest, []byte("::"))
		if i < 0 {
			return false
		}
		if from := i - len("AWS"); from >= 0 && len(rest)-from >= len(name) &&
			strings.EqualFold(string(rest[from:from+len(name)]), name) {
			return true
		}
		rest = rest[i+1:]
	}
}
