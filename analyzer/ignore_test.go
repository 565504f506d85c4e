package analyzer

import (
	"slices"
	"strings"
	"testing"
)

// declared is the beginning of a source whose first line after it is 21.
const declared = `package test

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

var (
	_ = context.Background
	_ = aws.String
	_ cognitoidentityprovider.Client
	_ types.UserPoolClientType
	_ userpoolclient.Finding
)

`

func TestIgnore(t *testing.T) {
	tests := []struct{ why, text, want string }{
		{"on the line", `
var _ = userpoolclient.Config{ClientName: new("a:b")} //userpoolclient:ignore client-name-pattern legacy
`, ""},
		{"on the line above", `
//userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, ""},
		{"above the element", `
var _ = userpoolclient.Config{
	ClientName: new("a:b"),
	//userpoolclient:ignore client-id-pattern legacy
	ClientId: new("a-b"),
}
`, "22 client-name-pattern"},
		{"in the comment of the declaration, which is about all of it", `
// f is old.
//
//userpoolclient:ignore client-name-pattern legacy
func f() {
	_ = userpoolclient.Config{ClientName: new("a:b")}
	_ = userpoolclient.Config{ClientName: new("c:d")}
}
`, ""},
		{"another declaration is not covered", `
//userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b")}

var _ = userpoolclient.Config{ClientName: new("c:d")}
`, "24 client-name-pattern"},
		{"after the code it is about that line and not the next", `
var a = userpoolclient.Config{ClientName: new("a:b")} //userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("c:d")}
`, "22 client-name-pattern"},
		{"another rule on the line is reported", `
//userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b"), ClientId: new("a-b")}
`, "22 client-id-pattern"},
		{"two rules", `
//userpoolclient:ignore client-name-pattern,client-id-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b"), ClientId: new("a-b")}
`, ""},
		{"one for the literal is about its members", `
func f() {
	in := &userpoolclient.Config{ //userpoolclient:ignore client-name-pattern legacy
		ClientName: new("a:b"),
	}
	_ = in
}
`, ""},
		{"without a reason it does not count", `
//userpoolclient:ignore client-name-pattern
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, "21 suppression-malformed, 22 client-name-pattern"},
		{"without a rule it does not count", `
//userpoolclient:ignore
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, "21 suppression-malformed, 22 client-name-pattern"},
		{"with a rule that does not exist it does not count", `
//userpoolclient:ignore client-name-patern legacy
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, "21 suppression-malformed, 22 client-name-pattern"},
		{"one that suppresses nothing is reported", `
//userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("ab")}
`, "21 suppression-unused"},
		{"one for an advice is not, where advice is not reported", `
//userpoolclient:ignore implicit-grant legacy
var _ = userpoolclient.Config{ClientName: new("ab")}
`, ""},
		{"another directive with the same beginning", `
//userpoolclient:ignored client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, "22 client-name-pattern"},
		{"prose with a space is no directive", `
// userpoolclient:ignore client-name-pattern legacy
var _ = userpoolclient.Config{ClientName: new("a:b")}
`, "22 client-name-pattern"},
		{"a partial update", `
func f(ctx context.Context, client *cognitoidentityprovider.Client) {
	//userpoolclient:ignore update-omits the pool is made anew every night
	_, _ = client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientId: aws.String("1example23456789"),
	})
}
`, ""},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			src := check(t, "a.go", declared+strings.TrimPrefix(test.text, "\n"))
			var want []string
			if test.want != "" {
				want = strings.Split(test.want, ", ")
			}
			if got := src.lines(src.run(t, Options{})); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestIgnoreWholeFile holds that a directive before the package clause is about
// the file.
func TestIgnoreWholeFile(t *testing.T) {
	const ignore = "// Package test is old.\n//\n//userpoolclient:ignore client-name-pattern legacy\n"
	const bad = "var _ = userpoolclient.Config{ClientName: new(\"a:b\")}\n"
	src := check(t, "a.go", ignore+declared+bad+bad)
	if got := src.lines(src.run(t, Options{})); len(got) > 0 {
		t.Errorf("reported %q", got)
	}
	src = check(t, "a.go", declared+bad+bad)
	if got := src.run(t, Options{}); len(got) != 2 {
		t.Errorf("%d findings without the directive, want 2: the test saw nothing", len(got))
	}
}
