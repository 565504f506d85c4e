package iac

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// names is how a format spells the fields of an app client. Tables are made once
// and never changed.
type names struct {
	fields   map[string]userpoolclient.Field // by the format's path
	paths    map[userpoolclient.Field]string
	ignored  map[string]bool     // what the format has beside: computed attributes
	readOnly map[string]bool     // what the format shows and does not take
	inside   map[string][]string // by the path of a structure, the names that may stand in it
	folded   bool                // spelled alike but for case and underscores
}

// field is the field of that path.
func (n *names) field(path string) (userpoolclient.Field, bool) {
	if n.folded {
		path = fold(path)
	}
	f, ok := n.fields[path]
	return f, ok
}

// path is the field, or an element of it, in the format's spelling.
func (n *names) path(f userpoolclient.Field) string {
	whole, element := string(f), ""
	if i := strings.IndexByte(whole, '['); i >= 0 {
		whole, element = whole[:i], whole[i:]
	}
	if name, ok := n.paths[userpoolclient.Field(whole)]; ok {
		whole = name
	}
	return whole + element
}

// near is ` (did you mean "x"?)` for a name that may stand inside a path.
func (n *names) near(name, parent string) string {
	return didYouMean(name, n.inside[parent])
}

// didYouMean is ` (did you mean "x"?)` when a name is near s, else nothing.
func didYouMean(s string, names []string) string {
	if near := nearest.To(s, names); near != "" {
		return " (did you mean " + strconv.Quote(near) + "?)"
	}
	return ""
}

// cutLast splits a path before its last name.
func cutLast(path string) (before, name string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}

// fold leaves out what Pulumi's two providers spell differently.
func fold(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }

// The tables are made when the first file of the format is read.
var (
	apiNames = sync.OnceValue(func() *names {
		return namesOf(func(i userpoolclient.FieldInfo) string { return string(i.Name) })
	})
	cloudFormationNames = sync.OnceValue(cloudFormation)
	terraformNames      = sync.OnceValue(func() *names { return terraform() })
	managedNames        = sync.OnceValue(func() *names { return terraform("name_prefix", "name_pattern") })
	controlNames        = sync.OnceValue(cloudControl)
	pulumiNames         = sync.OnceValue(pulumi)
	ackNames            = sync.OnceValue(ack)
	crossplaneNames     = sync.OnceValue(crossplane)
)

// namesOf is the table of the fields that a format has a name for.
func namesOf(name func(userpoolclient.FieldInfo) string) *names {
	n := &names{
		fields: make(map[string]userpoolclient.Field),
		paths:  make(map[userpoolclient.Field]string),
		inside: make(map[string][]string),
	}
	for _, info := range allFields() {
		path := name(info)
		if path == "" {
			continue
		}
		n.fields[path] = info.Name
		n.paths[info.Name] = path
		parent, last := cutLast(path)
		n.inside[parent] = append(n.inside[parent], last)
	}
	return n
}

func cloudFormation() *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return i.CloudFormation })
	n.readOnly = set("ClientId", "ClientSecret", "Name")
	return n
}

func terraform(ignored ...string) *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return i.Terraform })
	n.fields["id"] = userpoolclient.FieldClientId
	n.paths[userpoolclient.FieldClientId] = "id"
	n.ignored = set(append(ignored, "client_secret", "region", "timeouts")...)
	return n
}

// pulumi is Pulumi's spelling: Terraform's in camel case for the aws provider,
// CloudFormation's with a small first letter for aws-native.
func pulumi() *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return camel(i.Terraform) })
	n.folded = true
	fields := make(map[string]userpoolclient.Field)
	for _, table := range []*names{n, cloudFormationNames()} {
		for path, f := range table.fields {
			fields[fold(path)] = f
		}
	}
	n.fields = fields
	n.ignored = set("__defaults", "clientSecret", "region", "id", "namePrefix", "namePattern")
	return n
}

// camel is a path in snake case as Pulumi writes it: callbackUrls.
func camel(path string) string {
	words := strings.Split(path, "_")
	for i, word := range words {
		if i > 0 && word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

func set(names ...string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}

// sorted are the names of a set in order.
func sorted[V any](all map[string]V) []string { return slices.Sorted(maps.Keys(all)) }

// with is a map with one more entry, made where there is none.
func with[K comparable, V any](all map[K]V, key K, value V) map[K]V {
	if all == nil {
		all = make(map[K]V)
	}
	all[key] = value
	return all
}

// cloudControl is the spelling of Terraform's provider awscc, which follows
// CloudFormation: callback_ur_ls.
func cloudControl() *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return snake(i.CloudFormation) })
	n.fields["client_id"] = userpoolclient.FieldClientId
	n.paths[userpoolclient.FieldClientId] = "client_id"
	n.ignored = set("id", "client_secret", "name")
	return n
}

// snake is a path of CloudFormation in snake case, by the words that its capital
// letters begin: of several in a row the last one begins a word.
func snake(path string) string {
	isUpper := func(i int) bool { return i < len(path) && 'A' <= path[i] && path[i] <= 'Z' }
	isLower := func(i int) bool { return i < len(path) && 'a' <= path[i] && path[i] <= 'z' }
	var b strings.Builder
	for i := range len(path) {
		if i > 0 && isUpper(i) && (isLower(i-1) || isLower(i+1) && isUpper(i-1)) {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(path[i : i+1]))
	}
	return b.String()
}
