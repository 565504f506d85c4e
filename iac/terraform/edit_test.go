package terraform_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// loadText reads the app clients of a module of one file.
func loadText(t testing.TB, text string) []iac.Resource {
	t.Helper()
	m, err := terraform.LoadModule(fstest.MapFS{"main.tf": {Data: []byte(text)}}, ".", terraform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m.Resources
}

// block is a client in Terraform, of which the arguments are indented by two.
func block(arguments string) string {
	return "resource \"aws_cognito_user_pool_client\" \"web\" {\n" + strings.TrimPrefix(arguments, "\n") + "}\n"
}

func edit(f userpoolclient.Field, i int, v any) userpoolclient.Edit {
	return userpoolclient.Edit{Field: f, Index: i, Value: v}
}

const (
	callbacks = userpoolclient.FieldCallbackURLs
	flows     = userpoolclient.FieldExplicitAuthFlows
	unit      = userpoolclient.FieldTokenValidityUnitsAccessToken
	feature   = userpoolclient.FieldRefreshTokenRotationFeature
	grace     = userpoolclient.FieldRefreshTokenRotationRetryGracePeriodSeconds
	access    = userpoolclient.FieldAccessTokenValidity
	revoke    = userpoolclient.FieldEnableTokenRevocation
	existence = userpoolclient.FieldPreventUserExistenceErrors
	redirect  = userpoolclient.FieldDefaultRedirectURI
	naming    = userpoolclient.FieldClientName
)

// TestEdits: what edits make of source, byte for byte, formatted as terraform fmt
// would if it was before. ¶ stands for a carriage return.
func TestEdits(t *testing.T) {
	for _, row := range []struct {
		why, before, after string
		edits              []userpoolclient.Edit
		unformatted        bool
	}{
		{why: "texts, a number and a boolean", before: block(`
  name                    = "web" # ours
  access_token_validity   = 60    // minutes
  enable_token_revocation = false
  callback_urls           = ["https://a.example/1", "https://a.example/2"]
`), edits: []userpoolclient.Edit{edit(naming, -1, `"$${x} %{y}`), edit(access, -1, int32(30)), edit(revoke, -1, true),
			edit(callbacks, 0, "https://b.example")}, unformatted: true, after: block(`
  name                    = "\"$$${x} %%{y}" # ours
  access_token_validity   = 30    // minutes
  enable_token_revocation = true
  callback_urls           = ["https://b.example", "https://a.example/2"]
`)},
		{why: "elements go and come on lines of their own, and comments stay", before: block(`
  name = "web"
  callback_urls = [
    "https://a.example/1", # one
    "https://a.example/2", // two
    # three
    "https://a.example/3"
  ]
`), edits: []userpoolclient.Edit{edit(callbacks, 0, nil), edit(callbacks, 3, "https://a.example/4")}, after: block(`
  name = "web"
  callback_urls = [
    # one
    "https://a.example/2", // two
    # three
    "https://a.example/3",
    "https://a.example/4"
  ]
`)},
		{why: "the last of a list, with a comma at the end", before: block(`
  name = "web"
  callback_urls = [
    "https://a.example/1",
    "https://a.example/2",
  ]
`), edits: []userpoolclient.Edit{edit(callbacks, 1, nil), edit(callbacks, 2, "https://a.example/3")}, after: block(`
  name = "web"
  callback_urls = [
    "https://a.example/1",
    "https://a.example/3",
  ]
`)},
		{why: "a block and an argument that are new", before: block(`
  name                  = "web"
  access_token_validity = 3600
`), edits: []userpoolclient.Edit{edit(unit, -1, "seconds"), edit(revoke, -1, true), edit(feature, -1, "ENABLED"),
			edit(grace, -1, int32(5))}, after: block(`
  name                  = "web"
  access_token_validity = 3600

  enable_token_revocation = true
  token_validity_units {
    access_token = "seconds"
  }
  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 5
  }
`)},
		{why: "a short name stands below the others", before: block(`
  access_token_validity = 60
  explicit_auth_flows   = ["a"]
`), edits: []userpoolclient.Edit{edit(naming, -1, "web"), edit(callbacks, 0, "https://a.example")}, after: block(`
  access_token_validity = 60
  explicit_auth_flows   = ["a"]
  name                  = "web"
  callback_urls         = ["https://a.example"]
`)},
		{why: "within a block", before: block(`
  name = "web"
  token_validity_units {
    id_token = "days"
  }
`), edits: []userpoolclient.Edit{edit(unit, -1, "hours")}, after: block(`
  name = "web"
  token_validity_units {
    id_token = "days"

    access_token = "hours"
  }
`)},
		{why: "a block and an argument go", before: block(`
  name = "web"

  analytics_configuration {
    application_arn = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"
  }
  default_redirect_uri = "https://a.example" # why
  callback_urls        = ["https://a.example"]
`), edits: []userpoolclient.Edit{edit(userpoolclient.FieldAnalyticsConfiguration, -1, nil), edit(redirect, -1, nil)},
			unformatted: true, after: block(`
  name = "web"

  # why
  callback_urls        = ["https://a.example"]
`)},
		{why: "a heredoc becomes a text in quotes", before: block(`
  name = "web"
  callback_urls = [
    <<-EOT
      https://a.example/cb
    EOT
    ,
    "https://a.example"
  ]
  default_redirect_uri = <<EOT
https://a.example
EOT
  access_token_validity = 60
`), edits: []userpoolclient.Edit{edit(callbacks, 0, "https://a.example/cb"), edit(redirect, -1, "https://a.example")},
			unformatted: true, after: block(`
  name = "web"
  callback_urls = [
    "https://a.example/cb"
    ,
    "https://a.example"
  ]
  default_redirect_uri = "https://a.example"
  access_token_validity = 60
`)},
		{why: "expressions beside it stay, and carriage returns", before: "variable \"x\" {\r\n" +
			"  default = \"https://x.example\"\r\n}\r\n" +
			strings.ReplaceAll(block("  name          = \"ü\" # ü\n"+
				"  callback_urls = [var.x, \"https://${var.x}/日\", \"https://a.example\"]\n"), "\n", "\r\n"),
			edits: []userpoolclient.Edit{edit(callbacks, 2, nil), edit(revoke, -1, true)},
			after: "variable \"x\" {\r\n  default = \"https://x.example\"\r\n}\r\n" +
				strings.ReplaceAll(block("  name          = \"ü\" # ü\n  callback_urls = [var.x, \"https://${var.x}/日\"]\n\n"+
					"  enable_token_revocation = true\n"), "\n", "\r\n"),
			unformatted: true},
		{why: "null is written over", before: block("  name          = \"web\"\n  callback_urls = null\n"),
			edits: []userpoolclient.Edit{edit(callbacks, 0, "https://a.example")},
			after: block("  name          = \"web\"\n  callback_urls = [\"https://a.example\"]\n")},
	} {
		t.Run(row.why, func(t *testing.T) {
			all := loadText(t, row.before)
			if len(all) != 1 {
				t.Fatalf("%d clients", len(all))
			}
			fix := userpoolclient.SuggestedFix{Rule: "a-rule", Edits: row.edits}
			edits, refused, err := terraform.NewSource("main.tf", []byte(row.before)).Edits(
				iac.Change{Resource: &all[0], Fixes: []userpoolclient.SuggestedFix{fix}})
			if err != nil || refused != nil {
				t.Fatal(refused, err)
			}
			got := string(iac.ApplyEdits([]byte(row.before), edits))
			if diff := cmp.Diff(row.after, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if !row.unformatted {
				for _, text := range []string{row.before, got} {
					if diff := cmp.Diff(string(hclwrite.Format([]byte(text))), text); diff != "" {
						t.Errorf("it is not formatted (-formatted +text)\n%s", diff)
					}
				}
			}
			want, err := userpoolclient.ApplyFixes(all[0].Config, fix)
			if err != nil {
				t.Fatal(err)
			}
			again := loadText(t, got)
			if len(again) != 1 {
				t.Fatalf("%d clients after the edits", len(again))
			}
			if diff := cmp.Diff(want, again[0].Config); diff != "" {
				t.Errorf("-edits +text\n%s", diff)
			}
		})
	}
}

// TestEditsRefused: what an expression gives is not edited, and said.
func TestEditsRefused(t *testing.T) {
	const given = "variable \"x\" {\n  default = \"https://x.example\"\n}\n"
	for _, row := range []struct {
		why, text, want string
		edit            userpoolclient.Edit
	}{
		{"a variable", given + block("  default_redirect_uri = var.x\n"), "default_redirect_uri is given by an expression",
			edit(redirect, -1, "https://a.example")},
		{"an element that is a variable", given + block("  callback_urls = [var.x, \"a\"]\n"),
			"callback_urls is given by an expression",
			edit(callbacks, 0, nil)},
		{"a template of which the value is known", given + block("  callback_urls = [\"${var.x}/\", \"a\"]\n"),
			"callback_urls is given by an expression", edit(callbacks, 0, nil)},
		{"a list of a function", block("  callback_urls = concat([\"a\"], [\"b\"])\n"),
			"callback_urls is given by an expression",
			edit(callbacks, 0, nil)},
		{"what is not known", "data \"x\" \"y\" {}\n" + block("  callback_urls = [data.x.y.z, \"a\"]\n"),
			"callback_urls[0] cannot be edited: its value is not known", edit(callbacks, 0, nil)},
		{"one of several", strings.Replace(block("  name = \"web\"\n"), "{\n", "{\n  count = 2\n", 1),
			"name is of a block with count, which makes several resources", edit(naming, -1, "x")},
		{"a dynamic block", block("  dynamic \"token_validity_units\" {\n    for_each = [1]\n    content {\n" +
			"      access_token = \"days\"\n    }\n  }\n"),
			"token_validity_units.access_token is written by a dynamic block", edit(unit, -1, "hours")},
		{"a block on one line", block("  token_validity_units { access_token = \"days\" }\n"),
			"token_validity_units.id_token does not begin on a line of its own",
			edit(userpoolclient.FieldTokenValidityUnitsIdToken, -1, "hours")},
		{"a block in a block that has nothing in it", "resource \"aws_cognito_user_pool_client\" \"web\" {}\n",
			" does not begin on a line of its own", edit(unit, -1, "hours")},
		{"a comment inside what would go", block("  analytics_configuration {\n    /* ours */\n    external_id = \"x\"\n" +
			"  }\n"),
			"analytics_configuration has a comment inside that would be lost", edit(userpoolclient.FieldAnalyticsConfiguration,
				-1, nil)},
		{"a negative number", block("  access_token_validity = -1\n"), "access_token_validity is given by an expression",
			edit(access, -1, int32(1))},
		{"another provider's structure", strings.Replace(block("  client_name = \"x\"\n"), "aws_", "awscc_", 1),
			"token_validity_units.access_token has no token_validity_units around it", edit(unit, -1, "hours")},
		{"an enum in an expression", given + block("  prevent_user_existence_errors = upper(\"legacy\")\n"),
			"prevent_user_existence_errors is given by an expression", edit(existence, -1, "ENABLED")},
	} {
		t.Run(row.why, func(t *testing.T) {
			all := loadText(t, row.text)
			if len(all) == 0 {
				t.Fatal("no client")
			}
			edits, refused, err := terraform.NewSource("main.tf", []byte(row.text)).Edits(iac.Change{Resource: &all[0],
				Fixes: []userpoolclient.SuggestedFix{{Rule: "a-rule", Edits: []userpoolclient.Edit{row.edit}}}})
			if err != nil || len(edits) > 0 || len(refused) != 1 {
				t.Fatal(edits, refused, err)
			}
			if got := refused[0].Property + " " + refused[0].Reason; got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// TestEditsOfOverride: what another file overrides is not edited where it does not
// count.
func TestEditsOfOverride(t *testing.T) {
	text := block("  name                  = \"web\"\n  access_token_validity = 60\n")
	m, err := terraform.LoadModule(fstest.MapFS{
		"main.tf":          {Data: []byte(text)},
		"main_override.tf": {Data: []byte(block("  access_token_validity = 3600\n"))},
	}, ".", terraform.Options{})
	if err != nil || len(m.Resources) != 1 {
		t.Fatal(err)
	}
	edits, refused, err := terraform.NewSource("main.tf", []byte(text)).Edits(iac.Change{Resource: &m.Resources[0],
		Fixes: []userpoolclient.SuggestedFix{{Edits: []userpoolclient.Edit{edit(access, -1, int32(1))}}}})
	if err != nil || len(edits) > 0 || len(refused) != 1 || refused[0].Reason != "is not what its text says" {
		t.Error(edits, refused, err)
	}
	for file, text := range map[string]string{"main.tf.json": "{}", "main.tf": "resource {", "other.tf": ""} {
		edits, _, err := terraform.NewSource(file, []byte(text)).Edits(iac.Change{Resource: &m.Resources[0],
			Fixes: []userpoolclient.SuggestedFix{{Edits: []userpoolclient.Edit{edit(access, -1, int32(1))}}}})
		if err == nil || edits != nil {
			t.Errorf("%s: %v, %v; want an error", file, edits, err)
		}
	}
}
