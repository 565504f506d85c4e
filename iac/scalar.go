package iac

import (
	"math"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// scalar decodes a text, a number or a boolean, turning one into another as
// CloudFormation does.
func (d *decoder) scalar(f userpoolclient.Field, n node) {
	switch kinds()[f] {
	case takesBool:
		d.boolean(f, n)
	case takesNumber:
		d.number(f, n)
	case takesText:
		if !n.kind().isScalar() {
			d.mistyped(f, -1, n, "a string")
			return
		}
		d.set(f, -1, n, n.text())
	}
}

func (d *decoder) boolean(f userpoolclient.Field, n node) {
	if !n.kind().isScalar() {
		d.mistyped(f, -1, n, "true or false")
		return
	}
	text := n.text()
	b, err := strconv.ParseBool(strings.ToLower(text))
	if n.kind() == kindBool && yaml11Bool(text) != "" {
		b, err = yaml11Bool(text) == "true", nil
	}
	if err != nil || len(text) < len("true") && n.kind() != kindBool {
		seen := "is not a boolean"
		if len(text) <= len("false") { // what is longer in GenerateSecret may be the secret itself
			seen = quote(text) + " " + seen
		}
		d.unread(f, -1, n, seen, "write true or false")
		return
	}
	d.set(f, -1, n, b)
}

func (d *decoder) number(f userpoolclient.Field, n node) {
	if !n.kind().isScalar() {
		d.mistyped(f, -1, n, "a whole number")
		return
	}
	i, ok := whole(n.text())
	if !ok {
		d.unread(f, -1, n, quote(n.text())+" is not a whole number that the API can hold",
			"write a whole number of at most "+strconv.Itoa(math.MaxInt32))
		return
	}
	if i == 0 && f == userpoolclient.FieldRefreshTokenValidity && d.format.isTemplate() {
		d.problemWithFix(ruleRefreshZero, f, -1, n.at, "0 is less than 1, the least that the resource's schema takes",
			"leave it out to have 30 days, or write the number of days")
		d.unknown = append(d.unknown, f)
		return
	}
	d.set(f, -1, n, i)
}

// whole is a number without a fraction that the API can hold: 60, 60.0, 6e1.
func whole(text string) (int64, bool) {
	if i, err := strconv.ParseInt(text, 10, 32); err == nil {
		return i, true
	}
	const longest = 64 // no number that is meant is longer
	x, err := strconv.ParseFloat(text[:min(len(text), longest)], 64)
	if err != nil || len(text) > longest || x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
		return 0, false
	}
	return int64(x), true
}
