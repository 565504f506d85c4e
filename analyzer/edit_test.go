package analyzer

import (
	"bytes"
	"go/format"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/userpoolclient/userpoolclient"
)

// TestTextEdits applies edits of a client to the source. The result must compile
// and be as gofmt has it.
func TestTextEdits(t *testing.T) {
	const callbacks, unit = userpoolclient.FieldCallbackURLs, userpoolclient.FieldTokenValidityUnitsAccessToken
	tests := []struct {
		why, before string
		edits       []edit
		after       string // "": there is no fix
	}{
		{"an element of several in a line", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b", "c"}}
`, []edit{{callbacks, 1, nil}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "c"}}
`},
		{"the last element in a line", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b"}}
`, []edit{{callbacks, 1, nil}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"a"}}
`},
		{"the only element", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a"}}
`, []edit{{callbacks, 0, nil}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{}}
`},
		{"an element with a line of its own", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"b",
		"c", // kept
	},
}
`, []edit{{callbacks, 1, nil}}, `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"c", // kept
	},
}
`},
		{"comments stay aligned when the longest goes", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a", // one
		"https://shop.example/a/long/one",
		"c", // two
	},
}
`, []edit{{callbacks, 1, nil}}, `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a", // one
		"c", // two
	},
}
`},
		{"a comment beside what goes says why it is there", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"b", // for the old app
	},
}
`, []edit{{callbacks, 1, nil}}, ""},
		{"so does one above it", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a", // not this one
		// for the old app
		"b",
	},
}
`, []edit{{callbacks, 1, nil}}, ""},
		{"a comment further up is about more", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		// callbacks

		"a",
		"b",
	},
}
`, []edit{{callbacks, 0, nil}}, `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		// callbacks

		"b",
	},
}
`},
		{"two elements", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b", "c", "d"}}
`, []edit{{callbacks, 0, nil}, {callbacks, 2, nil}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"b", "d"}}
`},
		{"a string", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b"}}
`, []edit{{callbacks, 0, `quote "`}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"quote \"", "b"}}
`},
		{"a raw string stays raw", "\nvar _ = userpoolclient.Config{CallbackURLs: []string{`a`}}\n",
			[]edit{{callbacks, 0, "b"}}, "\nvar _ = userpoolclient.Config{CallbackURLs: []string{`b`}}\n"},
		{"a string behind a helper", `
var _ = userpoolclient.Config{ClientName: aws.String("a")}
`, []edit{{userpoolclient.FieldClientName, -1, "b"}}, `
var _ = userpoolclient.Config{ClientName: aws.String("b")}
`},
		{"a number behind new and a conversion", `
var _ = userpoolclient.Config{AuthSessionValidity: new(int32(30))}
`, []edit{{userpoolclient.FieldAuthSessionValidity, -1, int32(15)}}, `
var _ = userpoolclient.Config{AuthSessionValidity: new(int32(15))}
`},
		{"a boolean", `
var _ = userpoolclient.Config{EnableTokenRevocation: new(false)}
`, []edit{{userpoolclient.FieldEnableTokenRevocation, -1, true}}, `
var _ = userpoolclient.Config{EnableTokenRevocation: new(true)}
`},
		{"the constant of an enum", `
var _ = userpoolclient.Config{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesLegacy}
`, []edit{{userpoolclient.FieldPreventUserExistenceErrors, -1, "ENABLED"}}, `
var _ = userpoolclient.Config{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled}
`},
		{"a value of an enum that has no constant", `
type flows = []types.ExplicitAuthFlowsType

var _ = userpoolclient.Config{ExplicitAuthFlows: flows{types.ExplicitAuthFlowsTypeAdminNoSrpAuth}}
`, []edit{{userpoolclient.FieldExplicitAuthFlows, 0, "ALLOW_CLIENT_TOKEN_AUTH"}}, `
type flows = []types.ExplicitAuthFlowsType

var _ = userpoolclient.Config{ExplicitAuthFlows: flows{"ALLOW_CLIENT_TOKEN_AUTH"}}
`},
		{"an element more, spelled as the last one", `
type flows = []types.ExplicitAuthFlowsType

var _ = userpoolclient.Config{ExplicitAuthFlows: flows{types.ExplicitAuthFlowsTypeAllowUserAuth}}
`, []edit{{userpoolclient.FieldExplicitAuthFlows, 1, "ALLOW_USER_SRP_AUTH"}}, `
type flows = []types.ExplicitAuthFlowsType

var _ = userpoolclient.Config{ExplicitAuthFlows: flows{types.ExplicitAuthFlowsTypeAllowUserAuth, ` +
			`types.ExplicitAuthFlowsTypeAllowUserSrpAuth}}
`},
		{"an element more on a line of its own", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
	},
}
`, []edit{{callbacks, 1, "b"}}, `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"b",
	},
}
`},
		{"a comment stays with its element", `
var _ = userpoolclient.Config{
	ClientName: new("a"), // the shop
}
`, []edit{{userpoolclient.FieldClientId, -1, "b"}}, `
var _ = userpoolclient.Config{
	ClientName: new("a"), // the shop
	ClientId:   aws.String("b"),
}
`},
		{"the first element", `
var _ = userpoolclient.Config{CallbackURLs: []string{}}
`, []edit{{callbacks, 0, "a"}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"a"}}
`},
		{"a list", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b"}}
`, []edit{{callbacks, -1, []string{"c"}}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"c"}}
`},
		{"a member goes, and the others are aligned anew", `
var _ = userpoolclient.Config{
	ClientName:                      new("a"),
	AllowedOAuthFlowsUserPoolClient: new(true),
	ClientId:                        new("b"),
}
`, []edit{{userpoolclient.FieldAllowedOAuthFlowsUserPoolClient, -1, nil}}, `
var _ = userpoolclient.Config{
	ClientName: new("a"),
	ClientId:   new("b"),
}
`},
		{"a member comes, by the helper that the file imports", `
var _ = userpoolclient.Config{
	ClientName: new("a"),
}
`, []edit{{userpoolclient.FieldEnableTokenRevocation, -1, true}}, `
var _ = userpoolclient.Config{
	ClientName:            new("a"),
	EnableTokenRevocation: aws.Bool(true),
}
`},
		{"a number and its unit", `
var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	AccessTokenValidity: aws.Int32(3600),
	TokenValidityUnits:  &types.TokenValidityUnitsType{IdToken: "hours"},
}
`, []edit{{userpoolclient.FieldAccessTokenValidity, -1, int32(60)}, {unit, -1, "minutes"}}, `
var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	AccessTokenValidity: aws.Int32(60),
	TokenValidityUnits:  &types.TokenValidityUnitsType{IdToken: "hours", AccessToken: "minutes"},
}
`},
		{"a member of the SDK that is no pointer", `
type input = cognitoidentityprovider.CreateUserPoolClientInput

var _ = input{RefreshTokenValidity: 1}
`, []edit{{userpoolclient.FieldAllowedOAuthFlowsUserPoolClient, -1, true}}, `
type input = cognitoidentityprovider.CreateUserPoolClientInput

var _ = input{RefreshTokenValidity: 1, AllowedOAuthFlowsUserPoolClient: true}
`},
		{"neighbours", `
var _ = userpoolclient.Config{CallbackURLs: []string{"a", "b", "c"}}
`, []edit{{callbacks, 1, nil}, {callbacks, 2, nil}}, `
var _ = userpoolclient.Config{CallbackURLs: []string{"a"}}
`},
		{"neighbours on lines of their own", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"b",
		"c",
	},
}
`, []edit{{callbacks, 0, nil}, {callbacks, 1, nil}}, `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"c",
	},
}
`},
		{"neighbours with a comment", `
var _ = userpoolclient.Config{
	CallbackURLs: []string{
		"a",
		"b", // stays
		"c",
	},
}
`, []edit{{callbacks, 0, nil}, {callbacks, 1, nil}}, ""},
		{"a structure that is not there", `
var _ = userpoolclient.Config{AccessTokenValidity: new(int32(1))}
`, []edit{{unit, -1, "minutes"}, {userpoolclient.FieldTokenValidityUnitsIdToken, -1, "hours"}}, `
var _ = userpoolclient.Config{AccessTokenValidity: new(int32(1)), TokenValidityUnits: ` +
			`&userpoolclient.TokenValidityUnits{AccessToken: "minutes", IdToken: "hours"}}
`},
		{"a list that is not there", `
var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	RefreshTokenValidity: 1,
}
`, []edit{{userpoolclient.FieldExplicitAuthFlows, -1, []string{"ALLOW_REFRESH_TOKEN_AUTH"}}}, `
var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	RefreshTokenValidity: 1,
	ExplicitAuthFlows:    []types.ExplicitAuthFlowsType{"ALLOW_REFRESH_TOKEN_AUTH"},
}
`},
		{"a value that stands elsewhere may be used elsewhere", `
var list = []string{"a", "b"}
var _ = userpoolclient.Config{CallbackURLs: list}
`, []edit{{callbacks, 0, nil}}, ""},
		{"a constant that stands elsewhere keeps its value", `
const a = "a"

var _ = userpoolclient.Config{CallbackURLs: []string{a}}
`, []edit{{callbacks, 0, "b"}}, `
const a = "a"

var _ = userpoolclient.Config{CallbackURLs: []string{"b"}}
`},
		{"a value that is not known", `
func f(a string) { _ = userpoolclient.Config{CallbackURLs: []string{a}} }
`, []edit{{callbacks, 0, "b"}}, ""},
		{"all edits or none", `
func f(a string) { _ = userpoolclient.Config{CallbackURLs: []string{a, "b"}} }
`, []edit{{callbacks, 1, nil}, {callbacks, 0, "b"}}, ""},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			src := check(t, "a.go", declared+strings.TrimPrefix(test.before, "\n"))
			got, ok := src.edited(test.edits)
			want := test.after
			if ok != (want != "") {
				t.Fatalf("there is a fix: %t, want %t", ok, want != "")
			}
			if !ok {
				return
			}
			if want = declared + strings.TrimPrefix(want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			check(t, "a.go", got) // compiles
			if neat, err := format.Source([]byte(got)); err != nil || !bytes.Equal(neat, []byte(got)) {
				t.Errorf("not as gofmt has it: %v\n%s", err, got)
			}
		})
	}
}

// An edit is a userpoolclient.Edit, in fewer words.
type edit struct {
	field userpoolclient.Field
	index int
	value any
}

// edited returns the text with edits of its last client, and reports whether they
// can be made.
func (s *source) edited(list []edit) (string, bool) {
	var edits []userpoolclient.Edit
	for _, e := range list {
		edits = append(edits, userpoolclient.Edit{Field: e.field, Index: e.index, Value: e.value})
	}
	options := Options{}
	pass := s.pass
	p := &pkg{pass: &pass, info: pass.TypesInfo, options: &options, root: inspector.New(pass.Files).Root()}
	clients := p.clients(pass.Files)
	all, ok := clients[len(clients)-1].textEdits(edits)
	return s.apply(all), ok
}

// TestMemberByNew holds that where the file imports no helper, new is used if the
// language has it.
func TestMemberByNew(t *testing.T) {
	text := "package test\n\nimport \"github.com/userpoolclient/userpoolclient\"\n\n" +
		"var _ = userpoolclient.Config{ClientName: new(\"a\")}\n"
	src := check(t, "a.go", text)
	got, ok := src.edited([]edit{{userpoolclient.FieldAuthSessionValidity, -1, int32(5)}})
	if want := strings.Replace(text, "}", ", AuthSessionValidity: new(int32(5))}", 1); !ok || got != want {
		t.Errorf("%t, got\n%s", ok, got)
	}
	check(t, "a.go", got)
}

// TestLineDirective holds that edits go by the file as it is, not by what it was
// generated from.
func TestLineDirective(t *testing.T) {
	const before = `//line shop.tmpl:10000
var _ = userpoolclient.Config{
	WriteAttributes: []string{
		"name",
		"sub",
		"email",
	},
}
`
	src := check(t, "a.go", declared+before)
	all := src.run(t, Options{})
	if got := src.fixed(all); len(all) != 1 || strings.Contains(got, `"sub"`) || !strings.Contains(got, `"email"`) {
		t.Errorf("%d findings, got\n%s", len(all), got)
	}
}

// TestNoImport holds that nothing is suggested that needs another import.
func TestNoImport(t *testing.T) {
	src := check(t, "a.go", "package test\n\nimport \"github.com/userpoolclient/userpoolclient\"\n\n"+
		"var _ = userpoolclient.Config{ClientName: new(\"a\")}\n")
	flows := []edit{{userpoolclient.FieldExplicitAuthFlows, -1, []string{"ALLOW_USER_AUTH"}}} // []types.…
	if got, ok := src.edited(flows); ok {
		t.Errorf("got\n%s", got)
	}
}

// TestFixMendsTheFinding holds that applying the fixes leaves no finding that had
// one, and source that compiles and is as gofmt has it.
func TestFixMendsTheFinding(t *testing.T) {
	src := check(t, "a.go", declared+`var _ = userpoolclient.Config{
	WriteAttributes: []string{
		"name",
		"sub",
		"name",
	},
	SupportedIdentityProviders: []string{"COGNITO", "GOOGLE"},
	ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	},
	RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{Feature: types.FeatureTypeEnabled},
}
`)
	all := src.run(t, Options{})
	fixable := 0
	for _, d := range all {
		fixable += len(d.SuggestedFixes)
	}
	if fixable != 4 || len(all) != 4 {
		t.Fatalf("%d findings and %d fixes, want 4 of each: %q", len(all), fixable, src.lines(all))
	}
	text := src.fixed(all)
	fixed := check(t, "a.go", text)
	if left := fixed.run(t, Options{}); len(left) > 0 {
		t.Errorf("left: %q", fixed.lines(left))
	}
	if neat, err := format.Source([]byte(text)); err != nil || string(neat) != text {
		t.Errorf("not as gofmt has it: %v\n%s", err, text)
	}
}

// TestUnsafeFixes holds that a fix that can change what users can do is suggested
// only where it is asked for.
func TestUnsafeFixes(t *testing.T) {
	src := check(t, "a.go", declared+`var _ = userpoolclient.Config{WriteAttributes: []string{"name", "sub"}}`+"\n")
	pass := src.pass
	for _, unsafe := range []bool{false, true} {
		options := Options{UnsafeFixes: unsafe}
		p := &pkg{pass: &pass, info: pass.TypesInfo, options: &options, root: inspector.New(pass.Files).Root()}
		c := p.clients(pass.Files)[0]
		got := c.sourceFix(userpoolclient.SuggestedFix{
			Edits: []userpoolclient.Edit{{Field: userpoolclient.FieldWriteAttributes, Index: 1}}}, "x")
		if (len(got) > 0) != unsafe {
			t.Errorf("unsafe fixes %t: got %v", unsafe, got)
		}
	}
}

// TestFixesOfTheCatalogue writes the bad example of every rule that has a fix as a
// literal. The fix must be an edit of the source after which the rule finds
// nothing, and which compiles and is as gofmt has it.
func TestFixesOfTheCatalogue(t *testing.T) {
	made, seen := 0, make(map[string]bool)
	for _, r := range userpoolclient.Rules() {
		for _, f := range []form{configForm, createForm} {
			text := literalOf(t, f, r.Bad.Config())
			src := check(t, "a.go", text)
			for _, d := range src.run(t, Options{Advice: true, UnsafeFixes: true}) {
				if d.Category != r.ID {
					continue
				}
				seen[r.ID] = true
				if len(d.SuggestedFixes) == 0 {
					if fix := fixOf(t, f, r.Bad.Config(), d); fix != nil {
						t.Errorf("%s: %v is no edit of the source\n%s", r.ID, fix, text)
					}
					continue
				}
				made++
				fixed := src.apply(d.SuggestedFixes[0].TextEdits)
				if neat, err := format.Source([]byte(fixed)); err != nil || string(neat) != fixed {
					t.Errorf("%s: not as gofmt has it: %v\n%s", r.ID, err, fixed)
				}
				after := check(t, "a.go", fixed)
				for _, left := range after.run(t, Options{Advice: true}) {
					if left.Category == r.ID && left.Message == d.Message {
						t.Errorf("%s is still there: %s\n%s", r.ID, left.Message, fixed)
					}
				}
			}
		}
	}
	if made < 60 {
		t.Errorf("%d fixes of %d rules: the test saw too little", made, len(seen))
	}
}

// fixOf returns the fix that the library has for what a diagnostic tells.
func fixOf(t *testing.T, f form, whole *userpoolclient.Config, d analysis.Diagnostic) []userpoolclient.SuggestedFix {
	c := sample{form: f, whole: whole}.value(t)
	for _, found := range userpoolclient.Check(c, f.context) {
		if found.String() == d.Message {
			return userpoolclient.SuggestFixesFor(c, f.context, found)
		}
	}
	return nil
}

// highest always draws the highest number, which stands for the plainest
// spelling.
type highest struct{}

// Uint64 returns the highest number.
func (highest) Uint64() uint64 { return math.MaxUint64 }

// literalOf returns a configuration as source that gofmt has nothing to add to,
// spelled in the plainest way.
func literalOf(t *testing.T, f form, c *userpoolclient.Config) string {
	t.Helper()
	p := &printer{form: f, random: rand.New(highest{})}
	text, err := format.Source([]byte(header + p.function("f", c)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
