package bench

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	validation "github.com/go-ozzo/ozzo-validation/v4"

	"github.com/userpoolclient/userpoolclient"
)

var (
	ozzoAttribute = validation.By(func(value any) error {
		s := value.(string)
		if !slices.Contains(standardAttributes, s) && !strings.HasPrefix(s, "custom:") && !strings.HasPrefix(s,
			"dev:") && !strings.HasPrefix(s, "cognito:") && s != "identities" {
			return errors.New("is not an attribute")
		}
		return nil
	})
	ozzoRedirect = validation.By(func(value any) error {
		u, err := url.Parse(text(value))
		if err != nil || u.Scheme == "" || (u.Scheme == "http" || u.Scheme == "https") && u.Host == "" {
			return errors.New("must be absolute")
		}
		return nil
	})
	ozzoSecure = validation.By(func(value any) error {
		u, err := url.Parse(text(value))
		if err == nil && u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" &&
			u.Hostname() != "::1" {
			return errors.New("must use https")
		}
		return nil
	})
	ozzoNoFragment = validation.By(func(value any) error {
		if strings.Contains(text(value), "#") {
			return errors.New("must have no fragment")
		}
		return nil
	})
	ozzoScope = validation.By(func(value any) error {
		s := value.(string)
		if slash := strings.LastIndex(s, "/"); !slices.Contains(reservedScopes, s) && (slash < 1 || slash == len(s)-1) {
			return errors.New("is not a scope")
		}
		return nil
	})
	ozzoReadOnly = validation.NotIn("sub", "email_verified", "phone_number_verified")
	ozzoUnit     = validation.In("seconds", "minutes", "hours", "days")
)

func text(value any) string {
	if p, ok := value.(*string); ok {
		return *p
	}
	return value.(string)
}

func prepareOzzo(c *userpoolclient.Config) Check {
	t := toTagged(c)
	return Check{
		Run:    func() bool { return ozzo(t) == nil },
		Places: func() []string { return ozzoPlaces("", ozzo(t)) },
	}
}

func ozzo(t *tagged) error {
	on := t.AllowedOAuthFlowsUserPoolClient != nil && *t.AllowedOAuthFlowsUserPoolClient
	users := slices.Contains(t.AllowedOAuthFlows, "code") || slices.Contains(t.AllowedOAuthFlows, "implicit")
	var u taggedUnits
	if t.TokenValidityUnits != nil {
		u = *t.TokenValidityUnits
	}
	refresh := secondsOf(t.RefreshTokenValidity, u.RefreshToken, "days", 3600, 315360000)
	lifetime := func(n *int32, unit, unitDefault string, min, max, most int64) validation.Rule {
		return validation.By(func(any) error {
			seconds := secondsOf(n, unit, unitDefault, min, max)
			if known := unit == "" || unitSeconds[unit] > 0; known && n != nil && *n != 0 && seconds == 0 {
				return fmt.Errorf("must be %d to %d seconds", min, max)
			}
			if most > 0 && seconds > most {
				return errors.New("must be no longer than the refresh token's")
			}
			return nil
		})
	}
	return validation.ValidateStruct(t,
		validation.Field(&t.UserPoolId, validation.NilOrNotEmpty, validation.RuneLength(1, 55),
			validation.Match(poolIDPattern)),
		validation.Field(&t.ClientId, validation.NilOrNotEmpty, validation.RuneLength(1, 128),
			validation.Match(clientIDPattern)),
		validation.Field(&t.ClientName, validation.NilOrNotEmpty, validation.RuneLength(1, 128),
			validation.Match(namePattern)),
		validation.Field(&t.AccessTokenValidity, validation.NilOrNotEmpty, validation.Min(1), validation.Max(86400),
			lifetime(t.AccessTokenValidity, u.AccessToken, "hours", 300, 86400, refresh)),
		validation.Field(&t.IdTokenValidity, validation.NilOrNotEmpty, validation.Min(1), validation.Max(86400),
			lifetime(t.IdTokenValidity, u.IdToken, "hours", 300, 86400, refresh)),
		validation.Field(&t.RefreshTokenValidity, validation.Min(0), validation.Max(315360000),
			lifetime(t.RefreshTokenValidity, u.RefreshToken, "days", 3600, 315360000, 0)),
		validation.Field(&t.TokenValidityUnits),
		validation.Field(&t.ReadAttributes, validation.Each(validation.Required, validation.RuneLength(1, 2048),
			ozzoAttribute)),
		validation.Field(&t.WriteAttributes, validation.Each(validation.Required, validation.RuneLength(1, 2048),
			ozzoReadOnly, ozzoAttribute)),
		validation.Field(&t.SupportedIdentityProviders, validation.Each(validation.Required, validation.RuneLength(1,
			32), validation.Match(providerPattern))),
		validation.Field(&t.CallbackURLs, validation.When(users, validation.Required), validation.Length(0, 100),
			validation.Each(validation.Required, validation.RuneLength(1, 1024), validation.Match(urlPattern),
				ozzoRedirect, ozzoSecure, ozzoNoFragment)),
		validation.Field(&t.LogoutURLs, validation.Length(0, 100),
			validation.Each(validation.Required, validation.RuneLength(1, 1024), validation.Match(urlPattern),
				ozzoRedirect, ozzoSecure)),
		validation.Field(&t.DefaultRedirectURI, validation.NilOrNotEmpty, validation.RuneLength(1, 1024),
			validation.Match(urlPattern), validation.When(t.DefaultRedirectURI != nil, ozzoRedirect, ozzoNoFragment,
				validation.By(func(any) error {
					if !slices.Contains(t.CallbackURLs, *t.DefaultRedirectURI) {
						return errors.New("must be one of CallbackURLs")
					}
					return nil
				}))),
		validation.Field(&t.AllowedOAuthFlows, validation.When(on, validation.Required), validation.Length(0, 3),
			validation.Each(validation.Required, validation.In("code", "implicit", "client_credentials"))),
		validation.Field(&t.AllowedOAuthScopes, validation.When(on, validation.Required), validation.Length(0, 50),
			validation.Each(validation.Required, validation.RuneLength(1, 256), validation.Match(scopePattern),
				ozzoScope)),
		validation.Field(&t.PreventUserExistenceErrors, validation.In("LEGACY", "ENABLED")),
		validation.Field(&t.AuthSessionValidity, validation.NilOrNotEmpty, validation.Min(3), validation.Max(15)),
	)
}

// Validate makes ozzo look into the structure.
func (u *taggedUnits) Validate() error {
	return validation.ValidateStruct(u,
		validation.Field(&u.AccessToken, ozzoUnit),
		validation.Field(&u.IdToken, ozzoUnit),
		validation.Field(&u.RefreshToken, ozzoUnit),
	)
}

// secondsOf is a lifetime, 0 where it is not given or out of range.
func secondsOf(n *int32, unit, unitDefault string, min, max int64) int64 {
	if unit == "" {
		unit = unitDefault
	}
	if n == nil {
		return 0
	}
	if seconds := int64(*n) * unitSeconds[unit]; seconds >= min && seconds <= max {
		return seconds
	}
	return 0
}

func ozzoPlaces(at string, err error) []string {
	var inner validation.Errors
	if err == nil {
		return nil
	}
	if !errors.As(err, &inner) {
		return []string{at}
	}
	var all []string
	for key, e := range inner {
		place := key
		switch {
		case at != "" && strings.Trim(key, "0123456789") == "":
			place = at + "[" + key + "]"
		case at != "":
			place = at + "." + key
		}
		all = append(all, ozzoPlaces(place, e)...)
	}
	return all
}
