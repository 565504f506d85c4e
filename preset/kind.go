package preset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// Kind is a kind of client that this package makes.
type Kind uint8

// The kinds.
const (
	KindSPA          Kind = iota + 1 // see [SPA]
	KindNative                       // see [Native]
	KindWeb                          // see [Web]
	KindServer                       // see [Server]
	KindMachine                      // see [Machine]
	KindMachineToken                 // see [MachineToken]
)

var kindNames = []string{"unknown", "spa", "native", "web", "server", "machine", "machine-token"}

// Kinds returns all kinds.
func Kinds() []Kind {
	return []Kind{KindSPA, KindNative, KindWeb, KindServer, KindMachine, KindMachineToken}
}

// String returns the name: "machine-token".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// MarshalText returns the name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText sets k from its name.
func (k *Kind) UnmarshalText(text []byte) error {
	i := slices.Index(kindNames, string(text))
	if i < 0 {
		return fmt.Errorf("%q must be one of %s", text, strings.Join(kindNames, ", "))
	}
	*k = Kind(i)
	return nil
}

// Client returns the kind as the rules know it: a server that signs users in with
// AWS credentials is a web client to them, and both kinds of machine are one.
func (k Kind) Client() userpoolclient.Kind {
	switch k {
	case KindSPA:
		return userpoolclient.KindSPA
	case KindNative:
		return userpoolclient.KindNative
	case KindWeb, KindServer:
		return userpoolclient.KindWeb
	case KindMachine, KindMachineToken:
		return userpoolclient.KindMachine
	}
	return userpoolclient.KindUnknown
}

// Context returns what userpoolclient.Check is to know of a new client of the
// kind.
func (k Kind) Context() userpoolclient.Context {
	return userpoolclient.Context{Operation: userpoolclient.OperationCreate, Kind: k.Client()}
}

// public reports whether a client of the kind can keep no secret.
func (k Kind) public() bool { return k == KindSPA || k == KindNative }

// machine reports whether a client of the kind acts for itself.
func (k Kind) machine() bool { return k == KindMachine || k == KindMachineToken }
