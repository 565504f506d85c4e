package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/audit"
	"github.com/userpoolclient/userpoolclient/iac"
)

// auditReport is what an audit found, and what it could not look at.
type auditReport struct {
	report
	inventory  *audit.Inventory
	drift      *audit.Drift    // nil: nothing to compare with
	owners     []*audit.Client // of report.clients
	notLive    int             // rules that do not run on a live client
	unreadCode []unread
}

// reportAudit judges what was read and writes the report.
func (a *app) reportAudit(o *auditOptions, in *audit.Inventory, code *declaredCode) error {
	r := &auditReport{inventory: in}
	for _, c := range in.Clients {
		r.judge(o, c)
	}
	r.notRead(code)
	if code != nil {
		r.drift = audit.Compare(in, code.clients)
	}
	if o.writeBaseline != "" {
		if err := writeBaseline(o.writeBaseline, r.findings); err != nil {
			return err
		}
		a.note("%s holds %s", printable(o.writeBaseline), plural(len(r.findings), "finding", "findings"))
		a.tellUnread(r)
		return nil
	}
	if o.baseline != "" {
		if err := r.dropBaseline(o.baseline); err != nil {
			return err
		}
	}
	r.close()
	r.liveOnly()
	r.concise = r.conclusion()
	if slices.ContainsFunc(r.findings, func(f *finding) bool { return f.fails }) || r.drift != nil && r.drift.Any() {
		a.atLeast(exitFindings)
	}
	a.tellUnread(r)
	r.exitCode = a.code
	return a.writeAudit(o, r)
}

// judge checks one client.
func (r *auditReport) judge(o *auditOptions, c *audit.Client) {
	file := c.PoolARN()
	r.account.client(file, &iac.Resource{Format: iac.FormatAPI, Config: c.Config, Context: c.Context()})
	before := len(r.findings)
	for _, f := range c.Findings() {
		switch {
		case slices.Contains(o.ignore, f.Rule):
			r.account.Suppressed.Ignore++
		case f.Severity == userpoolclient.SeverityAdvice && f.Harm < o.minHarm:
			r.account.Suppressed.MinHarm++
		default:
			r.findings = append(r.findings, &finding{
				file: file, place: place{resource: c.ID, name: c.Name, property: f.Path()},
				Finding: &f, fails: f.Severity <= o.failOn,
			})
		}
	}
	r.clients = append(r.clients, checked{file: file, resource: c.ID, findings: len(r.findings) - before})
	r.owners = append(r.owners, c)
}

// notRead takes over what could not be read, of the accounts and of the code.
func (r *auditReport) notRead(code *declaredCode) {
	r.account.Files = len(r.inventory.Pools)
	for _, u := range r.inventory.Unread {
		r.account.Unread = append(r.account.Unread, unread{File: unreadPlace(u), Reason: unreadReason(u)})
	}
	if code != nil {
		r.unreadCode = code.unread
		r.account.Unread = append(r.account.Unread, code.unread...)
	}
	if r.inventory.Partial {
		r.account.Unread = append(r.account.Unread, unread{Reason: "interrupted: " + r.left()})
	}
}

// left is what an interrupted run did not come to.
func (r *auditReport) left() string {
	in := r.inventory
	text := plural(in.ClientsLeft, "app client", "app clients") + " not read"
	if in.PoolsLeft > 0 {
		text += ", " + plural(in.PoolsLeft, "user pool", "user pools") + " not listed"
	}
	return text
}

// unreadPlace is what could not be read.
func unreadPlace(u audit.Unread) string {
	switch {
	case u.ClientID != "":
		return u.PoolID + "/" + u.ClientID
	case u.PoolID != "":
		return u.PoolID
	}
	return strings.TrimSpace(u.Account + " " + u.Region)
}

func unreadReason(u audit.Unread) string {
	return u.Operation + ": " + strings.TrimSuffix(cmp.Or(u.Code, "failed")+": "+u.Reason, ": ")
}

// tellUnread tells what could not be read, what failed alike once.
func (a *app) tellUnread(r *auditReport) {
	type key struct{ account, region, reason string }
	count := make(map[key]int)
	first := make(map[key]audit.Unread)
	var order []key
	for _, u := range r.inventory.Unread {
		k := key{u.Account, u.Region, unreadReason(u)}
		if count[k]++; count[k] == 1 {
			first[k] = u
			order = append(order, k)
		}
	}
	for _, k := range order {
		text := unreadPlace(first[k])
		if n := count[k] - 1; n > 0 {
			text += fmt.Sprintf(" and %d more", n)
		}
		a.unreadable(printable(text) + ": " + printable(k.reason))
	}
	if r.inventory.Partial {
		a.unreadable("interrupted: " + r.left())
	}
	if r.account.Clients == 0 && r.inventory.Complete() {
		a.unreadable("no app client in " + plural(len(r.inventory.Pools), "user pool", "user pools"))
	}
}

// liveOnly leaves to the account of the rules that did not run those that lack
// something of a live client: a request and a purpose it does not have.
func (r *auditReport) liveOnly() {
	var kept []skippedRule
	for _, s := range r.account.Skipped {
		s.Lacks = slices.DeleteFunc(s.Lacks, func(lack string) bool { return lack == "operation" || lack == "kind" })
		if len(s.Lacks) == 0 {
			r.notLive++
			continue
		}
		kept = append(kept, s)
	}
	r.account.Skipped = append([]skippedRule{}, kept...)
}

// dropBaseline takes out the findings that the baseline has.
func (r *auditReport) dropBaseline(path string) error {
	known, err := readBaseline(path)
	if err != nil {
		return err
	}
	r.drop(known)
	return nil
}

// conclusion tells what was read and found, what differs, and what is left out and
// not judged, each in a line.
func (r *auditReport) conclusion() []string {
	what := plural(r.account.Clients, "app client", "app clients") + " in " +
		plural(len(r.inventory.Pools), "user pool", "user pools")
	switch counts := r.summary.inWords(); {
	case counts != "":
		what += ": " + counts
	case r.account.Clients > 0:
		what += ": nothing found"
	}
	if r.inventory.Partial {
		what = "PARTIAL (" + r.left() + "): " + what
	}
	lines := []string{what}
	if r.drift != nil {
		lines = append(lines, driftInWords(r.drift))
	}
	for _, more := range []string{r.account.leftOut(), r.notJudged()} {
		if more != "" {
			lines = append(lines, more)
		}
	}
	return lines
}

// notJudged tells in one line what was not judged; "" when all was.
func (r *auditReport) notJudged() string {
	var parts []string
	if n := len(r.account.Unread); n > 0 {
		parts = append(parts, plural(n, "thing that could not be read", "things that could not be read"))
	}
	if n := len(r.account.Skipped); n > 0 {
		parts = append(parts, plural(n, "rule", "rules")+" for want of what is not known of the user pool")
	}
	if n := len(r.inventory.PassedOver); n > 0 {
		parts = append(parts, plural(n, "Region", "Regions")+" without Cognito")
	}
	if r.notLive > 0 {
		parts = append(parts, plural(r.notLive, "rule", "rules")+" about a planned call or what a client is for")
	}
	if parts == nil {
		return ""
	}
	return notJudged + strings.Join(parts, "; ")
}

func (a *app) writeAudit(o *auditOptions, r *auditReport) error {
	switch o.format {
	case formatLines:
		return nil // it is written
	case formatJSON:
		return writeJSON(a.out, r.auditDocument())
	case formatSARIF:
		return a.writeAuditSARIF(r)
	case formatCSV:
		if r.drift != nil { // the table has no place for it
			a.note("%s", driftInWords(r.drift))
		}
		return writeAuditCSV(a.out, r)
	case formatHTML:
		return writeAuditHTML(a.out, r)
	case formatConcise:
		writeFindings(a.out, a.style(), r.findings)
	default:
		screen{a.out, a.style(), a.columns()}.findings(r.findings)
	}
	a.writeDrift(r.drift)
	for i, line := range r.concise {
		for _, part := range wrap(line, a.columns()) {
			if i == 0 {
				part = a.style().bold(part)
			}
			fmt.Fprintln(a.out, part)
		}
	}
	return nil
}
