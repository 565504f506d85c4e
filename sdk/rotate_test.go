package sdk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go/logging"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// job is a client that gets tokens for itself.
const job = `"ClientId":"` + clientID + `","ClientName":"job","GenerateSecret":true,
	"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],
	"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"]`

// loadMachine puts the client into a service and returns its secret.
func loadMachine(t testing.TB, service *cognitotest.Service) userpoolclient.Secret {
	t.Helper()
	if err := service.Load([]byte(`{"UserPools":[{"Id":"` + poolID + `","UserPool":{"PoolName":"shop"},
		"ResourceServers":[{"Identifier":"api","Name":"API","Scopes":[{"ScopeName":"read","ScopeDescription":"Read"}]}],
		"UserPoolClients":[{` + job + `}]}]}`)); err != nil {
		t.Fatal(err)
	}
	return *current(t, inMemory(service)).ClientSecret
}

// A vault is where the users of a client get its secret from. It outlives crashes;
// held is what it holds, users what each of them has got from it.
type vault struct {
	id     string
	held   userpoolclient.Secret
	users  []held
	random *rand.Rand
	values []string // every value that has ever been stored
}

type held struct {
	id     string
	secret userpoolclient.Secret
}

func (v *vault) Stored(context.Context) (string, error) { return v.id, nil }

func (v *vault) Adopt(_ context.Context, id string) error {
	if v.id != "" {
		return errors.New("adopted after it was told an ID")
	}
	v.id = id
	for i := range v.users {
		v.users[i].id = id
	}
	return nil
}

func (v *vault) Store(_ context.Context, id string, value userpoolclient.Secret) error {
	v.id, v.held = id, value
	v.values = append(v.values, value.Reveal())
	return nil
}

// Ready lets one of the users look for the secret.
func (v *vault) Ready(_ context.Context, id string) (bool, error) {
	if id != v.id {
		return false, errors.New("asked for a secret that is not stored")
	}
	v.users[v.random.IntN(len(v.users))] = held{v.id, v.held}
	return !slices.ContainsFunc(v.users, func(u held) bool { return u.id != id }), nil
}

// A crash ends the process at one of its steps: a request to the service or a call
// of the store. Nothing that the process does afterwards has an effect.
type crash struct {
	at     int  // how many steps it has left; it ends in the next one
	before bool // the step has no effect
	dead   bool
	end    context.CancelFunc
	check  func() // after each step
}

var errCrashed = errors.New("the process has crashed")

func (c *crash) step(do func() error) error {
	if c.dead {
		return errCrashed
	}
	dies := c.at == 0
	c.at--
	if dies {
		c.dead = true
		defer c.end()
		if c.before {
			return errCrashed
		}
	}
	err := do()
	c.check()
	if dies {
		return errCrashed
	}
	return err
}

// faultyTransport loses requests and answers and throttles.
type faultyTransport struct {
	transport
	crash  *crash
	random *rand.Rand
	rate   float64
	faults *int
}

func (f faultyTransport) Do(r *http.Request) (answer *http.Response, err error) {
	err = f.crash.step(func() error {
		x := f.random.Float64()
		switch {
		case x < f.rate/3: // the request is lost
			*f.faults++
			return io.ErrUnexpectedEOF
		case x < f.rate*2/3: // the answer is lost
			*f.faults++
			if _, err := f.transport.Do(r); err != nil {
				return err
			}
			return io.ErrUnexpectedEOF
		case x < f.rate:
			*f.faults++
			recorder := httptest.NewRecorder()
			fail(recorder, http.StatusBadRequest, "TooManyRequestsException", "Rate exceeded")
			answer = recorder.Result()
			return nil
		}
		answer, err = f.transport.Do(r)
		return err
	})
	return answer, err
}

// crashingVault is the vault as a process sees it.
type crashingVault struct {
	*vault
	crash *crash
}

func (v crashingVault) Stored(ctx context.Context) (id string, err error) {
	err = v.crash.step(func() error { id, err = v.vault.Stored(ctx); return err })
	return id, err
}

func (v crashingVault) Adopt(ctx context.Context, id string) error {
	return v.crash.step(func() error { return v.vault.Adopt(ctx, id) })
}

func (v crashingVault) Store(ctx context.Context, id string, value userpoolclient.Secret) error {
	return v.crash.step(func() error { return v.vault.Store(ctx, id, value) })
}

func (v crashingVault) Ready(ctx context.Context, id string) (ready bool, err error) {
	err = v.crash.step(func() error { ready, err = v.vault.Ready(ctx, id); return err })
	return ready, err
}

// secretsOf lists the secrets of the client without faults.
func secretsOf(t testing.TB, api SecretsAPI) []string {
	t.Helper()
	out, err := api.ListUserPoolClientSecrets(context.Background(),
		&cognitoidentityprovider.ListUserPoolClientSecretsInput{UserPoolId: new(poolID), ClientId: new(clientID)})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range out.ClientSecrets {
		ids = append(ids, *s.ClientSecretId)
	}
	return ids
}

// A rotation that crashes at any step, again and again, and whose requests and
// answers are lost, is finished by calling it again; and at every moment the
// secrets that users have work, there are at most two, and none shows anywhere.
func TestRotationSurvivesCrashes(t *testing.T) {
	schedules := 1000
	if testing.Short() {
		schedules = 100
	}
	total := schedule{}
	for seed := range schedules {
		synctest.Test(t, func(t *testing.T) {
			s := &schedule{t: t, seed: uint64(seed)}
			s.run()
			total.crashes += s.crashes
			total.faults += s.faults
			total.orphans += s.orphans
			total.steps += s.steps
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d schedules, %d steps, %d crashes, %d faults, %d secrets lost on their way", schedules, total.steps,
		total.crashes, total.faults, total.orphans)
	if total.crashes < schedules || total.faults < schedules/2 || total.orphans < schedules/12 {
		t.Error("too little has gone wrong for this test to mean anything")
	}
}

// A schedule is a rotation that is tried until it succeeds.
type schedule struct {
	t       *testing.T
	seed    uint64
	service *cognitotest.Service
	clean   *cognitoidentityprovider.Client
	vault   *vault
	first   string          // the ID of the secret that there was
	seen    map[string]bool // the IDs that there have been
	since   time.Time
	said    bytes.Buffer // all that is logged and returned

	crashes, failures, faults, orphans, steps int
}

func (s *schedule) run() {
	random := rand.New(rand.NewPCG(s.seed, 1))
	s.service = cognitotest.New()
	first := loadMachine(s.t, s.service)
	s.clean = inMemory(s.service)
	s.vault = &vault{held: first, random: random, values: []string{first.Reveal()}}
	for range 1 + random.IntN(3) {
		s.vault.users = append(s.vault.users, held{secret: first})
	}
	s.first, s.seen = secretsOf(s.t, s.clean)[0], map[string]bool{}
	s.since = time.Now()
	time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond) // IDs have seconds; now they meet and now not
	// The first process crashes at each step in turn, the later ones at random.
	at, keepOld := int(s.seed/2)%12, random.IntN(4) == 0
	for attempt := 0; ; attempt++ {
		if attempt == 100 {
			s.t.Error("it is not done after 100 processes")
			return
		}
		if s.process(at, s.seed%2 == 0, random, keepOld) {
			break
		}
		if at = 1000; random.IntN(3) > 0 {
			at = random.IntN(10)
		}
	}
	s.after(keepOld)
}

// process runs one process, and reports whether the rotation is done.
func (s *schedule) process(at int, before bool, random *rand.Rand, keepOld bool) (done bool) {
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	c := &crash{at: at, before: before, end: cancel, check: s.check}
	client := inMemory(s.service, cognitotest.RetryAtOnce, func(o *cognitoidentityprovider.Options) {
		o.HTTPClient = faultyTransport{transport{s.service}, c, random, 0.15, &s.faults}
		o.ClientLogMode = aws.LogRetries | aws.LogRequest | aws.LogResponse // all but the bodies, which are the caller's
		o.Logger = logging.NewStandardLogger(&s.said)
	})
	result, err := RotateSecret(ctx, client, RotateRequest{
		UserPoolID: poolID, ClientID: clientID, Store: crashingVault{s.vault, c}, Since: s.since,
		KeepOld: keepOld, Poll: time.Minute,
	})
	fmt.Fprintf(&s.said, "%v %+v %#v\n", err, result, result)
	slog.New(slog.NewTextHandler(&s.said, nil)).Info("rotated", "result", result, "error", err, "vault", s.vault.held)
	if c.dead {
		s.crashes++
	} else if err != nil {
		s.failures++
	}
	return err == nil && !c.dead
}

// check holds at every moment.
func (s *schedule) check() {
	s.steps++
	ids := secretsOf(s.t, s.clean)
	if len(ids) < 1 || len(ids) > 2 {
		s.t.Errorf("the client has %d secrets", len(ids))
	}
	for _, id := range ids {
		s.seen[id] = true
	}
	for i, u := range s.vault.users {
		if id := cmp.Or(u.id, s.first); !slices.Contains(ids, id) {
			s.t.Errorf("user %d has the secret %s, and the client has %v", i, id, ids)
		}
	}
	if id := cmp.Or(s.vault.id, s.first); !slices.Contains(ids, id) {
		s.t.Errorf("the store holds %s, and the client has %v", id, ids)
	}
}

// after holds when the rotation is done.
func (s *schedule) after(keepOld bool) {
	ids := secretsOf(s.t, s.clean)
	switch {
	case s.vault.id == "" || s.vault.id == s.first || !slices.Contains(ids, s.vault.id):
		s.t.Errorf("the store holds %q, and the client has %v", s.vault.id, ids)
	case keepOld != (len(ids) == 2):
		s.t.Errorf("the client has %v, kept: %v", ids, keepOld)
	}
	for _, value := range s.vault.values {
		if strings.Contains(s.said.String(), value) {
			s.t.Errorf("a secret shows:\n%s", s.said.String())
		}
	}
	if !strings.Contains(s.said.String(), "rotated") {
		s.t.Error("nothing was logged")
	}
	s.orphans = len(s.seen) - len(s.vault.values)
	if s.seed%200 == 0 { // making a key takes a while
		for _, u := range s.vault.users {
			if err := tokenWith(s.clean, u.secret); err != nil {
				s.t.Error(err)
			}
		}
		if err := tokenWith(s.clean, s.vault.held); err != nil {
			s.t.Error(err)
		}
	}
}

func tokenWith(client *cognitoidentityprovider.Client, secret userpoolclient.Secret) error {
	_, err := client.GetClientToken(context.Background(), &cognitoidentityprovider.GetClientTokenInput{
		ClientId: new(clientID), Secret: new(secret.Reveal()),
	})
	return err
}

// In the overlap of a rotation both secrets get tokens, which verify against the
// published keys; after the next one the old secret gets none.
func TestBothSecretsGetTokens(t *testing.T) {
	server := cognitotest.NewServer(t)
	first := loadMachine(t, server.Service)
	client := server.Client(cognitotest.RetryAtOnce)
	vault := &vault{held: first, users: []held{{secret: first}}, random: rand.New(rand.NewPCG(1, 1))}
	rotate := func() (*RotateResult, error) {
		return RotateSecret(t.Context(), client, RotateRequest{
			UserPoolID: poolID, ClientID: clientID, Store: vault, KeepOld: true, Poll: -1,
		})
	}
	result, err := rotate()
	if err != nil || !result.Added || result.Deleted != nil {
		t.Fatalf("got %+v, %v", result, err)
	}
	second := vault.held
	if first.Equal(second) {
		t.Fatal("the secret is the same")
	}
	for name, secret := range map[string]userpoolclient.Secret{"old": first, "new": second} {
		verifyToken(t, server, client, name, secret)
	}
	if result, err = rotate(); err != nil || !result.Added || len(result.Deleted) != 1 {
		t.Fatalf("got %+v, %v", result, err)
	}
	if err := tokenWith(client, first); err == nil {
		t.Error("the deleted secret gets a token")
	}
	for name, secret := range map[string]userpoolclient.Secret{"second": second, "third": vault.held} {
		verifyToken(t, server, client, name, secret)
	}
}

// verifyToken gets a token with a secret, and verifies it as a resource server does.
func verifyToken(
	t *testing.T, server *cognitotest.Server, client *cognitoidentityprovider.Client, name string,
	secret userpoolclient.Secret,
) {
	t.Helper()
	out, err := client.GetClientToken(t.Context(), &cognitoidentityprovider.GetClientTokenInput{
		ClientId: new(clientID), Secret: new(secret.Reveal()),
	})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	token, err := jwt.ParseSigned(*out.ClientAuthenticationResult.AccessToken, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(server.URL + "/" + poolID + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var keys jose.JSONWebKeySet
	if err := json.NewDecoder(answer.Body).Decode(&keys); err != nil {
		t.Fatal(err)
	}
	var claims jwt.Claims
	var more struct {
		Scope    string `json:"scope"`
		ClientID string `json:"client_id"`
	}
	if err := token.Claims(keys, &claims, &more); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if more.Scope != "api/read" || more.ClientID != clientID {
		t.Errorf("%s: claims %+v", name, more)
	}
	if err := claims.Validate(jwt.Expected{Time: time.Now()}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// fixedStore is a store that answers what a test says.
type fixedStore struct {
	id    string
	ready bool
	err   error
}

func (s fixedStore) Stored(context.Context) (string, error) { return s.id, s.err }
func (s fixedStore) Adopt(context.Context, string) error    { return s.err }
func (s fixedStore) Store(context.Context, string, userpoolclient.Secret) error {
	return errors.New("full")
}
func (s fixedStore) Ready(context.Context, string) (bool, error) { return s.ready, s.err }

// Where it cannot be told what is in use, or somebody still uses it, nothing is
// deleted.
func TestRotationLeavesWhatItDoesNotKnow(t *testing.T) {
	for _, tt := range []struct {
		why     string
		secrets int
		store   func(ids []string) fixedStore
		lost    bool // the lease
		want    func(error) bool
		left    int
	}{
		{"two secrets, and the store knows none", 2, func([]string) fixedStore { return fixedStore{ready: true} }, false,
			func(err error) bool { var e *UnknownSecretsError; return errors.As(err, &e) && len(e.IDs) == 2 }, 2},
		{"two secrets, and the store holds another one", 2,
			func([]string) fixedStore { return fixedStore{id: "gone", ready: true} }, false,
			func(err error) bool { var e *UnknownSecretsError; return errors.As(err, &e) && e.Stored == "gone" }, 2},
		{"a user who still has the old one", 2, func(ids []string) fixedStore { return fixedStore{id: ids[1]} }, false,
			func(err error) bool { var e *NotReadyError; return errors.As(err, &e) }, 2},
		{"a lost lease, and one to delete", 2, func(ids []string) fixedStore { return fixedStore{id: ids[1], ready: true} },
			true, func(err error) bool { var e *LockLostError; return errors.As(err, &e) }, 2},
		{"a lost lease, and one to add", 1, func(ids []string) fixedStore { return fixedStore{id: ids[0], ready: true} },
			true, func(err error) bool { var e *LockLostError; return errors.As(err, &e) }, 1},
		{"a store that cannot be read", 1, func([]string) fixedStore { return fixedStore{err: errLost} }, false,
			func(err error) bool { return errors.Is(err, errLost) }, 1},
		{"a store that is full", 1, func(ids []string) fixedStore { return fixedStore{id: ids[0]} }, false,
			func(err error) bool { return err != nil && strings.Contains(err.Error(), "full") }, 2},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := cognitotest.NewServer(t)
			loadMachine(t, server.Service)
			client := server.Client()
			if tt.secrets == 2 {
				if _, err := client.AddUserPoolClientSecret(t.Context(),
					&cognitoidentityprovider.AddUserPoolClientSecretInput{UserPoolId: new(poolID), ClientId: new(clientID)},
				); err != nil {
					t.Fatal(err)
				}
			}
			before := secretsOf(t, client)
			_, err := RotateSecret(t.Context(), client, RotateRequest{
				UserPoolID: poolID, ClientID: clientID, Store: tt.store(before), Poll: -1,
				Lock: func(_ context.Context, key string) (Lease, error) {
					if key != poolID+"/"+clientID+"/secrets" {
						t.Errorf("locked %s", key)
					}
					if tt.lost {
						return new(testLease), nil
					}
					return Unlock(nil), nil
				},
			})
			if !tt.want(err) {
				t.Errorf("got %v", err)
			}
			after := secretsOf(t, client)
			if len(after) != tt.left || !slices.Equal(after[:len(before)], before) {
				t.Errorf("the client had %v and has %v", before, after)
			}
			noneHeld(t)
		})
	}
	t.Run("a client without a secret", func(t *testing.T) {
		server := serve(t, `"ClientId":"`+clientID+`","ClientName":"spa"`)
		_, err := RotateSecret(t.Context(), server.Client(), RotateRequest{
			UserPoolID: poolID, ClientID: clientID, Store: fixedStore{},
		})
		if !errors.Is(err, ErrNoSecret) {
			t.Errorf("got %v", err)
		}
	})
}
