package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

func newDiff(a *app) *cobra.Command {
	var o struct {
		context contextFlags
		format  format
	}
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Show in what two clients differ, by what they come to",
		Long: `diff compares two clients by what they come to: 60 minutes equals 1 hour, lists
are sets, an omitted setting equals its default. It shows what is different in B:
what comes (+), what goes (-) and what becomes something else (~). What tells two
clients apart by nature is no difference: IDs, secrets, dates.

It exits 1 when they differ.`,
		Example: `  userpoolclient diff dev.json prod.json
  userpoolclient diff --resource Web dev.yaml prod.yaml
  aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID |
    userpoolclient diff --resource Web template.yaml -`,
		Args: twoFiles,
		RunE: func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], &o.context, o.format) },
	}
	o.context.addParameters(cmd)
	o.context.addResource(cmd)
	addFormat(cmd, &o.format)
	return cmd
}

// twoFiles accepts exactly two FILEs.
func twoFiles(cmd *cobra.Command, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%s takes two FILEs, A and B, not %d; see userpoolclient %s --help", cmd.Name(),
			len(args), cmd.Name())
	}
	return nil
}

func (a *app) diff(pathA, pathB string, f *contextFlags, form format) error {
	first, err := a.loadOne(pathA, f)
	if err != nil {
		return err
	}
	second, err := a.loadOne(pathB, f)
	if err != nil {
		return err
	}
	changes := userpoolclient.Diff(first.config, second.config)
	if len(changes) > 0 {
		a.atLeast(exitFindings)
	}
	if form == formatJSON {
		return writeJSON(a.out, diffDocument{first.file, second.file, changeDocuments(changes), len(changes)})
	}
	if len(changes) == 0 {
		fmt.Fprintln(a.out, "no difference")
		return nil
	}
	w := changeWriter{a.out, a.style(), a.columns()}
	for _, c := range byHarm(changes) {
		w.change(c)
	}
	fmt.Fprintf(a.out, "\n%s\n", plural(len(changes), "difference", "differences"))
	return nil
}

type diffDocument struct {
	A           string           `json:"a"`
	B           string           `json:"b"`
	Changes     []changeDocument `json:"changes"` // before is A, after is B
	Differences int              `json:"differences"`
}
