package userpoolclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A schemaForm is what a schema describes.
type schemaForm uint8

const (
	schemaClient   schemaForm = iota // an app client, whatever it is for
	schemaCreate                     // a request of CreateUserPoolClient
	schemaUpdate                     // a request of UpdateUserPoolClient
	schemaTemplate                   // the properties of a CloudFormation resource
)

// JSONSchema returns the JSON Schema (draft 2020-12) of an app client in the API's
// spelling, for editors and for validators in other languages: of the request of an
// operation, or with OperationUnknown of any of what [Parse] reads, unwrapped. It is
// made of the fields table and the rules.
//
// It accepts whatever breaks no rule of severity error, and rejects what breaks a
// rule that a schema can state; SchemaMarkdown lists those that it cannot.
func JSONSchema(o Operation) string {
	switch o {
	case OperationCreate:
		return schemaCreate.text("schema-create.json", "a CreateUserPoolClient request",
			"What aws cognito-idp create-user-pool-client takes as --cli-input-json.")
	case OperationUpdate:
		return schemaUpdate.text("schema-update.json", "an UpdateUserPoolClient request",
			"What aws cognito-idp update-user-pool-client takes as --cli-input-json.")
	}
	return schemaClient.text("schema.json", "an app client",
		"What aws cognito-idp describe-user-pool-client prints in UserPoolClient, and what create and update take.")
}

// CloudFormationSchema returns the JSON Schema of the properties of an
// AWS::Cognito::UserPoolClient, as JSONSchema does for the API. A template is judged as
// a creation. An intrinsic function stands for whatever it may come to, and a number
// in quotes is not judged.
func CloudFormationSchema() string {
	return schemaTemplate.text("schema-cloudformation.json", "the properties of an AWS::Cognito::UserPoolClient",
		"What stands under Properties of such a resource in a CloudFormation template.")
}

// text returns the schema.
func (form schemaForm) text(file, title, description string) string {
	s := schemaObject{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", strings.Replace(docs, "/blob/", "/raw/", 1) + file},
		{"title", "Amazon Cognito: " + title},
		{"description", description},
	}
	s = append(s, form.object("")...)
	var all []any
	for i := range catalogue() {
		if r := &catalogue()[i]; form.states(r) && r.schema.client != nil {
			all = append(all, r.commented(r.schema.client()))
		}
	}
	s = s.with("allOf", all)
	if form == schemaTemplate {
		s = s.with("$defs", schemaOf("function", schemaObject{
			{"description", "An intrinsic function."},
			{"type", "object"}, {"minProperties", 1}, {"maxProperties", 1},
			{"propertyNames", schemaPattern("^(Ref|Condition|Fn::.+)$")},
		}))
	}
	compact, err := s.MarshalJSON()
	if err != nil {
		return "" // of strings, numbers, booleans and lists there is none that fails
	}
	var b bytes.Buffer
	_ = json.Indent(&b, compact, "", "  ") // it is JSON
	b.WriteByte('\n')
	return b.String()
}

// states reports whether a rule is part of the schema: what breaks it is rejected, and
// what it needs to know is in what the schema describes.
func (form schemaForm) states(r *Rule) bool {
	if r.Severity != SeverityError || r.Constraint == nil && r.schema.value == nil && r.schema.client == nil {
		return false
	}
	lacks := func(f Field) bool { return !form.has(rowOf(f)) }
	if form == schemaTemplate && !r.schema.secret && slices.ContainsFunc(r.Fields, lacks) {
		return false // CloudFormation ignores ClientSecret
	}
	if form == schemaTemplate && r.Constraint != nil && r.Constraint.Kind == ConstraintRequired && r.Needs == NeedsCreate {
		return false // it makes up a name
	}
	needs := r.Needs
	if r.schema.secret && (form == schemaCreate || form == schemaTemplate) {
		needs &^= NeedsSecret
	}
	switch form {
	case schemaCreate, schemaTemplate:
		if needs&NeedsCreate != 0 {
			needs &^= NeedsCreate | NeedsUpdate
		}
	case schemaUpdate:
		if needs&NeedsUpdate != 0 {
			needs &^= NeedsCreate | NeedsUpdate
		}
	}
	return needs == 0
}

// has reports whether what the schema describes has the field.
func (form schemaForm) has(r *fieldRow) bool {
	switch form {
	case schemaCreate:
		return r.InCreate
	case schemaUpdate:
		return r.InUpdate
	case schemaTemplate:
		return r.CloudFormation != ""
	}
	return true
}

// object returns the schema of a structure, of the client itself where parent is
// empty.
func (form schemaForm) object(parent Field) schemaObject {
	var properties schemaObject
	var required []string
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.Parent != parent || !form.has(r) {
			continue
		}
		name := string(r.Name[strings.LastIndexByte(string(r.Name), '.')+1:])
		properties = properties.with(name, form.field(r))
		if form.requires(r) {
			required = append(required, name)
		}
	}
	if form == schemaTemplate && parent == "" {
		for _, name := range []string{string(FieldClientId), string(FieldClientSecret), "Name"} {
			properties = properties.with(name, schemaObject{
				{"description", "Read only: CloudFormation ignores what a template sets."}, {"readOnly", true},
			})
		}
	}
	s := schemaObject{{"type", "object"}, {"properties", properties}}
	if required != nil {
		s = s.with("required", required)
	}
	return s.with("additionalProperties", false)
}

// requires reports whether the field must be set.
func (form schemaForm) requires(f *fieldRow) bool {
	return slices.ContainsFunc(catalogue(), func(r Rule) bool {
		return r.Constraint != nil && r.Constraint.Kind == ConstraintRequired && slices.Contains(r.Fields, f.Name) &&
			form.states(&r)
	})
}

// field returns the schema of a member.
func (form schemaForm) field(r *fieldRow) schemaObject {
	s := schemaOf("description", form.describe(r))
	if r.Default != nil {
		s = s.with("default", r.Default)
	}
	if !r.InCreate && !r.InUpdate {
		s = s.with("readOnly", true)
	}
	switch {
	case r.structured():
		return append(s, form.orFunction(form.object(r.Name))...)
	case r.size != nil:
		list := schemaObject{{"type", "array"}}
		for _, rule := range form.rulesOf(r) {
			if c := rule.Constraint; c != nil && c.Kind == ConstraintCount {
				list = list.with("maxItems", c.Max)
			}
		}
		return append(s, form.orFunction(list.with("items", form.valueOrReference(r)))...)
	}
	return append(s, form.valueOrReference(r)...)
}

// describe says what a member is and what it comes to where it is omitted.
func (form schemaForm) describe(r *fieldRow) string {
	text := r.Summary
	if r.InCreate && r.DefaultWords != "" {
		text += " Omitted on create: " + r.DefaultWords + "."
	}
	if r.InUpdate && form != schemaCreate && form != schemaTemplate {
		text += " Omitted on update: " + r.omissionInWords() + "."
	}
	return text
}

// orFunction returns what a template may have in the place of a value or a structure.
func (form schemaForm) orFunction(alternatives ...any) schemaObject {
	if form != schemaTemplate {
		return alternatives[0].(schemaObject)
	}
	return schemaAny(append(alternatives, schemaOf("$ref", "#/$defs/function"))...)
}

// rulesOf returns the rules of the schema about a field.
func (form schemaForm) rulesOf(f *fieldRow) []*Rule {
	var rules []*Rule
	for i := range catalogue() {
		if r := &catalogue()[i]; form.states(r) && slices.Contains(r.Fields, f.Name) {
			rules = append(rules, r)
		}
	}
	return rules
}

// value returns the schema of one value of a member.
func (form schemaForm) value(f *fieldRow) schemaObject {
	s := form.typeOf(f)
	var all []any
	for _, r := range form.rulesOf(f) {
		switch {
		case r.schema.value != nil:
			all = append(all, r.commented(r.schema.value()))
		case r.Constraint != nil:
			s = append(s, form.limits(r.Constraint, f)...)
		}
	}
	if all != nil {
		s = s.with("allOf", all)
	}
	return s
}

// valueOrReference returns the schema of one value of a member, or of what a template
// may have in its place: a dynamic reference is a string that CloudFormation resolves
// later.
func (form schemaForm) valueOrReference(f *fieldRow) schemaObject {
	return form.orFunction(form.value(f), schemaObject{{"type", "string"}, {"pattern", `\{\{resolve:`}})
}

// typeOf returns what type a value has. CloudFormation turns numbers and booleans into
// strings and back.
func (form schemaForm) typeOf(f *fieldRow) schemaObject {
	quoted := form == schemaTemplate
	switch {
	case f.number != nil && quoted:
		return schemaAny(schemaOf("type", "integer"), schemaObject{{"type", "string"}, {"pattern", "^-?[0-9]+$"}})
	case f.number != nil:
		return schemaOf("type", "integer")
	case f.Type == "boolean" && quoted:
		return schemaOf("enum", []any{true, false, "true", "false"})
	case f.Type == "boolean":
		return schemaOf("type", "boolean")
	case f.Type == "timestamp":
		return schemaOf("type", []string{"string", "number"})
	case quoted && !strings.Contains(f.Type, "enum"):
		return schemaOf("type", []string{"string", "number", "boolean"})
	}
	return schemaOf("type", "string")
}

// limits returns the keywords of a limit of the API model.
func (form schemaForm) limits(c *Constraint, f *fieldRow) schemaObject {
	switch c.Kind {
	case ConstraintLength:
		return schemaObject{{"minLength", c.Min}, {"maxLength", c.Max}}
	case ConstraintPattern:
		// Java's white space, which has a vertical tab that Go's lacks.
		return schemaPattern("^(?:" + strings.ReplaceAll(c.Pattern, `\s`, ` \t\n\x0B\f\r`) + ")$")
	case ConstraintRange:
		low := c.Min
		if form == schemaTemplate && f.Name == FieldRefreshTokenValidity {
			low = 1 // CloudFormation's own limit
		}
		return schemaObject{{"minimum", low}, {"maximum", c.Max}}
	case ConstraintEnum:
		return schemaOf("enum", c.Values)
	}
	return nil
}

// commented returns a part of the schema with the rule that it states.
func (r *Rule) commented(part any) schemaObject {
	return append(schemaObject{{"$comment", r.ID}, {"description", r.Summary}}, part.(schemaObject)...)
}

// unstated returns why the schema of a create cannot state a rule of severity error,
// "" where it does. What needs an update is stated in that of an update.
func (r *Rule) unstated() string {
	switch {
	case schemaCreate.states(r), schemaUpdate.states(r):
		return ""
	case r.Needs&NeedsPool != 0:
		return "what the user pool has is not in it"
	}
	return r.schema.not
}

// SchemaMarkdown returns which rules the JSON Schemas state and which they cannot, as
// one Markdown document.
func SchemaMarkdown() string {
	var b strings.Builder
	b.WriteString(schemaIntroduction)
	for i := range catalogue() {
		r := &catalogue()[i]
		if why := r.unstated(); r.Severity == SeverityError && why != "" {
			fmt.Fprintf(&b, "| [%s](rules.md#%s) | %s |\n", r.ID, r.ID, why)
		}
	}
	b.WriteString(schemaOperations)
	for i := range catalogue() {
		r := &catalogue()[i]
		if r.Severity != SeverityError || schemaClient.states(r) || r.unstated() != "" {
			continue
		}
		var in []string
		for _, s := range []struct {
			form schemaForm
			name string
		}{{schemaCreate, "create"}, {schemaUpdate, "update"}, {schemaTemplate, "CloudFormation"}} {
			if s.form.states(r) {
				in = append(in, s.name)
			}
		}
		fmt.Fprintf(&b, "| [%s](rules.md#%s) | %s |\n", r.ID, r.ID, andList(in))
	}
	stated := 0
	for i := range catalogue() {
		if r := &catalogue()[i]; r.Severity == SeverityError && r.unstated() == "" {
			stated++
		}
	}
	fmt.Fprintf(&b, "\nThey state %d rules in all.\n", stated)
	return b.String()
}

const schemaIntroduction = `# JSON Schema

The files beside this one are JSON Schemas (draft 2020-12), made of the fields table
and the rules; ` + "`userpoolclient schema`" + ` prints them.

| file | describes |
|---|---|
| [schema.json](schema.json) | an app client in the API's spelling, whatever it is for |
| [schema-create.json](schema-create.json) | the request of CreateUserPoolClient, a file for --cli-input-json |
| [schema-update.json](schema-update.json) | the request of UpdateUserPoolClient, a file for --cli-input-json |
| [schema-cloudformation.json](schema-cloudformation.json) | the properties of an AWS::Cognito::UserPoolClient |

They are for editors and for programs in other languages. A schema knows valid and
invalid alone, so they state rules of severity error and no others: what breaks a
warning or an advice is accepted. ` + "`userpoolclient check`" + ` says all of it, with the fix.

## What a schema cannot state

| rule | why |
|---|---|
`

const schemaOperations = `
## What depends on the operation

[schema.json](schema.json) does not state these, because it does not know the
operation.

| rule | stated for |
|---|---|
`
