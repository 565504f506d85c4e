package analyzer

import (
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
)

// partial is an update that wipes.
const partial = `
func f(ctx context.Context, client *cognitoidentityprovider.Client) {
	_, _ = client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientId: aws.String("1example23456789"),
		AllowedOAuthFlowsUserPoolClient: true, ClientName: aws.String("a:b"),
	})
}
`

func TestOptions(t *testing.T) {
	const bad = `var _ = userpoolclient.Config{ClientName: new("a:b"), EnableTokenRevocation: new(false)}`
	tests := []struct {
		why, file, text string
		args            []string
		want            string
	}{
		{"errors and warnings by default", "a.go", bad, nil, "21 client-name-pattern"},
		{"advice by a flag", "a.go", bad, []string{"-advice"}, "21 client-name-pattern, 21 token-revocation-off"},
		{"a rule that is not wanted", "a.go", bad, []string{"-ignore=client-name-pattern,redirect-http"}, ""},
		{"tests hold clients that are wrong on purpose", "a_test.go", bad, nil, ""},
		{"tests by a flag", "a_test.go", bad, []string{"-tests"}, "21 client-name-pattern"},
		{"a file is a test by the end of its name", "a_test_helper.go", bad, nil, "21 client-name-pattern"},
		{"a partial update", "a.go", partial, nil,
			"23 update-omits, 23 oauth-flows-scopes-required, 25 client-name-pattern"},
		{"a guard completes or rejects it, and what it sets is judged all the same", "a.go", partial, []string{"-guarded"},
			"25 client-name-pattern"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			a := New(Options{})
			if err := a.Flags.Parse(test.args); err != nil {
				t.Fatal(err)
			}
			var want []string
			if test.want != "" {
				want = strings.Split(test.want, ", ")
			}
			src := check(t, test.file, declared+test.text)
			got := src.lines(src.runWith(t, a))
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestIgnoreFlagKnowsTheRules(t *testing.T) {
	a := New(Options{})
	err := a.Flags.Lookup("ignore").Value.Set("redirect-https")
	if err == nil || !strings.Contains(err.Error(), `did you mean "redirect-http"?`) {
		t.Errorf("got %v, want a hint at redirect-http", err)
	}
}

// TestOptionsAreCopied holds that two analyzers share nothing.
func TestOptionsAreCopied(t *testing.T) {
	options := Options{Ignore: []string{"client-name-pattern"}}
	a, b := New(options), New(options)
	if err := a.Flags.Parse([]string{"-advice", "-ignore=redirect-http"}); err != nil {
		t.Fatal(err)
	}
	if got := b.Flags.Lookup("ignore").Value.String(); got != "client-name-pattern" {
		t.Errorf("the other analyzer ignores %q", got)
	}
	if got := b.Flags.Lookup("advice").Value.String(); got != "false" {
		t.Errorf("the other analyzer has advice %s", got)
	}
}

// TestDiagnostic holds what a diagnostic is made of.
func TestDiagnostic(t *testing.T) {
	src := check(t, "a.go", declared+`
var _ = userpoolclient.Config{
	CallbackURLs:       []string{"https://shop.example/cb"},
	DefaultRedirectURI: new("https://shop.example/other"),
}
`)
	all := src.run(t, Options{Ignore: []string{"oauth-disabled"}})
	if len(all) != 1 {
		t.Fatalf("got %q", src.lines(all))
	}
	d := all[0]
	rule, _ := userpoolclient.RuleByID("default-redirect-not-listed")
	if d.Category != rule.ID || d.URL != rule.URL() || New(Options{}).URL+"#"+d.Category != rule.URL() {
		t.Errorf("category %q and URL %q, want those of the rule, %s", d.Category, d.URL, rule.URL())
	}
	if at := src.text[d.Pos-1 : d.End-1]; !strings.HasPrefix(at, "DefaultRedirectURI: ") {
		t.Errorf("it points at %q", at)
	}
	for _, part := range []string{`DefaultRedirectURI "https://shop.example/other" is not`, "; ", "[" + rule.ID + "]"} {
		if !strings.Contains(d.Message, part) {
			t.Errorf("the message %q lacks %q", d.Message, part)
		}
	}
	if len(d.Related) != 1 || !strings.HasPrefix(src.text[d.Related[0].Pos-1:], "CallbackURLs: ") {
		t.Errorf("related %v, want CallbackURLs", d.Related)
	}
}

// TestSecretIsNotShown holds that no message has the secret that stands in the
// source.
func TestSecretIsNotShown(t *testing.T) {
	const secret = "s3cr3t-s3cr3t-s3cr3t-s3cr3t"
	src := check(t, "a.go", declared+`
var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
	GenerateSecret: true,
	ClientSecret:   aws.String("`+secret+`"),
}
`)
	all := src.run(t, Options{Advice: true})
	if len(all) < 2 {
		t.Fatalf("got %q: the test saw too little", src.lines(all))
	}
	for _, d := range all {
		if strings.Contains(d.Message, secret) {
			t.Errorf("shown: %s", d.Message)
		}
	}
}
