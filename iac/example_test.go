package iac_test

import (
	"fmt"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

func ExampleLoad() {
	template := []byte(`Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !ImportValue Users
      CallbackURLs:
        - !Sub "https://${Domain}/cb"
        - http://shop.example.jp/cb
      WriteAttributes: [name]
`)
	resources, err := iac.Load("web.yaml", template)
	if err != nil {
		panic(err)
	}
	for _, r := range resources {
		for _, f := range r.Check() {
			if f.Rule == "redirect-http" {
				fmt.Println(f)
			}
		}
	}
	// Output:
	// 8:11 Web CallbackURLs[1] "http://shop.example.jp/cb" uses plain http to a host that is not localhost, 127.0.0.1 or [::1]; use https [redirect-http]
}

// The bytes that must change are changed, and no others.
func ExampleResource_Edits() {
	template := []byte(`Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Users # ours
      WriteAttributes: [name, sub]
`)
	resources, err := iac.Load("template.yaml", template)
	if err != nil {
		fmt.Println(err)
		return
	}
	r := &resources[0]
	var safe []userpoolclient.SuggestedFix
	for _, fix := range r.SuggestFixes(r.Check()) {
		if fix.Safe {
			safe = append(safe, fix)
		}
	}
	edits, refused, err := r.Edits(template, safe...)
	fmt.Println(refused, err)
	fmt.Print(string(iac.ApplyEdits(template, edits)))
	// Output:
	// [] <nil>
	// Resources:
	//   Web:
	//     Type: AWS::Cognito::UserPoolClient
	//     Properties:
	//       UserPoolId: !Ref Users # ours
	//       WriteAttributes: [name]
}
