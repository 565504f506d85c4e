package cognitotest_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// Random requests, valid ones and others, go through the SDK: the server answers
// as the oracle says, and what Describe shows afterwards is what Resolve says.
func TestAgreement(t *testing.T) {
	requests := 10_000
	if testing.Short() {
		requests = 500
	}
	a := newAgreement(t, 20261121)
	for i := range requests {
		if a.rand.IntN(3) == 0 || len(a.clients) == 0 {
			a.create(i)
		} else {
			a.update(i)
		}
		if t.Failed() {
			t.Fatalf("request %d; the seed makes it come again", i)
		}
	}
	t.Logf("%d accepted, %d rejected, by %v, %d settings compared", a.accepted, a.rejected, a.facts, a.settings)
	if a.accepted < requests/5 || a.rejected < requests/5 || len(a.facts) < 18 || a.settings < 10*a.accepted {
		t.Errorf("%d accepted, %d rejected by %d facts, %d settings compared: the requests are not varied",
			a.accepted, a.rejected, len(a.facts), a.settings)
	}
}

type agreement struct {
	*testing.T
	rand    *rand.Rand
	client  *cip.Client
	pools   map[string]*userpoolclient.Pool
	known   map[string]oraclePool
	ids     []string // of the pools
	clients []*userpoolclient.Config

	accepted, rejected, settings int
	facts                        map[string]int // by which requests were rejected
}

func newAgreement(t *testing.T, seed uint64) *agreement {
	a := &agreement{
		T: t, rand: rand.New(rand.NewPCG(seed, 0)), client: cognitotest.NewServer(t).Client(once),
		pools: map[string]*userpoolclient.Pool{}, known: map[string]oraclePool{}, facts: map[string]int{},
	}
	for _, p := range []struct {
		made  userpoolclient.Pool
		known oraclePool
	}{
		{
			userpoolclient.Pool{
				Tier: "PLUS", IdentityProviders: []string{"Google", "Corp"},
				Scopes:     []string{"api/read", "api/write", "https://api.example/v1/all"},
				Attributes: []userpoolclient.Attribute{{Name: "custom:tenant", Mutable: true}},
			},
			oraclePool{
				providers: []string{"Google", "Corp"}, scopes: []string{"api/read", "api/write",
					"https://api.example/v1/all"},
				custom: []string{"custom:tenant"},
			},
		},
		{
			userpoolclient.Pool{
				Tier: "LITE", IdentityProviders: []string{}, Scopes: []string{},
				Attributes: []userpoolclient.Attribute{{Name: "email", Required: true, Mutable: true}},
			},
			oraclePool{lite: true, required: []string{"email"}},
		},
	} {
		id := *makePool(t, a.client, &p.made)
		loaded, err := sdk.LoadPool(t.Context(), a.client, id)
		if err != nil {
			t.Fatal(err)
		}
		a.pools[id], a.known[id], a.ids = loaded, p.known, append(a.ids, id)
	}
	return a
}

func (a *agreement) create(i int) {
	in := new(cip.CreateUserPoolClientInput)
	in.UserPoolId = &a.ids[a.rand.IntN(len(a.ids))]
	in.ClientName = aws.String(a.pick("shop", "web +=,.@-", "shop", "shop", "ショップ", ""))
	in.GenerateSecret = a.one(3)
	if a.one(20) {
		in.ClientSecret = aws.String(a.pick("0123456789abcdefghijklmn", "short", strings.Repeat("x", 65)))
	}
	a.settle(in)
	c := sdk.FromCreate(in)
	out, err := a.client.CreateUserPoolClient(a.Context(), in)
	if !a.agree(i, &oracle{c: c, pool: a.known[*in.UserPoolId]}, err) {
		return
	}
	made := a.describe(out.UserPoolClient)
	context := userpoolclient.Context{Operation: userpoolclient.OperationCreate, Pool: a.pools[*in.UserPoolId]}
	a.shows(i, made, c, context)
	a.clients = append(a.clients, made)
}

func (a *agreement) update(i int) {
	n := a.rand.IntN(len(a.clients))
	current := a.clients[n]
	in := &cip.UpdateUserPoolClientInput{UserPoolId: current.UserPoolId, ClientId: current.ClientId}
	if a.one(2) {
		in.ClientName = aws.String(a.pick("shop 2", "shop*", "other", strings.Repeat("n", 129)))
	}
	a.settle(in)
	if a.one(4) { // as a careful caller does: what the caller does not set stays
		a.fillFrom(in, current)
	}
	c := sdk.FromUpdate(in)
	out, err := a.client.UpdateUserPoolClient(a.Context(), in)
	if !a.agree(i, &oracle{c: c, current: current, pool: a.known[*in.UserPoolId]}, err) {
		now := a.describe(&types.UserPoolClientType{UserPoolId: current.UserPoolId, ClientId: current.ClientId})
		if !cmp.Equal(now, current) {
			a.Errorf("%d: a rejected update changed the client", i)
		}
		return
	}
	context := userpoolclient.Context{
		Operation: userpoolclient.OperationUpdate, Pool: a.pools[*in.UserPoolId], Current: current,
	}
	now := a.describe(out.UserPoolClient)
	a.shows(i, now, c, context)
	a.clients[n] = now
}

var validatorText = regexp.MustCompile(`^[1-9][0-9]* validation errors? detected: Value `)

// agree compares the answer with what the oracle says and reports whether the
// request was accepted.
func (a *agreement) agree(i int, o *oracle, err error) bool {
	breaksModel, answers := o.breaksModel(), o.answers()
	if err == nil {
		if breaksModel || answers != nil {
			a.Errorf("%d: the server accepts it; it breaks the model: %v, and %v\n%s", i, breaksModel, answers,
				show(o.c))
		}
		a.accepted++
		return true
	}
	a.rejected++
	got, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		a.Errorf("%d: %v", i, err)
		return false
	}
	exception, message := got.ErrorCode(), got.ErrorMessage()
	fits := func(want answer) bool {
		own := want.message == ownText && strings.HasPrefix(message, ownText)
		return exception == want.exception && (message == want.message || own)
	}
	switch at := slices.IndexFunc(answers, fits); {
	case breaksModel && exception == invalidParameter && validatorText.MatchString(message):
		a.facts["ERR-1"]++
	case !breaksModel && at >= 0:
		a.facts[answers[at].fact]++
	default:
		a.Errorf("%d: the server says %s: %s\nit breaks the model: %v, and %v\n%s",
			i, exception, message, breaksModel, answers, show(o.c))
	}
	return false
}

func (a *agreement) describe(c *types.UserPoolClientType) *userpoolclient.Config {
	out, err := a.client.DescribeUserPoolClient(a.Context(), &cip.DescribeUserPoolClientInput{
		UserPoolId: c.UserPoolId, ClientId: c.ClientId,
	})
	if err != nil {
		a.Fatal(err)
	}
	return sdk.FromClient(*out.UserPoolClient)
}

// shows compares what Describe shows with what Resolve says.
func (a *agreement) shows(i int, shown, c *userpoolclient.Config, in userpoolclient.Context) {
	set := map[userpoolclient.Field]any{}
	for _, s := range userpoolclient.Resolve(shown, userpoolclient.Context{}) {
		if s.Origin == userpoolclient.OriginSet {
			set[s.Field] = s.Value
		}
	}
	for _, s := range userpoolclient.Resolve(c, in) {
		row, _ := userpoolclient.FieldByName(string(s.Field))
		value, is := set[s.Field]
		var want any
		switch s.Origin {
		case userpoolclient.OriginSet, userpoolclient.OriginKept:
			want = s.Value
		case userpoolclient.OriginDefault:
			if row.ShownByDescribe {
				want = s.Value
			}
		case userpoolclient.OriginUnknown:
			if !is {
				a.Errorf("%d: %s: %s, but Describe shows nothing", i, s.Field, s.Note)
			}
			continue
		case userpoolclient.OriginUndetermined:
			// The server resets what is undetermined; some defaults show.
			if row.ShownByDescribe {
				want = row.Default
			}
		}
		if s.Field == userpoolclient.FieldAnalyticsConfigurationUserDataShared && want == false {
			want = nil // the SDK's structure does not tell false from nothing
		}
		a.settings++
		if !row.InClient {
			want = nil
		}
		if !equal(want, value) {
			a.Errorf("%d: %s: Describe shows %v, want %v (%s)\n%s", i, s.Field, value, want, s.Origin, show(c))
		}
	}
}

// equal compares two values, lists as sets; no list is the empty one.
func equal(want, got any) bool {
	return cmp.Equal(asSet(want), asSet(got))
}

func asSet(v any) any {
	list := reflect.ValueOf(v)
	if v == nil || list.Kind() != reflect.Slice {
		return v
	}
	if list.Len() == 0 {
		return nil
	}
	all := make([]string, list.Len())
	for i := range all {
		all[i] = list.Index(i).String()
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func show(c *userpoolclient.Config) string {
	var b strings.Builder
	for _, s := range userpoolclient.Resolve(c, userpoolclient.Context{}) {
		if s.Origin == userpoolclient.OriginSet {
			fmt.Fprintf(&b, "  %s: %v\n", s.Field, s.Value)
		}
	}
	return b.String()
}

// one reports true in one of n cases.
func (a *agreement) one(n int) bool { return a.rand.IntN(n) == 0 }

func (a *agreement) pick(from ...string) string { return from[a.rand.IntN(len(from))] }

// some picks up to n of the values, one of the rare ones in some cases.
func (a *agreement) some(n int, often, rare []string) []string {
	list := []string{}
	for range a.rand.IntN(n + 1) {
		from := often
		if a.one(12) {
			from = rare
		}
		list = append(list, from[a.rand.IntN(len(from))])
	}
	return list
}

// settle sets some of a request's settings.
func (a *agreement) settle(request any) {
	c := new(userpoolclient.Config)
	if a.one(3) {
		c.AccessTokenValidity = a.number(1, 60, 5, 24, 0, 86401)
	}
	if a.one(3) {
		c.IdTokenValidity = a.number(1, 60, 5, 24, 0, 86401)
	}
	if a.one(3) {
		c.RefreshTokenValidity = a.number(30, 60, 365, 1, -1, 315360001)
	}
	if a.one(3) {
		c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{
			AccessToken: a.unit(), IdToken: a.unit(), RefreshToken: a.unit(),
		}
	}
	if a.one(6) {
		c.ReadAttributes = a.some(3, []string{"email", "name", "sub", "email_verified"},
			[]string{"", "tenant", "custom:tenant", "custom:none"})
	}
	if a.one(6) {
		c.WriteAttributes = a.some(3, []string{"email", "name", "phone_number"},
			[]string{"sub", "custom:tenant", strings.Repeat("a", 2049)})
	}
	a.flows(c)
	if a.one(4) {
		c.SupportedIdentityProviders = a.some(2, []string{"COGNITO", "COGNITO", "Google", "Corp"},
			[]string{"GOOGLE", "", strings.Repeat("あ", 33)})
	}
	a.oauth(c)
	if a.one(15) {
		c.AnalyticsConfiguration = a.analytics()
	}
	if a.one(4) {
		c.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypes(a.pick("ENABLED", "LEGACY", "ENABLED",
			"enabled"))
	}
	if a.one(4) {
		c.EnableTokenRevocation = aws.Bool(a.one(2))
	}
	if a.one(6) {
		c.EnablePropagateAdditionalUserContextData = aws.Bool(a.one(2))
	}
	if a.one(4) {
		c.AuthSessionValidity = a.number(3, 15, 5, 10, 2, 16)
	}
	if a.one(6) {
		feature := types.FeatureType(a.pick("ENABLED", "DISABLED", "ENABLED", "DISABLED", "on"))
		c.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: feature}
		if a.one(2) {
			c.RefreshTokenRotation.RetryGracePeriodSeconds = a.number(0, 60, 10, 30, -1, 61)
		}
	}
	fill(request, c)
}

func (a *agreement) flows(c *userpoolclient.Config) {
	if !a.one(3) {
		return
	}
	often := []string{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_CUSTOM_AUTH"}
	rare := []string{"ALLOW_USER_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "ALLOW_SOMETHING_NEW", "ALLOW_CLIENT_TOKEN_AUTH",
		"USER_SRP_AUTH"}
	if a.one(4) {
		often = []string{"ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"}
	}
	c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{}
	for _, f := range a.some(3, often, rare) {
		c.ExplicitAuthFlows = append(c.ExplicitAuthFlows, types.ExplicitAuthFlowsType(f))
	}
}

func (a *agreement) oauth(c *userpoolclient.Config) {
	if !a.one(2) {
		return
	}
	c.AllowedOAuthFlowsUserPoolClient = aws.Bool(!a.one(4))
	c.AllowedOAuthScopes = a.some(3, []string{"openid", "email", "profile"},
		[]string{"api/read", "https://api.example/v1/all", "Cognito", "a b"})
	c.CallbackURLs = a.some(3,
		[]string{"https://a.example/cb", "myapp://cb", "http://localhost:3000/", "https://例え.example/?x=1"},
		[]string{"http://a.example/", "https://a.example/#x", "/cb", "", "https://a b", strings.Repeat("x", 1025)})
	c.LogoutURLs = a.some(2, []string{"https://a.example/out", "myapp://out"},
		[]string{"http://a.example/", "https://a.example/#x"})
	c.AllowedOAuthFlows = []types.OAuthFlowType{}
	flows := []string{"code", "implicit"}
	if a.one(4) {
		flows = []string{"client_credentials"}
		c.AllowedOAuthScopes = a.some(2, []string{"api/read", "api/write"}, []string{"openid"})
	}
	for _, f := range a.some(3, flows, []string{"token", "client_credentials"}) {
		c.AllowedOAuthFlows = append(c.AllowedOAuthFlows, types.OAuthFlowType(f))
	}
	if a.one(4) && len(c.CallbackURLs) > 0 {
		c.DefaultRedirectURI = aws.String(a.pick(c.CallbackURLs[0], c.CallbackURLs[0], "https://other.example/"))
	}
}

func (a *agreement) analytics() *userpoolclient.AnalyticsConfiguration {
	const arn = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef"
	const role = "arn:aws:iam::123456789012:role/pinpoint"
	all := []userpoolclient.AnalyticsConfiguration{
		{ApplicationArn: aws.String(arn)},
		{ApplicationArn: aws.String(arn), UserDataShared: aws.Bool(true)},
		{ApplicationId: aws.String("0123abcd"), RoleArn: aws.String(role), ExternalId: aws.String("x")},
		{ApplicationId: aws.String("0123abcd")},
		{ApplicationArn: aws.String(arn), RoleArn: aws.String(role)},
		{},
		{UserDataShared: aws.Bool(true)},
		{ApplicationId: aws.String("not hexadecimal"), RoleArn: aws.String("arn"), ExternalId: aws.String("x")},
	}
	return &all[a.rand.IntN(len(all))]
}

// number is one of the valid numbers, in some cases one of the two bad ones.
func (a *agreement) number(valid1, valid2, valid3, valid4, bad1, bad2 int32) *int32 {
	all := []int32{valid1, valid2, valid3, valid4}
	if a.one(15) {
		all = []int32{bad1, bad2}
	}
	return &all[a.rand.IntN(len(all))]
}

func (a *agreement) unit() types.TimeUnitsType {
	rare := a.pick("hours", "seconds", "hours", "weeks")
	return types.TimeUnitsType(a.pick("", "", "minutes", "hours", "days", "", rare))
}

// fillFrom sets what the client has, where the request sets nothing.
func (a *agreement) fillFrom(in *cip.UpdateUserPoolClientInput, current *userpoolclient.Config) {
	full := new(cip.UpdateUserPoolClientInput)
	fill(full, current)
	to, from := reflect.ValueOf(in).Elem(), reflect.ValueOf(full).Elem()
	for i := range to.NumField() {
		if to.Field(i).CanSet() && to.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
		}
	}
}
