package main

import "github.com/spf13/cobra"

type checkOptions struct {
	context contextFlags
	format  format
	threshold

	settings      string
	baseline      string
	writeBaseline string
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE|FOLDER|PATTERN|-]...",
		Short: "Report what Cognito refuses, what it silently changes, and what is better not wanted",
		Long: `check reports, for each configuration:

  error    the request is refused
  warning  it is accepted, and you do not get what you wrote
  advice   it works, and a published security or operations source says not to
           want it

The more it is told by flags, the more it finds. Without a FILE it reads
standard input. It exits 1 when there is a finding at or above --fail-on.

Of a FOLDER the .yaml, .yml, .json and .template files are read, of a PATTERN
('**/*.yaml') all that match. What an intrinsic function or an unknown stands for
is not guessed; --parameter tells it. Suppressions stand in .userpoolclient.yaml
or in the Metadata of a template's resource, each with a reason.`,
		Example: `  userpoolclient check client.json
  userpoolclient check --operation create --kind spa --fail-on warning client.json
  userpoolclient check --format sarif templates cdk.out > userpoolclient.sarif
  terraform show -json plan | userpoolclient check
  aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID | userpoolclient check`,
		RunE: func(_ *cobra.Command, args []string) error { return a.check(&o, args) },
	}
	o.context.add(cmd)
	addFormat(cmd, &o.format, formatSARIF, formatGitHub, formatJUnit)
	o.threshold.add(cmd)
	cmd.Flags().StringVar(&o.settings, "config", "", "the `FILE` of suppressions (default "+settingsName+" in this folder)")
	cmd.Flags().StringVar(&o.baseline, "baseline", "", "leave out the findings that a `FILE` holds")
	cmd.Flags().StringVar(&o.writeBaseline, "write-baseline", "", "write the findings into a `FILE` and exit 0")
	return cmd
}

func (a *app) check(o *checkOptions, args []string) error {
	if err := knownRules(o.ignore); err != nil {
		return err
	}
	c, err := a.newChecker(o, args)
	if err != nil {
		return err
	}
	inputs, err := a.expand(c.args)
	if err != nil {
		return err
	}
	shown := a.newProgress(len(inputs))
	for i, in := range inputs {
		shown.at(i)
		if err := c.input(in); err != nil {
			a.unreadable(err)
		}
	}
	shown.end()
	if len(c.report.clients) == 0 && a.code == exitClean {
		a.note("no app client in %s", plural(len(inputs), "file", "files"))
	}
	return c.finish()
}
