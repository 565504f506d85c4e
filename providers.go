package userpoolclient

import (
	"fmt"
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

// builtInOf is the built-in provider that a name stands for but for its case,
// "" when it is none or already right.
func builtInOf(name string) string {
	for _, p := range builtInProviders {
		if p != name && strings.EqualFold(p, name) {
			return p
		}
	}
	return ""
}

var providerRules = []Rule{
	length(Rule{
		ID:   "identity-provider-name-length",
		Bad:  on(plain, `"SupportedIdentityProviders":["a-provider-name-of-33-characters-"]`),
		Good: on(plain, `"SupportedIdentityProviders":["a-provider-name-of-32-characters"]`),
	}, 1, maxProviderLength, FieldSupportedIdentityProviders),
	pattern(Rule{
		ID:   "identity-provider-name-characters",
		Bad:  on(plain, `"SupportedIdentityProviders":["Okta\u0007"]`),
		Good: on(plain, `"SupportedIdentityProviders":["Okta"]`),
	}, `[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+`, "letters, marks, symbols, numbers, punctuation and spaces", FieldSupportedIdentityProviders),
	{
		ID:       "identity-provider-not-in-pool",
		Severity: SeverityError,
		Summary:  "An identity provider is COGNITO or one that the user pool has.",
		Detail:   "Every update checks the list again: a provider deleted meanwhile makes any update that repeats it fail.",
		Fields:   []Field{FieldSupportedIdentityProviders},
		Needs:    NeedsPool,
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      invalidParameter,
		ServiceMessage: "The provider {value} does not exist for User Pool {pool}.",

		Bad:  Example{base: plain, members: `"SupportedIdentityProviders":["COGNITO","Google"]`, pool: `{"IdentityProviders":["Okta"]}`},
		Good: Example{base: plain, members: `"SupportedIdentityProviders":["COGNITO","Okta"]`, pool: `{"IdentityProviders":["Okta"]}`},
		each: []Field{FieldSupportedIdentityProviders},
		check: func(s subject) []Finding {
			if s.in.Pool.IdentityProviders == nil {
				return nil
			}
			return eachIn(FieldSupportedIdentityProviders, s.c.SupportedIdentityProviders, func(name string) bool {
				return name != providerCognito && scanProvider(name).shaped() && !slices.Contains(s.in.Pool.IdentityProviders, name)
			}, func(name string) (message, fix string) {
				known := append(slices.Clone(s.in.Pool.IdentityProviders), providerCognito)
				return quote(name) + " is not a provider of the user pool", "add the provider to the pool first" + didYouMean(name, known...)
			})
		},
	},
	{
		ID:       "identity-provider-case",
		Severity: SeverityWarning,
		Summary:  "A built-in identity provider is named as Cognito spells it.",
		Detail:   "GOOGLE is refused unless the pool has a provider of just that name. Where the pool is known, identity-provider-not-in-pool decides.",
		Fields:   []Field{FieldSupportedIdentityProviders},
		Evidence: EvidenceMeasured,
		Sources:  []Source{apiCreate},
		Bad:      on(plain, `"SupportedIdentityProviders":["COGNITO","GOOGLE"]`),
		Good:     on(plain, `"SupportedIdentityProviders":["COGNITO","Google"]`),
		each:     []Field{FieldSupportedIdentityProviders},
		check: func(s subject) []Finding {
			if s.in.Pool != nil && s.in.Pool.IdentityProviders != nil {
				return nil
			}
			return eachIn(FieldSupportedIdentityProviders, s.c.SupportedIdentityProviders,
				func(name string) bool { return builtInOf(name) != "" },
				func(name string) (message, fix string) {
					return quote(name) + " is not spelled as the built-in provider is, and the service compares letter by letter",
						fmt.Sprintf("write %q", builtInOf(name))
				})
		},
	},
}
