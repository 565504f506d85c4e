package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
)

type planOptions struct {
	context  contextFlags
	format   format
	allow    effects
	complete bool
	threshold
}

func newPlan(a *app) *cobra.Command {
	var o planOptions
	cmd := &cobra.Command{
		Use:   "plan [--current FILE] UPDATE",
		Short: "Show what an update would change, reset or leave in doubt",
		Long: `plan shows what UpdateUserPoolClient would do to a client if UPDATE were sent
now. The call replaces the client's settings: most of what UPDATE omits goes
back to its default. The findings are those of the client that would result.

It exits 1 when the update resets a setting, when the public evidence does not
say what becomes of one, when Cognito would reject it, or when a finding is at or
above --fail-on. --allow accepts resets or doubt.

--complete writes the update that changes only what UPDATE asks for: everything
the client has, with UPDATE over it.

What terraform show -json or pulumi preview --json prints holds the client as it
is now; without --current, every app client that it updates is shown.`,
		Example: `  aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID > now.json
  userpoolclient plan --current now.json update.json
  userpoolclient plan --current now.json --complete update.json > full.json
  aws cognito-idp update-user-pool-client --cli-input-json file://full.json
  terraform show -json plan | userpoolclient plan`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error { return a.plan(&o, args) },
	}
	cmd.Flags().StringVar(&o.context.current, "current", "",
		"the client as it is now, a `FILE` with the output of describe-user-pool-client")
	cmd.Flags().Var(&o.allow, "allow", "accept these effects; comma-separated")
	cmd.Flags().BoolVar(&o.complete, "complete", false, "write the full update as JSON instead of the plan")
	o.context.addFixed(cmd)
	o.context.addResource(cmd)
	addFormat(cmd, &o.format)
	o.threshold.add(cmd)
	cmd.MarkFlagsMutuallyExclusive("complete", "format")
	return cmd
}

// effects is a flag that takes effects a plan may be allowed to have.
type effects []userpoolclient.Effect

var allowable = []string{userpoolclient.EffectReset.String(), userpoolclient.EffectUndetermined.String()}

func (e *effects) String() string { return "" }

func (e *effects) Type() string { return strings.Join(allowable, ",") }

func (e *effects) Set(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		if !slices.Contains(allowable, name) {
			return fmt.Errorf("must be of %s", strings.Join(allowable, ", "))
		}
		var effect userpoolclient.Effect
		if err := effect.UnmarshalText([]byte(name)); err != nil {
			return err
		}
		*e = append(*e, effect)
	}
	return nil
}

func (a *app) plan(o *planOptions, args []string) error {
	if err := knownRules(o.ignore); err != nil {
		return err
	}
	if o.context.current == "" {
		return a.planFile(o, args)
	}
	update, in, err := a.subject(args, &o.context)
	if err != nil {
		return err
	}
	in.Operation = userpoolclient.OperationUpdate
	p, err := newPlanned(in.Current, update, in, o.ignore)
	if err != nil {
		return err
	}
	if o.complete {
		return a.completePlan(o, p, in)
	}
	if p.stops(o) {
		a.atLeast(exitFindings)
	}
	return a.writePlan(o.format, p)
}

// completePlan writes the update that changes only what was asked for, and to
// standard error why it would not do.
func (a *app) completePlan(o *planOptions, p *planned, in userpoolclient.Context) error {
	full := document{p.update.file, userpoolclient.Overlay(in.Current, p.update.config), nil}
	var all report
	all.add(full, userpoolclient.Check(full.config, in), o.ignore)
	if all.reaches(o.failOn) {
		a.atLeast(exitFindings)
		writeFindings(a.err, style{}, slices.DeleteFunc(all.findings,
			func(f *finding) bool { return f.Severity > o.failOn }))
	}
	for _, c := range p.changes {
		if c.Effect == userpoolclient.EffectRejected {
			a.atLeast(exitFindings)
			fmt.Fprintf(a.err, "%s: left out, as no update can change it: %s %s\n", p.update.file, c.Field,
				changeInWords(c))
		}
	}
	return writeJSON(a.out, full.config)
}
