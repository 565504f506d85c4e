package cognitotest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// recorder is a testing.TB that notes how a test ended.
type recorder struct {
	testing.TB
	helped  bool
	message string
}

func (r *recorder) Helper() { r.helped = true }

func (r *recorder) Fatal(args ...any) {
	r.message = strings.TrimSuffix(fmt.Sprintln(args...), "\n")
	runtime.Goexit()
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.message = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// ends returns the message with which an assertion ends a test, "" when it
// does not.
func ends(t *testing.T, assertion func(t testing.TB)) string {
	t.Helper()
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		assertion(r)
	}()
	<-done
	if !r.helped {
		t.Error("the assertion does not call Helper")
	}
	return r.message
}

func parse(t *testing.T, members string) *userpoolclient.Config {
	t.Helper()
	c, err := userpoolclient.Parse([]byte("{" + members + "}"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRequireValid(t *testing.T) {
	requireValid := func(c *userpoolclient.Config) string {
		return ends(t, func(tb testing.TB) { cognitotest.RequireValid(tb, c, userpoolclient.Context{}) })
	}
	if message := requireValid(parse(t, `"CallbackURLs":["https://a.example/cb"]`)); message != "" {
		t.Error(message)
	}
	message := requireValid(parse(t, `"CallbackURLs":["http://a.example/cb","https://a.example/#x"]`))
	lines := strings.Split(message, "\n")
	line := func(i int, starts, ends string) bool {
		return strings.HasPrefix(lines[i], starts) && strings.HasSuffix(lines[i], ends)
	}
	if len(lines) != 3 || lines[0] != "2 findings:" ||
		!line(1, `  error: CallbackURLs[0] "http://a.example/cb" `, " [redirect-http]") ||
		!line(2, `  error: CallbackURLs[1] "https://a.example/#x" `, " [redirect-fragment]") {
		t.Error(message)
	}
	if message := requireValid(nil); message != "the configuration is nil" {
		t.Error(message)
	}
}

func TestRequireNo(t *testing.T) {
	c := parse(t, `"CallbackURLs":["https://a.example/cb"],"WriteAttributes":["name"],"EnableTokenRevocation":false`)
	for _, tt := range []struct {
		reason   string
		severity userpoolclient.Severity
		ignore   []string
		want     string
	}{
		{"errors alone: a warning and an advice do not count", userpoolclient.SeverityError, nil, ""},
		{"a warning counts", userpoolclient.SeverityWarning, nil,
			"1 finding:\n  warning: AllowedOAuthFlowsUserPoolClient "},
		{"an ignored one does not", userpoolclient.SeverityWarning, []string{"oauth-disabled"}, ""},
		{"advice shows its harm", userpoolclient.SeverityAdvice, []string{"oauth-disabled"},
			"1 finding:\n  advice (medium harm): EnableTokenRevocation "},
		{"a name that is no rule's is a mistake", userpoolclient.SeverityError, []string{"oauth-dissabled"},
			`ignore: there is no rule "oauth-dissabled"`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			message := ends(t, func(tb testing.TB) {
				cognitotest.RequireNo(tb, tt.severity, c, userpoolclient.Context{}, tt.ignore...)
			})
			if !strings.HasPrefix(message, tt.want) || tt.want == "" && message != "" {
				t.Errorf("got %q, want %q", message, tt.want)
			}
		})
	}
}

// logger is a testing.TB that notes what a test logs.
type logger struct {
	testing.TB
	text string
}

func (l *logger) Logf(format string, args ...any) { l.text += fmt.Sprintf(format, args...) + "\n" }

// A test that passes tells which rules it has not asked.
func TestRequireLogsSkipped(t *testing.T) {
	c := parse(t, `"ClientName":"shop"`)
	open := parse(t, `"ClientName":"shop"`)
	open.Unknown = []userpoolclient.Field{"CallbackURLs[1]"}
	pool := &userpoolclient.Pool{Tier: "PLUS", Attributes: []userpoolclient.Attribute{}, IdentityProviders: []string{},
		Scopes: []string{}, AttributeMappings: []userpoolclient.AttributeMapping{}}
	create := userpoolclient.Context{
		Operation: userpoolclient.OperationCreate, Secret: userpoolclient.SecretStateAbsent, Pool: pool,
	}
	c.UserPoolId, open.UserPoolId = aws.String("us-east-1_a1B2c3D4e"), aws.String("us-east-1_a1B2c3D4e")
	for _, tt := range []struct {
		reason   string
		c        *userpoolclient.Config
		in       userpoolclient.Context
		severity userpoolclient.Severity
		ignore   []string
		want     []string // in what is logged; none: nothing is
	}{
		{"nothing is known", c, userpoolclient.Context{}, userpoolclient.SeverityError, nil,
			[]string{"not judged: ", "for want of Context.Operation, Context.Secret, Context.Pool: ", "scope-not-in-pool"}},
		{"all is known that errors need", c, create, userpoolclient.SeverityError, nil, nil},
		{"advice needs the kind as well", c, create, userpoolclient.SeverityAdvice,
			[]string{"user-existence-errors-legacy", "rotation-missing"}, []string{"Context.Kind"}},
		{"a value is not known", open, create, userpoolclient.SeverityError, nil,
			[]string{"for want of the value of CallbackURLs[1]: ", "redirect-http"}},
		{"an ignored rule is none that was to run", open, create, userpoolclient.SeverityError,
			[]string{"redirect-http"}, []string{"redirect-fragment", "-redirect-http"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			l := &logger{TB: t}
			cognitotest.RequireNo(l, tt.severity, tt.c, tt.in, tt.ignore...)
			if tt.want == nil && l.text != "" {
				t.Errorf("it logs %q", l.text)
			}
			for _, part := range tt.want {
				unwanted, isUnwanted := strings.CutPrefix(part, "-")
				if strings.Contains(l.text, unwanted) == isUnwanted {
					t.Errorf("want %q, it logs %q", part, l.text)
				}
			}
		})
	}
}

func TestRequireUnchanged(t *testing.T) {
	const urls = `"CallbackURLs":["https://b.example/","https://a.example/"],`
	const existence = `"PreventUserExistenceErrors":"ENABLED",`
	const rest = `"RefreshTokenValidity":30,"AuthSessionValidity":3,"EnableTokenRevocation":true,
		"EnablePropagateAdditionalUserContextData":false`
	current := parse(t, `"ClientName":"shop","CallbackURLs":["https://a.example/","https://b.example/"],
		"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"hours","RefreshToken":"days"},
		"AllowedOAuthFlowsUserPoolClient":false,`+existence+rest)
	full := urls + existence + rest + `,"AccessTokenValidity":1,
		"TokenValidityUnits":{"AccessToken":"hours","IdToken":"hours","RefreshToken":"days"}`
	unchanged := func(update string) string {
		return ends(t, func(tb testing.TB) { cognitotest.RequireUnchanged(tb, current, parse(t, update)) })
	}
	if message := unchanged(full); message != "" {
		t.Errorf("lists are sets, 60 minutes are an hour: %s", message)
	}
	message := unchanged(strings.Replace(full, urls, "", 1))
	if !strings.HasPrefix(message, "the update makes 1 change:\n  reset: CallbackURLs, https://a.example/") {
		t.Error(message)
	}
	message = unchanged(strings.Replace(full, existence, "", 1))
	if !strings.HasPrefix(message, "the update makes 1 change:\n  undetermined: PreventUserExistenceErrors, ENABLED") {
		t.Error(message)
	}
	if message := ends(t, func(tb testing.TB) { cognitotest.RequireUnchanged(tb, nil, current) }); message == "" {
		t.Error("nil is unchanged")
	}
}

func TestRequireEqual(t *testing.T) {
	const secret = "0123456789abcdefghijklmn"
	const want = `"CallbackURLs":["https://a.example/","https://b.example/"],"LogoutURLs":[],"AccessTokenValidity":60,
		"TokenValidityUnits":{"AccessToken":"minutes"},"ClientSecret":"` + secret + `"`
	const same = `"CallbackURLs":["https://b.example/","https://a.example/","https://b.example/"],"AccessTokenValidity":1,
		"RefreshTokenValidity":30,"TokenValidityUnits":{},"ClientSecret":"` + secret + `"`
	for _, tt := range []struct{ reason, got, want string }{
		{"the same", want, ""},
		{"lists are sets, lifetimes durations, and defaults the same as nothing", same, ""},
		{"dates do not matter", want + `,"CreationDate":1,"LastModifiedDate":"2026-11-21T00:00:00Z"`, ""},
		{"IDs do not matter", want + `,"ClientId":"4f0example","UserPoolId":"us-east-1_a1B2c3D4e"`, ""},
		{"another URL", strings.Replace(want, "https://b", "https://c", 1),
			"CallbackURLs: want https://a.example/, https://b.example/"},
		{"another lifetime", strings.Replace(want, "60", "30", 1), "AccessTokenValidity: want 1 hour, got 30 minutes"},
		{"a unit that is not known", strings.Replace(want, "minutes", "weeks", 1), "AccessTokenValidity: want 1 hour"},
		{"another secret, which is not shown", strings.Replace(want, "0123", "4567", 1),
			"ClientSecret: want another one"},
		{"no secret", strings.Replace(want, `,"ClientSecret":"`+secret+`"`, "", 1), "ClientSecret: want one, got none"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			message := ends(t, func(tb testing.TB) { cognitotest.RequireEqual(tb, parse(t, want), parse(t, tt.got)) })
			if tt.want == "" && message != "" || !strings.Contains(message, tt.want) {
				t.Errorf("got %q, want %q", message, tt.want)
			}
			if strings.Contains(message, "cdefghijklmn") {
				t.Errorf("shows a secret: %s", message)
			}
		})
	}
	withSecret := parse(t, `"ClientSecret":"`+secret+`"`)
	message := ends(t, func(tb testing.TB) { cognitotest.RequireEqual(tb, parse(t, ""), withSecret) })
	if !strings.Contains(message, "ClientSecret: want none, got one") {
		t.Errorf("a secret that should not be there: %q", message)
	}
	if message := ends(t, func(tb testing.TB) { cognitotest.RequireEqual(tb, withSecret, nil) }); message == "" {
		t.Error("nil is equal")
	}
	if message := ends(t, func(tb testing.TB) { cognitotest.RequireEqual(tb, nil, nil) }); message != "" {
		t.Errorf("nil and nil: %s", message)
	}
}

// What is undetermined is reset or kept as the test chooses, and what is known
// is not touched by the choice.
func TestWithOmission(t *testing.T) {
	for _, tt := range []struct {
		omission   userpoolclient.Omission
		refresh    int32
		session    int32
		revocation bool
		existence  types.PreventUserExistenceErrorTypes
	}{
		{userpoolclient.OmissionResets, 30, 3, true, ""},
		{userpoolclient.OmissionKeeps, 60, 5, false, "ENABLED"},
	} {
		client := cognitotest.NewServer(t, cognitotest.WithOmission(tt.omission)).Client()
		pool := makePool(t, client, nil)
		made, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
			UserPoolId: pool, ClientName: aws.String("shop"), RefreshTokenValidity: 60,
			AuthSessionValidity:   aws.Int32(5),
			EnableTokenRevocation: aws.Bool(false), PreventUserExistenceErrors: "ENABLED",
			CallbackURLs: []string{"https://a.example/"},
			RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: "ENABLED",
				RetryGracePeriodSeconds: aws.Int32(10)},
		})
		if err != nil {
			t.Fatal(err)
		}
		out, err := client.UpdateUserPoolClient(t.Context(), &cip.UpdateUserPoolClientInput{
			UserPoolId: pool, ClientId: made.UserPoolClient.ClientId,
		})
		if err != nil {
			t.Fatal(err)
		}
		c := out.UserPoolClient
		if c.RefreshTokenValidity != tt.refresh || *c.AuthSessionValidity != tt.session ||
			*c.EnableTokenRevocation != tt.revocation || c.PreventUserExistenceErrors != tt.existence {
			t.Errorf("%v: %+v", tt.omission, c)
		}
		if c.CallbackURLs != nil || *c.ClientName != "shop" {
			t.Errorf("%v touched what is known: %+v", tt.omission, c)
		}
		rotation, _ := userpoolclient.FieldByName("RefreshTokenRotation")
		undetermined := rotation.Omission == userpoolclient.OmissionUndetermined
		gone := undetermined && tt.omission == userpoolclient.OmissionResets
		if rotates := c.RefreshTokenRotation != nil; rotates == gone {
			t.Errorf("%v: rotates is %v, undetermined %v", tt.omission, rotates, undetermined)
		}
	}
}

// A unit that is kept must go with the number that is set.
func TestKeptUnitIsJudged(t *testing.T) {
	for omission, rejected := range map[userpoolclient.Omission]bool{
		userpoolclient.OmissionResets: false, userpoolclient.OmissionKeeps: true,
	} {
		client := cognitotest.NewServer(t, cognitotest.WithOmission(omission)).Client()
		pool := makePool(t, client, nil)
		made, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
			UserPoolId: pool, ClientName: aws.String("shop"), AccessTokenValidity: aws.Int32(30),
			TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: "minutes"},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.UpdateUserPoolClient(t.Context(), &cip.UpdateUserPoolClientInput{
			UserPoolId: pool, ClientId: made.UserPoolClient.ClientId, AccessTokenValidity: aws.Int32(1),
		})
		if (err != nil) != rejected || rejected && !strings.Contains(err.Error(), "Invalid range for token validity.") {
			t.Errorf("%v: one hour, or one minute when the unit is kept: %v", omission, err)
		}
	}
}
