package userpoolclient

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func TestSchemaFiles(t *testing.T) {
	golden(t, "docs/schema.json", JSONSchema(OperationUnknown))
	golden(t, "docs/schema-create.json", JSONSchema(OperationCreate))
	golden(t, "docs/schema-update.json", JSONSchema(OperationUpdate))
	golden(t, "docs/schema-cloudformation.json", CloudFormationSchema())
	golden(t, "docs/schema.md", SchemaMarkdown())
}

var schemaTexts = map[schemaForm]string{
	schemaClient: JSONSchema(OperationUnknown), schemaCreate: JSONSchema(OperationCreate),
	schemaUpdate: JSONSchema(OperationUpdate), schemaTemplate: CloudFormationSchema(),
}

// compileSchema compiles a schema, which also holds it against the meta-schema.
func compileSchema(t *testing.T, form schemaForm) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schemaTexts[form]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func compileSchemas(t *testing.T) map[schemaForm]*jsonschema.Schema {
	all := make(map[schemaForm]*jsonschema.Schema)
	for form := range schemaTexts {
		all[form] = compileSchema(t, form)
	}
	return all
}

// instance is a client as the schema of a form sees it: without the members that the
// form does not have, with the secret, and with a function in place of what is not
// known.
func instance(t require, c *Config, form schemaForm) any {
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	members := v.(map[string]any)
	if c.ClientSecret != nil {
		members["ClientSecret"] = c.ClientSecret.Reveal()
	}
	for i := range fieldTable() {
		if r := &fieldTable()[i]; !form.has(r) {
			delete(members, string(r.Name))
		}
	}
	for _, f := range c.Unknown {
		if name, rest, ok := strings.Cut(string(f), "["); ok {
			i, _ := strconv.Atoi(strings.TrimSuffix(rest, "]"))
			members[name].([]any)[i] = map[string]any{"Ref": "Other"}
			continue
		}
		put(members, strings.Split(string(f), "."), map[string]any{"Fn::GetAtt": []any{"Other", "Value"}})
	}
	return v
}

type require interface{ Fatal(...any) }

// put sets a member, and makes the structure around it.
func put(members map[string]any, path []string, value any) {
	if len(path) == 1 {
		members[path[0]] = value
		return
	}
	inner, _ := members[path[0]].(map[string]any)
	if inner == nil {
		inner = make(map[string]any)
		members[path[0]] = inner
	}
	put(inner, path[1:], value)
}

// formOf is the form by which an example is judged.
func formOf(in Context) schemaForm {
	switch in.Operation {
	case OperationCreate:
		return schemaCreate
	case OperationUpdate:
		return schemaUpdate
	}
	return schemaClient
}

// A schemaCase is an instance and whether a schema accepts it.
type schemaCase struct {
	Why      string     `json:"why"`
	Form     schemaForm `json:"form"`
	Instance any        `json:"instance"`
	Valid    bool       `json:"valid"`
}

// schemaCases are the examples of all rules: each schema accepts the good ones, rejects
// the bad ones of the rules that it states, and accepts the bad ones of all others.
func schemaCases(t *testing.T) []schemaCase {
	var all []schemaCase
	for i := range catalogue() {
		r := &catalogue()[i]
		forms := []schemaForm{formOf(r.Bad.Context()), schemaTemplate}
		for _, form := range forms {
			for what, e := range map[string]Example{"bad": r.Bad, "good": r.Good} {
				c := e.Config()
				if form == schemaTemplate {
					create(c, r)
				}
				if r.ID == "refresh-token-validity-zero" && form == schemaTemplate {
					continue // the template's own limit
				}
				valid := what == "good" || !form.states(r)
				all = append(all, schemaCase{r.ID + ", " + what, form, instance(t, c, form), valid})
			}
		}
		if r.schema.secret { // stated of a create, and its examples are of no operation
			for what, e := range map[string]Example{"bad": r.Bad, "good": r.Good} {
				c := e.Config()
				c.UserPoolId, c.ClientName = new("eu-central-1_a1B2c3D4e"), new("shop")
				all = append(all, schemaCase{r.ID + ", create, " + what, schemaCreate,
					instance(t, c, schemaCreate), what == "good"})
			}
		}
	}
	return all
}

// create makes of the example of a rule a client that can be created, but for what the
// rule is about.
func create(c *Config, r *Rule) {
	if c.UserPoolId == nil && r.ID != "user-pool-id-required" {
		c.UserPoolId = new("eu-central-1_a1B2c3D4e")
	}
	if c.GenerateSecret == nil && !r.schema.secret {
		c.GenerateSecret = new(true)
	}
}

// TestSchemaExamples: what schemaCases says.
func TestSchemaExamples(t *testing.T) {
	schemas := compileSchemas(t)
	rejected := make(map[schemaForm]int)
	for _, test := range schemaCases(t) {
		err := schemas[test.Form].Validate(test.Instance)
		if (err == nil) != test.Valid {
			t.Errorf("%s, form %d: accepted %v, want %v: %v", test.Why, test.Form, err == nil, test.Valid, err)
		}
		if err != nil {
			rejected[test.Form]++
		}
	}
	if rejected[schemaClient] < 40 || rejected[schemaCreate] < 7 || rejected[schemaUpdate] < 1 ||
		rejected[schemaTemplate] < 40 {
		t.Errorf("rejected %v: the test saw too little", rejected)
	}
}

// TestSchemaAjv holds what TestSchemaExamples holds, with the validator that editors
// use. NODE_PACKAGES names a folder in which the packages of tools/npm are installed.
func TestSchemaAjv(t *testing.T) {
	folder := os.Getenv("NODE_PACKAGES")
	if folder == "" {
		t.Skip("NODE_PACKAGES names no folder with the packages of tools/npm")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not there")
	}
	input, err := json.Marshal(struct {
		Schemas map[schemaForm]json.RawMessage `json:"schemas"`
		Cases   []schemaCase                   `json:"cases"`
	}{map[schemaForm]json.RawMessage{
		schemaClient: []byte(schemaTexts[schemaClient]), schemaCreate: []byte(schemaTexts[schemaCreate]),
		schemaUpdate: []byte(schemaTexts[schemaUpdate]), schemaTemplate: []byte(schemaTexts[schemaTemplate]),
	}, schemaCases(t)})
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "schema-check.cjs")
	if err := os.WriteFile(script, []byte(ajvScript), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, script)
	cmd.Stdin = bytes.NewReader(input)
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, err.(*exec.ExitError).Stderr)
	}
	var result struct {
		Wrong           []string
		Valid, Rejected int
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range result.Wrong {
		t.Error(wrong)
	}
	if result.Valid < 150 || result.Rejected < 90 {
		t.Errorf("%d valid, %d rejected: the test saw too little", result.Valid, result.Rejected)
	}
	t.Logf("%d valid, %d rejected", result.Valid, result.Rejected)
}

const ajvScript = `
const Ajv = require("ajv/dist/2020").default;
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const ajv = new Ajv({strict: true, strictTypes: false, strictRequired: false, allErrors: true});
const validators = {};
for (const [form, schema] of Object.entries(input.schemas)) validators[form] = ajv.compile(schema);
const result = {Wrong: [], Valid: 0, Rejected: 0};
for (const c of input.cases) {
  const valid = validators[c.form](c.instance);
  valid ? result.Valid++ : result.Rejected++;
  if (valid !== c.valid) {
    const why = ajv.errorsText(validators[c.form].errors);
    result.Wrong.push(c.why + ", form " + c.form + ": accepted " + valid + ": " + why);
  }
}
console.log(JSON.stringify(result));
`

// stated returns the errors of a client that the schema of a form states.
func stated(c *Config, form schemaForm) []Finding {
	in := Context{}
	switch form {
	case schemaCreate, schemaTemplate:
		in.Operation = OperationCreate
	case schemaUpdate:
		in.Operation = OperationUpdate
	}
	return slices.DeleteFunc(Check(c, in), func(f Finding) bool {
		r := &catalogue()[catalogueIndex()[f.Rule]]
		return !form.states(r)
	})
}

// restrict takes out the members that a form does not have.
func restrict(c *Config, form schemaForm) {
	for i := range fieldTable() {
		if r := &fieldTable()[i]; !form.has(r) && r.Parent == "" {
			_ = c.Set(r.Name, nil)
		}
	}
}

// TestSchemaAgrees: a schema rejects a client exactly where a rule that it states finds
// an error.
func TestSchemaAgrees(t *testing.T) {
	schemas := compileSchemas(t)
	gen := genConfig()
	accepted, rejected, rules := 0, 0, make(map[string]bool)
	rapid.Check(t, func(t *rapid.T) {
		c := gen.Draw(t, "client")
		thin(t, c)
		if rapid.Bool().Draw(t, "spoilt") {
			spoil(t, c)
		}
		form := rapid.SampledFrom([]schemaForm{schemaClient, schemaCreate, schemaUpdate, schemaTemplate}).Draw(t, "form")
		restrict(c, form)
		if form == schemaTemplate {
			hide(t, c)
		}
		if n := c.RefreshTokenValidity; form == schemaTemplate && n != nil && *n == 0 {
			c.RefreshTokenValidity = nil // the template's own limit
		}
		found := stated(c, form)
		for _, f := range found {
			rules[f.Rule] = true
		}
		switch err := schemas[form].Validate(instance(t, c, form)); {
		case (err != nil) != (len(found) > 0):
			t.Fatalf("form %d: the schema says %v, the rules\n%s", form, err, lines(found))
		case err != nil:
			rejected++
		default:
			accepted++
		}
	})
	if accepted < 10 || rejected < 20 || len(rules) < 15 {
		t.Errorf("%d accepted, %d rejected by %d rules: the clients are not varied", accepted, rejected, len(rules))
	}
}

// thin clears most members of a client, so that some clients break no rule.
func thin(t *rapid.T, c *Config) {
	most := rapid.IntRange(4, 10).Draw(t, "thin")
	if rapid.IntRange(0, 9).Draw(t, "named") > 0 {
		c.UserPoolId, c.ClientId, c.ClientName = new("eu-central-1_a1B2c3D4e"), new("1example23456789"), new("shop")
	}
	for _, f := range Fields() {
		named := f.Name == FieldUserPoolId || f.Name == FieldClientName || f.Name == FieldClientId
		if f.Parent == "" && rapid.IntRange(0, 9).Draw(t, string(f.Name)+" cleared") < most && !named {
			_ = c.Set(f.Name, nil)
		}
	}
}

// hide puts a function into the place of one element of some lists.
func hide(t *rapid.T, c *Config) {
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.size == nil || r.size(c) == 0 || rapid.IntRange(0, 3).Draw(t, string(r.Name)+" hidden") > 0 {
			continue
		}
		at := rapid.IntRange(0, r.size(c)-1).Draw(t, "element")
		c.Unknown = append(c.Unknown, r.Name+Field("["+strconv.Itoa(at)+"]"))
	}
}

// spoil gives some members values that the rules and the schemas must tell apart.
func spoil(t *rapid.T, c *Config) {
	for _, f := range []Field{FieldCallbackURLs, FieldLogoutURLs} {
		if rapid.IntRange(0, 3).Draw(t, string(f)) == 0 {
			_ = c.Set(f, rapid.SliceOfN(genURL(), 1, 2).Draw(t, string(f)))
		}
	}
	for f, values := range map[Field][]string{
		FieldReadAttributes:     {"sub", "identities", "custom:", "team", "cognito:x", ""},
		FieldWriteAttributes:    {"sub", "email", "dev:x", "Email"},
		FieldAllowedOAuthScopes: {"api/", "/read", "a/b/c", "openid", "Cognito", "a b/c", "https://api.example/v1/read"},
		FieldExplicitAuthFlows: {"ALLOW_", "ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "allow_user_srp_auth",
			"ALLOW_NEW"},
		FieldAllowedOAuthFlows:          {"code", "token", ""},
		FieldSupportedIdentityProviders: {"a b", "\u0007", strings.Repeat("あ", 33)},
	} {
		if rapid.IntRange(0, 7).Draw(t, string(f)+" spoilt") == 0 {
			_ = c.Set(f, rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, string(f)))
		}
	}
	numbers := rapid.SampledFrom([]int32{-1, 1, 2, 3, 4, 24, 25, 59, 300, 3650, 3651, 86400, 86401, 315360001})
	for _, f := range []Field{FieldAccessTokenValidity, FieldIdTokenValidity, FieldRefreshTokenValidity,
		FieldAuthSessionValidity} {
		if rapid.IntRange(0, 3).Draw(t, string(f)+" spoilt") == 0 {
			_ = c.Set(f, numbers.Draw(t, string(f)))
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "ClientName spoilt") == 0 {
		c.ClientName = new(rapid.SampledFrom([]string{"", "a\vb", "ü", strings.Repeat("n", 129)}).Draw(t, "ClientName"))
	}
	if a := c.AnalyticsConfiguration; a != nil && rapid.Bool().Draw(t, "ExternalId spoilt") {
		a.ExternalId = new("x")
	}
}

// genURL draws texts that are nearly URLs, made of what tells the rules about URLs
// apart.
func genURL() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{"http", "https", "HTTP", "com.shop", ":", "//", "/", "/", "localhost", "LocalHost",
		"127.0.0.1", "[::1]", "[", "]", "@", ":80", "?", "#", "a.example", ".com", "x", " ", "*", "1", "あ"})
	return rapid.Custom(func(t *rapid.T) string {
		heads := []string{"", "http://", "https://", "http:", "HTTPS://", "http://localhost"}
		head := rapid.SampledFrom(heads).Draw(t, "head")
		return head + strings.Join(rapid.SliceOfN(part, 0, 5).Draw(t, "parts"), "")
	})
}

// TestSchemaURLs: the patterns about redirect URLs say what the rules say.
func TestSchemaURLs(t *testing.T) {
	schema := compileSchema(t, schemaClient)
	accepted, rejected := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for _, url := range rapid.SliceOfN(genURL(), 20, 20).Draw(t, "urls") {
			for _, f := range []Field{FieldCallbackURLs, FieldDefaultRedirectURI, FieldLogoutURLs} {
				c := &Config{CallbackURLs: []string{url}}
				if f == FieldDefaultRedirectURI {
					c = &Config{CallbackURLs: []string{"https://a.example/"}, DefaultRedirectURI: &url}
				} else if f == FieldLogoutURLs {
					c = &Config{LogoutURLs: []string{url}}
				}
				found := stated(c, schemaClient)
				err := schema.Validate(instance(t, c, schemaClient))
				if (err != nil) != (len(found) > 0) {
					t.Fatalf("%s %q: the schema says %v, the rules\n%s", f, url, err, lines(found))
				}
				if err == nil {
					accepted++
				} else {
					rejected++
				}
			}
		}
	})
	if accepted < 200 || rejected < 200 {
		t.Errorf("%d accepted, %d rejected: the URLs are not varied", accepted, rejected)
	}
}

// TestSchemaFunctions: in a template a function may stand for anything, and what it
// stands for is judged as the rules judge what is not known.
func TestSchemaFunctions(t *testing.T) {
	schema := compileSchema(t, schemaTemplate)
	spoke := 0
	for i := range catalogue() {
		r := &catalogue()[i]
		c := r.Bad.Config()
		restrict(c, schemaTemplate)
		create(c, r)
		c.Unknown = slices.DeleteFunc(slices.Clone(r.Fields), func(f Field) bool {
			return !schemaTemplate.has(rowOf(f))
		})
		found := stated(c, schemaTemplate)
		err := schema.Validate(instance(t, c, schemaTemplate))
		switch {
		case len(found) == 0 && err != nil:
			t.Errorf("%s: with %v not known the schema rejects it: %v", r.ID, c.Unknown, err)
		case err == nil:
			spoke++
		}
	}
	if spoke < 90 {
		t.Errorf("%d examples were accepted: the test saw too little", spoke)
	}
	for why, test := range map[string]struct {
		members string
		valid   bool
	}{
		"a number in quotes":               {`"AccessTokenValidity":"60"`, true},
		"a word for a number":              {`"AccessTokenValidity":"sixty"`, false},
		"a boolean in quotes":              {`"GenerateSecret":"true"`, true},
		"another word for a boolean":       {`"GenerateSecret":"yes"`, false},
		"a number for a name":              {`"ClientName":1`, true},
		"a string where a list belongs":    {`"CallbackURLs":"https://a.example/"`, false},
		"an element that a function makes": {`"CallbackURLs":["https://a.example/",{"Fn::Sub":"https://${Domain}/"}]`, true},
		"a list that a condition chooses":  {`"CallbackURLs":{"Fn::If":["A",["http://a"],{"Ref":"AWS::NoValue"}]}`, true},
		"a function beside a legacy flow":  {`"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH",{"Ref":"Flow"}]`, true},
		"units that a condition chooses": {`"TokenValidityUnits":{"Fn::If":["A",{"AccessToken":"minutes"},` +
			`{"Ref":"AWS::NoValue"}]},"AccessTokenValidity":60`, true},
		"a dynamic reference":             {`"ClientName":"{{resolve:ssm:/shop/name}}"`, true},
		"two functions in one":            {`"ClientName":{"Ref":"A","Fn::Sub":"b"}`, false},
		"what is no function":             {`"ClientName":{"ref":"A"}`, false},
		"a read-only property is ignored": {`"ClientId":"x","ClientSecret":"y","Name":"z"`, true},
		"a property that there is not":    {`"CallbackUrls":[]`, false},
		"0, which CloudFormation rejects": {`"RefreshTokenValidity":0`, false},
		"the switch in quotes counts":     {`"AllowedOAuthFlowsUserPoolClient":"true"`, false},
		"the secret that a parameter decides": {`"AllowedOAuthFlows":["client_credentials"],` +
			`"GenerateSecret":{"Ref":"WithSecret"}`, true},
		"no secret": {`"AllowedOAuthFlows":["client_credentials"],"GenerateSecret":"false"`, false},
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"UserPoolId":"eu-central-1_a",` + test.members + `}`))
		if err != nil {
			t.Fatalf("%s: %v", why, err)
		}
		if err := schema.Validate(v); (err == nil) != test.valid {
			t.Errorf("%s: accepted %v: %v", why, err == nil, err)
		}
	}
}

// TestSchemaNames: a template spells the members as the API does, on which the parts of
// the schema that rules state rely.
func TestSchemaNames(t *testing.T) {
	for _, f := range Fields() {
		if f.CloudFormation != "" && f.CloudFormation != string(f.Name) {
			t.Errorf("%s is %s in CloudFormation", f.Name, f.CloudFormation)
		}
	}
}

// TestSchemaComplete: each rule of severity error is stated, or it is said why not.
func TestSchemaComplete(t *testing.T) {
	for i := range catalogue() {
		r := &catalogue()[i]
		states := schemaCreate.states(r) || schemaUpdate.states(r)
		if r.Severity == SeverityError && states == (r.unstated() != "") {
			t.Errorf("%s: state it in its literal (schema), or say in schema.not why no schema can", r.ID)
		}
		if r.Severity != SeverityError && (r.schema.value != nil || r.schema.client != nil || r.schema.not != "") {
			t.Errorf("%s is not an error and must not be stated: what breaks it is accepted", r.ID)
		}
	}
}

// TestSchemaShowsValues: editors complete what the schema lists.
func TestSchemaShowsValues(t *testing.T) {
	for form, text := range schemaTexts {
		units := texts(types.TimeUnitsType("").Values())
		for _, v := range slices.Concat(units, authFlowNames, oauthFlowNames, reservedScopes) {
			if !strings.Contains(text, `"`+v+`"`) {
				t.Errorf("form %d does not list %s", form, v)
			}
		}
	}
}
