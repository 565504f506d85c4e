package main

import (
	"fmt"
	gofmt "go/format"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// goSource writes the client as a Go function that returns the SDK's request.
func (c *clientFile) goSource() ([]byte, error) {
	var b strings.Builder
	commented(&b, "", "//", "Package appclient has a request of CreateUserPoolClient. A client made with sdk.Guard "+
		"(github.com/userpoolclient/userpoolclient/sdk) rejects what Cognito would reject, before it is sent.")
	b.WriteString("//\n")
	for _, line := range c.head(97) {
		b.WriteString("// " + line + "\n")
	}
	b.WriteString(`package appclient

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

`)
	argument := ""
	if c.config.UserPoolId == nil {
		argument = "userPoolID string"
	}
	fmt.Fprintf(&b, "// %sClient returns the request that creates the app client %q.\n", c.pascal(), c.name)
	fmt.Fprintf(&b, "func %sClient(%s) *cognitoidentityprovider.CreateUserPoolClientInput {\n", c.pascal(), argument)
	b.WriteString("\treturn &cognitoidentityprovider.CreateUserPoolClientInput{\n")
	goMembers(&b, "\t\t", c.settings)
	b.WriteString("\t}\n}\n")
	return gofmt.Source([]byte(b.String()))
}

// goPlain are the members that the SDK holds without a pointer. It does not send their
// zero values, which are the service's defaults.
var goPlain = []userpoolclient.Field{userpoolclient.FieldGenerateSecret,
	userpoolclient.FieldAllowedOAuthFlowsUserPoolClient, userpoolclient.FieldRefreshTokenValidity}

// goTypes are the types of the members that are not strings, numbers, booleans or
// lists of strings.
var goTypes = map[userpoolclient.Field]string{
	userpoolclient.FieldExplicitAuthFlows:    "[]types.ExplicitAuthFlowsType",
	userpoolclient.FieldAllowedOAuthFlows:    "[]types.OAuthFlowType",
	userpoolclient.FieldTokenValidityUnits:   "&types.TokenValidityUnitsType",
	userpoolclient.FieldRefreshTokenRotation: "&types.RefreshTokenRotationType",
}

func goMembers(b *strings.Builder, indent string, settings []setting) {
	for i, s := range settings {
		if s.reason != "" {
			if i > 0 {
				b.WriteByte('\n')
			}
			commented(b, indent, "//", s.comment())
		}
		b.WriteString(indent + s.own() + ": ")
		switch v := s.value.(type) {
		case []setting:
			b.WriteString(goTypes[s.field] + "{\n")
			goMembers(b, indent+"\t", v)
			b.WriteString(indent + "}")
		default:
			b.WriteString(goValue(s))
		}
		b.WriteString(",\n")
	}
}

func goValue(s setting) string {
	plain := slices.Contains(goPlain, s.field)
	switch v := s.value.(type) {
	case bool:
		return pointer("Bool", strconv.FormatBool(v), plain)
	case int32:
		return pointer("Int32", strconv.Itoa(int(v)), plain)
	case []string:
		quoted := make([]string, len(v))
		for i, element := range v {
			quoted[i] = strconv.Quote(element)
		}
		typ := goTypes[s.field]
		if typ == "" {
			typ = "[]string"
		}
		return typ + "{" + strings.Join(quoted, ", ") + "}"
	case reference:
		return "&userPoolID"
	}
	return pointer("String", strconv.Quote(s.value.(string)), s.info.Type == "enum")
}

// pointer returns a value as the SDK holds it: of an enum or another plain member, the
// value itself.
func pointer(typ, value string, plain bool) string {
	if plain {
		return value
	}
	return "aws." + typ + "(" + value + ")"
}
