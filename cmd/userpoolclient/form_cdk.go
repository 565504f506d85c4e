package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// cdk writes the client as a TypeScript function that makes a construct.
func (c *clientFile) cdk() []byte {
	var b strings.Builder
	for _, line := range c.head(97) {
		b.WriteString("// " + line + "\n")
	}
	b.WriteString("import { aws_cognito as cognito } from 'aws-cdk-lib';\nimport { Construct } from 'constructs';\n\n")
	argument := ""
	if c.config.UserPoolId == nil {
		argument = ", userPoolId: string"
	}
	fmt.Fprintf(&b, "export function %sClient(scope: Construct%s): cognito.CfnUserPoolClient {\n", c.camel(), argument)
	commented(&b, "  ", "//", "CfnUserPoolClient, because UserPoolClient adds ALLOW_REFRESH_TOKEN_AUTH to the flows and "+
		"a callback URL of its own.")
	fmt.Fprintf(&b, "  return new cognito.CfnUserPoolClient(scope, %s, {\n", tsText(c.pascal()))
	tsMembers(&b, "    ", c.settings)
	b.WriteString("  });\n}\n")
	return []byte(b.String())
}

func tsMembers(b *strings.Builder, indent string, settings []setting) {
	for i, s := range settings {
		if s.reason != "" {
			if i > 0 {
				b.WriteByte('\n')
			}
			commented(b, indent, "//", s.comment())
		}
		b.WriteString(indent + camelCase(lastOf(s.info.CloudFormation)))
		switch v := s.value.(type) {
		case []setting:
			b.WriteString(": {\n")
			tsMembers(b, indent+"  ", v)
			b.WriteString(indent + "}")
		case []string:
			quoted := make([]string, len(v))
			for i, element := range v {
				quoted[i] = tsText(element)
			}
			b.WriteString(": [" + strings.Join(quoted, ", ") + "]")
		case bool:
			b.WriteString(": " + strconv.FormatBool(v))
		case int32:
			b.WriteString(": " + strconv.Itoa(int(v)))
		case string:
			b.WriteString(": " + tsText(v))
		case reference: // userPoolId, the argument of the same name
		}
		b.WriteString(",\n")
	}
}

// tsText spells a string: in JSON's way where the usual one would need escapes.
func tsText(text string) string {
	if !strings.ContainsAny(text, `'\`) && strconv.Quote(text) == `"`+text+`"` {
		return "'" + text + "'"
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string always has a spelling
	return strings.TrimSpace(b.String())
}
