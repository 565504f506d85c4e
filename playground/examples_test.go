package playground

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// An example is a request that the page begins with.
type example struct {
	Title     string `json:"title"`
	Text      string `json:"text"`
	Current   string `json:"current,omitzero"`
	Kind      string `json:"kind,omitzero"`
	Operation string `json:"operation,omitzero"`
	Secret    string `json:"secret,omitzero"`
}

const clients = "../examples/clients/"

// examples are those of the page: files of the folder examples.
func examples(t *testing.T) []example {
	t.Helper()
	all := []example{
		{Title: "A web shop, from describe-user-pool-client", Text: clients + "shop.json"},
		{Title: "A CloudFormation template", Text: "../examples/infratest/testdata/template.yaml"},
		{Title: "Terraform source", Text: "../examples/terraform/infra/main.tf"},
		{Title: "An update that adds a callback URL", Text: clients + "add-callback.update.json",
			Current: clients + "add-callback.now.json", Operation: "update"},
		{Title: "An update of a machine's client", Text: clients + "machine.update.json",
			Current: clients + "machine.now.json", Operation: "update", Kind: "machine"},
		{Title: "A client without findings", Text: clients + "shop-good.json"},
	}
	for i := range all {
		for _, part := range []*string{&all[i].Text, &all[i].Current} {
			if *part == "" {
				continue
			}
			data, err := os.ReadFile(*part)
			if err != nil {
				t.Fatal(err)
			}
			*part = string(data)
		}
	}
	return all
}

// TestExamples holds that the page has the examples as they are in their folder.
func TestExamples(t *testing.T) {
	data, err := json.MarshalIndent(examples(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := "const examples = " + strings.TrimSpace(string(data)) + ";\n"
	const path = "page/examples.js"
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s is not what the examples are (%v); go test -update writes it", path, err)
	}
}
