package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/spf13/cobra"

	questions "github.com/userpoolclient/userpoolclient/internal/probe"
)

type probeOptions struct {
	poolID, profile, region, endpoint string
	out                               string
	only                              []string
	dryRun, yes                       bool
	cleanUp                           string
}

func newProbe(a *app) *cobra.Command {
	var o probeOptions
	cmd := &cobra.Command{
		Use:   "probe",
		Short: "Ask Amazon Cognito itself what the public evidence leaves open",
		Long: `probe asks Amazon Cognito what the public evidence leaves open: it makes app
clients on AWS, writes down what becomes of them, and deletes them. It is the one
command that writes to AWS. The fields table and explain name the questions.

It asks before it starts; --dry-run prints the calls and makes none. Without
--user-pool-id it makes two user pools of its own, without users, and deletes
them. In a pool that is named it makes app clients and nothing else, some
questions are not answered then. It touches no app client that it has not made.

What it makes has the run's ID in its name, and is deleted also after an
interrupt. Where even that was cut short, --clean-up RUN deletes what is left.

It writes each question, its answer, and what was sent and answered, without
secrets, to a file, and exits 1 where a question was not answered.

Credentials, Region and endpoint are those of the AWS CLI; --endpoint-url names
another service, such as that of userpoolclient serve.`,
		Example: `  userpoolclient probe --dry-run
  userpoolclient probe --user-pool-id eu-central-1_a1B2c3D4e --only omission,grace-default`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return a.probe(ctx, &o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.poolID, "user-pool-id", "", "make app clients in the user pool `ID`, and no pool")
	flags.StringVar(&o.profile, "profile", "", "the `NAME` of a profile of the AWS CLI")
	flags.StringVar(&o.region, "region", "", "the `REGION`")
	flags.StringVar(&o.endpoint, "endpoint-url", "", "the `URL` of the service")
	flags.StringVarP(&o.out, "output", "o", "probe.json", "write the report to a `FILE`")
	flags.StringSliceVar(&o.only, "only", nil, "ask some questions only: `QUESTION,…`")
	flags.BoolVar(&o.dryRun, "dry-run", false, "print the calls and make none")
	flags.BoolVar(&o.yes, "yes", false, "do not ask")
	flags.StringVar(&o.cleanUp, "clean-up", "", "delete what the run `RUN` has left, and ask nothing of the service")
	return cmd
}

// questionIDs returns the names of the questions.
func questionIDs() []string {
	var ids []string
	for _, q := range questions.Questions() {
		ids = append(ids, q.ID)
	}
	return ids
}

func (a *app) probe(ctx context.Context, o *probeOptions) error {
	for _, id := range o.only {
		if ids := questionIDs(); !slices.Contains(ids, id) {
			return fmt.Errorf("there is no question %q%s; there are %s", id, didYouMean(id, ids), strings.Join(ids, ", "))
		}
	}
	run := strings.ToLower(rand.Text())
	options := questions.Options{PoolID: o.poolID, Run: run, Only: o.only, Now: a.clock}
	if o.dryRun {
		for _, line := range questions.Plan(options) {
			fmt.Fprintln(a.out, line)
		}
		return nil
	}
	if err := o.connect(ctx, &options); err != nil {
		return err
	}
	if o.cleanUp != "" {
		n, err := questions.CleanUp(ctx, options.Client, o.poolID, o.cleanUp)
		fmt.Fprintf(a.err, "userpoolclient: deleted %d that the run %s had left\n", n, o.cleanUp)
		return err
	}
	if !o.yes && !a.agreed(ctx, &options) {
		return errors.New("nothing was done")
	}
	return a.runProbe(ctx, options, o.out)
}

// connect makes the client, as the AWS CLI would.
func (o *probeOptions) connect(ctx context.Context, options *questions.Options) error {
	load := []func(*config.LoadOptions) error{config.WithSharedConfigProfile(o.profile)}
	if o.region != "" {
		load = append(load, config.WithRegion(o.region))
	}
	cfg, err := config.LoadDefaultConfig(ctx, load...)
	if err != nil {
		return err
	}
	if cfg.Region == "" {
		return errors.New("there is no Region; set --region, AWS_REGION or a profile that has one")
	}
	options.Region = cfg.Region
	options.Client = cognitoidentityprovider.NewFromConfig(cfg, func(c *cognitoidentityprovider.Options) {
		if o.endpoint != "" {
			c.BaseEndpoint = &o.endpoint
		}
	})
	return nil
}

// agreed reports whether the user wants what is to be done.
func (a *app) agreed(ctx context.Context, o *questions.Options) bool {
	where := "in two user pools of its own, which it makes and deletes"
	if o.PoolID != "" {
		where = "in the user pool " + o.PoolID
	}
	fmt.Fprintf(a.err, "userpoolclient: this makes and deletes app clients on %s, %s. Go on? [yes/no] ", o.Region, where)
	answer := make(chan string, 1)
	go func() { // ends with the process, should nobody answer
		line, _ := bufio.NewReader(a.in).ReadString('\n')
		answer <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case text := <-answer:
		return text == "yes" || text == "y"
	case <-ctx.Done():
		return false
	}
}

// runProbe asks and writes the report, of what was asked also after an interrupt.
func (a *app) runProbe(ctx context.Context, o questions.Options, file string) error {
	fmt.Fprintf(a.err, "userpoolclient: run %s\n", o.Run)
	open := 0
	o.Told = func(question, name, answer string) {
		if strings.HasPrefix(answer, questions.NotAnswered) {
			open++
		}
		fmt.Fprintln(a.out, a.style().bold(question)+", "+printable(name))
		writeWrapped(a.out, a.columns(), "  ", printable(answer))
	}
	report, err := questions.Run(ctx, o)
	data, failed := json.MarshalIndent(report, "", "  ")
	if failed == nil {
		failed = os.WriteFile(file, append(data, '\n'), 0o600)
	}
	if open > 0 {
		a.atLeast(exitFindings)
	}
	return errors.Join(err, failed)
}
