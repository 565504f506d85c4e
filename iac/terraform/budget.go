package terraform

import (
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// The bounds of what the text may come to.
const (
	leastSteps     = 600_000 // of evaluation, however short the text
	stepsPerByte   = 2
	bytesPerStep   = 16
	stepsPerNumber = 2 // which is slow to become a text
	longestText    = 256 << 10
	largestValue   = 100_000 // values in one another
	deepestValue   = 150
	deepestChain   = 300 // references that refer to references
	mostBits       = 4_096
	maxInstances   = 10_000 // of resources and modules
)

// spend counts work and reports whether there may be more.
func (l *loader) spend(steps int) bool {
	if l.steps > l.leastSteps+stepsPerByte*l.reader.bytes {
		return false
	}
	l.steps += steps
	return true
}

// exhausted is why nothing more is evaluated.
func (l *loader) exhausted(at hcl.Range) hcl.Diagnostics {
	if !l.spent {
		l.spent = true
		l.noteAt(at, ReasonLimit, "the expressions of the module come to more than is evaluated")
	}
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Too much", Detail: "too much to evaluate", Subject: &at}}
}

// charge counts what a value costs those who look at it, with deep at all that
// it holds; it reports whether the value is within the bounds.
func (l *loader) charge(v cty.Value, deep bool) bool {
	size := 0
	if deep {
		size = sizeOf(v, largestValue, deepestValue)
		if size > largestValue {
			return false
		}
	} else if size = shallow(v); size > largestValue {
		return false
	}
	return l.spend(size)
}

// shallow is the cost of a value without that of what it holds.
func shallow(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return 0
	}
	switch t := v.Type(); {
	case t == cty.String:
		if n := len(v.AsString()); n <= longestText {
			return n / bytesPerStep
		}
		return largestValue + 1
	case t == cty.Number:
		if exponent := v.AsBigFloat().MantExp(nil); exponent > mostBits || exponent < -mostBits {
			return largestValue + 1
		}
		return stepsPerNumber
	case t.IsTupleType(), t.IsObjectType(), t.IsCollectionType():
		return v.LengthInt()
	}
	return 0
}

// sizeOf is the number of values that a value holds, counted up to a limit.
func sizeOf(v cty.Value, limit, depth int) int {
	v, _ = v.Unmark()
	size := 1 + shallow(v)
	if size > limit || depth == 0 {
		return limit + 1
	}
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return size
	}
	for it := v.ElementIterator(); it.Next(); {
		_, inner := it.Element()
		if size += sizeOf(inner, limit-size, depth-1); size > limit {
			return limit + 1
		}
	}
	return size
}

func isString(v cty.Value) bool { return v.Type() == cty.String }

// whole is a number without a fraction as an int.
func whole(v cty.Value) (n int, ok bool) {
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return 0, false
	}
	i, accuracy := v.AsBigFloat().Int64()
	return int(i), accuracy == big.Exact
}
