package userpoolclient

import (
	"fmt"
	"log/slog"
	"unicode/utf8"
)

// Secret is an app client secret that never shows its value. However it is
// printed, logged, marshalled, compared or dumped, what appears is "(secret)" or
// nothing. [Secret.Reveal] is the one way to the value, [Secret.Equal] the way to
// compare two; the zero Secret is empty.
type Secret struct {
	// A closure, because no printer, dumper or differ looks into one: they walk
	// through pointers and unexported fields of any other kind.
	reveal func() string
}

// NewSecret returns a Secret that holds a value.
func NewSecret(value string) Secret {
	return Secret{func() string { return value }}
}

// Reveal returns the value.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Equal reports whether both hold the same value.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

const redacted = "(secret)"

// String returns "(secret)".
func (Secret) String() string { return redacted }

// Format writes "(secret)" whatever the verb and flags.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue returns the string "(secret)".
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "(secret)"; it also decides the JSON form.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText sets the value, so that JSON and XML decoders can fill it in.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

// MarshalBinary returns "(secret)"; encoding/gob asks for it, not for the text.
func (Secret) MarshalBinary() ([]byte, error) { return []byte(redacted), nil }

// The length of a client secret, in characters.
const (
	minSecretLength = 24
	maxSecretLength = 64
)

func scanClientSecret(value string) facts {
	return scanText(idClass, value, minSecretLength, maxSecretLength)
}

func secretRules() []Rule {
	return []Rule{
		length(Rule{
			ID:    "client-secret-length",
			Needs: NeedsCreate,
			says: func(value string) (string, string) {
				return lengthMessage(redacted, utf8.RuneCountInString(value), minSecretLength, maxSecretLength)
			},
			Bad: Example{
				base:    created,
				members: `"ClientSecret":"0123456789"`,
				in:      Context{Operation: OperationCreate},
			},
			Good: Example{
				base:    created,
				members: `"ClientSecret":"0123456789abcdefghijklmnop"`,
				in:      Context{Operation: OperationCreate},
			},
		}, minSecretLength, maxSecretLength, FieldClientSecret),

		pattern(Rule{
			ID:    "client-secret-pattern",
			Needs: NeedsCreate,
			says: func(string) (string, string) {
				return redacted + " does not consist of letters, digits, _ and +", "leave other characters out"
			},
			Bad: Example{
				base:    created,
				members: `"ClientSecret":"0123456789-abcdefghijklmnop"`,
				in:      Context{Operation: OperationCreate},
			},
			Good: Example{
				base:    created,
				members: `"ClientSecret":"0123456789abcdefghijklmnop"`,
				in:      Context{Operation: OperationCreate},
			},
		}, `[\w+]+`, "letters, digits, _ and +", FieldClientSecret),

		{
			ID:       "secret-generated-and-given",
			Severity: SeverityError,
			Summary:  "GenerateSecret true and ClientSecret MUST NOT both be set.",
			Detail: "Documented since the API takes a secret of your own (2026-02). The exception is inferred, and " +
				"its text is undocumented.",
			Fix:      "set only one of them",
			Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
			presence: []Field{FieldClientSecret},
			Needs:    NeedsCreate,
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate},

			Exception: invalidParameter,

			Bad: Example{
				base:    created,
				members: `"GenerateSecret":true,"ClientSecret":"0123456789abcdefghijklmnop"`,
				in:      Context{Operation: OperationCreate},
			},
			Good: Example{base: created, members: `"GenerateSecret":true`, in: Context{Operation: OperationCreate}},
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaHas(FieldGenerateSecret, schemaTrue()),
					schemaOf("required", []Field{FieldClientSecret})))
			}},
			check: func(s *subject) []Finding {
				if !isTrue(s.c.GenerateSecret) || s.c.ClientSecret == nil && !s.unknown(FieldClientSecret) {
					return nil
				}
				all := found(FieldGenerateSecret, "is true while ClientSecret is set, and only one of them is accepted")
				return because(all, FieldClientSecret)
			},
		},
		{
			ID:       "context-data-secret",
			Severity: SeverityError,
			Summary:  "A client with EnablePropagateAdditionalUserContextData true MUST have a secret.",
			Fix:      "set it to false, or make the client with a secret",
			Fields:   []Field{FieldEnablePropagateAdditionalUserContextData, FieldGenerateSecret, FieldClientSecret},
			presence: []Field{FieldClientSecret},
			Needs:    NeedsSecret,
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-propagate-context-requires-secret", "the setting on a client without a secret").
					dated("2026-09-08"),
				apiCreate,
			},

			Exception:      invalidParameter,
			ServiceMessage: "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",

			Bad: Example{
				base:    plain,
				members: `"EnablePropagateAdditionalUserContextData":true,"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Secret: SecretStateAbsent},
			},
			Good: Example{
				base:    plain,
				members: `"EnablePropagateAdditionalUserContextData":false,"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Secret: SecretStateAbsent},
			},
			schema: statement{secret: true, client: func() any {
				return schemaIf(schemaHas(FieldEnablePropagateAdditionalUserContextData, schemaTrue()), schemaSecret())
			}},
			check: func(s *subject) []Finding {
				if !isTrue(s.c.EnablePropagateAdditionalUserContextData) || s.secret != SecretStateAbsent {
					return nil
				}
				all := found(FieldEnablePropagateAdditionalUserContextData,
					"is true, which needs a client secret, and the client has none")
				return because(all, FieldGenerateSecret, FieldClientSecret)
			},
			safeFix: func(s *subject, f Finding) []Edit {
				if s.in.Operation != OperationUpdate { // a client that is made can be made with a secret
					return nil
				}
				return []Edit{{f.Field, -1, false}}
			},
		},
		{
			ID:       "public-client-with-secret",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "A client that runs in a browser or on a device SHOULD NOT have a secret.",
			Detail: "It cannot keep one: whoever has the application has the secret. A callback URL with a private " +
				"scheme tells of such a client even where its kind is not declared.",
			Fix:      "make a client without a secret, and use PKCE",
			Fields:   []Field{FieldGenerateSecret, FieldClientSecret, FieldCallbackURLs},
			each:     []Field{FieldCallbackURLs},
			presence: []Field{FieldClientSecret},
			Needs:    NeedsSecret,
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "RFC 8252 section 8.5, Client Authentication",
				URL:   rfc8252.URL + "#section-8.5",
				Date:  rfc8252.Date,
			}},
			Bad: Example{
				base:    plain,
				members: `"GenerateSecret":true,"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Kind: KindSPA},
			},
			Good: Example{
				base:    plain,
				members: `"GenerateSecret":false,"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Kind: KindSPA, Secret: SecretStateAbsent},
			},
			check: func(s *subject) []Finding {
				if s.secret != SecretStatePresent {
					return nil
				}
				at, state := FieldClientSecret, "is set"
				if isTrue(s.c.GenerateSecret) {
					at, state = FieldGenerateSecret, "is true"
				}
				const readable = "and everyone who has the application can read the secret"
				switch {
				case s.in.Kind == KindSPA || s.in.Kind == KindNative:
					return found(at, "%s for a client of kind %s, %s", state, s.in.Kind, readable)
				case s.in.Kind == KindUnknown && s.urls.has(urlPrivate):
					all := found(at, "%s for a client with a callback URL that opens an application on a device, %s",
						state, readable)
					return because(all, FieldCallbackURLs)
				}
				return nil
			},
		},
		{
			ID:       "confidential-client-without-secret",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "A client that runs on a server SHOULD have a secret.",
			Detail: "Without one, anybody who knows the client ID can redeem a stolen authorization code or refresh " +
				"token. An update cannot add a secret to a client that was made without one.",
			Fix:      "set GenerateSecret to true",
			Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
			presence: []Field{FieldClientSecret},
			Needs:    NeedsSecret | NeedsKind,
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "RFC 6749 section 2.3, Client Authentication",
				URL:   rfc6749.URL + "#section-2.3",
				Date:  rfc6749.Date,
			}},
			Bad: Example{
				base:    plain,
				members: `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Kind: KindWeb, Secret: SecretStateAbsent},
			},
			Good: Example{
				base:    plain,
				members: `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Kind: KindWeb, Secret: SecretStatePresent},
			},
			check: func(s *subject) []Finding {
				if s.in.Kind != KindWeb && s.in.Kind != KindMachine || s.secret != SecretStateAbsent {
					return nil
				}
				all := found(FieldClientSecret,
					"is missing from a client of kind %s, so a stolen code or token works for anybody", s.in.Kind)
				return because(fixedBy(all, "%s", secretFix(s.in.Operation)), FieldGenerateSecret)
			},
		},
		{
			ID:       "context-data-trusted",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary: "EnablePropagateAdditionalUserContextData SHOULD be true only where the server sends the user's " +
				"own IP address.",
			Detail: "With it, threat protection judges the IP address in the request instead of the caller's own, so " +
				"the server in between must send the true one. Silent where no user can sign in.",
			Fix: "keep it only if your server sends the user's own",
			Fields: []Field{FieldEnablePropagateAdditionalUserContextData, FieldGenerateSecret, FieldClientSecret,
				FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			presence: []Field{FieldClientSecret},
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiClient},
			Bad:      on(plain, `"EnablePropagateAdditionalUserContextData":true`),
			Good:     on(plain, `"EnablePropagateAdditionalUserContextData":false`),
			check: func(s *subject) []Finding {
				on := isTrue(s.c.EnablePropagateAdditionalUserContextData)
				if !on || s.secret == SecretStateAbsent || !s.signsUsersIn() {
					return nil
				}
				return found(FieldEnablePropagateAdditionalUserContextData,
					"is true, so threat protection trusts the IP address that callers send")
			},
		},
	}
}

// secretFix returns how a client without a secret gets one, "" on create, where
// the rule's own fix says it.
func secretFix(o Operation) string {
	switch o {
	case OperationUpdate:
		return "make a new client with GenerateSecret true, because an update cannot add a secret"
	case OperationUnknown:
		return "make the client with GenerateSecret true"
	}
	return ""
}

// generateSecret has a client made with a secret; an update cannot add one.
func generateSecret(s *subject, _ Finding) []Edit {
	if s.in.Operation != OperationCreate {
		return nil
	}
	return []Edit{{FieldGenerateSecret, -1, true}}
}
