package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/audit"
)

type auditOptions struct {
	access       audit.Access
	accountsFile string
	pools        []string
	rate         float64
	poolRate     float64
	concurrency  int
	resume       string
	printPolicy  bool

	format format
	threshold
	minHarm       userpoolclient.Harm
	baseline      string
	writeBaseline string
	against       []string
	context       contextFlags // the parameters of the templates
}

func newAudit(a *app) *cobra.Command {
	var o auditOptions
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check every app client of live accounts, and where they differ from the code",
		Long: `audit reads the app clients of live accounts, checks each with its user pool, and
shows what it comes to. Access is that of the AWS SDK: the environment,
AWS_PROFILE, AWS_ENDPOINT_URL, a role of the machine. It calls only operations that
list and describe; --print-policy prints the least IAM policy.

It reads at a rate that leaves the account's own traffic its share. What cannot be
read (no permission, throttled to the end) is listed and makes the exit code 2:
nothing found is said only of what was read. Ctrl-C ends with what there is, marked
partial; --resume goes on there another time. A secret is never kept or shown: the
report says whether there is one.

A live client is no request: rules about a planned call, or about what the client
is for, do not run.

--against compares with infrastructure code: a client is matched by its ID, else by
its name and user pool. What differs was changed outside the code or is not yet
deployed, and exits 1 whatever --fail-on says.`,
		Example: `  userpoolclient audit
  userpoolclient audit --region all --format html > clients.html
  userpoolclient audit --against templates --against main.plan.json
  userpoolclient audit --accounts-file accounts.txt \
    --role-arn 'arn:aws:iam::*:role/Audit' --region eu-west-1 --resume audit.jsonl
  userpoolclient audit --print-policy`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			defer context.AfterFunc(ctx, stop)() // the second Ctrl-C ends the process
			return a.audit(ctx, &o)
		},
	}
	o.addScope(cmd)
	o.threshold.add(cmd)
	addFormat(cmd, &o.format, formatConcise, formatLines, formatSARIF, formatCSV, formatHTML)
	o.addReport(cmd)
	return cmd
}

func (o *auditOptions) addScope(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&o.access.Regions, "region", nil,
		"read a `REGION`, or all that are enabled; may be repeated (default that of the AWS configuration)")
	flags.StringSliceVar(&o.pools, "pool", nil, "read only the user pool of this `ID`; may be repeated")
	flags.StringSliceVar(&o.access.Profiles, "profile", nil,
		"read as a `PROFILE` of the AWS configuration; may be repeated")
	flags.StringSliceVar(&o.access.Roles, "role-arn", nil,
		"assume a role, by its `ARN`; may be repeated, and have * for the accounts of --accounts-file")
	flags.StringVar(&o.access.ExternalID, "external-id", "", "the external `ID` that the roles want")
	flags.StringVar(&o.accountsFile, "accounts-file", "", "a `FILE` of account IDs, each to be read with --role-arn")
	flags.Float64Var(&o.rate, "rate", audit.DefaultRate, "reads a second in each Region of an account")
	flags.Float64Var(&o.poolRate, "pool-rate", audit.DefaultPoolRate, "reads a second of each user pool")
	flags.IntVar(&o.concurrency, "concurrency", audit.DefaultConcurrency, "calls at a time")
	flags.StringVar(&o.resume, "resume", "",
		"write what is read into a `FILE` of JSON Lines, and go on where an earlier run that wrote it stopped")
	flags.BoolVar(&o.printPolicy, "print-policy", false, "print the least IAM policy that an audit needs, and exit")
}

func (o *auditOptions) addReport(cmd *cobra.Command) {
	addChoice(cmd, &o.minHarm, "min-harm", "leave out advice of less harm", userpoolclient.HarmLow,
		userpoolclient.HarmMedium, userpoolclient.HarmHigh)
	flags := cmd.Flags()
	flags.StringVar(&o.baseline, "baseline", "", "leave out the findings that a `FILE` holds")
	flags.StringVar(&o.writeBaseline, "write-baseline", "", "write the findings into a `FILE` and exit 0")
	flags.StringArrayVar(&o.against, "against", nil,
		"compare with the code in a `PATH`: templates, plans, states, source; may be repeated")
	o.context.addParameters(cmd)
}

// check returns an error about flags that do not go together.
func (o *auditOptions) check() error {
	switch {
	case !isPace(o.rate) || !isPace(o.poolRate) || o.concurrency <= 0:
		return errors.New("--rate, --pool-rate and --concurrency must be numbers greater than 0")
	case o.accountsFile != "" && len(o.access.Roles) == 0:
		return errors.New("--accounts-file needs --role-arn with a * for the account: 'arn:aws:iam::*:role/Audit'")
	case o.format == formatLines && len(o.against) > 0:
		return errors.New("--format jsonl holds what is read, not how it compares; leave out --against")
	case o.format == formatLines && o.baseline != "":
		return errors.New("--format jsonl holds every finding as it comes; leave out --baseline")
	case o.writeBaseline != "" && o.baseline != "":
		return errors.New("--baseline and --write-baseline do not go together")
	case o.writeBaseline != "" && len(o.against) > 0:
		return errors.New("--write-baseline holds findings, not how the code compares; leave out --against")
	}
	return knownRules(o.ignore)
}

// isPace reports whether a number says how fast to read: "NaN" and "Inf", which a flag
// takes for numbers, would wait for nothing.
func isPace(n float64) bool { return n > 0 && !math.IsInf(n, 1) }

func (a *app) audit(ctx context.Context, o *auditOptions) error {
	if o.printPolicy {
		text, err := audit.Policy()
		if err != nil {
			return err
		}
		fmt.Fprintln(a.out, string(text))
		return nil
	}
	if err := o.check(); err != nil {
		return err
	}
	code, err := a.declared(o) // before the account is read, which takes longer
	if err != nil {
		return err
	}
	if err := a.accounts(o); err != nil {
		return err
	}
	targets, err := audit.Targets(ctx, o.ofPools())
	if err != nil {
		return fmt.Errorf("%s", withHint(err))
	}
	inventory, err := a.inventory(ctx, o, targets)
	switch {
	case closedPipe(err): // nobody reads on
		return nil
	case err != nil:
		return err
	}
	return a.reportAudit(o, inventory, code)
}

// withHint adds to an error of the configuration what to do about it.
func withHint(err error) string {
	if strings.Contains(err.Error(), "no Region") {
		return err.Error() + " with --region or AWS_REGION"
	}
	return err.Error()
}

// ofPools is where to read: the Regions that the pools name, unless some are
// named.
func (o *auditOptions) ofPools() audit.Access {
	access := o.access
	if len(access.Regions) > 0 {
		return access
	}
	for _, id := range o.pools {
		if region := audit.RegionOf(id); region != "" && !slices.Contains(access.Regions, region) {
			access.Regions = append(access.Regions, region)
		}
	}
	return access
}

var accountID = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9]{12}$`)
})

// accounts puts the accounts of the file into the roles.
func (a *app) accounts(o *auditOptions) error {
	if o.accountsFile == "" {
		return nil
	}
	data, err := a.read(o.accountsFile)
	if err != nil {
		return err
	}
	var roles []string
	for _, id := range strings.Fields(string(data)) {
		if !accountID().MatchString(id) {
			return fmt.Errorf("%s: %s is no account ID; it must have 12 digits", displayName(o.accountsFile), printable(id))
		}
		for _, role := range o.access.Roles {
			if strings.Contains(role, "*") {
				roles = append(roles, strings.ReplaceAll(role, "*", id))
			}
		}
	}
	for _, role := range o.access.Roles {
		if !strings.Contains(role, "*") {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 || !slices.ContainsFunc(o.access.Roles, func(r string) bool { return strings.Contains(r, "*") }) {
		return fmt.Errorf("%s: --role-arn must have a * for the account, and the file an account ID",
			displayName(o.accountsFile))
	}
	o.access.Roles = roles
	return nil
}

// inventory reads the accounts, and writes what it reads as it comes.
func (a *app) inventory(ctx context.Context, o *auditOptions, targets []audit.Target) (*audit.Inventory, error) {
	shown := a.newAuditProgress()
	defer shown.end()
	options := audit.Options{
		Targets: targets, Pools: o.pools, Rate: o.rate, PoolRate: o.poolRate, Concurrency: o.concurrency,
		Progress: shown.at, Now: a.now,
	}
	var sinks []func(audit.Record) error
	if o.resume != "" {
		journal, err := audit.OpenJournal(o.resume)
		if err != nil {
			return nil, err
		}
		defer func() { _ = journal.Close() }() // every record is written by itself
		options.Journal = journal
		sinks = append(sinks, journal.Append)
	}
	if o.format == formatLines {
		sinks = append(sinks, a.writeLine)
	}
	options.Record = func(r audit.Record) error {
		for _, sink := range sinks {
			if err := sink(r); err != nil {
				return err
			}
		}
		return nil
	}
	return audit.Run(ctx, options)
}

// writeLine writes a record where it is seen at once.
func (a *app) writeLine(r audit.Record) error {
	if err := audit.WriteRecord(a.out, r); err != nil {
		return err
	}
	if buffered, ok := a.out.(interface{ Flush() error }); ok {
		return buffered.Flush()
	}
	return nil
}
