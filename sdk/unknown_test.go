package sdk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// fromTemplate is the settings of a template: members, and those of unknown value.
func fromTemplate(t *testing.T, members string, unknown ...userpoolclient.Field) *userpoolclient.Config {
	c := parse(t, members)
	c.Unknown = unknown
	return c
}

// A member whose value is not known stays as it is where that is certain; where it
// is not, nothing is sent.
func TestUpdateWithUnknownValues(t *testing.T) {
	for _, tt := range []struct {
		why     string
		edit    func(t *testing.T, c *userpoolclient.Config)
		kept    string // "" where nothing is sent
		unsure  string
		changed string
	}{
		{"a list of a template", func(t *testing.T, c *userpoolclient.Config) {
			*c = *userpoolclient.Overlay(c, fromTemplate(t, `"ClientName":"new"`, "LogoutURLs"))
		}, "LogoutURLs", "", "ClientName set"},
		{"several members", func(t *testing.T, c *userpoolclient.Config) {
			template := fromTemplate(t, `"ClientName":"new"`, "LogoutURLs", "ReadAttributes", "AuthSessionValidity")
			*c = *userpoolclient.Overlay(c, template)
		}, "AuthSessionValidity LogoutURLs ReadAttributes", "", "ClientName set"},
		{"a structure, in whole and in part", func(t *testing.T, c *userpoolclient.Config) {
			c.AnalyticsConfiguration, c.ClientName = nil, new("new")
			c.Unknown = []userpoolclient.Field{"AnalyticsConfiguration", "RefreshTokenRotation.RetryGracePeriodSeconds"}
		}, "AnalyticsConfiguration RefreshTokenRotation.RetryGracePeriodSeconds", "", "ClientName set"},
		{"what may be set", func(t *testing.T, c *userpoolclient.Config) {
			c.LogoutURLs, c.ClientName = nil, new("new")
			c.MaybeSet = []userpoolclient.Field{"LogoutURLs"}
		}, "LogoutURLs", "", "ClientName set"},
		{"nothing else", func(t *testing.T, c *userpoolclient.Config) {
			c.LogoutURLs, c.Unknown = nil, []userpoolclient.Field{"LogoutURLs"}
		}, "LogoutURLs", "", ""},
		{"the unit of a number that stays", func(t *testing.T, c *userpoolclient.Config) {
			c.ClientName, c.Unknown = new("new"), []userpoolclient.Field{"TokenValidityUnits.IdToken"}
			c.TokenValidityUnits.IdToken = ""
		}, "TokenValidityUnits.IdToken", "", "ClientName set"},
		{"the unit of a number that is new", func(t *testing.T, c *userpoolclient.Config) {
			c.IdTokenValidity, c.Unknown = new(int32(2)), []userpoolclient.Field{"TokenValidityUnits.IdToken"}
		}, "", "TokenValidityUnits.IdToken", ""},
		{"the units of a number that is new", func(t *testing.T, c *userpoolclient.Config) {
			c.IdTokenValidity, c.TokenValidityUnits = new(int32(15)), nil
			c.Unknown = []userpoolclient.Field{"TokenValidityUnits"}
		}, "", "TokenValidityUnits", ""},
		{"the number of a unit that is new", func(t *testing.T, c *userpoolclient.Config) {
			c.TokenValidityUnits.IdToken, c.Unknown = "hours", []userpoolclient.Field{"IdTokenValidity"}
		}, "", "IdTokenValidity", ""},
		{"a part of a structure whose other part is new", func(t *testing.T, c *userpoolclient.Config) {
			c.RefreshTokenRotation.RetryGracePeriodSeconds = new(int32(20))
			c.Unknown = []userpoolclient.Field{"RefreshTokenRotation.Feature"}
		}, "", "RefreshTokenRotation.Feature", ""},
		{"an element", func(t *testing.T, c *userpoolclient.Config) {
			c.CallbackURLs = append(c.CallbackURLs, "${Domain}")
			c.Unknown = []userpoolclient.Field{"CallbackURLs[1]"}
		}, "", "CallbackURLs[1]", ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, shop)
			client := server.Client()
			before := current(t, client)
			edit := func(c *userpoolclient.Config) error { tt.edit(t, c); return nil }
			result, err := Update(t.Context(), client, request(edit))
			after := current(t, client)
			if tt.unsure != "" {
				var unknown *UnknownValueError
				if !errors.As(err, &unknown) || names(unknown.Fields) != tt.unsure || !strings.Contains(err.Error(), tt.unsure) {
					t.Errorf("got %v", err)
				}
				if n := server.Calls(updateOperation); n != 0 || diff(before, after) != "" {
					t.Errorf("%d updates:\n%s", n, diff(before, after))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if names(result.Kept) != tt.kept || fields(result.Changes) != tt.changed {
				t.Errorf("kept %s, changed %s", names(result.Kept), fields(result.Changes))
			}
			before, after = settings(before), settings(after)
			before.ClientName = after.ClientName
			if d := diff(before, after); d != "" {
				t.Errorf("more has changed:\n%s", d)
			}
		})
	}
}

func names(fields []userpoolclient.Field) string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = string(f)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// A Current that knows only a part does not wipe the rest.
func TestFillFromAnUnknownCurrent(t *testing.T) {
	for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets, userpoolclient.OmissionKeeps} {
		server := serve(t, shop, cognitotest.WithOmission(omission))
		half := parse(t, shop)
		half.LogoutURLs, half.Unknown = nil, []userpoolclient.Field{"LogoutURLs"}
		client := server.Client(Guard(GuardOptions{
			Partial: PartialFill,
			Current: func(context.Context, string, string) (*userpoolclient.Config, error) { return half, nil },
		}))
		in := &cognitoidentityprovider.UpdateUserPoolClientInput{
			UserPoolId: new(poolID), ClientId: new(clientID), ClientName: new("new"),
		}
		before := current(t, client)
		_, err := client.UpdateUserPoolClient(t.Context(), in)
		var unknown *UnknownValueError
		if !errors.As(err, &unknown) || names(unknown.Fields) != "LogoutURLs" {
			t.Errorf("got %v", err)
		}
		if d := diff(before, current(t, client)); d != "" || server.Calls(updateOperation) != 0 {
			t.Errorf("it was sent:\n%s", d)
		}
		// What the request itself sets need not be known.
		in.LogoutURLs = []string{"https://shop.example.org/bye"}
		if _, err := client.UpdateUserPoolClient(t.Context(), in); err != nil {
			t.Error(err)
		}
		if got := current(t, client); !slices.Equal(got.LogoutURLs, in.LogoutURLs) || *got.ClientName != "new" {
			t.Errorf("got %+v", got)
		}
	}
}
