package iac

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// Format is the kind of file a resource was read from.
type Format string

// The formats.
const (
	FormatAPI            Format = "api"            // what the CLI and the API take and give
	FormatCloudFormation Format = "cloudformation" // YAML or JSON
	FormatSAM            Format = "sam"
	FormatCDK            Format = "cdk"
	FormatServerless     Format = "serverless"
	FormatTerraformPlan  Format = "terraform-plan" // terraform show -json PLANFILE
	FormatTerraformState Format = "terraform-state"
	FormatPulumi         Format = "pulumi" // pulumi preview --json
)

// name is the format in a message.
func (f Format) name() string {
	switch f {
	case FormatTerraformPlan, FormatTerraformState:
		return "Terraform"
	case FormatPulumi:
		return "Pulumi"
	}
	return "CloudFormation"
}

// Resource is one app client of a file.
type Resource struct {
	Address string // logical ID, Terraform address, Pulumi URN; "" for the API's JSON
	Format  Format
	Config  *userpoolclient.Config
	Context userpoolclient.Context
	Ignores []Ignore // the suppressions that stand with the resource

	Position Position // of the resource itself

	names    *names
	places   places
	located  func() places // what places is, when it is found only on demand
	problems []Finding
}

// places are where fields and elements stand, by path: "CallbackURLs[2]".
type places map[userpoolclient.Field]Position

// Ignore is one suppression: findings of a rule that are not reported.
type Ignore struct {
	Rule     string
	Property string // in the format's names, "callback_urls[2]"; "": wherever the rule is broken
	Reason   string
	Position Position
}

// Finding is one rule broken in one place of a file.
type Finding struct {
	userpoolclient.Finding
	Resource string   // the resource's address
	Property string   // the path in the format's names: "callback_urls[2]"
	Position Position // of the property, of the resource where the property is not given
}

// MarshalJSON returns the members of the finding with resource, property, line
// and column.
func (f Finding) MarshalJSON() ([]byte, error) {
	inner, err := json.Marshal(f.Finding)
	if err != nil {
		return nil, err
	}
	outer, err := json.Marshal(struct {
		Resource string `json:"resource"`
		Property string `json:"property"`
		Position
	}{f.Resource, f.Property, f.Position})
	if err != nil {
		return nil, err
	}
	return append(append(inner[:len(inner)-1], ','), outer[1:]...), nil
}

// SyntaxError says where and why a file cannot be read.
type SyntaxError struct {
	Position Position // the zero Position when it is about the whole file
	Message  string
}

// Error returns the message after the line and column.
func (e *SyntaxError) Error() string {
	switch {
	case !e.Position.IsValid():
		return e.Message
	case e.Position.Column < 1:
		return fmt.Sprintf("line %d: %s", e.Position.Line, e.Message)
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Position.Line, e.Position.Column, e.Message)
}

func newResource(address string, format Format, names *names, at Position) *Resource {
	return &Resource{
		Address:  address,
		Format:   format,
		Config:   new(userpoolclient.Config),
		Position: at,
		names:    names,
		places:   make(places),
	}
}

// Place returns where a field, or an element of one ("CallbackURLs[2]"), stands:
// the nearest thing around it that the file holds.
func (r *Resource) PositionOf(path userpoolclient.Field) Position {
	all := r.places
	if r.located != nil {
		all = r.located()
	}
	for path != "" {
		if at, ok := all[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(string(path), ".["))]
	}
	return r.Position
}

// Property returns a field, or an element of one, in the names of the format:
// "callback_urls[2]" for "CallbackURLs[2]" in Terraform.
func (r *Resource) Property(path userpoolclient.Field) string { return r.names.path(path) }

// Assume lays what the caller knows over the Context; what in leaves at its zero
// value stays. A template or plan that is to be judged as an update sends no
// GenerateSecret, and the file does not know the ID of the client.
func (r *Resource) MergeContext(in userpoolclient.Context) {
	if in.Operation != userpoolclient.OperationUnknown {
		r.Context.Operation = in.Operation
	}
	if in.Secret != userpoolclient.SecretStateUnknown {
		r.Context.Secret = in.Secret
	}
	if in.Kind != userpoolclient.KindUnknown {
		r.Context.Kind = in.Kind
	}
	if in.Pool != nil {
		r.Context.Pool = in.Pool
	}
	if in.Current != nil {
		r.Context.Current = in.Current
	}
	if in.Operation == userpoolclient.OperationUpdate && r.Format != FormatAPI {
		r.update()
	}
}

// update makes of what a creation sends what an update sends.
func (r *Resource) update() {
	if generate := r.Config.GenerateSecret; generate != nil && r.Context.Secret == userpoolclient.SecretStateUnknown {
		r.Context.Secret = userpoolclient.SecretStateAbsent
		if *generate {
			r.Context.Secret = userpoolclient.SecretStatePresent
		}
	}
	r.Config.GenerateSecret = nil
	if !given(r.Config, userpoolclient.FieldClientId) {
		r.Config.Unknown = append(r.Config.Unknown, userpoolclient.FieldClientId)
	}
}

// Check returns what every rule finds in the resource, what is wrong with the
// file first, without what its own suppressions suppress. It reads Context as it
// stands, so a caller may add to it what it knows.
func (r *Resource) Check() []Finding {
	all := slices.Clone(r.problems)
	for _, f := range userpoolclient.Check(r.Config, r.Context) {
		path := userpoolclient.Field(f.Path())
		all = append(all, Finding{f, r.Address, r.Property(path), r.PositionOf(path)})
	}
	return r.suppress(all)
}

// suppress takes out what the resource's suppressions name and reports those
// that name nothing.
func (r *Resource) suppress(all []Finding) []Finding {
	if len(r.Ignores) == 0 {
		return all
	}
	used := make([]bool, len(r.Ignores))
	all = slices.DeleteFunc(all, func(f Finding) bool {
		hit := false
		for i, ignore := range r.Ignores {
			if ignore.Rule == f.Rule && (ignore.Property == "" || ignore.Property == f.Property) {
				used[i], hit = true, true
			}
		}
		return hit
	})
	for i, ignore := range r.Ignores {
		if !used[i] {
			all = append(all, Finding{
				Finding: userpoolclient.Finding{
					Rule: ruleUnused, Severity: userpoolclient.SeverityWarning, Index: -1,
					Field:   "Metadata",
					Message: "suppresses " + ignore.Rule + ", which finds nothing here; remove it",
				},
				Resource: r.Address, Property: "Metadata", Position: ignore.Position,
			})
		}
	}
	return all
}

// Options says what a file does not.
type Options struct {
	// Parameters are the values of template parameters. A parameter that is not
	// among them is not known, whatever its default.
	Parameters map[string]string

	// Discovered says that nobody named the file: a JSON object then counts as an
	// app client only when it has a setting spelled as the API spells it; IDs
	// alone stand in many a front end's configuration.
	Discovered bool
}

// Load returns the app clients of a file, whatever its format; none when it has
// none. The name only decides between formats that look alike.
func Load(name string, data []byte) ([]Resource, error) { return Options{}.Load(name, data) }

// The longest files that are read.
const (
	MaxYAML = 1 << 20  // CloudFormation's limit of a template
	MaxJSON = 32 << 20 // a Terraform plan of some thousand resources
)

// Load is like the function [Load], with the options.
func (o Options) Load(name string, data []byte) ([]Resource, error) {
	if !o.Discovered {
		if err := unready(name, data); err != nil {
			return nil, err
		}
	}
	if !beginsObject(data) {
		if !mayHoldClient(data) {
			return nil, nil
		}
		return o.CloudFormation(data)
	}
	if len(data) > MaxJSON {
		return nil, tooLong(len(data), MaxJSON)
	}
	return o.json(name, string(data))
}

// beginsObject reports whether the first character is that of a JSON object.
func beginsObject(data []byte) bool {
	const most = 64 // no file has more white space before it
	text := strings.TrimLeft(string(data[:min(len(data), most)]), "\xEF\xBB\xBF \t\r\n")
	return strings.HasPrefix(text, "{")
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
		return o.object(name, t.root())
	case strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml"):
		return o.yaml([]byte(text)) // in flow style
	case o.Discovered && !mentionsClient(text):
		return nil, nil
	}
	return nil, err
}

// unready tells of a file that Terraform must make readable first.
func unready(name string, data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return &SyntaxError{Message: "is a binary plan; check what terraform show -json prints of it"}
	case strings.HasSuffix(name, ".tf") && mentionsClient(string(data)):
		return &SyntaxError{Message: "is in Terraform's own language; check what terraform show -json prints of its plan"}
	}
	return nil
}

// object reads a JSON object by the members it has.
func (o Options) object(name string, root node) ([]Resource, error) {
	var api bool
	for m := range root.members() {
		switch m.key {
		case "Resources", "AWSTemplateFormatVersion":
			return o.template(name, root)
		case "format_version", "resource_changes", "planned_values":
			if o.Discovered && !mentionsClient(root.doc.json.text) {
				return nil, nil // another tool's
			}
			return terraformResources(root)
		case "lineage":
			if o.Discovered || !mentionsClient(root.doc.json.text) {
				return nil, nil
			}
			return nil, &SyntaxError{m.at(), "is Terraform's raw state; check what terraform show -json prints"}
		case "steps", "changeSummary":
			return pulumiResources(root)
		}
		api = api || isField(m.key, o.Discovered) || !o.Discovered && nearField(m.key)
	}
	if api {
		return parseAPI(root.doc.json.text)
	}
	return nil, nil
}

// end is the resources, or the reason why reading ended early.
func (d *document) end(resources []Resource, err error) ([]Resource, error) {
	if d.err != nil {
		return nil, d.err
	}
	return resources, err
}

func tooLong(length, limit int) error {
	return &SyntaxError{Message: fmt.Sprintf("has %d bytes; at most %d are read", length, limit)}
}

// mentionsClient reports whether a text that is not JSON was meant to hold a
// client.
func mentionsClient(text string) bool {
	for _, name := range []string{
		typeClient, terraformClient, terraformManaged,
		"userPoolClient:UserPoolClient", "cognito:UserPoolClient", "CallbackURLs",
	} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// mayHoldClient reports whether the file speaks of an app client anywhere.
func mayHoldClient(data []byte) bool {
	return bytes.Contains(data, []byte(typeClient))
}
