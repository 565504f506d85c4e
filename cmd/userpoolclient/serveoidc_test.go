package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const oidcSeed = `{"UserPools": [{
	"Id": "us-east-1_a1B2c3D4e",
	"UserPool": {"PoolName": "shop"},
	"ResourceServers": [{"Identifier": "api", "Name": "API", "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read"}]}],
	"UserPoolClients": [{"ClientId": "4f0example", "ClientName": "web", "SupportedIdentityProviders": ["COGNITO"],
		"ClientSecret": "0123456789abcdefghijklmnopqrstuv", "AllowedOAuthFlowsUserPoolClient": true,
		"AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email"],
		"CallbackURLs": ["https://shop.example/cb"], "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
		"RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}},
		{"ClientId": "5g1example", "ClientName": "nightly", "ClientSecret": "0123456789abcdefghijklmnopqrstuv",
		"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["client_credentials"],
		"AllowedOAuthScopes": ["api/read"]}],
	"User": {"Username": "ann", "Attributes": {"email": "ann@shop.example"}}
}]}`

// Libraries of Node sign a user in, refresh, revoke and verify, where they are
// installed; Node finds them in NODE_PATH.
func TestServeOpenIDConnect(t *testing.T) {
	const want = `signed in ann@shop.example access openid email
userInfo ann@shop.example
rotated true 3600
reused: invalid_grant [cognitotest] the refresh token was rotated, and its grace period is over
revoked: invalid_grant
machine api/read
`
	const has = `require.resolve("openid-client"); require.resolve("aws-jwt-verify")`
	if out, err := exec.CommandContext(t.Context(), "node", "-e", has).CombinedOutput(); err != nil {
		t.Skipf("node, openid-client or aws-jwt-verify is not there: %v: %.200s", err, out)
	}
	file := filepath.Join(t.TempDir(), "pools.json")
	if err := os.WriteFile(file, []byte(oidcSeed), 0o600); err != nil {
		t.Fatal(err)
	}
	url, ended := serveInBackground(t, "--seed-file", file)
	t.Cleanup(func() { interrupt(t, ended) })
	script := filepath.Join("testdata", "clients", "oidc.cjs")
	out, err := exec.CommandContext(t.Context(), "node", script, url, "us-east-1_a1B2c3D4e").CombinedOutput()
	if err != nil || string(out) != want {
		t.Errorf("%v, the session is\n%s\nwant\n%s", err, out, want)
	}
}
