package main

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestOutput(t *testing.T) {
	for name, o := range map[string]terraform.Options{
		"output.txt":      {},
		"output-prod.txt": {Vars: map[string]string{"environment": "prod"}},
	} {
		var out bytes.Buffer
		if err := check(&out, os.DirFS("infra"), o); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("got\n%s\nwant, as in %s,\n%s", out.String(), name, want)
		}
	}
}
