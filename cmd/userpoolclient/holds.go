package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// A file is looked into only if it mentions an app client: a repository is full
// of other tools' YAML and JSON. What mentions one and is not read is told.

// mentions are what stands in every file that holds an app client, but one of
// the API alone.
var mentions = [][]byte{
	[]byte("UserPoolClient"), []byte("userPoolClient"), []byte("user_pool_client"),
	[]byte("UserpoolClient"), []byte("Userpoolclient"), []byte("UserPoolclient"),
}

// settingNames are the names of settings in the API's spelling that no other
// thing is likely to have.
var settingNames = sync.OnceValue(func() []string {
	var names []string
	for _, f := range userpoolclient.Fields() {
		switch f.Name {
		case userpoolclient.FieldUserPoolId, userpoolclient.FieldClientId, userpoolclient.FieldClientName,
			userpoolclient.FieldClientSecret, userpoolclient.FieldCreationDate, userpoolclient.FieldLastModifiedDate:
		default:
			if !strings.Contains(string(f.Name), ".") {
				names = append(names, string(f.Name))
			}
		}
	}
	return names
})

// mentionsClient reports whether a text may hold an app client.
func mentionsClient(data []byte) bool {
	for _, m := range mentions {
		if bytes.Contains(data, m) {
			return true
		}
	}
	return len(namesIn(data, 1)) > 0
}

// namesIn are the settings that a text names, at most so many.
func namesIn(data []byte, most int) []string {
	var names []string
	for _, name := range settingNames() {
		if len(names) < most && bytes.Contains(data, []byte(name)) {
			names = append(names, name)
		}
	}
	return names
}

// isUTF16 reports whether a text begins as UTF-16 does, as PowerShell redirects.
func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF"))
}

// A form is a form of text that holds an app client and is not read.
type form struct {
	found  *regexp.Regexp // the first group is where
	needs  string         // must be in the text as well; "" for nothing
	reason string
}

// forms are those of which a file tells by itself; the first that fits counts.
var forms = []form{
	{
		found:  regexp.MustCompile(`(?m)^\x{FEFF}?[ \t]*(resource)[ \t]+"(?:aws|awscc)_cognito_(?:managed_)?user_pool_client"`),
		reason: "is Terraform source, which is read with its folder; name the folder, or the file",
	},
	{
		found:  regexp.MustCompile(`("(?:aws|awscc)_cognito_(?:managed_)?user_pool_client")\s*:`),
		needs:  `"resource"`,
		reason: "is Terraform source, which is read with its folder; name the folder, or the file",
	},
	{
		found: regexp.MustCompile(
			`(?m)\btype["']?\s*:\s*["']?(aws(?:-native)?:cognito(?:/userPoolClient)?:UserPoolClient)\b`),
		reason: "has an app client in a Pulumi program or state, which is not read; " +
			"check what pulumi preview --json prints",
	},
	{
		found:  regexp.MustCompile(`(?m)^[ \t]*(kind):[ \t]*["']?UserPoolClient\b`),
		needs:  "cognito",
		reason: "is a Kubernetes manifest of an app client, which is not read",
	},
}

// plans are what stands in a plan, a state or a preview that holds an app client.
var plans = []string{
	`"aws_cognito_user_pool_client"`, `"aws_cognito_managed_user_pool_client"`,
	`"aws:cognito/userPoolClient:UserPoolClient"`, `"aws-native:cognito:UserPoolClient"`,
}

// holdsClient reports whether a text that cannot be read holds an app client, and
// does not only have a word in common with one.
func holdsClient(data []byte) bool {
	for _, f := range forms {
		if f.isIn(data) >= 0 {
			return true
		}
	}
	for _, name := range plans {
		if bytes.Contains(data, []byte(name)) {
			return true
		}
	}
	if len(view.TypesIn(data)) > 0 {
		return true
	}
	const enough = 2
	looksLikeJSON := bytes.HasPrefix(bytes.TrimLeft(data, "\xEF\xBB\xBF \t\r\n"), []byte("{"))
	return looksLikeJSON && (bytes.Contains(data, []byte(`"UserPoolClient"`)) || len(namesIn(data, enough)) == enough)
}

// isIn returns where in a text the form tells, -1 where it does not.
func (f *form) isIn(data []byte) int {
	if i := f.found.FindSubmatchIndex(data); i != nil && bytes.Contains(data, []byte(f.needs)) {
		return i[2]
	}
	return -1
}

// whyUnread says why a file in which no app client was found may well hold one,
// and where; ok reports whether it may.
func whyUnread(path string, data []byte) (p iac.Position, why string, ok bool) {
	if isUTF16(data) && mentionsClient(bytes.ReplaceAll(data, []byte{0}, nil)) {
		return iac.Position{}, "is UTF-16; it must be UTF-8", true
	}
	for _, f := range forms {
		if i := f.isIn(data); i >= 0 {
			return view.PositionOf(data, i), f.reason, true
		}
	}
	if types := view.TypesIn(data); len(types) > 0 {
		why := "has an app client outside the Resources of a template; check the template that it becomes part of"
		switch {
		case types[0].Name != view.ClientType:
			why = view.Misspelt(types[0].Name)
		case isConstructTree(path):
			why = "is the tree of constructs that CDK writes; check the templates beside it"
		}
		return view.PositionOf(data, types[0].Offset), why, true
	}
	return yamlClient(data)
}

// isConstructTree reports whether a file is the tree.json that CDK writes beside
// its templates.
func isConstructTree(path string) bool { return filepath.Base(path) == "tree.json" }

// yamlClient tells of an app client in the API's spelling that is in YAML; the
// last result reports whether there is one.
func yamlClient(data []byte) (iac.Position, string, bool) {
	first, count := -1, 0
	for _, name := range settingNames() {
		for _, before := range []string{"\n" + name + ":", "\n  " + name + ":"} { // under UserPoolClient, too
			i := bytes.Index(data, []byte(before))
			if i >= 0 {
				i += len(before) - len(name) - 1
			} else if bytes.HasPrefix(data, []byte(before[1:])) {
				i = 0
			}
			if i >= 0 {
				count++
				if first < 0 || i < first {
					first = i
				}
			}
		}
	}
	const enough = 2
	if count < enough {
		return iac.Position{}, "", false
	}
	return view.PositionOf(data, first), "is an app client in YAML; it must be JSON", true
}
