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
	files := []struct {
		name   string
		format iac.Format
	}{
		{"template.yaml", iac.FormatCloudFormation},
		{"template.json", iac.FormatCloudFormation},
		{"sam.yaml", iac.FormatSAM},
		{"Shop.template.json", iac.FormatCDK},
		{"serverless.yml", iac.FormatServerless},
		{"plan.json", iac.FormatTerraformPlan},
		{"preview.json", iac.FormatPulumi},
		{"client.json", iac.FormatAPI},
	}
	var want []string
	for _, file := range files {
		all := load(t, "same/"+file.name)
		if len(all) != 1 || all[0].Format != file.format {
			t.Errorf("%s: got %d resources, want one in %s", file.name, len(all), file.format)
			continue
		}
		r := all[0]
		r.Context.Operation = userpoolclient.OperationCreate // the API's JSON does not say
		got := ids(r.Check())
		if want == nil {
			want = got
			for _, must := range []string{"access-token-validity-range AccessTokenValidity",
				"redirect-http CallbackURLs[0]", "logout-fragment LogoutURLs[0]"} {
				if !slices.Contains(got, must) {
					t.Fatalf("%s: no %s among\n%s", file.name, must, strings.Join(got, "\n"))
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s differs from %s (-want +got):\n%s", file.name, files[0].name, diff)
		}
	}
}
