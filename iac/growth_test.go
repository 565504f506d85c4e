package iac

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A hostile file asks for more time or memory than it is worth. What it is made
// of is repeated n times.
type hostile struct {
	reason, name string
	file         func(n int) string
	err          string // a part of the error that it may end in, when it is long enough
}

// each joins what f makes of the numbers below n.
func each(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

// inTemplate are resources in a template that ends in one of no matter.
func inTemplate(resources string) string {
	return `{"Resources":{` + resources + `"Z":{"Type":"AWS::SNS::Topic"}}}`
}

func jsonClient(id, properties string) string {
	return `"` + id + `":{"Type":"` + typeClient + `","Properties":{` + properties + `}},`
}

func inPlan(changes, configuration string) string {
	return `{"format_version":"1.2","resource_changes":[` + changes + `{}],"configuration":{"root_module":` +
		configuration + `}}`
}

func planned1(typ, name, after string) string {
	return `{"address":"` + typ + "." + name + `","mode":"managed","type":"` + typ + `","name":"` + name +
		`","change":{"actions":["create"],"after":{` + after + `}}},`
}

var hostiles = []hostile{
	{"clients of a pool of many attributes", "t.json", func(n int) string {
		schema := strings.TrimSuffix(each(10*n, func(i int) string { return fmt.Sprintf(`{"Name":"a%d"},`, i) }), ",")
		return inTemplate(`"P":{"Type":"` + typePool + `","Properties":{"Schema":[` + schema + `]}},` +
			each(n, func(i int) string { return jsonClient(fmt.Sprint("C", i), `"UserPoolId":{"Ref":"P"}`) }))
	}, ""},
	{"attributes that a pool almost has", "t.json", func(n int) string {
		schema := strings.TrimSuffix(each(90, func(i int) string {
			return fmt.Sprintf(`{"Name":"department%02d"},`,
				i)
		}), ",")
		names := strings.TrimSuffix(each(200, func(i int) string {
			return fmt.Sprintf(`"custom:departmant%02d",`,
				i%100)
		}), ",")
		return inTemplate(`"P":{"Type":"` + typePool + `","Properties":{"Schema":[` + schema + `]}},` +
			each(n/20+1, func(i int) string {
				return jsonClient(fmt.Sprint("C", i), `"UserPoolId":{"Ref":"P"},"ReadAttributes":[`+names+`]`)
			}))
	}, ""},
	{"scopes that a pool almost has", "t.json", func(n int) string {
		scopes := strings.TrimSuffix(each(900,
			func(i int) string { return fmt.Sprintf(`{"ScopeName":"department%03d"},`, i) }), ",")
		return inTemplate(`"P":{"Type":"` + typePool + `"},"S":{"Type":"` + typeServer +
			`","Properties":{"UserPoolId":{"Ref":"P"},` +
			`"Identifier":"api","Scopes":[` + scopes + `]}},` +
			each(n, func(i int) string {
				return jsonClient(fmt.Sprint("C", i),
					fmt.Sprintf(`"UserPoolId":{"Ref":"P"},"AllowedOAuthScopes":["api/departmant%03d"]`, i%1000))
			}))
	}, ""},
	{"clients and resource servers of one pool", "t.json", func(n int) string {
		return inTemplate(`"P":{"Type":"` + typePool + `"},` + each(n, func(i int) string {
			return jsonClient(fmt.Sprint("C", i), `"UserPoolId":{"Ref":"P"},"AllowedOAuthScopes":["api/x"]`) +
				fmt.Sprintf(`"S%d":{"Type":"%s","Properties":{"UserPoolId":{"Ref":"P"},"Identifier":"s%d","Scopes":[{"ScopeName":"r"}]}},`,
					i, typeServer, i)
		}))
	}, ""},
	{"clients, each of a pool of its own", "t.json", func(n int) string {
		return inTemplate(each(n, func(i int) string {
			return fmt.Sprintf(`"P%d":{"Type":"%s"},`, i, typePool) +
				jsonClient(fmt.Sprint("C", i),
					fmt.Sprintf(`"UserPoolId":{"Ref":"P%d"},"SupportedIdentityProviders":["Google"]`, i))
		}))
	}, ""},
	{"providers that map many attributes", "t.json", func(n int) string {
		return inTemplate(`"P":{"Type":"` + typePool + `"},` + each(n, func(i int) string {
			return jsonClient(fmt.Sprint("C", i),
				fmt.Sprintf(`"UserPoolId":{"Ref":"P"},"SupportedIdentityProviders":["G%d"]`, i)) +
				fmt.Sprintf(`"G%d":{"Type":"%s","Properties":{"UserPoolId":{"Ref":"P"},"ProviderName":"G%d","AttributeMapping":{%s"z":"z"}}},`,
					i, typeProvider, i, each(20, func(j int) string { return fmt.Sprintf(`"a%d":"b",`, j) }))
		}))
	}, ""},
	{"a chain of resources to be created in order", "t.json", func(n int) string {
		last := fmt.Sprintf(`"T%d":{"Type":"AWS::SNS::Topic","DependsOn":"G"},`, n)
		return inTemplate(last + `"G":{"Type":"` + typeProvider +
			`","Properties":{"UserPoolId":{"Ref":"P"},"ProviderName":"G"}},` +
			each(n, func(i int) string {
				return fmt.Sprintf(`"T%d":{"Type":"AWS::SNS::Topic","DependsOn":"T%d"},`, i, i+1) +
					jsonClient(fmt.Sprint("C", i), fmt.Sprintf(
						`"UserPoolId":{"Ref":"P"},"SupportedIdentityProviders":["G"],"ClientName":{"Ref":"T%d"}`, i))
			}))
	}, ""},
	{"nested Fn::Transform", "t.json", func(n int) string {
		const deep = 1000
		return inTemplate(jsonClient("W", `"CallbackURLs":[`+each(n/100+1, func(int) string {
			return strings.Repeat(`{"Fn::Transform":`, deep) + "0" + strings.Repeat("}", deep) + ","
		})+`0],"Fn::Transform":`+strings.Repeat(`{"Fn::Transform":`, deep)+"0"+strings.Repeat("}", deep)))
	}, ""},
	{"one long list", "t.json", func(n int) string {
		return inTemplate(jsonClient("W", `"CallbackURLs":[`+strings.Repeat(`"",`, 100*n)+`""]`))
	}, ""},
	{"a long list of the API's", "t.json", func(n int) string {
		return `{"CallbackURLs":[` + strings.Repeat(`"",`, 100*n) + `""]}`
	}, ""},
	{"lists of references", "t.json", func(n int) string {
		return inTemplate(each(n/10+1, func(i int) string {
			return jsonClient(fmt.Sprint("C", i), `"CallbackURLs":[`+strings.Repeat(`{"Ref":"A"},`, 100)+`""]`)
		}))
	}, ""},
	{"lists of texts known in part", "t.json", func(n int) string {
		return inTemplate(each(n/10+1, func(i int) string {
			return jsonClient(fmt.Sprint("C", i), `"CallbackURLs":[`+strings.Repeat(`{"Fn::Sub":"http://a.b/${X}"},`,
				100)+`""]`)
		}))
	}, ""},
	{"properties that there are not", "t.json", func(n int) string {
		return inTemplate(jsonClient("W", each(10*n, func(i int) string {
			return fmt.Sprintf(`"AllowedOAuthScope%d":0,`,
				i)
		})+`"Z":0`))
	}, ""},
	{"a property that there is not in each client", "t.json", func(n int) string {
		return inTemplate(each(n, func(i int) string {
			return jsonClient(fmt.Sprint("C", i), fmt.Sprintf(`"AllowedOAuthFlowsUserPoolClient%d":0`, i))
		}))
	}, ""},
	{"one property again and again", "t.json", func(n int) string {
		return inTemplate(jsonClient("W", `"LogoutURLs":[`+strings.Repeat(`{"Ref":"A"},`, 150)+`""],`+
			strings.Repeat(`"ClientName":"a",`, 10*n)+`"ClientName":"b"`))
	}, ""},
	{"suppressions", "t.json", func(n int) string {
		return inTemplate(each(n/10+1, func(i int) string {
			return fmt.Sprintf(`"C%d":{"Type":"%s","Metadata":{"userpoolclient":{"ignore":[%s{"rule":"redirect-http","reason":"x"}]}},`,
				i, typeClient, strings.Repeat(`{"rule":"redirect-http","reason":"x"},`, 150)) +
				`"Properties":{"CallbackURLs":[` + strings.Repeat(`"http://a.b",`, 100) + `""]}},`
		}))
	}, ""},
	{"a parameter that everything is made of", "t.json", func(n int) string {
		return `{"Parameters":{"A":{"Type":"String","Default":"` + strings.Repeat("a", 4000) + `"}},"Resources":{` +
			each(n, func(i int) string {
				return jsonClient(fmt.Sprint("C", i),
					`"ClientName":{"Fn::Sub":"${A}${A}"}`)
			}) +
			`"Z":{"Type":"AWS::SNS::Topic"}}}`
	}, "its functions expand to many times its size"},

	{"conditions in many clients", "t.json", func(n int) string {
		return `{"Conditions":{` + each(n, func(i int) string {
			return fmt.Sprintf(`"D%d":{"Fn::Or":[{"Fn::Equals":[{"Ref":"P%d"},"x"]},{"Condition":"D%d"}]},`, i, i%7,
				i+1)
		}) + `"Z":0},"Resources":{` + each(n, func(i int) string {
			return jsonClient(fmt.Sprint("C", i), fmt.Sprintf(
				`"ClientName":{"Fn::If":["D%d","a","b"]},"LogoutURLs":{"Fn::If":["E%d",["a"],{"Ref":"AWS::NoValue"}]}`,
				i, i%5))
		}) + `"Z":{"Type":"AWS::SNS::Topic"}}}`
	}, "its functions expand to many times its size"},

	{"texts of Serverless", "t.json", func(n int) string {
		return `{"resources":` + inTemplate(jsonClient("W", `"CallbackURLs":["`+strings.Repeat("${a}", 100*n)+`"]`)) +
			`}`
	}, ""},
	{"a plan of many clients and servers", "p.json", func(n int) string {
		return inPlan(each(n, func(i int) string {
			return planned1(terraformClient, fmt.Sprint("c", i),
				`"name":"x","user_pool_id":"p","allowed_oauth_scopes":["api/x"]`) +
				planned1(terraformServer, fmt.Sprint("s", i),
					`"identifier":"s","user_pool_id":"p","scope":[{"scope_name":"r"}]`)
		})+planned1(terraformPoolType, "p", `"id":"p"`), "{}")
	}, ""},
	{"a plan of the smallest clients", "p.json", func(n int) string {
		return inPlan(strings.Repeat(`{"mode":"managed","type":"aws_cognito_user_pool_client","change":{"after":{}}},`,
			n), "{}")
	}, ""},
	{"a plan of clients with a setting that there is not", "p.json", func(n int) string {
		return inPlan(each(n, func(i int) string {
			return planned1(terraformClient, fmt.Sprint("c", i),
				fmt.Sprintf(`"allowed_oauth_flows_user_pool_client%d":0`, i))
		}), "{}")
	}, ""},
	{"instances of one configuration with many references", "p.json", func(n int) string {
		return inPlan(each(n, func(i int) string {
			return `{"address":"x","mode":"managed","type":"aws_cognito_user_pool_client","name":"a",` +
				`"change":{"actions":["create"],"after":{},"after_unknown":{"user_pool_id":true,"callback_urls":true}}},`
		}), `{"resources":[{"mode":"managed","type":"aws_cognito_user_pool_client","name":"a","expressions":{`+
			each(n, func(i int) string {
				return fmt.Sprintf(`"a%d":{},`,
					i)
			})+`"user_pool_id":{"references":[`+strings.Repeat(`"a.b.c",`, 10*n)+`"a"]},`+
			`"callback_urls":{"references":[`+strings.Repeat(`"a.b.c",`, 10*n)+`"a.b"]}}}]}`)
	}, ""},
	{"modules with long names", "p.json", func(n int) string {
		const deep = 20
		return inPlan("", strings.Repeat(`{"module_calls":{"`+strings.Repeat("m", n)+`":{"module":`, deep)+
			`{"resources":[`+strings.Repeat(`{"mode":"managed","type":"aws_cognito_x","name":"y"},`,
			n)+`0]}`+strings.Repeat("}}}", deep))
	}, ""},
	{"a plan that marks many elements", "p.json", func(n int) string {
		return inPlan(`{"mode":"managed","type":"aws_cognito_user_pool_client","change":{"actions":["create"],"after":{"callback_urls":[`+
			strings.Repeat(`"",`, 20*n)+`""]},"after_sensitive":{"callback_urls":[`+strings.Repeat("false,", 20*n)+
			`true]},"after_unknown":{"callback_urls":[`+strings.Repeat("false,", 20*n)+`false]}}},`, "{}")
	}, ""},
	{"a state of many modules", "s.json", func(n int) string {
		return `{"format_version":"1.0","values":{"root_module":{"child_modules":[` + strings.Repeat(
			`{"resources":[{"mode":"managed","type":"aws_cognito_user_pool_client","values":{"name":"x"}}]},`, n) +
			`{}]}}}`
	}, ""},
	{"a preview of many steps", "p.json", func(n int) string {
		return `{"steps":[` +
			strings.Repeat(`{"op":"update","newState":{"type":"aws:cognito:UserPoolClient","inputs":{"name":"x"}},`+
				`"oldState":{"outputs":{"name":"y","callbackUrls":["a"]}}},`, n) + `{}]}`
	}, ""},
	{"dense lists", "t.json", func(n int) string {
		return `{"Resources":{"x":[` + strings.Repeat("0,", 100*n) +
			`0]}}`
	}, ""},
	{"dense objects", "t.json", func(n int) string {
		return `{"Resources":{"x":[` + strings.Repeat("{},", 100*n) +
			`0]}}`
	}, ""},
	{"dense nesting", "t.json", func(n int) string {
		return `{"Resources":{"x":[` + strings.Repeat(strings.Repeat("[", 1000)+strings.Repeat("]", 1000)+",", n/10+1) +
			`0]}}`
	}, ""},
	{"many small resources", "t.json", func(n int) string {
		return inTemplate(each(n, func(i int) string { return fmt.Sprintf(`"R%d":{"Type":"x"},`, i) }))
	}, ""},
	{"a long text", "t.json", func(n int) string {
		return inTemplate(jsonClient("W", `"ClientName":"`+strings.Repeat("a", 200*n)+`"`))
	}, ""},
	{"a long key", "t.json", func(n int) string {
		return inTemplate(jsonClient("W", `"`+strings.Repeat("a",
			200*n)+`":0`))
	}, ""},
	{"YAML that merges many mappings", "t.yaml", func(n int) string {
		return each(n, func(i int) string { return fmt.Sprintf("a%d: &a%d {k%d: 1}\n", i, i, i) }) +
			"Resources:\n  W:\n    Type: " + typeClient + "\n    Properties:\n      <<: [" +
			each(n, func(i int) string { return fmt.Sprintf("*a%d,", i) }) + "]\n"
	}, "expand to more than 300,000 values"},

	{"YAML of many clients", "t.yaml", func(n int) string {
		return "Resources:\n" + each(n, func(i int) string {
			return fmt.Sprintf("  C%d: {Type: %s, Properties: {UserPoolId: !Ref P, ClientName: a}}\n", i, typeClient)
		})
	}, ""},
	{"dense YAML", "t.yaml", func(n int) string {
		return "# " + typeClient + "\n[" + strings.Repeat("a,", 20*n) +
			"a]"
	}, "has more than 300,000 values"},
}

// work is what a file costs: values visited, and bytes allocated with the check of
// its clients.
func work(t *testing.T, h hostile, text string) (steps, bytes int) {
	t.Helper()
	steps = stepsOf(h.name, text)
	data := []byte(text)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	all, err := Options{AssumeDefaults: true}.Load(h.name, data)
	if err != nil && (h.err == "" || !strings.Contains(err.Error(), h.err)) {
		t.Errorf("%d bytes: %v", len(text), err)
	}
	for i := range all {
		all[i].Check()
		all[i].Unknown()
		all[i].Skipped()
	}
	runtime.ReadMemStats(&after)
	return steps, int(after.TotalAlloc - before.TotalAlloc)
}

// stepsOf is how many steps a file takes of those that its document has.
func stepsOf(name, text string) int {
	o := Options{AssumeDefaults: true}
	if !beginsObject([]byte(text)) {
		steps := 0
		_, _ = o.eachDocument([]byte(text), func(root node) ([]Resource, error) {
			all, err := o.template(name, root)
			steps += mostYAML - root.doc.steps
			return all, err
		})
		return steps
	}
	j, err := newJSON(text)
	if err != nil {
		return 0
	}
	root := j.root()
	budget := root.doc.steps
	_, _ = o.object(name, root)
	return budget - root.doc.steps
}

// TestGrowth holds that a file of twice the size costs no more than about twice as
// much, whatever it is made of.
func TestGrowth(t *testing.T) {
	if underRace {
		t.Skip("the race detector takes many times the time and memory")
	}
	const n, least = 600, 64 << 10
	for _, h := range hostiles {
		t.Run(h.reason, func(t *testing.T) {
			small, large := h.file(n), h.file(2*n)
			work(t, h, small) // what is built on first use is not counted
			steps, bytes := work(t, h, small)
			moreSteps, moreBytes := work(t, h, large)
			size := float64(len(large)) / float64(len(small))
			if size < 1.2 || size > 2.2 {
				t.Fatalf("%d and %d bytes: nothing is seen of growth", len(small), len(large))
			}
			const slack = 1.15
			if float64(moreSteps) > slack*size*float64(steps)+100 {
				t.Errorf("%d and %d steps for %d and %d bytes", steps, moreSteps, len(small), len(large))
			}
			if float64(moreBytes) > slack*size*float64(bytes)+least {
				t.Errorf("%d and %d bytes allocated for %d and %d", bytes, moreBytes, len(small), len(large))
			}
		})
	}
}

// TestOrderOfMany holds that the order of creation is searched once for each
// provider, not for each client: a large template is judged to its end.
func TestOrderOfMany(t *testing.T) {
	for _, h := range hostiles {
		if h.reason != "a chain of resources to be created in order" {
			continue
		}
		all, err := Load(h.name, []byte(h.file(2000)))
		if err != nil || len(all) != 2000 {
			t.Fatalf("%d clients, %v", len(all), err)
		}
		for _, f := range all[len(all)-1].Check() {
			if f.Rule == ruleBound {
				t.Error(f)
			}
		}
		return
	}
	t.Error("there is no such file")
}
