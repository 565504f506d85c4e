package bench

import (
	"errors"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
)

// tagged is the configuration as a user of struct tags declares it.
type tagged struct {
	UserPoolId                      *string `validate:"omitnil,min=1,max=55,pool_id"`
	ClientId                        *string `validate:"omitnil,min=1,max=128,client_id"`
	ClientName                      *string `validate:"omitnil,min=1,max=128,client_name"`
	AccessTokenValidity             *int32  `validate:"omitnil,min=1,max=86400"`
	IdTokenValidity                 *int32  `validate:"omitnil,min=1,max=86400"`
	RefreshTokenValidity            *int32  `validate:"omitnil,min=0,max=315360000"`
	TokenValidityUnits              *taggedUnits
	ReadAttributes                  []string `validate:"omitnil,dive,min=1,max=2048,attribute"`
	WriteAttributes                 []string `validate:"omitnil,dive,min=1,max=2048,writable,attribute"`
	ExplicitAuthFlows               []string
	SupportedIdentityProviders      []string `validate:"omitnil,dive,min=1,max=32,provider"`
	CallbackURLs                    []string `validate:"omitnil,max=100,dive,min=1,max=1024,characters,redirect,secure,no_fragment"`
	LogoutURLs                      []string `validate:"omitnil,max=100,dive,min=1,max=1024,characters,redirect,secure"`
	DefaultRedirectURI              *string  `validate:"omitnil,min=1,max=1024,characters,redirect,no_fragment"`
	AllowedOAuthFlows               []string `validate:"omitnil,max=3,dive,oneof=code implicit client_credentials"`
	AllowedOAuthScopes              []string `validate:"omitnil,max=50,dive,min=1,max=256,scope_characters,scope"`
	AllowedOAuthFlowsUserPoolClient *bool
	PreventUserExistenceErrors      string `validate:"omitempty,oneof=LEGACY ENABLED"`
	EnableTokenRevocation           *bool
	PropagateContextData            *bool
	AuthSessionValidity             *int32 `validate:"omitnil,min=3,max=15"`
}

type taggedUnits struct {
	AccessToken  string `validate:"omitempty,oneof=seconds minutes hours days"`
	IdToken      string `validate:"omitempty,oneof=seconds minutes hours days"`
	RefreshToken string `validate:"omitempty,oneof=seconds minutes hours days"`
}

func toTagged(c *userpoolclient.Config) *tagged {
	t := &tagged{
		UserPoolId: c.UserPoolId, ClientId: c.ClientId, ClientName: c.ClientName,
		AccessTokenValidity: c.AccessTokenValidity, IdTokenValidity: c.IdTokenValidity,
		RefreshTokenValidity: c.RefreshTokenValidity,
		ReadAttributes:       c.ReadAttributes, WriteAttributes: c.WriteAttributes,
		ExplicitAuthFlows:          toStrings(c.ExplicitAuthFlows),
		SupportedIdentityProviders: c.SupportedIdentityProviders, CallbackURLs: c.CallbackURLs,
		LogoutURLs:         c.LogoutURLs,
		DefaultRedirectURI: c.DefaultRedirectURI, AllowedOAuthFlows: toStrings(c.AllowedOAuthFlows),
		AllowedOAuthScopes:              c.AllowedOAuthScopes,
		AllowedOAuthFlowsUserPoolClient: c.AllowedOAuthFlowsUserPoolClient,
		PreventUserExistenceErrors:      string(c.PreventUserExistenceErrors),
		EnableTokenRevocation:           c.EnableTokenRevocation,
		PropagateContextData:            c.EnablePropagateAdditionalUserContextData,
		AuthSessionValidity:             c.AuthSessionValidity,
	}
	if u := c.TokenValidityUnits; u != nil {
		t.TokenValidityUnits = &taggedUnits{string(u.AccessToken), string(u.IdToken), string(u.RefreshToken)}
	}
	return t
}

func toStrings[S ~string](list []S) []string {
	if list == nil {
		return nil
	}
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = string(v)
	}
	return all
}

func prepareValidator(c *userpoolclient.Config) Check {
	v := validator.New(validator.WithRequiredStructEnabled())
	register := func(tag string, ok func(s string) bool) {
		if err := v.RegisterValidation(tag,
			func(fl validator.FieldLevel) bool { return ok(fl.Field().String()) }); err != nil {
			panic(err)
		}
	}
	for tag, pattern := range map[string]*regexp.Regexp{"pool_id": poolIDPattern, "client_id": clientIDPattern,
		"client_name": namePattern,
		"provider":    providerPattern, "characters": urlPattern, "scope_characters": scopePattern} {
		register(tag, pattern.MatchString)
	}
	register("attribute", func(s string) bool {
		return slices.Contains(standardAttributes, s) || strings.HasPrefix(s, "custom:") || strings.HasPrefix(s,
			"dev:") || strings.HasPrefix(s, "cognito:") || s == "identities"
	})
	register("writable", func(s string) bool {
		return s != "sub" && s != "email_verified" && s != "phone_number_verified"
	})
	register("redirect", func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.Scheme != "" && (u.Scheme != "http" && u.Scheme != "https" || u.Host != "")
	})
	register("secure", func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && (u.Scheme != "http" || u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" ||
			u.Hostname() == "::1")
	})
	register("no_fragment", func(s string) bool { return !strings.Contains(s, "#") })
	register("scope", func(s string) bool {
		slash := strings.LastIndex(s, "/")
		return slices.Contains(reservedScopes, s) || slash > 0 && slash < len(s)-1
	})
	v.RegisterStructValidation(taggedRelations, tagged{})

	t := toTagged(c)
	return Check{
		Run: func() bool { return v.Struct(t) == nil },
		Places: func() []string {
			var failed validator.ValidationErrors
			errors.As(v.Struct(t), &failed)
			var all []string
			for _, fe := range failed {
				all = append(all, strings.TrimPrefix(fe.Namespace(), "tagged."))
			}
			return all
		},
	}
}

// taggedRelations is what tags cannot say.
func taggedRelations(sl validator.StructLevel) {
	at := sl.Current()
	if at.CanAddr() {
		at = at.Addr()
	} else {
		at = reflect.ValueOf(ptr(at.Interface().(tagged)))
	}
	t := at.Interface().(*tagged)
	if t.AllowedOAuthFlowsUserPoolClient != nil && *t.AllowedOAuthFlowsUserPoolClient {
		if len(t.AllowedOAuthFlows) == 0 {
			sl.ReportError(t.AllowedOAuthFlows, "AllowedOAuthFlows", "", "oauth", "")
		}
		if len(t.AllowedOAuthScopes) == 0 {
			sl.ReportError(t.AllowedOAuthScopes, "AllowedOAuthScopes", "", "oauth", "")
		}
	}
	if (slices.Contains(t.AllowedOAuthFlows, "code") || slices.Contains(t.AllowedOAuthFlows, "implicit")) &&
		len(t.CallbackURLs) == 0 {
		sl.ReportError(t.CallbackURLs, "CallbackURLs", "", "callback", "")
	}
	if t.DefaultRedirectURI != nil && !slices.Contains(t.CallbackURLs, *t.DefaultRedirectURI) {
		sl.ReportError(t.DefaultRedirectURI, "DefaultRedirectURI", "", "listed", "")
	}
	var u taggedUnits
	if t.TokenValidityUnits != nil {
		u = *t.TokenValidityUnits
	}
	lifetime := func(field string, n *int32, unit, unitDefault string, min, max int64) int64 {
		if unit == "" {
			unit = unitDefault
		}
		if n == nil || *n == 0 || unitSeconds[unit] == 0 {
			return -1
		}
		seconds := int64(*n) * unitSeconds[unit]
		if seconds < min || seconds > max {
			sl.ReportError(n, field, "", "lifetime", "")
			return -1
		}
		return seconds
	}
	access := lifetime("AccessTokenValidity", t.AccessTokenValidity, u.AccessToken, "hours", 300, 86400)
	id := lifetime("IdTokenValidity", t.IdTokenValidity, u.IdToken, "hours", 300, 86400)
	refresh := lifetime("RefreshTokenValidity", t.RefreshTokenValidity, u.RefreshToken, "days", 3600, 315360000)
	if refresh > 0 && access > refresh {
		sl.ReportError(t.AccessTokenValidity, "AccessTokenValidity", "", "order", "")
	}
	if refresh > 0 && id > refresh {
		sl.ReportError(t.IdTokenValidity, "IdTokenValidity", "", "order", "")
	}
}
