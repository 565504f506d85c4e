package cognitotest_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// getToken asks for a token, as a program does that has no credentials of AWS.
func getToken(
	t *testing.T, server *cognitotest.Server, clientID, secret string, scopes ...string,
) (types.ClientAuthenticationResultType, error) {
	t.Helper()
	anonymous := func(o *cip.Options) { o.Credentials = aws.AnonymousCredentials{} }
	out, err := server.Client(anonymous).GetClientToken(t.Context(), &cip.GetClientTokenInput{
		ClientId: &clientID, Secret: &secret, Scopes: scopes, ClientMetadata: map[string]string{"from": "a test"},
	})
	if err != nil {
		return types.ClientAuthenticationResultType{}, err
	}
	return *out.ClientAuthenticationResult, nil
}

// verify checks a token against the keys that the server publishes, with nothing
// but the standard library, and returns its header and claims.
func verify(t *testing.T, server *cognitotest.Server, poolID, signed string) (header, claims map[string]any) {
	t.Helper()
	response, err := server.Config().HTTPClient.(*http.Client).Get(server.URL + "/" + poolID + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var set struct {
		Keys []struct{ Kty, Alg, Use, Kid, N, E string }
	}
	data, _ := io.ReadAll(response.Body)
	if err := json.Unmarshal(data, &set); err != nil || len(set.Keys) == 0 || strings.Contains(string(data), `"d"`) {
		t.Fatalf("the keys are %s, %v", data, err)
	}
	parts := strings.Split(signed, ".")
	if len(parts) != 3 {
		t.Fatalf("a token of %d parts", len(parts))
	}
	unpack(t, parts[0], &header)
	unpack(t, parts[1], &claims)
	for _, key := range set.Keys {
		if key.Kid != header["kid"] || key.Kty != "RSA" || key.Alg != "RS256" {
			continue
		}
		public := rsa.PublicKey{
			N: new(big.Int).SetBytes(decode64(t, key.N)), E: int(new(big.Int).SetBytes(decode64(t, key.E)).Int64()),
		}
		digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
		if err := rsa.VerifyPKCS1v15(&public, crypto.SHA256, digest[:], decode64(t, parts[2])); err != nil {
			t.Errorf("the signature: %v", err)
		}
		return header, claims
	}
	t.Fatalf("no key %v among %s", header["kid"], data)
	return nil, nil
}

func unpack(t *testing.T, part string, to any) {
	t.Helper()
	if err := json.Unmarshal(decode64(t, part), to); err != nil {
		t.Fatal(err)
	}
}

func decode64(t *testing.T, s string) []byte {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// makeMachine makes a client for machine tokens, as AWS's guide does, and returns
// it.
func makeMachine(t *testing.T, client *cip.Client, pool *string) *types.UserPoolClientType {
	t.Helper()
	out, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("nightly"), GenerateSecret: true,
		ExplicitAuthFlows:   []types.ExplicitAuthFlowsType{"ALLOW_CLIENT_TOKEN_AUTH"},
		AllowedOAuthScopes:  []string{"api/read", "api/write"},
		AccessTokenValidity: aws.Int32(30), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: "minutes"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.UserPoolClient
}

// A machine client gets a token that says what the client may do and lives as
// long as the client says.
func TestGetClientToken(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	server := cognitotest.NewServer(t, cognitotest.WithClock(func() time.Time { return now }))
	client := server.Client()
	pool := makePool(t, client, nil)
	machine := makeMachine(t, client, pool)
	for _, row := range []struct {
		reason string
		scopes []string
		want   string
	}{
		{"all that the client has", nil, "api/read api/write"},
		{"what it asks for", []string{"api/write"}, "api/write"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			result, err := getToken(t, server, *machine.ClientId, *machine.ClientSecret, row.scopes...)
			if err != nil || *result.TokenType != "Bearer" || result.ExpiresIn != 30*60 {
				t.Fatalf("the answer is %+v, %v", result, err)
			}
			header, claims := verify(t, server, *pool, *result.AccessToken)
			if header["alg"] != "RS256" || len(header) != 2 {
				t.Errorf("the header is %v", header)
			}
			id, _ := claims["jti"].(string)
			delete(claims, "jti")
			want := map[string]any{
				"sub": *machine.ClientId, "client_id": *machine.ClientId, "token_use": "access", "scope": row.want,
				"iss":     server.URL + "/" + *pool,
				"version": 2.0, "iat": float64(now.Unix()), "auth_time": float64(now.Unix()),
				"exp": float64(now.Add(30 * time.Minute).Unix()),
			}
			if diff := cmp.Diff(want, claims); diff != "" || len(id) != 36 {
				t.Errorf("the token's ID is %q, the claims -want +got:\n%s", id, diff)
			}
		})
	}
}

// Whoever may have no token gets none; no text of the service is recorded.
func TestGetClientTokenRejects(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client()
	pool := makePool(t, client, nil)
	machine := makeMachine(t, client, pool)
	web, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("web"), GenerateSecret: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	id, secret := *machine.ClientId, *machine.ClientSecret
	for _, row := range []struct {
		reason, id, secret string
		scopes             []string
		exception, message string
	}{
		{"a client that does not exist", "nobody", secret, nil, "ResourceNotFoundException",
			"User pool client nobody does not exist."},
		{"another client's secret", id, *web.UserPoolClient.ClientSecret, nil, "NotAuthorizedException", ownText},
		{"a client without the flow", *web.UserPoolClient.ClientId, *web.UserPoolClient.ClientSecret, nil,
			invalidParameter, ownText},
		{"a scope that the client does not have", id, secret, []string{"api/read", "api/delete"}, invalidParameter,
			ownText},
		{"a secret that cannot be one, which is not shown", id, "short", nil, invalidParameter,
			broken("", "secret", shortest(24))},
	} {
		t.Run(row.reason, func(t *testing.T) {
			_, err := getToken(t, server, row.id, row.secret, row.scopes...)
			answer, ok := errors.AsType[smithy.APIError](err)
			if !ok || answer.ErrorCode() != row.exception || !strings.HasPrefix(answer.ErrorMessage(), row.message) {
				t.Fatalf("the answer is %v, want %q: %q", err, row.exception, row.message)
			}
			if strings.Contains(err.Error(), row.secret) {
				t.Errorf("the answer shows the secret: %v", err)
			}
		})
	}
}
