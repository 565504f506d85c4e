package cognitotest

import (
	"math/rand/v2"
)

// ids draws the names that the service gives to what it creates, the same for
// the same seed.
type ids struct{ rand *rand.Rand }

func newIDs(seed uint64) ids { return ids{rand.New(rand.NewPCG(seed, 0x1d5))} }

const (
	base32Hex = "0123456789abcdefghijklmnopqrstuv"
	alnum     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func (d ids) poolID(region string) string { return region + "_" + d.text(alnum, 9) }
func (d ids) clientID() string            { return d.text(base32Hex, 26) }
func (d ids) secret() string              { return d.text(base32Hex, 52) }

// uuid returns an identifier in the form of a random UUID.
func (d ids) uuid() string {
	const hex = "0123456789abcdef"
	return d.text(hex, 8) + "-" + d.text(hex, 4) + "-4" + d.text(hex, 3) + "-a" + d.text(hex, 3) + "-" + d.text(hex, 12)
}

func (d ids) text(from string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = from[d.rand.IntN(len(from))]
	}
	return string(b)
}
