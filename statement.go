package userpoolclient

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A statement is how JSON Schema says what a rule says, beyond the rule's
// Constraint. Only rules of severity error are stated: what breaks another is
// accepted, and a schema knows valid and invalid alone.
type statement struct {
	value  func() any // must hold of each value of each field of the rule
	client func() any // must hold of the client as a whole
	secret bool       // holds of a create, where it shows whether the client has a secret
	not    string     // why no schema can say it, in words
}

// A schemaObject is a JSON object whose members keep their order.
type schemaObject []schemaMember

type schemaMember struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o schemaObject) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, part := range []any{m.name, m.value} {
			var text bytes.Buffer
			e := json.NewEncoder(&text)
			e.SetEscapeHTML(false)
			if err := e.Encode(part); err != nil {
				return nil, err
			}
			if j > 0 {
				b.WriteByte(':')
			}
			b.Write(bytes.TrimSpace(text.Bytes()))
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// with returns the object with one more member.
func (o schemaObject) with(name string, value any) schemaObject {
	return append(o[:len(o):len(o)], schemaMember{name, value})
}

// schemaOf is an object of one keyword.
func schemaOf(keyword string, value any) schemaObject { return schemaObject{{keyword, value}} }

func schemaNot(s any) schemaObject { return schemaOf("not", s) }

func schemaAny(all ...any) schemaObject { return schemaOf("anyOf", all) }

func schemaAll(all ...any) schemaObject { return schemaOf("allOf", all) }

func schemaPattern(expr string) schemaObject { return schemaOf("pattern", expr) }

func schemaIf(condition, then any) schemaObject {
	return schemaObject{{"if", condition}, {"then", then}}
}

// schemaHas says that a client sets a field, and what the field is. A path of two
// names is a member of a structure.
func schemaHas(f Field, value any) schemaObject {
	names := strings.Split(string(f), ".")
	s := value
	for i := len(names) - 1; i >= 0; i-- {
		s = schemaObject{
			{"type", "object"}, {"properties", schemaOf(names[i], s)}, {"required", []string{names[i]}},
		}
	}
	return s.(schemaObject)
}

// schemaWhere says what a field is where a client sets it.
func schemaWhere(f Field, value any) schemaObject {
	return schemaOf("properties", schemaOf(string(f), value))
}

// schemaHolds says that a list holds one of some values.
func schemaHolds[S ~string](f Field, values ...S) schemaObject {
	return schemaHas(f, schemaObject{{"type", "array"}, {"contains", schemaOf("enum", values)}})
}

// schemaFilled says that a list is not empty.
func schemaFilled(f Field) schemaObject { return schemaMust(f, schemaOf("minItems", 1)) }

// schemaMust is schemaHas without the type of what holds the field, for what must
// hold, where schemaHas is for conditions.
func schemaMust(f Field, value any) schemaObject {
	return schemaWhere(f, value).with("required", []string{string(f)})
}

// The values true and ENABLED; a template may spell a boolean as a string.
func schemaTrue() schemaObject { return schemaOf("enum", []any{true, "true"}) }

func schemaRotates() schemaObject {
	return schemaHas(FieldRefreshTokenRotationFeature, schemaOf("const", types.FeatureTypeEnabled))
}

// schemaSecret says that a client that is created gets a secret.
func schemaSecret() schemaObject {
	return schemaAny(
		schemaMust(FieldGenerateSecret, schemaNot(schemaOf("enum", []any{false, "false"}))),
		schemaOf("required", []Field{FieldClientSecret}),
	)
}
