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

var secretRules = []Rule{
	length(Rule{
		ID:    "client-secret-length",
		Needs: NeedsCreate,
		says: func(value string) (string, string) {
			return lengthMessage(redacted, utf8.RuneCountInString(value), minSecretLength, maxSecretLength)
		},
		Bad:  Example{base: created, members: `"ClientSecret":"0123456789"`, in: Context{Operation: OperationCreate}},
		Good: Example{base: created, members: `"ClientSecret":"0123456789abcdefghijklmnop"`, in: Context{Operation: OperationCreate}},
	}, minSecretLength, maxSecretLength, FieldClientSecret),

	pattern(Rule{
		ID:    "client-secret-pattern",
		Needs: NeedsCreate,
		says: func(string) (string, string) {
			return redacted + " does not consist of letters, digits, _ and +", "leave other characters out"
		},
		Bad:  Example{base: created, members: `"ClientSecret":"0123456789-abcdefghijklmnop"`, in: Context{Operation: OperationCreate}},
		Good: Example{base: created, members: `"ClientSecret":"0123456789abcdefghijklmnop"`, in: Context{Operation: OperationCreate}},
	}, `[\w+]+`, "letters, digits, _ and +", FieldClientSecret),

	{
		ID:       "secret-generated-and-given",
		Severity: SeverityError,
		Summary:  "GenerateSecret true and ClientSecret are not both given.",
		Detail:   "Documented since the API takes a secret of your own (2026-02); the text of the refusal is not on record.",
		Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsCreate,
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate},

		Exception: invalidParameter,

		Bad:  Example{base: created, members: `"GenerateSecret":true,"ClientSecret":"0123456789abcdefghijklmnop"`, in: Context{Operation: OperationCreate}},
		Good: Example{base: created, members: `"GenerateSecret":true`, in: Context{Operation: OperationCreate}},
		check: func(s subject) []Finding {
			if !isTrue(s.c.GenerateSecret) || s.c.ClientSecret == nil {
				return nil
			}
			return because(found(FieldGenerateSecret, "is true and ClientSecret is given; give only one of them"), FieldClientSecret)
		},
	},
	{
		ID:       "context-data-secret",
		Severity: SeverityError,
		Summary:  "EnablePropagateAdditionalUserContextData true needs a client secret.",
		Fields:   []Field{FieldEnablePropagateAdditionalUserContextData, FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsSecret,
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",

		Bad:  Example{base: plain, members: `"EnablePropagateAdditionalUserContextData":true,"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Secret: SecretStateAbsent}},
		Good: Example{base: plain, members: `"EnablePropagateAdditionalUserContextData":false,"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Secret: SecretStateAbsent}},
		check: func(s subject) []Finding {
			if !isTrue(s.c.EnablePropagateAdditionalUserContextData) || s.secret != SecretStateAbsent {
				return nil
			}
			return because(found(FieldEnablePropagateAdditionalUserContextData, "is true on a client that has no secret; it must have one, or the setting must be off"),
				FieldGenerateSecret, FieldClientSecret)
		},
	},
	{
		ID:       "public-client-with-secret",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "A client that runs in a browser or on a device has no secret.",
		Detail:   "It cannot keep one: whoever has the application has the secret. A callback URL with a private scheme tells of such a client even where its kind is not declared.",
		Fields:   []Field{FieldGenerateSecret, FieldClientSecret, FieldCallbackURLs},
		Needs:    NeedsSecret,
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 8252 section 8.5, Client Authentication", URL: rfc8252.URL + "#section-8.5", Date: rfc8252.Date}},
		Bad:      Example{base: plain, members: `"GenerateSecret":true,"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Kind: KindSPA}},
		Good:     Example{base: plain, members: `"GenerateSecret":false,"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Kind: KindSPA, Secret: SecretStateAbsent}},
		check: func(s subject) []Finding {
			if s.secret != SecretStatePresent {
				return nil
			}
			const remedy = "has a secret that everyone with the application can read; make a client without one and rely on PKCE"
			public := s.in.Kind == KindSPA || s.in.Kind == KindNative
			switch {
			case public:
				return because(found(FieldClientSecret, "a client of kind %s %s", s.in.Kind, remedy), FieldGenerateSecret)
			case s.in.Kind == KindUnknown && s.urls.has(urlPrivate):
				return because(found(FieldClientSecret, "a client whose callback URL opens an application on a device %s", remedy), FieldGenerateSecret, FieldCallbackURLs)
			}
			return nil
		},
	},
	{
		ID:       "confidential-client-without-secret",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "A client that runs on a server has a secret.",
		Detail:   "Without one, anybody who knows the client ID can redeem a stolen authorization code or refresh token.",
		Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsSecret | NeedsKind,
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 6749 section 2.3, Client Authentication", URL: rfc6749.URL + "#section-2.3", Date: rfc6749.Date}},
		Bad:      Example{base: plain, members: `"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Kind: KindWeb, Secret: SecretStateAbsent}},
		Good:     Example{base: plain, members: `"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Kind: KindWeb, Secret: SecretStatePresent}},
		check: func(s subject) []Finding {
			if s.in.Kind != KindWeb && s.in.Kind != KindMachine || s.secret != SecretStateAbsent {
				return nil
			}
			return because(found(FieldClientSecret, "a client of kind %s has no secret, so a stolen code or token works for anybody; make it with GenerateSecret", s.in.Kind), FieldGenerateSecret)
		},
	},
	{
		ID:       "context-data-trusted",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "The source IP address that callers send is not taken on trust.",
		Detail:   "With EnablePropagateAdditionalUserContextData, threat protection judges the IP address in the request instead of the caller's own, so the server in between must send the true one.",
		Fields:   []Field{FieldEnablePropagateAdditionalUserContextData, FieldGenerateSecret, FieldClientSecret},
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiClient},
		Bad:      on(plain, `"EnablePropagateAdditionalUserContextData":true`),
		Good:     on(plain, `"EnablePropagateAdditionalUserContextData":false`),
		check: func(s subject) []Finding {
			if !isTrue(s.c.EnablePropagateAdditionalUserContextData) || s.secret == SecretStateAbsent {
				return nil
			}
			return found(FieldEnablePropagateAdditionalUserContextData, "is true, so threat protection trusts the IP address that callers send; keep it only if your server sends the user's own")
		},
	},
}
