package userpoolclient

import (
	"encoding"
	"fmt"
	"testing"
)

// TestEnums: every enum marshals its name, and unmarshals what it marshalled and
// nothing else.
func TestEnums(t *testing.T) {
	roundTrips(t, OperationUpdate)
	roundTrips(t, SecretStateAbsent)
	roundTrips(t, KindMachine)
	roundTrips(t, SeverityAdvice)
	roundTrips(t, HarmHigh)
	roundTrips(t, EvidenceInferred)
	roundTrips(t, ConstraintEnum)
	roundTrips(t, OmissionUndetermined)
	roundTrips(t, OriginUndetermined)
	roundTrips(t, EffectUndetermined)
	roundTrips(t, AnswerUndetermined)
}

// roundTrips tries every value of an enum up to its last one.
func roundTrips[T interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
}](t *testing.T, last T) {
	t.Helper()
	seen := map[string]bool{}
	for v := T(0); v <= last; v++ {
		text, err := v.MarshalText()
		if err != nil || string(text) != v.String() || len(text) == 0 || seen[string(text)] {
			t.Errorf("%T %d marshals as %q: %v", v, v, text, err)
		}
		seen[string(text)] = true
		var back T
		if err := any(&back).(encoding.TextUnmarshaler).UnmarshalText(text); err != nil || back != v {
			t.Errorf("%T %s comes back as %v: %v", v, v, back, err)
		}
	}
	var v T
	if err := any(&v).(encoding.TextUnmarshaler).UnmarshalText([]byte("given")); err == nil {
		t.Errorf("%T takes a name that it does not have", v)
	}
	if past := last + 1; past.String() != T(0).String() {
		t.Errorf("%T has a value after %v: %v", v, last, past)
	}
}
