package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A program is the smallest that uses a package in earnest.
type program struct {
	name    string
	imports []string
	body    string

	size   int64   // of the binary, in bytes
	init   float64 // of all packages, in milliseconds
	allocs int     // while they are initialized

	packages map[string]float64 // of each package, in milliseconds
}

const (
	self   = "github.com/userpoolclient/userpoolclient"
	client = "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

const (
	nothing  = "nothing but fmt"
	sdkTypes = "the SDK's types"
)

var programs = []program{
	{name: nothing, body: `fmt.Println("ok")`},
	{name: sdkTypes, imports: []string{client + "/types"}, body: `fmt.Println(types.OAuthFlowTypeCode.Values())`},
	{name: "userpoolclient", imports: []string{self}, body: useSelf},
	{name: "userpoolclient tags", imports: []string{self, self + "/tags", "github.com/go-playground/validator/v10"},
		body: `v := validator.New(); fmt.Println(tags.Register(v), v.Struct(userpoolclient.Config{}))`},
	{name: "regexp + net/url", imports: []string{"regexp", "net/url"},
		body: `u, err := url.Parse("https://a.example"); fmt.Println(u, err, regexp.MustCompile("^[\\p{L}]+$").MatchString("a"))`},
	{name: "ozzo-validation/v4", imports: []string{"github.com/go-ozzo/ozzo-validation/v4"},
		body: `s := struct{ A string }{}; fmt.Println(validation.ValidateStruct(&s, validation.Field(&s.A, validation.Length(1, 2))))`},
	{name: "validator/v10", imports: []string{"github.com/go-playground/validator/v10"},
		body: "fmt.Println(validator.New().Struct(struct{ A string `validate:\"max=2\"` }{}))"},
	{name: "jsonschema/v6", imports: []string{"github.com/santhosh-tekuri/jsonschema/v6"},
		body: `s, err := jsonschema.NewCompiler().Compile("schema.json"); fmt.Println(s, err)`},
	{name: "CUE", imports: []string{"cuelang.org/go/cue/cuecontext"},
		body: `fmt.Println(cuecontext.New().CompileString("a: 1").Validate())`},
	{name: "the SDK's client", imports: []string{client}, body: useClient},
	{name: "the SDK's client and userpoolclient", imports: []string{self, client}, body: useSelf + "; " + useClient},
}

const (
	useSelf   = `fmt.Println(userpoolclient.Validate(&userpoolclient.Config{}, userpoolclient.Context{}))`
	useClient = `c := cognitoidentityprovider.New(cognitoidentityprovider.Options{}); _, err := c.UpdateUserPoolClient(context.Background(), nil); fmt.Println(err)`
)

// measurePrograms builds each program and runs it with GODEBUG=inittrace=1.
func measurePrograms() ([]program, error) {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	all := append([]program(nil), programs...)
	for i := range all {
		fmt.Fprintf(os.Stderr, "\rprogram %d of %d ", i+1, len(all))
		if err := all[i].measure(filepath.Join(dir, strconv.Itoa(i))); err != nil {
			return nil, fmt.Errorf("%s: %w", all[i].name, err)
		}
	}
	fmt.Fprintln(os.Stderr)
	return all, nil
}

func (p *program) measure(path string) error {
	imports := append([]string{"fmt"}, p.imports...)
	if strings.Contains(p.body, "context.Background") {
		imports = append(imports, "context")
	}
	source := "package main\n"
	for _, path := range imports {
		name := ""
		if strings.Contains(path, "ozzo") {
			name = "validation "
		}
		source += "import " + name + strconv.Quote(path) + "\n"
	}
	source += "func main() {\n" + p.body + "\n}\n"
	if err := os.WriteFile(path+".go", []byte(source), 0o600); err != nil {
		return err
	}
	if out, err := exec.Command("go", "build", "-trimpath", "-o", path, path+".go").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	p.size = info.Size()
	const runs = 11
	var inits []float64
	packages := make(map[string][]float64)
	for range runs {
		cmd := exec.Command(path)
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var trace strings.Builder
		cmd.Stderr = &trace
		if err := cmd.Run(); err != nil {
			return err
		}
		var ms float64
		ms, p.allocs = sumInits(trace.String(), packages)
		inits = append(inits, ms)
	}
	p.init = median(inits)
	p.packages = make(map[string]float64, len(packages))
	for name, all := range packages {
		p.packages[name] = median(all)
	}
	return nil
}

// over is how long the packages take to initialize that another program has not: the
// difference of the sums would show how much those that both have vary.
func (p *program) over(other *program) (ms float64) {
	for name, took := range p.packages {
		if _, ok := other.packages[name]; !ok {
			ms += took
		}
	}
	return ms
}

// initLine is how the runtime reports the initialization of a package:
// "init regexp @0.42 ms, 0.010 ms clock, 1024 bytes, 5 allocs".
var initLine = regexp.MustCompile(`(?m)^init (\S+) @\S+ ms, (\S+) ms clock, \d+ bytes, (\d+) allocs$`)

// sumInits adds up a trace, and notes the time of each package.
func sumInits(trace string, packages map[string][]float64) (ms float64, allocs int) {
	for _, m := range initLine.FindAllStringSubmatch(trace, -1) {
		t, _ := strconv.ParseFloat(m[2], 64)
		n, _ := strconv.Atoi(m[3])
		ms, allocs = ms+t, allocs+n
		packages[m[1]] = append(packages[m[1]], t)
	}
	return ms, allocs
}
