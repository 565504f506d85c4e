package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestJudgeListedByAnother: a URL that another of the given clients lists is told.
func TestJudgeListedByAnother(t *testing.T) {
	const settings = `"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],` +
		`"SupportedIdentityProviders":["COGNITO"],`
	web := file(t, "web.json", `{"ClientId":"web",`+settings+`"CallbackURLs":["https://web.example/cb"]}`)
	app := file(t, "app.json", `{"ClientId":"app",`+settings+`"CallbackURLs":["app:/cb"]}`)
	args := []string{"judge", "--client", web, "--client", app, "--format", "json",
		"/oauth2/authorize?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fweb.example%2Fcb"}
	got := command("", args...)
	var shown struct {
		Outcome, Client, Rule string
		ListedBy              []string
	}
	if err := json.Unmarshal([]byte(got.out), &shown); err != nil {
		t.Fatal(err)
	}
	if got.code != exitFindings || shown.Rule != "AUTHZ-4" || shown.Client != app || len(shown.ListedBy) != 1 ||
		shown.ListedBy[0] != web {
		t.Errorf("exit %d, %+v", got.code, shown)
	}
	args[6] = "text"
	if got := command("", args...); !strings.Contains(strings.Join(strings.Fields(got.out), " "), "listed by: "+web) {
		t.Errorf("the text does not name the client:\n%s", got.out)
	}
}

// TestJudgeSecretHash: where the client's secret is at hand, the secret hash is
// computed. The hash of the row that is accepted is of openssl:
//
//	printf 'juliaabc' | openssl dgst -sha256 -hmac 012345678901234567890123 -binary | base64
func TestJudgeSecretHash(t *testing.T) {
	client := file(t, "client.json", `{"ClientId":"abc","ClientSecret":"012345678901234567890123"}`)
	for _, row := range []struct {
		why, hash string
		code      int
	}{
		{"the right one", "jM4MeCSacXX5LRtsXhXFs5kmd7DpvzqjnfRwY+7hfCc=", 0},
		{"another one", "x", 1},
	} {
		t.Run(row.why, func(t *testing.T) {
			got := command("", "judge", "--client", client, `{"ClientId":"abc","AuthFlow":"USER_SRP_AUTH","AuthParameters":`+
				`{"USERNAME":"julia","SRP_A":"a","SECRET_HASH":"`+row.hash+`"}}`)
			if got.code != row.code || strings.Contains(got.out+got.err, "julia") {
				t.Errorf("exit %d, want %d, and the username is not shown\n%s%s", got.code, row.code, got.out, got.err)
			}
		})
	}
}

// TestJudgeShowsNoSecret: neither a verdict nor an error shows what the request keeps
// secret, in any format.
func TestJudgeShowsNoSecret(t *testing.T) {
	const secret = "Zq7Wx0vB3kLm9TnR5yHc"
	for _, text := range []string{
		"curl https://auth.example/oauth2/token -u 4h7u1n2c9v5b8m3k6j0qr2s1t8:" + secret + " -d grant_type=authorization_code " +
			"-d code=" + secret + " -d code_verifier=" + secret + " -d redirect_uri=x -d client_secrt=" + secret,
		`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"4h7u1n2c9v5b8m3k6j0qr2s1t8","AuthParameters":{"USERNAME":"` + secret +
			`","PASSWORD":"` + secret + `","SECRET_HASH":"` + secret + `"}}`,
		"https://a.example/cb?code=" + secret,
		"https://a.example/cb?error=invalid_request&error_description=" + secret + "&state=" + secret,
		"https://a.example/cb?error=invalid_request&error_description=Bad+token+response%3A+HTTP%2F1.1+400+" + secret,
		`{"error":"` + secret + `"}`,
		"curl https://x/oauth2/token -d '" + secret,
		secret + " failed",
	} {
		for _, format := range []string{"text", "json", "concise"} {
			got := command(text, append(judgeOf("-"), "--format", format)...)
			if got.code == exitClean || strings.Contains(got.out+got.err, secret) {
				t.Errorf("%s: exit %d\n%s%s", format, got.code, got.out, got.err)
			}
		}
	}
}
