package audit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/iac"
)

// liveSeed are the live clients that the code is compared with.
const liveSeed = `{"UserPools": [
  {"Id": "us-east-1_shop", "UserPool": {"PoolName": "shop"}, "UserPoolClients": [
    {"ClientId": "idweb", "ClientName": "web", "CallbackURLs": ["https://a.example/cb", "https://b.example/cb"]},
    {"ClientId": "idsame", "ClientName": "same", "AccessTokenValidity": 60, "TokenValidityUnits": {"AccessToken": "minutes"}},
    {"ClientId": "idhand", "ClientName": "by hand"},
    {"ClientId": "idtwin1", "ClientName": "twin"}
  ]},
  {"Id": "us-east-1_test", "UserPool": {"PoolName": "test"}, "UserPoolClients": [
    {"ClientId": "idtwin2", "ClientName": "twin"}
  ]}
]}`

const driftTemplate = `Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Users
      ClientName: web
      CallbackURLs: [https://a.example/cb]
  Same:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: us-east-1_shop
      ClientName: same
      AccessTokenValidity: 1
  Unknown:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: us-east-1_shop
      ClientName: by hand
      CallbackURLs: [!Sub "https://${Host}/cb"]
      AccessTokenValidity: !Ref Minutes
  Gone:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Users, ClientName: gone}
  Twin:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Users, ClientName: twin}
  Elsewhere:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: eu-west-1_other, ClientName: web}
  Nameless:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Users}
`

const driftState = `{"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{"resources":[
 {"address":"aws_cognito_user_pool_client.twin","mode":"managed","type":"aws_cognito_user_pool_client","name":"twin",
  "provider_name":"registry.terraform.io/hashicorp/aws","schema_version":0,
  "values":{"id":"idtwin2","name":"was renamed","user_pool_id":"us-east-1_test"},"sensitive_values":{}}]}}}`

func declared(t *testing.T, name, text string) []Declared {
	t.Helper()
	resources, err := iac.Load(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var all []Declared
	for i := range resources {
		all = append(all, Declared{name, &resources[i]})
	}
	return all
}

// driftText is a drift in a line for each client.
func driftText(d *Drift) string {
	var b strings.Builder
	for _, c := range d.Changed {
		fmt.Fprintf(&b, "changed %s %s:", c.Resource.Address, c.Client.ID)
		for _, change := range c.Changes {
			fmt.Fprintf(&b, " %s %v → %v", change.Field, change.Before, change.After)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintln(&b, "same", d.Same)
	for _, m := range d.Missing {
		fmt.Fprintln(&b, "missing", m.Resource.Address)
	}
	for _, c := range d.Unmanaged {
		fmt.Fprintln(&b, "unmanaged", c.ID)
	}
	for _, u := range d.Unmatched {
		fmt.Fprintln(&b, "unmatched", u.Resource.Address+":", u.Why)
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	in := audited(t, fast(serve(t, []byte(liveSeed))))
	for _, test := range []struct{ name, file, code, want string }{
		{"a template", "template.yaml", driftTemplate,
			"changed Web idweb: CallbackURLs https://a.example/cb → https://a.example/cb, https://b.example/cb\n" +
				"same 2\nmissing Gone\n" +
				"unmatched Twin: several live clients have its name: idtwin1 in us-east-1_shop, idtwin2 in us-east-1_test\n" +
				"unmatched Elsewhere: its user pool eu-west-1_other was not read\n" +
				"unmatched Nameless: the code does not tell its ID or its name\n"},
		{"a state, by ID", "state.json", driftState,
			"changed aws_cognito_user_pool_client.twin idtwin2: ClientName was renamed → twin\nsame 0\n" +
				"unmanaged idhand\nunmanaged idsame\nunmanaged idtwin1\nunmanaged idweb\n"},
		{"no code", "none.yaml", "Resources: {}\n",
			"same 0\nunmanaged idhand\nunmanaged idsame\nunmanaged idtwin1\nunmanaged idweb\nunmanaged idtwin2\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := driftText(Compare(in, declared(t, test.file, test.code)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestCompareIncomplete holds that what was not read does not pass for deleted.
func TestCompareIncomplete(t *testing.T) {
	in := audited(t, fast(serve(t, []byte(liveSeed))))
	in.Unread = append(in.Unread, Unread{Operation: "DescribeUserPoolClient"})
	d := Compare(in, declared(t, "template.yaml", driftTemplate))
	if len(d.Missing) != 0 {
		t.Errorf("missing: %v", d.Missing[0].Resource.Address)
	}
}
