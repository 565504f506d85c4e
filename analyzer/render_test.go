package analyzer

import (
	"encoding/json"
	"fmt"
	"go/constant"
	"go/types"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// header begins every generated source.
const header = `package test

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
	_ userpoolclient.Config
)

func ptr[T any](v T) *T { return &v }
`

// A form is a struct that a configuration is written as.
type form struct {
	typ     string
	holds   func(userpoolclient.FieldInfo) bool
	isPlain func(userpoolclient.Field) bool // a member that is no pointer
	inner   map[userpoolclient.Field]string // the types of structures
	context userpoolclient.Context
}

var (
	configForm = form{
		typ:     "userpoolclient.Config",
		holds:   func(f userpoolclient.FieldInfo) bool { return f.Type != "timestamp" },
		isPlain: func(userpoolclient.Field) bool { return false },
		inner: map[userpoolclient.Field]string{
			userpoolclient.FieldTokenValidityUnits:     "userpoolclient.TokenValidityUnits",
			userpoolclient.FieldAnalyticsConfiguration: "userpoolclient.AnalyticsConfiguration",
			userpoolclient.FieldRefreshTokenRotation:   "userpoolclient.RefreshTokenRotation",
		},
	}
	createForm = sdkForm("Create", userpoolclient.OperationCreate,
		func(f userpoolclient.FieldInfo) bool { return f.InCreate })
	updateForm = sdkForm("Update", userpoolclient.OperationUpdate,
		func(f userpoolclient.FieldInfo) bool { return f.InUpdate })
)

func sdkForm(verb string, operation userpoolclient.Operation, holds func(userpoolclient.FieldInfo) bool) form {
	return form{
		typ:   "cognitoidentityprovider." + verb + "UserPoolClientInput",
		holds: holds,
		isPlain: func(f userpoolclient.Field) bool {
			switch f {
			case userpoolclient.FieldGenerateSecret, userpoolclient.FieldAllowedOAuthFlowsUserPoolClient,
				userpoolclient.FieldRefreshTokenValidity, userpoolclient.FieldAnalyticsConfigurationUserDataShared:
				return true
			}
			return false
		},
		inner: map[userpoolclient.Field]string{
			userpoolclient.FieldTokenValidityUnits:     "types.TokenValidityUnitsType",
			userpoolclient.FieldAnalyticsConfiguration: "types.AnalyticsConfigurationType",
			userpoolclient.FieldRefreshTokenRotation:   "types.RefreshTokenRotationType",
		},
		context: userpoolclient.Context{Operation: operation},
	}
}

// A printer writes a configuration as a Go function, in the many ways in which Go
// programs spell it.
type printer struct {
	form
	random  *rand.Rand
	hide    float64 // the share of members whose value is an argument of the function
	before  []string
	after   []string
	params  []string
	counter int
}

// function returns a function that makes the literal.
func (p *printer) function(name string, c *userpoolclient.Config) string {
	literal := p.structure(c, "", p.typ)
	return fmt.Sprintf("\nfunc %s(%s) {\n%s\n\tin := %s\n%s\n\t_ = in\n}\n", name, strings.Join(p.params, ", "),
		strings.Join(p.before, "\n"), literal, strings.Join(p.after, "\n"))
}

// structure returns the literal of a client or of a structure in it.
func (p *printer) structure(c *userpoolclient.Config, parent userpoolclient.Field, typ string) string {
	var members []string
	for _, f := range userpoolclient.Fields() {
		value, isSet := c.Get(f.Name)
		if f.Parent != parent || !p.holds(f) || !isSet {
			continue
		}
		member := string(f.Name)[strings.LastIndexByte(string(f.Name), '.')+1:]
		var expr string
		if p.random.Float64() < p.hide {
			expr = p.argument(f.Name, value)
		} else {
			expr = p.value(c, f.Name, value)
		}
		if parent == "" && p.random.Float64() < p.hide/3 {
			p.after = append(p.after, fmt.Sprintf("\tif len(%q) > 3 {\n\t\tin.%s = %s\n\t}", member, member, expr))
			if p.random.IntN(2) == 0 {
				continue
			}
		}
		members = append(members, member+": "+expr)
	}
	p.random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return typ + "{\n\t\t" + strings.Join(append(members, ""), ",\n\t\t") + "\n\t}"
}

// value returns an expression for the value of a field.
func (p *printer) value(c *userpoolclient.Config, f userpoolclient.Field, value any) string {
	if inner, ok := p.inner[f]; ok {
		return p.pointer(p.structure(c, f, inner), "")
	}
	if list, ok := c.Elements(f); ok {
		return p.list(fmt.Sprintf("%T", value), list)
	}
	switch v := value.(type) {
	case string:
		return p.pointer(p.text(v), "String")
	case userpoolclient.Secret:
		if p.typ == configForm.typ {
			return "new(userpoolclient.NewSecret(" + p.text(v.Reveal()) + "))"
		}
		return p.pointer(p.text(v.Reveal()), "String")
	case bool:
		if p.isPlain(f) {
			return strconv.FormatBool(v)
		}
		return p.pointer(strconv.FormatBool(v), "Bool")
	case int32:
		if p.isPlain(f) {
			return strconv.Itoa(int(v))
		}
		return p.pointer("int32("+strconv.Itoa(int(v))+")", "Int32")
	}
	return p.enum(fmt.Sprintf("%T", value), fmt.Sprint(value))
}

// pointer returns an expression for the address of a value.
func (p *printer) pointer(expr, helper string) string {
	if helper == "" { // a structure
		if p.random.IntN(3) == 0 {
			return "&" + p.variable(expr)
		}
		return "&" + expr
	}
	switch p.random.IntN(5) {
	case 0:
		return "new(" + expr + ")"
	case 1:
		return "ptr(" + expr + ")"
	case 2:
		return "&" + p.variable(expr)
	}
	return "aws." + helper + "(" + expr + ")"
}

// variable returns the name of a variable with that value.
func (p *printer) variable(expr string) string {
	p.counter++
	name := "v" + strconv.Itoa(p.counter)
	p.before = append(p.before, "\t"+name+" := "+expr)
	return name
}

// text returns an expression for a string.
func (p *printer) text(s string) string {
	switch p.random.IntN(6) {
	case 0:
		p.counter++
		name := "c" + strconv.Itoa(p.counter)
		p.before = append(p.before, "\tconst "+name+" = "+strconv.Quote(s))
		return name
	case 1:
		if len(s) > 1 && s[0] < 0x80 {
			return strconv.Quote(s[:1]) + " + " + strconv.Quote(s[1:])
		}
	case 2:
		if strconv.CanBackquote(s) {
			return "`" + s + "`"
		}
	}
	return strconv.Quote(s)
}

// enum returns an expression for the value of an enum.
func (p *printer) enum(typ, v string) string {
	if name := constantOf(typ, v); name != "" && p.random.IntN(2) == 0 {
		return name
	}
	if p.random.IntN(2) == 0 {
		return typ + "(" + p.text(v) + ")"
	}
	return p.text(v)
}

// constantOf returns the constant of the SDK's types package that has a value, ""
// when there is none.
func constantOf(typ, v string) string {
	deps, err := imported()
	if err != nil {
		return ""
	}
	scope := deps["github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"].Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if ok && strings.HasSuffix(c.Type().String(), "/"+typ) && constant.StringVal(c.Val()) == v {
			return "types." + name
		}
	}
	return ""
}

// list returns an expression for a list.
func (p *printer) list(typ string, list []string) string {
	elements := make([]string, len(list))
	for i, v := range list {
		if elements[i] = p.text(v); typ != "[]string" {
			elements[i] = p.enum(strings.TrimPrefix(typ, "[]"), v)
		}
		if p.random.Float64() < p.hide/2 {
			elements[i] = p.param(strings.TrimPrefix(typ, "[]"))
		}
	}
	expr := typ + "{" + strings.Join(elements, ", ") + "}"
	if p.random.IntN(3) == 0 {
		return p.variable(expr)
	}
	return expr
}

// argument returns a parameter of the function in the place of a value.
func (p *printer) argument(f userpoolclient.Field, value any) string {
	typ := fmt.Sprintf("%T", value)
	if inner, ok := p.inner[f]; ok {
		return p.param("*" + inner)
	}
	switch value.(type) {
	case userpoolclient.Secret:
		if p.typ != configForm.typ {
			typ = "string"
		}
		return p.param("*" + typ)
	case string, bool, int32:
		if !p.isPlain(f) {
			typ = "*" + typ
		}
	}
	return p.param(typ)
}

func (p *printer) param(typ string) string {
	p.counter++
	name := "p" + strconv.Itoa(p.counter)
	p.params = append(p.params, name+" "+typ)
	return name
}

// request decodes a configuration into a request of the SDK by what its members
// are called.
func request[T any](t *testing.T, c *userpoolclient.Config) *T {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	in := new(T)
	if err := json.Unmarshal(text, in); err != nil {
		t.Fatal(err)
	}
	if create, ok := any(in).(*cognitoidentityprovider.CreateUserPoolClientInput); ok && c.ClientSecret != nil {
		create.ClientSecret = new(c.ClientSecret.Reveal()) // JSON does not show it
	}
	return in
}
