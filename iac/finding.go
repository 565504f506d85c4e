package iac

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// Layer is who rejects what a file says.
type Layer string

// The layers, from the service up.
const (
	LayerNone           Layer = ""               // nobody rejects it: a warning or an advice
	LayerCognito        Layer = "cognito"        // the service
	LayerCloudFormation Layer = "cloudformation" // CloudFormation or the handler of the resource type
	LayerTerraform      Layer = "terraform"      // the Terraform provider, on which Pulumi's stands
	LayerKubernetes     Layer = "kubernetes"     // the API server of Kubernetes, by the schema of the resource
)

// String returns the layer's name as people write it.
func (l Layer) String() string {
	switch l {
	case LayerCognito:
		return "Cognito"
	case LayerCloudFormation:
		return "CloudFormation"
	case LayerTerraform:
		return "the Terraform provider"
	case LayerKubernetes:
		return "Kubernetes"
	}
	return "nobody"
}

// Finding is one rule broken in one place of a file.
type Finding struct {
	userpoolclient.Finding
	Resource   string   // the resource's address
	Property   string   // the path in the format's names: "callback_urls[2]"
	Position   Position // of the property, of the resource where the property is not set
	File       string   // that Position is in, of a module; "" of a file that is read by itself
	Via        []Place  // the way to Position from the property, where something else gives its value
	RejectedBy Layer    // of errors: who rejects it
	When       string   // the branches in which it holds, "Dev" or "not Dev"; "": in all
}

// newFinding is a finding of a rule about files.
func newFinding(rule string, f userpoolclient.Field, message, fix string) Finding {
	r := &fileRules[fileRuleIndex(rule)]
	if fix == "" {
		fix = r.Fix
	}
	return Finding{Finding: userpoolclient.Finding{
		Rule: rule, Severity: r.Severity, Harm: r.Harm, Field: f, Index: -1, Message: message, Fix: fix,
	}}
}

// String returns position, resource, property, message, fix and rule in one line.
func (f Finding) String() string {
	var parts []string
	if f.Position.IsValid() {
		at := f.Position.String()
		if f.File != "" {
			at = shown(f.File) + ":" + at
		}
		parts = append(parts, at)
	}
	if f.Resource != "" {
		parts = append(parts, shown(f.Resource))
	}
	property := f.Property
	if property == "" {
		property = f.Path()
	}
	parts = append(parts, shown(property), f.text(), "["+f.Rule+f.rejection()+"]")
	return strings.Join(parts, " ")
}

// text is message, branches and fix.
func (f Finding) text() string {
	text := f.Message
	if f.When != "" {
		text += " (if " + f.When + ")"
	}
	if f.Fix != "" {
		text += "; " + f.Fix
	}
	return text
}

// rejection names who rejects, where it is not Cognito.
func (f Finding) rejection() string {
	if f.RejectedBy == LayerNone || f.RejectedBy == LayerCognito {
		return ""
	}
	return ", rejected by " + f.RejectedBy.String()
}

// Error returns what String returns.
func (f *Finding) Error() string { return f.String() }

// shown is a name out of a file, quoted where it could write to a terminal.
func shown(name string) string {
	for _, r := range name {
		if !strconv.IsPrint(r) {
			return strconv.Quote(name)
		}
	}
	return name
}

// findingJSON are the members that a file adds to a finding.
type findingJSON struct {
	Resource   string `json:"resource"`
	Property   string `json:"property"`
	RejectedBy Layer  `json:"rejectedBy"`
	When       string `json:"when,omitzero"`
	Position
	File string  `json:"file,omitzero"`
	Via  []Place `json:"via,omitzero"`
}

// MarshalJSON returns the members of the finding with resource, property,
// rejectedBy, line, column and, where it holds in some branches only, when.
func (f Finding) MarshalJSON() ([]byte, error) {
	inner, err := json.Marshal(f.Finding)
	if err != nil {
		return nil, err
	}
	outer, err := json.Marshal(findingJSON{f.Resource, f.Property, f.RejectedBy, f.When, f.Position, f.File, f.Via})
	if err != nil {
		return nil, err
	}
	return append(append(inner[:len(inner)-1], ','), outer[1:]...), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Finding) UnmarshalJSON(data []byte) error {
	var outer findingJSON
	if err := json.Unmarshal(data, &outer); err != nil {
		return err
	}
	if err := json.Unmarshal(data, &f.Finding); err != nil {
		return err
	}
	f.Resource, f.Property, f.RejectedBy = outer.Resource, outer.Property, outer.RejectedBy
	f.When, f.Position, f.File, f.Via = outer.When, outer.Position, outer.File, outer.Via
	return nil
}

// quote shows a value of a file in a message: quoted, and cut when it is long.
func quote(s string) string {
	const most = 80
	if len(s) <= most {
		return strconv.Quote(s)
	}
	chars := 0
	for i := range s {
		if chars++; chars > most {
			return strconv.Quote(s[:i] + "…")
		}
	}
	return strconv.Quote(s)
}
