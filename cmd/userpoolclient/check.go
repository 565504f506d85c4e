package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
)

type checkOptions struct {
	context contextFlags
	format  format
	threshold
	failOnSet     bool // the flag is there
	failOnUnknown bool
	minHarm       userpoolclient.Harm

	exclude       []string
	noIgnore      bool
	allowEmpty    bool
	verbose       bool
	vars          []string
	varFiles      []string
	settings      string
	baseline      string
	writeBaseline string
	fixes         fixFlags
}

func newCheck(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE|FOLDER|PATTERN|-]...",
		Short: "Report what Cognito rejects, what it silently changes, and what is better not wanted",
		Long: `check reports, for each configuration:

  error    the request is rejected
  warning  it is accepted, and you do not get what you wrote
  advice   it works, and a published security or operations source says not to
           want it

The more it is told by flags, the more it finds. Without a FILE it reads
standard input. It exits 1 when there is a finding at or above --fail-on.

Nothing found is said only of what was judged. An input that holds an app client
and cannot be read, a FILE or PATTERN without an app client and a run that judged
nothing exit 2 (--allow-empty accepts the last two). The last line tells what was
not judged: values that are not known, rules that lack what a flag would tell.

Of a FOLDER the .yaml, .yml, .json, .template, .tf and .tofu files that mention an
app client are read, of a PATTERN ('**/*.yaml') all that match and mention one.
Links are followed once. Passed over are what .gitignore or --exclude names, and
the folders ` + passedInWords() + `.
What an intrinsic function or an unknown stands for is not guessed; --parameter
tells it. Terraform source is read by the folder, with its tfvars and the local
modules that it calls; nothing outside the FOLDER is, and a plan knows more.

--fix writes the fixes that have one right answer and cannot change what users can
do into JSON, YAML and Terraform files, --unsafe-fixes the others too. It changes
the bytes that must change and no others; --diff shows them.

` + settingsName + ` beside or above a file, within its repository, may set
fail-on, min-harm, parameters, exclude, kind and pool, and hold suppressions, each
with a reason; so may the Metadata of a template's resource.`,
		Example: `  userpoolclient check client.json
  userpoolclient check --operation create --kind spa client.json
  userpoolclient check --format sarif templates cdk.out > result.sarif
  userpoolclient check --fix templates
  terraform show -json plan | userpoolclient check
  aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID |
    userpoolclient check`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.failOnSet = cmd.Flags().Changed("fail-on")
			return a.check(&o, args)
		},
	}
	o.context.add(cmd)
	addFormat(cmd, &o.format, formatConcise, formatSARIF, formatGitHub, formatJUnit, formatHTML)
	o.threshold.add(cmd)
	o.add(cmd)
	return cmd
}

// passedInWords lists the folders that are passed over, for the help.
func passedInWords() string {
	last := len(passed) - 1
	return strings.Join(passed[:last], ", ") + " and " + passed[last]
}

// add adds the flags that check alone has.
func (o *checkOptions) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&o.failOnUnknown, "fail-on-unknown", false,
		"exit 1 when a setting that decides a rule of severity error is not known, IDs apart")
	addChoice(cmd, &o.minHarm, "min-harm", "leave out advice of less harm", userpoolclient.HarmLow,
		userpoolclient.HarmMedium, userpoolclient.HarmHigh)
	flags.StringArrayVar(&o.exclude, "exclude", nil,
		"pass over what a `PATTERN`, as in .gitignore, names; may be repeated")
	flags.BoolVar(&o.noIgnore, "no-ignore", false, "look into what .gitignore leaves out, too")
	flags.BoolVar(&o.allowEmpty, "allow-empty", false, "accept inputs without an app client")
	flags.BoolVar(&o.verbose, "verbose", false, "list the settings that are not known and the rules that did not run")
	flags.StringArrayVar(&o.vars, "var", nil, "set a variable of Terraform source, `NAME=VALUE`; may be repeated")
	flags.StringArrayVar(&o.varFiles, "var-file", nil, "set variables of Terraform source from a `FILE`; may be repeated")
	flags.StringVar(&o.settings, "config", "",
		"the `FILE` of settings for all inputs (default "+settingsName+" beside or above each)")
	flags.StringVar(&o.baseline, "baseline", "", "leave out the findings that a `FILE` holds")
	o.fixes.add(cmd)
	flags.StringVar(&o.writeBaseline, "write-baseline", "", "write the findings into a `FILE` and exit 0")
}

// fits reports flags that do not go together.
func (o *checkOptions) fits(inputs []string) error {
	switch {
	case o.writeBaseline != "" && o.baseline != "":
		return errors.New("--baseline and --write-baseline do not go together")
	case o.writeBaseline != "" && o.fixes.diff:
		return errors.New("--diff writes nothing; leave out --write-baseline")
	}
	return o.fixes.fits(inputs)
}

func (a *app) check(o *checkOptions, args []string) error {
	if err := knownRules(o.ignore); err != nil {
		return err
	}
	args, err := a.inputs(args)
	if err != nil {
		return err
	}
	if err := o.fits(args); err != nil {
		return err
	}
	c, err := a.newChecker(o)
	if err != nil {
		return err
	}
	inputs, err := c.walk(args)
	if err != nil {
		return err
	}
	if inputs, err = c.modules(inputs); err != nil {
		return err
	}
	if err := c.files(inputs); err != nil {
		return err
	}
	return c.finish(args)
}

// files judges the inputs that are files by themselves, and forgets each: of many, what
// is kept of one counts.
func (c *checker) files(inputs []*input) error {
	shown := c.app.newProgress(len(inputs))
	defer shown.end()
	for i, in := range inputs {
		shown.at(i)
		inputs[i] = nil
		if err := c.input(*in); err != nil {
			return err
		}
	}
	return nil
}
