package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
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
var settingNames = func() []string {
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
}()

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
	for _, name := range settingNames {
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
		found:  regexp.MustCompile(`(?m)^[ \t]*(resource)[ \t]+"(?:aws|awscc)_cognito_(?:managed_)?user_pool_client"`),
		reason: "is Terraform source, which is not read; check what terraform show -json prints of its plan",
	},
	{
		found:  regexp.MustCompile(`("(?:aws|awscc)_cognito_(?:managed_)?user_pool_client")\s*:`),
		needs:  `"resource"`,
		reason: "is Terraform source in JSON, which is not read; check what terraform show -json prints of its plan",
	},
	{
		found:  regexp.MustCompile(`(?m)\btype["']?\s*:\s*["']?(aws(?:-native)?:cognito(?:/userPoolClient)?:UserPoolClient)\b`),
		reason: "has an app client in a Pulumi program or state, which is not read; check what pulumi preview --json prints",
	},
	{
		found:  regexp.MustCompile(`(?m)^[ \t]*(kind):[ \t]*["']?UserPoolClient\b`),
		needs:  "cognito",
		reason: "is a Kubernetes manifest of an app client, which is not read",
	},
}

// typeOfClient finds the type of an app client in a template, however spelled.
var typeOfClient = regexp.MustCompile(`(?i)\btype["']?\s*:\s*["']?(aws::cognito::user_?pool_?clients?)\b`)

const clientType = "AWS::Cognito::UserPoolClient"

// whyUnread says why a file in which no app client was found may well hold one,
// and where; ok reports whether it may.
func whyUnread(path string, data []byte) (p iac.Position, why string, ok bool) {
	if isUTF16(data) && mentionsClient(bytes.ReplaceAll(data, []byte{0}, nil)) {
		return iac.Position{}, "is UTF-16; it must be UTF-8", true
	}
	for _, f := range forms {
		if i := f.found.FindSubmatchIndex(data); i != nil && bytes.Contains(data, []byte(f.needs)) {
			return positionOf(data, i[2]), f.reason, true
		}
	}
	if i := typeOfClient.FindSubmatchIndex(data); i != nil {
		typ := string(data[i[2]:i[3]])
		if typ != clientType {
			return positionOf(data, i[2]), misspelt(typ), true
		}
		if isConstructTree(path) {
			return positionOf(data, i[2]), "is the tree of constructs that CDK writes; check the templates beside it", true
		}
		return positionOf(data, i[2]), "has an app client outside the Resources of a template; check the template that it becomes part of", true
	}
	return yamlClient(data)
}

// isConstructTree reports whether a file is the tree.json that CDK writes beside
// its templates.
func isConstructTree(path string) bool { return filepath.Base(path) == "tree.json" }

func misspelt(typ string) string {
	return fmt.Sprintf("%q is not the type of an app client; it must be %s", typ, clientType)
}

// yamlClient tells of an app client in the API's spelling that is in YAML.
func yamlClient(data []byte) (iac.Position, string, bool) {
	first, count := -1, 0
	for _, name := range settingNames {
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
	return positionOf(data, first), "is an app client in YAML; it must be JSON", true
}

// strays tells of app clients that a template holds beside those that were read.
func strays(data []byte, read int) (p iac.Position, why string, ok bool) {
	all := typeOfClient.FindAllSubmatchIndex(data, -1)
	for _, i := range all {
		if typ := string(data[i[2]:i[3]]); typ != clientType {
			return positionOf(data, i[2]), misspelt(typ), true
		}
	}
	loop := bytes.Index(data, []byte("Fn::ForEach"))
	if loop < 0 || len(all) <= read {
		return p, "", false
	}
	return positionOf(data, loop), "Fn::ForEach makes app clients, which are not read; check the template that it becomes", true
}

// positionOf is the line and column of a byte.
func positionOf(data []byte, offset int) iac.Position {
	before := data[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	return iac.Position{
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: len([]rune(string(before[line:]))) + 1,
	}
}
