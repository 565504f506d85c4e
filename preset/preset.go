package preset

import (
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// Preset is a client of one kind: an SPA, Native, Web, Server, Machine or
// MachineToken.
type Preset interface {
	// Kind returns the kind of the client.
	Kind() Kind

	// Config returns the configuration of the client, for CreateUserPoolClient. It
	// is new and shares nothing with the preset. The error is an *[Error].
	Config() (*userpoolclient.Config, error)

	// SignIn returns the ways to sign in that the client has, in the order of
	// userpoolclient.SignIn: those and no others.
	SignIn() []Way
}

// SPA is an application that runs in a browser. It is a public client: it has no
// secret, because whoever has the page would have it.
//
// Users sign in on the hosted pages, by the authorization code grant; the
// application must send a PKCE challenge, which Cognito verifies where it is there
// and does not ask for (RFC 9700 section 2.1.1; there is no setting). Refresh
// tokens rotate (RFC 9700 section 2.2.2), which needs a pool of the tier Essentials
// or Plus: where Pool says LITE, they do not. A token that was replaced works for
// 10 more seconds, for a browser whose connection broke.
//
// Beside rotation the service rejects ALLOW_REFRESH_TOKEN_AUTH, and an empty list
// of flows stands for its default. So the client also signs users in by
// USER_SRP_AUTH, the one flow that neither sends the password nor needs a trigger
// of the pool. In a LITE pool it signs them in on the hosted pages alone.
//
// Without Logouts, Check advises logout-urls-missing: only the caller knows the
// page that signed-out users see.
type SPA struct {
	Name      string   // the client's name
	PoolID    string   // the user pool's ID
	Callbacks []string // where users come back to, exactly; https, or http to localhost

	Logouts         []string // where signed-out users go
	Scopes          []string // what the application asks for; nil: openid
	Providers       []string // where users sign in; nil: COGNITO, the pool itself
	WriteAttributes []string // what users may change; nil: see the package comment

	AccessTokenLifetime  time.Duration // 0: 1 hour
	IDTokenLifetime      time.Duration // 0: 1 hour
	RefreshTokenLifetime time.Duration // 0: 1 day

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindSPA.
func (p SPA) Kind() Kind { return KindSPA }

// Config returns the configuration of the client.
func (p SPA) Config() (*userpoolclient.Config, error) { return hosted(p).config(KindSPA) }

// SignIn returns the ways to sign in that the client has.
func (p SPA) SignIn() []Way { return publicWays(p.Pool) }

// Native is an application that runs on a device or a desktop. It is a public
// client like an [SPA], with the same flows and the same condition of rotation, and
// with refresh tokens of 30 days.
//
// A callback is a private scheme that is a reversed domain name
// ("com.example.shop:/cb"), a claimed https URL, or http to the loopback interface
// (RFC 8252 section 7). Cognito compares the port of a loopback URL, so the
// application must listen on the one that is listed.
//
// Advice that is left: logout-urls-missing without Logouts, as for an SPA, and
// redirect-loopback-with-public where Callbacks hold both loopback and public URLs,
// which are better two clients.
type Native struct {
	Name      string   // the client's name
	PoolID    string   // the user pool's ID
	Callbacks []string // where users come back to, exactly

	Logouts         []string // where signed-out users go
	Scopes          []string // what the application asks for; nil: openid
	Providers       []string // where users sign in; nil: COGNITO, the pool itself
	WriteAttributes []string // what users may change; nil: see the package comment

	AccessTokenLifetime  time.Duration // 0: 1 hour
	IDTokenLifetime      time.Duration // 0: 1 hour
	RefreshTokenLifetime time.Duration // 0: 30 days

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindNative.
func (p Native) Kind() Kind { return KindNative }

// Config returns the configuration of the client.
func (p Native) Config() (*userpoolclient.Config, error) { return hosted(p).config(KindNative) }

// SignIn returns the ways to sign in that the client has.
func (p Native) SignIn() []Way { return publicWays(p.Pool) }

// Web is an application that runs on a server and signs users in on the hosted
// pages, by the authorization code grant. It is a confidential client: the service
// generates a secret, which an update cannot add later (RFC 6749 section 2.3). It
// sends a PKCE challenge all the same (RFC 9700 section 2.1.1).
//
// Refresh tokens do not rotate: the secret binds them to the client, which is what
// RFC 9700 section 2.2.2 asks rotation of public clients for, and requests that
// arrive together would each spend the other's token. The list of flows is
// ALLOW_REFRESH_TOKEN_AUTH alone, so users sign in on the hosted pages and in no
// other way.
//
// Without Logouts, Check advises logout-urls-missing: only the caller knows the
// page that signed-out users see.
type Web struct {
	Name      string   // the client's name
	PoolID    string   // the user pool's ID
	Callbacks []string // where users come back to, exactly; https, or http to localhost

	Logouts         []string // where signed-out users go
	Scopes          []string // what the application asks for; nil: openid
	Providers       []string // where users sign in; nil: COGNITO, the pool itself
	WriteAttributes []string // what users may change; nil: see the package comment

	AccessTokenLifetime  time.Duration // 0: 1 hour
	IDTokenLifetime      time.Duration // 0: 1 hour
	RefreshTokenLifetime time.Duration // 0: 30 days

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindWeb.
func (p Web) Kind() Kind { return KindWeb }

// Config returns the configuration of the client.
func (p Web) Config() (*userpoolclient.Config, error) { return hosted(p).config(KindWeb) }

// SignIn returns the ways to sign in that the client has.
func (p Web) SignIn() []Way { return webWays() }

// Server is a server with AWS credentials that signs users in by
// AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH: it has a sign-in form of its own,
// gets the password, and hands no client ID to anybody. It is a confidential client
// with a generated secret, because the same client ID would also serve whoever
// copies it. It does not use the hosted pages: the OAuth switch is off, and there is
// nothing to redirect to.
//
// Check has no advice about it. A server that can redirect its users is better a
// [Web]: the password then never passes through it.
type Server struct {
	Name   string // the client's name
	PoolID string // the user pool's ID

	WriteAttributes []string // what users may change; nil: see the package comment

	AccessTokenLifetime  time.Duration // 0: 1 hour
	IDTokenLifetime      time.Duration // 0: 1 hour
	RefreshTokenLifetime time.Duration // 0: 30 days

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindServer.
func (p Server) Kind() Kind { return KindServer }

// SignIn returns the ways to sign in that the client has.
func (p Server) SignIn() []Way { return serverWays() }

// Machine is a program that acts for itself: it gets access tokens from the token
// endpoint, by the client_credentials grant and a generated secret. That needs the
// pool to have a domain; [MachineToken] does not. No user can sign in: the list of
// flows is ALLOW_REFRESH_TOKEN_AUTH alone, since an empty one stands for a default
// that lets users in, and no refresh token is ever issued.
//
// Check has no advice about it.
type Machine struct {
	Name   string   // the client's name
	PoolID string   // the user pool's ID
	Scopes []string // of resource servers, "identifier/name"; at least one

	AccessTokenLifetime time.Duration // 0: 1 hour

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindMachine.
func (p Machine) Kind() Kind { return KindMachine }

// Config returns the configuration of the client.
func (p Machine) Config() (*userpoolclient.Config, error) { return machine(p).config(KindMachine) }

// SignIn returns the ways to sign in that the client has.
func (p Machine) SignIn() []Way { return machineWays() }

// MachineToken is a program that acts for itself and gets access tokens by the API
// operation GetClientToken, with a generated secret and without a domain
// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html).
// Its flow, ALLOW_CLIENT_TOKEN_AUTH, must stand alone. The OAuth switch is off: the
// operation does not need it, and the token endpoint then rejects the client.
//
// Check has no advice about it. The Terraform provider aws does not know the flow
// (2026-11) and rejects it when it plans.
type MachineToken struct {
	Name   string   // the client's name
	PoolID string   // the user pool's ID
	Scopes []string // of resource servers, "identifier/name"; at least one

	AccessTokenLifetime time.Duration // 0: 1 hour

	Pool *userpoolclient.Pool // what the pool has; nil: not known
}

// Kind returns KindMachineToken.
func (p MachineToken) Kind() Kind { return KindMachineToken }

// Config returns the configuration of the client.
func (p MachineToken) Config() (*userpoolclient.Config, error) {
	return machine(p).config(KindMachineToken)
}

// SignIn returns the ways to sign in that the client has.
func (p MachineToken) SignIn() []Way { return machineTokenWays() }
