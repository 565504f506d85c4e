package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/preset"
)

// clientForm is how an app client is written.
type clientForm string

const (
	formCLI            clientForm = "cli-json" // for --cli-input-json
	formCloudFormation clientForm = "cloudformation"
	formTerraform      clientForm = "terraform"
	formGo             clientForm = "go"
	formCDK            clientForm = "cdk"
)

var clientForms = []clientForm{formCLI, formCloudFormation, formTerraform, formGo, formCDK}

// String returns the name.
func (f clientForm) String() string { return string(f) }

func (f clientForm) write(c *clientFile) ([]byte, error) {
	switch f {
	case formCloudFormation:
		return c.cloudFormation()
	case formTerraform:
		return c.terraform(), nil
	case formGo:
		return c.goSource()
	case formCDK:
		return c.cdk(), nil
	}
	return c.cliJSON()
}

// clientFile is a client that is to be written.
type clientFile struct {
	kind     preset.Kind
	config   *userpoolclient.Config
	pool     *userpoolclient.Pool // nil: not known
	name     string
	settings []setting
}

// setting is a member that the client sets.
type setting struct {
	field  userpoolclient.Field
	info   userpoolclient.FieldInfo
	value  any    // a string, bool, int32 or []string, the []setting of a structure, or a reference
	reason string // "" where there is none to give
	rule   string
}

// reference stands for a value that the file does not hold.
type reference struct{}

func newClientFile(k preset.Kind, c *userpoolclient.Config, pool *userpoolclient.Pool) *clientFile {
	f := &clientFile{kind: k, config: c, pool: pool, settings: settingsOf(c, "")}
	if name, _ := c.Get(userpoolclient.FieldClientName); name != nil {
		f.name = name.(string)
	}
	for _, r := range k.Reasons(c) {
		for i := range f.settings {
			if f.settings[i].field == r.Field {
				f.settings[i].reason, f.settings[i].rule = r.Text, r.Rule
			}
		}
	}
	return f
}

// settingsOf returns what a client sets within a structure, or at the top.
func settingsOf(c *userpoolclient.Config, parent userpoolclient.Field) []setting {
	var all []setting
	for _, info := range userpoolclient.Fields() {
		value, set := c.Get(info.Name)
		if !set || info.Parent != parent {
			continue
		}
		s := setting{field: info.Name, info: info, value: reference{}}
		elements, isList := c.Elements(info.Name)
		switch v := value.(type) {
		case nil:
		case bool, int32:
			s.value = v
		case userpoolclient.TokenValidityUnits, userpoolclient.RefreshTokenRotation, userpoolclient.AnalyticsConfiguration:
			s.value = settingsOf(c, info.Name)
		default:
			if s.value = fmt.Sprint(v); isList {
				s.value = elements
			}
		}
		all = append(all, s)
	}
	return all
}

// comment returns why the setting is as it is, and where that is told in full.
func (s setting) comment() string {
	return strings.ToUpper(s.reason[:1]) + s.reason[1:] + " [" + s.rule + "]"
}

// own returns the setting's name within its structure.
func (s setting) own() string { return lastOf(string(s.field)) }

func lastOf(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

var kindWords = map[preset.Kind]string{
	preset.KindSPA:          "an application in the browser",
	preset.KindNative:       "an application on a device",
	preset.KindWeb:          "a web application on a server",
	preset.KindServer:       "a server that signs users in with AWS credentials",
	preset.KindMachine:      "a program that gets tokens by client_credentials",
	preset.KindMachineToken: "a program that gets tokens by GetClientToken",
}

// head returns what stands above the client, in lines.
func (c *clientFile) head(columns int) []string {
	return wrap(fmt.Sprintf("The app client %q: %s. A name in brackets is a rule: userpoolclient explain NAME tells "+
		"more, with sources.", c.name, kindWords[c.kind]), columns)
}

// commented writes lines of a comment.
func commented(b *strings.Builder, indent, mark, text string) {
	const columns = 100
	for _, line := range wrap(text, columns-len(indent)-len(mark)-1) {
		b.WriteString(indent + mark + " " + line + "\n")
	}
}

// pascal returns the client's name as an identifier: ShopFrontEnd.
func (c *clientFile) pascal() string {
	var b strings.Builder
	for _, word := range c.words() {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// camel returns the client's name as an identifier: shopFrontEnd.
func (c *clientFile) camel() string {
	name := c.pascal()
	return strings.ToLower(name[:1]) + name[1:]
}

// snake returns the client's name as an identifier: shop_front_end.
func (c *clientFile) snake() string { return strings.ToLower(strings.Join(c.words(), "_")) }

// words returns the parts of the client's name that an identifier can have, with a
// letter first. The service takes ASCII names only.
func (c *clientFile) words() []string {
	words := strings.FieldsFunc(c.name, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 || unicode.IsDigit(rune(words[0][0])) {
		words = append([]string{"client"}, words...)
	}
	return words
}

// snakeCase returns a name of CloudFormation as the Terraform provider awscc and, in
// camel case, the CDK make one of it: callback_ur_ls, allowed_o_auth_flows.
func snakeCase(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			before := rune(name[i-1])
			beginsWord := i+1 < len(name) && unicode.IsLower(rune(name[i+1]))
			if !unicode.IsUpper(before) || beginsWord {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// camelCase returns a name of CloudFormation as the CDK makes one of it: callbackUrLs.
func camelCase(name string) string {
	words := strings.Split(snakeCase(name), "_")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}
