package userpoolclient

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// An authFlow is a value of ExplicitAuthFlows.
type authFlow = types.ExplicitAuthFlowsType

// An authFlowSet says which values ExplicitAuthFlows holds.
type authFlowSet uint16

const (
	authAdminNoSRP authFlowSet = 1 << iota
	authCustomOnly
	authUserPassword
	authAllowAdminPassword
	authAllowCustom
	authAllowUserPassword
	authAllowSRP
	authAllowRefresh
	authAllowUser
	authAllowClientToken
	authAllowOther // a value with the prefix that this version does not know
	authOther      // any other value

	authLegacy    = authAdminNoSRP | authCustomOnly | authUserPassword
	authAllowSign = authAllowAdminPassword | authAllowCustom | authAllowUserPassword | authAllowSRP | authAllowUser
	authNoUser    = authAllowRefresh | authAllowClientToken // the flows that sign no user in
	authAllow     = authAllowSign | authNoUser | authAllowOther
	authUnknown   = authAllowOther | authOther
	authDefault   = authAllowSRP | authAllowCustom | authAllowRefresh // what an omitted or empty list stands for
)

const allowPrefix = "ALLOW_"

// flowAllowClientToken lets the client get tokens for itself with
// GetClientToken. AWS documents the value; the SDK's enum lacks it.
const flowAllowClientToken authFlow = "ALLOW_CLIENT_TOKEN_AUTH"

// flowRefresh lets refresh tokens be redeemed in a sign-in call.
const flowRefresh = string(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)

// authFlowBit returns the set of one value.
func authFlowBit(f authFlow) authFlowSet {
	switch f {
	case types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
		return authAdminNoSRP
	case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
		return authCustomOnly
	case types.ExplicitAuthFlowsTypeUserPasswordAuth:
		return authUserPassword
	case types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth:
		return authAllowAdminPassword
	case types.ExplicitAuthFlowsTypeAllowCustomAuth:
		return authAllowCustom
	case types.ExplicitAuthFlowsTypeAllowUserPasswordAuth:
		return authAllowUserPassword
	case types.ExplicitAuthFlowsTypeAllowUserSrpAuth:
		return authAllowSRP
	case types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth:
		return authAllowRefresh
	case types.ExplicitAuthFlowsTypeAllowUserAuth:
		return authAllowUser
	case flowAllowClientToken:
		return authAllowClientToken
	}
	if strings.HasPrefix(string(f), allowPrefix) {
		return authAllowOther
	}
	return authOther
}

// authFlowNames are the values of ExplicitAuthFlows: those of today, then those
// they superseded.
var authFlowNames = []string{
	string(types.ExplicitAuthFlowsTypeAllowUserAuth),
	string(types.ExplicitAuthFlowsTypeAllowUserSrpAuth),
	string(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth),
	string(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth),
	string(types.ExplicitAuthFlowsTypeAllowCustomAuth),
	string(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth),
	string(flowAllowClientToken),
	string(types.ExplicitAuthFlowsTypeAdminNoSrpAuth),
	string(types.ExplicitAuthFlowsTypeCustomAuthFlowOnly),
	string(types.ExplicitAuthFlowsTypeUserPasswordAuth),
}

// namesOf returns the names of the flows in a set, in the order of authFlowNames.
func namesOf(set authFlowSet) []string {
	var names []string
	for _, name := range authFlowNames {
		if authFlowBit(authFlow(name))&set != 0 {
			names = append(names, name)
		}
	}
	return names
}

// successor returns the value that does today what a legacy one did.
func successor(legacy authFlow) authFlow {
	switch legacy {
	case types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
		return types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth
	case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
		return types.ExplicitAuthFlowsTypeAllowCustomAuth
	case types.ExplicitAuthFlowsTypeUserPasswordAuth:
		return types.ExplicitAuthFlowsTypeAllowUserPasswordAuth
	}
	return ""
}

// flowsMixed reports whether legacy values stand beside values with the prefix.
func flowsMixed(set authFlowSet) bool { return set&authLegacy != 0 && set&authAllow != 0 }

// signsUsersIn reports whether a user can sign in through the client. No user
// can where the list holds nothing but flows that sign nobody in, and either one
// of them is for machines or the only OAuth flow is.
func (s *subject) signsUsersIn() bool {
	if len(s.c.ExplicitAuthFlows) == 0 || s.auth&^authNoUser != 0 || s.flows&flowUser != 0 {
		return true
	}
	return s.auth&authAllowClientToken == 0 && s.flows != flowClientCredentials
}

// inLitePool reports whether the client is known to belong to a pool of the tier
// LITE.
func (s *subject) inLitePool() bool {
	return s.in.Pool != nil && s.in.Pool.Tier == types.UserPoolTierTypeLite
}

// firstAuthFlow returns the first known element that is in the set, and its
// index; -1 where there is none.
func (s *subject) firstAuthFlow(set authFlowSet) (int, authFlow) {
	for i, f := range s.c.ExplicitAuthFlows {
		if authFlowBit(f)&set != 0 && s.knows(FieldExplicitAuthFlows, i) {
			return i, f
		}
	}
	return -1, ""
}

// eachAuthFlow returns a finding for every element that is in the set.
func eachAuthFlow(s *subject, set authFlowSet, says func(f authFlow) (message, fix string)) []Finding {
	if s.auth&set == 0 {
		return nil
	}
	return eachIn(FieldExplicitAuthFlows, s.c.ExplicitAuthFlows,
		func(f authFlow) bool { return authFlowBit(f)&set != 0 }, says)
}

// authFlowFits reports whether the list would be accepted with one more flow. Like all
// that only makes up a fix, it may look at fields that the rule does not declare.
func (s *subject) authFlowFits(flow authFlowSet) bool {
	legacyList := s.auth&authLegacy != 0 && s.auth&authAllow == 0
	switch {
	case s.auth&flow != 0, legacyList != (flow&authLegacy != 0):
		return false
	case flow == authAllowClientToken:
		return s.auth&^authUnknown == 0
	case flow == authAllowUser && s.inLitePool(), s.auth&authAllowClientToken != 0:
		return false
	case flow == authAllowRefresh:
		enabled, _ := rotationAfter(s.c, s.in)
		return !enabled
	}
	return true
}

// fittingAuthFlows returns the flows with which the list would be accepted.
func (s *subject) fittingAuthFlows() []string {
	return slices.DeleteFunc(namesOf(authLegacy|authAllow), func(name string) bool {
		return !s.authFlowFits(authFlowBit(authFlow(name)))
	})
}

// meantAuthFlow returns the one of some flows that a value must stand for: the
// same in another case or without the prefix, or the successor of a legacy one;
// "" where there is none. The usual mix-up is the AuthFlow of a sign-in call,
// which has no prefix.
func meantAuthFlow(value string, flows []string) string {
	upper := strings.ToUpper(value)
	bare := strings.TrimPrefix(upper, allowPrefix)
	for _, name := range []string{upper, allowPrefix + bare, string(successor(authFlow(bare)))} {
		if slices.Contains(flows, name) {
			return name
		}
	}
	return ""
}

// modernAuthFlows returns the values with the prefix that let a client do what
// its legacy values let it do.
func (s *subject) modernAuthFlows() []string {
	var set authFlowSet
	for i, f := range s.c.ExplicitAuthFlows {
		if s.knows(FieldExplicitAuthFlows, i) {
			set |= authFlowBit(successor(f)) &^ authOther
		}
	}
	if s.auth&authCustomOnly == 0 {
		set |= authAllowSRP
	}
	if enabled, _ := rotationAfter(s.c, s.in); !enabled {
		set |= authAllowRefresh
	}
	return namesOf(set)
}

// withoutLegacy returns the fix for a list that mixes values: what to write for
// each legacy one.
func (s *subject) withoutLegacy() string {
	var steps []string
	for _, name := range namesOf(s.auth & authLegacy) {
		next := successor(authFlow(name))
		if s.authFlowFits(authFlowBit(next)) {
			steps = append(steps, "write "+string(next)+" for "+name)
		} else {
			steps = append(steps, "remove "+name)
		}
	}
	return strings.Join(steps, " and ")
}
