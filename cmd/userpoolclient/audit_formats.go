package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/audit"
)

// clientKeyed says which live client something is about.
type clientKeyed struct {
	Account    string `json:"account,omitzero"`
	Region     string `json:"region"`
	UserPoolID string `json:"userPoolId"`
	ClientID   string `json:"clientId"`
	ClientName string `json:"clientName"`
}

func keyOf(c *audit.Client) clientKeyed {
	return clientKeyed{c.Account, c.Region, c.PoolID, c.ID, c.Name}
}

// auditDocument is the JSON form of an audit.
type auditDocument struct {
	Clients []auditClient  `json:"clients"`
	Summary summary        `json:"summary"`
	Drift   *driftDocument `json:"drift,omitzero"`
	Run     auditRun       `json:"run"`
}

type auditClient struct {
	clientKeyed
	Secret   userpoolclient.SecretState `json:"secret"`
	ReadAt   time.Time                  `json:"readAt"`
	Findings []findingDocument          `json:"findings"`
	Settings []settingDocument          `json:"settings"`
}

// auditRun is the account of the run.
type auditRun struct {
	Pools       int            `json:"pools"`
	Clients     int            `json:"clients"`
	Complete    bool           `json:"complete"`
	Partial     bool           `json:"partial"` // it was interrupted
	PoolsLeft   int            `json:"poolsLeft"`
	ClientsLeft int            `json:"clientsLeft"`
	Unread      []audit.Unread `json:"unread"`
	UnreadCode  []unread       `json:"unreadCode"`
	PassedOver  []string       `json:"regionsWithoutCognito"`
	Skipped     []skippedRule  `json:"skipped"` // for want of what is not known of the user pool
	NotLive     int            `json:"rulesNotAboutLiveClients"`
	Suppressed  suppressedBy   `json:"suppressed"`
}

func (r *auditReport) run() auditRun {
	in := r.inventory
	return auditRun{
		Pools: len(in.Pools), Clients: len(in.Clients), Complete: in.Complete(), Partial: in.Partial,
		PoolsLeft: in.PoolsLeft, ClientsLeft: in.ClientsLeft, Unread: append([]audit.Unread{}, in.Unread...),
		UnreadCode: append([]unread{}, r.unreadCode...), PassedOver: append([]string{}, in.PassedOver...),
		Skipped: r.account.Skipped, NotLive: r.notLive, Suppressed: r.account.Suppressed,
	}
}

func (r *auditReport) auditDocument() auditDocument {
	document := auditDocument{
		Clients: []auditClient{}, Summary: r.summary, Drift: newDriftDocument(r.drift), Run: r.run(),
	}
	for i, findings := range r.byClient() {
		c := r.owners[i]
		client := auditClient{keyOf(c), c.Secret, c.ReadAt, findingDocuments(findings), nil}
		for _, s := range c.Settings() {
			client.Settings = append(client.Settings, settingDocument(s))
		}
		document.Clients = append(document.Clients, client)
	}
	return document
}

// byClient are the findings of each client, in the order of the clients.
func (r *auditReport) byClient() [][]*finding {
	all := make([][]*finding, len(r.owners))
	next := 0
	for i := range r.owners {
		n := r.clients[i].findings
		all[i] = r.findings[next : next+n]
		next += n
	}
	return all
}

// writeAuditSARIF writes the findings as check does, with the account of this run and
// what differs from the code.
func (a *app) writeAuditSARIF(r *auditReport) error {
	run := sarifRunOf(&r.report)
	run.Properties = map[string]any{"run": r.run()}
	if r.drift != nil {
		run.Properties["drift"] = newDriftDocument(r.drift)
	}
	return writeSARIFRun(a.out, &r.report, run)
}

// writeAuditCSV writes a line for each client: what it is, how many findings it
// has, and what each setting comes to.
func writeAuditCSV(out io.Writer, r *auditReport) error {
	w := csv.NewWriter(out)
	head := []string{"Account", "Region", "UserPoolId", "UserPoolName", "ClientId", "ClientName", "Secret",
		"Errors", "Warnings", "Advice"}
	fields := csvFields()
	for _, f := range fields {
		head = append(head, string(f))
	}
	if err := w.Write(head); err != nil {
		return err
	}
	for i, findings := range r.byClient() {
		c := r.owners[i]
		var counts summary
		for _, f := range findings {
			counts.count(f.Severity)
		}
		line := []string{c.Account, c.Region, c.PoolID, c.Pool().Name, c.ID, c.Name, c.Secret.String(),
			strconv.Itoa(counts.Error), strconv.Itoa(counts.Warning), strconv.Itoa(counts.Advice)}
		values := make(map[userpoolclient.Field]string)
		for _, s := range c.Settings() {
			values[s.Field] = csvValue(s)
		}
		for _, f := range fields {
			line = append(line, values[f])
		}
		for i := range line {
			line[i] = inert(line[i])
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// csvFields are the settings of a client, apart from what the first columns say
// and from structures, which are nothing by themselves.
func csvFields() []userpoolclient.Field {
	holders := make(map[userpoolclient.Field]bool)
	for _, f := range userpoolclient.Fields() {
		holders[f.Parent] = true
	}
	var all []userpoolclient.Field
	for _, f := range userpoolclient.Fields() {
		switch f.Name {
		case userpoolclient.FieldUserPoolId, userpoolclient.FieldClientId, userpoolclient.FieldClientName,
			userpoolclient.FieldClientSecret, userpoolclient.FieldGenerateSecret:
			continue
		}
		if !holders[f.Name] {
			all = append(all, f.Name)
		}
	}
	return all
}

// csvValue is a setting in words: a list as its elements, one a space.
func csvValue(s userpoolclient.Setting) string {
	if list := elements(s.Value); list != nil {
		return strings.Join(list, " ")
	}
	switch v := s.Value.(type) {
	case nil:
		return s.Origin.String()
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case string:
		return v
	}
	return fmt.Sprint(s.Value)
}

// inert keeps a spreadsheet from taking a text that somebody chose for a formula.
func inert(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}
