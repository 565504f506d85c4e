package main

import (
	"fmt"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// writeVerdict writes what decides, what to change and what the service answers, then
// what else there is to know.
func (a *app) writeVerdict(v userpoolclient.Verdict, elsewhere []string) {
	s := a.style()
	writeWrapped(a.out, a.columns(), "", a.verdictInWords(v))
	a.writeFix(v.Cause)
	if len(elsewhere) > 0 {
		a.detail("listed by", strings.Join(elsewhere, ", "))
	}
	a.writeAnswer(v)
	if v.Grant != nil && v.Outcome == userpoolclient.OutcomeAccepted {
		a.detail("gets", granted(v.Grant))
	}
	for _, c := range v.Also {
		a.detail("also", printable(c.Reason)+s.rule(c.Rule))
		if c.Fix != "" {
			writeWrapped(a.out, a.columns(), findingIndent+fixIndent+s.green("fix:")+" ", c.Fix)
		}
	}
	a.notes("note", v.Notes)
	a.notes("fails if", v.Depends)
	a.writeSources(v.Sources)
}

// verdictInWords is the outcome and why.
func (a *app) verdictInWords(v userpoolclient.Verdict) string {
	s := a.style()
	head := s.outcome(v.Outcome)
	if v.Outcome != userpoolclient.OutcomeAccepted {
		head += " (" + v.Evidence.String() + ")"
	}
	return head + " " + s.bold(v.API) + ": " + printable(v.Reason) + s.rule(v.Rule)
}

// causeInWords is a cause and how likely it is.
func (a *app) causeInWords(c userpoolclient.Cause) string {
	s := a.style()
	likely := "possible"
	switch c.Possible {
	case userpoolclient.AnswerYes:
		likely = s.red("likely")
	case userpoolclient.AnswerNo:
		likely = s.dim("ruled out")
	}
	return likely + " (" + c.Evidence.String() + "): " + printable(c.Reason) + s.rule(c.Rule)
}

// writeConcise writes a line for what is so and one for what to change.
func (a *app) writeConcise(text string, c userpoolclient.Cause) {
	fmt.Fprintln(a.out, text)
	if c.Fix != "" && c.Possible != userpoolclient.AnswerNo {
		fmt.Fprintf(a.out, "%s %s\n", a.style().green("fix ("+c.Side.String()+"):"), c.Fix)
	}
}

// writeAnswer writes what the service answers, and what else is recorded.
func (a *app) writeAnswer(v userpoolclient.Verdict) {
	switch {
	case v.Outcome == userpoolclient.OutcomeUndetermined:
	case !v.Response.IsZero():
		a.detail("answer", v.Response.String())
	case v.Outcome == userpoolclient.OutcomeRejected && len(v.Recorded) == 0:
		a.detail("answer", "not recorded")
	}
	for _, c := range v.Recorded {
		if !c.Response.IsZero() {
			a.detail("recorded", c.Response.String()+" ("+c.Evidence.String()+")"+a.style().rule(c.Rule))
		}
	}
}

// writeCauses writes the causes of a response and how to tell them apart.
func (a *app) writeCauses(causes []userpoolclient.Cause, known bool) {
	if len(causes) == 0 {
		fmt.Fprintln(a.out, "undetermined: no record explains this response")
		return
	}
	for i, c := range causes {
		writeWrapped(a.out, a.columns(), fmt.Sprintf("%d. ", i+1), a.causeInWords(c))
		if c.Possible == userpoolclient.AnswerNo {
			continue
		}
		if c.Tell != "" {
			a.detail("tell", c.Tell)
		}
		a.writeFix(c)
		a.writeSources(c.Sources)
	}
	if !known {
		a.note("with --client FILE the causes are compared with the client's settings")
	}
}

func (a *app) writeFix(c userpoolclient.Cause) {
	if c.Fix == "" {
		return
	}
	where := ""
	if c.Side != 0 {
		where = " (" + c.Side.String() + ")"
	}
	writeWrapped(a.out, a.columns(), findingIndent+a.style().green("fix"+where+":")+" ", c.Fix)
}

func (a *app) detail(name, text string) {
	writeWrapped(a.out, a.columns(), findingIndent+a.style().dim(name+":")+" ", text)
}

func (a *app) notes(name string, notes []userpoolclient.Note) {
	for _, n := range notes {
		a.detail(name, printable(n.Text)+a.style().rule(n.Rule))
	}
}

func (a *app) writeSources(sources []userpoolclient.Source) {
	for _, source := range sources {
		a.detail("source", source.URL+" ("+source.Date+")")
	}
}

// granted is what an accepted request gets, in words.
func granted(g *userpoolclient.Grant) string {
	var parts []string
	if g.Tokens == nil {
		what := "a code"
		if g.RedirectURI == "" {
			what = "the tokens of the code"
		}
		parts = append(parts, what)
	} else {
		parts = append(parts, strings.Join(g.Tokens, ", ")+" token")
	}
	if g.Scopes != nil {
		parts = append(parts, "scopes "+strings.Join(g.Scopes, " "))
	}
	if g.ChallengeMethod != "" {
		parts = append(parts, "PKCE "+g.ChallengeMethod)
	}
	if g.RedirectURI != "" {
		parts = append(parts, "at "+printable(g.RedirectURI))
	}
	return strings.Join(parts, "; ")
}

func (s style) outcome(o userpoolclient.Outcome) string {
	switch o {
	case userpoolclient.OutcomeAccepted:
		return s.green(o.String())
	case userpoolclient.OutcomeRejected:
		return s.red(o.String())
	}
	return s.yellow(o.String())
}

// rule is the ID of a rule after a text, nothing where there is none.
func (s style) rule(id string) string {
	if id == "" {
		return ""
	}
	return " " + s.dim("["+id+"]")
}
