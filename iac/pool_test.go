package iac_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// shop is a template of a pool with a resource server and a client.
const shop = `
Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolTier: LITE
      Schema:
        - {Name: email, Required: true, Mutable: true}
        - {Name: team, AttributeDataType: String, Mutable: "true"}
  Other:
    Type: AWS::Cognito::UserPool
  Server:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref Users
      Identifier: api
      Scopes: [{ScopeName: read, ScopeDescription: Read}]
  Web:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: Server
    Properties:
      UserPoolId: !GetAtt Users.UserPoolId
      SupportedIdentityProviders: [COGNITO, Google]
      AllowedOAuthScopes: [openid, api/read, api/write]
      ReadAttributes: ["custom:team", "custom:tam"]
      WriteAttributes: [name]
`

// TestPool holds that the pool of the same template is known: its attributes for
// certain, its scopes and providers as far as the template creates them.
func TestPool(t *testing.T) {
	r := one(t, "t.yaml", shop, iac.Options{})
	want := &userpoolclient.Pool{
		Tier: "LITE",
		Attributes: []userpoolclient.Attribute{{Name: "email", Required: true, Mutable: true}, {Name: "custom:team",
			Mutable: true}},
	}
	if diff := cmp.Diff(want, r.Context.Pool); diff != "" {
		t.Errorf("pool (-want +got):\n%s", diff)
	}
	got := ids(r.Check())
	for _, must := range []string{
		"pool-lacks-scope AllowedOAuthScopes[2]",
		"pool-lacks-provider SupportedIdentityProviders[1]",
		"attribute-not-in-pool ReadAttributes[1]",
		"write-attribute-required-missing WriteAttributes",
	} {
		if !slices.Contains(got, must) {
			t.Errorf("no %s among %q", must, got)
		}
	}
	if r := one(t, "t.yaml", strings.Replace(shop, "!GetAtt Users.UserPoolId", "eu-central-1_a1B2c3D4e", 1),
		iac.Options{}); r.Context.Pool != nil {
		t.Errorf("the pool is %+v, though the client names another", r.Context.Pool)
	}
}

// TestPoolLacks says how sure it is that a pool lacks a scope or a provider.
func TestPoolLacks(t *testing.T) {
	const none = userpoolclient.Severity(0)
	type severities struct{ scope, provider userpoolclient.Severity }
	warned := severities{userpoolclient.SeverityWarning, userpoolclient.SeverityWarning}
	rejected := severities{userpoolclient.SeverityError, userpoolclient.SeverityError}
	create := iac.Options{Context: userpoolclient.Context{Operation: userpoolclient.OperationCreate}}
	tests := []struct {
		reason, old, new string
		o                iac.Options
		want             severities
	}{
		{"a template alone is no proof", "", "", iac.Options{}, warned},
		{"a creation is", "", "", create, rejected},
		{"an update is not", "", "",
			iac.Options{Context: userpoolclient.Context{Operation: userpoolclient.OperationUpdate}}, warned},
		{"the pool that the caller knows decides", "", "",
			iac.Options{Context: userpoolclient.Context{Pool: &userpoolclient.Pool{}}}, severities{none, none}},
		{"no server at all", "AWS::Cognito::UserPoolResourceServer", "AWS::SNS::Topic", create, rejected},
		{"a scope that is not known", "ScopeName: read", "ScopeName: !Ref X", create,
			severities{none, userpoolclient.SeverityError}},
		{"an identifier that is not known", "Identifier: api", "Identifier: !Ref X", create,
			severities{none, userpoolclient.SeverityError}},
		{"a server of a pool that is not known may be of this one", "UserPoolId: !Ref Users",
			"UserPoolId: !ImportValue Users",
			create, severities{none, none}},
		{"a loop that may add servers", "  Other:\n", "  Fn::ForEach::X: [a, [b], {}]\n  Other:\n", create,
			severities{none, none}},
		{"a macro that may add servers", "\nResources", "\nTransform: [AWS::Serverless-2016-10-31, Mine]\nResources",
			create,
			severities{none, none}},
		{"another pool", "!GetAtt Users.UserPoolId", "eu-central-1_a1B2c3D4e", create, severities{none, none}},
		{"an element that is not known is not lacking", "Google", "!Ref X", create,
			severities{userpoolclient.SeverityError, none}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			var got severities
			for _, f := range one(t, "t.yaml", strings.Replace(shop, test.old, test.new, 1), test.o).Check() {
				want := iac.LayerNone
				if f.Severity == userpoolclient.SeverityError {
					want = iac.LayerCognito
				}
				switch f.Rule {
				case "pool-lacks-scope":
					got.scope = f.Severity
				case "pool-lacks-provider":
					got.provider = f.Severity
				case "scope-not-in-pool", "identity-provider-not-in-pool":
					t.Errorf("%s speaks as well", f.Rule)
				default:
					continue
				}
				if f.RejectedBy != want {
					t.Errorf("%s: rejected by %q, want %q", f.Rule, f.RejectedBy, want)
				}
			}
			if got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestCreationOrder says what makes a client come after the provider and the
// resource server that it names.
func TestCreationOrder(t *testing.T) {
	const around = `
Resources:
  Server:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref Users
      Identifier: api
      Scopes: [{ScopeName: read}]
  Google:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties: {UserPoolId: !Ref Users, ProviderName: Google}
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: [Server, Google]
  Web:
    Type: AWS::Cognito::UserPoolClient
    DEPENDS
    Properties:
      UserPoolId: !Ref Users
      SupportedIdentityProviders: [Google]
      AllowedOAuthScopes: [api/read]
      CLIENTNAME
`
	both := []string{"creation-order AllowedOAuthScopes[0]", "creation-order SupportedIdentityProviders[0]"}
	tests := []struct {
		reason, depends, properties string
		want                        []string
	}{
		{"plain text is no reference", "", "", both},
		{"DependsOn", "DependsOn: [Google, Server]", "", nil},
		{"DependsOn of one", "DependsOn: Google", "", both[:1]},
		{"DependsOn of something that depends on both", "DependsOn: Topic", "", nil},
		{"DependsOn of something else", "DependsOn: Users", "", both},
		{"Ref, anywhere in the client", "", "ClientName: !Ref Server", both[1:]},
		{"GetAtt", "", "ClientName: !GetAtt Google.Arn", both[:1]},
		{"GetAtt in its long form", "", `ClientName: {"Fn::GetAtt": [Google, Arn]}`, both[:1]},
		{"Sub", "", `ClientName: !Sub "${Google}-${Server.Arn}"`, nil},
		{"Sub with variables", "", `ClientName: !Sub ["${x}", {x: !Ref Server}]`, both[1:]},
		{"a reference to something that refers to both", "", "ClientName: !GetAtt Topic.TopicName", nil},
		{"the name by reference", "", "SupportedIdentityProviders: [!Ref Google]", both[:1]},
		{"a variable of Serverless may be either", "DependsOn: ${self:custom.after}", "", nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			data := strings.Replace(around, "DEPENDS", test.depends, 1)
			data = strings.Replace(data, "CLIENTNAME", test.properties, 1)
			if strings.HasPrefix(test.properties, "Supported") {
				data = strings.Replace(data, "      SupportedIdentityProviders: [Google]\n", "", 1)
			}
			var got []string
			for _, id := range ids(one(t, "t.yaml", data, iac.Options{}).Check()) {
				if strings.HasPrefix(id, "creation-order") {
					got = append(got, id)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
