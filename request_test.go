package userpoolclient

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// TestParseRequest: what people paste becomes one request, whatever its form.
func TestParseRequest(t *testing.T) {
	const form = "grant_type=refresh_token&client_id=abc&refresh_token=r"
	const refresh = "https://auth.example/oauth2/token?grant_type=refresh_token&client_id=abc&refresh_token=(secret)"
	for _, row := range []struct{ why, text, want string }{
		{"a URL", authorizes("scope"), "GET https://auth.example/oauth2/authorize?client_id=abc&" +
			"redirect_uri=https%3A%2F%2Fa.example%2Fcb&response_type=code"},
		{"a path", "/logout?client_id=abc", "GET /logout?client_id=abc"},
		{"the scheme and the user do not matter", "http://u@auth.example:99/logout", "GET https://auth.example:99/logout"},
		{"a URL broken by a mail", "https://auth.example/logout?client_id\n  =abc", "GET https://auth.example/logout?client_id=abc"},
		{"a form", form, "POST /oauth2/token?grant_type=refresh_token&client_id=abc&refresh_token=(secret)"},
		{"a form of revoke", "token=r&client_id=abc", "POST /oauth2/revoke?token=(secret)&client_id=abc"},
		{"a query", "?response_type=code&client_id=abc", "GET /oauth2/authorize?response_type=code&client_id=abc"},
		{"curl", "curl https://auth.example/oauth2/token -d " + "'" + form + "'", "POST " + refresh},
		{"curl over several lines", "$ curl --location \\\n  --request POST 'https://auth.example/oauth2/token' \\\n" +
			"  --header 'Content-Type: application/x-www-form-urlencoded' \\\n  --data-urlencode 'grant_type=refresh_token' \\\n" +
			"  --data-urlencode client_id=abc --data-raw \"refresh_token=r\"", "POST " + refresh},
		{"curl with -G", "curl -sG https://auth.example/logout -d client_id=abc", "GET https://auth.example/logout?client_id=abc"},
		{"curl with options together", "curl -vXPOST https://auth.example/oauth2/revoke -dtoken=r",
			"POST https://auth.example/oauth2/revoke?token=(secret)"},
		{"curl with a variable", `curl https://auth.example/oauth2/token -d "grant_type=$GRANT&client_id=abc"`,
			"POST https://auth.example/oauth2/token?grant_type=(not known)&client_id=abc"},
		{"curl of the API", "curl -X POST https://cognito-idp.eu-central-1.amazonaws.com/ -H " +
			"'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' -d '{\"AuthFlow\":\"USER_AUTH\",\"ClientId\":\"abc\"}'",
			"POST InitiateAuth?AuthFlow=USER_AUTH&ClientId=abc"},
		{"HTTP", "POST /oauth2/token HTTP/1.1\r\nHost: auth.example\r\n\r\n" + form, "POST " + refresh},
		{"JSON", `{"AuthFlow":"USER_AUTH","ClientId":"abc","ClientMetadata":null}`,
			"POST InitiateAuth?AuthFlow=USER_AUTH&ClientId=abc"},
		{"JSON of a server", `{"AuthFlow":"USER_AUTH","ClientId":"abc","UserPoolId":"p"}`,
			"POST AdminInitiateAuth?AuthFlow=USER_AUTH&ClientId=abc&UserPoolId=p"},
		{"JSON of a refresh", `{"ClientId":"abc","RefreshToken":"r"}`,
			"POST GetTokensFromRefreshToken?ClientId=abc&RefreshToken=(secret)"},
		{"JSON of a machine", `{"ClientId":"abc","Secret":"s","Scopes":["a/b","a/c"]}`,
			"POST GetClientToken?ClientId=abc&Scopes=a%2Fb+a%2Fc&Secret=(secret)"},
		{"JSON of a sign-up", `{"ClientId":"abc","Username":"u","Password":"p","UserAttributes":[{"Name":"email"}]}`,
			"POST SignUp?ClientId=abc&Password=(secret)&UserAttributes=(secret)&Username=(secret)"},
	} {
		t.Run(row.why, func(t *testing.T) {
			r, err := ParseRequest(row.text)
			if err != nil || r.String() != row.want {
				t.Errorf("%v, %v\nwant %s", r, err, row.want)
			}
		})
	}
}

// TestParseRequestErrors: what is no request is told so, without a word of it.
func TestParseRequestErrors(t *testing.T) {
	for _, row := range []struct{ why, text, want string }{
		{"nothing", " \n", "empty"},
		{"prose", "why does " + shownSecret + " fail", "no request to Cognito that is known"},
		{"another site", "https://a.example/cb?code=" + shownSecret, "no request to Cognito that is known"},
		{"a form of something else", "api_key=" + shownSecret, "no request to Cognito that is known"},
		{"a broken escape", "/logout?x=" + shownSecret + "%zz", "two hexadecimal digits"},
		{"broken JSON", `{"AuthFlow":"` + shownSecret, "begins like JSON and is none"},
		{"JSON of nothing", `{"Foo":"` + shownSecret + `"}`, "no request to Cognito that is known"},
		{"an open quotation", "curl 'https://x/logout?" + shownSecret, "nothing closes"},
		{"a file", "curl https://x/oauth2/token -d @" + shownSecret, "from a file"},
		{"an option without value", "curl https://x/oauth2/token -d", "takes a value"},
		{"an & that the shell takes", "curl https://x/logout?client_id=abc&x=" + shownSecret, "quote the URL"},
		{"endless", strings.Repeat("a", maxRequest+1), "longer than any request"},
	} {
		t.Run(row.why, func(t *testing.T) {
			_, err := ParseRequest(row.text)
			var unreadable *RequestError
			if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%v, want %q", err, row.want)
			}
			if err != nil && strings.Contains(err.Error(), shownSecret) {
				t.Errorf("the error shows the text: %v", err)
			}
		})
	}
}

// TestParseResponse: what people got back becomes one response, whatever its form.
func TestParseResponse(t *testing.T) {
	for _, row := range []struct {
		why, text string
		want      Response
	}{
		{"the error page", onDomain + "/error?error=redirect_mismatch&client_id=abc",
			Response{Place: PlacePage, Error: "redirect_mismatch", ClientID: "abc"}},
		{"the page of a logout", onDomain + "/error?client_id=abc&logout_uri=https%3A%2F%2Fa.example",
			Response{Place: PlacePage, API: apiLogout, ClientID: "abc"}},
		{"a callback", "https://a.example/cb?error_description=invalid_scope&state=s&error=invalid_request",
			Response{Place: PlaceCallback, Error: "invalid_request", Description: "invalid_scope"}},
		{"a fragment", "app://cb#error_description=invalid_scope&error=invalid_request",
			Response{Place: PlaceFragment, Error: "invalid_request", Description: "invalid_scope"}},
		{"a query alone", "error_description=invalid_scope&error=invalid_request",
			Response{Error: "invalid_request", Description: "invalid_scope"}},
		{"a body", `{"error":"invalid_grant"}`, Response{Place: PlaceBody, Error: "invalid_grant"}},
		{"a body of the API", `{"__type":"NotAuthorizedException","message":"Unable to verify"}`,
			Response{Exception: "NotAuthorizedException", Message: "Unable to verify"}},
		{"a body line", "error: redirect_mismatch", Response{Error: "redirect_mismatch"}},
		{"a word", "redirect_mismatch", Response{Error: "redirect_mismatch"}},
		{"a header", `WWW-Authenticate: error="invalid_token", error_description="Access token does not contain openid scope"`,
			Response{Place: PlaceHeader, API: apiUserInfo, Error: "invalid_token",
				Description: "Access token does not contain openid scope"}},
		{"boto3", "botocore.errorfactory.NotAuthorizedException: An error occurred (NotAuthorizedException) when calling the " +
			"InitiateAuth operation: Unable to verify secret hash for client abc",
			Response{API: apiInitiateAuth, Exception: "NotAuthorizedException",
				Message: "Unable to verify secret hash for client abc"}},
		{"the SDK for Go", "operation error Cognito Identity Provider: InitiateAuth, https response error StatusCode: 400, " +
			"RequestID: x, NotAuthorizedException: Unable to verify secret hash for client abc",
			Response{API: apiInitiateAuth, Exception: "NotAuthorizedException",
				Message: "Unable to verify secret hash for client abc"}},
		{"a text", "Client is not enabled for OAuth2.0 flows.", Response{Message: "Client is not enabled for OAuth2.0 flows."}},
	} {
		t.Run(row.why, func(t *testing.T) {
			got, err := ParseResponse(row.text)
			if err != nil || got != row.want {
				t.Errorf("%+v, %v\nwant %+v", got, err, row.want)
			}
		})
	}
}

// TestCauses: the settings of the client put the causes into order.
func TestCauses(t *testing.T) {
	for _, row := range []struct {
		why, members string
		in           Context
		text         string
		first        string
		possible     Answer
		out          string // ruled out, the last one
	}{
		{"the switch is off", withoutOAuth, Context{}, notOAuthClient, "LOGIN-2", AnswerYes, "AUTHZ-6"},
		{"the switch is on: the slash it is", "", Context{}, notOAuthClient, "AUTHZ-7", AnswerUndetermined, "LOGIN-2"},
		{"a capital in a listed host", callbacks("https://A.example/cb"), Context{}, notOAuthClient, "AUTHZ-6", AnswerYes,
			"LOGIN-2"},
		{"a machine without the switch", factMachine + "," + withoutOAuth, Context{}, `{"error":"invalid_grant"}`, "TOKEN-18",
			AnswerYes, ""},
		{"a client with a secret", withSecret, Context{}, `{"error":"invalid_client"}`, "TOKEN-5", AnswerYes, "TOKEN-4"},
		{"a client without one", "", Context{Secret: SecretStateAbsent}, `{"error":"invalid_client"}`, "TOKEN-4", AnswerYes,
			"TOKEN-7"},
		{"the page", "", Context{}, onDomain + "/error?error=redirect_mismatch&client_id=abc", "AUTHZ-4", AnswerUndetermined,
			"AUTHZ-12"},
		{"a scope", "", Context{}, "error_description=invalid_scope&error=invalid_request", "AUTHZ-21", AnswerUndetermined, ""},
		{"the hash", withSecret, Context{}, "Unable to verify secret hash for client abc", "INIT-3", AnswerYes, ""},
		{"the logout page", "", Context{}, onDomain + "/error?client_id=abc&logout_uri=https://a.example", "LOGOUT-3",
			AnswerUndetermined, ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			got, err := ParseResponse(row.text)
			if err != nil {
				t.Fatal(err)
			}
			causes := Causes(factRow{members: row.members}.config(), row.in, got)
			if len(causes) == 0 || causes[0].Rule != row.first || causes[0].Possible != row.possible {
				t.Fatalf("%v, want %s first, %s", causeIDs(causes), row.first, row.possible)
			}
			last := causes[len(causes)-1]
			if row.out != "" && (last.Rule != row.out || last.Possible != AnswerNo) {
				t.Errorf("%v, want %s ruled out at the end", causeIDs(causes), row.out)
			}
		})
	}
	if got := Causes(nil, Context{}, Response{Exception: "NotAuthorizedException", Message: "Incorrect username or password."}); got != nil {
		t.Errorf("a text that nobody recorded is explained by %v", causeIDs(got))
	}
}

// FuzzParseRequest: no text makes ParseRequest, ParseResponse or Judge panic, and no
// secret of a request shows in what they return.
func FuzzParseRequest(f *testing.F) {
	for _, row := range factRows() {
		f.Add(row.request)
	}
	c := mustParse(factClient)
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := ParseRequest(text); err == nil {
			_ = r.String()
			v := Judge(c, Context{}, r)
			if v.Outcome == 0 || v.Reason == "" {
				t.Errorf("no verdict on %v", r)
			}
		}
		if got, err := ParseResponse(text); err == nil {
			Causes(c, Context{}, got)
		}
		r, err := ParseRequest("curl https://auth.example/oauth2/token -u abc:" + shownSecret + " -d client_secret=" + shownSecret +
			" -d code=" + shownSecret + " -d " + text)
		shown, _ := json.Marshal([]any{r, Judge(c, Context{}, r), r.String(), errorText(err)})
		if strings.Contains(string(shown), shownSecret) {
			t.Errorf("the secret shows: %s", shown)
		}
	})
}
