package userpoolclient

import (
	"slices"
	"strconv"
)

// Verdict is what becomes of a request, and why. The embedded Cause is what decides:
// of an accepted request, the rule that says so, if there is one.
type Verdict struct {
	Outcome Outcome `json:"outcome"`
	API     string  `json:"api"`
	Cause

	Recorded []Cause `json:"recorded,omitzero"` // other responses that are recorded for the same cause
	Also     []Cause `json:"also,omitzero"`     // what else stands against the request, or leaves it open
	Notes    []Note  `json:"notes,omitzero"`    // what the response to an accepted request is like
	Depends  []Note  `json:"depends,omitzero"`  // what else must be so, and neither client nor request tells
	Grant    *Grant  `json:"grant,omitzero"`    // what an accepted request gets; nil for any other
}

// Cause is one reason for the outcome of a request.
type Cause struct {
	Rule      string    `json:"rule,omitzero"`      // the ID of a RequestRule; "" where none records the case
	Evidence  Evidence  `json:"evidence,omitzero"`  // how the outcome is known
	Field     Field     `json:"field,omitzero"`     // the setting of the client that decides
	Parameter string    `json:"parameter,omitzero"` // the parameter of the request that decides
	Reason    string    `json:"reason"`             // in words, with the values that are no secret
	Fix       string    `json:"fix,omitzero"`       // what to change, as an instruction
	Side      Side      `json:"side,omitzero"`      // where
	Near      *NearMiss `json:"near,omitzero"`      // the listed URL that is nearest
	Tell      string    `json:"tell,omitzero"`      // what tells it from other causes of the same response
	Response  Response  `json:"response,omitzero"`  // as recorded
	Sources   []Source  `json:"sources,omitzero"`

	// Possible tells, of a cause that [Causes] returns, whether the client's settings can
	// lead there.
	Possible Answer `json:"possible,omitzero"`
}

// Note is something that a RequestRule says beside a verdict.
type Note struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// Judge tells what the service answers to a request of an app client, as far as the
// client's settings and the request decide it. c is the client as it stands after the
// call that in.Operation names, nil where there is no client of that ID.
//
// A request is accepted where nothing stands against it: what else must be so, a code
// that was not used yet, a user who signs in, is listed in Depends. It is rejected
// where a rule that is measured, documented or reported says so; Evidence tells which.
// It is undetermined where a setting is not known yet, where the records contradict
// each other, or where nobody measured the case. What [SignIn] says of a way holds
// here too: both read one table.
func Judge(c *Config, in Context, r Request) Verdict {
	v := newRequestView(c, in, r)
	if mine := v.otherClient(); mine != nil {
		return Verdict{Outcome: OutcomeUndetermined, API: r.API, Cause: *mine}
	}
	j := judgement{v: v}
	for i := range requestTable() {
		if rule := &requestTable()[i]; slices.Contains(rule.APIs, v.api) {
			j.ask(rule)
		}
	}
	j.askWay()
	out := j.verdict()
	if r.API != v.api { // /login
		out.Evidence = EvidenceInferred
		out.Notes = append(out.Notes, Note{Text: r.API + " is judged as " + v.api + ", which leads there"})
	}
	return out
}

// A judgement is what the rules say of one request, in their order.
type judgement struct {
	v                *requestView
	against          []*RequestRule // those that reject
	open             []*RequestRule // those that leave it open
	accepting        []*RequestRule
	depends          []Note
	unruled, unknown *Cause // what the way says and no rule records
}

// ask asks one rule.
func (j *judgement) ask(rule *RequestRule) {
	if rule.when == nil {
		if rule.Outcome == OutcomeRejected && rule.possible(j.v) != AnswerNo {
			j.depends = append(j.depends, Note{rule.ID, rule.Summary})
		}
		return
	}
	answer := rule.when(j.v)
	switch {
	case answer == AnswerNo:
	case answer == AnswerUndetermined && rule.assumed:
		j.depends = append(j.depends, Note{rule.ID, rule.Summary})
	case answer == AnswerUndetermined && rule.Outcome == OutcomeAccepted:
	case answer == AnswerUndetermined, rule.Outcome == OutcomeUndetermined:
		j.open = append(j.open, rule)
	case rule.Outcome == OutcomeRejected:
		j.against = append(j.against, rule)
	default:
		j.accepting = append(j.accepting, rule)
	}
}

// possible reports whether the client can lead to the rule with some request.
func (r *RequestRule) possible(v *requestView) Answer {
	if r.could == nil {
		return AnswerYes
	}
	return r.could(v)
}

// askWay adds what the table of ways says of a request and no rule records.
func (j *judgement) askWay() {
	v := j.v
	c := &Cause{Field: v.allowed.field, Parameter: flowParameter(v.api), Evidence: EvidenceInferred}
	c.Reason = v.wayInWords()
	decided := func(rules []*RequestRule) bool {
		return slices.ContainsFunc(rules, func(r *RequestRule) bool {
			return r.Field == v.allowed.field || slices.Contains(r.fields, v.allowed.field)
		})
	}
	switch {
	case v.none:
	case v.way == nil && v.wants:
		c.Field = ""
		c.Reason = quote(v.r.flow()) + " is no " + c.Parameter + " of " + v.api + "; the answer is not recorded"
		j.unknown = c
	case v.allowed.answer == AnswerNo && !decided(j.against):
		c.Reason += "; what the service answers is not recorded"
		c.Fix, c.Side = "change "+string(v.allowed.field)+" of the client, or send another request", SideClient
		if v.allowed.field == "" {
			c.Fix, c.Side = "send another request", SideRequest
		}
		j.unruled = c
	case v.allowed.answer == AnswerUndetermined && !decided(j.open):
		j.unknown = c
	}
}

// verdict weighs what the rules say.
func (j *judgement) verdict() Verdict {
	out := Verdict{API: j.v.r.API}
	var causes []Cause
	for _, rule := range j.against {
		causes = append(causes, j.v.cause(rule))
	}
	if j.unruled != nil {
		causes = append(causes, *j.unruled)
	}
	rejected := len(causes) > 0
	if !j.v.none || !rejected {
		for _, rule := range j.open {
			causes = append(causes, j.v.openCause(rule))
		}
		if j.unknown != nil {
			causes = append(causes, *j.unknown)
		}
		if gap := j.v.gap(); gap != nil && !rejected {
			causes = append(causes, *gap)
		}
	}
	switch {
	case rejected:
		out.Outcome = OutcomeRejected
	case len(causes) > 0:
		out.Outcome = OutcomeUndetermined
	default:
		return j.accepted(out)
	}
	out.Cause = causes[0]
	seen := map[string]bool{groupOf(out.Rule): true}
	for _, c := range causes[1:] {
		switch group := groupOf(c.Rule); {
		case group != "" && group == groupOf(out.Rule):
			out.Recorded = append(out.Recorded, recorded(c))
		case !j.v.none && !seen[group]:
			out.Also = append(out.Also, c)
			seen[group] = group != ""
		}
	}
	return out
}

// recorded is what another rule records of a cause that has been told.
func recorded(c Cause) Cause {
	return Cause{Rule: c.Rule, Evidence: c.Evidence, Reason: requestRule(c.Rule).Summary, Tell: c.Tell, Response: c.Response,
		Sources: c.Sources}
}

// groupOf names the condition to which a rule records a response, "" where no rule
// does.
func groupOf(id string) string {
	if rule := requestRule(id); rule != nil && rule.cause != "" {
		return rule.cause
	}
	return id
}

// accepted completes the verdict on a request that nothing stands against.
func (j *judgement) accepted(out Verdict) Verdict {
	out.Outcome = OutcomeAccepted
	out.Cause = Cause{Evidence: EvidenceInferred, Reason: j.v.acceptance()}
	for i, rule := range j.accepting {
		if i == 0 {
			out.Cause = j.v.cause(rule)
			out.Fix, out.Side = "", 0
			continue
		}
		out.Notes = append(out.Notes, Note{rule.ID, j.v.inWords(rule)})
	}
	if way := j.v.wayInWords(); way != "" {
		out.Field = j.v.allowed.field
		out.Reason = way
		if len(j.accepting) > 0 {
			out.Notes = append([]Note{{j.accepting[0].ID, j.v.inWords(j.accepting[0])}}, out.Notes...)
		}
	}
	out.Depends, out.Grant = j.depends, j.v.grant()
	return out
}

// cause is what a rule says of a request.
func (v *requestView) cause(rule *RequestRule) Cause {
	c := Cause{
		Rule: rule.ID, Evidence: rule.Evidence, Field: rule.Field, Parameter: rule.Parameter, Reason: v.inWords(rule),
		Fix: rule.Fix, Side: rule.Side, Tell: rule.Tell, Response: rule.Response, Sources: slices.Clone(rule.Sources),
	}
	switch {
	case rule.cause == causeRedirect:
		v.nearMiss(&c)
	case rule.Field == v.match.field && v.match.answer == AnswerNo:
		c.Near = v.match.near
	}
	return c
}

// openCause is what a rule says of a request of which it cannot judge.
func (v *requestView) openCause(rule *RequestRule) Cause {
	c := v.cause(rule)
	if rule.Outcome != OutcomeUndetermined {
		c.Reason = "whether this is so is not known: " + rule.Summary
		if v.pending(rule.Field) {
			c.Reason = string(rule.Field) + " is not known yet, and it decides: " + rule.Summary
		}
		c.Fix, c.Side, c.Response = "", 0, Response{}
		if rule.Field == FieldClientSecret && v.secret == SecretStateUnknown {
			c.Reason = "whether the client has a secret is not known, and it decides: " + rule.Summary
			c.Fix, c.Side = "tell whether the client has a secret: Context.Secret, --secret", SideClient
		}
	}
	return c
}

// inWords is what a rule says, with the values.
func (v *requestView) inWords(rule *RequestRule) string {
	if rule.says != nil {
		return rule.says(v)
	}
	return rule.Summary
}

func itoa(n int) string { return strconv.Itoa(n) }
