package iac_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// The edits that rows of tests make.
func set(f userpoolclient.Field, v any) userpoolclient.Edit {
	return userpoolclient.Edit{Field: f, Index: -1, Value: v}
}

func put(f userpoolclient.Field, i int, v any) userpoolclient.Edit {
	return userpoolclient.Edit{Field: f, Index: i, Value: v}
}

func drop(f userpoolclient.Field, i int) userpoolclient.Edit {
	return userpoolclient.Edit{Field: f, Index: i}
}

const (
	callbacks = userpoolclient.FieldCallbackURLs
	flows     = userpoolclient.FieldExplicitAuthFlows
	feature   = userpoolclient.FieldRefreshTokenRotationFeature
	grace     = userpoolclient.FieldRefreshTokenRotationRetryGracePeriodSeconds
	unit      = userpoolclient.FieldTokenValidityUnitsAccessToken
	access    = userpoolclient.FieldAccessTokenValidity
	existence = userpoolclient.FieldPreventUserExistenceErrors
	revoke    = userpoolclient.FieldEnableTokenRevocation
	reads     = userpoolclient.FieldReadAttributes
)

// TestEdits: what edits make of a text, byte for byte. ¶ stands for a carriage
// return.
func TestEdits(t *testing.T) {
	for _, row := range []struct {
		why, file, before, after string
		edits                    []userpoolclient.Edit
	}{
		{why: "an element in quotes keeps them", file: "c.json", before: `{"CallbackURLs":["a", "b"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{put(callbacks, 1, `q"\`)}, after: `{"CallbackURLs":["a", "q\"\\"],"ClientName":"x"}`},
		{why: "the first of a list on one line", file: "c.json", before: `{"CallbackURLs":["a", "b"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{drop(callbacks, 0)}, after: `{"CallbackURLs":["b"],"ClientName":"x"}`},
		{why: "the last of a list on one line", file: "c.json", before: `{"CallbackURLs":[ "a", "b" ],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{drop(callbacks, 1)}, after: `{"CallbackURLs":[ "a" ],"ClientName":"x"}`},
		{why: "all but the middle", file: "c.json", before: `{"CallbackURLs":["a","b","c"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{drop(callbacks, 0), drop(callbacks, 2)}, after: `{"CallbackURLs":["b"],"ClientName":"x"}`},
		{why: "the last one goes and another comes", file: "c.json", before: `{"CallbackURLs":["a", "b"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{drop(callbacks, 1), put(callbacks, 2, "c"), put(callbacks, 2, "d")},
			after: `{"CallbackURLs":["a", "c", "d"],"ClientName":"x"}`},
		{why: "the text is as dense as before", file: "c.json", before: `{"CallbackURLs":["a","b"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{put(callbacks, 2, "c"), set(unit, "hours"), set(revoke, true)},
			after: `{"CallbackURLs":["a","b","c"],"ClientName":"x","EnableTokenRevocation":true,` +
				`"TokenValidityUnits":{"AccessToken":"hours"}}`},
		{why: "an empty list", file: "c.json", before: `{"CallbackURLs":[ ],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{put(callbacks, 0, "a"), put(callbacks, 0, "b")},
			after: `{"CallbackURLs":["a", "b" ],"ClientName":"x"}`},
		{why: "lines of their own, with carriage returns", file: "c.json",
			before: "{¶\n\t\"CallbackURLs\": [¶\n\t\t\"a\",¶\n\t\t\"b\"¶\n\t],¶\n\t\"ClientName\": \"x\"¶\n}¶\n",
			edits: []userpoolclient.Edit{drop(callbacks, 0), put(callbacks, 2, "c"), set(access, int32(60)),
				set(userpoolclient.FieldClientName, nil)},
			after: "{¶\n\t\"CallbackURLs\": [¶\n\t\t\"b\",¶\n\t\t\"c\"¶\n\t],¶\n\t\"AccessTokenValidity\": 60¶\n}¶\n"},
		{why: "the last line of a list on lines of its own", file: "c.json",
			before: "{\n  \"CallbackURLs\": [\n    \"a\",\n    \"b\"\n  ]\n}", edits: []userpoolclient.Edit{drop(callbacks, 1)},
			after: "{\n  \"CallbackURLs\": [\n    \"a\"\n  ]\n}"},
		{why: "a member in the middle goes with its line", file: "c.json",
			before: "{\n  \"ClientName\": \"x\",\n  \"AnalyticsConfiguration\": {\n    \"ExternalId\": \"y\"\n  },\n  \"CallbackURLs\": []\n}",
			edits:  []userpoolclient.Edit{set(userpoolclient.FieldAnalyticsConfiguration, nil)},
			after:  "{\n  \"ClientName\": \"x\",\n  \"CallbackURLs\": []\n}"},
		{why: "null is written over", file: "c.json", before: `{"ClientName": null, "CallbackURLs": null, "TokenValidityUnits":null}`,
			edits: []userpoolclient.Edit{set(userpoolclient.FieldClientName, "x"), put(callbacks, 0, "a"), set(unit, "days")},
			after: `{"ClientName": "x", "CallbackURLs": ["a"], "TokenValidityUnits":{"AccessToken": "days"}}`},
		{why: "what Describe answers", file: "c.json", before: `{"UserPoolClient": {"ClientName": "x", "CallbackURLs": []}}`,
			edits: []userpoolclient.Edit{set(existence, "ENABLED")},
			after: `{"UserPoolClient": {"ClientName": "x", "CallbackURLs": [], "PreventUserExistenceErrors": "ENABLED"}}`},
		{why: "a whole list: what both have stays", file: "c.json", before: `{"ExplicitAuthFlows":["a", "b", "c"],"ClientName":"x"}`,
			edits: []userpoolclient.Edit{set(flows, []string{"b", "d"})}, after: `{"ExplicitAuthFlows":["b", "d"],"ClientName":"x"}`},
		{why: "letters of any script stay as they are", file: "c.json",
			before: `{"ClientName":"ü","CallbackURLs":["https://日本.example/\u00e9","b"]}`,
			edits:  []userpoolclient.Edit{put(callbacks, 1, "日\u2028本<&>")},
			after:  `{"ClientName":"ü","CallbackURLs":["https://日本.example/\u00e9","日\u2028本<&>"]}`},
		{why: "a resource of a template, and no other", file: "t.json",
			before: `{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"ClientName":"a","UserPoolId":"p"}},` +
				`"UserPoolClient":{"Properties":{"ClientName":"b","UserPoolId":"p"},"Type":"AWS::Cognito::UserPool"}}}`,
			edits: []userpoolclient.Edit{set(userpoolclient.FieldClientName, "c")},
			after: `{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"ClientName":"c","UserPoolId":"p"}},` +
				`"UserPoolClient":{"Properties":{"ClientName":"b","UserPoolId":"p"},"Type":"AWS::Cognito::UserPool"}}}`},

		{why: "plain, single and double quotes stay", file: "t.yaml", before: template(`
      CallbackURLs:
        - https://a.example/1
        - 'https://a.example/2'   # two
        - "https://a.example/3"
`), edits: []userpoolclient.Edit{put(callbacks, 0, "https://b.example/1?a=b&c"), put(callbacks, 1, "it's"), put(callbacks, 2, "\u2028")},
			after: template(`
      CallbackURLs:
        - https://b.example/1?a=b&c
        - 'it''s'   # two
        - "\u2028"
`)},
		{why: "quotes within quotes", file: "t.yaml", before: template(`
      CallbackURLs: ["a\"b,", 'c'',d', "e\\"] # "
`), edits: []userpoolclient.Edit{put(callbacks, 0, "f"), put(callbacks, 1, "g"), drop(callbacks, 2)}, after: template(`
      CallbackURLs: ["f", 'g'] # "
`)},
		{why: "what would mean something else without quotes gets them", file: "t.yaml", before: template(`
      CallbackURLs: [a, b, c, d, e, f]
`), edits: []userpoolclient.Edit{put(callbacks, 0, "yes"), put(callbacks, 1, "1:30"), put(callbacks, 2, "a, b"),
			put(callbacks, 3, "x #y"), put(callbacks, 4, ""), put(callbacks, 5, "n")}, after: template(`
      CallbackURLs: ["yes", "1:30", "a, b", "x #y", "", "n"]
`)},
		{why: "an element goes and its comment stays", file: "t.yaml", before: template(`
      ExplicitAuthFlows:
        # how people sign in
        - a   # the old way
        - b

        - c
`), edits: []userpoolclient.Edit{drop(flows, 0), drop(flows, 1)}, after: template(`
      ExplicitAuthFlows:
        # how people sign in
        # the old way

        - c
`)},
		{why: "the last line of the file has no break", file: "t.yaml", before: template(`
      ExplicitAuthFlows:
      -  a
      -  b
      -  c`), edits: []userpoolclient.Edit{drop(flows, 1), drop(flows, 2)}, after: template(`
      ExplicitAuthFlows:
      -  a
`)},
		{why: "an element more is indented as the others", file: "t.yaml", before: template(`
      ExplicitAuthFlows:
      -   a # the last
      # below
      AccessTokenValidity: 60`), edits: []userpoolclient.Edit{put(flows, 1, "b"), set(unit, "minutes")}, after: template(`
      ExplicitAuthFlows:
      -   a # the last
      -   b
      # below
      AccessTokenValidity: 60
      TokenValidityUnits:
        AccessToken: minutes`)},
		{why: "a list that is new stands as the others do", file: "t.yaml", before: template(`
      CallbackURLs:
      - a
      PreventUserExistenceErrors: LEGACY # why?
`), edits: []userpoolclient.Edit{put(flows, 0, "b"), put(flows, 0, "c"), set(existence, "ENABLED")}, after: template(`
      CallbackURLs:
      - a
      PreventUserExistenceErrors: ENABLED # why?
      ExplicitAuthFlows:
      - b
      - c
`)},
		{why: "brackets over several lines, with comments", file: "t.yaml", before: template(`
      CallbackURLs: [
        a, # one
        b  # two
      ]
`), edits: []userpoolclient.Edit{put(callbacks, 2, "c"), drop(callbacks, 0)}, after: template(`
      CallbackURLs: [
        # one
        b,  # two
        c
      ]
`)},
		{why: "a comma at the end stays", file: "t.yaml", before: template(`
      CallbackURLs: [
        a,
        b, # two
      ]
      RefreshTokenRotation: {Feature: ENABLED,}
`), edits: []userpoolclient.Edit{put(callbacks, 2, "c"), set(grace, int32(5))}, after: template(`
      CallbackURLs: [
        a,
        b, # two
        c,
      ]
      RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 5,}
`)},
		{why: "the last of brackets goes, and its comment stays", file: "t.yaml", before: template(`
      CallbackURLs: [
        a, # one
        b  # two
      ]
`), edits: []userpoolclient.Edit{drop(callbacks, 1)}, after: template(`
      CallbackURLs: [
        a # one
        # two
      ]
`)},
		{why: "all in brackets", file: "Web.yml",
			before: "Resources: {Web: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: p, \"ExplicitAuthFlows\": [a, b]}}}\n",
			edits:  []userpoolclient.Edit{drop(flows, 0), set(feature, "ENABLED"), set(grace, int32(3))},
			after: "Resources: {Web: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: p, \"ExplicitAuthFlows\": [b], " +
				"RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 3}}}}\n"},
		{why: "a text block becomes a line", file: "t.yaml", before: template(`
      CallbackURLs:
        - |
          https://a.example/cb

        - >-
          https://b.example/
          cb
      AccessTokenValidity: "60"
`), edits: []userpoolclient.Edit{put(callbacks, 0, "https://a.example/cb"), put(callbacks, 1, "https://b.example/cb"),
			set(access, int32(5))}, after: template(`
      CallbackURLs:
        - https://a.example/cb

        - https://b.example/cb
      AccessTokenValidity: "5"
`)},
		{why: "carriage returns, a byte order mark and letters of any script before it on the line", file: "t.yaml",
			before: "\ufeff# ü¶\n" + strings.ReplaceAll(template("      CallbackURLs: [日本, b, c]\n      \"ClientName\": ü # ü\n"), "\n", "¶\n"),
			edits:  []userpoolclient.Edit{drop(callbacks, 1), put(callbacks, 2, "d"), set(revoke, false)},
			after: "\ufeff# ü¶\n" + strings.ReplaceAll(template("      CallbackURLs: [日本, d]\n      \"ClientName\": ü # ü\n"+
				"      EnableTokenRevocation: false\n"), "\n", "¶\n")},
		{why: "an empty value is filled, and null is written over", file: "c.yaml",
			before: "CallbackURLs:\nLogoutURLs: [a]\nRefreshTokenRotation:  # later\nClientName: ~ # none\n",
			edits: []userpoolclient.Edit{put(callbacks, 0, "a"), set(feature, "ENABLED"),
				set(userpoolclient.FieldClientName, "shop")},
			after: "CallbackURLs: [a]\nLogoutURLs: [a]\nRefreshTokenRotation: {Feature: ENABLED}  # later\n" +
				"ClientName: shop # none\n"},
		{why: "functions between the elements count, what is not there does not", file: "t.yaml", before: template(`
      CallbackURLs:
        - !Sub "https://${D}/1"
        - !Ref AWS::NoValue
        - https://a.example/2
        - Fn::Sub: "https://${D}/3"
        - https://a.example/4
`), edits: []userpoolclient.Edit{drop(callbacks, 1), put(callbacks, 3, "https://a.example/5")}, after: template(`
      CallbackURLs:
        - !Sub "https://${D}/1"
        - !Ref AWS::NoValue
        - Fn::Sub: "https://${D}/3"
        - https://a.example/5
`)},
		{why: "what is merged stays, and what it lacks is added", file: "t.yaml", before: "X: &x {ClientName: x}\n" + template(`
      <<: *x
`), edits: []userpoolclient.Edit{set(revoke, true), set(unit, "days")}, after: "X: &x {ClientName: x}\n" + template(`
      <<: *x
      EnableTokenRevocation: true
      TokenValidityUnits:
        AccessToken: days
`)},
		{why: "an anchor that nobody uses", file: "t.yaml", before: template(`
      CallbackURLs: &urls
        - &first https://a.example/1
        - https://a.example/2
`), edits: []userpoolclient.Edit{put(callbacks, 0, "https://a.example/3"), drop(callbacks, 1)}, after: template(`
      CallbackURLs: &urls
        - &first https://a.example/3
`)},
		{why: "a member goes, and its comment stays", file: "t.yaml", before: template(`
      AnalyticsConfiguration:
        ApplicationArn: a
        RoleArn: b  # filled in

        ExternalId: c
      ClientName: x
`), edits: []userpoolclient.Edit{set(userpoolclient.FieldAnalyticsConfigurationRoleArn, nil)}, after: template(`
      AnalyticsConfiguration:
        ApplicationArn: a
        # filled in

        ExternalId: c
      ClientName: x
`)},
		{why: "a structure goes", file: "t.yaml", before: template(`
      AnalyticsConfiguration:
        ApplicationArn: a
      ClientName: x
`), edits: []userpoolclient.Edit{set(userpoolclient.FieldAnalyticsConfiguration, nil)}, after: template(`
      ClientName: x
`)},
		{why: "behind a text of several lines nothing is written", file: "t.yaml", before: template(`
      ClientName: x
      DefaultRedirectURI: |+
        https://a.example/cb

`), edits: []userpoolclient.Edit{set(revoke, true)}, after: template(`
      ClientName: x
      EnableTokenRevocation: true
      DefaultRedirectURI: |+
        https://a.example/cb

`)},
		{why: "resources that a Serverless file includes", file: "part.yml",
			before: "Resources:\n  UserPoolClient:\n    Properties: # p\n      ClientName: x\n    Type: AWS::Cognito::UserPoolClient\n",
			edits:  []userpoolclient.Edit{set(revoke, true)},
			after: "Resources:\n  UserPoolClient:\n    Properties: # p\n      ClientName: x\n      EnableTokenRevocation: true\n" +
				"    Type: AWS::Cognito::UserPoolClient\n"},
		{why: "one resource by itself, without what is around it", file: "part.yml",
			before: "Type: AWS::Cognito::UserPoolClient\nProperties:\n  ClientName: x\n",
			edits:  []userpoolclient.Edit{set(userpoolclient.FieldClientName, "z")},
			after:  "Type: AWS::Cognito::UserPoolClient\nProperties:\n  ClientName: z\n"},
		{why: "a Serverless file", file: "serverless.yml",
			before: "service: x\nresources:\n  - Resources:\n      Web:\n        Type: AWS::Cognito::UserPoolClient\n" +
				"        Properties:\n          ClientName: ${self:service}-web\n          ExplicitAuthFlows: [a, b]\n",
			edits: []userpoolclient.Edit{drop(flows, 0)},
			after: "service: x\nresources:\n  - Resources:\n      Web:\n        Type: AWS::Cognito::UserPoolClient\n" +
				"        Properties:\n          ClientName: ${self:service}-web\n          ExplicitAuthFlows: [b]\n"},
		{why: "a manifest of ACK", file: "k.yaml",
			before: "# first\n---\napiVersion: cognitoidentityprovider.services.k8s.aws/v1alpha1\nkind: UserPoolClient\n" +
				"metadata: {name: web}\nspec:\n  name: web # x\n  analyticsConfiguration: {applicationARN: a, roleARN: b}\n" +
				"  callbackURLs:\n    - a\n    - b\n---\nkind: UserPool\n",
			edits: []userpoolclient.Edit{drop(callbacks, 0), set(feature, "ENABLED"),
				set(userpoolclient.FieldAnalyticsConfigurationRoleArn, nil)},
			after: "# first\n---\napiVersion: cognitoidentityprovider.services.k8s.aws/v1alpha1\nkind: UserPoolClient\n" +
				"metadata: {name: web}\nspec:\n  name: web # x\n  analyticsConfiguration: {applicationARN: a}\n" +
				"  callbackURLs:\n    - b\n  refreshTokenRotation:\n    feature: ENABLED\n---\nkind: UserPool\n"},
		{why: "a manifest of Crossplane in a list", file: "k.yaml",
			before: "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: cognitoidp.aws.m.upbound.io/v1beta1\n    kind: UserPoolClient\n" +
				"    metadata: {name: api}\n    spec:\n      forProvider:\n        region: eu-west-3\n        name: api\n" +
				"        callbackUrls: [\"a\", \"https://${host}/cb\"]\n        tokenValidityUnits:\n          - accessToken: hours\n",
			edits: []userpoolclient.Edit{put(callbacks, 0, "b"), set(unit, "minutes"), set(revoke, true)},
			after: "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: cognitoidp.aws.m.upbound.io/v1beta1\n    kind: UserPoolClient\n" +
				"    metadata: {name: api}\n    spec:\n      forProvider:\n        region: eu-west-3\n        name: api\n" +
				"        callbackUrls: [\"b\", \"https://${host}/cb\"]\n        tokenValidityUnits:\n          - accessToken: minutes\n" +
				"        enableTokenRevocation: true\n"},
		{why: "the API's spelling in YAML", file: "c.yaml",
			before: "# a client\nClientName: x\nCallbackURLs:\n- a\nExplicitAuthFlows: [b]\n",
			edits:  []userpoolclient.Edit{put(callbacks, 1, "c"), set(revoke, true)},
			after:  "# a client\nClientName: x\nCallbackURLs:\n- a\n- c\nExplicitAuthFlows: [b]\nEnableTokenRevocation: true\n"},
	} {
		t.Run(row.why, func(t *testing.T) {
			before, after := strings.ReplaceAll(row.before, "¶", "\r"), strings.ReplaceAll(row.after, "¶", "\r")
			all, err := iac.Load(row.file, []byte(before))
			if err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
			r := &all[0]
			edits, refused, err := r.Edits([]byte(before), userpoolclient.SuggestedFix{Rule: "a-rule", Edits: row.edits})
			if err != nil || refused != nil {
				t.Fatal(refused, err)
			}
			got := string(iac.ApplyEdits([]byte(before), edits))
			if diff := cmp.Diff(strings.ReplaceAll(after, "\r", "¶"), strings.ReplaceAll(got, "\r", "¶")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			want, err := userpoolclient.ApplyFixes(r.Config, userpoolclient.SuggestedFix{Edits: row.edits})
			if err != nil {
				t.Fatal(err)
			}
			again, err := iac.Load(row.file, []byte(got))
			if err != nil || len(again) != len(all) {
				t.Fatal(len(again), err)
			}
			if diff := cmp.Diff(want, again[0].Config); diff != "" {
				t.Errorf("the text says something else than the edits (-edits +text)\n%s", diff)
			}
		})
	}
}

// TestEditsRefused: what is not the resource's own is not edited, and said.
func TestEditsRefused(t *testing.T) {
	for _, row := range []struct {
		why, file, text, want string
		edit                  userpoolclient.Edit
	}{
		{"an alias", "t.yaml", "X: &a [b, c]\n" + template("      ExplicitAuthFlows: *a\n"),
			"ExplicitAuthFlows stands behind the alias *a", drop(flows, 0)},
		{"an anchor that is used again", "t.yaml", template("      ExplicitAuthFlows: &a [b, c]\n      ReadAttributes: *a\n"),
			"ExplicitAuthFlows is used again by the alias *a", drop(flows, 0)},
		{"an element that is an alias", "t.yaml", "X: &a b\n" + template("      ExplicitAuthFlows: [*a, c]\n"),
			"ExplicitAuthFlows stands behind the alias *a", put(flows, 0, "d")},
		{"properties that are used again", "t.yaml", "Resources:\n  Web: &web\n    Type: AWS::Cognito::UserPoolClient\n" +
			"    Properties: {ClientName: x}\n  Web2: *web\n", "ClientName is used again by the alias *web",
			set(userpoolclient.FieldClientName, "y")},
		{"something around it is used again", "t.yaml", "Resources: &all\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n" +
			"    Properties: {ClientName: x}\nX: *all\n", "ClientName is used again by the alias *all",
			set(userpoolclient.FieldClientName, "y")},
		{"a merged key", "t.yaml", "X: &x {ClientName: x}\n" + template("      <<: *x\n"),
			"ClientName comes from a merged key (<<)", set(userpoolclient.FieldClientName, "y")},
		{"a structure that is merged", "t.yaml", "X: &x {TokenValidityUnits: {IdToken: days}}\n" + template("      <<: *x\n"),
			"TokenValidityUnits.AccessToken comes from a merged key (<<)", set(unit, "days")},
		{"merged properties", "t.yaml", "X: &x {Properties: {ClientName: x}}\nResources:\n  Web:\n" +
			"    Type: AWS::Cognito::UserPoolClient\n    <<: *x\n",
			"ClientName is of a resource without Properties of its own", set(userpoolclient.FieldClientName, "y")},
		{"a function of which the value is known", "t.yaml", template("      ClientName: !Sub \"x\"\n"),
			"ClientName is written with the tag !Sub", set(userpoolclient.FieldClientName, "y")},
		{"a function in the long form", "t.yaml", template("      ExplicitAuthFlows: [{\"Fn::Sub\": x}, y]\n"),
			"ExplicitAuthFlows is the function Fn::Sub", drop(flows, 0)},
		{"a function in JSON", "t.json", `{"Resources":{"Web":{"Type":"AWS::Cognito::UserPoolClient",` +
			`"Properties":{"ClientName":{"Fn::Sub":"x"}}}}}`, "ClientName is the function Fn::Sub",
			set(userpoolclient.FieldClientName, "y")},
		{"a value that is not known", "t.yaml", template("      ClientName: !ImportValue x\n"),
			"ClientName cannot be edited: its value is not known", set(userpoolclient.FieldClientName, "y")},
		{"an element that is not known", "t.yaml", template("      CallbackURLs: [a, !ImportValue x]\n"),
			"CallbackURLs[1] cannot be edited: its value is not known", drop(callbacks, 1)},
		{"a list of a function", "t.yaml", template("      CallbackURLs: !Split [\",\", \"a,b\"]\n"),
			"CallbackURLs is written with the tag !Split", drop(callbacks, 1)},
		{"a list as a string", "c.json", `{"CallbackURLs":["a"],"ClientName":"x"}`,
			"ReadAttributes[0] cannot be edited: there is no such element", drop(reads, 0)},
		{"a key that stands there twice", "t.json", `{"Resources":{"Web":{"Type":"AWS::Cognito::UserPoolClient",` +
			`"Properties":{"ClientName":"a","ClientName":"b"}}}}`, "ClientName stands there twice",
			set(userpoolclient.FieldClientName, "y")},
		{"the only element of a list on lines", "t.yaml", template("      CallbackURLs:\n        - a\n"),
			"CallbackURLs is all that stands there", drop(callbacks, 0)},
		{"a comment inside what would go", "t.yaml", template("      AnalyticsConfiguration:\n        # ours\n        ExternalId: a\n"),
			"AnalyticsConfiguration has a comment inside that would be lost",
			set(userpoolclient.FieldAnalyticsConfiguration, nil)},
		{"a text over several lines without quotes", "t.yaml", template("      ClientName: a\n        b\n"),
			"ClientName is written in a way that is not edited", set(userpoolclient.FieldClientName, "y")},
		{"a tag of YAML", "t.yaml", template("      ClientName: !!str a\n"), "ClientName is written with the tag !!str",
			set(userpoolclient.FieldClientName, "y")},
		{"what CloudFormation has no property for", "t.yaml", template("      ClientName: a\n"),
			"ClientId is not a property in CloudFormation", set(userpoolclient.FieldClientId, "y")},
		{"a structure as a whole", "c.json", `{"ClientName":"x","CallbackURLs":[]}`,
			"TokenValidityUnits is edited member by member only",
			set(userpoolclient.FieldTokenValidityUnits, userpoolclient.TokenValidityUnits{AccessToken: "days"})},
		{"a structure that Crossplane does not have", "k.yaml", "apiVersion: cognitoidp.aws.m.upbound.io/v1beta1\n" +
			"kind: UserPoolClient\nmetadata: {name: api}\nspec: {forProvider: {name: api}}\n",
			"refreshTokenRotation.feature has no refreshTokenRotation around it, of which the form depends on the version",
			set(feature, "ENABLED")},
		{"CDK's output", "shop.template.json", `{"Resources":{"Web":{"Type":"AWS::Cognito::UserPoolClient",` +
			`"Properties":{"ClientName":"a"}}}}`, " stands in a template that CDK writes and overwrites",
			set(userpoolclient.FieldClientName, "y")},
		{"a plan", "plan.json", change(client, `{"actions":["create"],"after":{"name":"shop"}}`, `{}`),
			" stands in what Terraform prints, not in its source",
			set(userpoolclient.FieldClientName, "y")},
	} {
		t.Run(row.why, func(t *testing.T) {
			all, err := iac.Load(row.file, []byte(row.text))
			if err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
			fix := userpoolclient.SuggestedFix{Rule: "a-rule", Edits: []userpoolclient.Edit{row.edit}}
			edits, refused, err := all[0].Edits([]byte(row.text), fix)
			if err != nil || len(edits) > 0 || len(refused) != 1 {
				t.Fatal(edits, refused, err)
			}
			if got := refused[0].Property + " " + refused[0].Reason; got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// TestSuggestFixesInBranches: a fix that is right in one branch only is not
// suggested; one that is right in each is, also when the branches differ elsewhere.
func TestSuggestFixesInBranches(t *testing.T) {
	r := one(t, "t.yaml", "Conditions:\n  Prod: !Equals [!Ref Stage, prod]\nParameters:\n  Stage: {Type: String}\n"+template(`
      ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      RefreshTokenRotation: !If [Prod, {Feature: ENABLED}, !Ref AWS::NoValue]
      CallbackURLs:
        - https://a.example/cb
        - !If [Prod, https://b.example/cb, https://b.example/cb]
      WriteAttributes: [name, sub]
      PreventUserExistenceErrors: !If [Prod, enabled, ENABLED]
`), iac.Options{})
	if len(r.Variants) != 2 {
		t.Fatalf("%d variants: the test shows nothing", len(r.Variants))
	}
	var conditional []string
	for _, f := range r.Check() {
		if f.When != "" {
			conditional = append(conditional, f.Rule)
		}
	}
	if !strings.Contains(strings.Join(conditional, " "), "rotation-refresh-flow") {
		t.Fatalf("the branches have the findings %q: the test shows nothing", conditional)
	}
	var got []string
	for _, fix := range r.SuggestFixes(r.Check()) {
		got = append(got, fix.Rule)
	}
	if diff := cmp.Diff([]string{"write-attribute-read-only"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestEach: each fix has the edits that make it alone, and the reason why one is not
// made.
func TestEach(t *testing.T) {
	text := template("      WriteAttributes: [name, sub, email_verified]\n      ExplicitAuthFlows: &f [USER_SRP_AUTH, " +
		"ALLOW_REFRESH_TOKEN_AUTH]\n      X: *f\n")
	r := one(t, "t.yaml", text, iac.Options{})
	all, err := iac.NewSource([]byte(text)).Each(iac.Change{Resource: r, Fixes: r.SuggestFixes(r.Check())})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range all[0] {
		made := string(iac.ApplyEdits([]byte(text), f.Text))
		_, made, _ = strings.Cut(made, "WriteAttributes: ")
		made, _, _ = strings.Cut(made, "\n")
		if f.Refused != nil {
			made = f.Refused.Reason
		}
		got = append(got, f.Rule+": "+made)
	}
	if diff := cmp.Diff([]string{
		"write-attribute-read-only: [name, email_verified]", "write-attribute-read-only: [name, sub]",
		"auth-flow-invalid: is used again by the alias *f", "user-existence-errors-legacy: [name, sub, email_verified]",
		"rotation-missing: is used again by the alias *f",
	}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestEditsOfAnotherText: a text that the resource was not read from is not edited.
func TestEditsOfAnotherText(t *testing.T) {
	r := one(t, "t.yaml", template("      ClientName: x\n"), iac.Options{})
	fix := userpoolclient.SuggestedFix{Rule: "a-rule", Edits: []userpoolclient.Edit{set(userpoolclient.FieldClientName, "z")}}
	for text, want := range map[string]error{
		"Resources:\n\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {ClientName: x}\n": iac.ErrOtherText,
		"{}": iac.ErrOtherText,
	} {
		if edits, _, err := r.Edits([]byte(text), fix); err != want || edits != nil {
			t.Errorf("%q: %v, %v; want %v", text, edits, err, want)
		}
	}
	same := template("      CallbackURLs: [a, b]\n")
	r = one(t, "t.yaml", same, iac.Options{})
	edits, refused, err := r.Edits([]byte(strings.Replace(same, "b]", "c]", 1)),
		userpoolclient.SuggestedFix{Edits: []userpoolclient.Edit{drop(callbacks, 1)}})
	if edits != nil || err != nil || len(refused) != 1 || refused[0].Reason != "is not what its text says" {
		t.Errorf("an element that has changed meanwhile: %v, %v, %v", edits, refused, err)
	}
	r = one(t, "t.yaml", template("      ClientName: x\n"), iac.Options{})
	for _, text := range []string{"\xff", "a: [", "", "\xff\xfea\x00"} {
		if edits, _, err := r.Edits([]byte(text), fix); err == nil || edits != nil {
			t.Errorf("%q: %v, %v; want an error", text, edits, err)
		}
	}
}
