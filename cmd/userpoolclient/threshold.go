package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// threshold decides which findings count.
type threshold struct {
	failOn userpoolclient.Severity
	ignore []string
}

func (t *threshold) add(cmd *cobra.Command) {
	t.failOn = userpoolclient.SeverityError
	addChoice(cmd, &t.failOn, "fail-on", "exit 1 when a finding is of this severity or graver",
		userpoolclient.SeverityError, userpoolclient.SeverityWarning, userpoolclient.SeverityAdvice)
	cmd.Flags().StringSliceVar(&t.ignore, "ignore", nil, "leave out the findings of a `RULE`; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("ignore",
		func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp // asked for, and not at each start
		})
}

// knownRules returns an error that names the IDs that no rule has.
func knownRules(ids []string) error {
	var unknown []string
	for _, id := range ids {
		if err := iac.KnownRule(id); err != nil {
			unknown = append(unknown, err.Error())
		}
	}
	if unknown == nil {
		return nil
	}
	return errors.New("--ignore: " + strings.Join(unknown, "; "))
}
