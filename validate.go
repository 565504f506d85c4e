package userpoolclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Finding is one rule broken in one place.
type Finding struct {
	Rule     string   // the rule's ID: "redirect-fragment"
	Severity Severity // what Cognito does
	Harm     Harm     // of advice; HarmNone otherwise
	Field    Field
	Index    int     // of the list element; -1: the field as a whole
	Message  string  // the value seen and the rule it breaks, as a fact; reads on from Path
	Fix      string  // what to do about it, as an instruction; may be empty
	Related  []Field // the other fields that decided
}

// Path returns where the finding is: "CallbackURLs[2]".
func (f Finding) Path() string {
	if f.Index < 0 {
		return string(f.Field)
	}
	return string(f.Field) + "[" + strconv.Itoa(f.Index) + "]"
}

// Pointer returns where the finding is as a JSON Pointer (RFC 6901):
// "/CallbackURLs/2".
func (f Finding) Pointer() string {
	p := "/" + strings.ReplaceAll(string(f.Field), ".", "/")
	if f.Index < 0 {
		return p
	}
	return p + "/" + strconv.Itoa(f.Index)
}

// Text returns message and fix in one line.
func (f Finding) Text() string {
	if f.Fix == "" {
		return f.Message
	}
	return f.Message + "; " + f.Fix
}

// String returns path, message, fix and rule in one line.
func (f Finding) String() string { return f.Path() + " " + f.Text() + " [" + f.Rule + "]" }

// Error returns what String returns.
func (f *Finding) Error() string { return f.String() }

type findingJSON struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Harm     Harm     `json:"harm,omitzero"`
	Field    Field    `json:"field"`
	Index    int      `json:"index"`
	Path     string   `json:"path"`
	Pointer  string   `json:"pointer"`
	Message  string   `json:"message"`
	Fix      string   `json:"fix,omitzero"`
	Related  []Field  `json:"related,omitzero"`
}

// MarshalJSON returns an object with the members rule, severity, harm (advice
// only), field, index (-1: the field as a whole), path, pointer, message, fix
// (where there is one) and related (where there are any).
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(findingJSON{f.Rule, f.Severity, f.Harm, f.Field, f.Index, f.Path(), f.Pointer(),
		f.Message, f.Fix, f.Related})
}

// UnmarshalJSON reads what MarshalJSON wrote; path and pointer follow from
// field and index.
func (f *Finding) UnmarshalJSON(data []byte) error {
	var j findingJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*f = Finding{j.Rule, j.Severity, j.Harm, j.Field, j.Index, j.Message, j.Fix, j.Related}
	return nil
}

// ValidationError holds every finding of severity Error: what the service
// would reject.
type ValidationError struct{ Findings []Finding }

// Error returns one line for one finding, a list for many.
func (e *ValidationError) Error() string {
	if len(e.Findings) == 1 {
		return e.Findings[0].Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d errors:", len(e.Findings))
	for i := range e.Findings {
		b.WriteString("\n  " + e.Findings[i].Error())
	}
	return b.String()
}

// Unwrap returns the findings, each a *Finding, so that errors.As reaches them.
func (e *ValidationError) Unwrap() []error {
	errs := make([]error, len(e.Findings))
	for i := range e.Findings {
		errs[i] = &e.Findings[i]
	}
	return errs
}

var errNilConfig = errors.New("userpoolclient: the configuration is nil")

// Check returns what every rule finds, in the order of the catalogue; nil when
// there is nothing to find. It reads c and in and changes neither. A nil c has
// no findings.
func Check(c *Config, in Context) []Finding {
	if c == nil {
		return nil
	}
	return inspect(c, in, everything())
}

// Validate returns nil when no rule of severity Error is broken, otherwise a
// *ValidationError with all that are. Warnings and advice are not looked at.
func Validate(c *Config, in Context) error {
	if c == nil {
		return errNilConfig
	}
	if found := inspect(c, in, errorsOnly()); found != nil {
		return &ValidationError{found}
	}
	return nil
}

// newFinding returns a finding about an element of a field or, at -1, about all
// of it.
func newFinding(f Field, i int, format string, args ...any) Finding {
	return Finding{Field: f, Index: i, Message: fmt.Sprintf(format, args...)}
}

// found returns one finding about a field as a whole.
func found(f Field, format string, args ...any) []Finding {
	return []Finding{newFinding(f, -1, format, args...)}
}

// withFix returns the finding with a fix of its own.
func (f Finding) withFix(format string, args ...any) Finding {
	f.Fix = fmt.Sprintf(format, args...)
	return f
}

// because names the other fields that decided.
func because(found []Finding, related ...Field) []Finding {
	for i := range found {
		found[i].Related = slices.Clone(related)
	}
	return found
}

// fixedBy gives findings a fix of their own.
func fixedBy(found []Finding, format string, args ...any) []Finding {
	for i := range found {
		found[i] = found[i].withFix(format, args...)
	}
	return found
}

// eachIn returns a finding for every element of a list that is bad.
func eachIn[S ~string](f Field, list []S, bad func(S) bool, says func(S) (message, fix string)) []Finding {
	var all []Finding
	for i, v := range list {
		if bad(v) {
			message, fix := says(v)
			all = append(all, Finding{Field: f, Index: i, Message: message, Fix: fix})
		}
	}
	return all
}

func isTrue(b *bool) bool  { return b != nil && *b }
func isFalse(b *bool) bool { return b != nil && !*b }

// secretOf returns whether the client has a secret, from the Context and, on
// create or where Describe shows one, from the configuration. A secret whose
// value is not known is there all the same.
func secretOf(c *Config, in Context) SecretState {
	isSet := c.ClientSecret != nil || unknown(c.Unknown, FieldClientSecret, true)
	switch {
	case in.Secret != SecretStateUnknown:
		return in.Secret
	case in.Operation != OperationUpdate && (isSet || isTrue(c.GenerateSecret)):
		return SecretStatePresent
	case in.Operation == OperationCreate:
		return SecretStateAbsent
	case in.Operation == OperationUpdate && (isSet || in.Current != nil && in.Current.ClientSecret != nil):
		return SecretStatePresent
	}
	return SecretStateUnknown
}

func rotationEnabled(c *Config) bool {
	return c.RefreshTokenRotation != nil && c.RefreshTokenRotation.Feature == types.FeatureTypeEnabled
}
