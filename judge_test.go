package userpoolclient

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// judgeText judges a request of the client of the facts.
func judgeText(t *testing.T, c *Config, in Context, text string) Verdict {
	t.Helper()
	r, err := ParseRequest(text)
	if err != nil {
		t.Fatal(err)
	}
	return Judge(c, in, r)
}

// TestJudgeUndetermined: what nobody measured, and what is not known yet, is
// undetermined, and the reason says so.
func TestJudgeUndetermined(t *testing.T) {
	public := Context{Secret: SecretStateAbsent}
	for _, row := range []struct {
		why, members string
		unknown      []Field
		in           Context
		request      string
		says         string
	}{
		{"redirect_uri twice", "", nil, public, authorizes() + "&redirect_uri=x", "sent more than once; nobody measured"},
		{"idp_identifier", "", nil, public, authorizes("idp_identifier=a.example"), "nobody measured"},
		{"a header and a body that disagree", withSecret, nil, Context{}, exchange("&client_secret="+theSecret) + " -u abc:x",
			"nobody measured"},
		{"a header and a body of two clients", withSecret, nil, Context{}, exchange("") + " -u other:" + theSecret,
			"nobody measured"},
		{"scopes of which some are the machine's", factMachine, nil, Context{},
			asksToken("grant_type=client_credentials&client_id=abc&scope=api/read+api/write&client_secret=" + theSecret),
			"the guide says that it is ignored"},
		{"a scope that the machine lacks", withSecret + `,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`, nil, Context{},
			`{"ClientId":"abc","Secret":"` + theSecret + `","Scopes":["api/none"]}`, "nobody measured"},
		{"no identity providers", `"SupportedIdentityProviders":[]`, nil, public, authorizes(), "not measured"},
		{"another response type", "", nil, public, authorizes("response_type=id_token"), "not recorded"},
		{"a parameter of the API is missing", "", nil, public, `{"ClientId":"abc","AuthFlow":"USER_SRP_AUTH"}`,
			"AuthParameters.USERNAME is missing"},
		{"a public client with a hash", "", nil, public, `{"ClientId":"abc","Username":"u","Password":"p","SecretHash":"h"}`,
			"the client has no secret"},
		{"the callback URLs come out of a template", "", []Field{FieldCallbackURLs}, public,
			authorizes("redirect_uri=https://b.example"), "CallbackURLs is not known yet"},
		{"one of them does", "", []Field{"CallbackURLs[0]"}, public, authorizes(), "CallbackURLs is not known yet"},
		{"the scopes do", "", []Field{FieldAllowedOAuthScopes}, public, authorizes("scope=phone"),
			"AllowedOAuthScopes is not known yet"},
		{"the switch does", "", []Field{FieldAllowedOAuthFlowsUserPoolClient}, public, authorizes(),
			"AllowedOAuthFlowsUserPoolClient is not known yet"},
		{"whether there is a secret is not known", "", nil, Context{}, exchange(""), "whether the client has a secret is not known"},
		{"a variable of the shell", "", nil, public, "curl -G " + onDomain + "/oauth2/authorize -d response_type=code " +
			"-d client_id=abc -d scope=openid -d redirect_uri=$URL", "not known"},
		{"another client", "", nil, public, authorizes("client_id=other"), `the client "other"`},
		{"DefaultRedirectURI with several providers", `"DefaultRedirectURI":"https://a.example/cb",` +
			`"SupportedIdentityProviders":["COGNITO","Google"]`, nil, public, authorizes("redirect_uri"), "not known"},
	} {
		t.Run(row.why, func(t *testing.T) {
			c := factRow{members: row.members}.config()
			c.Unknown = row.unknown
			v := judgeText(t, c, row.in, row.request)
			if v.Outcome != OutcomeUndetermined || !strings.Contains(v.Reason, row.says) || !v.Response.IsZero() && v.Rule != "TOKEN-19" {
				t.Errorf("%s %s: %s, want %q", v.Outcome, v.Rule, v.Reason, row.says)
			}
		})
	}
}

// TestJudgeGrant: what an accepted request gets.
func TestJudgeGrant(t *testing.T) {
	code, implicit, machine := types.OAuthFlowTypeCode, types.OAuthFlowTypeImplicit, types.OAuthFlowTypeClientCredentials
	const cb = "https://a.example/cb"
	for _, row := range []struct {
		why, members, request string
		want                  *Grant
	}{
		{"the scopes that are asked for", "", authorizes("code_challenge=x", "code_challenge_method=S256"),
			&Grant{Flow: code, Scopes: []string{"openid"}, RedirectURI: cb, ChallengeMethod: "S256"}},
		{"all scopes where none is", "", authorizes("scope"),
			&Grant{Flow: code, Scopes: []string{"openid", "email", "api/read"}, RedirectURI: cb}},
		{"an ID token with openid", withImplicit, authorizes("response_type=token"),
			&Grant{Flow: implicit, Scopes: []string{"openid"}, RedirectURI: cb, Tokens: []string{"id", "access"}}},
		{"none without", withImplicit, authorizes("response_type=token", "scope=email"),
			&Grant{Flow: implicit, Scopes: []string{"email"}, RedirectURI: cb, Tokens: []string{"access"}}},
		{"DefaultRedirectURI", `"DefaultRedirectURI":"` + cb + `"`, authorizes("redirect_uri"),
			&Grant{Flow: code, Scopes: []string{"openid"}, RedirectURI: cb}},
		{"a machine", factMachine, asksToken("grant_type=client_credentials&client_id=abc&client_secret=" + theSecret),
			&Grant{Flow: machine, Scopes: []string{"api/read"}, Tokens: []string{"access"}}},
		{"a refresh", "", asksToken(refreshing), &Grant{Tokens: []string{"id", "access"}}},
		{"a refresh with rotation", withRotation, asksToken(refreshing), &Grant{Tokens: []string{"id", "access", "refresh"}}},
		{"a code", "", exchange(""), &Grant{Flow: code}},
		{"no grant", "", onDomain + "/logout?client_id=abc&logout_uri=https://a.example/out", nil},
	} {
		t.Run(row.why, func(t *testing.T) {
			in := Context{Secret: SecretStateAbsent}
			if strings.HasPrefix(row.members, factMachine) {
				in = Context{}
			}
			v := judgeText(t, factRow{members: row.members}.config(), in, row.request)
			if diff := cmp.Diff(row.want, v.Grant); v.Outcome != OutcomeAccepted || diff != "" {
				t.Errorf("%s: %s\n%s", v.Outcome, v.Reason, diff)
			}
		})
	}
}

// TestJudgeTellsAll: what else stands against a request is told at once, each cause
// once, and a near miss of a logout too.
func TestJudgeTellsAll(t *testing.T) {
	c := mustParse(factClient, `"AllowedOAuthFlows":["implicit"]`)
	v := judgeText(t, c, Context{Secret: SecretStateAbsent},
		authorizes("redirect_uri=https://a.example/cb/", "scope=phone openid", "code_challenge=x"))
	if got := append([]string{v.Rule}, causeIDs(v.Also)...); !slices.Equal(got, []string{"AUTHZ-5", "AUTHZ-20", "AUTHZ-21",
		"AUTHZ-32"}) {
		t.Errorf("it tells %v", got)
	}
	v = judgeText(t, c, Context{}, onDomain+"/logout?client_id=abc&logout_uri=https://a.example/out%2F")
	if v.Rule != "LOGOUT-2" || !v.Near.has(DifferenceSlash) || v.Near.Field != FieldLogoutURLs {
		t.Errorf("%s, near %+v", v.Rule, v.Near)
	}
	v = judgeText(t, c, Context{}, strings.Replace(authorizes("redirect_uri=x"), "/oauth2/authorize", "/login", 1))
	if v.Outcome != OutcomeRejected || v.Rule != "AUTHZ-4" || v.Evidence != EvidenceInferred {
		t.Errorf("/login: %s by %s, %s", v.Outcome, v.Rule, v.Evidence)
	}
}

// TestJudgeHash: a hash that somebody has computed decides; one that nobody has is told
// as what the request depends on.
func TestJudgeHash(t *testing.T) {
	r, err := ParseRequest(`{"ClientId":"abc","AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"u","SRP_A":"a",` +
		`"SECRET_HASH":"h"}}`)
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[Answer]Outcome{
		AnswerYes: OutcomeAccepted, AnswerNo: OutcomeRejected, AnswerUndetermined: OutcomeAccepted, 0: OutcomeAccepted,
	} {
		r.HashVerified = answer
		v := Judge(mustParse(factClient, withSecret), Context{}, r)
		depends := slices.Contains(notesOf(v.Depends), "INIT-3")
		if v.Outcome != want || depends != (answer != AnswerYes && answer != AnswerNo) {
			t.Errorf("verified %s: %s, depends on it %v", answer, v.Outcome, depends)
		}
	}
}

// TestJudgeAgreesWithSignIn: of a request that carries what SignIn says, both say the
// same. They read one table, so this holds that nothing beside it says otherwise.
func TestJudgeAgreesWithSignIn(t *testing.T) {
	seen := make(map[Outcome]int)
	rapid.Check(t, func(t *rapid.T) {
		c := genConfig().Draw(t, "client")
		c.ClientId = nil
		in := Context{Secret: rapid.SampledFrom([]SecretState{SecretStatePresent, SecretStateAbsent}).Draw(t, "secret")}
		for _, way := range SignIn(c, in) {
			v := Judge(c, in, carrying(c, in, way))
			want := map[Answer]Outcome{AnswerYes: OutcomeAccepted, AnswerNo: OutcomeRejected,
				AnswerUndetermined: OutcomeUndetermined}[way.Allowed]
			seen[v.Outcome]++
			if v.Outcome != want {
				t.Fatalf("%s %s: SignIn says %s, for %s %s; Judge %s: %s %s", way.API, way.Flow, way.Allowed, way.Field,
					way.Reason, v.Outcome, v.Rule, v.Reason)
			}
		}
	})
	if seen[OutcomeAccepted] == 0 || seen[OutcomeRejected] == 0 || seen[OutcomeUndetermined] == 0 {
		t.Errorf("%v: the test saw too little", seen)
	}
}

// carrying is a request that carries what a way needs.
func carrying(c *Config, in Context, way Capability) Request {
	r := Request{API: way.API}
	add := func(name, value string) { r.Parameters = append(r.Parameters, NewParameter(name, value)) }
	secret := "secret"
	if c.ClientSecret != nil {
		secret = c.ClientSecret.Reveal()
	}
	if flow := flowParameter(way.API); flow != "" {
		add(flow, way.Flow)
	}
	w := wayOf(way.API, way.Flow)
	for _, name := range w.sends {
		name, _, _ = strings.Cut(name, "=")
		switch {
		case r.has(name) || strings.Contains(name, " "):
		case name == "Secret":
			add(name, secret)
		case name == "redirect_uri" && len(c.CallbackURLs) > 0:
			add(name, c.CallbackURLs[0])
		default:
			add(name, "x")
		}
	}
	switch {
	case in.Secret != SecretStatePresent:
	case way.API == apiToken:
		add("client_secret", secret)
	case w.proof == "ClientSecret":
		add(w.proof, secret)
	case w.proof != "":
		add(w.proof, "hash")
		r.HashVerified = AnswerYes
	}
	return r
}
