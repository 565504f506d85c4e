package terraform

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// repeat is a text made of the numbered forms of another.
func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i, i+1)
	}
	return b.String()
}

// client is an app client with one argument.
func client(argument string) string {
	return "resource \"aws_cognito_user_pool_client\" \"web\" {\n  name = \"x\"\n  user_pool_id = \"eu-west-1_abc\"\n  " + argument + "\n}\n"
}

// hostile are modules that ask for more time or memory than they are worth.
func hostile() []struct{ reason, source, want string } {
	name := client("client_name = local.x")
	return []struct{ reason, source, want string }{
		{"a local that refers to itself", "locals { x = local.x }\n" + name, "local.x refers to itself"},
		{"locals that refer to one another", "locals {\n x = local.y\n y = [local.x]\n}\n" + name, "refers to itself"},
		{"a long chain of locals", "locals {\n" + repeat(50_000, "l%d = local.l%d\n") + "x = local.l0\n}\n" + name,
			"chain of more than 300 references"},
		{"a module that calls itself", "module \"m\" { source = \"./\" }\n", "calls itself"},
		{"a file of 50 MB", "# " + strings.Repeat("x", 50<<20), "at most 2097152 are read"},
		{"deep lists", "locals { x = " + strings.Repeat("[", 450_000) + "\n}\n" + name, "nests deeper than 100"},
		{"deep parentheses", "locals { x = " + strings.Repeat("(", 240_000) + "1" + strings.Repeat(")", 240_000) +
			"\n}\n" + name, "nests deeper than 100"},
		{"deep blocks", strings.Repeat("a {\n", 150_000), "nests deeper than 100"},
		{"deep templates", "locals {\n x = " + strings.Repeat(`"${`, 160_000) + "\n}\n", "nests deeper than 100"},
		{"deep directives", "locals {\n x = \"" + strings.Repeat(`%{ if true }`, 80_000) + "\"\n}\n",
			"more than 300 operators"},
		{"many negations", "locals {\n x = " + strings.Repeat("!", 450_000) + "true\n}\n", "more than 300 operators"},
		{"many negations in a for expression", "locals {\n x = {for k in [1] :\n" + strings.Repeat("!\n", 220_000) +
			"k => k}\n}\n", "more than 300 operators"},
		{"many conditionals", "locals {\n x = " + strings.Repeat("true ? 1 : ", 120_000) + "1\n}\n",
			"more than 300 operators"},
		{"a long sum", "locals {\n x = 1" + strings.Repeat(" + 1", 220_000) + "\n}\n", "more than 300 operators"},
		{"many indexes", "locals {\n x = local.y" + strings.Repeat("[local.z]", 90_000) + "\n}\n",
			"more than 300 operators"},
		{"a list bomb", "locals {\n l0 = [1, 2]\n" + repeat(60,
			"m%[1]d = [local.l%[1]d, local.l%[1]d, local.l%[1]d]\nl%[2]d = local.m%[1]d\n") +
			"x = jsonencode(local.l60)\n}\n" + name, "larger than is evaluated"},
		{"a text bomb", "locals {\n l0 = \"xxxxxxxxxxxxxxxx\"\n" + repeat(60,
			"l%[2]d = \"${local.l%[1]d}${local.l%[1]d}\"\n") + "x = local.l60\n}\n" + name, "more than is evaluated"},
		{"a number bomb", "locals {\n l0 = 1e100\n" + repeat(60, "l%[2]d = local.l%[1]d * local.l%[1]d\n") +
			"x = \"${local.l60}\"\n}\n" + name, "more than is evaluated"},
		{"a number of many digits", "locals {\n x = \"${1e999999999}\"\n}\n" + name, "too many digits"},
		{"a wide format", "locals {\n x = format(\"%999999999d\", 1)\n}\n" + name, ""},
		{"a wide format by an argument", "locals {\n x = format(\"%*d\", 999999999, 1)\n}\n" + name, ""},
		{"a large product", "locals {\n r = range(1000)\n x = setproduct(local.r, local.r, local.r)\n}\n" + name, ""},
		{"a large indent", "locals {\n x = indent(999999999, \"a\\nb\")\n}\n" + name, ""},
		{"a large replacement",
			"locals {\n a = join(\"\", [for i in range(1000) : \"0123456789\"])\n x = replace(local.a, \"\", local.a)\n}\n" + name, ""},
		{"loops in loops",
			"locals {\n r = range(1000)\n x = [for a in local.r : [for b in local.r : [for c in local.r : a + b + c]]]\n}\n" + name, "more than is evaluated"},
		{"for_each of a million", "locals {\n r = range(1000)\n}\n" +
			client("for_each = toset([for p in setproduct(range(1000), range(1000)) : \"${p[0]}-${p[1]}\"])"),
			"setproduct() comes to more than is evaluated"},
		{"for_each of a hundred thousand",
			client("for_each = toset(flatten([for a in range(300) : [for b in range(300) : \"${a}-${b}\"]]))"),
			"more than is evaluated"},
		{"a count of a billion", client("count = 1000000000"), "more instances than are read: 1000000000"},
		{"a count in a count", "module \"m\" {\n count = 5000\n source = \"./inner\"\n}\n",
			"more modules than are read"},
		{"many clients", repeat(15_000,
			"resource \"aws_cognito_user_pool_client\" \"w%d\" {\n name = \"x\"\n user_pool_id = \"y\"\n}\n# %d\n"),
			""},
		{"many conditions", "variable \"v\" {}\n" + client("callback_urls = ["+repeat(2000,
			"var.v == \"%d\" ? \"https://a%d.example\" : \"b\",")+"]"), ""},
		{"a long list that comes by reference", "locals {\n x = [" + strings.Repeat("\"https://a.example\",", 60_000) +
			"]\n}\n" + client("callback_urls = local.x"), ""},
		{"a long list of lists", "locals {\n x = [" + strings.Repeat("[", 1) + strings.Repeat("\"a\",", 105_000) +
			"]]\n}\n" + client("callback_urls = flatten(local.x)"), "more than is evaluated"},
		{"many regular expressions",
			"locals {\n s = join(\"\", [for i in range(1000) : \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"])\n x = [for i in range(1000) : regexall(\"(a*)*b\", local.s)]\n}\n" + name, ""},
		{"an identifier of megabytes", "locals { " + strings.Repeat("x", 3<<20) + " = 1 }\n", ""},
		{"not a text", "\x00\xff\xfe" + strings.Repeat("\x80", 1000), "is not read"},
	}
}

// TestBounds holds that no module takes more than about a second and 400 MB, and
// that it says what it did not read. The time is held loosely, for the machine may
// have more to do.
func TestBounds(t *testing.T) {
	for _, test := range hostile() {
		t.Run(test.reason, func(t *testing.T) {
			fsys := fstest.MapFS{
				"main.tf":       {Data: []byte(test.source)},
				"inner/main.tf": {Data: []byte("module \"n\" {\n count = 5000\n source = \"../deep\"\n}\n")},
				"deep/main.tf":  {Data: []byte(client("callback_urls = []"))},
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			m, err := LoadModule(fsys, ".", Options{})
			elapsed := time.Since(start)
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			megabytes := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%v, %d MB allocated, %d unjudged, %d clients", elapsed.Round(time.Millisecond), megabytes,
				len(m.Unjudged), len(m.Resources))
			if megabytes > 700 {
				t.Errorf("allocates %d MB", megabytes)
			}
			if elapsed > 20*time.Second {
				t.Errorf("takes %v", elapsed)
			}
			if !mentions(m.Unjudged, test.want) {
				t.Errorf("want %q among %v", test.want, m.Unjudged)
			}
		})
	}
}

func mentions(all []Unjudged, want string) bool {
	for _, u := range all {
		if strings.Contains(u.Error(), want) {
			return true
		}
	}
	return want == ""
}

// TestNothingOutside holds that nothing outside of the folder is read: a module
// above it, a file that an expression names, symbolic links that lead out.
func TestNothingOutside(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "in")
	write(t, above, map[string]string{
		"secret.txt":      "the secret",
		"out/main.tf":     client("callback_urls = [\"https://secret.example\"]"),
		"in/main.tf":      "module \"a\" { source = \"../out\" }\nmodule \"b\" { source = \"./linked\" }\nmodule \"c\" { source = \"./inside\" }\n" + client("default_redirect_uri = try(file(\"../secret.txt\"), file(\"link.txt\"), file(\""+filepath.ToSlash(above)+"/secret.txt\"), \"none\")"),
		"in/real/main.tf": client("callback_urls = [\"https://inside.example\"]"),
	})
	for link, target := range map[string]string{
		"linked": above + "/out", "inside": "real", "link.txt": "../secret.txt", "linked.tf": "../out/main.tf",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, fsys := range []fs.FS{os.DirFS(dir), root.FS()} {
		readsNothingOutside(t, fsys)
	}
}

func readsNothingOutside(t *testing.T, fsys fs.FS) {
	t.Helper()
	l := newLoader(fsys, ".", Options{})
	source, err := l.folder(".")
	if err != nil {
		t.Fatal(err)
	}
	found := fmt.Sprintf("%+v", l.evaluateModule(source))
	if strings.Contains(found, "secret") {
		t.Errorf("reads what is outside: %s", found)
	}
	if !strings.Contains(found, "https://inside.example") {
		t.Error("does not follow a link that stays inside")
	}
	for _, want := range []string{"module a is in ../out, outside", "module b is in linked, outside",
		"linked.tf: leads out"} {
		if !mentions(l.unjudged, want) {
			t.Errorf("want %q among %v", want, l.unjudged)
		}
	}
}

// BenchmarkLarge reads a module of 2,000 clients.
func BenchmarkLarge(b *testing.B) {
	source := "locals {\n  domain = \"shop.example\"\n}\nresource \"aws_cognito_user_pool\" \"p\" {\n  name = \"p\"\n}\n" + repeat(2000, `
resource "aws_cognito_user_pool_client" "web%d" {
  name                                 = "web-${local.domain}"
  user_pool_id                         = aws_cognito_user_pool.p.id
  generate_secret                      = false
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email", "profile"]
  callback_urls                        = ["https://${local.domain}/cb", "https://www.${local.domain}/cb/%d"]
  logout_urls                          = [for h in ["a", "b"] : "https://${h}.${local.domain}"]
  supported_identity_providers         = ["COGNITO"]
  token_validity_units {
    access_token = "hours"
  }
}`)
	fsys := fstest.MapFS{"main.tf": {Data: []byte(source)}}
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		m, err := LoadModule(fsys, ".", Options{})
		if err != nil || len(m.Unjudged) > 0 {
			b.Fatal(err, m.Unjudged)
		}
	}
}
