package userpoolclient

import (
	"fmt"
	"strings"
)

// The enums of this package are small integers that print, marshal and
// unmarshal by name. Every one of them goes through the two functions at the
// end of this file.

var operationNames = []string{"unknown", "create", "update"}

// String returns the name.
func (o Operation) String() string { return nameOf(o, operationNames) }

// MarshalText returns the name.
func (o Operation) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText sets o from its name.
func (o *Operation) UnmarshalText(text []byte) error { return setByName(o, operationNames, text) }

var secretStateNames = []string{"unknown", "present", "absent"}

// String returns the name.
func (s SecretState) String() string { return nameOf(s, secretStateNames) }

// MarshalText returns the name.
func (s SecretState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText sets s from its name.
func (s *SecretState) UnmarshalText(text []byte) error { return setByName(s, secretStateNames, text) }

var kindNames = []string{"unknown", "spa", "native", "web", "machine"}

// String returns the name.
func (k Kind) String() string { return nameOf(k, kindNames) }

// MarshalText returns the name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText sets k from its name.
func (k *Kind) UnmarshalText(text []byte) error { return setByName(k, kindNames, text) }

var severityNames = []string{"none", "error", "warning", "advice"}

// String returns the name.
func (s Severity) String() string { return nameOf(s, severityNames) }

// MarshalText returns the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText sets s from its name.
func (s *Severity) UnmarshalText(text []byte) error { return setByName(s, severityNames, text) }

var harmNames = []string{"none", "low", "medium", "high"}

// String returns the name.
func (h Harm) String() string { return nameOf(h, harmNames) }

// MarshalText returns the name.
func (h Harm) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText sets h from its name.
func (h *Harm) UnmarshalText(text []byte) error { return setByName(h, harmNames, text) }

var evidenceNames = []string{"none", "measured", "documented", "reported", "inferred"}

// String returns the name.
func (e Evidence) String() string { return nameOf(e, evidenceNames) }

// MarshalText returns the name.
func (e Evidence) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText sets e from its name.
func (e *Evidence) UnmarshalText(text []byte) error { return setByName(e, evidenceNames, text) }

var constraintKindNames = []string{"none", "required", "length", "count", "range", "pattern", "enum"}

// String returns the name.
func (k ConstraintKind) String() string { return nameOf(k, constraintKindNames) }

// MarshalText returns the name.
func (k ConstraintKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText sets k from its name.
func (k *ConstraintKind) UnmarshalText(text []byte) error {
	return setByName(k, constraintKindNames, text)
}

var omissionNames = []string{"none", "resets", "keeps", "undetermined"}

// String returns the name.
func (o Omission) String() string { return nameOf(o, omissionNames) }

// MarshalText returns the name.
func (o Omission) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText sets o from its name.
func (o *Omission) UnmarshalText(text []byte) error { return setByName(o, omissionNames, text) }

var originNames = []string{"none", "set", "default", "kept", "unknown", "absent", "undetermined"}

// String returns the name.
func (o Origin) String() string { return nameOf(o, originNames) }

// MarshalText returns the name.
func (o Origin) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText sets o from its name.
func (o *Origin) UnmarshalText(text []byte) error { return setByName(o, originNames, text) }

var effectNames = []string{"none", "set", "clear", "reset", "rejected", "undetermined"}

// String returns the name.
func (e Effect) String() string { return nameOf(e, effectNames) }

// MarshalText returns the name.
func (e Effect) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText sets e from its name.
func (e *Effect) UnmarshalText(text []byte) error { return setByName(e, effectNames, text) }

var answerNames = []string{"none", "yes", "no", "undetermined"}

// String returns the name.
func (a Answer) String() string { return nameOf(a, answerNames) }

// MarshalText returns the name.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText sets a from its name.
func (a *Answer) UnmarshalText(text []byte) error { return setByName(a, answerNames, text) }

var outcomeNames = []string{"none", "accepted", "rejected", "undetermined"}

// String returns the name.
func (o Outcome) String() string { return nameOf(o, outcomeNames) }

// MarshalText returns the name.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText sets o from its name.
func (o *Outcome) UnmarshalText(text []byte) error { return setByName(o, outcomeNames, text) }

var sideNames = []string{"none", "request", "client", "pool"}

// String returns the name.
func (s Side) String() string { return nameOf(s, sideNames) }

// MarshalText returns the name.
func (s Side) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText sets s from its name.
func (s *Side) UnmarshalText(text []byte) error { return setByName(s, sideNames, text) }

func nameOf[T ~uint8](v T, names []string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return names[0]
}

func setByName[T ~uint8](v *T, names []string, text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*v = T(i)
			return nil
		}
	}
	return fmt.Errorf("%s must be one of %s", quote(string(text)), strings.Join(names, ", "))
}
