package sdk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

func request(edit func(*userpoolclient.Config) error) UpdateRequest {
	return UpdateRequest{UserPoolID: poolID, ClientID: clientID, Edit: edit}
}

func addURL(url string) func(*userpoolclient.Config) error {
	return func(c *userpoolclient.Config) error {
		c.CallbackURLs = append(c.CallbackURLs, url)
		return nil
	}
}

func conflict() error {
	return &types.ConcurrentModificationException{Message: new("Only one request to update user pool client can be " +
		"processed at a time.")}
}

// noneHeld fails when a lock of the process is left behind.
func noneHeld(t *testing.T) {
	t.Helper()
	writers.mu.Lock()
	defer writers.mu.Unlock()
	if n := len(writers.byKey); n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

// settings is a configuration without what moves by itself.
func settings(c *userpoolclient.Config) *userpoolclient.Config {
	s := *c
	s.LastModifiedDate = nil
	return &s
}

func TestUpdateChangesOneThing(t *testing.T) {
	for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
		server := serve(t, shop, cognitotest.WithOmission(omission))
		client := server.Client(Guard(GuardOptions{})) // it lets Update pass
		before := current(t, client)
		result, err := Update(t.Context(), client, request(addURL("https://b.example.org/cb")))
		if err != nil {
			t.Fatal(err)
		}
		after := current(t, client)
		want := []string{"https://b.example.org/cb", "https://shop.example.org/cb"}
		if !slices.Equal(after.CallbackURLs, want) {
			t.Errorf("got %v", after.CallbackURLs)
		}
		if got := fields(result.Changes); got != "CallbackURLs set" || result.Attempts != 1 {
			t.Errorf("changes %s, %d attempts", got, result.Attempts)
		}
		if d := diff(before, result.Before); d != "" {
			t.Errorf("Before:\n%s", d)
		}
		if len(result.After.CallbackURLs) != 2 || !result.After.LastModifiedDate.Equal(*after.LastModifiedDate) {
			t.Errorf("After is not the service's answer: %+v", result.After)
		}
		before, after = settings(before), settings(after)
		before.CallbackURLs = after.CallbackURLs
		if d := diff(before, after); d != "" {
			t.Errorf("more changed:\n%s", d)
		}
		if n := server.Calls(describeOperation); n != 3 { // two of them from this test
			t.Errorf("%d describes: the guard has asked too", n)
		}
	}
	noneHeld(t)
}

func TestUpdateThatChangesNothingSendsNothing(t *testing.T) {
	type config = userpoolclient.Config
	for _, tt := range []struct {
		why    string
		client string
		edit   func(*config) error
	}{
		{"nothing", shop, func(*config) error { return nil }},
		{"another order", shop, func(c *config) error { slices.Reverse(c.AllowedOAuthScopes); return nil }},
		{"the same once more", shop, addURL("https://shop.example.org/cb")},
		{"the same in another unit", shop, func(c *config) error { return c.SetAccessTokenLifetime(30 * time.Minute) }},
		{"a name cannot be taken away", shop, func(c *config) error { c.ClientName = nil; return nil }},
		{"the dates and the secret", shop, func(c *config) error {
			c.CreationDate, c.LastModifiedDate, c.ClientSecret = nil, nil, nil
			return nil
		}},
		{"an empty list where there is no flow", legacy, func(c *config) error {
			if len(c.AllowedOAuthFlows) > 0 {
				return fmt.Errorf("there are flows: %v", c.AllowedOAuthFlows)
			}
			c.AllowedOAuthFlows = []types.OAuthFlowType{}
			return nil
		}},
		{"no list where there is no flow", legacy, func(c *config) error { c.AllowedOAuthFlows = nil; return nil }},
		{"the default of what is not set", legacy, func(c *config) error {
			c.AuthSessionValidity = new(int32(3))
			return nil
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, tt.client)
			result, err := Update(t.Context(), server.Client(), request(tt.edit))
			if err != nil {
				t.Fatal(err)
			}
			if n := server.Calls(updateOperation); n != 0 || result.Changes != nil || result.Attempts != 0 {
				t.Errorf("%d updates, %s, %d attempts", n, fields(result.Changes), result.Attempts)
			}
		})
	}
}

// A client that breaks a rule and is not to change is left alone.
func TestUpdateThatChangesNothingIsNotRejected(t *testing.T) {
	r := request(func(*userpoolclient.Config) error { return nil })
	r.Pool = &userpoolclient.Pool{Attributes: []userpoolclient.Attribute{{Name: "email", Required: true, Mutable: true}}}
	result, err := Update(t.Context(), serve(t, shop).Client(), r)
	if err != nil {
		t.Fatal(err)
	}
	if len(errorsAmong(result.Findings)) == 0 {
		t.Error("the findings are lost")
	}
}

// What Edit takes away goes back to its default, whatever the service makes of
// an omission.
func TestUpdateResetsWhatEditTakesAway(t *testing.T) {
	var fresh *userpoolclient.Config // a client that was made with nothing
	{
		server := serve(t, `"ClientId":"`+clientID+`","ClientName":"shop","GenerateSecret":true`)
		fresh = current(t, server.Client())
	}
	for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
		server := serve(t, shop, cognitotest.WithOmission(omission))
		client := server.Client()
		result, err := Update(t.Context(), client, request(func(c *userpoolclient.Config) error {
			*c = userpoolclient.Config{}
			return nil
		}))
		if err != nil {
			t.Fatalf("omission %d: %v", omission, err)
		}
		if strings.Contains(fields(result.Changes), userpoolclient.EffectUndetermined.String()) || len(result.Changes) < 15 {
			t.Errorf("omission %d: %s", omission, fields(result.Changes))
		}
		fresh.CreationDate, fresh.LastModifiedDate, fresh.ClientSecret = nil, nil, nil
		if left := userpoolclient.Plan(current(t, client), fresh); left != nil {
			t.Errorf("omission %d: not the default: %s", omission, fields(left))
		}
	}
}

// The same for each member by itself that an update may keep. Lifetimes have a
// test of their own.
func TestUpdateResetsEachMemberThatEditTakesAway(t *testing.T) {
	tried := 0
	for _, f := range userpoolclient.Fields() {
		open := f.InUpdate && f.Parent == "" && f.Omission == userpoolclient.OmissionUndetermined
		if !open || f.Default == nil || f.Name == userpoolclient.FieldRefreshTokenValidity {
			continue
		}
		tried++
		for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
			client := serve(t, shop, cognitotest.WithOmission(omission)).Client()
			if v, _ := current(t, client).Get(f.Name); v == f.Default {
				t.Fatalf("%s is at its default: the test shows nothing", f.Name)
			}
			if _, err := Update(t.Context(), client, request(func(c *userpoolclient.Config) error {
				return c.Set(f.Name, nil)
			})); err != nil {
				t.Errorf("omission %d, %s: %v", omission, f.Name, err)
				continue
			}
			settings := userpoolclient.Resolve(current(t, client), userpoolclient.Context{})
			i := slices.IndexFunc(settings, func(s userpoolclient.Setting) bool { return s.Field == f.Name })
			if got := settings[i].Value; got != f.Default {
				t.Errorf("omission %d: %s becomes %v, its default is %v", omission, f.Name, got, f.Default)
			}
		}
	}
	if tried < 4 {
		t.Errorf("only %d members tried", tried)
	}
}

// A lifetime that Edit takes away in part means what it says.
func TestUpdateSpellsOutLifetimes(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		why                 string
		edit                func(*userpoolclient.Config)
		access, id, refresh time.Duration
	}{
		{"0 means 30 days, and the SDK cannot send it", func(c *userpoolclient.Config) {
			c.RefreshTokenValidity = new(int32(0))
		}, 30 * time.Minute, 20 * time.Minute, 30 * day},
		{"a number taken away under a unit that stays", func(c *userpoolclient.Config) {
			c.AccessTokenValidity, c.RefreshTokenValidity = nil, nil
		}, time.Hour, 20 * time.Minute, 30 * day},
		{"a unit taken away: the numbers are hours and days", func(c *userpoolclient.Config) {
			c.TokenValidityUnits, c.AccessTokenValidity, c.IdTokenValidity = nil, new(int32(2)), new(int32(3))
		}, 2 * time.Hour, 3 * time.Hour, 12 * day},
		{"one unit taken away", func(c *userpoolclient.Config) { c.TokenValidityUnits.RefreshToken = "" },
			30 * time.Minute, 20 * time.Minute, 12 * day},
	} {
		for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
			client := serve(t, shop, cognitotest.WithOmission(omission)).Client()
			edit := func(c *userpoolclient.Config) error { tt.edit(c); return nil }
			if _, err := Update(t.Context(), client, request(edit)); err != nil {
				t.Errorf("%s: %v", tt.why, err)
				continue
			}
			c := current(t, client)
			access, _ := c.AccessTokenLifetime()
			id, _ := c.IdTokenLifetime()
			refresh, _ := c.RefreshTokenLifetime()
			if access != tt.access || id != tt.id || refresh != tt.refresh {
				t.Errorf("%s: %v, %v, %v", tt.why, access, id, refresh)
			}
		}
	}
}

// A connection that breaks: the update is sent again where the client does not show
// it, and not where it does.
func TestUpdateOverABrokenConnection(t *testing.T) {
	for _, tt := range []struct {
		err     error
		updates int
	}{{cognitotest.ErrDropBefore, 2}, {cognitotest.ErrDropAfter, 1}} {
		server := serve(t, shop)
		server.Fail(updateOperation, 1, tt.err)
		client := server.Client(patient)
		r := request(addURL("https://b.example.org/cb"))
		r.SettleTime = time.Millisecond
		result, err := Update(t.Context(), client, r)
		if err != nil {
			t.Errorf("%v: %v", tt.err, err)
			continue
		}
		<-result.Settled()
		if n := len(current(t, client).CallbackURLs); n != 2 || server.Calls(updateOperation) != tt.updates {
			t.Errorf("%v: %d callback URLs, %d updates", tt.err, n, server.Calls(updateOperation))
		}
		if len(result.After.CallbackURLs) != 2 || fields(result.Changes) != "CallbackURLs set" {
			t.Errorf("%v: %+v", tt.err, result)
		}
	}
	noneHeld(t)
}

func TestUpdateTurnsTheSwitchOff(t *testing.T) {
	client := serve(t, shop).Client(Guard(GuardOptions{Partial: PartialFill}))
	if _, err := Update(t.Context(), client, request(func(c *userpoolclient.Config) error {
		c.AllowedOAuthFlowsUserPoolClient = new(false)
		return nil
	})); err != nil {
		t.Fatal(err)
	}
	if *current(t, client).AllowedOAuthFlowsUserPoolClient {
		t.Error("it is still on")
	}
}

func TestUpdateRejects(t *testing.T) {
	stop := errors.New("stop")
	for _, tt := range []struct {
		why     string
		request UpdateRequest
		is      func(error) bool
		plan    bool // there is a result
	}{
		{"no Edit", UpdateRequest{UserPoolID: poolID, ClientID: clientID},
			func(err error) bool { return strings.Contains(err.Error(), "Edit") }, false},
		{"no ClientID", UpdateRequest{UserPoolID: poolID, Edit: addURL("")},
			func(err error) bool { return strings.Contains(err.Error(), "ClientID") }, false},
		{"Edit gives up", request(func(*userpoolclient.Config) error { return stop }),
			func(err error) bool { return errors.Is(err, stop) }, false},
		{"the service would reject it", request(addURL("http://b.example.org/cb")), func(err error) bool {
			var invalid *userpoolclient.ValidationError
			return errors.As(err, &invalid) && places(invalid.Findings) == "CallbackURLs[1] redirect-http"
		}, true},
		{"the pool does not have it", UpdateRequest{UserPoolID: poolID, ClientID: clientID,
			Pool: &userpoolclient.Pool{IdentityProviders: []string{}},
			Edit: func(c *userpoolclient.Config) error {
				c.SupportedIdentityProviders = append(c.SupportedIdentityProviders, "Google")
				return nil
			}}, func(err error) bool {
			var invalid *userpoolclient.ValidationError
			return errors.As(err, &invalid) && places(invalid.Findings) == "SupportedIdentityProviders[1] "+
				"identity-provider-not-in-pool"
		}, true},
		{"no update changes the client's ID", request(func(c *userpoolclient.Config) error {
			c.ClientId = new("another")
			return nil
		}), func(err error) bool { return strings.Contains(err.Error(), "no update can change ClientId") }, true},
		{"no update changes the secret", request(func(c *userpoolclient.Config) error {
			c.ClientSecret = new(userpoolclient.NewSecret("0123456789abcdefghijklmnop"))
			return nil
		}), func(err error) bool {
			return strings.Contains(err.Error(), "ClientSecret") && !strings.Contains(err.Error(), "0123456789")
		}, true},
		{"there is no such client", UpdateRequest{UserPoolID: poolID, ClientID: "another", Edit: addURL("")},
			func(err error) bool {
				var missing *types.ResourceNotFoundException
				return errors.As(err, &missing)
			}, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, shop)
			result, err := Update(t.Context(), server.Client(), tt.request)
			if err == nil || !tt.is(err) {
				t.Errorf("got %v", err)
			}
			if (result != nil) != tt.plan {
				t.Errorf("result %+v", result)
			}
			if n := server.Calls(updateOperation); n != 0 {
				t.Errorf("%d updates", n)
			}
			noneHeld(t)
		})
	}
}

func TestDryRun(t *testing.T) {
	server := serve(t, shop)
	r := request(addURL("https://b.example.org/cb"))
	r.DryRun = true
	r.Lock = func(context.Context, string) (Lease, error) { t.Error("locked"); return nil, nil }
	result, err := Update(t.Context(), server.Client(), r)
	if err != nil {
		t.Fatal(err)
	}
	if fields(result.Changes) != "CallbackURLs set" || len(result.After.CallbackURLs) != 2 ||
		len(result.Before.CallbackURLs) != 1 || result.Attempts != 0 {
		t.Errorf("got %+v", result)
	}
	if n := server.Calls(updateOperation); n != 0 {
		t.Errorf("%d updates", n)
	}
}

// A conflict is answered by a pause, a fresh description and a new edit.
func TestUpdateAfterAConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := cognitotest.New()
		load(t, service, shop)
		service.Fail(updateOperation, 3, conflict())
		// A retryer that would send the rejected update once more, blindly.
		blind := func(o *cognitoidentityprovider.Options) {
			o.Retryer = retry.AddWithErrorCodes(retry.NewStandard(), "ConcurrentModificationException")
		}
		start, edits := time.Now(), 0
		result, err := Update(t.Context(), inMemory(service, blind), request(func(c *userpoolclient.Config) error {
			edits++
			return addURL("https://b.example.org/cb")(c)
		}))
		if err != nil {
			t.Fatal(err)
		}
		if d, u := asked(t, service, describeOperation), asked(t, service, updateOperation); d != 4 || u != 4 || edits != 4 ||
			result.Attempts != 4 {
			t.Errorf("%d describes, %d updates, %d edits, %d attempts", d, u, edits, result.Attempts)
		}
		travel := time.Duration(asked(t, service, describeOperation)+asked(t, service, updateOperation)) * onTheWay
		if waited := time.Since(start) - travel; waited < 350*time.Millisecond || waited > 700*time.Millisecond {
			t.Errorf("paused for %v", waited)
		}
	})
	noneHeld(t)
}

func TestUpdateGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := cognitotest.New()
		load(t, service, shop)
		service.Fail(updateOperation, 100, conflict())
		start := time.Now()
		result, err := Update(t.Context(), inMemory(service), request(addURL("https://b.example.org/cb")))
		var conflict *types.ConcurrentModificationException
		if !errors.As(err, &conflict) || result.Attempts != DefaultMaxAttempts ||
			asked(t, service, updateOperation) != DefaultMaxAttempts {
			t.Errorf("%d attempts, %v", result.Attempts, err)
		}
		if waited := time.Since(start); waited < 10*time.Second || waited > 27*time.Second {
			t.Errorf("paused for %v in all", waited)
		}
		r := request(addURL("https://b.example.org/cb"))
		r.MaxAttempts = 1
		if result, err := Update(t.Context(), inMemory(service), r); !errors.As(err, &conflict) || result.Attempts != 1 {
			t.Errorf("MaxAttempts 1: %v", err)
		}
	})
	noneHeld(t)
}

func TestPauses(t *testing.T) {
	for attempt, most := range map[int]time.Duration{1: firstPause, 2: 2 * firstPause, 6: 32 * firstPause,
		7: longestPause, 1000: longestPause} {
		seen := make(map[time.Duration]bool)
		for range 100 {
			d := pause(attempt)
			if d > most || d < most/2 {
				t.Errorf("pause %d is %v, want %v to %v", attempt, d, most/2, most)
			}
			seen[d] = true
		}
		if len(seen) < 50 {
			t.Errorf("pause %d has only %d values: no jitter", attempt, len(seen))
		}
	}
}

// Cancelling at any point ends Update at once and leaves no lock and no goroutine
// once its request is over, and the client is as it was or changed whole: synctest
// fails while a goroutine is left.
func TestCancelledUpdate(t *testing.T) {
	for _, tt := range []struct {
		why       string
		operation string // during which ctx ends
		inFlight  bool   // a request is under way that takes effect
	}{
		{"while it is described", describeOperation, false},
		{"while the update is under way: it takes effect", updateOperation, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := cognitotest.New()
				load(t, service, shop)
				client := inMemory(service)
				before := current(t, client)
				entered, release := heldBy(t, service, tt.operation)
				ctx, cancel := context.WithCancel(t.Context())
				var unlocked atomic.Int32
				r := request(addURL("https://b.example.org/cb"))
				r.Lock = func(context.Context, string) (Lease, error) { return Unlock(func() { unlocked.Add(1) }), nil }
				ended := make(chan error)
				go func() { _, err := Update(ctx, client, r); ended <- err }()
				<-entered
				cancel()
				err := <-ended
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				var unanswered *UnansweredError
				if errors.As(err, &unanswered) != tt.inFlight {
					t.Errorf("got %v", err)
				}
				synctest.Wait()
				if n := unlocked.Load(); (n == 0) != tt.inFlight {
					t.Errorf("unlocked %d times while the request is under way: %v", n, tt.inFlight)
				}
				release()
				synctest.Wait()
				if n := unlocked.Load(); n != 1 {
					t.Errorf("unlocked %d times", n)
				}
				noneHeld(t)
				after := current(t, client)
				if got := len(after.CallbackURLs) == 2; got != tt.inFlight {
					t.Errorf("updated: %v", got)
				}
				before, after = settings(before), settings(after)
				before.CallbackURLs = after.CallbackURLs
				if d := diff(before, after); d != "" {
					t.Errorf("half an update:\n%s", d)
				}
			})
		})
	}
	t.Run("while it waits for another attempt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			service := cognitotest.New()
			load(t, service, shop)
			service.Fail(updateOperation, 100, conflict())
			// Two requests on their way, then a pause of at least half the first one.
			ctx, cancel := context.WithTimeout(t.Context(), 2*onTheWay+firstPause/4)
			defer cancel()
			_, err := Update(ctx, inMemory(service), request(addURL("https://b.example.org/cb")))
			var rejected *types.ConcurrentModificationException
			if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &rejected) {
				t.Errorf("got %v", err)
			}
			noneHeld(t)
		})
	})
	t.Run("while it waits for another update of the process", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			service := cognitotest.New()
			load(t, service, shop)
			client := inMemory(service)
			entered, release := heldBy(t, service, updateOperation)
			first := make(chan error)
			go func() {
				_, err := Update(t.Context(), client, request(addURL("https://b.example.org/cb")))
				first <- err
			}()
			<-entered
			ctx, cancel := context.WithCancel(t.Context())
			second := make(chan error)
			go func() {
				_, err := Update(ctx, client, request(addURL("https://c.example.org/cb")))
				second <- err
			}()
			synctest.Wait()
			cancel()
			if err := <-second; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			release()
			if err := <-first; err != nil {
				t.Error(err)
			}
			if n := asked(t, service, describeOperation); n != 1 {
				t.Errorf("%d describes", n)
			}
			noneHeld(t)
		})
	})
}

func TestSharedLock(t *testing.T) {
	server := serve(t, shop)
	var locked, unlocked int
	var key string
	r := request(addURL("https://b.example.org/cb"))
	r.Lock = func(_ context.Context, k string) (Lease, error) {
		locked++
		key = k
		return Unlock(func() { unlocked++ }), nil
	}
	if _, err := Update(t.Context(), server.Client(), r); err != nil {
		t.Fatal(err)
	}
	if locked != 1 || unlocked != 1 || key != poolID+"/"+clientID {
		t.Errorf("locked %d times, unlocked %d times, key %s", locked, unlocked, key)
	}
	busy := errors.New("busy")
	r.Lock = func(context.Context, string) (Lease, error) { return nil, busy }
	if _, err := Update(t.Context(), server.Client(), r); !errors.Is(err, busy) {
		t.Errorf("got %v", err)
	}
	noneHeld(t)

	// An Edit that panics leaves no lock either.
	r.Lock = func(context.Context, string) (Lease, error) { return Unlock(func() { unlocked++ }), nil }
	r.Edit = func(*userpoolclient.Config) error { panic("edit") }
	func() {
		defer func() { _ = recover() }()
		_, _ = Update(t.Context(), server.Client(), r)
		t.Error("the panic is lost")
	}()
	if unlocked != 2 {
		t.Errorf("unlocked %d times", unlocked)
	}
	noneHeld(t)
}

// tampered is a service that answers something else than it was sent.
type tampered struct {
	*cognitoidentityprovider.Client
	change func(*types.UserPoolClientType)
}

func (a tampered) UpdateUserPoolClient(ctx context.Context, in *cognitoidentityprovider.UpdateUserPoolClientInput,
	options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.UpdateUserPoolClientOutput, error) {
	out, err := a.Client.UpdateUserPoolClient(ctx, in, options...)
	if err == nil {
		a.change(out.UserPoolClient)
	}
	return out, err
}

func TestDrift(t *testing.T) {
	for _, tt := range []struct {
		why    string
		change func(*types.UserPoolClientType)
		want   string
	}{
		{"another order", func(c *types.UserPoolClientType) { slices.Reverse(c.CallbackURLs) }, ""},
		{"another unit for the same lifetime", func(c *types.UserPoolClientType) {
			c.AccessTokenValidity = new(int32(1800))
			c.TokenValidityUnits.AccessToken = types.TimeUnitsTypeSeconds
		}, ""},
		{"a URL is gone", func(c *types.UserPoolClientType) { c.CallbackURLs = c.CallbackURLs[:1] }, "CallbackURLs"},
		{"a unit is gone", func(c *types.UserPoolClientType) { c.TokenValidityUnits.AccessToken = "" },
			"AccessTokenValidity"},
		{"rotation is off", func(c *types.UserPoolClientType) { c.RefreshTokenRotation.Feature = types.FeatureTypeDisabled },
			"RefreshTokenRotation.Feature"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			result, err := Update(t.Context(), tampered{serve(t, shop).Client(), tt.change},
				request(addURL("https://b.example.org/cb")))
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var drift *DriftError
			if !errors.As(err, &drift) || !strings.Contains(fields(drift.Changes), tt.want) ||
				!strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
			if result == nil || result.After == nil || result.Attempts != 1 {
				t.Errorf("result %+v", result)
			}
		})
	}
	_, err := Update(t.Context(), empty{serve(t, shop).Client()}, request(addURL("https://b.example.org/cb")))
	if err == nil || !strings.Contains(err.Error(), "holds no app client") {
		t.Errorf("an empty answer: %v", err)
	}
}

type empty struct {
	*cognitoidentityprovider.Client
}

func (empty) UpdateUserPoolClient(context.Context, *cognitoidentityprovider.UpdateUserPoolClientInput,
	...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.UpdateUserPoolClientOutput, error) {
	return &cognitoidentityprovider.UpdateUserPoolClientOutput{}, nil
}

const writersCount = 50

func urlOf(i int) string { return fmt.Sprintf("https://tenant-%d.example.org/cb", i) }

// 50 writers each add a URL through Update, to a service with latency, throttling
// and conflicts: every URL is there, and nothing else has moved.
func TestFiftyWriters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := cognitotest.New(cognitotest.WithFaults(cognitotest.Faults{
			Seed: 4, Latency: 20 * time.Millisecond, Throttle: 0.2, Conflict: 0.2,
		}))
		load(t, service, shop)
		client := inMemory(service, patient)
		before := current(t, client)
		var wg sync.WaitGroup
		for i := range writersCount {
			wg.Go(func() {
				r := request(addURL(urlOf(i)))
				r.MaxAttempts = 100
				if _, err := Update(t.Context(), client, r); err != nil {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		after := current(t, client)
		for i := range writersCount {
			if !slices.Contains(after.CallbackURLs, urlOf(i)) {
				t.Errorf("%s is lost", urlOf(i))
			}
		}
		if n := len(after.CallbackURLs); n != writersCount+1 {
			t.Errorf("%d callback URLs", n)
		}
		if n := asked(t, service, updateOperation); n <= writersCount {
			t.Errorf("%d updates: there were no faults", n)
		}
		before, after = settings(before), settings(after)
		before.CallbackURLs = after.CallbackURLs
		if d := diff(before, after); d != "" {
			t.Errorf("something else moved:\n%s", d)
		}
	})
	noneHeld(t)
}

// The same over sockets, so that the SDK's own client and connections take part.
func TestFiftyWritersOverHTTP(t *testing.T) {
	server := serve(t, shop, cognitotest.WithFaults(cognitotest.Faults{Seed: 5, Latency: time.Millisecond, Throttle: 0.1,
		Conflict: 0.05}))
	client := server.Client(patient, Guard(GuardOptions{}))
	var wg sync.WaitGroup
	for i := range writersCount {
		wg.Go(func() {
			if _, err := Update(t.Context(), client, request(addURL(urlOf(i)))); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if n := len(current(t, client).CallbackURLs); n != writersCount+1 {
		t.Errorf("%d callback URLs", n)
	}
}

// The same writers with plain SDK calls, which describe, append and update, lose
// URLs, even though each of them sends every setting and retries conflicts.
func TestFiftyPlainWritersLoseURLs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := cognitotest.New(cognitotest.WithFaults(cognitotest.Faults{Seed: 4, Latency: 20 * time.Millisecond}))
		load(t, service, shop)
		client := inMemory(service, patient)
		var wg sync.WaitGroup
		for i := range writersCount {
			wg.Go(func() {
				for {
					c := current(t, client)
					c.CallbackURLs = append(c.CallbackURLs, urlOf(i))
					_, err := client.UpdateUserPoolClient(t.Context(), updateInput(c))
					var conflict *types.ConcurrentModificationException
					if !errors.As(err, &conflict) {
						if err != nil {
							t.Error(err)
						}
						return
					}
				}
			})
		}
		wg.Wait()
		if n := len(current(t, client).CallbackURLs); n >= writersCount+1 {
			t.Error("no URL is lost: the server is not faithful enough to matter")
		} else {
			t.Logf("%d of %d URLs are left", n-1, writersCount)
		}
	})
}
