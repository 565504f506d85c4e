package iac_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

const ackManifest = `apiVersion: v1
kind: ConfigMap
metadata: {name: beside}
data: {callbackURLs: "[http://never.example]"}
---
apiVersion: cognitoidentityprovider.services.k8s.aws/v1alpha1
kind: UserPoolClient
metadata:
  name: web
  namespace: shop
spec:
  name: web
  userPoolRef:
    from: {name: users}
  allowedOAuthFlowsUserPoolClient: true
  allowedOAuthFlows: [code]
  allowedOAuthScopes: [openid]
  callbackURLs:
    - https://shop.example/cb
    - http://shop.example/cb
  analyticsConfiguration: {applicationARN: "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/x"}
  accessTokenValdity: 60
---
apiVersion: cognitoidentityprovider.services.k8s.aws/v1alpha1
kind: UserPool
metadata: {name: users}
spec: {name: users}
`

const crossplaneManifest = `apiVersion: v1
kind: List
items:
  - apiVersion: cognitoidp.aws.m.upbound.io/v1beta1
    kind: UserPoolClient
    metadata: {name: api}
    spec:
      forProvider:
        region: eu-west-3
        name: api
        userPoolIdSelector: {matchLabels: {app: shop}}
        callbackUrls: ["http://shop.example/cb", "https://${host}/cb"]
        tokenValidityUnits: [{accessToken: minutes}]
        accessTokenValidity: 1500
  - apiVersion: cognitoidp.aws.upbound.io/v1beta1
    kind: UserPoolClient
    metadata: {name: later}
    spec:
      forProvider: {region: eu-west-3, name: later, userPoolIdRef: {name: users}}
      initProvider: {generateSecret: true}
`

// TestManifests holds what is read of Kubernetes manifests, in documents, lists
// and JSON.
func TestManifests(t *testing.T) {
	tests := []struct {
		reason, data string
		format       iac.Format
		want         []string // rule and property
		unknown      []userpoolclient.Field
		maybe        int
	}{
		{
			"ACK, among other documents", ackManifest, iac.FormatACK,
			[]string{"property-unread accessTokenValdity 22", "redirect-http callbackURLs[1] 20"},
			[]userpoolclient.Field{"UserPoolId"}, 0,
		},
		{
			"Crossplane, in a list", crossplaneManifest, iac.FormatCrossplane,
			[]string{"redirect-http callbackUrls[0] 12", "access-token-validity-range accessTokenValidity 14"},
			[]userpoolclient.Field{"CallbackURLs[1]", "UserPoolId"}, 0,
		},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			all, err := iac.Options{Discovered: true}.Load("deploy.yaml", []byte(test.data))
			if err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
			r := all[0]
			if r.Format != test.format {
				t.Errorf("format %s, want %s", r.Format, test.format)
			}
			var got []string
			for _, f := range r.Check() {
				for _, rule := range []string{"property-unread", "redirect-http", "access-token-validity-range",
					"property-type"} {
					if f.Rule == rule {
						got = append(got, f.Rule+" "+f.Property+" "+iac.Position{Line: f.Position.Line}.String())
					}
				}
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.unknown, r.Config.Unknown); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if len(r.Config.MaybeSet) != test.maybe {
				t.Errorf("may be set: %v", r.Config.MaybeSet)
			}
		})
	}
	all, err := iac.Load("deploy.yaml", []byte(crossplaneManifest))
	if err != nil || len(all) != 2 || all[1].Address != "UserPoolClient/later" || len(all[1].Config.MaybeSet) == 0 {
		t.Errorf("what initProvider sets may be set: %d, %v", len(all), err)
	}
	data := `{"apiVersion":"cognitoidentityprovider.services.k8s.aws/v1alpha1","kind":"UserPoolClient","metadata":{"name":"w"},"spec":{"name":"w","userPoolID":"eu-west-1_abc","callbackURLs":["http://x.example"]}}`
	all, err = iac.Load("w.json", []byte(data))
	if err != nil || len(all) != 1 || all[0].Config.UserPoolId == nil || len(all[0].Config.CallbackURLs) != 1 {
		t.Errorf("JSON: %d, %v", len(all), err)
	}
	chart := []byte("{{- if .Values.x }}\n" + ackManifest + "{{- end }}\n")
	if all, err = (iac.Options{Discovered: true}).Load("chart.yaml", chart); err == nil {
		t.Errorf("a Helm chart with a client passes for one without: %d", len(all))
	}
	all, err = iac.Load("crd.yaml",
		[]byte("kind: CustomResourceDefinition\nmetadata: {name: userpoolclients.cognitoidentityprovider.services.k8s.aws}\nspec: {names: {kind: UserPoolClient}}\n"))
	if err != nil || len(all) != 0 {
		t.Errorf("a definition is no client: %d, %v", len(all), err)
	}
}

// TestManifestInside holds that a client inside another resource is told of, and that
// a reference to a client is not taken for one.
func TestManifestInside(t *testing.T) {
	const read = "apiVersion: cognitoidp.aws.upbound.io/v1beta1\nkind: UserPoolClient\nspec: {forProvider: {name: web}}\n"
	const base = "{apiVersion: cognitoidp.aws.upbound.io/v1beta1, kind: UserPoolClient, spec: {forProvider: {name: web}}}"
	inFive := strings.Repeat("{kind: List, items: [", 5) + base + strings.Repeat("]}", 5)
	for _, test := range []struct{ reason, name, data, at string }{
		{"a Composition", "c.yaml", "kind: Composition\nspec:\n  resources:\n    - base: " + base, "4:13"},
		{"a Composition beside a client", "c.yaml", read + "---\nkind: Composition\nspec: {resources: [{base: " + base + "}]}", "6:27"},
		{"a Composition in a list", "c.yaml", "kind: List\nitems: [{kind: Composition, spec: " + base + "}]", "2:35"},
		{"more lists than are read", "c.yaml", inFive, "1:106"},
		{"a list in a list", "c.yaml", "kind: List\nitems: [[" + base + "]]", "2:10"},
		{"JSON", "c.json", `{"kind":"Composition","spec":{"base":{"apiVersion":"cognitoidp.aws.upbound.io/v1beta1",` +
			`"kind":"UserPoolClient","spec":{}}}}`, "1:38"},
		{"a reference", "c.yaml", read + "---\nkind: Usage\nspec: {of: {apiVersion: cognitoidp.aws.upbound.io/v1beta1, kind: UserPoolClient}}", ""},
		{"a list", "c.yaml", "kind: List\nitems: [" + base + "]", ""},
	} {
		for _, discovered := range []bool{false, true} {
			all, err := (iac.Options{Discovered: discovered}).Load(test.name, []byte(test.data))
			var unreadable *iac.UnreadableError
			if test.at == "" && (err != nil || len(all) != 1) ||
				test.at != "" && (!errors.As(err, &unreadable) || unreadable.Position.String() != test.at) {
				t.Errorf("%s: got %v, %v; want an error at %q", test.reason, all, err, test.at)
			}
		}
	}
}
