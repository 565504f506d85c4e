package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// member is an argument with its value and what gives it.
func (l *loader) member(
	name string, at hcl.Range, e hcl.Expression, v cty.Value, ctx *hcl.EvalContext, m *module,
) evaluated.Member {
	value := l.plain(v, l.trace(e, ctx, m, nil, -1), func(step cty.Value, length int) []evaluated.Place {
		return l.trace(e, ctx, m, []cty.Value{step}, length)
	})
	return evaluated.Member{Name: name, At: placeOf(at), Value: value}
}

// plain is a value without the types of the evaluator. The places are those of
// the value; element traces an element of it.
func (l *loader) plain(
	v cty.Value, places []evaluated.Place, element func(step cty.Value, length int) []evaluated.Place,
) evaluated.Value {
	const mostTraced = 500
	value := evaluated.Value{}
	if n := len(places); n > 0 {
		value.At, value.Via = places[n-1], places[:n-1]
	}
	v, marks := v.Unmark()
	_, secret := marks[sensitive]
	_, open := marks[maybe]
	switch {
	case secret:
		value.State = evaluated.Unknown
		return value
	case !v.IsKnown():
		value.State = evaluated.Unknown
		if open || v.Type() != cty.DynamicPseudoType && v.Range().CouldBeNull() {
			value.State = evaluated.MaybeNull
		} else if v.Type() == cty.String {
			value.Text = v.Range().StringPrefix()
		}
		return value
	case v.IsNull():
		return value
	case scalar(&value, v):
		return value
	case !v.CanIterateElements():
		value.State = evaluated.Unknown
		return value
	}
	isObject := v.Type().IsObjectType() || v.Type().IsMapType()
	value.Kind = evaluated.List
	if isObject {
		value.Kind = evaluated.Object
	}
	length := v.LengthInt()
	index := 0
	for it := v.ElementIterator(); it.Next(); index++ {
		k, inner := it.Element()
		if !isObject {
			k = cty.NumberIntVal(int64(index))
			if v.Type().IsSetType() {
				k = inner
			}
		}
		at := places
		if element != nil && index < mostTraced {
			at = element(k, length)
		}
		item := l.plain(inner, at, nil)
		if isObject {
			value.Members = append(value.Members, evaluated.Member{Name: k.AsString(), At: item.At, Value: item})
		} else {
			value.Items = append(value.Items, item)
		}
	}
	return value
}

// scalar sets a value to a text, number or boolean; it reports whether it is one.
func scalar(value *evaluated.Value, v cty.Value) bool {
	switch v.Type() {
	case cty.String:
		value.Kind, value.Text = evaluated.Text, v.AsString()
	case cty.Number:
		value.Kind, value.Text = evaluated.Number, v.AsBigFloat().Text('f', -1)
	case cty.Bool:
		value.Kind, value.Text = evaluated.Bool, "false"
		if v.True() {
			value.Text = "true"
		}
	default:
		return false
	}
	return true
}

// ignores are the suppressions that stand with a client: on or above the line of
// its block, of an argument, or of what gives an argument its value.
func (l *loader) ignores(m *module, r *resource, body []evaluated.Member, alone bool) []evaluated.Ignore {
	var all []evaluated.Ignore
	add := func(c comment, file string, whole bool) {
		all = append(all, evaluated.Ignore{
			Rule: c.rule, Reason: c.reason, Line: c.line, Whole: whole, Alone: alone,
			At: evaluated.Place{File: file, Line: c.at.Line, Column: c.at.Column},
		})
	}
	lines := make(map[evaluated.Place]bool)
	for _, member := range body {
		member.Value.Lines(lines)
	}
	for _, f := range l.folders {
		for file, comments := range f.comments {
			for _, c := range comments {
				within := file == r.block.Filename && c.line >= r.block.Start.Line && c.line <= r.block.End.Line
				switch {
				case within && c.line == r.at.Start.Line:
					add(c, file, true)
				case within || lines[evaluated.Place{File: file, Line: c.line}]:
					add(c, file, false)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b evaluated.Ignore) int {
		if a.At.File != b.At.File {
			return strings.Compare(a.At.File, b.At.File)
		}
		return a.At.Line - b.At.Line
	})
	return all
}
