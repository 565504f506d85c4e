// Package verdict judges one text that somebody pasted and returns all that a page
// shows of it as one document: what the commands check, resolve, plan and sign-in say.
package verdict

import (
	"errors"
	"fmt"
	"slices"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// MaxText is the longest text that is judged, in bytes.
const MaxText = 4 << 20

// mostDetailed is of how many app clients of a text the details are shown.
const mostDetailed = 25

// mostFindings is how many findings are told; the others are counted.
const mostFindings = 1000

// A Request is a text and what is known beside it. All but Text may be empty.
type Request struct {
	Text      string `json:"text"`
	Operation string `json:"operation,omitzero"` // create or update
	Secret    string `json:"secret,omitzero"`    // present or absent
	Kind      string `json:"kind,omitzero"`      // spa, native, web or machine
	Pool      string `json:"pool,omitzero"`      // what the user pool has, as ParsePool reads it
	Current   string `json:"current,omitzero"`   // the client as it is now
}

// A Document is the verdict about a request.
type Document struct {
	Wrong    []Wrong         `json:"wrong"` // parts of the request, beside the text, that cannot be used
	Format   iac.Format      `json:"format"`
	Summary  Summary         `json:"summary"`
	Findings []Finding       `json:"findings"` // the first 1000
	Unfixed  bool            `json:"unfixed"`  // the text is too long for fixes to be worked out
	Clients  []Client        `json:"clients"`  // at most 25
	Account  Account         `json:"run"`
	Rules    map[string]Rule `json:"rules"` // that the findings name
}

// A Summary counts all findings.
type Summary struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Advice  int `json:"advice"`
}

// Wrong is a part of a request that cannot be used, and why.
type Wrong struct {
	Part   string `json:"part"` // the member of the request
	Reason string `json:"reason"`
}

// A Rule explains the findings that name it.
type Rule struct {
	Summary string                  `json:"summary"`
	Detail  string                  `json:"detail"`
	Sources []userpoolclient.Source `json:"sources"`
	Docs    string                  `json:"docs"`
}

// A Client is what is known of one app client of the text.
type Client struct {
	Address  string                      `json:"address"`
	Settings []Setting                   `json:"settings"`
	Plan     []Change                    `json:"plan"` // nil: it is not known what the client is now
	SignIn   []userpoolclient.Capability `json:"signIn"`
}

// A Setting is what a field becomes and why; Text is its value in words.
type Setting struct {
	Field  userpoolclient.Field  `json:"field"`
	Value  any                   `json:"value"`
	Origin userpoolclient.Origin `json:"origin"`
	Note   string                `json:"note,omitzero"`
	Text   string                `json:"text"`
}

// A Change is what an update does to a setting.
type Change struct {
	Field  userpoolclient.Field  `json:"field"`
	Effect userpoolclient.Effect `json:"effect"`
	Before Setting               `json:"before"`
	After  Setting               `json:"after"`
}

// Judge judges a text. It keeps nothing, and its cost is bounded.
func Judge(request Request) *Document {
	d := &Document{Wrong: []Wrong{}, Findings: []Finding{}, Clients: []Client{}, Rules: make(map[string]Rule)}
	in := d.context(request)
	l := load(request.Text)
	d.Account.Unread, d.Account.Aside, d.Account.NotCreated = l.unread, l.aside, l.absent
	places := newPlaces(request.Text)
	for i := range l.resources {
		r := &l.resources[i]
		r.MergeContext(in)
		d.Format = r.Format
		d.Account.client(r)
		d.check(r, places)
		if len(d.Clients) < mostDetailed {
			d.Clients = append(d.Clients, describe(r))
		}
	}
	d.suggest(l, places)
	d.Account.close()
	for _, f := range d.Findings {
		d.explain(f.Rule)
	}
	return d
}

// context reads what is known beside the text, and notes what cannot be used.
func (d *Document) context(request Request) userpoolclient.Context {
	var in userpoolclient.Context
	d.read("operation", request.Operation, &in.Operation)
	d.read("secret", request.Secret, &in.Secret)
	d.read("kind", request.Kind, &in.Kind)
	if request.Pool != "" {
		pool, err := userpoolclient.ParsePool([]byte(request.Pool))
		in.Pool = pool
		d.note("pool", err)
	}
	if request.Current != "" {
		current, err := readCurrent(request.Current)
		in.Current = current
		d.note("current", err)
		if in.Operation == userpoolclient.OperationUnknown && err == nil {
			in.Operation = userpoolclient.OperationUpdate // what else would the client as it is now be for
		}
	}
	return in
}

// read reads a choice; "" is none.
func (d *Document) read(part, name string, into interface{ UnmarshalText([]byte) error }) {
	if name != "" {
		d.note(part, into.UnmarshalText([]byte(name)))
	}
}

func (d *Document) note(part string, err error) {
	if err != nil {
		d.Wrong = append(d.Wrong, Wrong{part, err.Error()})
	}
}

// readCurrent reads the one client that a text holds.
func readCurrent(text string) (*userpoolclient.Config, error) {
	l := load(text)
	switch {
	case len(l.unread) > 0:
		return nil, errors.New(l.unread[0].String())
	case len(l.resources) != 1:
		return nil, fmt.Errorf("holds %d app clients; it must hold one", len(l.resources))
	}
	return l.resources[0].Config, nil
}

func describe(r *iac.Resource) Client {
	c := Client{Address: r.Address, Settings: []Setting{}, SignIn: userpoolclient.SignIn(r.Config, r.Context)}
	for _, s := range userpoolclient.Resolve(r.Config, r.Context) {
		c.Settings = append(c.Settings, newSetting(s))
	}
	if r.Context.Current == nil {
		return c
	}
	c.Plan = []Change{}
	for _, change := range userpoolclient.Plan(r.Context.Current, r.Config) {
		c.Plan = append(c.Plan,
			Change{change.Field, change.Effect, newSetting(change.Before), newSetting(change.After)})
	}
	return c
}

func newSetting(s userpoolclient.Setting) Setting {
	text := s.Note
	if s.Value != nil {
		text = s.String()
	}
	return Setting{s.Field, s.Value, s.Origin, s.Note, text}
}

func (d *Document) explain(id string) {
	if _, ok := d.Rules[id]; ok {
		return
	}
	r, _ := iac.RuleByID(id)
	d.Rules[id] = Rule{r.Summary, r.Detail, append([]userpoolclient.Source{}, r.Sources...), view.DocsOf(id)}
}

// ruleOrder is the order of the catalogue, the rules of the client first.
func ruleOrder() []string {
	var ids []string
	for _, r := range slices.Concat(userpoolclient.Rules(), iac.Rules()) {
		ids = append(ids, r.ID)
	}
	return ids
}
