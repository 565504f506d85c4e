package iac_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient/iac"
)

// hostile are files that ask for more time or memory than they are worth. Each
// speaks of an app client, so that it is read at all.
func hostile() []struct{ reason, name, data, want string } {
	const client = "AWS::Cognito::UserPoolClient"
	bomb := func(item, last string) string {
		var b strings.Builder
		b.WriteString("a0: &a0 " + item + "\n")
		for i := 1; i < 30; i++ {
			fmt.Fprintf(&b, "a%d: &a%d "+last+"\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
		}
		return b.String()
	}
	clients := func(n int, properties string) string {
		return "Resources:\n" + strings.Repeat("  W: {Type: "+client+", Properties: "+properties+"}\n", n)
	}
	return []struct{ reason, name, data, want string }{
		{"an alias bomb of lists", "t.yaml", bomb("[x]", "[%s]") + clients(1, "{CallbackURLs: *a29}"), ""},
		{"an alias bomb in a Join", "t.yaml", bomb("x", `!Join ["", [%s]]`) + clients(1, "{ClientName: *a29}"), ""},
		{"an alias bomb of merges", "t.yaml", bomb("{ClientName: x}", "{<<: [%s]}") + clients(1, "*a29"), "its aliases expand to more than 300,000 values"},
		{"one long list in many clients", "t.yaml", "a: &a [" + strings.Repeat("x,", 100_000) + "x]\n" + clients(8000, "{CallbackURLs: *a}"), "its aliases expand to more than 300,000 values"},
		{"an alias of itself", "t.yaml", "a: &a [*a]\n" + clients(1, "{CallbackURLs: *a}"), ""},
		{"a merge of itself", "t.yaml", "a: &a {<<: *a, ClientName: x}\n" + clients(1, "*a"), ""},
		{"deep lists", "t.yaml", clients(1, strings.Repeat("[", 500_000)), "exceeded max depth"},
		{"deep blocks", "t.yaml", "# " + client + "\n" + strings.Repeat("- ", 500_000), "exceeded max depth"},
		{"deep JSON", "t.json", `{"Resources":` + strings.Repeat(`{"`+client+`":`, 100_000), "exceeded max depth"},
		{"deep Joins", "t.json", `{"Resources":{"W":{"Type":"` + client + `","Properties":{"ClientName":` +
			strings.Repeat(`{"Fn::Join":["",[`, 3000) + `"x"` + strings.Repeat(`]]}`, 3000) + `}}}}`, ""},
		{"deep modules", "s.json", `{"format_version":"1.0","values":{"root_module":` + strings.Repeat(`{"child_modules":[`, 4000) + "{}" + strings.Repeat("]}", 4000) + `}}`, "modules nest deeper than 32"},
		{"the densest YAML that is read", "t.yaml", "# " + client + "\n[" + strings.Repeat("a,", 500_000) + "a]", ""},
		{"YAML of 50 MB", "t.yaml", "# " + client + "\n" + strings.Repeat("- a\n", 50<<18), "at most 1048576 are read"},
		{"JSON of 50 MB", "t.json", `{"Resources":["` + strings.Repeat("a", 50<<20) + `"]}`, "at most 33554432 are read"},
		{"the densest JSON that is read", "t.json", `{"Resources":{"x":[` + strings.Repeat("0,", 15<<20) + `0]}}`, ""},
		{"deep Joins of long texts", "t.json", `{"Resources":{"W":{"Type":"` + client + `","Properties":{"ClientName":` +
			strings.Repeat(`{"Fn::Join":["",[`, 3000) + `"` + strings.Repeat("x", 20<<20) + `"` + strings.Repeat(`]]}`, 3000) + `}}}}`, ""},
		{"a plan of many clients and servers", "p.json", `{"format_version":"1.2","resource_changes":[` +
			strings.Repeat(`{"type":"aws_cognito_user_pool_client","mode":"managed","name":"a","change":{"actions":["create"],"after":{"name":"x"}}},`+
				`{"type":"aws_cognito_resource_server","mode":"managed","name":"a","change":{"actions":["create"],"after":{"name":"x"}}},`+
				`{"type":"aws_cognito_user_pool","mode":"managed","name":"a","change":{"actions":["create"],"after":{"name":"x"}}},`, 3_000) + `{}]}`, ""},
		{"a plan that marks many elements", "p.json", `{"format_version":"1.2","resource_changes":[{"type":"aws_cognito_user_pool_client","mode":"managed","change":{"actions":["create"],` +
			`"after":{"callback_urls":[` + strings.Repeat(`"",`, 100_000) + `""]},"after_sensitive":{"callback_urls":[` + strings.Repeat("false,", 100_000) + `true]},` +
			`"after_unknown":{"callback_urls":[` + strings.Repeat("false,", 100_000) + `false]}}}]}`, ""},
		{"the densest objects that are read", "t.json", `{"Resources":{"x":[` + strings.Repeat("{},", 11_000_000) + `0]}}`, ""},
		{"the densest nesting that is read", "t.json", `{"Resources":{"x":[` + strings.Repeat(strings.Repeat("[", 1000)+strings.Repeat("]", 1000)+",", 16<<10) + `0]}}`, ""},
		{"a plan of many clients", "p.json", `{"format_version":"1.2","resource_changes":[` +
			strings.Repeat(`{"type":"aws_cognito_user_pool_client","mode":"managed","change":{"actions":["create"],"after":{"name":"x"}}},`, 5_000) + `{}]}`, ""},
	}
}

// TestBounds holds that no file, whatever it holds, takes more than 200 MB.
func TestBounds(t *testing.T) {
	if underRace {
		t.Skip("the race detector takes many times the time and memory")
	}
	for _, test := range hostile() {
		t.Run(test.reason, func(t *testing.T) {
			data := []byte(test.data)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := iac.Load(test.name, data)
			runtime.ReadMemStats(&after)
			if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 200 {
				t.Errorf("allocates %d MB, want at most 200", got)
			}
			switch {
			case test.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
