package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

// threshold decides which findings count.
type threshold struct {
	failOn userpoolclient.Severity
	ignore []string
}

func (t *threshold) add(cmd *cobra.Command) {
	t.failOn = userpoolclient.Error
	addChoice(cmd, &t.failOn, "fail-on", "exit 1 when a finding is of this severity or graver",
		userpoolclient.Error, userpoolclient.Warning, userpoolclient.Advice)
	cmd.Flags().StringSliceVar(&t.ignore, "ignore", nil, "leave out the findings of a `RULE`; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("ignore", cobra.FixedCompletions(ruleIDs(), cobra.ShellCompDirectiveNoFileComp))
}

type checkOptions struct {
	context contextFlags
	format  format
	threshold
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE|-]...",
		Short: "Report what Cognito refuses, silently changes, or should not be asked for",
		Long: `check reports, for each configuration:

  error    the request is refused
  warning  it is accepted, and you do not get what you wrote
  advice   it works, and a published security or operations source says not to
           want it

The more it is told by flags, the more it finds. Without a FILE it reads
standard input. It exits 1 when there is a finding at or above --fail-on.`,
		Example: `  userpoolclient check client.json
  userpoolclient check --operation create --kind spa --fail-on warning client.json
  aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID | userpoolclient check`,
		RunE: func(_ *cobra.Command, args []string) error { return a.check(&o, args) },
	}
	o.context.add(cmd)
	addFormat(cmd, &o.format)
	o.threshold.add(cmd)
	return cmd
}

func (a *app) check(o *checkOptions, args []string) error {
	if err := knownRules(o.ignore); err != nil {
		return err
	}
	paths, err := a.inputs(args)
	if err != nil {
		return err
	}
	in, err := a.context(&o.context)
	if err != nil {
		return err
	}
	var all report
	for _, path := range paths {
		documents, err := a.load(path)
		if err != nil {
			a.unreadable(err)
			continue
		}
		for _, d := range documents {
			all.add(d, userpoolclient.Check(d.config, in), o.ignore)
		}
	}
	if all.reaches(o.failOn) {
		a.atLeast(exitFindings)
	}
	return a.writeReport(o.format, &all)
}

func (r *report) add(d document, found []userpoolclient.Finding, ignore []string) {
	r.summary.Configs++
	for _, f := range found {
		if slices.Contains(ignore, f.Rule) {
			continue
		}
		r.summary.count(f.Severity)
		r.findings = append(r.findings, finding{d.file, f})
	}
}

// reaches says that a finding is of this severity or graver.
func (r *report) reaches(s userpoolclient.Severity) bool {
	return slices.ContainsFunc(r.findings, func(f finding) bool { return f.Severity <= s })
}
