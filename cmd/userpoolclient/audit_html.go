package main

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/audit"
)

// The page about an audit. Its style is that of the page about files, and more.
var (
	//go:embed audit.html
	auditPage string
	//go:embed audit.css
	auditStyle string
	//go:embed audit.js
	auditScript string
)

// auditTemplate is the page, parsed when it is first asked for.
var auditTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("audit").Parse(auditPage)
})

// auditHTML is what the page shows.
type auditHTML struct {
	Style      template.CSS
	Script     template.JS
	Policy     string
	Title      string
	Conclusion []string
	Partial    string // what an interrupted run did not come to; "" of a whole one
	Severities []htmlCount
	Rules      []auditBar
	Regions    []auditBar
	Clients    []auditRow
	Details    *auditDetails
	Unread     []unread
	Drift      *auditHTMLDrift
	Version    string
}

// auditBar is one bar of a chart.
type auditBar struct {
	Name, Severity string
	Count, Percent int
}

// auditRow is one client in the table.
type auditRow struct {
	Index                        int
	Name, ID                     string
	Pool, PoolID, Region         string
	Account, Secret              string
	Errors, Warnings, Advice     int
	Severities, Rules, Searching string // what the filter looks at
}

// auditDetails are the findings and the settings of all clients, every text once:
// the page holds thousands of clients that are much alike, and shows one when it
// is asked for.
type auditDetails struct {
	Texts   []string
	Clients [][2][][]int // findings and settings, each a row of numbers of texts

	numbers map[string]int
}

// auditHTMLDrift is what differs from the code, in words.
type auditHTMLDrift struct {
	Summary                       string
	Changed                       []auditHTMLChanged
	Missing, Unmanaged, Unmatched []string
}

type auditHTMLChanged struct {
	Client, Code string
	Changes      []string
}

func writeAuditHTML(w io.Writer, r *auditReport) error {
	page, err := auditTemplate()
	if err != nil {
		return err
	}
	return page.Execute(w, newAuditHTML(r))
}

func newAuditHTML(r *auditReport) *auditHTML {
	style := htmlStyle + auditStyle
	h := &auditHTML{
		// All of them are parts of this program.
		Style: template.CSS(style), Script: template.JS(auditScript),
		Policy: "default-src 'none'; style-src '" + hashOf(style) + "'; script-src '" + hashOf(auditScript) +
			"'; base-uri 'none'; form-action 'none'",
		Title: r.title(), Conclusion: r.concise, Unread: r.account.Unread, Drift: newAuditHTMLDrift(r.drift),
		Details: &auditDetails{numbers: make(map[string]int), Clients: [][2][][]int{}}, Version: version(),
	}
	if r.inventory.Partial {
		h.Partial = r.left()
	}
	regions, rules := make(map[string]int), make(map[string]int)
	clients := summary{}
	for i, findings := range r.byClient() {
		row := newAuditRow(i, r.owners[i], findings)
		h.Clients = append(h.Clients, row)
		h.Details.add(r.owners[i], findings)
		regions[row.Region] += len(findings)
		for _, rule := range strings.Fields(row.Rules) {
			rules[rule]++
		}
		for s := userpoolclient.SeverityError; s <= userpoolclient.SeverityAdvice; s++ {
			if strings.Contains(row.Severities, s.String()) {
				clients.count(s)
			}
		}
		if len(findings) == 0 {
			clients.Configs++
		}
	}
	h.Severities = []htmlCount{{"error", clients.Error}, {"warning", clients.Warning}, {"advice", clients.Advice},
		{"clean", clients.Configs}}
	h.Rules, h.Regions = bars(rules), bars(regions)
	for i := range h.Rules {
		h.Rules[i].Severity = ruleOf(h.Rules[i].Name).Severity.String()
	}
	return h
}

// bars are the bars of a chart, the longest first.
func bars(counts map[string]int) []auditBar {
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	var all []auditBar
	for _, name := range sortedKeys(counts) {
		const whole = 100
		all = append(all, auditBar{Name: name, Count: counts[name], Percent: counts[name] * whole / most})
	}
	slices.SortStableFunc(all, func(a, b auditBar) int { return b.Count - a.Count })
	return all
}

func newAuditRow(i int, c *audit.Client, findings []*finding) auditRow {
	row := auditRow{Index: i, Name: c.Name, ID: c.ID, Pool: c.Pool().Name, PoolID: c.PoolID, Region: c.Region,
		Account: c.Account, Secret: c.Secret.String(), Severities: "clean"}
	var counts summary
	severities, rules := make(map[string]bool), make(map[string]bool)
	for _, f := range findings {
		counts.count(f.Severity)
		severities[f.Severity.String()], rules[f.Rule] = true, true
	}
	row.Errors, row.Warnings, row.Advice = counts.Error, counts.Warning, counts.Advice
	if len(findings) > 0 {
		row.Severities = strings.Join(sortedKeys(severities), " ")
	}
	row.Rules = strings.Join(sortedKeys(rules), " ")
	row.Searching = strings.ToLower(strings.Join([]string{c.Name, c.ID, row.Pool, c.PoolID, c.Region, c.Account}, " "))
	return row
}

func (d *auditDetails) add(c *audit.Client, findings []*finding) {
	rows := [2][][]int{{}, {}}
	for _, f := range findings {
		rows[0] = append(rows[0], d.row(f.Severity.String(), f.label(), f.Rule, f.shown(), f.says(), f.Fix))
	}
	for _, s := range c.Settings() {
		value := valueInWords(s)
		if list := elements(s.Value); len(list) > 0 {
			value = strings.Join(list, ", ")
		}
		rows[1] = append(rows[1], d.row(string(s.Field), value, s.Origin.String()))
	}
	d.Clients = append(d.Clients, rows)
}

// row is a row of texts, by their numbers.
func (d *auditDetails) row(texts ...string) []int {
	row := make([]int, len(texts))
	for i, text := range texts {
		n, ok := d.numbers[text]
		if !ok {
			n = len(d.Texts)
			d.numbers[text] = n
			d.Texts = append(d.Texts, text)
		}
		row[i] = n
	}
	return row
}

func newAuditHTMLDrift(d *audit.Drift) *auditHTMLDrift {
	if d == nil {
		return nil
	}
	h := &auditHTMLDrift{Summary: driftInWords(d)}
	for _, c := range d.Changed {
		changed := auditHTMLChanged{Client: clientInWords(c.Client), Code: placeOf(c.Declared)}
		for _, change := range byHarm(c.Changes) {
			changed.Changes = append(changed.Changes, changeText(change))
		}
		h.Changed = append(h.Changed, changed)
	}
	for _, m := range d.Missing {
		h.Missing = append(h.Missing, placeOf(m))
	}
	for _, c := range d.Unmanaged {
		h.Unmanaged = append(h.Unmanaged, clientInWords(c))
	}
	for _, u := range d.Unmatched {
		h.Unmatched = append(h.Unmatched, placeOf(u.Declared)+": "+u.Why)
	}
	return h
}
