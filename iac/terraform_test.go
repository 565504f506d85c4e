package iac_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// change is a plan that holds one change of an app client.
func change(typ, change, expressions string) string {
	return `{"format_version":"1.2","resource_changes":[{"address":"` + typ + `.web","mode":"managed","type":"` + typ +
		`","name":"web","change":` + change + `}],` +
		`"configuration":{"root_module":{"resources":[{"address":"` + typ + `.web","mode":"managed","type":"` + typ +
		`","name":"web","expressions":` + expressions + `}]}}}`
}

const client = "aws_cognito_user_pool_client"

// before is a client as a state shows it.
const before = `"id":"4ab5c6","client_secret":"","name":"shop","user_pool_id":"eu-central-1_a1B2c3D4e","generate_secret":null,` +
	`"callback_urls":["https://a.example.jp/cb"],"explicit_auth_flows":["ALLOW_REFRESH_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"],` +
	`"access_token_validity":0,"default_redirect_uri":"","refresh_token_validity":30,"analytics_configuration":[]`

func TestTerraformUpdate(t *testing.T) {
	after := strings.Replace(before, "a.example.jp", "b.example.jp", 1)
	r := one(t, "plan.json", change(client,
		`{"actions":["update"],"before":{`+before+`,"token_validity_units":[{"access_token":"minutes","id_token":"hours","refresh_token":"days"}]},`+
			`"after":{`+after+`,"token_validity_units":[]},"after_unknown":{},"before_sensitive":{"client_secret":true},"after_sensitive":{"client_secret":true}}`,
		`{"callback_urls":{},"name":{},"user_pool_id":{}}`), iac.Options{})
	if r.Context.Operation != userpoolclient.OperationUpdate {
		t.Errorf("operation %v, want update", r.Context.Operation)
	}
	if r.Context.Secret != userpoolclient.SecretStateAbsent {
		t.Errorf("secret %v, want absent", r.Context.Secret)
	}
	if r.Config.ClientSecret != nil || r.Context.Current.ClientSecret != nil {
		t.Error("the secret was read")
	}
	if got := *r.Config.ClientId; got != "4ab5c6" {
		t.Errorf("ClientId %q, want the resource's id", got)
	}
	if r.Config.AccessTokenValidity != nil || r.Config.DefaultRedirectURI != nil {
		t.Error("0 and the empty string of an old state are read as given")
	}
	want := &userpoolclient.TokenValidityUnits{AccessToken: "hours", IdToken: "hours", RefreshToken: "days"}
	if diff := cmp.Diff(want, r.Config.TokenValidityUnits); diff != "" {
		t.Errorf("when the block goes, the provider sends its defaults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"https://a.example.jp/cb"}, r.Context.Current.CallbackURLs); diff != "" {
		t.Errorf("current: %s", diff)
	}
	if diff := cmp.Diff([]string{"https://b.example.jp/cb"}, r.Config.CallbackURLs); diff != "" {
		t.Errorf("planned: %s", diff)
	}
}

// TestTerraformSensitive holds that what must not be shown is not read, neither
// as it is nor as it will be.
func TestTerraformSensitive(t *testing.T) {
	r := one(t, "plan.json", change(client,
		`{"actions":["update"],"before":{`+before+`},"after":{`+before+`},"before_sensitive":{"callback_urls":true},"after_sensitive":{"callback_urls":true}}`, `{}`), iac.Options{})
	for name, c := range map[string]*userpoolclient.Config{"current": r.Context.Current, "planned": r.Config} {
		if c.CallbackURLs != nil || !slices.Contains(c.Unknown, userpoolclient.FieldCallbackURLs) {
			t.Errorf("%s: CallbackURLs is %v, unknown %v", name, c.CallbackURLs, c.Unknown)
		}
	}
	if changes := userpoolclient.Plan(r.Context.Current, r.Config); changes != nil {
		t.Errorf("the plan of no change is %+v", changes)
	}
}

// TestTerraformUnknown says what a plan knows: a reference is there whatever it
// comes to, and what may be null perhaps.
func TestTerraformUnknown(t *testing.T) {
	const reference = `{"references":["aws_pinpoint_app.main.id","aws_pinpoint_app.main"]}`
	const conditional = `{"references":["var.enabled","aws_pinpoint_app.main.id","aws_pinpoint_app.main"]}`
	tests := []struct {
		reason, after, unknown, sensitive, expressions string
		want, maybe                                    []userpoolclient.Field
	}{
		{"an attribute that must be set", `"name":"x"`, `{"user_pool_id":true}`, `{}`, `{"user_pool_id":` +
			conditional + `}`,
			[]userpoolclient.Field{"UserPoolId"}, nil},
		{"a reference", `"name":"x"`, `{"callback_urls":true}`, `{}`, `{"callback_urls":` + reference + `}`,
			[]userpoolclient.Field{"CallbackURLs"}, nil},
		{"a reference to a data source", `"name":"x"`, `{"callback_urls":true}`, `{}`,
			`{"callback_urls":{"references":["data.aws_x.y[0].urls","data.aws_x.y[0]","data.aws_x.y"]}}`,
			[]userpoolclient.Field{"CallbackURLs"}, nil},
		{"what refers to nothing", `"name":"x"`, `{"callback_urls":true}`, `{}`, `{"callback_urls":{}}`,
			[]userpoolclient.Field{"CallbackURLs"}, nil},
		{"a condition", `"name":"x"`, `{"callback_urls":true}`, `{}`, `{"callback_urls":` + conditional + `}`,
			nil, []userpoolclient.Field{"CallbackURLs"}},
		{"two resources, which a condition may choose between", `"name":"x"`, `{"callback_urls":true}`, `{}`,
			`{"callback_urls":{"references":["aws_x.y.id","aws_x.y","aws_x.yy.id","aws_x.yy"]}}`,
			nil, []userpoolclient.Field{"CallbackURLs"}},
		{"a variable", `"name":"x"`, `{"callback_urls":true}`, `{}`, `{"callback_urls":{"references":["var.urls"]}}`,
			nil, []userpoolclient.Field{"CallbackURLs"}},
		{"an output of a module", `"name":"x"`, `{"callback_urls":true}`, `{}`,
			`{"callback_urls":{"references":["module.m.urls","module.m"]}}`,
			nil, []userpoolclient.Field{"CallbackURLs"}},
		{"null until then, in the plan", `"callback_urls":null`, `{"callback_urls":true}`, `{}`, `{"callback_urls":` +
			conditional + `}`,
			nil, []userpoolclient.Field{"CallbackURLs"}},
		{"one that nobody sets is computed and not sent", `"name":"x"`, `{"write_attributes":true,"id":true}`, `{}`,
			`{"name":{}}`, nil, nil},
		{"a block that may be generated", `"name":"x"`, `{"token_validity_units":true}`, `{}`, `{"name":{}}`,
			nil, []userpoolclient.Field{"TokenValidityUnits"}},
		{"an element of a list", `"callback_urls":["https://a.example.jp",null]`, `{"callback_urls":[false,true]}`,
			`{}`, `{"callback_urls":{}}`,
			[]userpoolclient.Field{"CallbackURLs[1]"}, nil},
		{"an element that is left out", `"callback_urls":["https://a.example.jp"]`, `{"callback_urls":[false,true]}`,
			`{}`, `{"callback_urls":{}}`,
			[]userpoolclient.Field{"CallbackURLs[1]"}, nil},
		{"a member of a block", `"analytics_configuration":[{"external_id":"x"}]`,
			`{"analytics_configuration":[{"application_id":true}]}`, `{}`,
			`{"analytics_configuration":[{"application_id":` + reference + `}]}`,
			[]userpoolclient.Field{"AnalyticsConfiguration.ApplicationId"}, nil},
		{"a member of a block on a condition", `"analytics_configuration":[{"external_id":"x"}]`,
			`{"analytics_configuration":[{"application_id":true}]}`, `{}`,
			`{"analytics_configuration":[{"application_id":` + conditional + `}]}`,
			nil, []userpoolclient.Field{"AnalyticsConfiguration.ApplicationId"}},
		{"a sensitive attribute", `"default_redirect_uri":"https://a.example.jp"`, `{}`,
			`{"default_redirect_uri":true}`, `{"default_redirect_uri":{}}`,
			[]userpoolclient.Field{"DefaultRedirectURI"}, nil},
		{"a sensitive attribute that is null", `"default_redirect_uri":null`, `{}`, `{"default_redirect_uri":true}`,
			`{"default_redirect_uri":{}}`, nil, nil},
		{"a sensitive element", `"callback_urls":["https://a.example.jp"]`, `{}`, `{"callback_urls":[true]}`,
			`{"callback_urls":{}}`,
			[]userpoolclient.Field{"CallbackURLs[0]"}, nil},
		{"a sensitive list", `"callback_urls":["https://a.example.jp"]`, `{}`, `{"callback_urls":true}`,
			`{"callback_urls":{}}`,
			[]userpoolclient.Field{"CallbackURLs"}, nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r := one(t, "plan.json", change(client,
				`{"actions":["create"],"before":null,"after":{`+test.after+`},"after_unknown":`+test.unknown+
					`,"after_sensitive":`+test.sensitive+`}`, test.expressions), iac.Options{})
			if diff := cmp.Diff(test.want, r.Config.Unknown); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.maybe, r.Config.MaybeSet); diff != "" {
				t.Errorf("perhaps set (-want +got):\n%s", diff)
			}
			if r.Config.RefreshTokenValidity != nil {
				t.Error("a refresh_token_validity that the provider does not send")
			}
		})
	}
}

// TestTerraformActions says which changes leave a client and by which call.
func TestTerraformActions(t *testing.T) {
	tests := []struct {
		actions, typ string
		want         string // the operation; "-": no client
	}{
		{`["create"]`, client, "create"},
		{`["update"]`, client, "update"},
		{`["delete","create"]`, client, "create"},
		{`["create","delete"]`, client, "create"},
		{`["no-op"]`, client, "unknown"},
		{`["delete"]`, client, "-"},
		{`["forget"]`, client, "-"},
		{`["create"]`, "aws_cognito_managed_user_pool_client", "update"},
		{`["update"]`, "aws_cognito_managed_user_pool_client", "update"},
		{`["create"]`, "aws_cognito_user_pool_client_something", "-"},
	}
	for _, test := range tests {
		after := "{" + before + "}"
		if strings.Contains(test.want, "-") {
			after = "null"
		}
		all, err := iac.Load("plan.json", []byte(change(test.typ,
			`{"actions":`+test.actions+`,"before":{`+before+`},"after":`+after+`}`, `{}`)))
		if err != nil {
			t.Fatal(err)
		}
		got := "-"
		if len(all) == 1 {
			got = all[0].Context.Operation.String()
		}
		if got != test.want {
			t.Errorf("%s of %s: got %s, want %s", test.actions, test.typ, got, test.want)
		}
	}
}

func TestTerraformState(t *testing.T) {
	state := `{"format_version":"1.0","values":{"root_module":{"child_modules":[{"address":"module.a","child_modules":[{"address":"module.a.module.b","resources":[` +
		`{"address":"module.a.module.b.aws_cognito_user_pool_client.web","mode":"managed","type":"aws_cognito_user_pool_client","name":"web",` +
		`"values":{"client_secret":"hunter2hunter2hunter2hunter2",` + strings.Replace(before, `"client_secret":"",`, "",
		1) + `},"sensitive_values":{"client_secret":true}},` +
		`{"address":"data.aws_cognito_user_pool_client.other","mode":"data","type":"aws_cognito_user_pool_client","name":"other","values":{}}]}]}]}}}`
	r := one(t, "state.json", state, iac.Options{})
	if r.Address != "module.a.module.b.aws_cognito_user_pool_client.web" || r.Format != iac.FormatTerraformState {
		t.Errorf("got %s in %s", r.Address, r.Format)
	}
	if r.Context.Secret != userpoolclient.SecretStatePresent || r.Config.ClientSecret != nil {
		t.Errorf("secret %v and %v, want present and not read", r.Context.Secret, r.Config.ClientSecret)
	}
}

// TestTerraformNames holds that findings are in Terraform's names and stand where
// the plan has them.
func TestTerraformNames(t *testing.T) {
	plan := change(client, `{"actions":["create"],"after":{"name":"x","user_pool_id":"eu-central-1_a1B2c3D4e",`+
		`"callback_urls":["https://a.example.jp","http://b.example.jp"],"access_token_validity":2,"token_validity_units":[{"access_token":"minutes"}],"new_thing":1,`+
		`"refresh_token_rotation":[{"feature":"ENABLED","retry_grace_period_seconds":61}]}}`, `{}`)
	var got []string
	for _, f := range one(t, "plan.json", plan, iac.Options{}).Check() {
		if f.Severity <= userpoolclient.SeverityWarning {
			got = append(got, f.Rule+" "+f.Property)
			if at := f.Position.Column - 1; f.Rule == "redirect-http" && !strings.HasPrefix(plan[at:], `"http://b`) {
				t.Errorf("redirect-http stands at %q", plan[at:at+12])
			}
		}
	}
	slices.Sort(got)
	for _, must := range []string{"redirect-http callback_urls[1]", "access-token-validity-range access_token_validity",
		"property-unread new_thing",
		"rotation-grace-range refresh_token_rotation.retry_grace_period_seconds"} {
		if !slices.Contains(got, must) {
			t.Errorf("no %s among %q", must, got)
		}
	}
}

// TestTerraformPool holds that the pool in a plan is known, in any instance of
// any module.
func TestTerraformPool(t *testing.T) {
	resource := func(module, typ, name, after, unknown string) string {
		address := typ + "." + name
		if module != "" {
			address = module + "." + address
		}
		return `{"address":` + quote(address) + `,"module_address":` + quote(module) + `,"mode":"managed","type":"` +
			typ + `","name":"` + name +
			`","change":{"actions":["create"],"after":{` + after + `},"after_unknown":{` + unknown + `}}}`
	}
	configured := func(typ, name string) string {
		return `{"mode":"managed","type":"` + typ + `","name":"` + name +
			`","expressions":{"user_pool_id":{"references":["aws_cognito_user_pool.users.id","aws_cognito_user_pool.users"]},"allowed_oauth_scopes":{}}}`
	}
	const module = `module.auth["a.b]"].module.pool[0]`
	plan := func(serverModule string) string {
		return `{"format_version":"1.2","resource_changes":[` + strings.Join([]string{
			resource(module, "aws_cognito_user_pool", "users",
				`"schema":[{"name":"team","mutable":true,"required":false},{"name":"email","required":true,"mutable":true}]`, `"id":true`),
			resource(`module.auth["c"].module.pool[0]`, "aws_cognito_user_pool", "users", `"schema":[]`, `"id":true`),
			resource(serverModule, "aws_cognito_resource_server", "api",
				`"identifier":"api","scope":[{"scope_name":"read","scope_description":"Read"}]`, `"user_pool_id":true`),
			resource(module, "aws_cognito_user_pool_client", "web", `"allowed_oauth_scopes":["api/read","api/write"]`,
				`"user_pool_id":true`),
		}, ",") +
			`],"configuration":{"root_module":{"module_calls":{"auth":{"module":{"module_calls":{"pool":{"module":{"resources":[` +
			configured("aws_cognito_resource_server", "api") + "," + configured("aws_cognito_user_pool_client", "web") +
			`]}}}}}}}}}`
	}
	r := one(t, "plan.json", plan(module), iac.Options{})
	want := &userpoolclient.Pool{
		Attributes: []userpoolclient.Attribute{{Name: "custom:team", Mutable: true}, {Name: "email", Required: true,
			Mutable: true}},
	}
	if diff := cmp.Diff(want, r.Context.Pool); diff != "" {
		t.Errorf("pool (-want +got):\n%s", diff)
	}
	exists := strings.ReplaceAll(plan(module), `["create"],"after":{"schema"`, `["no-op"],"after":{"schema"`)
	for _, test := range []struct {
		reason, plan string
		want         userpoolclient.Severity
	}{
		{"a pool that the plan creates has no other scopes", plan(module), userpoolclient.SeverityError},
		{"a server of which the pool is not known may be of this one", plan(""), 0},
		{"a pool that is there may have servers of another state", exists, 0},
	} {
		var got userpoolclient.Severity
		for _, f := range one(t, "plan.json", test.plan, iac.Options{}).Check() {
			if f.Rule == "pool-lacks-scope" && f.Property == "allowed_oauth_scopes[1]" {
				got = f.Severity
			}
		}
		if got != test.want {
			t.Errorf("%s: pool-lacks-scope is %v, want %v", test.reason, got, test.want)
		}
	}
}

func TestTerraformVersion(t *testing.T) {
	for name, data := range map[string]string{
		"of the future": `{"format_version":"2.0","resource_changes":[]}`,
		"of none":       `{"resource_changes":[]}`,
		"of no number":  `{"format_version":"x","values":{}}`,
	} {
		if _, err := iac.Load("plan.json", []byte(data)); err == nil || !strings.Contains(err.Error(), "version") {
			t.Errorf("%s: got %v, want an error about the version", name, err)
		}
	}
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

// TestTerraformControl holds that a client of the provider awscc is read in a plan
// and in a state, in its own spelling, beside one of the provider aws.
func TestTerraformControl(t *testing.T) {
	const values = `"user_pool_id":"eu-central-1_a1B2c3D4e","callback_ur_ls":["http://a.example.jp"],` +
		`"explicit_auth_flows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_REFRESH_TOKEN_AUTH"],"refresh_token_validity":0,` +
		`"token_validity_units":{"access_token":"minutes"}`
	const entry = `"address":"awscc_cognito_user_pool_client.web","mode":"managed","type":"awscc_cognito_user_pool_client",` +
		`"name":"web"`
	const aws = `{"address":"aws_cognito_user_pool_client.web","mode":"managed","type":"aws_cognito_user_pool_client",` +
		`"name":"web",`
	plan := `{"format_version":"1.2","resource_changes":[` + aws + `"change":{"actions":["create"],"after":{"name":"x"}}},` +
		`{` + entry + `,"change":{"actions":["create"],"after":{` + values + `},"after_unknown":{"client_id":true,` +
		`"client_name":true,"read_attributes":true,"write_attributes":true,"logout_ur_ls":[true],` +
		`"token_validity_units":{"id_token":true}}}}],` +
		`"configuration":{"root_module":{"resources":[{` + entry + `,"expressions":{"refresh_token_validity":` +
		`{"constant_value":0},"write_attributes":{"references":["var.a"]},"token_validity_units":%s}}]}}}`
	state := `{"format_version":"1.0","values":{"root_module":{"resources":[` + aws + `"values":{"name":"x"}},` +
		`{` + entry + `,"values":{` + values + `,"client_id":"4ab5c6"}}]}}}`
	const constant, reference = `{"constant_value":{"access_token":"minutes"}}`, `{"references":["var.unit"]}`
	for _, test := range []struct {
		reason, data   string
		unknown, maybe []userpoolclient.Field
	}{
		{"a plan in which the provider computes a unit", fmt.Sprintf(plan, constant),
			[]userpoolclient.Field{"ClientName", "LogoutURLs[0]"}, []userpoolclient.Field{"WriteAttributes"}},
		{"a plan in which a variable may give a unit", fmt.Sprintf(plan, reference),
			[]userpoolclient.Field{"ClientName", "LogoutURLs[0]"},
			[]userpoolclient.Field{"TokenValidityUnits.IdToken", "WriteAttributes"}},
		{"a state", state, nil, nil},
	} {
		for _, discovered := range []bool{false, true} {
			all, err := (iac.Options{Discovered: discovered}).Load("x.json", []byte(test.data))
			if err != nil || len(all) != 2 || all[1].Address != "awscc_cognito_user_pool_client.web" {
				t.Fatalf("%s: got %v, %v", test.reason, all, err)
			}
			r := &all[1]
			slices.Sort(r.Config.Unknown)
			slices.Sort(r.Config.MaybeSet)
			if diff := cmp.Diff(test.unknown, r.Config.Unknown); diff != "" {
				t.Errorf("%s: unknown: %s", test.reason, diff)
			}
			if diff := cmp.Diff(test.maybe, r.Config.MaybeSet); diff != "" {
				t.Errorf("%s: may be set: %s", test.reason, diff)
			}
			found := make(map[string]string)
			for _, f := range r.Check() {
				found[f.Rule] = f.Property
			}
			if found["redirect-http"] != "callback_ur_ls[0]" || found["terraform-auth-flow"] != "" {
				t.Errorf("%s: found %v", test.reason, found)
			}
			if is := r.Config.RefreshTokenValidity != nil; is != (test.unknown != nil) { // only a configuration tells of a 0
				t.Errorf("%s: refresh_token_validity is read: %t", test.reason, is)
			}
		}
	}
}

// TestTerraformDeferred holds that a client of which the change waits for a later plan
// is judged by what is known of it.
func TestTerraformDeferred(t *testing.T) {
	whole := change(client, `{"actions":["create"],"after":{"callback_urls":["http://a.example.jp"]},"after_unknown":{}}`, `{}`)
	list, rest, _ := strings.Cut(strings.TrimPrefix(whole, `{"format_version":"1.2","resource_changes":[`), `],"configuration"`)
	r := one(t, "plan.json", `{"format_version":"1.2","complete":false,"deferred_changes":[{"reason":"instance_count_unknown",`+
		`"resource_change":`+list+`}],"configuration"`+rest, iac.Options{})
	if !slices.ContainsFunc(r.Check(), func(f iac.Finding) bool { return f.Rule == "redirect-http" }) {
		t.Errorf("got %v", r.Check())
	}
}
