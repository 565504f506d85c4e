package probe

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

const run = "testrun1"

func options(server *cognitotest.Server) Options {
	o := Options{
		Region: "us-east-1", Run: run,
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	}
	if server != nil {
		o.Client = server.Client(cognitotest.RetryAtOnce)
	}
	return o
}

// answers are the answers of a report, a line each.
func answers(r *Report) string {
	var b strings.Builder
	for _, q := range r.Questions {
		fmt.Fprintf(&b, "%s\n", q.ID)
		for _, c := range q.Cases {
			name := c.Name
			if r := []rune(name); len(r) > 60 {
				name = string(r[:60]) + "…"
			}
			answer := strings.ReplaceAll(c.Answer, strings.Repeat("a", 900), "(900 a)")
			fmt.Fprintf(&b, "  %s: %s\n", name, answer)
		}
	}
	return b.String()
}

// nothingLeft holds after every probe.
func nothingLeft(t *testing.T, server *cognitotest.Server, own string) {
	t.Helper()
	client := server.Client()
	out, err := client.ListUserPools(context.Background(),
		&cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)})
	if err != nil {
		t.Fatal(err)
	}
	for _, pool := range out.UserPools {
		if *pool.Id != own {
			t.Errorf("the pool %s is left behind", *pool.Name)
			continue
		}
		clients, err := client.ListUserPoolClients(context.Background(),
			&cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: pool.Id, MaxResults: aws.Int32(60)})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range clients.UserPoolClients {
			if *c.ClientName != "theirs" {
				t.Errorf("the app client %s is left behind", *c.ClientName)
			}
		}
	}
}

// What the server models is answered as it models it, in both modes; what it does
// not is not answered. Every line of the golden files has been read.
func TestAnswers(t *testing.T) {
	for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
		t.Run(omission.String(), func(t *testing.T) {
			server := cognitotest.NewServer(t, cognitotest.WithOmission(omission))
			report, err := Run(t.Context(), options(server))
			if err != nil {
				t.Fatal(err)
			}
			nothingLeft(t, server, "")
			golden(t, "answers-"+omission.String()+".txt", answers(report))
			if n := server.Calls("CreateUserPoolClient"); n < 50 {
				t.Errorf("only %d clients", n)
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s is not as it was (-update rewrites it):\n%s", name, d)
	}
}

// named makes a pool with a client of somebody else.
func named(t *testing.T, server *cognitotest.Server) (poolID, clientID string) {
	t.Helper()
	c := server.AddClient(t, &userpoolclient.Config{ClientName: aws.String("theirs")})
	return *c.UserPoolId, *c.ClientId
}

func TestNamedPool(t *testing.T) {
	server := cognitotest.NewServer(t)
	o := options(server)
	o.PoolID, _ = named(t, server)
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, server, o.PoolID)
	for _, operation := range []string{"CreateUserPool", "CreateResourceServer", "DeleteUserPool"} {
		if n := server.Calls(operation); n != map[string]int{"CreateUserPool": 0}[operation] {
			t.Errorf("%s was called %d times", operation, n)
		}
	}
	text := answers(report)
	for _, want := range []string{"it needs a user pool of the tier LITE", "it needs a user pool of the probe's own"} {
		if !strings.Contains(text, want) {
			t.Errorf("no case says %q", want)
		}
	}
	if report.Pool != (Pool{ID: o.PoolID, Tier: "ESSENTIALS"}) {
		t.Errorf("the pool is %+v", report.Pool)
	}
}

// In a pool of the tier LITE the tier would reject what the question is not about.
func TestNamedLitePool(t *testing.T) {
	server := cognitotest.NewServer(t)
	o := options(server)
	o.PoolID = server.AddPool(t, &cognitoidentityprovider.CreateUserPoolInput{
		PoolName: aws.String("theirs"), UserPoolTier: types.UserPoolTierTypeLite,
	})
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	beyond := 0
	for _, q := range report.Questions {
		for _, c := range q.Cases {
			if c.Answer == "not answered: it needs a user pool of a tier above LITE" {
				beyond++
				continue
			}
			for _, e := range c.Exchanges {
				isOfTier := strings.Contains(string(e.Request), "Rotation") ||
					strings.Contains(string(e.Request), "ALLOW_CLIENT_TOKEN_AUTH")
				if isOfTier && q.ID != "lite" {
					t.Errorf("%s, %s asks for what the pool has not: %s", q.ID, c.Name, c.Answer)
				}
			}
		}
	}
	if beyond != 3 {
		t.Errorf("%d cases need another tier", beyond)
	}
}

// Nothing is left behind where calls fail, answers are lost, or the user interrupts,
// whenever that is; and the client of somebody else is as it was.
func TestNothingIsLeftBehind(t *testing.T) {
	for _, own := range []bool{true, false} {
		for _, tt := range []struct {
			why    string
			faults cognitotest.Faults
			at     int // the user interrupts after so many answers; 0: not
		}{
			{"answers are lost", cognitotest.Faults{Seed: 1, LoseAnswer: 0.2}, 0},
			{"everything is throttled now and then", cognitotest.Faults{Seed: 2, Throttle: 0.4}, 0},
			{"deleting meets conflicts", cognitotest.Faults{Seed: 3, Conflict: 0.5}, 0},
			{"an interrupt at once", cognitotest.Faults{}, 1},
			{"an interrupt in the middle", cognitotest.Faults{}, 20},
		} {
			t.Run(fmt.Sprintf("own pool %v, %s", own, tt.why), func(t *testing.T) {
				server := cognitotest.NewServer(t, cognitotest.WithFaults(tt.faults))
				o := options(server)
				theirs := ""
				if !own {
					o.PoolID, theirs = named(t, server)
				}
				o.Client = server.Client(patient)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				told := 0
				o.Told = func(string, string, string) {
					if told++; told == tt.at {
						cancel()
					}
				}
				report, err := Run(ctx, o)
				if (tt.at > 0) != errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				if tt.at > 0 && !strings.Contains(answers(report), "not answered: the probe was ended before") {
					t.Error("it does not say what was not asked")
				}
				nothingLeft(t, server, o.PoolID)
				if again, err := CleanUp(context.Background(), o.Client, o.PoolID, run); again != 0 || err != nil {
					t.Errorf("%d were left, %v", again, err)
				}
				if theirs != "" {
					if n := made(t, server, o.PoolID); n != 1 {
						t.Errorf("%d clients", n)
					}
				}
			})
		}
	}
}

func patient(o *cognitoidentityprovider.Options) {
	cognitotest.RetryAtOnce(o)
	o.Retryer = manyAttempts{o.Retryer}
}

type manyAttempts struct{ aws.Retryer }

func (manyAttempts) MaxAttempts() int { return 50 }
func (m manyAttempts) IsErrorRetryable(err error) bool {
	var conflict *types.ConcurrentModificationException
	return errors.As(err, &conflict) || m.Retryer.IsErrorRetryable(err)
}

func made(t *testing.T, server *cognitotest.Server, poolID string) int {
	t.Helper()
	out, err := server.Client(patient).ListUserPoolClients(context.Background(),
		&cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &poolID, MaxResults: aws.Int32(60)})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.UserPoolClients)
}

// A client that this run has not made passes no call, whatever asks for it.
func TestOtherClientsAreNotTouched(t *testing.T) {
	server := cognitotest.NewServer(t)
	o := options(server)
	pool, theirs := named(t, server)
	p := &prober{Options: o, made: map[string]Pool{"mine": {ID: "another"}}}
	for _, operation := range []string{
		"UpdateUserPoolClient", deleteOperation, "DescribeUserPoolClient", "GetClientToken",
	} {
		for _, id := range []string{theirs, "mine", ""} {
			body := fmt.Sprintf(`{"UserPoolId":%q,"ClientId":%q}`, pool, id)
			e := p.do(t.Context(), Pool{ID: pool}, operation, []byte(body))
			var other *NotMadeError
			if !errors.As(e.failure, &other) || other.ClientID != id {
				t.Errorf("%s %q: %v", operation, id, e.failure)
			}
			if n := server.Calls(operation); n != 0 {
				t.Errorf("%s was sent", operation)
			}
		}
	}
	// Names that only look like a run's.
	for _, name := range []string{"userpoolclient-probe-other", "userpoolclient-probe-" + run, "x" + prefix + run + "-1"} {
		server.AddClient(t, &userpoolclient.Config{UserPoolId: &pool, ClientName: &name})
	}
	if n, err := CleanUp(t.Context(), o.Client, pool, run); n != 0 || err != nil {
		t.Errorf("%d deleted, %v", n, err)
	}
	server.AddClient(t, &userpoolclient.Config{UserPoolId: &pool, ClientName: aws.String(prefix + run + "-1")})
	if n, err := CleanUp(t.Context(), o.Client, pool, run); n != 1 || err != nil {
		t.Errorf("%d deleted, %v", n, err)
	}
	if n := made(t, server, pool); n != 4 {
		t.Errorf("%d clients are left", n)
	}
	for _, bad := range []string{"", "a", "testrun1*", "TESTRUN1"} {
		if _, err := CleanUp(t.Context(), o.Client, pool, bad); err == nil {
			t.Errorf("the run %q is accepted", bad)
		}
	}
}

// The report has requests and answers as they were, and no secret.
func TestReportHasNoSecrets(t *testing.T) {
	server := cognitotest.NewServer(t)
	report, err := Run(t.Context(), options(server))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if n := strings.Count(text, `"(secret)"`); n < 10 {
		t.Errorf("only %d secrets were left out", n)
	}
	for _, bad := range []string{"probe0123456789abcdefghijklmnop", "eyJ"} { // the one it sends, and any token
		if strings.Contains(text, bad) {
			t.Errorf("the report shows %q", bad)
		}
	}
	for _, verbatim := range []string{
		`"RefreshTokenValidity":0`, `"EnableTokenRevocation":false`, `"AllowedOAuthFlowsUserPoolClient":false`,
	} {
		if !strings.Contains(text, verbatim) {
			t.Errorf("the report does not have %s, which was sent", verbatim)
		}
	}
}

// Zeros and false reach the service.
func TestZerosAreSent(t *testing.T) {
	server := cognitotest.NewServer(t)
	pool := server.AddPool(t, nil)
	body := fmt.Sprintf(`{"UserPoolId":%q,"ClientName":"a","EnableTokenRevocation":false,"AuthSessionValidity":0}`, pool)
	e := call(t.Context(), server.Client(), createOperation, []byte(body))
	if e.exception != "InvalidParameterException" || e.Status != 400 ||
		!strings.Contains(e.message, "authSessionValidity") {
		t.Errorf("got %+v", e)
	}
}

// Where the service could not be asked, there is no answer, rather than a wrong one.
func TestNotAnswered(t *testing.T) {
	for _, fault := range []error{
		&types.NotAuthorizedException{}, &types.TooManyRequestsException{}, &types.InternalErrorException{},
		cognitotest.ErrDropBefore, &types.LimitExceededException{},
	} {
		server := cognitotest.NewServer(t)
		o := options(server)
		o.Client, o.Only = server.Client(func(o *cognitoidentityprovider.Options) { o.Retryer = aws.NopRetryer{} }),
			[]string{"allow-without-refresh"}
		server.Fail(createOperation, 1, fault)
		report, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		answer := report.Questions[0].Cases[0].Answer
		var judgement *types.NotAuthorizedException
		if isJudged := errors.As(fault, &judgement); strings.HasPrefix(answer, NotAnswered) == isJudged {
			t.Errorf("%v: %s", fault, answer)
		}
		nothingLeft(t, server, "")
	}
}

// The plan has each call that the run then makes.
func TestPlan(t *testing.T) {
	server := cognitotest.NewServer(t)
	o := options(server)
	plan := strings.Join(Plan(o), "\n")
	if n := server.Calls(""); n != 0 {
		t.Errorf("%d calls", n)
	}
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, q := range report.Questions {
		for _, c := range q.Cases {
			for _, e := range c.Exchanges {
				sent++
				if !strings.Contains(plan, "\n"+e.Operation+" {") {
					t.Errorf("%s is not planned", e.Operation)
				}
			}
		}
	}
	if planned := strings.Count(plan, " {"); planned < sent || sent < 60 {
		t.Errorf("%d calls planned, %d made", planned, sent)
	}
}

// The table has what explain, the docs and the fields table need of it.
func TestTable(t *testing.T) {
	seen := make(map[string]bool)
	for _, q := range Questions() {
		if seen[q.ID] || q.ID == "" || q.Asks == "" || len(q.Cases) == 0 {
			t.Errorf("the question %q is not complete, or is there twice", q.ID)
		}
		seen[q.ID] = true
		for _, c := range q.Cases {
			if c.Name == "" || (c.Cannot == "") == (len(c.Steps) == 0) {
				t.Errorf("%s: the case %q is not complete", q.ID, c.Name)
			}
			for _, s := range c.Steps {
				if !json.Valid([]byte("{" + s.Members + "}")) {
					t.Errorf("%s, %s: %s", q.ID, c.Name, s.Members)
				}
			}
		}
	}
	if len(seen) != 12 {
		t.Errorf("%d questions", len(seen))
	}
}

// Each field whose omission is undetermined names the questions that would settle
// it, and they are about it.
func TestFieldsNameTheirQuestions(t *testing.T) {
	asks := make(map[string][]userpoolclient.Field)
	for _, q := range Questions() {
		asks[q.ID] = q.Fields
	}
	named := make(map[string]bool)
	for _, f := range userpoolclient.Fields() {
		if open := f.Omission == userpoolclient.OmissionUndetermined; open != (f.Probes != nil) {
			t.Errorf("%s: undetermined %v, and names %v", f.Name, open, f.Probes)
		}
		for _, id := range f.Probes {
			named[id] = true
			if about := asks[id]; !slices.Contains(about, f.Name) && !slices.Contains(about, f.Parent) {
				t.Errorf("%s names the question %q, which is about %v", f.Name, id, about)
			}
		}
	}
	if !named["omission"] || !named["grace-default"] {
		t.Errorf("named are %v", named)
	}
}
