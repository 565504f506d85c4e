package userpoolclient

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rule is one thing that is true of app clients: the requirement, the condition
// that breaks it, how sure it is, and how the service answers.
type Rule struct {
	ID       string   // a public contract: "redirect-fragment"
	Severity Severity // what Cognito does
	Harm     Harm     // of advice: the highest level a finding of this rule has
	Summary  string   // the requirement in one sentence: "CallbackURLs MUST NOT have a fragment."
	Detail   string   // what else there is to know, Markdown; may be empty
	Fix      string   // what to do about a finding, as an instruction, unless the finding has its own
	Fields   []Field  // every field the rule reads
	Needs    Needs    // what the Context must hold for the rule to run
	Evidence Evidence // how the rule is known
	Sources  []Source

	// Constraint is the limit of the API model that the rule stands for, nil for
	// every other rule.
	Constraint *Constraint

	// Exception is the type the service answers with and ServiceMessage its
	// text, as recorded. {value}, {pool}, {member} and {constraint} stand for what
	// varies, {creating|updating} for the word that fits the operation and
	// {read|write} for the one that fits the list. ServiceMessage is empty where
	// no text is documented.
	Exception      string
	ServiceMessage string

	Bad  Example // breaks this rule and no other
	Good Example // the same, mended

	each     []Field // of Fields, the lists that are judged element by element
	presence []Field // of Fields, those of which only whether they are set is read

	ofPool func(*Pool) bool // of a rule that needs the pool: reports whether it knows what the rule reads

	// A rule about single values has broken, the condition on the facts about one
	// value, and says, the message and, unless it is Fix, the fix.
	broken condition
	says   func(value string) (message, fix string)

	// A rule about more than one value has check, the condition and the findings.
	check func(s *subject) []Finding

	// A rule with findings to which one answer is right has one of these, the edits
	// that give it. A fix is safe if it cannot change what the client's users can do:
	// what the file asks for stays as it is, and so does what an accepted client lets
	// them do.
	safeFix   mend
	unsafeFix mend

	schema statement // how JSON Schema says it, where Constraint does not
}

// Severity says what Cognito does with a configuration that breaks a rule.
type Severity uint8

// The severities, gravest first.
const (
	SeverityError   Severity = iota + 1 // the request is rejected
	SeverityWarning                     // it is accepted, and you do not get what you wrote
	SeverityAdvice                      // it works, and a published source says not to want it
)

// Harm is how much damage ignoring an advice can do.
type Harm uint8

// The levels of harm.
const (
	HarmNone Harm = iota // not an advice
	HarmLow
	HarmMedium
	HarmHigh
)

// Evidence says how a rule or a default is known.
type Evidence uint8

// The kinds of evidence, strongest first.
const (
	EvidenceMeasured   Evidence = iota + 1 // somebody ran it on AWS and the outcome is public
	EvidenceDocumented                     // the API reference, the SDK model or the developer guide states it
	EvidenceReported                       // somebody says so in public, and the cause is not isolated or no log shows it
	EvidenceInferred                       // it follows from other facts
)

// Source is where a rule or a default can be read up.
type Source struct {
	Title string `json:"title"`
	URL   string `json:"url"`
	Date  string `json:"date"` // of the reading; of the run, where the source records one; of an RFC's publication
}

// Needs lists what a rule must know beside the configuration.
type Needs uint8

// What a rule may need of a Context. A rule that lists both operations runs on
// either.
const (
	NeedsCreate Needs = 1 << iota // Operation is Create
	NeedsUpdate                   // Operation is Update
	NeedsSecret                   // Secret is known, or follows from the configuration
	NeedsPool                     // Pool is known
	NeedsKind                     // Kind is known
)

var needNames = []string{"create", "update", "secret", "pool", "kind"}

// Names returns the needs in words: "create", "update", "secret", "pool",
// "kind"; nil when nothing is needed.
func (n Needs) Names() []string {
	var names []string
	for i, name := range needNames {
		if n&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Constraint is a limit that the API model sets on one member.
type Constraint struct {
	Kind     ConstraintKind
	Min, Max int64    // of a length in characters, of a count, of a number
	Pattern  string   // of a pattern: matched against the whole value
	Values   []string // of an enum
}

// ConstraintKind is what a Constraint limits.
type ConstraintKind uint8

// The kinds of constraint.
const (
	ConstraintRequired ConstraintKind = iota + 1
	ConstraintLength
	ConstraintCount
	ConstraintRange
	ConstraintPattern
	ConstraintEnum
)

// The members that examples share.
const (
	plain = `"WriteAttributes":["name"]`
	web   = plain +
		`,"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],` +
		`"SupportedIdentityProviders":["COGNITO"],"CallbackURLs":["https://a.example/cb"],` +
		`"LogoutURLs":["https://a.example/out"]`
	machine      = plain + "," + machineFlows
	machineFlows = `"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],` +
		`"AllowedOAuthScopes":["api/read"],"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`
	created = plain +
		`,"UserPoolId":"eu-central-1_a1B2c3D4e","ClientName":"shop","PreventUserExistenceErrors":"ENABLED",` +
		`"RefreshTokenRotation":{"Feature":"ENABLED"}`
	updated = created + `,"ClientId":"1example23456789"`
)

// Example is a configuration that shows a rule at work.
type Example struct {
	base    string // members that every example of its sort shares
	members string // the members the example is about: JSON, without the braces
	note    string // what edit does, in words
	edit    func(*Config)
	in      Context // without Pool and Current
	pool    string  // JSON of the Pool, "" for none
	current string  // JSON of the current configuration, "" for none
}

// on is an example of a client that is otherwise complete.
func on(base, members string) Example { return Example{base: base, members: members} }

// Members returns the JSON of the members that the example is about; the rest
// of Config is there to make it complete.
func (e Example) Members() string {
	if e.note != "" {
		return e.note
	}
	return "{" + e.members + "}"
}

// Config returns the example's whole configuration, a new one each time.
func (e Example) Config() *Config {
	c := mustParse(e.base, e.members)
	if e.edit != nil {
		e.edit(c)
	}
	return c
}

// Context returns the context in which the example is judged.
func (e Example) Context() Context {
	in := e.in
	if e.pool != "" {
		in.Pool = mustParsePool(e.pool)
	}
	if e.current != "" {
		in.Current = mustParse(e.current)
	}
	return in
}

// Rules returns the catalogue: errors, then warnings, then advice.
func Rules() []Rule {
	all := make([]Rule, len(catalogue()))
	for i := range catalogue() {
		all[i] = catalogue()[i].clone()
	}
	return all
}

// RuleByID returns the rule of that ID.
func RuleByID(id string) (Rule, bool) {
	if i, ok := catalogueIndex()[id]; ok {
		return catalogue()[i].clone(), true
	}
	return Rule{}, false
}

// clone is a copy of which the caller may change every part.
func (r Rule) clone() Rule {
	r.Fields, r.Sources = slices.Clone(r.Fields), slices.Clone(r.Sources)
	if r.Constraint != nil {
		c := *r.Constraint
		c.Values = slices.Clone(c.Values)
		r.Constraint = &c
	}
	return r
}

// catalogue is the one list of rules. A new rule is a literal in the file of its
// topic and its ID in testdata/rule-ids.txt; go test ./... -update writes the
// rest, and a test that fails tells what it misses.
func catalogue() []Rule { return ruleList.get(makeCatalogue) }

var ruleList lazy[[]Rule]

func makeCatalogue() []Rule {
	return byGravity(
		identityRules(),
		lifetimeRules(),
		attributeRules(),
		providerRules(),
		redirectRules(),
		oauthRules(),
		scopeRules(),
		authFlowRules(),
		rotationRules(),
		secretRules(),
		analyticsRules(),
		listRules(),
		updateRules(),
	)
}

// catalogueIndex is each rule's place in the catalogue.
func catalogueIndex() map[string]int { return rulePlaces.get(indexRules) }

var rulePlaces lazy[map[string]int]

// byGravity joins the topics, gravest rules first.
func byGravity(topics ...[]Rule) []Rule {
	var all []Rule
	for severity := SeverityError; severity <= SeverityAdvice; severity++ {
		for _, topic := range topics {
			for _, r := range topic {
				if r.Severity == severity {
					all = append(all, r)
				}
			}
		}
	}
	return all
}

func indexRules() map[string]int {
	m := make(map[string]int, len(catalogue()))
	for i := range catalogue() {
		m[catalogue()[i].ID] = i
	}
	return m
}

// The exceptions of the service.
const (
	invalidParameter  = "InvalidParameterException"
	invalidOAuthFlow  = "InvalidOAuthFlowException"
	scopeDoesNotExist = "ScopeDoesNotExistException"
	featureNotInTier  = "FeatureUnavailableInTierException"
)

// shapeMessage is how the service reports a broken limit of the model; it
// reports all of them at once.
const shapeMessage = "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: " +
	"{constraint}"

// required is the rule that a member must be set.
func required(r Rule, f Field) Rule {
	isSet := rowOf(f).isSet
	r.Summary = "The request MUST set " + string(f) + "."
	r.Fix = "set it"
	r.Constraint = &Constraint{Kind: ConstraintRequired}
	r.presence = []Field{f}
	r.check = func(s *subject) []Finding {
		if isSet(s.c) || s.unknown(f) {
			return nil
		}
		return found(f, "is omitted, and the request must set it")
	}
	return limit(r, f)
}

// length is the rule that a value has min to max characters.
func length(r Rule, min, max int64, fields ...Field) Rule {
	r.Summary = fmt.Sprintf("%s MUST be %d to %d characters long.", subjectOf(fields), min, max)
	r.Constraint = &Constraint{Kind: ConstraintLength, Min: min, Max: max}
	r.broken = condition{any: wrongLength}
	if r.says == nil {
		r.says = func(value string) (string, string) {
			return lengthMessage(quote(value), utf8.RuneCountInString(value), min, max)
		}
	}
	return limit(r, fields...)
}

// pattern is the rule that a whole value matches a pattern.
func pattern(r Rule, expr, words string, fields ...Field) Rule {
	r.Summary = fmt.Sprintf("%s MUST consist of %s.", subjectOf(fields), words)
	r.Constraint = &Constraint{Kind: ConstraintPattern, Pattern: expr}
	r.broken = condition{any: wrongCharacters}
	if r.says == nil {
		says := " does not consist of " + words + " (" + expr + ")"
		r.says = func(value string) (string, string) { return quoteThen(value, says), "replace what does not fit" }
	}
	return limit(r, fields...)
}

// count is the rule that a list has at most max elements.
func count(r Rule, max int, f Field) Rule {
	size := rowOf(f).size
	r.Summary = fmt.Sprintf("%s MUST have at most %d elements.", f, max)
	r.Fix = fmt.Sprintf("keep %d or fewer", max)
	r.Constraint = &Constraint{Kind: ConstraintCount, Max: int64(max)}
	r.each = []Field{f} // an element more or less known does not make the list shorter
	r.check = func(s *subject) []Finding {
		n := size(s.c)
		if n <= max {
			return nil
		}
		return found(f, "has %d elements, and at most %d are accepted", n, max)
	}
	return limit(r, f)
}

// numeric is the rule that a number is in a range.
func numeric(r Rule, min, max int32, unit string, f Field) Rule {
	number := rowOf(f).number
	span := strings.TrimSpace(fmt.Sprintf("%d to %d %s", min, max, unit))
	r.Summary = fmt.Sprintf("%s MUST be %s.", f, span)
	r.Fix = "set it to " + span
	r.Constraint = &Constraint{Kind: ConstraintRange, Min: int64(min), Max: int64(max)}
	r.check = func(s *subject) []Finding {
		v := number(s.c)
		if v == nil || min <= *v && *v <= max {
			return nil
		}
		return found(f, "%d is out of range", *v)
	}
	return limit(r, f)
}

// enum is the rule that each of some members is a value that the API names.
func enum(r Rule, values []string, fields ...Field) Rule {
	r.Summary = fmt.Sprintf("%s MUST be %s.", subjectOf(fields), orList(values))
	r.Constraint = &Constraint{Kind: ConstraintEnum, Values: values}
	r.each = fields
	rows := make([]*fieldRow, len(fields))
	for i, f := range fields {
		rows[i] = rowOf(f)
	}
	r.check = func(s *subject) []Finding {
		var all []Finding
		for _, row := range rows {
			v, ok := row.text(s.c)
			if ok && !slices.Contains(values, v) && !s.pending(row.Name, true) {
				all = append(all, newFinding(row.Name, -1, "%s is not one of its values", quote(v)).
					withFix("set it to %s%s", orList(values), didYouMean(v, values...)))
			}
		}
		return all
	}
	return limit(r, fields...)
}

// limit fills in what all rules of the API model have in common.
func limit(r Rule, fields ...Field) Rule {
	r.Severity = SeverityError
	r.Fields = fields
	r.Exception = invalidParameter
	r.ServiceMessage = shapeMessage
	if r.Evidence == 0 {
		r.Evidence = EvidenceDocumented
	}
	if r.Sources == nil {
		r.Sources = []Source{apiModel}
	}
	return r
}

// lengthMessage returns message and fix for a value, already fit to be shown,
// whose length is out of bounds.
func lengthMessage(shown string, n int, min, max int64) (message, fix string) {
	switch {
	case n == 0:
		return "is empty", fmt.Sprintf("write %d to %d characters, or leave it out", min, max)
	case int64(n) < min:
		return fmt.Sprintf("%s has %d characters", shown, n), fmt.Sprintf("write at least %d", min)
	}
	return fmt.Sprintf("%s has %d characters", shown, n), fmt.Sprintf("write at most %d", max)
}

// subjectOf names the values of fields as the subject of a sentence.
func subjectOf(fields []Field) string {
	switch {
	case len(fields) > 1:
		return "Each of " + andList(fields)
	case rowOf(fields[0]).size != nil:
		return "Each of " + string(fields[0])
	}
	return string(fields[0])
}

func andList[S ~string](list []S) string {
	names := texts(list)
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func orList(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
}
