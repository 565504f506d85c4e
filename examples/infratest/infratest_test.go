package infratest

import (
	"os"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/iac"
)

// load reads the app clients of a file; the test ends when there are none.
func load(t *testing.T, name string, o iac.Options) []iac.Resource {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	resources, err := o.Load(name, data)
	if err != nil {
		t.Fatal(err)
	}
	if len(resources) == 0 {
		t.Fatalf("%s has no app client", name)
	}
	return resources
}

// The template's app clients would be created, and would do what they say. The
// assertion judges the file: it fails on what it cannot read, on a property that
// does not exist and on a file without an app client. The template holds the user
// pool, so its attributes and scopes are checked too.
func TestTemplate(t *testing.T) {
	cognitotest.RequireTemplateNo(t, userpoolclient.SeverityAdvice, "testdata/template.yaml", iac.Options{
		Parameters: map[string]string{"Domain": "shop.example.jp"},
		Context:    userpoolclient.Context{Kind: userpoolclient.KindSPA},
	})
}

// The plan updates the app client and nothing that it leaves out is lost.
func TestPlan(t *testing.T) {
	for _, r := range load(t, "testdata/plan.json", iac.Options{}) {
		t.Run(r.Address, func(t *testing.T) {
			cognitotest.RequireValid(t, r.Config, r.Context)
			want := *r.Context.Current
			want.CallbackURLs = append(want.CallbackURLs, "https://shop.example.jp/cb2")
			cognitotest.RequireUnchanged(t, &want, r.Config)
		})
	}
}
