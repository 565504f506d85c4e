package bench

import (
	_ "embed"
	"encoding/json"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	cueerrors "cuelang.org/go/cue/errors"
	cuejson "cuelang.org/go/encoding/json"

	"github.com/userpoolclient/userpoolclient"
)

//go:embed schema.cue
var schemaCUE string

// prepareCUE lets CUE judge values and lists. The relations are written in Go,
// which is to CUE's advantage: each comprehension costs it more.
func prepareCUE(c *userpoolclient.Config) Check {
	ctx := cuecontext.New()
	schema := ctx.CompileString(schemaCUE).LookupPath(cue.ParsePath("#Client"))
	if err := schema.Err(); err != nil {
		panic(err)
	}
	data, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	document, err := cuejson.Extract("client.json", data)
	if err != nil {
		panic(err)
	}
	value := ctx.BuildExpr(document)
	if err := value.Err(); err != nil {
		panic(err)
	}
	return Check{
		Run: func() bool { return schema.Unify(value).Validate(cue.Concrete(true)) == nil && cueRelations(c) == nil },
		Places: func() []string {
			all := cueRelations(c)
			for _, e := range cueerrors.Errors(schema.Unify(value).Validate(cue.Concrete(true))) {
				path := e.Path()
				if len(path) > 0 && path[0] == "#Client" {
					path = path[1:]
				}
				all = append(all, placeOf(path))
			}
			return all
		},
	}
}

func cueRelations(c *userpoolclient.Config) []string {
	all := schemaRelations(c)
	if on := c.AllowedOAuthFlowsUserPoolClient; on != nil && *on {
		if len(c.AllowedOAuthFlows) == 0 {
			all = append(all, "AllowedOAuthFlows")
		}
		if len(c.AllowedOAuthScopes) == 0 {
			all = append(all, "AllowedOAuthScopes")
		}
	}
	if (slices.Contains(c.AllowedOAuthFlows, "code") || slices.Contains(c.AllowedOAuthFlows, "implicit")) &&
		len(c.CallbackURLs) == 0 {
		all = append(all, "CallbackURLs")
	}
	var u userpoolclient.TokenValidityUnits
	if c.TokenValidityUnits != nil {
		u = *c.TokenValidityUnits
	}
	outside := func(n *int32, unit, unitDefault string, least, most int64) bool {
		return n != nil && *n != 0 && (unit == "" || unitSeconds[unit] > 0) && secondsOf(n, unit, unitDefault, least,
			most) == 0
	}
	if outside(c.AccessTokenValidity, string(u.AccessToken), "hours", 300, 86400) {
		all = append(all, "AccessTokenValidity")
	}
	if outside(c.IdTokenValidity, string(u.IdToken), "hours", 300, 86400) {
		all = append(all, "IdTokenValidity")
	}
	if outside(c.RefreshTokenValidity, string(u.RefreshToken), "days", 3600, 315360000) {
		all = append(all, "RefreshTokenValidity")
	}
	return all
}
