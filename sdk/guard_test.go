package sdk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/userpoolclient/userpoolclient"
)

// boto1607 is the update of boto/boto3#1607: callbacks and scopes, and nothing
// else.
func boto1607() *cognitoidentityprovider.UpdateUserPoolClientInput {
	return &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId:         new(poolID),
		ClientId:           new(clientID),
		CallbackURLs:       []string{"https://a.example.org/cb", "https://b.example.org/cb"},
		AllowedOAuthScopes: []string{"openid"},
	}
}

func TestGuardRejectsCreate(t *testing.T) {
	server := serve(t, shop)
	client := server.Client(Guard(GuardOptions{}))
	_, err := client.CreateUserPoolClient(t.Context(), &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId:        new(poolID),
		CallbackURLs:      []string{"http://shop.example.org/cb"},
		AllowedOAuthFlows: []types.OAuthFlowType{"token"},
	})
	var invalid *userpoolclient.ValidationError
	var call *smithy.OperationError
	if !errors.As(err, &invalid) || !errors.As(err, &call) || call.OperationName != createOperation {
		t.Fatalf("got %v", err)
	}
	if got, want := places(invalid.Findings), "AllowedOAuthFlows[0] oauth-flow-unknown; CallbackURLs[0] "+
		"redirect-http; ClientName client-name-required"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var one *userpoolclient.Finding
	if !errors.As(err, &one) {
		t.Error("no finding is reached")
	}
	if n := server.Calls(createOperation); n != 0 {
		t.Errorf("%d requests left the process", n)
	}
}

func TestGuardPassesCreate(t *testing.T) {
	server := serve(t, shop)
	in := &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: new(poolID), ClientName: new("new"),
		AnalyticsConfiguration: &types.AnalyticsConfigurationType{ApplicationArn: new(analyticsARN),
			RoleArn: new(serviceRoleARN)},
	}
	var found []string
	note := func(f userpoolclient.Finding) { found = append(found, f.Rule) }
	client := server.Client(Guard(GuardOptions{OnFinding: note}))
	if _, err := client.CreateUserPoolClient(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if in.AnalyticsConfiguration.RoleArn == nil {
		t.Error("the caller's input was changed")
	}
	if !slices.Contains(found, "user-existence-errors-legacy") {
		t.Errorf("advice: %v", found)
	}
}

// The guard makes the update of boto/boto3#1607 visible, then harmless.
func TestGuardAndThePartialUpdate(t *testing.T) {
	t.Run("without a guard it loses settings", func(t *testing.T) {
		client := serve(t, legacy).Client()
		if _, err := client.UpdateUserPoolClient(t.Context(), boto1607()); err != nil {
			t.Fatal(err)
		}
		if c := current(t, client); len(c.ExplicitAuthFlows)+len(c.ReadAttributes)+len(c.WriteAttributes) != 0 {
			t.Errorf("the server is too kind: %v %v %v", c.ExplicitAuthFlows, c.ReadAttributes, c.WriteAttributes)
		}
	})
	t.Run("PartialReject stops it and lists the losses", func(t *testing.T) {
		server := serve(t, legacy)
		client := server.Client(Guard(GuardOptions{}))
		before := current(t, client)
		_, err := client.UpdateUserPoolClient(t.Context(), boto1607())
		var partial *PartialUpdateError
		var call *smithy.OperationError
		if !errors.As(err, &partial) || !errors.As(err, &call) {
			t.Fatalf("got %v", err)
		}
		if got, want := fields(partial.Changes), "ExplicitAuthFlows reset, ReadAttributes reset, RefreshTokenValidity "+
			"undetermined, WriteAttributes reset"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		for _, word := range []string{clientID, "ExplicitAuthFlows", "ADMIN_NO_SRP_AUTH", "sdk.PartialFill", "sdk.Update"} {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("the message lacks %s:\n%s", word, err)
			}
		}
		if n := server.Calls(updateOperation); n != 0 {
			t.Errorf("%d updates left the process", n)
		}
		if d := diff(before, current(t, client)); d != "" {
			t.Errorf("the client changed:\n%s", d)
		}
	})
	t.Run("PartialFill repairs it", func(t *testing.T) {
		server := serve(t, legacy)
		client := server.Client(Guard(GuardOptions{Partial: PartialFill}))
		before, in := current(t, client), boto1607()
		if _, err := client.UpdateUserPoolClient(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		if d := diff(boto1607(), in); d != "" {
			t.Errorf("the caller's input was changed:\n%s", d)
		}
		before.LastModifiedDate = nil
		if got, want := fields(userpoolclient.Plan(before, current(t, client))),
			"AllowedOAuthScopes set, CallbackURLs set"; got != want {
			t.Errorf("changed %s\nwant    %s", got, want)
		}
		if n := server.Calls(updateOperation); n != 1 {
			t.Errorf("%d updates", n)
		}
	})
	t.Run("PartialAllow sends it and reports", func(t *testing.T) {
		server := serve(t, legacy)
		var omitted []string
		client := server.Client(Guard(GuardOptions{Partial: PartialAllow, OnFinding: func(f userpoolclient.Finding) {
			if f.Rule == updateOmits {
				omitted = append(omitted, string(f.Field))
			}
		}}))
		if _, err := client.UpdateUserPoolClient(t.Context(), boto1607()); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(omitted, "ExplicitAuthFlows") {
			t.Errorf("reported %v", omitted)
		}
		if c := current(t, client); len(c.ExplicitAuthFlows) > 0 {
			t.Error("the update was not sent as it was")
		}
	})
}

func fields(changes []userpoolclient.Change) string {
	all := make([]string, len(changes))
	for i, c := range changes {
		all[i] = string(c.Field) + " " + c.Effect.String()
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// An omission of which the evidence does not decide what it does is a loss in every
// reading in which it is one: a number that is kept under a unit that is reset, too.
func TestGuardReadsLifetimesEveryWay(t *testing.T) {
	const refresh = `"ClientId":"` + clientID + `","ClientName":"shop",`
	for _, tt := range []struct {
		why    string
		client string
		in     cognitoidentityprovider.UpdateUserPoolClientInput
		lost   string // "" where it is sent
	}{
		{"30 days in hours: kept without their unit they are 720 days",
			refresh + `"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`,
			cognitoidentityprovider.UpdateUserPoolClientInput{
				AccessTokenValidity: new(int32(1)),
				TokenValidityUnits:  &types.TokenValidityUnitsType{AccessToken: "hours"},
			}, "RefreshTokenValidity undetermined"},
		{"1 hour in minutes: reset without its unit, or the other way round",
			refresh + `"IdTokenValidity":60,"TokenValidityUnits":{"IdToken":"minutes"}`,
			cognitoidentityprovider.UpdateUserPoolClientInput{ClientName: new("new")}, "IdTokenValidity undetermined"},
		{"1 hour in hours: every reading comes to the same",
			refresh + `"IdTokenValidity":1,"TokenValidityUnits":{"IdToken":"hours"}`,
			cognitoidentityprovider.UpdateUserPoolClientInput{ClientName: new("new")}, ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, tt.client)
			client := server.Client(Guard(GuardOptions{}))
			tt.in.UserPoolId, tt.in.ClientId = new(poolID), new(clientID)
			_, err := client.UpdateUserPoolClient(t.Context(), &tt.in)
			var partial *PartialUpdateError
			if got := errors.As(err, &partial); got != (tt.lost != "") || got && fields(partial.Changes) != tt.lost {
				t.Errorf("got %v", err)
			}
			// PartialFill sends what is omitted, in every case.
			filled := server.Client(Guard(GuardOptions{Partial: PartialFill}))
			before := current(t, client)
			if _, err := filled.UpdateUserPoolClient(t.Context(), &tt.in); err != nil {
				t.Fatal(err)
			}
			for _, c := range userpoolclient.Diff(before, current(t, client)) {
				if c.Field != userpoolclient.FieldAccessTokenValidity && c.Field != userpoolclient.FieldClientName {
					t.Errorf("%s has changed: %s, %s", c.Field, c.Before, c.After)
				}
			}
		})
	}
}

// A guard reads a client again whose description is older than what the process has
// seen, and what it has seen is also what the guard has let pass.
func TestGuardReadsAgain(t *testing.T) {
	w := weather{staleBy: time.Hour, script: fates{describes: []fate{fateNone, fateStale, fateNone}}.of}
	withFake(t, w, func(t *testing.T, service *fake) {
		client := service.client(t, Guard(GuardOptions{Partial: PartialFill}))
		for _, in := range []*cognitoidentityprovider.UpdateUserPoolClientInput{
			{UserPoolId: new(poolID), ClientId: new(clientID), ClientName: new("first")},
			{UserPoolId: new(poolID), ClientId: new(clientID), LogoutURLs: []string{"https://shop.example.org/out"}},
		} {
			time.Sleep(time.Second)
			if _, err := client.UpdateUserPoolClient(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		if name := service.name(clientID); name != "first" {
			t.Errorf("the name is %q", name)
		}
		if n := service.called(describeOperation); n != 3 {
			t.Errorf("%d descriptions", n)
		}
	})
}

// PartialFill keeps everything of a full client but what the caller gives.
func TestPartialFillKeepsEverything(t *testing.T) {
	client := serve(t, shop).Client(Guard(GuardOptions{Partial: PartialFill}))
	before := current(t, client)
	if _, err := client.UpdateUserPoolClient(t.Context(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: new(poolID), ClientId: new(clientID), LogoutURLs: []string{},
	}); err != nil {
		t.Fatal(err)
	}
	after := current(t, client)
	if len(after.LogoutURLs) != 0 {
		t.Errorf("the empty list did not clear: %v", after.LogoutURLs)
	}
	after.LogoutURLs, after.LastModifiedDate = before.LogoutURLs, before.LastModifiedDate
	if d := diff(before, after); d != "" {
		t.Errorf("changed:\n%s", d)
	}
}

// A full update passes as it is, also one that sends back what Describe showed.
func TestGuardPassesAFullUpdate(t *testing.T) {
	server := serve(t, shop)
	client := server.Client(Guard(GuardOptions{}))
	described, err := client.DescribeUserPoolClient(t.Context(),
		&cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: new(poolID), ClientId: new(clientID)})
	if err != nil {
		t.Fatal(err)
	}
	in := updateInput(FromClient(*described.UserPoolClient))
	in.AnalyticsConfiguration.RoleArn = described.UserPoolClient.AnalyticsConfiguration.RoleArn
	if in.AnalyticsConfiguration.RoleArn == nil {
		t.Fatal("the server does not fill in RoleArn")
	}
	in.CallbackURLs = append(in.CallbackURLs, "https://b.example.org/cb")
	if _, err := client.UpdateUserPoolClient(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if in.AnalyticsConfiguration.RoleArn == nil {
		t.Error("the caller's input was changed")
	}
	if n := len(current(t, client).CallbackURLs); n != 2 {
		t.Errorf("%d callback URLs", n)
	}
}

// The SDK cannot say false: the guard takes it for omitted, as documented.
func TestGuardAndTheSwitch(t *testing.T) {
	server := serve(t, shop)
	client := server.Client(Guard(GuardOptions{}))
	off := updateInput(current(t, client))
	off.AllowedOAuthFlowsUserPoolClient = false
	_, err := client.UpdateUserPoolClient(t.Context(), off)
	var partial *PartialUpdateError
	if !errors.As(err, &partial) || fields(partial.Changes) != "AllowedOAuthFlowsUserPoolClient reset" {
		t.Errorf("PartialReject: %v", err)
	}
	if _, err := client.UpdateUserPoolClient(t.Context(), off, Guard(GuardOptions{Partial: PartialFill})); err != nil {
		t.Errorf("PartialFill: %v", err)
	}
	if !*current(t, client).AllowedOAuthFlowsUserPoolClient {
		t.Error("PartialFill turned the switch off")
	}
	if _, err := client.UpdateUserPoolClient(t.Context(), off, Guard(GuardOptions{Partial: PartialAllow})); err != nil {
		t.Errorf("PartialAllow: %v", err)
	}
	if *current(t, client).AllowedOAuthFlowsUserPoolClient {
		t.Error("PartialAllow left the switch on")
	}
}

func TestGuardOfOneCall(t *testing.T) {
	for _, tt := range []struct {
		why    string
		client []func(*cognitoidentityprovider.Options)
		call   []func(*cognitoidentityprovider.Options)
		sent   int
	}{
		{"the client's alone rejects", []func(*cognitoidentityprovider.Options){Guard(GuardOptions{})}, nil, 0},
		{"the call's alone rejects", nil, []func(*cognitoidentityprovider.Options){Guard(GuardOptions{})}, 0},
		{"the call's replaces the client's", []func(*cognitoidentityprovider.Options){Guard(GuardOptions{})},
			[]func(*cognitoidentityprovider.Options){Guard(GuardOptions{Partial: PartialFill})}, 1},
		{"and the other way round", []func(*cognitoidentityprovider.Options){Guard(GuardOptions{Partial: PartialFill})},
			[]func(*cognitoidentityprovider.Options){Guard(GuardOptions{})}, 0},
		{"no guard", nil, nil, 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, legacy)
			_, err := server.Client(tt.client...).UpdateUserPoolClient(t.Context(), boto1607(), tt.call...)
			if n := server.Calls(updateOperation); n != tt.sent || (err == nil) != (tt.sent == 1) {
				t.Errorf("%d sent, %v", n, err)
			}
		})
	}
}

// Every other operation has the same middleware with a guard and without.
func TestGuardLeavesOtherOperationsAlone(t *testing.T) {
	var stack []string
	see := func(o *cognitoidentityprovider.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { stack = s.List(); return nil })
	}
	server := serve(t, shop)
	plain, guarded := server.Client(see), server.Client(Guard(GuardOptions{}), see)
	calls := map[string]func(c *cognitoidentityprovider.Client) error{
		"DescribeUserPoolClient": func(c *cognitoidentityprovider.Client) error {
			_, _, err := describeClient(t.Context(), c, poolID, clientID)
			return err
		},
		"ListUserPoolClients": func(c *cognitoidentityprovider.Client) error {
			in := &cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: new(poolID)}
			_, err := c.ListUserPoolClients(t.Context(), in)
			return err
		},
		"UpdateUserPool": func(c *cognitoidentityprovider.Client) error {
			_, err := c.UpdateUserPool(t.Context(), &cognitoidentityprovider.UpdateUserPoolInput{UserPoolId: new(poolID)})
			return err
		},
	}
	for name, call := range calls {
		if err := call(plain); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		without := stack
		if err := call(guarded); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.Equal(without, stack) || len(stack) < 10 {
			t.Errorf("%s: %v, guarded %v", name, without, stack)
		}
	}
	if _, err := guarded.CreateUserPoolClient(t.Context(), nil); err == nil || !slices.Contains(stack, guardID) {
		t.Errorf("the guard is not where it belongs: %v, %v", stack, err)
	}
}

func TestGuardOptionsCurrent(t *testing.T) {
	full := parse(t, legacy)
	for _, tt := range []struct {
		why     string
		current func(context.Context, string, string) (*userpoolclient.Config, error)
		calls   int    // of Describe
		err     string // in the error, "" for a *PartialUpdateError
	}{
		{"it saves the call", func(context.Context, string, string) (*userpoolclient.Config, error) {
			return full, nil
		}, 0, ""},
		{"a cache that has nothing", func(context.Context, string, string) (*userpoolclient.Config, error) {
			return nil, nil
		}, 1, ""},
		{"it fails", func(context.Context, string, string) (*userpoolclient.Config, error) {
			return nil, errors.New("cache is down")
		}, 0, "cache is down"},
		{"none", nil, 1, ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, legacy)
			_, err := server.Client(Guard(GuardOptions{Current: tt.current})).UpdateUserPoolClient(t.Context(), boto1607())
			var partial *PartialUpdateError
			if tt.err == "" && !errors.As(err, &partial) || tt.err != "" && !strings.Contains(fmt.Sprint(err), tt.err) {
				t.Errorf("got %v", err)
			}
			if n := server.Calls("DescribeUserPoolClient"); n != tt.calls {
				t.Errorf("%d describes", n)
			}
			if n := server.Calls(updateOperation); n != 0 {
				t.Errorf("%d updates", n)
			}
		})
	}
}

// A Current that answers about another client does not lead the update astray.
func TestFillUpdatesTheClientOfTheCaller(t *testing.T) {
	server := serve(t, legacy)
	client := server.Client(Guard(GuardOptions{Partial: PartialFill,
		Current: func(context.Context, string, string) (*userpoolclient.Config, error) {
			c := parse(t, legacy)
			c.UserPoolId, c.ClientId = new("eu-central-1_another"), new("another")
			return c, nil
		}}))
	if _, err := client.UpdateUserPoolClient(t.Context(), boto1607()); err != nil {
		t.Fatal(err)
	}
	if n := len(current(t, client).CallbackURLs); n != 2 {
		t.Errorf("%d callback URLs", n)
	}
}

// Current may use the guarded client itself.
func TestGuardIsReentrant(t *testing.T) {
	server := serve(t, legacy)
	var client *cognitoidentityprovider.Client
	client = server.Client(Guard(GuardOptions{Partial: PartialFill,
		Current: func(ctx context.Context, userPoolID, clientID string) (*userpoolclient.Config, error) {
			described, _, err := describeClient(ctx, client, userPoolID, clientID)
			if err != nil {
				return nil, err
			}
			return FromClient(*described), nil
		}}))
	if _, err := client.UpdateUserPoolClient(t.Context(), boto1607()); err != nil {
		t.Fatal(err)
	}
	if d, u := server.Calls("DescribeUserPoolClient"), server.Calls(updateOperation); d != 1 || u != 1 {
		t.Errorf("%d describes, %d updates", d, u)
	}
}

func TestGuardWithoutPermissionToDescribe(t *testing.T) {
	for mode, sent := range map[PartialMode]int{PartialReject: 0, PartialFill: 0, PartialAllow: 1} {
		server := serve(t, legacy)
		server.Fail("DescribeUserPoolClient", 1, &types.NotAuthorizedException{Message: new("no")})
		_, err := server.Client(Guard(GuardOptions{Partial: mode})).UpdateUserPoolClient(t.Context(), boto1607())
		var denied *types.NotAuthorizedException
		if n := server.Calls(updateOperation); n != sent || sent == 0 && !errors.As(err, &denied) || sent == 1 && err != nil {
			t.Errorf("mode %d: %d updates, %v", mode, n, err)
		}
	}
}

func TestGuardIgnores(t *testing.T) {
	server := serve(t, shop)
	var found []string
	client := server.Client(Guard(GuardOptions{
		Ignore:    []string{"redirect-http", "user-existence-errors-legacy"},
		OnFinding: func(f userpoolclient.Finding) { found = append(found, f.Rule) },
	}))
	_, err := client.CreateUserPoolClient(t.Context(), &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: new(poolID), ClientName: new("new"), CallbackURLs: []string{"http://shop.example.org/cb"},
	})
	var rejected *types.InvalidParameterException // by the service, not by the guard
	if !errors.As(err, &rejected) {
		t.Errorf("got %v", err)
	}
	if slices.Contains(found, "user-existence-errors-legacy") || !slices.Contains(found, "oauth-disabled") {
		t.Errorf("found %v", found)
	}
}

func TestGuardIsSafeForConcurrentUse(t *testing.T) {
	server := serve(t, legacy)
	client := server.Client(Guard(GuardOptions{}))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := client.UpdateUserPoolClient(t.Context(), boto1607())
			var partial *PartialUpdateError
			if !errors.As(err, &partial) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// An update that names no client is rejected before anything is asked.
func TestGuardNeedsTheClient(t *testing.T) {
	server := serve(t, legacy)
	_, err := server.Client(Guard(GuardOptions{})).UpdateUserPoolClient(t.Context(), nil)
	var invalid *userpoolclient.ValidationError
	if !errors.As(err, &invalid) || places(invalid.Findings) != "ClientId client-id-required; UserPoolId "+
		"user-pool-id-required" {
		t.Errorf("got %v", err)
	}
	if n := server.Calls("DescribeUserPoolClient"); n != 0 {
		t.Errorf("%d describes", n)
	}
}
