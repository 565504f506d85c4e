package iac

import (
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// Format is the kind of file a resource was read from.
type Format string

// The formats.
const (
	FormatAPI            Format = "api"            // what the CLI and the API take and give, JSON or YAML
	FormatCloudFormation Format = "cloudformation" // YAML or JSON
	FormatSAM            Format = "sam"
	FormatCDK            Format = "cdk"
	FormatServerless     Format = "serverless"
	FormatTerraformPlan  Format = "terraform-plan" // terraform show -json PLANFILE
	FormatTerraformState Format = "terraform-state"
	FormatTerraform      Format = "terraform"  // source, which package terraform below reads
	FormatPulumi         Format = "pulumi"     // pulumi preview --json
	FormatACK            Format = "ack"        // a Kubernetes manifest for AWS's controllers
	FormatCrossplane     Format = "crossplane" // and for Crossplane's provider
)

// name is the format in a message.
func (f Format) name() string {
	switch f {
	case FormatTerraformPlan, FormatTerraformState, FormatTerraform:
		return "Terraform"
	case FormatPulumi:
		return "Pulumi"
	case FormatAPI:
		return "the API"
	case FormatACK, FormatCrossplane:
		return "Kubernetes"
	}
	return "CloudFormation"
}

// isTemplate reports whether CloudFormation deploys the format.
func (f Format) isTemplate() bool {
	switch f {
	case FormatCloudFormation, FormatSAM, FormatCDK, FormatServerless:
		return true
	}
	return false
}

// Resource is one app client of a file. Its methods only read it and may be
// called from several goroutines; MergeContext changes it. The zero Resource
// has nothing to check.
type Resource struct {
	Address string // logical ID, Terraform address, Pulumi URN; "" for the API's JSON
	Format  Format

	// Config is what the file says whatever its conditions come to. What differs
	// between branches is in Unknown or MaybeSet.
	Config  *userpoolclient.Config
	Context userpoolclient.Context

	// Variants are what the file says in each case that its conditions leave open,
	// at most eight; nil when there is one case, which is Config.
	Variants []Variant

	Ignores    []Ignore // the suppressions that stand with the resource
	Parameters []string // the names of the parameters that the template declares
	Position   Position // of the resource itself
	File       string   // that the resource stands in, of a module; "" of a file that is read by itself

	names   *names
	reading *reading
	pool    *filePool            // what the file has of the client's pool; nil: it does not create it
	shown   *userpoolclient.Pool // pool, as it stands in Context until somebody replaces it
	creates bool                 // the operation is known to create the client
	layer   Layer                // that rejects what is wrong with the file
}

// Variant is what a template says of a client in one case that its conditions
// leave open.
type Variant struct {
	When   string // the conditions, by name: "Dev and not EU"
	Config *userpoolclient.Config

	labels  []string // When, condition by condition
	reading *reading
}

// newResource is the resource that a decoder has read.
func newResource(d *decoder, at Position) *Resource {
	return &Resource{
		Address: d.address, Format: d.format, Config: d.config, Position: at,
		names: d.names, reading: d.reading, layer: d.layer,
	}
}

// PositionOf returns where a field, or an element of one ("CallbackURLs[2]"),
// stands: the nearest thing around it that the file holds.
func (r *Resource) PositionOf(path userpoolclient.Field) Position {
	return r.positionIn(r.reading, path)
}

func (r *Resource) positionIn(reading *reading, path userpoolclient.Field) Position {
	if reading != nil {
		if at, ok := reading.spots.position(path); ok {
			return at
		}
	}
	return r.Position
}

// Property returns a field, or an element of one, in the names of the format and
// with the index that the element has in the file: "callback_urls[2]" for
// "CallbackURLs[2]" in Terraform.
func (r *Resource) Property(path userpoolclient.Field) string { return r.propertyIn(r.reading, path) }

func (r *Resource) propertyIn(reading *reading, path userpoolclient.Field) string {
	if reading != nil {
		path = reading.spots.inFile(path)
	}
	if r.names == nil {
		return string(path)
	}
	return r.names.path(path)
}

// MergeContext lays what the caller knows over the Context; what in leaves at its
// zero value stays. A template or plan that is to be judged as an update sends no
// GenerateSecret, and the file does not know the ID of the client.
func (r *Resource) MergeContext(in userpoolclient.Context) {
	if in.Operation != userpoolclient.OperationUnknown {
		r.Context.Operation = in.Operation
		r.creates = in.Operation == userpoolclient.OperationCreate
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
	if r.Context.Secret == userpoolclient.SecretStateUnknown {
		r.Context.Secret = r.secret()
	}
	for _, c := range r.configs() {
		sendsUpdate(c)
	}
}

// configs are Config and those of the variants.
func (r *Resource) configs() []*userpoolclient.Config {
	var all []*userpoolclient.Config
	if r.Config != nil {
		all = append(all, r.Config)
	}
	for _, v := range r.Variants {
		if v.Config != nil {
			all = append(all, v.Config)
		}
	}
	return all
}

// secret is whether the client has a secret, by what it is created with.
func (r *Resource) secret() userpoolclient.SecretState {
	switch c := r.Config; {
	case c == nil || c.GenerateSecret == nil:
		return userpoolclient.SecretStateUnknown
	case *c.GenerateSecret:
		return userpoolclient.SecretStatePresent
	}
	return userpoolclient.SecretStateAbsent
}

func sendsUpdate(c *userpoolclient.Config) {
	clearField(c, userpoolclient.FieldGenerateSecret)
	if !gives(c, userpoolclient.FieldClientId) {
		c.Unknown = append(slices.Clip(c.Unknown), userpoolclient.FieldClientId)
	}
}

// clearField clears a field, and strikes it off what is not known.
func clearField(c *userpoolclient.Config, f userpoolclient.Field) {
	_ = c.Set(f, nil) // of a field that there is, nil is never rejected
}

// gives reports whether a configuration sets a field, be it to a value not known,
// or may set it.
func gives(c *userpoolclient.Config, f userpoolclient.Field) bool {
	_, set := c.Get(f)
	return set || slices.Contains(c.MaybeSet, f)
}

// Setting is a setting of which the file does not tell the value.
type Setting struct {
	Field    userpoolclient.Field // or an element: "CallbackURLs[2]"
	Property string               // the same in the format's names
	Position Position
	MaybeSet bool   // it is not known either whether it is set
	When     string // the branches in which it is so; "": in all
}

// Unknown returns the settings of which the value is not known: what could not
// be judged, or only in part. A setting that each branch decides is not among
// them.
func (r *Resource) Unknown() []Setting {
	branches := r.branches()
	found := make([][]Setting, len(branches))
	for i, b := range branches {
		for _, f := range b.config.Unknown {
			found[i] = append(found[i], r.setting(b, f, false))
		}
		for _, f := range b.config.MaybeSet {
			found[i] = append(found[i], r.setting(b, f, true))
		}
	}
	same := func(s Setting) Setting { return s }
	return joinBranches(branches, found, same, func(s *Setting, when string) { s.When = when })
}

func (r *Resource) setting(b branch, f userpoolclient.Field, maybe bool) Setting {
	return Setting{
		Field: f, Property: r.propertyIn(b.reading, f), Position: r.positionIn(b.reading, f), MaybeSet: maybe,
	}
}

// Skipped returns the rules that Check could not run on the resource, or not in
// every branch, for want of something that may turn up.
func (r *Resource) Skipped() []userpoolclient.Skip {
	var all []userpoolclient.Skip
	for _, b := range r.branches() {
		for _, skip := range userpoolclient.Skipped(b.config, r.Context) {
			i := slices.IndexFunc(all, func(s userpoolclient.Skip) bool { return s.Rule == skip.Rule })
			if i < 0 {
				all = append(all, skip)
				continue
			}
			for _, path := range skip.Paths {
				if !slices.Contains(all[i].Paths, path) {
					all[i].Paths = append(all[i].Paths, path)
				}
			}
		}
	}
	return all
}
