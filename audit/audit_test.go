package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// The secrets of seeded clients begin with it, so that a leak is found.
const secretMark = "s3cr3tvalue"

// seed is a document of pools with so many clients in all, of which some break
// rules and some have secrets.
func seed(t testing.TB, pools, clients int) []byte {
	t.Helper()
	var all []any
	for p := range pools {
		var list []any
		for i := p; i < clients; i += pools {
			c := map[string]any{
				"ClientId": fmt.Sprintf("client%dx%d", p, i), "ClientName": fmt.Sprintf("app %d", i),
				"ExplicitAuthFlows": []string{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
			}
			switch i % 4 {
			case 1:
				c["ClientSecret"] = fmt.Sprintf("%s%030d", secretMark, i)
				c["EnableTokenRevocation"] = false
			case 2:
				c["CallbackURLs"] = []string{"http://localhost/callback"}
			case 3:
				c["ReadAttributes"] = []string{}
			}
			list = append(list, c)
		}
		all = append(all, map[string]any{
			"Id":       fmt.Sprintf("us-east-1_pool%d", p),
			"UserPool": map[string]any{"PoolName": fmt.Sprintf("pool %d", p)},
			"ResourceServers": []any{map[string]any{"Identifier": "api", "Name": "API",
				"Scopes": []any{map[string]any{"ScopeName": "read", "ScopeDescription": "Read"}}}},
			"UserPoolClients": list,
		})
	}
	data, err := json.Marshal(map[string]any{"UserPools": all})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// serve starts a server with the seeded pools.
func serve(t testing.TB, data []byte, options ...cognitotest.Option) *cognitotest.Server {
	t.Helper()
	clock := func() time.Time { return time.Unix(1e9, 0) } // dates are part of the report
	s := cognitotest.NewServer(t, append(options, cognitotest.WithClock(clock))...)
	if err := s.Load(data); err != nil {
		t.Fatal(err)
	}
	return s
}

// impatient is the SDK's retryer without its pauses.
func impatient(o *cip.Options) {
	o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = 20
		o.RateLimiter = ratelimit.None
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

func fast(s *cognitotest.Server) Options {
	return Options{
		Targets: []Target{{Region: "us-east-1", API: s.Client(impatient)}},
		Rate:    1e6, PoolRate: 1e6, Now: func() time.Time { return time.Unix(1e9, 0) },
	}
}

// textOf is everything that an inventory comes to, findings and settings too.
func textOf(t testing.TB, in *Inventory) string {
	t.Helper()
	var b bytes.Buffer
	for _, p := range in.Pools {
		fmt.Fprintf(&b, "%s %s %+v\n", p.ARN(), p.Name, p.Has)
	}
	for _, c := range in.Clients {
		if err := WriteRecord(&b, Record{Kind: KindClient, Client: c}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, c.PoolARN(), c.Settings())
	}
	fmt.Fprintln(&b, in.Unread, in.Partial, in.PoolsLeft, in.ClientsLeft)
	return b.String()
}

func audited(t testing.TB, o Options) *Inventory {
	t.Helper()
	in, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestRunReadsEverything(t *testing.T) {
	s := serve(t, seed(t, 5, 130))
	in := audited(t, fast(s))
	if len(in.Pools) != 5 || len(in.Clients) != 130 || !in.Complete() {
		t.Fatalf("%d pools, %d clients, complete %v, unread %v", len(in.Pools), len(in.Clients), in.Complete(),
			in.Unread)
	}
	secrets, findings := 0, 0
	for _, c := range in.Clients {
		if c.Config.ClientSecret != nil {
			t.Fatal("a secret is kept")
		}
		if c.Secret.String() == "present" {
			secrets++
		}
		findings += len(c.Findings())
		if c.Pool().Has == nil || !slices.Contains(c.Pool().Has.Scopes, "api/read") || c.Account != "123456789012" {
			t.Fatalf("the pool of %s: %+v", c.ID, c.Pool())
		}
	}
	// Every fourth client has a secret.
	if secrets != 33 || findings == 0 {
		t.Errorf("%d clients with a secret, want 33; %d findings", secrets, findings)
	}
	if text := textOf(t, in); strings.Contains(text, secretMark) {
		t.Error("a secret leaves the run")
	}
}

func TestRunIsTheSameUnderFaults(t *testing.T) {
	data := seed(t, 5, 60)
	want := textOf(t, audited(t, fast(serve(t, data))))
	retried := 0
	for n := range uint64(20) {
		s := serve(t, data, cognitotest.WithFaults(cognitotest.Faults{Seed: n, Throttle: .1, Drop: .1}))
		if got := textOf(t, audited(t, fast(s))); got != want {
			t.Fatalf("seed %d: another report (-want +got):\n%s", n, cmp.Diff(want, got))
		}
		if s.Calls("DescribeUserPoolClient") > 60 {
			retried++
		}
	}
	if retried < 15 {
		t.Errorf("only %d of 20 runs met a fault: the test sees too little", retried)
	}
}

// arrivals counts requests as they arrive.
type arrivals struct {
	http.Handler
	mu    sync.Mutex
	begin time.Time
	all   []time.Duration
	pools map[string][]time.Duration
}

func (a *arrivals) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	r.Body = http.NoBody
	r.Body = readCloser{bytes.NewReader(body.Bytes())}
	var named struct{ UserPoolId string }
	_ = json.Unmarshal(body.Bytes(), &named)
	a.mu.Lock()
	at := time.Since(a.begin)
	a.all = append(a.all, at)
	if named.UserPoolId != "" {
		a.pools[named.UserPoolId] = append(a.pools[named.UserPoolId], at)
	}
	a.mu.Unlock()
	a.Handler.ServeHTTP(w, r)
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// TestRunKeepsTheRate holds that no attempt comes early, retries included: the
// n-th may not arrive before n-1 intervals have passed. A slow machine makes
// arrivals later, never earlier.
func TestRunKeepsTheRate(t *testing.T) {
	const rate, poolRate = 2000, 600
	service := cognitotest.New(cognitotest.WithFaults(cognitotest.Faults{Seed: 1, Throttle: .1}))
	if err := service.Load(seed(t, 5, 1000)); err != nil {
		t.Fatal(err)
	}
	a := &arrivals{Handler: service, pools: make(map[string][]time.Duration)}
	server := httptest.NewServer(a)
	defer server.Close()
	api := cip.NewFromConfig(aws.Config{Region: "us-east-1", Credentials: anybody{}, BaseEndpoint: &server.URL},
		impatient)
	a.begin = time.Now()
	in := audited(t, Options{Targets: []Target{{Region: "us-east-1", API: api}}, Rate: rate, PoolRate: poolRate})
	if len(in.Clients) != 1000 || !in.Complete() {
		t.Fatalf("%d clients, unread %v", len(in.Clients), in.Unread)
	}
	early := func(name string, at []time.Duration, rate float64) {
		slices.Sort(at)
		for n, d := range at {
			if least := time.Duration(float64(n) / rate * 1e9); d < least-time.Microsecond {
				t.Errorf("%s: attempt %d arrives after %v, want at least %v", name, n+1, d, least)
				return
			}
		}
	}
	early("all", a.all, rate)
	for name, at := range a.pools {
		early(name, at, poolRate)
	}
	// 1 list, 5 pools of 7 calls, 1,000 clients, and a tenth of them again.
	if len(a.all) < 1036+50 || len(a.pools) != 5 {
		t.Errorf("%d attempts on %d pools: the test sees too little", len(a.all), len(a.pools))
	}
}

type anybody struct{}

func (anybody) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "none"}, nil
}

// TestRunInBoundedMemory holds that a thousand clients do not fill the memory.
func TestRunInBoundedMemory(t *testing.T) {
	s := serve(t, seed(t, 5, 1000))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	in := audited(t, fast(s))
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(in.Clients) != 1000 || !in.Complete() {
		t.Fatalf("%d clients, unread %v", len(in.Clients), in.Unread)
	}
	const most = 20 << 20
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > most {
		t.Errorf("the inventory of 1,000 clients takes %d MiB", grown>>20)
	}
	runtime.KeepAlive(in)
}

func TestRunAccountsForWhatItCannotRead(t *testing.T) {
	denied := &types.NotAuthorizedException{Message: aws.String("not authorized to perform it")}
	for _, test := range []struct {
		name, operation string
		n               int
		err             error
		clients, unread int
		first           Unread
	}{
		{"a Region", "ListUserPools", 1, denied, 0, 1, Unread{Region: "us-east-1", Operation: "ListUserPools"}},
		{"the clients of a pool", "ListUserPoolClients", 1, denied, 4, 1, Unread{Operation: "ListUserPoolClients"}},
		{"a pool, whose clients are read all the same", "DescribeUserPool", 1, denied, 8, 1,
			Unread{Operation: "DescribeUserPool"}},
		{"the providers of a pool, which are then not known", "ListIdentityProviders", 1, denied, 8, 1,
			Unread{Operation: "ListIdentityProviders"}},
		{"the resource servers of a pool", "ListResourceServers", 1, denied, 8, 1,
			Unread{Operation: "ListResourceServers"}},
		{"two clients", "DescribeUserPoolClient", 2, denied, 6, 2, Unread{Operation: "DescribeUserPoolClient"}},
		{"throttled to the end", "DescribeUserPoolClient", 1000, &types.TooManyRequestsException{}, 0, 8,
			Unread{Operation: "DescribeUserPoolClient"}},
		{"a client that is deleted meanwhile is no client", "DescribeUserPoolClient", 1,
			&types.ResourceNotFoundException{}, 7, 0, Unread{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, seed(t, 2, 8))
			s.Fail(test.operation, test.n, test.err)
			var records []Record
			o := fast(s)
			o.Record = func(r Record) error { records = append(records, r); return nil }
			in := audited(t, o)
			if len(in.Clients) != test.clients || len(in.Unread) != test.unread || in.Partial {
				t.Fatalf("%d clients, unread %+v", len(in.Clients), in.Unread)
			}
			if in.Complete() != (test.unread == 0) {
				t.Errorf("complete: %v", in.Complete())
			}
			last := records[len(records)-1]
			if last.Kind != KindEnd || last.End.Complete != in.Complete() || last.End.Unread != test.unread {
				t.Errorf("the last record is %+v", last.End)
			}
			if test.unread == 0 {
				return
			}
			for _, c := range in.Clients {
				has, partly := c.Pool().Has, c.PoolID == in.Unread[0].PoolID
				wantProviders := !(partly && test.operation == "ListIdentityProviders")
				wantScopes := !(partly && test.operation == "ListResourceServers")
				if has != nil && ((has.IdentityProviders != nil) != wantProviders ||
					(has.Scopes != nil) != wantScopes) {
					t.Errorf("the pool of %s: %+v", c.ID, has)
				}
			}
			got := in.Unread[0]
			if got.Operation != test.first.Operation || got.Code == "" || got.Region != "us-east-1" {
				t.Errorf("unread: %+v", got)
			}
			if (got.Operation != "ListUserPools") != (got.PoolID != "") {
				t.Errorf("unread names no pool: %+v", got)
			}
		})
	}
}

// TestRunResumed interrupts runs after every so many records, and holds that what
// was read is not read again and that the report is the same in the end.
func TestRunResumed(t *testing.T) {
	data := seed(t, 3, 40)
	want := textOf(t, audited(t, fast(serve(t, data))))
	for _, after := range []int{1, 2, 3, 5, 8, 13, 21, 34} {
		s := serve(t, data)
		path := filepath.Join(t.TempDir(), "audit.jsonl")
		runs := 0
		for {
			runs++
			j, err := OpenJournal(path)
			if err != nil {
				t.Fatal(err)
			}
			had := j.Len()
			in := interrupted(t, fast(s), j, after)
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			if had > 0 && len(in.Clients) < had && !in.Partial {
				t.Fatalf("the journal holds %d clients, the run has %d", had, len(in.Clients))
			}
			tear(t, path, runs)
			if !in.Partial {
				if got := textOf(t, in); got != want {
					t.Fatalf("after %d: another report (-want +got):\n%s", after, cmp.Diff(want, got))
				}
				break
			}
			if runs > 100 {
				t.Fatal("it does not get on")
			}
		}
		if runs < 2 {
			t.Errorf("after %d: it was never interrupted", after)
		}
		// What is in flight when a run is interrupted is read again: a few each time.
		if n := s.Calls("DescribeUserPoolClient"); n > 40+runs*2*DefaultConcurrency {
			t.Errorf("after %d: %d calls in %d runs: what was read is read again", after, n, runs)
		}
		if _, err := OpenJournal(path); !errors.Is(err, ErrFinished) {
			t.Errorf("a finished journal is opened again: %v", err)
		}
	}
}

// interrupted runs until so many new records are written.
func interrupted(t *testing.T, o Options, j *Journal, after int) *Inventory {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	o.Journal = j
	o.Record = func(r Record) error {
		if r.Client != nil && j.client(r.Client.PoolID, r.Client.ID) == nil {
			if n++; n == after {
				defer cancel()
			}
		}
		return j.Append(r)
	}
	in, err := Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// tear adds the beginning of a line, as a process that is killed leaves it.
func tear(t *testing.T, path string, run int) {
	if run%2 == 0 {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(`{"kind":"client","client":{"acc`); err != nil {
		t.Fatal(err)
	}
}

func TestOpenJournalRejectsOtherFiles(t *testing.T) {
	for text, why := range map[string]string{
		"{}\n":                       "an object that is no record",
		"[1]\n":                      "not an object",
		"hello\n":                    "not JSON",
		"{\"kind\":\"client\"}\n":    "a client record without a client",
		"{\"kind\":\"end\"}\n\n{}\n": "an end without its counts",
		"{\"Resources\": {}}":        "a file without a line end, which is not the beginning of a record",
		"{\"kind\": \"pool\"}":       "one that begins nearly as a record does",
	} {
		path := filepath.Join(t.TempDir(), "other.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenJournal(path); err == nil {
			t.Errorf("%s is taken for a journal", why)
		}
		if now, _ := os.ReadFile(path); string(now) != text {
			t.Errorf("%s: the file was changed to %q", why, now)
		}
	}
}

// TestRunEndsWithAFailedRecord holds that a full disk ends the run.
func TestRunEndsWithAFailedRecord(t *testing.T) {
	full := errors.New("no space left on device")
	o := fast(serve(t, seed(t, 2, 50)))
	n := 0
	o.Record = func(Record) error {
		n++
		return full
	}
	if in, err := Run(t.Context(), o); !errors.Is(err, full) || in != nil {
		t.Errorf("%v, %v", in, err)
	}
	if n != 1 {
		t.Errorf("it is told %d times", n)
	}
}

func TestRunReadsNamedPools(t *testing.T) {
	s := serve(t, seed(t, 3, 9))
	o := fast(s)
	o.Pools = []string{"us-east-1_pool1", "us-east-1_none", "eu-west-1_pool2"}
	in := audited(t, o)
	if len(in.Clients) != 3 || in.Clients[0].PoolID != "us-east-1_pool1" || in.Pools[0].Name != "pool 1" {
		t.Errorf("%d clients of %+v", len(in.Clients), in.Pools)
	}
	// A pool that somebody named and that is not there, or in no Region that is read,
	// is not read, rather than clean.
	if len(in.Unread) != 2 || in.Unread[0].PoolID != "eu-west-1_pool2" || in.Unread[1].PoolID != "us-east-1_none" {
		t.Errorf("unread: %+v", in.Unread)
	}
	if n := s.Calls("ListUserPools"); n != 0 {
		t.Errorf("pools are listed %d times", n)
	}
}

// TestRunReadsANamedPoolOfOneAccount holds that a pool which one of two accounts has
// is read, and not missed in the other.
func TestRunReadsANamedPoolOfOneAccount(t *testing.T) {
	has, lacks := serve(t, seed(t, 1, 3)), serve(t, []byte(`{"UserPools": []}`))
	for name, accounts := range map[string][2]string{
		"accounts that are known, as those of roles":  {"999999999999", "123456789012"},
		"accounts that are not, as those of profiles": {},
	} {
		o := fast(lacks)
		o.Targets = append(o.Targets, Target{Account: accounts[1], Region: "us-east-1", API: has.Client(impatient)})
		o.Targets[0].Account = accounts[0]
		o.Pools = []string{"us-east-1_pool0"}
		in := audited(t, o)
		if len(in.Clients) != 3 || !in.Complete() || len(in.Pools) != 1 || in.Pools[0].Account != "123456789012" {
			t.Errorf("%s: %d clients, unread %+v", name, len(in.Clients), in.Unread)
		}
	}
}

// TestRunReadsAPoolOnce holds that a pool which two profiles of one account see is
// read once.
func TestRunReadsAPoolOnce(t *testing.T) {
	s := serve(t, seed(t, 1, 3))
	for _, pools := range [][]string{nil, {"us-east-1_pool0"}} {
		o := fast(s)
		o.Targets, o.Pools = append(o.Targets, o.Targets[0]), pools
		before := s.Calls("DescribeUserPool")
		if in := audited(t, o); len(in.Clients) != 3 || len(in.Pools) != 1 || !in.Complete() {
			t.Errorf("%v: %d clients in %d pools", pools, len(in.Clients), len(in.Pools))
		}
		if n := s.Calls("DescribeUserPool") - before; n != 1 {
			t.Errorf("%v: the pool is described %d times", pools, n)
		}
	}
}

// repeating answers the lists of an operation with the same token again and again.
type repeating struct {
	API
	operation string
}

func (r repeating) token(operation string, of *string) *string {
	if operation == r.operation {
		return aws.String("again")
	}
	return of
}

func (r repeating) ListUserPools(ctx context.Context, in *cip.ListUserPoolsInput, o ...func(*cip.Options)) (
	*cip.ListUserPoolsOutput, error,
) {
	in.NextToken = nil
	out, err := r.API.ListUserPools(ctx, in, o...)
	out.NextToken = r.token("ListUserPools", out.NextToken)
	return out, err
}

func (r repeating) ListUserPoolClients(
	ctx context.Context, in *cip.ListUserPoolClientsInput, o ...func(*cip.Options),
) (*cip.ListUserPoolClientsOutput, error) {
	in.NextToken = nil
	out, err := r.API.ListUserPoolClients(ctx, in, o...)
	out.NextToken = r.token("ListUserPoolClients", out.NextToken)
	return out, err
}

func (r repeating) ListIdentityProviders(
	ctx context.Context, in *cip.ListIdentityProvidersInput, o ...func(*cip.Options),
) (*cip.ListIdentityProvidersOutput, error) {
	asked := *in
	asked.NextToken = nil
	out, err := r.API.ListIdentityProviders(ctx, &asked, o...)
	out.NextToken = r.token("ListIdentityProviders", out.NextToken)
	return out, err
}

func (r repeating) ListResourceServers(
	ctx context.Context, in *cip.ListResourceServersInput, o ...func(*cip.Options),
) (*cip.ListResourceServersOutput, error) {
	asked := *in
	asked.NextToken = nil
	out, err := r.API.ListResourceServers(ctx, &asked, o...)
	out.NextToken = r.token("ListResourceServers", out.NextToken)
	return out, err
}

// TestRunTellsOfAListThatDoesNotEnd holds that a list in a circle ends, and does not
// pass for a whole one.
func TestRunTellsOfAListThatDoesNotEnd(t *testing.T) {
	for _, operation := range []string{
		"", "ListUserPools", "ListUserPoolClients", "ListIdentityProviders", "ListResourceServers",
	} {
		o := fast(serve(t, seed(t, 1, 3)))
		o.Targets[0].API = repeating{o.Targets[0].API, operation}
		var got []string
		for _, u := range audited(t, o).Unread {
			got = append(got, u.Operation)
		}
		if strings.Join(got, " ") != operation {
			t.Errorf("%q repeats its token: unread %v", operation, got)
		}
	}
}

// lost is a transport to a host that has no address.
type lost struct{ err error }

func (l lost) RoundTrip(*http.Request) (*http.Response, error) { return nil, l.err }

// TestRunPassesOverRegionsWithoutCognito holds that a Region without an address is
// passed over where nobody named it, and that nothing else is.
func TestRunPassesOverRegionsWithoutCognito(t *testing.T) {
	nowhere := &net.DNSError{Err: "no such host", Name: "cognito-idp.mx-central-1.amazonaws.com", IsNotFound: true}
	late := &net.DNSError{Err: "timeout", Name: nowhere.Name, IsTimeout: true}
	for _, test := range []struct {
		name               string
		err                error
		mayLack            bool
		passedOver, unread int
	}{
		{"nobody named the Region", nowhere, true, 1, 0},
		{"somebody named it", nowhere, false, 0, 1},
		{"the name server does not answer", late, true, 0, 1},
	} {
		api := cip.NewFromConfig(aws.Config{Region: "mx-central-1", Credentials: anybody{},
			HTTPClient: &http.Client{Transport: lost{test.err}}}, impatient)
		in := audited(t, Options{Targets: []Target{{Region: "mx-central-1", API: api, MayLack: test.mayLack}},
			Rate: 1e6})
		if len(in.PassedOver) != test.passedOver || len(in.Unread) != test.unread {
			t.Errorf("%s: passed over %v, unread %+v", test.name, in.PassedOver, in.Unread)
		}
	}
}
