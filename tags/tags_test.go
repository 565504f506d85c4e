package tags

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-playground/locales/en"
	ut "github.com/go-playground/universal-translator"
	"github.com/go-playground/validator/v10"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
)

func registered(t testing.TB, options ...validator.Option) *validator.Validate {
	t.Helper()
	v := validator.New(options...)
	if err := Register(v); err != nil {
		t.Fatal(err)
	}
	return v
}

// parse is a client out of JSON.
func parse(t testing.TB, data string) *userpoolclient.Config {
	t.Helper()
	c, err := userpoolclient.Parse([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const badClient = `{"ClientName":"shop: web","CallbackURLs":["https://a.example/cb","http://a.example/cb"],
	"TokenValidityUnits":{"AccessToken":"weeks"}}`

// failures is each error as "namespace tag", or "namespace alias=rule".
func failures(err error) []string {
	var failed validator.ValidationErrors
	if err != nil && !errors.As(err, &failed) {
		return []string{err.Error()}
	}
	var all []string
	for _, fe := range failed {
		tag := fe.Tag()
		if fe.ActualTag() != tag {
			tag += "=" + fe.ActualTag()
		}
		all = append(all, fe.Namespace()+" "+tag)
	}
	slices.Sort(all)
	return all
}

type Embedded struct {
	userpoolclient.Config
}

func TestConfigAnywhere(t *testing.T) {
	bad := *parse(t, badClient)
	pointer := &bad
	for _, row := range []struct {
		reason string
		value  any
		at     []string
	}{
		{"the top itself", bad, []string{"Config"}},
		{"a pointer as the top", &bad, []string{"Config"}},
		{"a value", struct{ Web userpoolclient.Config }{bad}, []string{"Web"}},
		{"a pointer", struct{ Web *userpoolclient.Config }{&bad}, []string{"Web"}},
		{"a pointer to a pointer", struct{ Web **userpoolclient.Config }{&pointer}, []string{"Web"}},
		{"an interface", struct{ Web any }{&bad}, []string{"Web"}},
		{"a nil pointer is not there", struct{ Web *userpoolclient.Config }{}, nil},
		{"a nil interface is not there", struct{ Web any }{}, nil},
		{"embedded", Embedded{bad}, []string{"Embedded.Config"}},
		{"deep in other structs", struct {
			A struct {
				B *struct{ C userpoolclient.Config }
			}
		}{struct {
			B *struct{ C userpoolclient.Config }
		}{&struct{ C userpoolclient.Config }{bad}}}, []string{"A.B.C"}},
		{"a slice needs dive, as validator wants it", struct {
			All []userpoolclient.Config
		}{[]userpoolclient.Config{bad}}, nil},
		{"a slice", struct {
			All []userpoolclient.Config `validate:"dive"`
		}{[]userpoolclient.Config{{}, bad}}, []string{"All[1]"}},
		{"a slice of pointers, one nil", struct {
			All []*userpoolclient.Config `validate:"dive"`
		}{[]*userpoolclient.Config{nil, &bad}}, []string{"All[1]"}},
		{"an array", struct {
			All [2]userpoolclient.Config `validate:"dive"`
		}{[2]userpoolclient.Config{bad, bad}}, []string{"All[0]", "All[1]"}},
		{"a map", struct {
			All map[string]userpoolclient.Config `validate:"dive"`
		}{map[string]userpoolclient.Config{"web": bad}}, []string{"All[web]"}},
		{"a map of pointers", struct {
			All map[string]*userpoolclient.Config `validate:"dive"`
		}{map[string]*userpoolclient.Config{"web": &bad}}, []string{"All[web]"}},
		{"required beside it", struct {
			Web *userpoolclient.Config `validate:"required"`
		}{&bad}, []string{"Web"}},
		{"the tag - skips it", struct {
			Web userpoolclient.Config `validate:"-"`
		}{bad}, nil},
	} {
		t.Run(row.reason, func(t *testing.T) {
			var want []string
			for _, at := range row.at {
				want = append(want, at+".CallbackURLs[1] redirect-http", at+".ClientName client-name-pattern",
					at+".TokenValidityUnits.AccessToken token-unit-unknown")
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, failures(registered(t).Struct(row.value))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestUnexported: where the user asks validator to look into unexported fields,
// a value that was handed over by value cannot be taken out of them. That is a
// failure, not a pass.
func TestUnexported(t *testing.T) {
	type service struct {
		web userpoolclient.Config
		ios *userpoolclient.Config
	}
	bad := parse(t, badClient)
	secret := userpoolclient.NewSecret("short")
	bad.ClientSecret, bad.LogoutURLs, bad.PreventUserExistenceErrors = &secret, []string{}, "LEGACY"
	s := service{*bad, bad}
	all := failures(registered(t).Struct(struct{ Web, Ios userpoolclient.Config }{*bad, *bad}))
	for i, w := range all {
		all[i] = "service." + strings.ToLower(w[:1]) + w[1:]
	}
	if len(all) < 6 {
		t.Fatalf("expected failures of both clients, got %q", all)
	}
	ios := slices.DeleteFunc(slices.Clone(all), func(f string) bool { return strings.HasPrefix(f, "service.web") })
	for _, row := range []struct {
		reason string
		value  any
		want   []string
	}{
		{"by pointer: both are judged", &s, all},
		{"by value: the one behind a pointer of its own is judged", s, append(ios, "service.web. cognito_unreadable")},
	} {
		got := failures(registered(t, validator.WithPrivateFieldValidation()).Struct(row.value))
		slices.Sort(got)
		slices.Sort(row.want)
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", row.reason, diff)
		}
	}
}

// TestFindings: what comes back is what Validate finds, for every rule.
func TestFindings(t *testing.T) {
	v := registered(t)
	seen := 0
	for _, r := range userpoolclient.Rules() {
		for _, e := range []userpoolclient.Example{r.Bad, r.Good} {
			c, in := e.Config(), e.Context()
			err := v.StructCtx(NewContext(t.Context(), in), struct{ Web *userpoolclient.Config }{c})
			got := Findings(fmt.Errorf("wrapped: %w", errOrEmpty(err)))
			var rejected *userpoolclient.ValidationError
			var want []userpoolclient.Finding
			if errors.As(userpoolclient.Validate(c, in), &rejected) {
				want = rejected.Findings
			}
			if len(got) != len(want) {
				t.Errorf("%s: got %v, want %v", r.ID, got, want)
				continue
			}
			for i := range want {
				seen++
				for _, f := range want[i].Related {
					if f != want[i].Field && !slices.Contains(got[i].Related, f) {
						t.Errorf("%s: Related %v lacks %s", r.ID, got[i].Related, f)
					}
				}
				if want[i].Related == nil != (got[i].Related == nil) {
					t.Errorf("%s: Related is %v, want %v", r.ID, got[i].Related, want[i].Related)
				}
				got[i].Related, want[i].Related = nil, nil
				want[i].Message, want[i].Fix = want[i].Text(), ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: -want +got:\n%s", r.ID, diff)
			}
		}
	}
	if seen < 50 {
		t.Errorf("saw only %d findings", seen)
	}
	if got := Findings(errors.New("other")); got != nil {
		t.Errorf("another error has no findings, got %v", got)
	}
	if got := Findings(v.Var("x", "email")); got != nil {
		t.Errorf("another tag has no findings, got %v", got)
	}
}

func errOrEmpty(err error) error {
	if err == nil {
		return errors.New("none")
	}
	return err
}

// TestAliases: each rule about a value is reached by an alias of each of its
// fields, and the package comment lists every alias.
func TestAliases(t *testing.T) {
	if len(valueRules()) < 30 {
		t.Fatalf("found only %d rules about a value", len(valueRules()))
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range valueRules() {
		for _, f := range r.fields {
			if !slices.ContainsFunc(aliases, func(a alias) bool { return a.field == f && a.list == r.list }) {
				const todo = "%s judges %s (list: %v), which has no alias; add one to aliases and to the package comment"
				t.Errorf(todo, r.id, f, r.list)
			}
		}
	}
	seen := make(map[string]bool)
	for _, a := range aliases {
		if a.tag() == "" {
			t.Errorf("%s has no rules; remove it", a.name)
		}
		if seen[a.name] {
			t.Errorf("%s stands twice", a.name)
		}
		seen[a.name] = true
		if !slices.Contains(strings.Fields(string(doc)), a.name) {
			t.Errorf("the package comment must list %s", a.name)
		}
	}
}

// TestValueRules holds which rules are tags; what else is rejected needs more
// than a value to be known.
func TestValueRules(t *testing.T) {
	const file = "testdata/aliases.txt"
	var b strings.Builder
	for _, a := range aliases {
		fmt.Fprintf(&b, "%s %s\n", a.name, a.tag())
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s is not what the rules say (-file +rules); go test -update rewrites it\n%s", file, diff)
	}
	if !strings.Contains(b.String(), "cognito_scope scope-length,scope-characters,scope-format\n") {
		t.Error("the aliases hold no rules: the test saw nothing")
	}
}

func ptr[T any](v T) *T { return &v }

func TestOwnFields(t *testing.T) {
	type name string
	type nest []nest
	cycle := make(nest, 1)
	cycle[0] = cycle
	const long = 3000
	for _, row := range []struct {
		reason string
		value  any
		want   []string
	}{
		{"a good redirect", struct {
			V string `validate:"cognito_redirect"`
		}{"https://a.example/cb"}, nil},
		{"the alias is Tag, the rule ActualTag", struct {
			V string `validate:"cognito_redirect"`
		}{"http://a.example/cb"}, []string{"V cognito_redirect=redirect-http"}},
		{"one rule alone", struct {
			V string `validate:"redirect-http"`
		}{"http://a.example/cb#x"}, []string{"V redirect-http"}},
		{"a logout URL may have a fragment", struct {
			V string `validate:"cognito_logout_redirect"`
		}{"https://a.example/#out"}, nil},
		{"each element, and which", struct {
			V []string `validate:"cognito_redirects,dive,cognito_redirect"`
		}{[]string{"https://a.example/cb", "/cb"}}, []string{"V[1] cognito_redirect=redirect-not-absolute"}},
		{"without dive, the slice", struct {
			V []string `validate:"cognito_redirect"`
		}{[]string{"https://a.example/cb", "/cb"}}, []string{"V cognito_redirect=redirect-not-absolute"}},
		{"too many elements", struct {
			V []string `validate:"cognito_redirects"`
		}{make([]string, 101)}, []string{"V cognito_redirects=callback-urls-count"}},
		{"as many as may be", struct {
			V []string `validate:"cognito_redirects"`
		}{make([]string, 100)}, nil},
		{"a list that is none", struct {
			V string `validate:"cognito_scopes"`
		}{"openid"}, []string{"V cognito_scopes=scopes-count"}},
		{"map values", struct {
			V map[string]string `validate:"dive,cognito_scope"`
		}{map[string]string{"a": "nope"}}, []string{"V[a] cognito_scope=scope-format"}},
		{"a string type of the user's own", struct {
			V name `validate:"cognito_client_name"`
		}{"a:b"}, []string{"V cognito_client_name=client-name-pattern"}},
		{"the empty string is set", struct {
			V string `validate:"cognito_scope"`
		}{}, []string{"V cognito_scope=scope-length"}},
		{"omitempty lets it pass", struct {
			V string `validate:"omitempty,cognito_scope"`
		}{}, nil},
		{"a nil pointer is omitted", struct {
			V *string `validate:"cognito_scope"`
		}{}, nil},
		{"required demands it", struct {
			V *string `validate:"required,cognito_scope"`
		}{}, []string{"V required"}},
		{"a nil interface is omitted", struct {
			V any `validate:"cognito_scope"`
		}{}, nil},
		{"a nil slice is omitted", struct {
			V []string `validate:"cognito_scopes,dive,cognito_scope"`
		}{}, nil},
		{"behind a pointer", struct {
			V *string `validate:"omitempty,cognito_scope"`
		}{ptr("nope")}, []string{"V cognito_scope=scope-format"}},
		{"in an interface", struct {
			V any `validate:"cognito_scope"`
		}{"nope"}, []string{"V cognito_scope=scope-format"}},
		{"0 minutes are set", struct {
			V int `validate:"cognito_auth_session_validity"`
		}{}, []string{"V cognito_auth_session_validity=auth-session-validity-range"}},
		{"omitempty lets 0 pass", struct {
			V int `validate:"omitempty,cognito_auth_session_validity"`
		}{}, nil},
		{"validator's required takes a plain 0 for missing", struct {
			V int `validate:"required,cognito_rotation_grace"`
		}{}, []string{"V required"}},
		{"a Secret", struct {
			V userpoolclient.Secret `validate:"cognito_client_secret"`
		}{userpoolclient.NewSecret("0123456789abcdefghijklmn")}, nil},
		{"a Secret that is too short", struct {
			V *userpoolclient.Secret `validate:"cognito_client_secret"`
		}{ptr(userpoolclient.NewSecret("short"))}, []string{"V cognito_client_secret=client-secret-length"}},
		{"behind a pointer 0 is there", struct {
			V *int `validate:"required,cognito_rotation_grace"`
		}{ptr(0)}, nil},
		{"an unsigned number", struct {
			V uint8 `validate:"cognito_auth_session_validity"`
		}{16}, []string{"V cognito_auth_session_validity=auth-session-validity-range"}},
		{"a number out of JSON", struct {
			V any `validate:"cognito_auth_session_validity"`
		}{15.0}, nil},
		{"a broken number", struct {
			V any `validate:"cognito_auth_session_validity"`
		}{3.5}, []string{"V cognito_auth_session_validity=auth-session-validity-range"}},
		{"a number that wraps to a good one in 32 bits", struct {
			V int64 `validate:"cognito_auth_session_validity"`
		}{1<<32 + 5}, []string{"V cognito_auth_session_validity=auth-session-validity-range"}},
		{"the same, unsigned", struct {
			V uint64 `validate:"cognito_auth_session_validity"`
		}{1<<63 + 1<<32 + 5}, []string{"V cognito_auth_session_validity=auth-session-validity-range"}},
		{"60 alone may be minutes", struct {
			V int `validate:"cognito_access_token_validity"`
		}{60}, nil},
		{"the wrong kind fails", struct {
			V chan int `validate:"cognito_scope"`
		}{make(chan int)}, []string{"V cognito_scope=scope-length"}},
		{"a struct is the wrong kind", struct {
			V []struct{ A int } `validate:"cognito_scope"`
		}{make([]struct{ A int }, 1)}, []string{"V cognito_scope=scope-length"}},
		{"a slice that holds itself", struct {
			V nest `validate:"cognito_scope"`
		}{cycle}, []string{"V cognito_scope=scope-length"}},
		{"nil inside a slice", struct {
			V []*string `validate:"cognito_scope"`
		}{[]*string{nil}}, []string{"V cognito_scope=scope-length"}},
		{"characters, not bytes", struct {
			V string `validate:"cognito_redirect"`
		}{"https://a.example/" + strings.Repeat("あ", 1006)}, nil},
		{"one character more", struct {
			V string `validate:"cognito_redirect"`
		}{"https://a.example/" + strings.Repeat("あ", 1007)}, []string{"V cognito_redirect=redirect-length"}},
		{"a long attribute", struct {
			V string `validate:"cognito_read_attribute"`
		}{strings.Repeat("a", long)}, []string{"V cognito_read_attribute=read-attribute-length"}},
		{"validator's or", struct {
			V string `validate:"eq=default|scope-format"`
		}{"default"}, nil},
	} {
		t.Run(row.reason, func(t *testing.T) {
			err := registered(t).Struct(row.value)
			if diff := cmp.Diff(row.want, failures(err)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			ours := slices.DeleteFunc(slices.Clone(row.want), func(s string) bool { return strings.HasSuffix(s, " required") })
			found := Findings(err)
			if len(found) != len(ours) {
				t.Errorf("%d findings for %q: %v", len(found), ours, found)
			}
			for _, f := range found {
				if f.Message == "" || f.Severity != userpoolclient.SeverityError || !strings.Contains(row.want[0], f.Rule) {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

func TestFindingOfOwnField(t *testing.T) {
	err := registered(t).Struct(struct {
		Out []string `validate:"dive,cognito_logout_redirect"`
	}{[]string{"https://a.example/out", "http://a.example/out"}})
	c := userpoolclient.Config{LogoutURLs: []string{"https://a.example/out", "http://a.example/out"}}
	want, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(&c, userpoolclient.Context{}))
	if !ok || len(want.Findings) != 1 || want.Findings[0].Index != 1 {
		t.Fatalf("the second URL must be the one finding, got %v", want)
	}
	if diff := cmp.Diff(want.Findings, Findings(err)); diff != "" {
		t.Errorf("the same as in a Config: -want +got:\n%s", diff)
	}
}

// TestSecret: neither error shows a secret.
func TestSecret(t *testing.T) {
	secret := userpoolclient.NewSecret("s3cr3t-value")
	c := userpoolclient.Config{ClientSecret: &secret, ClientName: ptr("shop"), UserPoolId: ptr("eu-central-1_a1B2c3D4e")}
	create := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	err := registered(t).StructCtx(NewContext(t.Context(), create), c)
	var failed validator.ValidationErrors
	if !errors.As(err, &failed) || len(failed) != 2 {
		t.Fatalf("a short secret with a - must fail twice, got %v", err)
	}
	for _, fe := range failed {
		if shown := fmt.Sprint(fe, fe.Value(), fe.Param(), Findings(err)); strings.Contains(shown, "s3cr3t") {
			t.Errorf("the secret shows in %q", shown)
		}
	}
}

// TestNames: names of the user's own for fields change what stands before the
// path, not the path.
func TestNames(t *testing.T) {
	v := registered(t)
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("json") })
	err := v.Struct(struct {
		Web userpoolclient.Config `json:"web"`
	}{*parse(t, `{"CallbackURLs":["/cb"]}`)})
	var failed validator.ValidationErrors
	if !errors.As(err, &failed) || failed[0].Namespace() != "web.CallbackURLs[0]" ||
		failed[0].StructNamespace() != "Web.CallbackURLs[0]" ||
		failed[0].Field() != "CallbackURLs[0]" || failed[0].Value() != "/cb" {
		t.Errorf("got %v", err)
	}
}

func TestContext(t *testing.T) {
	c := userpoolclient.Config{}
	create := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	v := validator.New()
	if err := RegisterDefault(v, create); err != nil {
		t.Fatal(err)
	}
	want := []string{"Config.ClientName client-name-required", "Config.UserPoolId user-pool-id-required"}
	if diff := cmp.Diff(want, failures(v.Struct(c))); diff != "" {
		t.Errorf("the default: -want +got:\n%s", diff)
	}
	if err := v.StructCtx(NewContext(t.Context(), userpoolclient.Context{}), c); err != nil {
		t.Errorf("the context must win over the default, got %v", err)
	}
	if err := Register(v); err != nil {
		t.Fatalf("a second registration: %v", err)
	}
	if err := v.Struct(c); err != nil {
		t.Errorf("a second registration must replace the default, got %v", err)
	}
	if err := RegisterDefault(v, create); err != nil {
		t.Fatalf("a third registration: %v", err)
	}
	if diff := cmp.Diff(want, failures(v.Struct(c))); diff != "" {
		t.Errorf("a third registration: -want +got:\n%s", diff)
	}
}

func TestRegisterErrors(t *testing.T) {
	if err := Register(nil); err == nil {
		t.Error("a nil validator must be an error")
	}
	v := validator.New()
	if err := v.Struct(struct{ Web userpoolclient.Config }{}); err != nil {
		t.Fatal(err)
	}
	if err := Register(v); err == nil {
		t.Error("a validator that has met Config never asks us; Register must say so")
	}
	if err := RegisterTranslations(nil, nil); err == nil {
		t.Error("a nil translator must be an error")
	}
}

func TestTranslations(t *testing.T) {
	v := registered(t)
	trans, _ := ut.New(en.New()).GetTranslator("en")
	if err := RegisterTranslations(v, trans); err != nil {
		t.Fatal(err)
	}
	err := v.Struct(struct {
		Web   userpoolclient.Config
		Name  string `validate:"cognito_client_name"`
		Email string `validate:"email"`
	}{*parse(t, `{"CallbackURLs":["http://a.example"]}`), "a:b", "x"})
	var failed validator.ValidationErrors
	if !errors.As(err, &failed) {
		t.Fatal(err)
	}
	got := failed.Translate(trans)
	for _, row := range []struct{ reason, namespace, starts string }{
		{"of a Config, its path comes first", "Web.CallbackURLs[0]", `CallbackURLs[0] "http://a.example" `},
		{"of a field of the user's own, its name", "Name", `Name "a:b" `},
		{"of another tag, validator's own message", "Email",
			"Key: 'Email' Error:Field validation for 'Email' failed on the 'email' tag"},
	} {
		if !strings.HasPrefix(got[row.namespace], row.starts) {
			t.Errorf("%s: got %q, want it to begin with %q", row.reason, got[row.namespace], row.starts)
		}
	}
	for _, f := range Findings(err) {
		if !strings.Contains(strings.Join(slices.Collect(maps.Values(got)), "\n"), f.Text()) {
			t.Errorf("no translation holds %q", f.Text())
		}
	}
	if len(got) != 3 {
		t.Errorf("%d translations: %v", len(got), got)
	}
}

func TestConcurrentUse(t *testing.T) {
	v := registered(t)
	bad := parse(t, badClient)
	want := failures(registered(t).Struct(bad))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				ctx := NewContext(context.Background(), userpoolclient.Context{})
				if got := failures(v.StructCtx(ctx, bad)); !slices.Equal(got, want) {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzStruct: validator rejects what Validate rejects, whatever the input.
func FuzzStruct(f *testing.F) {
	for _, r := range userpoolclient.Rules() {
		f.Add([]byte(r.Bad.Members()), "x", int64(1))
	}
	v := registered(f)
	f.Fuzz(func(t *testing.T, data []byte, s string, n int64) {
		for _, a := range aliases {
			for _, value := range []any{s, n, []string{s}, &s, float64(n), map[string]int64{s: n}, []any{nil, s, n}} {
				err := v.Var(value, a.name)
				if found := Findings(err); (err == nil) != (len(found) == 0) {
					t.Errorf("%s of %v: %v but %v", a.name, value, err, found)
				}
			}
		}
		c, err := userpoolclient.Parse(data)
		if err != nil {
			return
		}
		ours, theirs := userpoolclient.Validate(c, userpoolclient.Context{}), v.Struct(c)
		if (ours == nil) != (theirs == nil) {
			t.Errorf("Validate says %v, validator %v", ours, theirs)
		}
	})
}

// TestOnlyImporter: importing validator costs a program megabytes and start-up
// time, so nothing but this package and its example does.
func TestOnlyImporter(t *testing.T) {
	const format = `{{.ImportPath}} {{join .Imports " "}}`
	out, err := exec.Command("go", "list", "-f", format, "github.com/userpoolclient/userpoolclient/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		pkg, imports, _ := strings.Cut(line, " ")
		if !strings.Contains(imports, "go-playground/validator") {
			continue
		}
		seen++
		if !strings.HasSuffix(pkg, "/tags") && !strings.HasSuffix(pkg, "/examples/validatortags") {
			t.Errorf("%s imports validator; only tags may", pkg)
		}
	}
	if seen == 0 {
		t.Error("not even this package imports validator: the test saw nothing")
	}
}
