package terraform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// load reads a module of files.
func load(t *testing.T, files map[string]string, o terraform.Options) *terraform.Module {
	t.Helper()
	m, err := terraform.LoadModule(fsOf(files), ".", o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func fsOf(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// web is a client with some arguments.
func web(arguments string) string {
	return "resource \"aws_cognito_user_pool_client\" \"web\" {\n  name         = \"web\"\n  user_pool_id = \"eu-west-1_abc\"\n" + arguments + "\n}\n"
}

// found are the findings of some rules, each as one line.
func found(m *terraform.Module, rules ...string) []string {
	var all []string
	for i := range m.Resources {
		for _, f := range m.Resources[i].Check() {
			if !slices.Contains(rules, f.Rule) {
				continue
			}
			line := fmt.Sprintf("%s:%s %s %s %s", f.File, f.Position, f.Resource, f.Property, f.Rule)
			for _, p := range f.Via {
				line += " < " + p.String()
			}
			if f.When != "" {
				line += " if " + f.When
			}
			all = append(all, line)
		}
	}
	return all
}

func same(t *testing.T, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPositions holds where findings stand: at the expression that gave the value.
func TestPositions(t *testing.T) {
	const bad = `"http://bad.example"`
	tests := []struct {
		reason string
		files  map[string]string
		want   []string
	}{
		{"a literal", map[string]string{"main.tf": web("  callback_urls = [\"https://a.example\",\n    " + bad + "]")},
			[]string{"main.tf:5:5 aws_cognito_user_pool_client.web callback_urls[1] redirect-http"}},
		{"a variable's default", map[string]string{"vars.tf": "variable \"u\" {\n  default = [" + bad + "]\n}",
			"main.tf": web("  callback_urls = var.u")},
			[]string{"vars.tf:2:14 aws_cognito_user_pool_client.web callback_urls[0] redirect-http < main.tf:4:19"}},
		{"a file of variables", map[string]string{"main.tf": "variable \"u\" {}\n" + web("  callback_urls = var.u"),
			"a.auto.tfvars": "u = [" + bad + "]"},
			[]string{"a.auto.tfvars:1:6 aws_cognito_user_pool_client.web callback_urls[0] redirect-http < main.tf:5:19"}},
		{"a local, by an index and a conditional", map[string]string{"main.tf": "locals {\n  all = { x = [" + bad +
			"] }\n  no = false\n}\n" + web("  callback_urls = local.no ? [] : local.all[\"x\"]")},
			[]string{"main.tf:2:16 aws_cognito_user_pool_client.web callback_urls[0] redirect-http < main.tf:8:35"}},
		{"a call's argument, through two modules", map[string]string{
			"main.tf":     "module \"a\" {\n  source = \"./a\"\n  u      = " + bad + "\n}",
			"a/main.tf":   "variable \"u\" {}\nmodule \"b\" {\n  source = \"./b\"\n  u      = [var.u]\n}",
			"a/b/main.tf": "variable \"u\" {}\n" + web("  callback_urls = var.u"),
		}, []string{"main.tf:3:12 module.a.module.b.aws_cognito_user_pool_client.web callback_urls[0] redirect-http < a/b/main.tf:5:19 < a/main.tf:4:13"}},
		{"a module's output", map[string]string{
			"main.tf":   "module \"a\" {\n  source = \"./a\"\n}\n" + web("  callback_urls = [module.a.u]"),
			"a/main.tf": "output \"u\" {\n  value = " + bad + "\n}",
		}, []string{"a/main.tf:2:11 aws_cognito_user_pool_client.web callback_urls[0] redirect-http < main.tf:7:20"}},
		{"for_each", map[string]string{"main.tf": "locals {\n  c = {\n    eu = { u = " + bad + " }\n  }\n}\n" +
			strings.Replace(web("  callback_urls = [each.value.u]"), "{", "{\n  for_each = local.c", 1)},
			[]string{"main.tf:3:16 aws_cognito_user_pool_client.web[\"eu\"] callback_urls[0] redirect-http < main.tf:10:20 < main.tf:7:14"}},
		{"concat", map[string]string{"main.tf": "locals {\n  a = [\"https://a.example\"]\n  b = [" + bad + "]\n}\n" +
			web("  callback_urls = concat(local.a, local.b)")},
			[]string{"main.tf:3:8 aws_cognito_user_pool_client.web callback_urls[1] redirect-http < main.tf:8:35"}},
		{"an expression that gives it itself",
			map[string]string{"main.tf": web("  callback_urls = [for h in [\"bad.example\"] : \"http://${h}\"]")},
			[]string{"main.tf:4:19 aws_cognito_user_pool_client.web callback_urls[0] redirect-http"}},
		{"JSON",
			map[string]string{"main.tf.json": "{\"resource\": {\"aws_cognito_user_pool_client\": {\"web\": {\n\"name\": \"w\", \"user_pool_id\": \"eu-west-1_abc\",\n\"callback_urls\": [" + bad + "]}}}}"},
			[]string{"main.tf.json:3:19 aws_cognito_user_pool_client.web callback_urls[0] redirect-http"}},
		{"awscc, in its own spelling",
			map[string]string{"main.tf": "resource \"awscc_cognito_user_pool_client\" \"web\" {\n  user_pool_id = \"eu-west-1_abc\"\n  callback_ur_ls = [" + bad + "]\n}"},
			[]string{"main.tf:3:21 awscc_cognito_user_pool_client.web callback_ur_ls[0] redirect-http"}},
		{"OpenTofu's file in place of Terraform's", map[string]string{"main.tf": web("  callback_urls = [" + bad + "]"),
			"main.tofu": web("\n  callback_urls = [" + bad + "]")},
			[]string{"main.tofu:5:20 aws_cognito_user_pool_client.web callback_urls[0] redirect-http"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := load(t, test.files, terraform.Options{})
			same(t, test.want, found(m, "redirect-http"))
			for _, u := range m.Unjudged {
				if u.Reason != terraform.ReasonHidden {
					t.Errorf("unjudged: %v", u)
				}
			}
		})
	}
}

// TestBranches holds what is judged where a condition is not known.
func TestBranches(t *testing.T) {
	const env = "variable \"env\" {}\nvariable \"on\" {}\n"
	tests := []struct {
		reason, source string
		want           []string
	}{
		{"both branches", env +
			web("  callback_urls = var.env == \"prod\" ? [\"http://a.example\"] : [\"https://a.example/#x\"]"),
			[]string{
				"main.tf:6:40 aws_cognito_user_pool_client.web callback_urls[0] redirect-http if var.env == \"prod\"",
				"main.tf:6:63 aws_cognito_user_pool_client.web callback_urls[0] redirect-fragment if not var.env == \"prod\"",
			}},
		{"in every branch", env +
			web("  callback_urls = var.on ? [\"http://a.example\"] : [\"http://a.example\", \"https://b.example\"]\n  generate_secret = true"), []string{
			"main.tf:6:29 aws_cognito_user_pool_client.web callback_urls[0] redirect-http if var.on",
			"main.tf:6:52 aws_cognito_user_pool_client.web callback_urls[0] redirect-http if not var.on",
		}},
		{"one condition decides two arguments together", env +
			web("  allowed_oauth_flows_user_pool_client = true\n  allowed_oauth_flows = var.on ? [\"code\"] : []\n  allowed_oauth_scopes = var.on ? [\"openid\"] : []\n  callback_urls = var.on ? [\"https://a.example\"] : []"), nil},
		{"a condition and its opposite", env + "locals {\n  off = !var.on\n}\n" +
			web("  allowed_oauth_flows_user_pool_client = true\n  allowed_oauth_flows = var.on ? [\"code\"] : []\n  allowed_oauth_scopes = var.on ? [\"openid\"] : []\n  callback_urls = local.off ? [] : [\"https://a.example\"]"), nil},
		{"two values that cannot both be", env +
			web("  callback_urls = var.env == \"a\" ? [\"http://a.example\"] : [\"https://a.example\"]\n  logout_urls = var.env == \"b\" ? [\"http://b.example\"] : [\"https://b.example\"]"), []string{
			"main.tf:7:35 aws_cognito_user_pool_client.web logout_urls[0] redirect-http if var.env == \"b\"",
			"main.tf:6:37 aws_cognito_user_pool_client.web callback_urls[0] redirect-http if var.env == \"a\"",
		}},
		{"through for_each and a module", env +
			"module \"m\" {\n  source = \"./m\"\n  all    = { x = var.on ? \"http://a.example\" : \"https://a.example\" }\n}\n", []string{
			"main.tf:5:27 module.m.aws_cognito_user_pool_client.web[\"x\"] callback_urls[0] redirect-http < m/main.tf:6:20 < m/main.tf:3:14 if var.on",
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := load(t, map[string]string{"main.tf": test.source, "m/main.tf": "variable \"all\" {}\n" +
				strings.Replace(web("  callback_urls = [each.value]"), "{", "{\n  for_each = var.all", 1)},
				terraform.Options{})
			same(t, test.want, found(m, "redirect-http", "redirect-fragment", "callback-urls-required",
				"scopes-required", "oauth-flows-required"))
		})
	}
}

// TestKnowledge holds what is known of values: present, perhaps present, absent.
func TestKnowledge(t *testing.T) {
	tests := []struct {
		reason, source string
		unknown, maybe []userpoolclient.Field
	}{
		{"what a resource computes is there", "resource \"aws_s3_bucket\" \"b\" {}\n" +
			web("  default_redirect_uri = aws_s3_bucket.b.url"), []userpoolclient.Field{"DefaultRedirectURI"}, nil},
		{"what a data source returns is there", "data \"x_y\" \"z\" {}\n" + web("  callback_urls = [data.x_y.z.url]"),
			[]userpoolclient.Field{"CallbackURLs[0]"}, nil},
		{"a variable that must be given is there", "variable \"u\" {\n  type = list(string)\n}\n" +
			web("  callback_urls = var.u"), []userpoolclient.Field{"CallbackURLs"}, nil},
		{"a null is not there", "variable \"u\" {\n  default = null\n}\n" + web("  callback_urls = var.u"), nil, nil},
		{"an attribute that may be left out may be there",
			"variable \"u\" {\n  type = object({ m = optional(number) })\n}\n" +
				web("  access_token_validity = var.u.m"), nil, []userpoolclient.Field{"AccessTokenValidity"}},
		{"what try falls back from may be there", "data \"x_y\" \"z\" {}\n" +
			web("  access_token_validity = try(data.x_y.z.m, null)"), nil,
			[]userpoolclient.Field{"AccessTokenValidity"}},
		{"a dynamic block may be there", "variable \"u\" {\n  type = list(string)\n}\n" +
			web("  dynamic \"token_validity_units\" {\n    for_each = var.u\n    content {\n      access_token = token_validity_units.value\n    }\n  }"), nil, []userpoolclient.Field{"TokenValidityUnits"}},
		{"a sensitive value is there and not shown",
			"variable \"u\" {\n  default   = \"https://a.example\"\n  sensitive = true\n}\n" +
				web("  default_redirect_uri = var.u"), []userpoolclient.Field{"DefaultRedirectURI"}, nil},
		{"a function of a provider", web("  callback_urls = [provider::x::y()]"),
			[]userpoolclient.Field{"CallbackURLs[0]"}, nil},
		{"a function that is not computed", web("  default_redirect_uri = cidrhost(\"10.0.0.0/8\", 1)"),
			[]userpoolclient.Field{"DefaultRedirectURI"}, nil},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := load(t, map[string]string{"main.tf": test.source}, terraform.Options{})
			c := m.Resources[0].Config
			if diff := cmp.Diff(test.unknown, c.Unknown); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.maybe, c.MaybeSet); diff != "" {
				t.Errorf("may be set (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPool holds that pool rules get the schema, the resource servers and the
// providers of the module, wherever the ID of the pool has gone.
func TestPool(t *testing.T) {
	const pool = `
resource "aws_cognito_user_pool" "main" {
  name = "main"
  schema {
    name                = "team"
    attribute_data_type = "String"
  }
}
resource "aws_cognito_resource_server" "api" {
  identifier   = "api"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.main.id
  scope {
    scope_name        = "read"
    scope_description = "r"
  }
}
module "client" {
  source = "./client"
  pool   = { id = aws_cognito_user_pool.main.id }
}
`
	client := "variable \"pool\" {}\nlocals {\n  pool = coalesce(var.pool.id, \"none\")\n}\n" + strings.Replace(web(
		"  read_attributes = [\"custom:team\", \"custom:tier\"]\n  allowed_oauth_scopes = [\"api/read\", \"api/write\"]"), `"eu-west-1_abc"`, "local.pool", 1)
	m := load(t, map[string]string{"main.tf": pool, "client/main.tf": client}, terraform.Options{})
	same(t, []string{
		"client/main.tf:8:37 module.client.aws_cognito_user_pool_client.web read_attributes[1] attribute-not-in-pool",
		"client/main.tf:9:39 module.client.aws_cognito_user_pool_client.web allowed_oauth_scopes[1] pool-lacks-scope",
	}, found(m, "attribute-not-in-pool", "pool-lacks-scope"))
	m = load(t, map[string]string{"main.tf": pool + "module \"more\" {\n  source = \"registry.example/x/y\"\n}\n",
		"client/main.tf": client}, terraform.Options{})
	if got := found(m, "pool-lacks-scope"); got != nil {
		t.Errorf("a module that is not read may have the scope: %v", got)
	}
}

// TestMisspelt holds that a misspelt argument or block is found, with the name
// that was meant.
func TestMisspelt(t *testing.T) {
	const asJSON = `{"resource":{"aws_cognito_user_pool_client":{"web":{"name":"w","user_pool_id":"eu-west-1_abc",
"dynamic":{"//":"a comment","token_validity_unit":{"for_each":[1],"content":{"access_token":"hours"}}},
"calback_urls":[]}}}}`
	for _, tt := range []struct {
		reason string
		files  map[string]string
		want   []string
	}{
		{"arguments and blocks",
			map[string]string{"main.tf": web("  calback_urls = []\n  token_validity_unit {\n    access_token = \"hours\"\n  }\n" +
				"  token_validity_units {\n    acces_token = \"hours\"\n  }")},
			[]string{"4:3 calback_urls true", "5:3 token_validity_unit true", "9:5 token_validity_units.acces_token true"}},
		{"a dynamic block",
			map[string]string{"main.tf": web("  dynamic \"token_validity_unit\" {\n    for_each = [1]\n    content {\n    }\n  }")},
			[]string{"4:3 token_validity_unit true"}},
		{"a dynamic block in JSON", map[string]string{"main.tf.json": asJSON},
			[]string{"2:29 token_validity_unit true", "3:1 calback_urls true"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			m := load(t, tt.files, terraform.Options{})
			var got []string
			for _, f := range m.Resources[0].Check() {
				if f.Rule == "property-unread" {
					got = append(got, fmt.Sprint(f.Position, " ", f.Property, " ", strings.Contains(f.Message, "did you mean")))
				}
			}
			slices.Sort(got)
			same(t, tt.want, got)
		})
	}
}

// TestSuppressions holds what comments suppress, and which are told.
func TestSuppressions(t *testing.T) {
	const ignore = "# userpoolclient:ignore redirect-http old devices\n"
	tests := []struct {
		reason string
		files  map[string]string
		want   []string // findings that remain
		told   string   // among what is unjudged
	}{
		{"above the resource", map[string]string{"main.tf": ignore +
			web("  callback_urls = [\"http://a.example\"]\n  logout_urls = [\"http://a.example\"]")}, nil, ""},
		{"above the element", map[string]string{"main.tf": web("  callback_urls = [\n    " + ignore +
			"    \"http://a.example\",\n    \"http://b.example\",\n  ]")},
			[]string{"main.tf:7:5 aws_cognito_user_pool_client.web callback_urls[1] redirect-http"}, ""},
		{"behind the line",
			map[string]string{"main.tf": web("  callback_urls = [\"http://a.example\"] // userpoolclient:ignore redirect-http old devices\n  logout_urls = [\"http://b.example\"]")},
			[]string{"main.tf:5:18 aws_cognito_user_pool_client.web logout_urls[0] redirect-http"}, ""},
		{"where the value is given", map[string]string{"main.tf": "variable \"u\" {\n  " + ignore +
			"  default = [\"http://a.example\"]\n}\n" + web("  callback_urls = var.u")}, nil, ""},
		{"one of several that stand together",
			map[string]string{"main.tf": "# userpoolclient:ignore redirect-fragment none\n" + ignore + "# why\n" +
				web("  callback_urls = [\"http://a.example\", \"https://a.example/#x\"]")}, nil, ""},
		{"one that suppresses nothing", map[string]string{"main.tf": ignore +
			web("  callback_urls = [\"https://a.example\"]")},
			[]string{"main.tf:1:1 aws_cognito_user_pool_client.web Metadata suppression-unused"}, ""},
		{"without a reason", map[string]string{"main.tf": "# userpoolclient:ignore redirect-http\n" +
			web("  callback_urls = [\"http://a.example\"]")},
			[]string{"main.tf:5:20 aws_cognito_user_pool_client.web callback_urls[0] redirect-http"},
			"gives no reason"},
		{"of no rule", map[string]string{"main.tf": "# userpoolclient:ignore redirect-htp x y\n" + web("")}, nil,
			"redirect-http"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			m := load(t, test.files, terraform.Options{})
			same(t, test.want, found(m, "redirect-http", "suppression-unused"))
			told := ""
			for _, u := range m.Unjudged {
				told += u.Error() + "\n"
			}
			if !strings.Contains(told, test.told) || test.told == "" && told != "" {
				t.Errorf("told %q, want %q", told, test.told)
			}
		})
	}
}

// TestUnjudged holds that what is not read is told, with its place and whether a
// client may have been lost.
func TestUnjudged(t *testing.T) {
	tests := []struct {
		reason   string
		files    map[string]string
		want     terraform.Unjudged
		clients  int
		complete bool
	}{
		{"a remote module",
			map[string]string{"main.tf": "\nmodule \"m\" {\n  source = \"terraform-aws-modules/x/aws\"\n}\n" + web("")},
			terraform.Unjudged{File: "main.tf", Position: iac.Position{Line: 2, Column: 1},
				Reason: terraform.ReasonRemote}, 1, false},
		{"a module that is not there", map[string]string{"main.tf": "module \"m\" {\n  source = \"./m\"\n}\n"},
			terraform.Unjudged{File: "main.tf", Position: iac.Position{Line: 1, Column: 1},
				Reason: terraform.ReasonUnreadable}, 0, false},
		{"a file that does not parse, beside one that does", map[string]string{"a.tf": "resource {\n",
			"b.tf": web("  default_redirect_uri = local.x")},
			terraform.Unjudged{File: "a.tf", Position: iac.Position{Line: 1, Column: 10},
				Reason: terraform.ReasonUnreadable}, 1, false},
		{"JSON that does not parse", map[string]string{"a.tf.json": "{\n  \"resource\": }"},
			terraform.Unjudged{File: "a.tf.json", Position: iac.Position{Line: 2, Column: 15},
				Reason: terraform.ReasonUnreadable}, 0, false},
		{"a count that is not known", map[string]string{"main.tf": "variable \"n\" {}\n" + web("  count = var.n")},
			terraform.Unjudged{File: "main.tf", Position: iac.Position{Line: 5, Column: 3},
				Reason: terraform.ReasonInstances}, 1, true},
		{"an expression that fails", map[string]string{"main.tf": web("  callback_urls = [local.none]")},
			terraform.Unjudged{File: "main.tf", Position: iac.Position{Line: 4, Column: 20},
				Reason: terraform.ReasonValue}, 1, false},
		{"a file in the place of which OpenTofu reads another", map[string]string{"main.tf": web(""), "main.tofu": web("")},
			terraform.Unjudged{File: "main.tf", Reason: terraform.ReasonHidden}, 1, true},
		{"the same in JSON", map[string]string{"a.tofu": web(""), "b.tf.json": "{}", "b.tofu.json": "{}"},
			terraform.Unjudged{File: "b.tf.json", Reason: terraform.ReasonHidden}, 1, true},
		{"a value for no variable", map[string]string{"main.tf": web("")},
			terraform.Unjudged{File: ".", Reason: terraform.ReasonValue}, 1, false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			o := terraform.Options{}
			if test.want.File == "." {
				o.Vars = map[string]string{"x": "y"}
			}
			m := load(t, test.files, o)
			if len(m.Unjudged) != 1 || len(m.Resources) != test.clients || m.Complete() != test.complete {
				t.Fatalf("%d clients, complete %t, unjudged %v", len(m.Resources), m.Complete(), m.Unjudged)
			}
			got := m.Unjudged[0]
			test.want.Message = got.Message
			if got != test.want || got.Message == "" {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
	if _, err := terraform.LoadModule(fsOf(map[string]string{"x.txt": ""}), ".", terraform.Options{}); err == nil {
		t.Error("a folder without source is no error")
	}
}

// TestLoadModules holds that modules are read as they are called, each once.
func TestLoadModules(t *testing.T) {
	fsys := fsOf(map[string]string{
		"live/main.tf":   "module \"a\" {\n  source = \"../modules/a\"\n  u = \"https://a.example\"\n}\n",
		"modules/a/x.tf": "variable \"u\" {}\n" + web("  callback_urls = [var.u]"),
		"alone/main.tf":  web(""),
		"ring/a/main.tf": "module \"b\" {\n  source = \"../b\"\n}\n" + web(""),
		"ring/b/main.tf": "module \"a\" {\n  source = \"../a\"\n}\n" + web(""),
	})
	all, err := terraform.LoadModules(fsys, []string{"alone", "live", "modules/a", "ring/a", "ring/b"},
		terraform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		for _, r := range m.Resources {
			got = append(got, m.Dir+": "+r.Address)
		}
	}
	same(t, []string{
		"alone: aws_cognito_user_pool_client.web",
		"live: module.a.aws_cognito_user_pool_client.web",
		"ring/a: aws_cognito_user_pool_client.web",
		"ring/a: module.b.aws_cognito_user_pool_client.web",
	}, got)
}
