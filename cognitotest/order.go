package cognitotest

import (
	"slices"
	"unicode/utf16"
)

// Lists are sets to the service. The answers to create and update that people
// have published hold them in the order of a Java HashSet, those to describe
// hold them sorted.

// hashOrder returns the values once each in the order in which a Java HashSet
// holds them.
func hashOrder(list []string) []string {
	list = sortedSet(list)
	buckets := uint32(16)
	for 4*uint32(len(list)) > 3*buckets {
		buckets *= 2
	}
	slices.SortStableFunc(list, func(a, b string) int {
		return int(bucket(a)&(buckets-1)) - int(bucket(b)&(buckets-1))
	})
	return list
}

func bucket(s string) uint32 {
	var h uint32
	for _, unit := range utf16.Encode([]rune(s)) {
		h = 31*h + uint32(unit)
	}
	return h ^ h>>16
}

// sortedSet returns the values once each, sorted; nil for an empty list, which
// the service does not tell from one that was never set.
func sortedSet(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
