package preset

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// The lifetimes that a preset chooses, and how long a refresh token works after it
// was replaced.
const (
	tokenLifetime          = time.Hour
	refreshLifetime        = 30 * 24 * time.Hour
	browserRefreshLifetime = 24 * time.Hour
	gracePeriod            = 10 // seconds, the most that rotation-grace-long says nothing about
)

const (
	providerCognito = "COGNITO"
	scopeOpenID     = "openid"

	// flowClientToken is documented, and the SDK's enum lacks it.
	flowClientToken types.ExplicitAuthFlowsType = "ALLOW_CLIENT_TOKEN_AUTH"
)

// DefaultWriteAttributes returns the attributes that users may change where a
// preset is not told: what signing up, recovering an account and the usual
// identity providers write.
func DefaultWriteAttributes() []string {
	return []string{"email", "family_name", "given_name", "name", "phone_number"}
}

// hosted is a client whose users sign in on the hosted pages; it has the fields of
// SPA, Native and Web.
type hosted struct {
	Name      string
	PoolID    string
	Callbacks []string

	Logouts         []string
	Scopes          []string
	Providers       []string
	WriteAttributes []string

	AccessTokenLifetime  time.Duration
	IDTokenLifetime      time.Duration
	RefreshTokenLifetime time.Duration

	Pool *userpoolclient.Pool
}

func (p hosted) config(k Kind) (*userpoolclient.Config, error) {
	b := newBuilder(k, p.Name, p.PoolID, p.Pool)
	b.c.SupportedIdentityProviders = orDefault(p.Providers, providerCognito)
	b.c.CallbackURLs = slices.Clone(p.Callbacks)
	b.c.LogoutURLs = slices.Clone(p.Logouts)
	b.c.AllowedOAuthFlows = []types.OAuthFlowType{types.OAuthFlowTypeCode}
	b.c.AllowedOAuthScopes = orDefault(p.Scopes, scopeOpenID)
	b.c.AllowedOAuthFlowsUserPoolClient = new(true)
	b.c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth}
	if k.public() && rotates(p.Pool) {
		b.c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth}
		b.c.RefreshTokenRotation = rotation()
	}
	b.writeAttributes(p.WriteAttributes)
	b.lifetimes(p.AccessTokenLifetime, p.IDTokenLifetime, p.RefreshTokenLifetime)
	return b.done()
}

// Config returns the configuration of the client.
func (p Server) Config() (*userpoolclient.Config, error) {
	b := newBuilder(KindServer, p.Name, p.PoolID, p.Pool)
	b.c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth}
	b.c.AllowedOAuthFlowsUserPoolClient = new(false)
	b.writeAttributes(p.WriteAttributes)
	b.lifetimes(p.AccessTokenLifetime, p.IDTokenLifetime, p.RefreshTokenLifetime)
	return b.done()
}

// machine is a client that acts for itself; it has the fields of Machine and
// MachineToken.
type machine struct {
	Name   string
	PoolID string
	Scopes []string

	AccessTokenLifetime time.Duration

	Pool *userpoolclient.Pool
}

func (p machine) config(k Kind) (*userpoolclient.Config, error) {
	b := newBuilder(k, p.Name, p.PoolID, p.Pool)
	b.c.AllowedOAuthScopes = slices.Clone(p.Scopes)
	b.customScopes()
	if k == KindMachineToken {
		b.c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{flowClientToken}
		b.c.AllowedOAuthFlowsUserPoolClient = new(false)
	} else {
		b.c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth}
		b.c.AllowedOAuthFlows = []types.OAuthFlowType{types.OAuthFlowTypeClientCredentials}
		b.c.AllowedOAuthFlowsUserPoolClient = new(true)
	}
	b.lifetime(b.c.SetAccessTokenLifetime, p.AccessTokenLifetime, tokenLifetime)
	return b.done()
}

// rotates reports whether a pool has refresh token rotation, as far as it is
// known.
func rotates(p *userpoolclient.Pool) bool { return p == nil || p.Tier != types.UserPoolTierTypeLite }

func rotation() *userpoolclient.RefreshTokenRotation {
	return &userpoolclient.RefreshTokenRotation{
		Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: new(int32(gracePeriod)),
	}
}

// A builder is a configuration in the making.
type builder struct {
	kind Kind
	pool *userpoolclient.Pool
	c    *userpoolclient.Config
	errs []error // what is wrong and no rule says
}

// newBuilder sets what all kinds have in common.
func newBuilder(k Kind, name, poolID string, pool *userpoolclient.Pool) *builder {
	return &builder{kind: k, pool: pool, c: &userpoolclient.Config{
		UserPoolId:                 unlessEmpty(poolID),
		ClientName:                 unlessEmpty(name),
		GenerateSecret:             new(!k.public()),
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
		EnableTokenRevocation:      new(true),
	}}
}

func (b *builder) lifetimes(access, id, refresh time.Duration) {
	standard := refreshLifetime
	if b.kind == KindSPA {
		standard = browserRefreshLifetime
	}
	b.lifetime(b.c.SetAccessTokenLifetime, access, tokenLifetime)
	b.lifetime(b.c.SetIdTokenLifetime, id, tokenLifetime)
	b.lifetime(b.c.SetRefreshTokenLifetime, refresh, standard)
}

func (b *builder) lifetime(set func(time.Duration) error, d, standard time.Duration) {
	if err := set(cmp.Or(d, standard)); err != nil {
		b.errs = append(b.errs, err)
	}
}

// writeAttributes sets what users may change. The default holds what the pool
// requires and what the client's identity providers write: the service rejects a
// list without the former and fails sign-ins without the latter.
func (b *builder) writeAttributes(given []string) {
	if given != nil {
		b.c.WriteAttributes = slices.Clone(given)
		if len(given) == 0 {
			b.errs = append(b.errs, errors.New("WriteAttributes is empty, which stands for every standard attribute; "+
				"list the attributes that users may change"))
		}
		return
	}
	all := DefaultWriteAttributes()
	if b.pool != nil {
		for _, a := range b.pool.Attributes {
			if a.Required {
				all = append(all, a.Name)
			}
		}
		for _, m := range b.pool.AttributeMappings {
			if slices.Contains(b.c.SupportedIdentityProviders, m.Provider) {
				all = append(all, m.Attribute)
			}
		}
	}
	slices.Sort(all)
	b.c.WriteAttributes = slices.DeleteFunc(slices.Compact(all), isReadOnly)
}

// isReadOnly reports whether no client can be given the right to write an
// attribute. The user name is not one, although providers are mapped to it.
func isReadOnly(name string) bool {
	switch name {
	case "sub", "email_verified", "phone_number_verified", "username":
		return true
	}
	return false
}

// customScopes says what is wrong with the scopes of a machine where no rule does:
// the rules about them are of client_credentials.
func (b *builder) customScopes() {
	if b.kind != KindMachineToken {
		return
	}
	if len(b.c.AllowedOAuthScopes) == 0 {
		b.errs = append(b.errs, errors.New("AllowedOAuthScopes is empty, and a token without a scope is good for "+
			"nothing; list scopes of a resource server"))
	}
	for i, scope := range b.c.AllowedOAuthScopes {
		if isReserved(scope) {
			b.errs = append(b.errs, fmt.Errorf("AllowedOAuthScopes[%d] %q is about a user; "+
				"remove it, and list scopes of a resource server", i, scope))
		}
	}
}

// isReserved reports whether Cognito knows a scope by itself.
func isReserved(scope string) bool {
	switch scope {
	case "phone", "email", "openid", "profile", "aws.cognito.signin.user.admin":
		return true
	}
	return false
}

// done returns the configuration, or what is wrong with it.
func (b *builder) done() (*userpoolclient.Config, error) {
	in := b.kind.Context()
	in.Pool = b.pool
	var findings []userpoolclient.Finding
	for _, f := range userpoolclient.Check(b.c, in) {
		if f.Severity != userpoolclient.SeverityAdvice {
			findings = append(findings, f)
		}
	}
	if findings != nil || b.errs != nil {
		return nil, &Error{Kind: b.kind, Findings: findings, Others: b.errs}
	}
	return b.c, nil
}

// Error says why a preset makes no client.
type Error struct {
	Kind     Kind
	Findings []userpoolclient.Finding // of severity error and warning
	Others   []error                  // lifetimes out of range, and what no rule says
}

// Error returns one line for each thing that is wrong.
func (e *Error) Error() string {
	var lines []string
	for _, f := range e.Findings {
		lines = append(lines, f.String())
	}
	for _, err := range e.Others {
		lines = append(lines, err.Error())
	}
	if len(lines) == 1 {
		return lines[0]
	}
	return fmt.Sprintf("%d things are wrong with the %s client:\n  %s", len(lines), e.Kind, strings.Join(lines, "\n  "))
}

// Unwrap returns the findings, each a *userpoolclient.Finding, and the other
// errors.
func (e *Error) Unwrap() []error {
	all := make([]error, len(e.Findings), len(e.Findings)+len(e.Others))
	for i := range e.Findings {
		all[i] = &e.Findings[i]
	}
	return append(all, e.Others...)
}

func unlessEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// orDefault returns a copy of a list, or the default where it is nil.
func orDefault(list []string, standard string) []string {
	if list == nil {
		return []string{standard}
	}
	return slices.Clone(list)
}
