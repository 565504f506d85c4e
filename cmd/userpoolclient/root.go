package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "userpoolclient",
		Short: "Tell what Amazon Cognito will do with an app client before it is called",
		Long: `userpoolclient tells what Amazon Cognito will do with a user pool app client
before it is called: what it rejects, what it silently changes, what an omitted
field becomes, and what an update would wipe. Only audit and probe call AWS, and
audit only reads.

A FILE is JSON in the API's spelling (the output of aws cognito-idp
describe-user-pool-client, a --cli-input-json file for create or update), a
CloudFormation, SAM or CDK template, a Serverless file, or what terraform show
-json or pulumi preview --json prints. - is standard input.

Exit codes: 0 nothing found, 1 findings, 2 wrong usage or unreadable input,
3 the command itself failed.`,
		Version:       version(),
		Args:          noCommand,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetUsageFunc(a.usage)
	root.SetHelpFunc(a.help)
	root.SetFlagErrorFunc(unknownFlag)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	a.addColor(root)
	root.AddCommand(newCheck(a), newAudit(a), newPlan(a), newDiff(a), newResolve(a), newSignIn(a), newJudge(a),
		newExplain(a), newRules(a), newFields(a), newInit(a), newSchema(a), newServe(a), newPlayground(a), newProbe(a),
		newVersion(a))
	addManual(root)
	return root
}

// noCommand rejects an argument that is no command and names the nearest.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	hint := "; see userpoolclient --help"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(" (did you mean %q?)", near[0])
	}
	return fmt.Errorf("unknown command %q%s", args[0], hint)
}

// choice is a flag that takes one of a few names.
type choice[T fmt.Stringer] struct {
	value *T
	all   []T
}

func (c choice[T]) names() []string {
	names := make([]string, len(c.all))
	for i, v := range c.all {
		names[i] = v.String()
	}
	return names
}

// String returns the name of the value, "" for one that cannot be chosen.
func (c choice[T]) String() string {
	if c.value == nil || !slices.Contains(c.names(), (*c.value).String()) {
		return ""
	}
	return (*c.value).String()
}

// Type returns the names, for the help; where they are many, a word for them.
func (c choice[T]) Type() string {
	if c.many() {
		return "NAME"
	}
	return strings.Join(c.names(), "|")
}

// many reports whether the names are too many for the column of the flags.
func (c choice[T]) many() bool {
	const most = 4
	return len(c.all) > most
}

// Set chooses by name.
func (c choice[T]) Set(name string) error {
	i := slices.Index(c.names(), name)
	if i < 0 {
		return fmt.Errorf("must be one of %s", strings.Join(c.names(), ", "))
	}
	*c.value = c.all[i]
	return nil
}

// addChoice adds a flag for values that have names.
func addChoice[T fmt.Stringer](cmd *cobra.Command, value *T, flag, usage string, all ...T) {
	addChoiceTo(cmd, cmd.Flags(), value, flag, usage, all...)
}

// addPersistentChoice adds one that the commands below have too.
func addPersistentChoice[T fmt.Stringer](cmd *cobra.Command, value *T, flag, usage string, all ...T) {
	addChoiceTo(cmd, cmd.PersistentFlags(), value, flag, usage, all...)
}

func addChoiceTo[T fmt.Stringer](cmd *cobra.Command, flags *pflag.FlagSet, value *T, flag, usage string, all ...T) {
	c := choice[T]{value, all}
	if c.many() {
		usage += ": " + strings.Join(c.names(), ", ")
	}
	flags.Var(c, flag, usage)
	// The error is for a flag that does not exist; this one does.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(c.names(), cobra.ShellCompDirectiveNoFileComp))
}

func addFormat(cmd *cobra.Command, f *format, more ...format) {
	*f = formatText
	addChoice(cmd, f, "format", "the form of the output", append([]format{formatText, formatJSON}, more...)...)
}
