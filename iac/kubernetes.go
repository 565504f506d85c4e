package iac

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// The API groups of Kubernetes that have app clients: of AWS's own controllers
// (ACK) and of Crossplane's provider, by cluster and by namespace.
const (
	groupACK           = "cognitoidentityprovider.services.k8s.aws"
	groupCrossplane    = "cognitoidp.aws.upbound.io"
	groupCrossplaneNew = "cognitoidp.aws.m.upbound.io"

	kindClient = "UserPoolClient"

	deepestList = 4 // lists in lists
)

// mayHoldManifest reports whether a text speaks of a Kubernetes resource of
// Cognito.
func mayHoldManifest(data []byte) bool {
	return slices.ContainsFunc([]string{groupACK, groupCrossplane, groupCrossplaneNew}, func(group string) bool {
		return bytes.Contains(data, []byte(group))
	})
}

// clientKind is the kind of an app client in YAML.
var clientKind = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*kind:[ \t]*["']?UserPoolClient["']?[ \t]*$`)
})

// hasClientKind reports whether a text that is not YAML, such as a Helm chart, has
// a Kubernetes resource that is an app client.
func hasClientKind(data []byte) bool { return mayHoldManifest(data) && clientKind().Match(data) }

// manifests reads a document as manifest does, and tells of an app client in it that
// manifest does not read.
func manifests(root node) (all []Resource, err error, ok bool) {
	s := straySearch{visited: make(visited)}
	if at := s.find(root, 0); at.IsValid() {
		return nil, &UnreadableError{Position: at,
			Reason: "is an app client inside another resource, which is not read; check the manifest that comes of it"}, true
	}
	all, ok = manifest(root, 0)
	return all, nil, ok
}

// A straySearch looks for an app client inside another resource: in a Composition of
// Crossplane, a ResourceGraphDefinition of kro.
type straySearch struct{ visited }

// find returns where one stands, the zero Position where none does. What manifest
// reads is in so many lists; what it does not, in fewer than none.
func (s straySearch) find(n node, lists int) Position {
	if s.again(n) {
		return Position{}
	}
	const outside = -1
	if n.kind() == kindList {
		for item := range n.items() {
			inner := lists
			if item.kind() == kindList {
				inner = outside
			}
			if at := s.find(item, inner); at.IsValid() {
				return at
			}
		}
		return Position{}
	}
	isList := lists >= 0 && lists < deepestList && n.member("kind").text() == "List"
	var kind, version string
	hasSpec := false
	for m := range n.members() {
		inner := outside
		switch m.key {
		case "kind":
			kind = m.value.text()
		case "apiVersion":
			version = m.value.text()
		case "spec":
			hasSpec = true // a mere reference has none
		case "items":
			if isList {
				inner = lists + 1
			}
		}
		if at := s.find(m.value, inner); at.IsValid() {
			return at
		}
	}
	if lists < 0 && kind == kindClient && hasSpec && mayHoldManifest([]byte(version)) {
		return n.at()
	}
	return Position{}
}

// manifest reads a Kubernetes resource or a list of them; ok reports whether the
// document is one of a group that has app clients.
func manifest(root node, depth int) (all []Resource, ok bool) {
	if root.member("kind").text() == "List" && depth < deepestList {
		for item := range root.member("items").items() {
			found, _ := manifest(item, depth+1)
			all = append(all, found...)
		}
		return all, true
	}
	group, _, _ := strings.Cut(root.member("apiVersion").text(), "/")
	var r *Resource
	switch isClient := root.member("kind").text() == kindClient; group {
	case groupACK:
		r = manifestClient(isClient, root, FormatACK, ackNames(), "spec")
	case groupCrossplane, groupCrossplaneNew:
		r = manifestClient(isClient, root, FormatCrossplane, crossplaneNames(), "spec", "forProvider")
	default:
		return nil, false
	}
	if r == nil {
		return nil, true
	}
	return []Resource{*r}, true
}

// manifestClient reads an app client of a manifest.
func manifestClient(isClient bool, root node, format Format, names *names, path ...string) *Resource {
	if !isClient {
		return nil
	}
	d := newDecoder(format, LayerKubernetes, names, manifestAddress(root))
	d.value = manifestValue
	spec, _ := root.path(path...)
	complete := d.read(spec)
	d.references(spec)
	if initial, ok := root.path("spec", "initProvider"); ok && initial.kind() == kindObject {
		complete = false // what is set when the client is created and left alone then
	}
	if !complete {
		d.mayHold("")
	}
	d.finish()
	r := newResource(d, root.at())
	r.Context.Operation = userpoolclient.OperationCreate
	return r
}

func manifestAddress(root node) string {
	metadata := root.member("metadata")
	address := kindClient
	for _, part := range []string{"namespace", "name"} {
		if text := metadata.member(part).text(); text != "" {
			address += "/" + text
		}
	}
	return address
}

// references notes what is set by reference to another resource or a secret.
func (d *decoder) references(spec node) {
	for m := range spec.members() {
		if f, ok := manifestReferences[m.key]; ok && !d.spots.has(f) {
			d.spots.note(f, keySpot(m))
			d.unknown = append(d.unknown, f)
		}
	}
}

// manifestReferences are the fields that references stand for.
var manifestReferences = map[string]userpoolclient.Field{
	"userPoolRef": userpoolclient.FieldUserPoolId, "userPoolIdRef": userpoolclient.FieldUserPoolId,
	"userPoolIdSelector": userpoolclient.FieldUserPoolId, "clientSecret": userpoolclient.FieldClientSecret,
}

// manifestValue says what is known of a value: what a tool fills in is a text with
// its marks.
func manifestValue(_ userpoolclient.Field, i int, n node) value {
	switch {
	case n.kind() == kindNull && i < 0:
		return value{node: n, state: absent}
	case n.kind() == kindText && (strings.Contains(n.text(), "${") || strings.Contains(n.text(), "{{")):
		return value{node: n, state: unknown} // kro, Flux, Argo CD
	}
	return value{node: n}
}

// ack is the spelling of ACK, which follows the API: callbackURLs.
func ack() *names {
	n := manifestNames(func(i userpoolclient.FieldInfo) string {
		switch i.Name {
		case userpoolclient.FieldClientName:
			return "name"
		case userpoolclient.FieldUserPoolId:
			return "userPoolID"
		}
		return lowerFirst(i.CloudFormation)
	})
	n.ignored["exportTo"] = true
	return n
}

// crossplane is Crossplane's spelling, which follows Terraform: callbackUrls.
func crossplane() *names {
	n := manifestNames(func(i userpoolclient.FieldInfo) string { return camel(i.Terraform) })
	for _, name := range []string{"region", "applicationIdRef", "applicationIdSelector", "roleArnRef", "roleArnSelector"} {
		n.ignored[name] = true
	}
	return n
}

// manifestNames is a table in which case does not count: ACK writes applicationARN.
func manifestNames(name func(userpoolclient.FieldInfo) string) *names {
	n := namesOf(name)
	n.folded = true
	fields := make(map[string]userpoolclient.Field)
	for path, f := range n.fields {
		fields[fold(path)] = f
	}
	n.fields = fields
	n.ignored = make(map[string]bool)
	for reference := range manifestReferences {
		n.ignored[reference] = true
	}
	return n
}

// lowerFirst is a path with each name's first letter small.
func lowerFirst(path string) string {
	parts := strings.Split(path, ".")
	for i, part := range parts {
		if part != "" {
			parts[i] = strings.ToLower(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, ".")
}
