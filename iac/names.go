package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// names is how a format spells the fields of an app client.
type names struct {
	fields  map[string]userpoolclient.Field // by the format's path
	paths   map[userpoolclient.Field]string
	ignored map[string]bool // what the format has beside: computed attributes
	folded  bool            // spelled alike but for case and underscores
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

// inside are the names that may stand where the path stands, for suggestions.
func (n *names) inside(parent string) []string {
	var all []string
	for _, path := range n.paths {
		if before, name, nested := cutLast(path); nested && before == parent || !nested && parent == "" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// cutLast splits a path before its last name.
func cutLast(path string) (before, name string, nested bool) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:], true
	}
	return "", path, false
}

func fold(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }

var (
	apiNames            = namesOf(func(i userpoolclient.FieldInfo) string { return string(i.Name) })
	cloudFormationNames = namesOf(func(i userpoolclient.FieldInfo) string { return i.CloudFormation })
	terraformNames      = terraform()
	managedNames        = terraform("name_prefix", "name_pattern")
	pulumiNames         = pulumi()
)

// namesOf is the table of the fields that a format has a name for.
func namesOf(name func(userpoolclient.FieldInfo) string) *names {
	n := &names{
		fields: make(map[string]userpoolclient.Field),
		paths:  make(map[userpoolclient.Field]string),
	}
	for _, info := range userpoolclient.Fields() {
		if path := name(info); path != "" {
			n.fields[path] = info.Name
			n.paths[info.Name] = path
		}
	}
	return n
}

func terraform(ignored ...string) *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return i.Terraform })
	n.fields["id"] = userpoolclient.FieldClientId
	n.paths[userpoolclient.FieldClientId] = "id"
	n.ignored = map[string]bool{"client_secret": true, "region": true, "timeouts": true}
	for _, name := range ignored {
		n.ignored[name] = true
	}
	return n
}

// pulumi is Pulumi's spelling: Terraform's in camel case for the aws provider,
// CloudFormation's with a small first letter for aws-native.
func pulumi() *names {
	n := namesOf(func(i userpoolclient.FieldInfo) string { return camel(i.Terraform) })
	n.folded = true
	for path, f := range n.fields {
		delete(n.fields, path)
		n.fields[fold(path)] = f
	}
	for path, f := range cloudFormationNames.fields {
		n.fields[fold(path)] = f
	}
	n.ignored = map[string]bool{"__defaults": true, "clientSecret": true, "region": true, "id": true, "namePrefix": true, "namePattern": true}
	return n
}

// camel is a path in snake case as Pulumi writes it: callbackUrls.
func camel(path string) string {
	var b strings.Builder
	up := false
	for _, r := range path {
		switch {
		case r == '_':
			up = true
		case up:
			b.WriteString(strings.ToUpper(string(r)))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// nearest is the name that s most likely stands for, "" when none is near.
func nearest(s string, names []string) string {
	const longest = 64
	if len(s) > longest {
		return ""
	}
	best, edits := "", len(s)/3+1
	for _, name := range names {
		if d := distance(fold(s), fold(name)); d < edits {
			best, edits = name, d
		}
	}
	return best
}

// distance is the number of single-character edits that make a of b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
