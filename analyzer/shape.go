package analyzer

import (
	"go/types"
	"strings"
	"sync"
	"unicode"

	"github.com/userpoolclient/userpoolclient"
)

// The packages whose literals are judged.
const (
	rootPath   = "github.com/userpoolclient/userpoolclient"
	presetPath = rootPath + "/preset"
	sdkPath    = "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	sdkV1Path  = "github.com/aws/aws-sdk-go/service/cognitoidentityprovider"

	// Pulumi's packages have their major version in the middle of the path.
	pulumiPrefix, pulumiSuffix = "github.com/pulumi/pulumi-aws/sdk/", "/go/aws/cognito"
	pulumiNative               = "github.com/pulumi/pulumi-aws-native/sdk/go/aws/cognito"
)

// A shape is a struct type that describes an app client.
type shape struct {
	operation userpoolclient.Operation
	// field returns the field that a member of the struct, or of the structure
	// parent in it, holds, and reports whether there is one.
	field func(parent userpoolclient.Field, member string) (userpoolclient.Field, bool)
	// zeroOmitted says that a member that is no pointer is sent only when it is not
	// zero.
	zeroOmitted bool
	// partial says that what the literal omits may be set all the same.
	partial bool
}

var (
	createShape = shape{operation: userpoolclient.OperationCreate, field: apiName, zeroOmitted: true}
	updateShape = shape{operation: userpoolclient.OperationUpdate, field: apiName, zeroOmitted: true}
	configShape = shape{field: apiName}
	pulumiShape = shape{field: pulumiName}
	presetShape = shape{field: presetName, partial: true}
)

// shapeOf returns the shape of a type or of what it points to, nil when it does
// not describe an app client.
func shapeOf(t types.Type) *shape {
	named := namedType(t)
	if named == nil || named.Obj().Pkg() == nil {
		return nil
	}
	path, name := named.Obj().Pkg().Path(), named.Obj().Name()
	switch {
	case (path == sdkPath || path == sdkV1Path) && name == "CreateUserPoolClientInput":
		return &createShape
	case (path == sdkPath || path == sdkV1Path) && name == "UpdateUserPoolClientInput":
		return &updateShape
	case path == rootPath && name == "Config":
		return &configShape
	case isPulumi(path) && name == "UserPoolClientArgs":
		return &pulumiShape
	case path == presetPath && hasMember(named, "PoolID"):
		return &presetShape
	}
	return nil
}

// marks reports whether a member lists fields whose value is not known, as two of
// userpoolclient.Config do.
func (s *shape) marks(member string) bool {
	return s == &configShape && (member == "Unknown" || member == "MaybeSet")
}

// namedType returns the named type that t is or points to, nil when there is
// none.
func namedType(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// hasMember reports whether the type is a struct with a member of that name.
func hasMember(named *types.Named, member string) bool {
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if f.Name() == member {
			return true
		}
	}
	return false
}

// isStruct reports whether the type is a struct.
func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// isPulumi reports whether a package is Pulumi's for Cognito.
func isPulumi(path string) bool {
	return strings.HasPrefix(path, pulumiPrefix) && strings.HasSuffix(path, pulumiSuffix) || path == pulumiNative
}

// isWatched reports whether a package has types whose literals are judged.
func isWatched(path string) bool {
	return path == sdkPath || path == rootPath || path == presetPath || path == sdkV1Path || isPulumi(path)
}

// concerns reports whether a package can hold such a literal: it imports one of
// the packages, or one that shows a type of theirs.
func concerns(pkg *types.Package) bool {
	for _, direct := range pkg.Imports() {
		if isWatched(direct.Path()) {
			return true
		}
		for _, shown := range direct.Imports() {
			if isWatched(shown.Path()) {
				return true
			}
		}
	}
	return false
}

// A name is a member of a structure, or of the client itself where the parent is
// empty.
type name struct {
	parent userpoolclient.Field
	member string
}

// names are the fields by what the API and what Pulumi call them.
var names = sync.OnceValue(func() (n struct{ api, pulumi map[name]userpoolclient.Field }) {
	n.api = make(map[name]userpoolclient.Field)
	n.pulumi = make(map[name]userpoolclient.Field)
	for _, f := range userpoolclient.Fields() {
		n.api[name{f.Parent, last(string(f.Name))}] = f.Name
		// pulumi-aws follows Terraform, pulumi-aws-native CloudFormation.
		for _, other := range []string{f.CloudFormation, f.Terraform} {
			if other != "" {
				n.pulumi[name{f.Parent, fold(last(other))}] = f.Name
			}
		}
	}
	return n
})

func apiName(parent userpoolclient.Field, member string) (userpoolclient.Field, bool) {
	f, ok := names().api[name{parent, member}]
	return f, ok
}

func pulumiName(parent userpoolclient.Field, member string) (userpoolclient.Field, bool) {
	f, ok := names().pulumi[name{parent, fold(member)}]
	return f, ok
}

// presetName knows the members that all presets spell alike. What else a preset
// has decides the kind of client, which is not judged here.
func presetName(parent userpoolclient.Field, member string) (userpoolclient.Field, bool) {
	switch member {
	case "Name":
		return userpoolclient.FieldClientName, true
	case "PoolID":
		return userpoolclient.FieldUserPoolId, true
	case "Callbacks":
		return userpoolclient.FieldCallbackURLs, true
	case "Logouts":
		return userpoolclient.FieldLogoutURLs, true
	case "Scopes":
		return userpoolclient.FieldAllowedOAuthScopes, true
	case "Providers":
		return userpoolclient.FieldSupportedIdentityProviders, true
	}
	return apiName(parent, member)
}

// last returns what follows the last dot.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// fold spells a name in lower case, without separators: CallbackUrls,
// CallbackURLs and callback_urls alike.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
