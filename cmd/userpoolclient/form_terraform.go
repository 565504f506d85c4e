package main

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/preset"
)

// terraform writes the client as a resource, formatted as terraform fmt does.
func (c *clientFile) terraform() []byte {
	const columns = 98
	var b strings.Builder
	for _, line := range c.head(columns) {
		b.WriteString("# " + line + "\n")
	}
	if c.config.UserPoolId == nil {
		b.WriteString("\nvariable \"user_pool_id\" {\n  type = string\n}\n")
	}
	names := terraformNames
	b.WriteByte('\n')
	if c.kind == preset.KindMachineToken {
		names = awsccNames
		commented(&b, "", "#",
			"Of the provider awscc, because aws does not know ALLOW_CLIENT_TOKEN_AUTH and rejects it (2026-11)")
	}
	fmt.Fprintf(&b, "resource %q %q {\n", names.resource, c.snake())
	names.body(&b, "  ", c.settings)
	b.WriteString("}\n")
	return hclwrite.Format([]byte(b.String()))
}

// hclNames is how a provider spells a client.
type hclNames struct {
	resource string
	name     func(userpoolclient.FieldInfo) string
	opens    string // between the name of a structure and its members
}

var (
	terraformNames = hclNames{"aws_cognito_user_pool_client",
		func(i userpoolclient.FieldInfo) string { return lastOf(i.Terraform) }, " {"}
	awsccNames = hclNames{"awscc_cognito_user_pool_client",
		func(i userpoolclient.FieldInfo) string { return snakeCase(lastOf(i.CloudFormation)) }, " = {"}
)

func (n hclNames) body(b *strings.Builder, indent string, settings []setting) {
	for i, s := range settings {
		if s.reason != "" {
			if i > 0 {
				b.WriteByte('\n')
			}
			text := s.comment()
			if s.field == userpoolclient.FieldGenerateSecret && s.value == true {
				text += "; Terraform keeps it in its state"
			}
			commented(b, indent, "#", text)
		}
		if members, ok := s.value.([]setting); ok {
			b.WriteString(indent + n.name(s.info) + n.opens + "\n")
			n.body(b, indent+"  ", members)
			b.WriteString(indent + "}\n")
			continue
		}
		b.WriteString(indent + n.name(s.info) + " = " + hclValue(s.value) + "\n")
	}
}

// hclValue spells a value, with the escapes that it needs.
func hclValue(value any) string {
	var v cty.Value
	switch value := value.(type) {
	case bool:
		v = cty.BoolVal(value)
	case int32:
		v = cty.NumberIntVal(int64(value))
	case []string:
		list := []cty.Value{}
		for _, element := range value {
			list = append(list, cty.StringVal(element))
		}
		v = cty.TupleVal(list)
	case reference:
		return "var.user_pool_id"
	default:
		v = cty.StringVal(value.(string))
	}
	return string(hclwrite.TokensForValue(v).Bytes())
}
