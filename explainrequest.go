package userpoolclient

import (
	"fmt"
	"strings"
)

// URL returns the address of the rule's documentation.
func (r RequestRule) URL() string { return docs + "hosted.md#" + strings.ToLower(r.ID) }

// Markdown returns all there is to know about the rule.
func (r RequestRule) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n**%s.** %s\n", r.ID, capital(r.Outcome.String()), r.Summary)
	if r.Detail != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Detail)
	}
	if r.Fix != "" {
		fmt.Fprintf(&b, "\nFix, in the %s: %s.\n", r.Side, r.Fix)
	}
	if r.Tell != "" {
		fmt.Fprintf(&b, "\nTo tell it from other causes: %s.\n", r.Tell)
	}
	switch {
	case !r.Response.IsZero():
		fmt.Fprintf(&b, "\nThe service answers, as recorded:\n\n```text\n%s\n```\n", r.Response)
	case r.Outcome == OutcomeRejected:
		b.WriteString("\nThe answer of the service is not recorded.\n")
	}
	fmt.Fprintf(&b, "\nAt `%s`.", strings.Join(r.APIs, "`, `"))
	if reads := r.reads(); reads != "" {
		fmt.Fprintf(&b, " Decided by %s.", reads)
	}
	if r.Rules != nil {
		fmt.Fprintf(&b, " See `%s` in [rules.md](rules.md).", strings.Join(r.Rules, "`, `"))
	}
	fmt.Fprintf(&b, "\n\nEvidence: %s.\n", r.Evidence)
	if len(r.Sources) > 0 {
		b.WriteString("\n" + sourceList(r.Sources))
	}
	return b.String()
}

// reads is what decides: the parameter and the setting.
func (r RequestRule) reads() string {
	var parts []string
	if r.Parameter != "" {
		parts = append(parts, "the parameter `"+r.Parameter+"`")
	}
	if r.Field != "" {
		parts = append(parts, "the setting `"+string(r.Field)+"`")
	}
	return strings.Join(parts, " and ")
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// explainAnswer returns what leads to an error, a description or an exception of the
// service, "" where nothing that is recorded does.
func explainAnswer(name string) string {
	rules, _ := leadsTo(name)
	if rules == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nWhat leads to it, as far as it is recorded, in the order of the service's checks. "+
		"`userpoolclient judge --client FILE` tells which it is.\n", name)
	for _, r := range rules {
		b.WriteString("\n" + r.Markdown())
	}
	return b.String()
}

// AnswerNames returns the errors, descriptions and exceptions of the service that
// [Explain] takes: "redirect_mismatch".
func AnswerNames() []string {
	_, names := leadsTo("")
	return names
}

// RequestRulesMarkdown returns what is known about requests as one Markdown document,
// in which each rule's heading is its ID and so its anchor.
func RequestRulesMarkdown() string {
	var b strings.Builder
	b.WriteString(requestsIntroduction)
	rules := RequestRules()
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s | %s |\n", r.ID, strings.ToLower(r.ID), cell(r.Summary), r.Outcome,
			cell(r.Response.String()), r.Evidence)
	}
	b.WriteString(requestsUnmeasured)
	for _, r := range rules {
		b.WriteString("\n" + r.Markdown())
	}
	return b.String()
}

const requestsIntroduction = `# Requests

What Cognito answers to a request of an app client, at the endpoints of the user
pool's domain and at the API: what ` + "`Judge`, `Causes` and `userpoolclient judge`" + ` read.
Within an endpoint the order is that of the service's checks, as far as it can be
inferred: the client is known, redirect_uri is listed, then flow, scopes and PKCE.

Evidence says how a row is known: *measured* when a public log or message shows it,
*documented* when the AWS guide, the API reference or an SDK states it, *reported*
when somebody says so and the cause is not isolated, no log shows it, or the log
cannot be cited. Answers are as recorded, and none is made up; ` + "`{client}`" + ` stands for the
client's ID. Nothing here was probed by this project.

A reported rejection is a verdict of rejected that says so. Where the records
contradict each other, and where nobody measured the case, the verdict is undetermined.
There is one exception: a redirect_uri that differs from every listed URL is rejected,
reported, whatever the difference, because URLs are reported to be compared as text.

| row | request and client | outcome | answer | evidence |
|---|---|---|---|---|
`

const requestsUnmeasured = `
## Nobody measured

As far as it was found: a redirect_uri with another query, another order of it, other
percent-encoding, a fragment or sent twice; DefaultRedirectURI standing in; plain PKCE;
an Authorization header and a body that disagree; a wrong verifier alone; an expired
code; another grant_type; client_credentials with scopes of which some are the client's;
a client without identity providers; idp_identifier; a refresh after the grace period;
EnableTokenRevocation false; the texts of GetClientToken, INIT-10 and INIT-11.
`
