package userpoolclient

import (
	"slices"
	"strings"
)

// The limit of the API model, in characters.
const maxProviderLength = 32

// The names of the providers that every pool can have. COGNITO is the pool
// itself.
const providerCognito = "COGNITO"

var builtInProviders = []string{providerCognito, "Facebook", "Google", "SignInWithApple", "LoginWithAmazon"}

func scanProvider(value string) facts {
	return scanText(providerClass, value, 1, maxProviderLength)
}

// builtInOf returns the built-in provider that a name stands for but for its
// case, "" when it is none or already right.
func builtInOf(name string) string {
	for _, p := range builtInProviders {
		if p != name && strings.EqualFold(p, name) {
			return p
		}
	}
	return ""
}

// unlistedProviders returns the providers of the pool that the client does not
// have already.
func (s *subject) unlistedProviders() []string {
	return without(append(slices.Clone(s.in.Pool.IdentityProviders), providerCognito), s.c.SupportedIdentityProviders)
}

var unknownProvider = preflight("pf-cognito-supported-identity-providers-exists", "a provider that the pool lacks").
	dated("2026-09-08")

func providerRules() []Rule {
	return []Rule{
		length(Rule{
			ID:       "identity-provider-name-length",
			Detail:   "Characters are counted, not bytes: a name of 32 Japanese letters was accepted.",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiModel, terraformTests},
			Bad:      on(plain, `"SupportedIdentityProviders":["a-provider-name-of-33-characters-"]`),
			Good:     on(plain, `"SupportedIdentityProviders":["a-provider-name-of-32-characters"]`),
		}, 1, maxProviderLength, FieldSupportedIdentityProviders),
		pattern(Rule{
			ID:      "identity-provider-name-characters",
			Bad:     on(plain, `"SupportedIdentityProviders":["Okta\u0007"]`),
			Good:    on(plain, `"SupportedIdentityProviders":["Okta"]`),
			safeFix: withoutInvisible,
		}, `[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+`, "letters, marks, symbols, numbers, punctuation and spaces",
			FieldSupportedIdentityProviders),
		{
			ID:       "identity-provider-not-in-pool",
			Severity: SeverityError,
			Summary:  "Each of SupportedIdentityProviders MUST be COGNITO or an identity provider of the user pool.",
			Detail: "The recorded deployment creates a client with Google in a pool without providers. Every update checks " +
				"the list again: where a provider was deleted meanwhile, an update that repeats it is rejected.",
			Fields:   []Field{FieldSupportedIdentityProviders},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsProviders,
			Evidence: EvidenceMeasured,
			Sources:  []Source{unknownProvider},

			Exception:      invalidParameter,
			ServiceMessage: "The provider {value} does not exist for User Pool {pool}.",

			Bad: Example{base: plain, members: `"SupportedIdentityProviders":["COGNITO","Google"]`,
				pool: `{"IdentityProviders":["Okta"]}`},
			Good: Example{base: plain, members: `"SupportedIdentityProviders":["COGNITO","Okta"]`,
				pool: `{"IdentityProviders":["Okta"]}`},
			each: []Field{FieldSupportedIdentityProviders},
			check: func(s *subject) []Finding {
				if s.in.Pool.IdentityProviders == nil {
					return nil
				}
				return eachIn(FieldSupportedIdentityProviders, s.c.SupportedIdentityProviders, func(name string) bool {
					return name != providerCognito && scanProvider(name).shaped() &&
						!slices.Contains(s.in.Pool.IdentityProviders, name)
				}, func(name string) (message, fix string) {
					return quote(name) + " is not an identity provider of the user pool",
						"add the provider to the pool first" + didYouMean(name, s.unlistedProviders()...)
				})
			},
			safeFix: writePoolProvider,
		},
		{
			ID:       "identity-provider-case",
			Severity: SeverityWarning,
			Summary: "A built-in identity provider MUST be spelled " +
				"COGNITO, Facebook, Google, SignInWithApple or LoginWithAmazon.",
			Detail: "GOOGLE is rejected unless the pool has a provider of just that name: the recorded rejection is of a name " +
				"that the pool lacks. Where the pool is known, identity-provider-not-in-pool decides.",
			Fields:   []Field{FieldSupportedIdentityProviders},
			Evidence: EvidenceInferred,
			Sources:  []Source{apiCreate, unknownProvider},
			Bad:      on(plain, `"SupportedIdentityProviders":["COGNITO","GOOGLE"]`),
			Good:     on(plain, `"SupportedIdentityProviders":["COGNITO","Google"]`),
			each:     []Field{FieldSupportedIdentityProviders},
			check: func(s *subject) []Finding {
				if s.in.Pool != nil && s.in.Pool.IdentityProviders != nil {
					return nil
				}
				return eachIn(FieldSupportedIdentityProviders, s.c.SupportedIdentityProviders,
					func(name string) bool { return builtInOf(name) != "" },
					func(name string) (message, fix string) {
						right := builtInOf(name)
						if fix = "write " + right; slices.Contains(s.c.SupportedIdentityProviders, right) {
							fix = "remove it"
						}
						return quoteThen(name, " is not spelled as the built-in provider is, and case counts"), fix
					})
			},
			safeFix: func(s *subject, f Finding) []Edit {
				name, _ := s.valueAt(f)
				return s.write(f, builtInOf(name))
			},
		},
	}
}

// withoutInvisible removes what a provider's name cannot have, which is what cannot
// be seen.
func withoutInvisible(s *subject, f Finding) []Edit {
	name, ok := s.valueAt(f)
	if !ok {
		return nil
	}
	return s.write(f, strings.TrimSpace(strings.Map(func(r rune) rune {
		if !providerClass.has(r) {
			return -1
		}
		return r
	}, name)))
}

// writePoolProvider writes the one provider of the pool that a name is but for case.
func writePoolProvider(s *subject, f Finding) []Edit {
	name, ok := s.valueAt(f)
	if !ok {
		return nil
	}
	fits := slices.DeleteFunc(append(slices.Clone(s.in.Pool.IdentityProviders), providerCognito),
		func(p string) bool { return !strings.EqualFold(p, name) })
	if len(fits) != 1 {
		return nil
	}
	return s.write(f, fits[0])
}
