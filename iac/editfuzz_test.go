package iac_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// FuzzEdits: whatever a file holds, the fixes of its clients are written so that it
// says what they make of the client, or are refused.
func FuzzEdits(f *testing.F) {
	f.Add("t.yaml", template("      ExplicitAuthFlows: &f [USER_SRP_AUTH, !Ref X]\n      WriteAttributes: # x\n      - name\n      - sub"))
	f.Add("c.json", `{"ClientName":"x","WriteAttributes":["sub","name"],"AccessTokenValidity":3600,"LogoutURLs":["a","a"]}`)
	f.Add("c.yaml", "ClientName: x\r\nCallbackURLs: [' https://a.example ', \"https://a.example/#x\"]\r\nRefreshTokenValidity: 0")
	f.Add("t.yaml", "Resources: {Web: {Type: AWS::Cognito::UserPoolClient, Properties: {<<: {ClientName: x}, "+
		"SupportedIdentityProviders: [google, cognito,], RefreshTokenRotation: {Feature: enabled}}}}")
	f.Add("t.yaml", template("      CallbackURLs:\n      - |-\n         http://a.example\n\n      - >\n       https://b.example\n"+
		"      AnalyticsConfiguration:\n        ExternalId: !Sub x # y"))
	f.Fuzz(func(t *testing.T, name, text string) {
		all, err := iac.Load(name, []byte(text))
		if err != nil || len(all) > 5 {
			return
		}
		for i := range all {
			r := &all[i]
			fixes := r.SuggestFixes(r.Check())
			edits, refused, err := r.Edits([]byte(text), fixes...)
			if err != nil || len(edits) == 0 {
				continue
			}
			var made []userpoolclient.SuggestedFix
			for _, fix := range fixes {
				isRefused := false
				for _, no := range refused {
					isRefused = isRefused || cmp.Equal(no.Fix, fix)
				}
				if !isRefused {
					made = append(made, fix)
				}
			}
			want, err := userpoolclient.ApplyFixes(r.Config, made...)
			if err != nil {
				t.Fatal(err)
			}
			after := iac.ApplyEdits([]byte(text), edits)
			again, err := iac.Load(name, after)
			if err != nil || len(again) != len(all) {
				t.Fatalf("%v\n%s", err, after)
			}
			want.ClientSecret, again[i].Config.ClientSecret = nil, nil
			if diff := cmp.Diff(want, again[i].Config); diff != "" {
				t.Fatalf("%s\n%s", after, diff)
			}
		}
	})
}
