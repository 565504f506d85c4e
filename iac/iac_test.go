package iac_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// load reads the resources of a file of testdata.
func load(t *testing.T, name string) []iac.Resource {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	all, err := iac.Load(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

// ids are the findings as "rule path", sorted.
func ids(findings []iac.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Rule+" "+f.Path())
	}
	slices.Sort(all)
	return all
}

// TestSameFindings holds that a client is judged alike in whatever format it is
// written.
func TestSameFindings(t *testing.T) {
	want := []string{
		"access-token-validity-range AccessTokenValidity",
		"implicit-grant AllowedOAuthFlows[1]",
		"logout-fragment LogoutURLs[0]",
		"password-auth-flow ExplicitAuthFlows[1]",
		"redirect-http CallbackURLs[0]",
		"refresh-token-validity",
	}
	files := map[string]iac.Format{
		"template.yaml":      iac.FormatCloudFormation,
		"template.json":      iac.FormatCloudFormation,
		"sam.yaml":           iac.FormatSAM,
		"Shop.template.json": iac.FormatCDK,
		"serverless.yml":     iac.FormatServerless,
		"plan.json":          iac.FormatTerraformPlan,
		"preview.json":       iac.FormatPulumi,
		"client.json":        iac.FormatAPI,
	}
	_ = want
	var first []string
	var firstName string
	for name, format := range files {
		all := load(t, "same/"+name)
		if len(all) != 1 || all[0].Format != format {
			t.Errorf("%s: got %d resources, want one in %s", name, len(all), format)
			continue
		}
		r := all[0]
		r.Context.Operation = userpoolclient.Create // the API's JSON does not say
		got := ids(r.Check())
		if first == nil {
			first, firstName = got, name
			t.Log(strings.Join(got, "\n"))
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%s and %s differ (-first +second):\n%s", firstName, name, diff)
		}
	}
}
