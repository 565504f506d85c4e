// Command terraform checks the app clients of a Terraform module in its source:
// no provider, no credentials, no state. Each finding stands at the expression
// that gave the value, with the way from the resource to it.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

func main() {
	if err := check(os.Stdout, os.DirFS("infra"), terraform.Options{}); err != nil {
		log.Fatal(err)
	}
}

func check(w io.Writer, fsys fs.FS, o terraform.Options) error {
	module, err := terraform.LoadModule(fsys, ".", o)
	if err != nil {
		return err
	}
	for _, r := range module.Resources {
		fmt.Fprintln(w, r.Address)
		for _, f := range r.Check() {
			if f.Severity == userpoolclient.SeverityAdvice {
				continue
			}
			when := ""
			if f.When != "" {
				when = ", if " + f.When
			}
			fmt.Fprintf(w, "  %s:%s %s: %s%s [%s]\n", f.File, f.Position, f.Severity, f.Property, when, f.Rule)
			for i := len(f.Via) - 1; i >= 0; i-- {
				fmt.Fprintf(w, "    by %s\n", f.Via[i])
			}
		}
	}
	for _, u := range module.Unjudged {
		fmt.Fprintf(w, "not judged: %s\n", u.Error())
	}
	return nil
}
