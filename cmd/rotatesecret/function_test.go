package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

const grace = time.Hour

// A world is both services, a clock and the function.
type world struct {
	t      *testing.T
	time   time.Time
	server *cognitotest.Server
	client *userpoolclient.Config
	vault  *vault
	url    string // of the vault
	log    bytes.Buffer
	crash  int // after how many requests the function crashes; below 0: never
	called map[string]bool
	values []string
}

func newWorld(t *testing.T) *world {
	w := &world{
		t: t, time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), crash: -1, called: make(map[string]bool),
	}
	clock := func() time.Time { return w.time }
	w.server = cognitotest.NewServer(t, cognitotest.WithClock(clock))
	w.client = w.server.AddClient(t, &userpoolclient.Config{
		ClientName: aws.String("job"), GenerateSecret: aws.Bool(true),
	})
	text, err := json.Marshal(map[string]any{
		keyPool: w.client.UserPoolId, keyClient: w.client.ClientId, keySecret: w.client.ClientSecret.Reveal(),
		"url": "https://shop.example/", "retries": 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.vault = newVault(clock, string(text))
	server := httptest.NewServer(w.vault)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

var errCrashed = errors.New("the function has crashed")

// Do sends one request of the function, which crashes after one of them.
func (w *world) Do(r *http.Request) (*http.Response, error) {
	if w.crash == 0 {
		return nil, errCrashed
	}
	w.crash--
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	w.called[operation] = true
	answer, err := http.DefaultClient.Do(r)
	w.check()
	if w.crash == 0 {
		if err == nil {
			_ = answer.Body.Close()
		}
		return nil, errCrashed
	}
	return answer, err
}

func (w *world) function() *function {
	cfg := aws.Config{Region: "us-east-1", HTTPClient: w, Credentials: aws.CredentialsProviderFunc(
		func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		})}
	return &function{
		secrets: secretsmanager.NewFromConfig(cfg, func(o *secretsmanager.Options) {
			o.BaseEndpoint, o.Retryer = &w.url, aws.NopRetryer{}
		}),
		cognito: cognitoidentityprovider.NewFromConfig(cfg, func(o *cognitoidentityprovider.Options) {
			o.BaseEndpoint, o.Retryer = &w.server.URL, aws.NopRetryer{}
		}),
		grace: grace, now: func() time.Time { return w.time }, log: slog.New(slog.NewTextHandler(&w.log, nil)),
	}
}

// steps are the steps of a rotation in one of the two spellings.
func steps(underscores bool) []string {
	if underscores {
		return []string{"create_secret", "set_secret", "test_secret", "finish_secret"}
	}
	return []string{"createSecret", "setSecret", "testSecret", "finishSecret"}
}

// rotate does what Secrets Manager does, once.
func (w *world) rotate(token string, underscores bool) error {
	for _, step := range steps(underscores) {
		body, err := json.Marshal(map[string]string{"SecretId": "shop", "ClientRequestToken": token, "Step": step})
		if err != nil {
			return err
		}
		var e event
		if err := json.Unmarshal(body, &e); err != nil {
			return err
		}
		if err := w.function().handle(w.t.Context(), e); err != nil {
			return err
		}
	}
	return nil
}

// token is the ID of a new version, as long as they are.
func token(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// secrets lists the client's secrets.
func (w *world) secrets() []string {
	w.t.Helper()
	out, err := w.server.Client().ListUserPoolClientSecrets(context.Background(),
		&cognitoidentityprovider.ListUserPoolClientSecretsInput{UserPoolId: w.client.UserPoolId, ClientId: w.client.ClientId})
	if err != nil {
		w.t.Fatal(err)
	}
	var ids []string
	for _, d := range out.ClientSecrets {
		ids = append(ids, *d.ClientSecretId)
	}
	return ids
}

// check holds after every request: what programs read works, and what they may have
// read before they had the time to read again.
func (w *world) check() {
	ids := w.secrets()
	if len(ids) > 2 {
		w.t.Errorf("the client has %d secrets", len(ids))
	}
	stages := []string{current}
	if w.time.Sub(w.vault.rotated) < grace {
		stages = append(stages, previous)
	}
	for _, stage := range stages {
		text := w.vault.text(stage)
		if text == "" {
			continue
		}
		v, err := parseValue(text)
		if err != nil {
			continue // a test of what is rejected
		}
		w.values = append(w.values, v.Secret.Reveal())
		if v.ID != "" && !slices.Contains(ids, v.ID) {
			w.t.Errorf("%s is %s, and the client has %v", stage, v.ID, ids)
		}
	}
}

// after holds when a rotation has succeeded.
func (w *world) after(token string) {
	w.t.Helper()
	id, version := w.vault.labelled(current)
	if id != token {
		w.t.Errorf("the current version is %s, want %s", id, token)
	}
	v, err := parseValue(version.Text)
	if err != nil {
		w.t.Fatal(err)
	}
	if string(v.all["url"]) != `"https://shop.example/"` || string(v.all["retries"]) != "3" {
		w.t.Errorf("other keys are not kept: %s, %s", v.all["url"], v.all["retries"])
	}
	if !slices.Contains(w.secrets(), v.ID) {
		w.t.Errorf("the client does not have the current secret")
	}
	for _, value := range w.values {
		if strings.Contains(w.log.String(), value) {
			w.t.Errorf("a secret shows: %s", w.log.String())
		}
	}
}

func TestRotations(t *testing.T) {
	for _, underscores := range []bool{false, true} {
		w := newWorld(t)
		for n := range 3 {
			w.vault.begin(token(n))
			if err := w.rotate(token(n), underscores); err != nil {
				t.Fatalf("rotation %d: %v\n%s", n, err, w.log.String())
			}
			w.after(token(n))
			if ids := w.secrets(); len(ids) != 2 {
				t.Errorf("the old secret does not go on working: %v", ids)
			}
			w.time = w.time.Add(grace)
		}
	}
}

// A function that crashes after any of its requests, and is called again from the
// first step, comes to the same end.
func TestRotationsAfterCrashes(t *testing.T) {
	crashed := 0
	for at := 1; ; at++ {
		w := newWorld(t)
		w.vault.begin(token(1))
		if err := w.rotate(token(1), false); err != nil {
			t.Fatal(err)
		}
		w.time = w.time.Add(grace)
		w.vault.begin(token(2))
		w.crash = at
		err := w.rotate(token(2), false)
		if w.crash > 0 {
			break // it has fewer requests than that
		}
		if err == nil {
			continue // the last answer of all was lost; Secrets Manager asks again or not
		}
		crashed++
		w.crash = -1
		w.time = w.time.Add(time.Minute)
		if err := w.rotate(token(2), false); err != nil {
			t.Fatalf("after a crash at request %d: %v\n%s\n%s", at, err, w.log.String(), w.vault)
		}
		w.after(token(2))
	}
	if crashed < 15 {
		t.Errorf("only %d crashes", crashed)
	}
}

// The first rotation, too, of which Secrets Manager knows no ID of Cognito's.
func TestFirstRotationAfterCrashes(t *testing.T) {
	crashed := 0
	for at := 1; ; at++ {
		w := newWorld(t)
		w.vault.begin(token(1))
		w.crash = at
		err := w.rotate(token(1), false)
		if w.crash > 0 {
			break
		}
		if err == nil {
			continue
		}
		crashed++
		w.crash = -1
		w.time = w.time.Add(time.Minute)
		if err := w.rotate(token(1), false); err != nil {
			t.Fatalf("after a crash at request %d: %v\n%s\n%s", at, err, w.log.String(), w.vault)
		}
		w.after(token(1))
	}
	if crashed < 15 {
		t.Errorf("only %d crashes", crashed)
	}
}

// A rotation that follows too soon on another one changes nothing: programs may
// still have the secret that it would delete.
func TestTooSoon(t *testing.T) {
	w := newWorld(t)
	w.vault.begin(token(1))
	if err := w.rotate(token(1), false); err != nil {
		t.Fatal(err)
	}
	before := w.secrets()
	w.time = w.time.Add(grace - time.Second)
	w.vault.begin(token(2))
	var early *sdk.NotReadyError
	if err := w.rotate(token(2), false); !errors.As(err, &early) {
		t.Errorf("got %v", err)
	}
	if after := w.secrets(); !slices.Equal(before, after) {
		t.Errorf("the client had %v and has %v", before, after)
	}
	w.time = w.time.Add(time.Second)
	if err := w.rotate(token(2), false); err != nil {
		t.Error(err)
	}
	w.after(token(2))
}

func TestRejectedEvents(t *testing.T) {
	for _, tt := range []struct {
		why   string
		event event
		set   func(*world)
		want  string
	}{
		{"an unknown step", event{"shop", token(1), "deleteSecret"}, nil, `"deleteSecret" is no step`},
		{"a version that is not pending", event{"shop", token(9), "createSecret"}, nil, "not the pending one"},
		{"rotation is off", event{"shop", token(1), "createSecret"}, func(w *world) { w.vault.disabled = true },
			"not enabled"},
		{"a secret that is no object", event{"shop", token(1), "createSecret"},
			func(w *world) { w.vault.versions["first"].Text = `"hunter2hunter2"` }, "must be a JSON object"},
		{"a secret without a client", event{"shop", token(1), "createSecret"},
			func(w *world) { w.vault.versions["first"].Text = `{"userPoolId":"a","clientSecret":"hunter2hunter2"}` },
			`must have the key "clientId"`},
		{"a pending secret that the client does not have", event{"shop", token(1), "testSecret"},
			func(w *world) {
				w.vault.versions[token(1)].Text = `{"userPoolId":"` + *w.client.UserPoolId + `","clientId":"` +
					*w.client.ClientId + `","clientSecret":"hunter2hunter2","clientSecretId":"gone"}`
			}, "does not have the pending secret gone"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			w := newWorld(t)
			w.vault.begin(token(1))
			if tt.set != nil {
				tt.set(w)
			}
			before := w.secrets()
			err := w.function().handle(t.Context(), tt.event)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v", err)
			}
			if after := w.secrets(); !slices.Equal(before, after) {
				t.Errorf("the client had %v and has %v", before, after)
			}
		})
	}
}

// The template grants what the function calls, and nothing else.
func TestTemplateGrantsWhatIsCalled(t *testing.T) {
	w := newWorld(t)
	for n := range 2 {
		w.vault.begin(token(n))
		if err := w.rotate(token(n), false); err != nil {
			t.Fatal(err)
		}
		w.time = w.time.Add(grace)
	}
	template, err := os.ReadFile("../../deploy/rotatesecret/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	granted := make(map[string]bool)
	for _, m := range regexp.MustCompile(`- (?:secretsmanager|cognito-idp):(\w+)\n`).FindAllSubmatch(template, -1) {
		granted[string(m[1])] = true
	}
	for operation := range w.called {
		if !granted[operation] {
			t.Errorf("%s is called and not granted", operation)
		}
	}
	for operation := range granted {
		if !w.called[operation] {
			t.Errorf("%s is granted and not called", operation)
		}
	}
	if len(w.called) < 8 {
		t.Errorf("only %d operations are called", len(w.called))
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("AWS_REGION", "us-east-1")
	for text, want := range map[string]time.Duration{"": defaultGrace, "90m": 90 * time.Minute, "-1h": -1, "soon": -1} {
		f, err := newFunction(t.Context(), func(string) string { return text })
		if (err != nil) != (want < 0) || err == nil && f.grace != want {
			t.Errorf("GRACE %q: %v", text, err)
		}
	}
}
