package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/preset"
	"github.com/userpoolclient/userpoolclient/sdk"
)

const (
	opCreate = "CreateUserPoolClient"
	opUpdate = "UpdateUserPoolClient"
	opList   = "ListUserPoolClients"
)

// newPool makes a pool with the scope api/read.
func newPool(t *testing.T, client *cip.Client) string {
	t.Helper()
	pool, err := client.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: new("shop")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = client.CreateResourceServer(t.Context(), &cip.CreateResourceServerInput{
		UserPoolId: pool.UserPool.Id, Identifier: new("api"), Name: new("api"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: new("read"), ScopeDescription: new("read")}},
	}); err != nil {
		t.Fatal(err)
	}
	return *pool.UserPool.Id
}

func web(pool string) preset.Web {
	return preset.Web{Name: "shop", PoolID: pool, Callbacks: []string{"https://shop.example/cb"},
		Logouts: []string{"https://shop.example/"}}
}

func config(t *testing.T, p preset.Preset) *userpoolclient.Config {
	t.Helper()
	c, err := p.Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func every(pool string) []preset.Preset {
	callbacks, logouts := []string{"https://shop.example/cb"}, []string{"https://shop.example/"}
	scopes := []string{"api/read"}
	return []preset.Preset{
		preset.SPA{Name: "spa", PoolID: pool, Callbacks: callbacks, Logouts: logouts},
		preset.Native{Name: "native", PoolID: pool, Callbacks: callbacks, Logouts: logouts},
		preset.Web{Name: "web", PoolID: pool, Callbacks: callbacks, Logouts: logouts},
		preset.Server{Name: "server", PoolID: pool},
		preset.Machine{Name: "machine", PoolID: pool, Scopes: scopes},
		preset.MachineToken{Name: "machine-token", PoolID: pool, Scopes: scopes},
	}
}

// hurried retries at once, and whatever the SDK's standard retryer does.
func hurried(o *cip.Options) {
	o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = 5
		s.RateLimiter = ratelimit.None
		s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// names are the names of the clients of a pool.
func names(t *testing.T, client *cip.Client, pool string) []string {
	t.Helper()
	out, err := client.ListUserPoolClients(t.Context(),
		&cip.ListUserPoolClientsInput{UserPoolId: &pool, MaxResults: new(int32(60))})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range out.UserPoolClients {
		all = append(all, *c.ClientName)
	}
	return all
}

// TestCreate: each preset is created, with its ID and its secret.
func TestCreate(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client(sdk.Guard(sdk.GuardOptions{}))
	for _, p := range every(newPool(t, client)) {
		c := config(t, p)
		result, err := sdk.Create(t.Context(), client, c)
		if err != nil {
			t.Errorf("%s: %v", p.Kind(), err)
			continue
		}
		described, err := client.DescribeUserPoolClient(t.Context(),
			&cip.DescribeUserPoolClientInput{UserPoolId: c.UserPoolId, ClientId: &result.ClientID})
		if err != nil {
			t.Fatal(err)
		}
		now := sdk.FromClient(*described.UserPoolClient)
		if diff := userpoolclient.Diff(now, c); diff != nil {
			t.Errorf("%s: the client is not what was asked for: %v", p.Kind(), diff)
		}
		secret := userpoolclient.Secret{}
		if now.ClientSecret != nil {
			secret = *now.ClientSecret
		}
		if !result.Secret.Equal(secret) || (secret.Reveal() != "") != *c.GenerateSecret {
			t.Errorf("%s: the secret is not the client's", p.Kind())
		}
		if strings.Contains(fmt.Sprintf("%+v %#v", result, *result), secret.Reveal()) && secret.Reveal() != "" {
			t.Errorf("%s: the result shows the secret", p.Kind())
		}
	}
}

// TestCreateRejects: what the service would reject is not sent, and says all at once.
func TestCreateRejects(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := newPool(t, client)
	wrong := config(t, web(pool))
	wrong.CallbackURLs, wrong.AuthSessionValidity = []string{"http://shop.example"}, new(int32(1))
	open := config(t, web(pool))
	open.Unknown = []userpoolclient.Field{"CallbackURLs[0]"}
	maybe := config(t, web(pool))
	maybe.MaybeSet = []userpoolclient.Field{"LogoutURLs"}
	var rejected *userpoolclient.ValidationError
	if _, err := sdk.Create(t.Context(), client, wrong); !errors.As(err, &rejected) || len(rejected.Findings) != 2 {
		t.Errorf("two errors: %v", err)
	}
	for why, c := range map[string]*userpoolclient.Config{
		"a value that is not known": open, "a member that may be set": maybe, "no configuration": nil,
	} {
		if _, err := sdk.Create(t.Context(), client, c); err == nil {
			t.Errorf("%s: there is no error", why)
		}
	}
	if n := server.Calls(opCreate); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	other := config(t, web(pool))
	other.AllowedOAuthScopes = []string{"api/write"} // which only the service knows not to be there
	_, err := sdk.Create(t.Context(), client, other)
	if err == nil || !strings.Contains(err.Error(), "Invalid scope requested: api/write") {
		t.Errorf("the service's own rejection: %v", err)
	}
}

// TestCreateSendsOnce: a request that may have taken effect is not sent again, one that
// the service has rejected is.
func TestCreateSendsOnce(t *testing.T) {
	for _, test := range []struct {
		why        string
		fault      error
		n          int
		calls      int
		unanswered bool
		clients    int
	}{
		{"lost before it took effect, which nobody knows", cognitotest.ErrDropBefore, 1, 1, true, 0},
		{"lost after it took effect", cognitotest.ErrDropAfter, 1, 1, true, 1},
		{"failed inside the service", &types.InternalErrorException{Message: new("x")}, 1, 1, true, 0},
		{"throttled", &types.TooManyRequestsException{Message: new("Rate exceeded")}, 3, 4, false, 1},
		{"rejected for good", &types.NotAuthorizedException{Message: new("x")}, 1, 1, false, 0},
	} {
		server := cognitotest.NewServer(t)
		client := server.Client(hurried)
		pool := newPool(t, client)
		server.Fail(opCreate, test.n, test.fault)
		result, err := sdk.Create(t.Context(), client, config(t, web(pool)))
		var unanswered *sdk.UnansweredCreateError
		if errors.As(err, &unanswered) != test.unanswered || (result == nil) != (err != nil) {
			t.Errorf("%s: %v, %v", test.why, result, err)
		}
		if n := server.Calls(opCreate); n != test.calls {
			t.Errorf("%s: %d requests, want %d", test.why, n, test.calls)
		}
		if all := names(t, client, pool); len(all) != test.clients {
			t.Errorf("%s: there are %v", test.why, all)
		}
	}
}

// TestCreateEnds: a context that ends before the request leaves leaves nothing behind,
// and one that ends afterwards leaves it open.
func TestCreateEnds(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client(hurried)
	c := config(t, web(newPool(t, client)))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var unanswered *sdk.UnansweredCreateError
	if _, err := sdk.Create(ended, client, c); !errors.Is(err, context.Canceled) || server.Calls(opCreate) != 0 {
		t.Errorf("%v after %d requests", err, server.Calls(opCreate))
	}
	entered, release := server.Hold(opCreate)
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-entered
		cancel()
	}()
	if _, err := sdk.Create(ctx, client, c); !errors.As(err, &unanswered) || !errors.Is(err, context.Canceled) {
		t.Errorf("under way: %v", err)
	}
}

// bent changes the answers of a service, as no service should.
type bent struct {
	*cip.Client
	answer func(*cip.CreateUserPoolClientOutput) *cip.CreateUserPoolClientOutput
}

func (b bent) CreateUserPoolClient(
	ctx context.Context, in *cip.CreateUserPoolClientInput, o ...func(*cip.Options),
) (*cip.CreateUserPoolClientOutput, error) {
	out, err := b.Client.CreateUserPoolClient(ctx, in, o...)
	if err != nil {
		return nil, err
	}
	return b.answer(out), nil
}

// TestCreateCompares: an answer other than what was sent is an error that has the
// client's ID.
func TestCreateCompares(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	c := config(t, web(newPool(t, client)))
	for _, test := range []struct {
		why  string
		bend func(*types.UserPoolClientType)
		want string
	}{
		{"a callback URL is missing", func(c *types.UserPoolClientType) { c.CallbackURLs = nil },
			"CallbackURLs: none (default) → https://shop.example/cb"},
		{"a setting that nobody asked for", func(c *types.UserPoolClientType) { c.AuthSessionValidity = new(int32(7)) },
			"AuthSessionValidity: 7 minutes → 3 minutes"},
		{"no secret", func(c *types.UserPoolClientType) { c.ClientSecret = nil }, "ClientSecret: none →"},
	} {
		answer := func(out *cip.CreateUserPoolClientOutput) *cip.CreateUserPoolClientOutput {
			test.bend(out.UserPoolClient)
			return out
		}
		result, err := sdk.Create(t.Context(), bent{client, answer}, c)
		var drift *sdk.CreateDriftError
		if !errors.As(err, &drift) || result == nil || drift.ClientID != result.ClientID ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	var unanswered *sdk.UnansweredCreateError
	for why, none := range map[string]*cip.CreateUserPoolClientOutput{"no answer": nil, "no client": {}} {
		answer := func(*cip.CreateUserPoolClientOutput) *cip.CreateUserPoolClientOutput { return none }
		_, err := sdk.Create(t.Context(), bent{client, answer}, c)
		if !errors.As(err, &unanswered) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// TestEnsure: the first run creates, the second does nothing, and a change changes what
// it sets and keeps what others have set.
func TestEnsure(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client(sdk.Guard(sdk.GuardOptions{}))
	pool := newPool(t, client)
	for _, p := range every(pool) {
		c := config(t, p)
		first, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c})
		if err != nil {
			t.Fatalf("%s: %v", p.Kind(), err)
		}
		again, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c})
		if err != nil {
			t.Fatalf("%s, again: %v", p.Kind(), err)
		}
		if !first.Create || again.Create || again.Changes != nil ||
			again.ClientID != first.ClientID || !again.Secret.Equal(first.Secret) {
			t.Errorf("%s: first %+v, again %+v", p.Kind(), first, again)
		}
	}
	if n := server.Calls(opCreate); n != 6 || server.Calls(opUpdate) != 0 {
		t.Errorf("%d creates and %d updates", n, server.Calls(opUpdate))
	}
	// Somebody sets what the presets do not.
	c := config(t, web(pool))
	c.ClientName = new("web")
	c.CallbackURLs, c.LogoutURLs = []string{"https://shop.example/cb"}, []string{"https://shop.example/"}
	shop, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = sdk.Update(t.Context(), client, sdk.UpdateRequest{UserPoolID: pool, ClientID: shop.ClientID,
		Edit: func(c *userpoolclient.Config) error { c.AuthSessionValidity = new(int32(7)); return nil }}); err != nil {
		t.Fatal(err)
	}
	c.CallbackURLs = append(c.CallbackURLs, "https://beta.shop.example/cb")
	changed, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c})
	if err != nil {
		t.Fatal(err)
	}
	if len(changed.Changes) != 1 || changed.Changes[0].Field != userpoolclient.FieldCallbackURLs ||
		*changed.Client.AuthSessionValidity != 7 {
		t.Errorf("changed %v, session %d", changed.Changes, *changed.Client.AuthSessionValidity)
	}
}

// TestEnsureDryRun: a dry run prints what there is to do and does nothing.
func TestEnsureDryRun(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := newPool(t, client)
	c := config(t, web(pool))
	plan := func() string {
		var out strings.Builder
		if _, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c, DryRun: true,
			Out: &out}); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(out.String(), pool, "POOL")
	}
	if got := plan(); !strings.HasPrefix(got, "create app client \"shop\" in POOL:\n  GenerateSecret: true\n") ||
		!strings.Contains(got, "\n  CallbackURLs: https://shop.example/cb\n") {
		t.Errorf("before there is a client:\n%s", got)
	}
	made, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := plan(), fmt.Sprintf("app client %s (\"shop\") of POOL is as it is to be\n",
		made.ClientID); got != want {
		t.Errorf("once it is there: %s", got)
	}
	c.EnableTokenRevocation = new(false)
	want := fmt.Sprintf("update app client %s (\"shop\") of POOL:\n  EnableTokenRevocation: true → false\n",
		made.ClientID)
	if got := plan(); got != want {
		t.Errorf("once it differs: got\n%swant\n%s", got, want)
	}
	if server.Calls(opCreate) != 1 || server.Calls(opUpdate) != 0 {
		t.Errorf("%d creates and %d updates", server.Calls(opCreate), server.Calls(opUpdate))
	}
	c.CallbackURLs = nil
	var rejected *userpoolclient.ValidationError
	if _, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c, DryRun: true}); err != nil {
		t.Errorf("what is omitted stays: %v", err)
	}
	c.ClientName = new("other")
	if _, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c, DryRun: true}); !errors.As(err,
		&rejected) {
		t.Errorf("a plan that the service would reject: %v", err)
	}
	_, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, web(pool)), DryRun: true, Out: full{}})
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a plan that cannot be printed: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestEnsureRejects: what no update can do, and what is not certain.
func TestEnsureRejects(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := newPool(t, client)
	confidential := config(t, web(pool))
	made, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: confidential})
	if err != nil {
		t.Fatal(err)
	}
	public := config(t, preset.SPA(web(pool)))
	own, same, silent := *confidential, *confidential, *confidential
	own.GenerateSecret, own.ClientSecret = nil, new(userpoolclient.NewSecret("0123456789abcdefghijklmnop"))
	same.GenerateSecret, same.ClientSecret = nil, &made.Secret
	silent.GenerateSecret = nil
	spa := *public
	spa.ClientName = new("spa")
	if _, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: &spa}); err != nil {
		t.Fatal(err)
	}
	secretSPA := spa
	secretSPA.GenerateSecret = new(true)
	for _, test := range []struct {
		why  string
		c    *userpoolclient.Config
		want string
	}{
		{"a secret that is to go", public, "is to have none"},
		{"a secret that is to come", &secretSPA, "is to have one"},
		{"another secret", &own, "has another secret"},
		{"the secret that it has", &same, ""},
		{"no word about a secret", &silent, ""},
		{"no name", &userpoolclient.Config{UserPoolId: &pool}, "UserPoolId and ClientName"},
		{"a value that is not known", &userpoolclient.Config{UserPoolId: &pool, ClientName: new("shop"),
			Unknown: []userpoolclient.Field{"LogoutURLs"}}, "not known: LogoutURLs"},
		{"no configuration", nil, "UserPoolId and ClientName"},
	} {
		_, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: test.c})
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(),
			test.want)) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
	if _, err = sdk.Create(t.Context(), client, confidential); err != nil {
		t.Fatal(err)
	}
	var several *sdk.NameError
	_, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: confidential})
	if !errors.As(err, &several) || len(several.ClientIDs) != 2 {
		t.Errorf("two of one name: %v", err)
	}
	if server.Calls(opUpdate) != 0 {
		t.Error("an update was sent")
	}
}

// TestEnsureFinds: a create without an answer is found by its name, and is not made
// twice.
func TestEnsureFinds(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client(hurried)
	pool := newPool(t, client)
	server.Fail(opCreate, 1, cognitotest.ErrDropAfter)
	result, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, web(pool))})
	if err != nil || !result.Create || result.ClientID == "" || result.Secret.Reveal() == "" || result.Changes != nil {
		t.Errorf("%+v, %v", result, err)
	}
	if all := names(t, client, pool); !slices.Equal(all, []string{"shop"}) {
		t.Errorf("there are %v", all)
	}
	other := web(pool)
	other.Name = "other"
	server.Fail(opCreate, 1, cognitotest.ErrDropBefore)
	var unanswered *sdk.UnansweredCreateError
	if _, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, other)}); !errors.As(err,
		&unanswered) {
		t.Errorf("one that is not there: %v", err)
	}
	if _, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, other)}); err != nil {
		t.Errorf("the next run: %v", err)
	}
	server.Fail(opList, 5, &types.TooManyRequestsException{})
	if _, err = sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, other)}); err == nil {
		t.Error("a list that fails must not pass for an empty one")
	}
}

// TestEnsureListsAll: a client on a later page is found.
func TestEnsureListsAll(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := newPool(t, client)
	for i := range 130 {
		in := &cip.CreateUserPoolClientInput{UserPoolId: &pool, ClientName: new(fmt.Sprint("shop", i))}
		if _, err := client.CreateUserPoolClient(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for range 2 {
		result, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: config(t, web(pool))})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, result.ClientID)
	}
	if ids[0] != ids[1] || server.Calls(opList) != 6 {
		t.Errorf("made %v with %d lists", ids, server.Calls(opList))
	}
}

// TestEnsureAtOnce: with a lock, many at once make one client.
func TestEnsureAtOnce(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := newPool(t, client)
	c := config(t, web(pool))
	var held sync.Map
	lock := func(_ context.Context, key string) (sdk.Lease, error) {
		mu, _ := held.LoadOrStore(key, new(sync.Mutex))
		mu.(*sync.Mutex).Lock()
		return sdk.Unlock(mu.(*sync.Mutex).Unlock), nil
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c, Lock: lock}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := server.Calls(opCreate); n != 1 {
		t.Errorf("%d creates", n)
	}
	failed := errors.New("no lock")
	_, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c,
		Lock: func(context.Context, string) (sdk.Lease, error) { return nil, failed }})
	if !errors.Is(err, failed) {
		t.Errorf("a lock that is not had: %v", err)
	}
}

// lostLease is the lease of a lock that somebody else has.
type lostLease struct{ released int }

func (*lostLease) Check(context.Context, time.Duration) error { return errors.New("it has ended") }
func (l *lostLease) Release()                                 { l.released++ }

// TestEnsureLostLease: nothing is created when the lock has been lost, and the lease
// is released.
func TestEnsureLostLease(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	c := config(t, web(newPool(t, client)))
	lease := new(lostLease)
	_, err := sdk.Ensure(t.Context(), client, sdk.EnsureRequest{Config: c,
		Lock: func(context.Context, string) (sdk.Lease, error) { return lease, nil }})
	var lost *sdk.LockLostError
	if !errors.As(err, &lost) || server.Calls(opCreate) != 0 || lease.released != 1 {
		t.Errorf("%v, %d creates, released %d times", err, server.Calls(opCreate), lease.released)
	}
}
