package userpoolclient

import (
	"encoding/json"
	"fmt"
	"strings"
)

// docs is where the catalogues are published.
const docs = "https://github.com/userpoolclient/userpoolclient/blob/main/docs/"

// URL returns the address of the rule's documentation.
func (r Rule) URL() string { return docs + "rules.md#" + r.ID }

// Markdown returns all there is to know about the rule: the requirement, how
// it is known, what the service answers, and an example broken and mended.
func (r Rule) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n**%s** %s\n", r.ID, r.label(), r.Summary)
	if r.Detail != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Detail)
	}
	if r.Fix != "" {
		fmt.Fprintf(&b, "\nFix: %s.\n", r.Fix)
	}
	b.WriteString(r.fixability())
	if r.Constraint != nil && r.Constraint.Kind == ConstraintPattern {
		fmt.Fprintf(&b, "\nThe whole value must match `%s`.\n", r.Constraint.Pattern)
	}
	if r.Exception != "" {
		fmt.Fprintf(&b, "\nThe service answers `%s`", r.Exception)
		if r.ServiceMessage != "" {
			fmt.Fprintf(&b, ":\n\n```text\n%s\n```", r.ServiceMessage)
		}
		b.WriteString("\n")
	}
	if r.Fields != nil { // a rule about files shows its own examples
		fmt.Fprintf(&b, "\nReads %s.", codeList(r.Fields))
		if needs := needsInWords(r.Needs); needs != "" {
			fmt.Fprintf(&b, " Runs %s.", needs)
		}
		b.WriteString("\n")
		b.WriteString(r.Bad.markdown("Bad"))
		b.WriteString(r.Good.markdown("Good"))
	}
	fmt.Fprintf(&b, "\nEvidence: %s.\n\n%s", r.Evidence, sourceList(r.Sources))
	return b.String()
}

// label is the severity and, of advice, the harm.
func (r Rule) label() string {
	if r.Severity == SeverityAdvice {
		return fmt.Sprintf("Advice, %s harm.", r.Harm)
	}
	name := r.Severity.String()
	return strings.ToUpper(name[:1]) + name[1:] + "."
}

func ruleIDs() []string {
	ids := make([]string, len(catalogue()))
	for i, r := range catalogue() {
		ids[i] = r.ID
	}
	return ids
}

// Explain returns the Markdown of a rule, by its ID, of a field, by its name in the
// API, in Terraform or in CloudFormation, of a rule about requests, by its ID, or of
// what leads to an error of the service, by its name: "redirect_mismatch". Its error
// names the nearest of these.
func Explain(name string) (string, error) {
	if r, ok := RuleByID(name); ok {
		return r.Markdown(), nil
	}
	if r, ok := RequestRuleByID(name); ok {
		return r.Markdown(), nil
	}
	if text := explainAnswer(name); text != "" {
		return text, nil
	}
	names := append(ruleIDs(), AnswerNames()...)
	for _, f := range Fields() {
		if name != "" && (name == string(f.Name) || name == f.Terraform || name == f.CloudFormation) {
			return f.Markdown(), nil
		}
		names = append(names, string(f.Name))
	}
	return "", fmt.Errorf("%s is neither a rule, a field nor an answer of the service%s", quote(name),
		didYouMean(name, names...))
}

// RulesMarkdown returns the catalogue of rules as one Markdown document, in
// which each rule's heading is its ID and so its anchor.
func RulesMarkdown() string {
	var b strings.Builder
	b.WriteString(rulesIntroduction)
	for severity := SeverityError; severity <= SeverityAdvice; severity++ {
		b.WriteString(severityTables[severity-SeverityError])
		for _, r := range catalogue() {
			if r.Severity != severity {
				continue
			}
			how := r.Evidence.String()
			if severity == SeverityAdvice {
				how = r.Harm.String()
			}
			fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", r.ID, r.ID, cell(r.Summary), how, r.fixCell())
		}
	}
	for _, r := range catalogue() {
		b.WriteString("\n" + r.Markdown())
	}
	return b.String()
}

const rulesIntroduction = `# Rules

Every rule about app clients that this library checks. An ID never changes its
meaning. Evidence says how a rule is known: *measured* when somebody ran it on
AWS and the outcome is public, *documented* when the API reference, the SDK
or a standard states it, *inferred* when it follows from other facts. The date
of a source is the day on which it was read, of a recorded run the day of the
run, of an RFC that of its publication.

Fix says whether findings of a rule can be mended mechanically where one answer is
right, with ` + "`check --fix`" + ` or ` + "`SuggestFixes`" + ` and ` + "`ApplyFixes`" + `. A *safe* fix cannot change
what the client's users can do: what is accepted does the same as before, and what
is rejected becomes what it says. An *unsafe* one can, and needs ` + "`--unsafe-fixes`" + `.

In the answers of the service, ` + "`{value}`, `{member}`, `{constraint}`, `{pool}`, `{creating|updating}`" + `
and ` + "`{read|write}`" + ` stand for what varies. An example shows the members that it is about; the
rest of the client is complete.
`

var severityTables = [...]string{
	"\n## Errors\n\nThe request is rejected.\n\n| rule | requirement | evidence | fix |\n|---|---|---|---|\n",
	"\n## Warnings\n\nThe request is accepted, and you do not get what you wrote.\n\n| rule | requirement | evidence | " +
		"fix |\n|---|---|---|---|\n",
	"\n## Advice\n\nThe request is accepted and works, and a published source says not to want it.\n\n| rule | " +
		"requirement | harm | fix |\n|---|---|---|---|\n",
}

// needsInWords completes the sentence that begins with "Runs".
func needsInWords(n Needs) string {
	var when []string
	switch n & (NeedsCreate | NeedsUpdate) {
	case NeedsCreate:
		when = append(when, "on create")
	case NeedsUpdate:
		when = append(when, "on update")
	case NeedsCreate | NeedsUpdate:
		when = append(when, "on create and on update, not where the operation is open")
	}
	for _, need := range []struct {
		bit   Needs
		words string
	}{
		{NeedsSecret, "when it is known whether the client has a secret"},
		{NeedsPool, "when the user pool is known"},
		{NeedsKind, "when the kind of client is declared"},
	} {
		if n&need.bit != 0 {
			when = append(when, need.words)
		}
	}
	return strings.Join(when, ", ")
}

// markdown shows the members that the example is about and what its context
// holds.
func (e Example) markdown(title string) string {
	if e.note != "" {
		return fmt.Sprintf("\n%s%s: %s.\n", title, e.circumstances(), strings.TrimSuffix(e.note, "."))
	}
	return fmt.Sprintf("\n%s%s:\n\n```json\n%s\n```\n", title, e.circumstances(), unfold(e.Members()))
}

func (e Example) circumstances() string {
	var in []string
	if e.in.Operation != OperationUnknown {
		in = append(in, "on "+e.in.Operation.String())
	}
	switch e.in.Secret {
	case SecretStatePresent:
		in = append(in, "with a secret")
	case SecretStateAbsent:
		in = append(in, "without a secret")
	}
	if e.in.Kind != KindUnknown {
		in = append(in, "kind "+e.in.Kind.String())
	}
	if e.pool != "" {
		in = append(in, "in the pool `"+e.pool+"`")
	}
	if e.current != "" {
		in = append(in, "now `{"+e.current+"}`")
	}
	if in == nil {
		return ""
	}
	return " (" + strings.Join(in, ", ") + ")"
}

// unfold puts each member of a long object on its own line.
func unfold(object string) string {
	const wide = 80
	d := json.NewDecoder(strings.NewReader(object))
	if _, err := d.Token(); err != nil || len(object) <= wide {
		return object
	}
	var lines []string
	for d.More() {
		var value json.RawMessage
		key, err := d.Token()
		if err != nil || d.Decode(&value) != nil {
			return object
		}
		lines = append(lines, fmt.Sprintf("  %q: %s", key, value))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}"
}

// codeList names fields as code.
func codeList(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = "`" + string(f) + "`"
	}
	return strings.Join(names, ", ")
}

func sourceList(sources []Source) string {
	var b strings.Builder
	for _, s := range sources {
		fmt.Fprintf(&b, "- [%s](%s), %s\n", s.Title, s.URL, s.Date)
	}
	return b.String()
}

// cell makes a text fit into a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// Markdown returns all there is to know about the field: what it is, what it
// becomes when a request omits it, how that is known, and the rules that
// read it.
func (f FieldInfo) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s\n\n", f.Name, f.Summary)
	fmt.Fprintf(&b, "- Type: %s%s\n", f.Type, f.peculiarities())
	fmt.Fprintf(&b, "- Member of: %s\n", strings.Join(f.memberOf(), ", "))
	if f.Terraform != "" {
		fmt.Fprintf(&b, "- Terraform: `%s`\n", f.Terraform)
	}
	if f.CloudFormation != "" {
		fmt.Fprintf(&b, "- CloudFormation: `%s`\n", f.CloudFormation)
	}
	if f.DefaultWords != "" {
		fmt.Fprintf(&b, "- Omitted on create: %s (%s)%s\n", f.DefaultWords, f.DefaultEvidence, f.shown())
	}
	fmt.Fprintf(&b, "- Omitted on update: %s\n", f.omissionInWords())
	if rules := rulesThatRead(f.Name); rules != nil {
		fmt.Fprintf(&b, "- Rules: %s\n", strings.Join(rules, ", "))
	}
	if f.OmissionNote != "" {
		fmt.Fprintf(&b, "\n%s\n", f.OmissionNote)
	}
	if len(f.Sources) > 0 {
		b.WriteString("\nSources:\n\n" + sourceList(f.Sources))
	}
	return b.String()
}

func (f FieldInfo) peculiarities() string {
	var text string
	if f.Unordered {
		text += "; order and repetitions mean nothing"
	}
	if f.Immutable {
		text += "; no update can change it"
	}
	return text
}

func (f FieldInfo) memberOf() []string {
	var places []string
	for _, place := range []struct {
		is    bool
		words string
	}{
		{f.InCreate, "CreateUserPoolClient"},
		{f.InUpdate, "UpdateUserPoolClient"},
		{f.InClient, "the client that they and DescribeUserPoolClient return"},
	} {
		if place.is {
			places = append(places, place.words)
		}
	}
	return places
}

// shown tells whether the default can be seen.
func (f FieldInfo) shown() string {
	switch {
	case !f.InClient || f.Default == nil:
		return ""
	case f.ShownByDescribe:
		return "; DescribeUserPoolClient shows it"
	}
	return "; DescribeUserPoolClient does not show it"
}

func (f FieldInfo) omissionInWords() string {
	switch f.Omission {
	case OmissionResets:
		return fmt.Sprintf("goes to its default (%s)", f.OmissionEvidence)
	case OmissionKeeps:
		return fmt.Sprintf("stays as it is (%s)", f.OmissionEvidence)
	case OmissionUndetermined:
		return "undetermined: the evidence is missing or contradicts itself" + f.settledBy()
	}
	if f.InUpdate {
		return "not possible"
	}
	return "not a member of the request"
}

// settledBy tells which questions to ask of the service.
func (f FieldInfo) settledBy() string {
	if f.Probes == nil {
		return ""
	}
	return "; `userpoolclient probe --only " + strings.Join(f.Probes, ",") + "` would settle it"
}

// rulesThatRead lists the IDs of the rules that read a field.
func rulesThatRead(f Field) []string {
	var ids []string
	for _, r := range catalogue() {
		for _, read := range r.Fields {
			if read == f {
				ids = append(ids, "`"+r.ID+"`")
			}
		}
	}
	return ids
}

// FieldsMarkdown returns the fields table as one Markdown document, in which
// each field's heading is its name.
func FieldsMarkdown() string {
	var b strings.Builder
	b.WriteString(fieldsIntroduction)
	fields := Fields()
	for _, f := range fields {
		fmt.Fprintf(
			&b,
			"| [%s](#%s) | %s | %s | %s |\n",
			f.Name,
			f.anchor(),
			cell(f.DefaultWords),
			f.Omission,
			f.certainty(),
		)
	}
	for _, f := range fields {
		b.WriteString("\n" + f.Markdown())
	}
	return b.String()
}

// anchor is what GitHub makes of the field's heading.
func (f FieldInfo) anchor() string {
	return strings.ReplaceAll(strings.ToLower(string(f.Name)), ".", "")
}

func (f FieldInfo) certainty() string {
	if f.Omission == OmissionNone {
		return ""
	}
	if f.Probes != nil {
		return f.OmissionEvidence.String() + "; probe " + codes(f.Probes)
	}
	return f.OmissionEvidence.String()
}

// codes lists names as code.
func codes(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

const fieldsIntroduction = `# Fields

What every member of an app client comes to when a request omits it. The
API reference says that an update sets what it omits to its default. That is
not true of every member: *resets* and *keeps* tell what has been seen or follows,
*undetermined* that nobody has shown it or that what was shown contradicts itself,
*none* that it is not a setting that an update gives. The last column says how the
effect is known; where it is undetermined, the best evidence there is, and the
question with which ` + "`userpoolclient probe --only QUESTION`" + ` would settle it.

| field | omitted on create | omitted on update | known |
|---|---|---|---|
`
