package bench

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/userpoolclient/userpoolclient"
)

//go:embed schema.json
var schemaJSON string

func prepareJSONSchema(c *userpoolclient.Config) Check {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schemaJSON))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", doc); err != nil {
		panic(err)
	}
	schema := compiler.MustCompile("schema.json")
	decoded := documentOf(c)
	return Check{
		Run: func() bool { return schema.Validate(decoded) == nil && schemaRelations(c) == nil },
		Places: func() []string {
			var failed *jsonschema.ValidationError
			errors.As(schema.Validate(decoded), &failed)
			all := schemaRelations(c)
			if failed != nil {
				all = append(all, leaves(failed)...)
			}
			return all
		},
	}
}

// documentOf is the configuration as decoded JSON.
func documentOf(c *userpoolclient.Config) any {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		panic(err)
	}
	return doc
}

// schemaRelations is what a schema cannot say: it cannot compare two values.
func schemaRelations(c *userpoolclient.Config) []string {
	var all []string
	if c.DefaultRedirectURI != nil && !slices.Contains(c.CallbackURLs, *c.DefaultRedirectURI) {
		all = append(all, "DefaultRedirectURI")
	}
	var u userpoolclient.TokenValidityUnits
	if c.TokenValidityUnits != nil {
		u = *c.TokenValidityUnits
	}
	refresh := secondsOf(c.RefreshTokenValidity, string(u.RefreshToken), "days", 3600, 315360000)
	if refresh > 0 && secondsOf(c.AccessTokenValidity, string(u.AccessToken), "hours", 300, 86400) > refresh {
		all = append(all, "AccessTokenValidity")
	}
	if refresh > 0 && secondsOf(c.IdTokenValidity, string(u.IdToken), "hours", 300, 86400) > refresh {
		all = append(all, "IdTokenValidity")
	}
	return all
}

// leaves are the places at which validation failed in the end.
func leaves(e *jsonschema.ValidationError) []string {
	if len(e.Causes) > 0 {
		var all []string
		for _, cause := range e.Causes {
			all = append(all, leaves(cause)...)
		}
		return all
	}
	if required, ok := e.ErrorKind.(*kind.Required); ok {
		return required.Missing
	}
	return []string{placeOf(e.InstanceLocation)}
}

// placeOf writes a path as userpoolclient does: "CallbackURLs[1]".
func placeOf(path []string) string {
	var b strings.Builder
	for i, p := range path {
		if _, err := strconv.Atoi(p); err == nil {
			b.WriteString("[" + p + "]")
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(p)
	}
	return b.String()
}
