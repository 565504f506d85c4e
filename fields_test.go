package userpoolclient

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestFieldsMirrorTheSDK: each member of the three structs of the SDK, and of the
// structs in them, is a row that says so, and each row is one of those members.
func TestFieldsMirrorTheSDK(t *testing.T) {
	for _, s := range []struct {
		typ reflect.Type
		in  func(FieldInfo) bool
	}{
		{reflect.TypeFor[cognitoidentityprovider.CreateUserPoolClientInput](),
			func(f FieldInfo) bool { return f.InCreate }},
		{reflect.TypeFor[cognitoidentityprovider.UpdateUserPoolClientInput](),
			func(f FieldInfo) bool { return f.InUpdate }},
		{reflect.TypeFor[types.UserPoolClientType](), func(f FieldInfo) bool { return f.InClient }},
	} {
		members := sdkMembers(s.typ, "")
		if len(members) < 20 {
			t.Fatalf("%v has %d members: the test saw nothing", s.typ, len(members))
		}
		for _, m := range members {
			if info, ok := FieldByName(m); !ok {
				t.Errorf("%v has a member %s; add it to Config, a constant Field%s beside it, and a row to fieldTable in fields.go",
					s.typ, m, strings.ReplaceAll(m, ".", ""))
			} else if !s.in(info) {
				t.Errorf("the row %s of fieldTable must say that it is a member of %v", m, s.typ)
			}
		}
		for _, f := range Fields() {
			if s.in(f) && !slices.Contains(members, string(f.Name)) {
				t.Errorf("the row %s of fieldTable says that it is a member of %v, which has none", f.Name, s.typ)
			}
		}
	}
}

func sdkMembers(typ reflect.Type, prefix string) []string {
	var all []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() {
			continue
		}
		all = append(all, prefix+f.Name)
		if f.Type.Kind() != reflect.Pointer || f.Type.Elem().Kind() != reflect.Struct {
			continue
		}
		if f.Type.Elem() != reflect.TypeFor[time.Time]() && f.Type.Elem() != reflect.TypeFor[Secret]() {
			all = append(all, sdkMembers(f.Type.Elem(), prefix+f.Name+".")...)
		}
	}
	return all
}

// TestFieldsMirrorConfig: Config, the constants and the table name the same
// fields, in the same order.
func TestFieldsMirrorConfig(t *testing.T) {
	members := slices.DeleteFunc(sdkMembers(reflect.TypeFor[Config](), ""), func(m string) bool {
		return m == "Unknown" || m == "MaybeSet"
	})
	var rows []string
	for _, f := range Fields() {
		rows = append(rows, string(f.Name))
	}
	if !slices.Equal(members, rows) {
		t.Errorf("Config has\n%v\nfieldTable in fields.go has\n%v\nadd what one of them lacks, in the order of Config",
			members, rows)
	}
	if constants := fieldConstants(t); !slices.Equal(constants, rows) {
		t.Errorf("the constants of client.go are\n%v\nfieldTable in fields.go has\n%v\n"+
			"add what one of them lacks, in the order of Config", constants, rows)
	}
}

// fieldConstants reads the Field constants out of client.go.
func fieldConstants(t *testing.T) []string {
	file, err := parser.ParseFile(gotoken.NewFileSet(), "client.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Field") {
			return true
		}
		name, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if want := "Field" + strings.ReplaceAll(name, ".", ""); v.Names[0].Name != want {
			t.Errorf("the constant %s must be called %s", v.Names[0].Name, want)
		}
		all = append(all, name)
		return true
	})
	return all
}

// TestEnumsMirrorTheSDK: every value that the SDK names is known here.
func TestEnumsMirrorTheSDK(t *testing.T) {
	for _, v := range types.TimeUnitsType("").Values() {
		if _, ok := unitSeconds(v); !ok {
			t.Errorf("the unit %s is new; add it to unitSeconds in units.go", v)
		}
	}
	for _, v := range types.OAuthFlowType("").Values() {
		if flowBit(v) == flowOther {
			t.Errorf("the OAuth flow %s is new; add it to flowBit in oauth.go", v)
		}
	}
	for _, v := range types.ExplicitAuthFlowsType("").Values() {
		if authFlowBit(v)&(authOther|authAllowOther) != 0 {
			t.Errorf("the authentication flow %s is new; add it to authFlowBit in authflows.go", v)
		}
	}
	for rule, values := range map[string][]string{
		"token-unit-unknown":            texts(types.TimeUnitsType("").Values()),
		"oauth-flow-unknown":            texts(types.OAuthFlowType("").Values()),
		"user-existence-errors-unknown": texts(types.PreventUserExistenceErrorTypes("").Values()),
		"rotation-feature-unknown":      texts(types.FeatureType("").Values()),
	} {
		r, ok := RuleByID(rule)
		if !ok || r.Constraint == nil {
			t.Errorf("the rule %s must limit a member to the values of its enum", rule)
			continue
		}
		if got := asSet(r.Constraint.Values); !slices.Equal(got, asSet(values)) {
			t.Errorf("the rule %s knows %v, the SDK %v; add what is new", rule, got, values)
		}
	}
}

func TestFieldRows(t *testing.T) {
	date := regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	for _, f := range Fields() {
		t.Run(string(f.Name), func(t *testing.T) {
			if f.Type == "" || !strings.HasSuffix(f.Summary, ".") || strings.Contains(f.Summary, ". ") {
				t.Errorf("a row needs a type and a summary of one sentence: %q, %q", f.Type, f.Summary)
			}
			parent, _, nested := strings.Cut(string(f.Name), ".")
			if nested != (f.Parent != "") || nested && parent != string(f.Parent) {
				t.Errorf("the parent is %q", f.Parent)
			}
			if f.InCreate && f.DefaultWords == "" && f.Name != FieldUserPoolId && f.Name != FieldClientName {
				t.Error("a member of a create needs its default in words")
			}
			if (f.DefaultWords == "") != (f.DefaultEvidence == 0) || f.Default != nil && f.DefaultWords == "" {
				t.Error("a default needs words and evidence")
			}
			if len(f.Sources) == 0 {
				t.Error("a row needs a source")
			}
			for _, s := range f.Sources {
				if s.Title == "" || !strings.HasPrefix(s.URL, "https://") || !date.MatchString(s.Date) {
					t.Errorf("a source needs a title, a URL and a date: %+v", s)
				}
			}
			switch f.Omission {
			case OmissionNone:
				if f.InUpdate && !f.Immutable {
					t.Error("a setting of an update is reset, kept or undetermined when it is omitted")
				}
			case OmissionResets, OmissionKeeps, OmissionUndetermined:
				if !f.InUpdate || f.OmissionEvidence == 0 || f.OmissionNote == "" {
					t.Error("the effect of omission needs evidence and a note, and only a member of an update has one")
				}
			default:
				t.Errorf("the effect of omission is %q", f.Omission)
			}
			if v := reflect.ValueOf(f.Default); f.Default != nil {
				if want := configType(f.Name); v.Type() != want {
					t.Errorf("the default is a %v; Config holds a %v", v.Type(), want)
				}
			}
			isList := strings.HasPrefix(f.Type, "list")
			if f.Unordered != isList || isList != (configType(f.Name).Kind() == reflect.Slice) {
				t.Errorf("Unordered is %v of a %s", f.Unordered, f.Type)
			}
		})
	}
}

// TestFieldsAreCopies: what a caller does to a row does not reach the table.
func TestFieldsAreCopies(t *testing.T) {
	for _, f := range Fields() {
		if len(f.Sources) > 0 {
			f.Sources[0].URL = "x"
		}
		if list, ok := f.Default.([]string); ok && len(list) > 0 {
			list[0] = "x"
		}
		if list, ok := f.Default.([]types.ExplicitAuthFlowsType); ok {
			list[0] = "x"
		}
	}
	for _, s := range Resolve(&Config{}, Context{}) {
		if list, ok := s.Value.([]string); ok && len(list) > 0 {
			list[0] = "x"
		}
	}
	for _, f := range Fields() {
		list, _ := stringsOf(f.Default)
		if slices.Contains(list, "x") || f.Sources[0].URL == "x" {
			t.Fatalf("%s was changed from outside", f.Name)
		}
	}
	if _, ok := FieldByName("callback_urls"); ok {
		t.Error("a field is found by its name in the API")
	}
}

// TestMembersReachConfig: the functions of a row reach the member that the row
// names, for every row.
func TestMembersReachConfig(t *testing.T) {
	for i := range fieldTable() {
		r := &fieldTable()[i]
		t.Run(string(r.Name), func(t *testing.T) {
			if none := new(Config); r.isSet(none) || r.get(none) != nil || r.empty(none) {
				t.Error("nothing is set in an empty Config")
			}
			c := new(Config)
			want := setNonDefault(c, r)
			if !r.isSet(c) || !cmp.Equal(r.get(c), want) {
				t.Fatalf("get returns %#v, Config holds %#v", r.get(c), want)
			}
			for j := range fieldTable() {
				other := &fieldTable()[j]
				if other.isSet(c) && other != r && other.Name != r.Parent && other.Parent != r.Name {
					t.Errorf("setting %s sets %s", r.Name, other.Name)
				}
			}
			if r.copy == nil {
				return
			}
			to := new(Config)
			r.copy(to, c)
			if !cmp.Equal(to, c) {
				t.Errorf("copy makes %+v of %+v", to, c)
			}
			r.copy(to, new(Config))
			if r.isSet(to) {
				t.Error("copying what is omitted must clear it")
			}
			if configType(r.Name).Kind() != reflect.Slice {
				return
			}
			configMember(c, r.Name).Set(reflect.MakeSlice(configType(r.Name), 0, 0))
			if r.copy(to, c); !r.isSet(to) || !r.empty(to) {
				t.Error("the empty list must stay the empty list")
			}
		})
	}
}

// configMember is the member of c that a field names; the structures around it
// are made.
func configMember(c *Config, f Field) reflect.Value {
	v := reflect.ValueOf(c).Elem()
	for i, name := range strings.Split(string(f), ".") {
		if i > 0 {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.FieldByName(name)
	}
	return v
}

// configType is the type of a field without its pointer.
func configType(f Field) reflect.Type {
	typ := configMember(new(Config), f).Type()
	if typ.Kind() == reflect.Pointer {
		return typ.Elem()
	}
	return typ
}

// setNonDefault gives a field a value that is not its default, and returns the
// value.
func setNonDefault(c *Config, r *fieldRow) any {
	typ := configType(r.Name)
	value := reflect.New(typ).Elem()
	switch typ.Kind() {
	case reflect.Bool:
		value.SetBool(r.Default != any(true))
	case reflect.Int32:
		value.SetInt(7)
	case reflect.Slice:
		value.Set(reflect.MakeSlice(typ, 1, 1))
		value.Index(0).SetString("x")
	case reflect.String:
		value.SetString("x")
		if values, ok := typ.MethodByName("Values"); ok {
			for _, v := range reflectSlice(values.Func.Call([]reflect.Value{value})[0]) {
				if v.Interface() != r.Default {
					value.Set(v)
				}
			}
		}
	case reflect.Struct:
		if typ == reflect.TypeFor[Secret]() {
			value.Set(reflect.ValueOf(NewSecret("x")))
			break
		}
		if typ == reflect.TypeFor[time.Time]() {
			value.Set(reflect.ValueOf(time.Unix(7, 0).UTC()))
			break
		}
		for i := range fieldTable() {
			if m := &fieldTable()[i]; m.Parent == r.Name {
				setNonDefault(c, m)
			}
		}
		return reflect.Indirect(configMember(c, r.Name)).Interface()
	}
	member := configMember(c, r.Name)
	if member.Kind() == reflect.Pointer {
		member.Set(reflect.New(typ))
		member = member.Elem()
	}
	member.Set(value)
	return value.Interface()
}

func reflectSlice(v reflect.Value) []reflect.Value {
	all := make([]reflect.Value, v.Len())
	for i := range all {
		all[i] = v.Index(i)
	}
	return all
}

// TestGenConfig: the generator of the property tests gives every field, and
// leaves every field out.
func TestGenConfig(t *testing.T) {
	given, left := map[Field]bool{}, map[Field]bool{}
	gen := genConfig()
	for seed := range 200 {
		c := gen.Example(seed)
		for i := range fieldTable() {
			r := &fieldTable()[i]
			given[r.Name] = given[r.Name] || r.isSet(c)
			left[r.Name] = left[r.Name] || !r.isSet(c)
		}
	}
	for _, f := range Fields() {
		if !given[f.Name] || !left[f.Name] {
			t.Errorf("%s is never set (%v) or never omitted (%v); add it to genConfig in config_gen_test.go",
				f.Name, given[f.Name], left[f.Name])
		}
	}
}

// TestSame holds semantic equality to what it is for.
func TestSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c"})).Draw(t, "list")
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		if !same(list, append(shuffled, list...)) {
			t.Fatalf("%v and %v are one set", list, shuffled)
		}
		if same(list, append(shuffled, "d")) || same(append(shuffled, "d"), list) {
			t.Fatal("an element more is another set")
		}
	})
	for _, row := range []struct {
		a, b any
		want bool
		why  string
	}{
		{nil, []string{}, true, "no list is the empty list"},
		{nil, []string{"a"}, false, "a list is not nothing"},
		{nil, nil, true, ""},
		{nil, "", false, "an empty string is a value"},
		{"a", []string{"a"}, false, "a string is not a list"},
		{time.Unix(1, 0).UTC(), time.Unix(1, 0).In(time.FixedZone("", 3600)), true, "times are instants"},
		{int32(1), int32(1), true, ""},
		{int32(1), true, false, "types differ"},
	} {
		if got := same(row.a, row.b); got != row.want {
			t.Errorf("same(%v, %v) is %v: %s", row.a, row.b, got, row.why)
		}
	}
}
