package preset

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// longestRefresh is the longest lifetime that refresh-token-long says nothing about.
const longestRefresh = 90 * 24 * time.Hour

// answers has, by the rule's ID, what a configuration alone can do about an advice;
// each reports whether it could. It must not be changed.
var answers = map[string]func(*hardener) bool{
	"token-revocation-off":           (*hardener).revoke,
	"user-existence-errors-legacy":   (*hardener).hideUsers,
	"implicit-grant":                 (*hardener).endImplicit,
	"legacy-auth-flow":               (*hardener).modernize,
	"password-auth-flow":             (*hardener).endPasswords,
	"admin-flow-without-secret":      (*hardener).endAdminFlow,
	"machine-with-user-flows":        (*hardener).machineOnly,
	"rotation-missing":               (*hardener).rotate,
	"rotation-grace-long":            (*hardener).shortenGrace,
	"access-token-long":              (*hardener).shortenAccess,
	"id-token-long":                  (*hardener).shortenID,
	"refresh-token-long":             (*hardener).shortenRefresh,
	"write-attributes-default":       (*hardener).listAttributes,
	"write-attribute-privileged":     (*hardener).narrowAttributes,
	"attribute-mapping-not-writable": (*hardener).addMapped,
	"analytics-ended":                (*hardener).endAnalytics,
	"analytics-user-data":            (*hardener).endAnalytics,
}

func (h *hardener) revoke() bool {
	h.c.EnableTokenRevocation = new(true)
	return true
}

func (h *hardener) hideUsers() bool {
	h.c.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	return true
}

func (h *hardener) endImplicit() bool {
	h.c.AllowedOAuthFlows = without(h.c.AllowedOAuthFlows, types.OAuthFlowTypeImplicit)
	if !slices.Contains(h.c.AllowedOAuthFlows, types.OAuthFlowTypeCode) {
		h.c.AllowedOAuthFlows = append(h.c.AllowedOAuthFlows, types.OAuthFlowTypeCode)
	}
	h.note(userpoolclient.FieldAllowedOAuthFlows,
		"applications must ask for response_type=code, with PKCE, before this is sent")
	return true
}

// modernize writes the flows of today for the legacy ones: the same flows, and those
// that a legacy list has without naming them.
func (h *hardener) modernize() bool {
	var flows []types.ExplicitAuthFlowsType
	custom := false
	for _, f := range h.c.ExplicitAuthFlows {
		switch f {
		case types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
			f = types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth
		case types.ExplicitAuthFlowsTypeUserPasswordAuth:
			f = types.ExplicitAuthFlowsTypeAllowUserPasswordAuth
		case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
			f, custom = types.ExplicitAuthFlowsTypeAllowCustomAuth, true
		}
		flows = append(flows, f)
	}
	if !custom {
		flows = append(flows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
	}
	if !h.rotating() {
		flows = append(flows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
	}
	h.setFlows(flows)
	h.doubt(userpoolclient.FieldExplicitAuthFlows,
		"what a legacy list allows beside what it names is not verified; the new list names it")
	return true
}

func (h *hardener) endPasswords() bool {
	if h.legacy() { // beside a legacy value no other is accepted
		h.modernize()
	}
	flows := without(h.c.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth)
	h.setFlows(append(flows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth))
	h.note(userpoolclient.FieldExplicitAuthFlows,
		"applications must sign users in by USER_SRP_AUTH before this is sent; "+
			"a trigger that migrates users no longer gets their passwords")
	return true
}

func (h *hardener) endAdminFlow() bool {
	if h.legacy() {
		h.modernize()
	}
	flows := without(h.c.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth)
	if len(flows) == 0 { // the empty list stands for more
		flows = append(flows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
	}
	h.setFlows(flows)
	h.note(userpoolclient.FieldExplicitAuthFlows,
		"a server that signs users in through this client needs a client of its own, with a secret, before this is sent")
	return true
}

func (h *hardener) machineOnly() bool {
	h.setFlows([]types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth})
	if h.rotating() {
		h.c.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: types.FeatureTypeDisabled}
	}
	h.note(userpoolclient.FieldExplicitAuthFlows, "users can no longer sign in through this client")
	return true
}

func (h *hardener) rotate() bool {
	h.c.RefreshTokenRotation = rotation()
	if flows := h.c.ExplicitAuthFlows; len(flows) > 0 {
		flows = without(flows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
		if len(flows) == 0 { // the empty list stands for more
			flows = append(flows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
			h.note(userpoolclient.FieldExplicitAuthFlows,
				"beside rotation the list cannot be ALLOW_REFRESH_TOKEN_AUTH alone: users can sign in by USER_SRP_AUTH too")
		}
		h.setFlows(flows)
	}
	h.note(userpoolclient.FieldRefreshTokenRotation, "applications must renew tokens with GetTokensFromRefreshToken or "+
		"at the token endpoint, and keep the new refresh token, before this is sent: REFRESH_TOKEN_AUTH no longer works")
	if h.in.Pool == nil || h.in.Pool.Tier == "" {
		h.doubt(userpoolclient.FieldRefreshTokenRotation, "the pool's tier is not known: rotation is for Essentials and "+
			"Plus, and what a LITE pool makes of it is not verified")
	}
	return true
}

func (h *hardener) shortenGrace() bool {
	shorter := *h.c.RefreshTokenRotation
	shorter.RetryGracePeriodSeconds = new(int32(gracePeriod))
	h.c.RefreshTokenRotation = &shorter
	return true
}

// The lifetimes are constants within the limits, so setting them does not fail.

func (h *hardener) shortenAccess() bool {
	_ = h.c.SetAccessTokenLifetime(tokenLifetime)
	return true
}

func (h *hardener) shortenID() bool {
	_ = h.c.SetIdTokenLifetime(tokenLifetime)
	return true
}

func (h *hardener) shortenRefresh() bool {
	_ = h.c.SetRefreshTokenLifetime(longestRefresh)
	return true
}

// listAttributes writes the documented default out, so that custom attributes are
// surely not in it.
func (h *hardener) listAttributes() bool {
	if info, ok := userpoolclient.FieldByName(string(userpoolclient.FieldWriteAttributes)); ok {
		h.c.WriteAttributes, _ = info.Default.([]string)
	}
	h.doubt(userpoolclient.FieldWriteAttributes,
		"the list is the documented default written out; whether users could write custom attributes without it is disputed")
	return true
}

func (h *hardener) narrowAttributes() bool {
	var privileged []string
	for _, f := range h.findings() {
		if f.Rule == "write-attribute-privileged" && f.Index >= 0 {
			privileged = append(privileged, h.c.WriteAttributes[f.Index])
		}
	}
	left := without(h.c.WriteAttributes, privileged...)
	if len(left) == 0 { // the empty list stands for every standard attribute
		return false
	}
	h.c.WriteAttributes = left
	h.note(userpoolclient.FieldWriteAttributes,
		"from then on only AdminUpdateUserAttributes can set "+strings.Join(privileged, ", "))
	return true
}

func (h *hardener) addMapped() bool {
	for _, m := range h.in.Pool.AttributeMappings {
		if slices.Contains(h.c.SupportedIdentityProviders, m.Provider) && !isReadOnly(m.Attribute) &&
			!slices.Contains(h.c.WriteAttributes, m.Attribute) {
			h.c.WriteAttributes = append(slices.Clone(h.c.WriteAttributes), m.Attribute)
		}
	}
	return true
}

// endAnalytics omits the structure: that an update which omits it ends it has been
// seen, and an empty one has not been tried.
func (h *hardener) endAnalytics() bool {
	h.c.AnalyticsConfiguration = nil
	return true
}

// rotating reports whether refresh tokens rotate.
func (h *hardener) rotating() bool {
	return h.c.RefreshTokenRotation != nil && h.c.RefreshTokenRotation.Feature == types.FeatureTypeEnabled
}

// legacy reports whether the list of flows holds a legacy value.
func (h *hardener) legacy() bool {
	return slices.ContainsFunc(h.c.ExplicitAuthFlows, func(f types.ExplicitAuthFlowsType) bool {
		switch f {
		case types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth,
			types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
			return true
		}
		return false
	})
}

// setFlows sets the list of flows, each once.
func (h *hardener) setFlows(flows []types.ExplicitAuthFlowsType) {
	h.c.ExplicitAuthFlows = h.c.ExplicitAuthFlows[:0:0]
	for _, f := range flows {
		if !slices.Contains(h.c.ExplicitAuthFlows, f) {
			h.c.ExplicitAuthFlows = append(h.c.ExplicitAuthFlows, f)
		}
	}
}

// without returns a copy of a list without some of its elements.
func without[T comparable](list []T, some ...T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return slices.Contains(some, v) })
}
