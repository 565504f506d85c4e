package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// A branch is what a file says of a client in one case that its conditions leave
// open.
type branch struct {
	labels  []string // the conditions in this case: "Dev", "not EU"; nil when there is one case
	config  *userpoolclient.Config
	reading *reading
}

// branches are the cases to judge: the variants or, when there are none, the
// resource itself.
func (r *Resource) branches() []branch {
	var all []branch
	for _, v := range r.Variants {
		if v.Config != nil {
			all = append(all, branch{v.labels, v.Config, v.reading})
		}
	}
	if all == nil && r.Config != nil {
		all = []branch{{config: r.Config, reading: r.reading}}
	}
	return all
}

// joinBranches makes one of what is the same in several branches, and tells of
// each in which it is so. What is found in all of them comes without.
func joinBranches[T any, K comparable](
	branches []branch, found [][]T, key func(T) K, tell func(one *T, when string),
) []T {
	if len(branches) == 1 {
		return found[0]
	}
	in := make(map[K][]int)
	var joined []T
	for i, all := range found {
		for _, one := range all {
			k := key(one)
			switch seen := in[k]; {
			case seen == nil:
				joined = append(joined, one)
			case seen[len(seen)-1] == i:
				continue
			}
			in[k] = append(in[k], i)
		}
	}
	for i := range joined {
		tell(&joined[i], describe(branches, in[key(joined[i])]))
	}
	return joined
}

// describe names some of the branches by the condition, or the two, that hold in
// them and in no other; "" when they are all.
func describe(branches []branch, some []int) string {
	if len(some) == len(branches) {
		return ""
	}
	first := branches[some[0]].labels
	for i := range first {
		if isExactly(branches, some, first[i:i+1]) {
			return first[i]
		}
	}
	for i := range first {
		for _, second := range first[i+1:] {
			if pair := []string{first[i], second}; isExactly(branches, some, pair) {
				return strings.Join(pair, " and ")
			}
		}
	}
	var whens []string
	for _, i := range some {
		whens = append(whens, strings.Join(branches[i].labels, " and "))
	}
	return strings.Join(whens, ", or ")
}

// isExactly reports whether the branches that have all labels are these.
func isExactly(branches []branch, some []int, labels []string) bool {
	for i, b := range branches {
		if b.has(labels) != slices.Contains(some, i) {
			return false
		}
	}
	return true
}

// has reports whether a branch has all of some labels.
func (b branch) has(labels []string) bool {
	return !slices.ContainsFunc(labels, func(l string) bool { return !slices.Contains(b.labels, l) })
}
