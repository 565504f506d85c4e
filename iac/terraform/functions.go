package terraform

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// standard are the functions that are computed here. A function that is not among
// them has an unknown value.
var standard = sync.OnceValue(func() map[string]function.Function {
	return map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "log": stdlib.LogFunc,
		"max": stdlib.MaxFunc, "min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc, "pow": stdlib.PowFunc,
		"signum": stdlib.SignumFunc,

		"chomp": stdlib.ChompFunc, "lower": stdlib.LowerFunc, "upper": stdlib.UpperFunc, "title": stdlib.TitleFunc,
		"regex":    bounded(stdlib.RegexFunc, isShortMatch),
		"regexall": bounded(stdlib.RegexAllFunc, isShortMatch),
		"split":    stdlib.SplitFunc,
		"strrev":   stdlib.ReverseFunc, "substr": stdlib.SubstrFunc, "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc, "trimspace": stdlib.TrimSpaceFunc,
		"format":     bounded(stdlib.FormatFunc, isNarrowFormat),
		"formatlist": bounded(stdlib.FormatListFunc, isNarrowFormat),
		"indent":     bounded(stdlib.IndentFunc, isSmallIndent), "join": bounded(stdlib.JoinFunc, isSmallJoin),
		"replace": bounded(replaceFunction, isSmallReplace), "formatdate": stdlib.FormatDateFunc,
		"timeadd": stdlib.TimeAddFunc,

		"chunklist": stdlib.ChunklistFunc, "coalesce": coalesceFunction, "coalescelist": stdlib.CoalesceListFunc,
		"compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
		"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc,
		"index":  indexFunction,
		"keys":   stdlib.KeysFunc,
		"length": lengthFunction,
		"lookup": lookupFunction,
		"merge":  stdlib.MergeFunc,
		"range":  stdlib.RangeFunc, "reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setproduct": bounded(stdlib.SetProductFunc, isSmallProduct), "setsubtract": stdlib.SetSubtractFunc,
		"setunion": stdlib.SetUnionFunc,
		"slice":    stdlib.SliceFunc,
		"sort":     stdlib.SortFunc,
		"values":   stdlib.ValuesFunc,
		"zipmap":   stdlib.ZipmapFunc,
		"one":      oneFunction,
		"alltrue":  every(true),
		"anytrue":  every(false),
		"sum":      sumFunction,

		"startswith":  compare(strings.HasPrefix),
		"endswith":    compare(strings.HasSuffix),
		"strcontains": compare(strings.Contains),

		"jsonencode": stdlib.JSONEncodeFunc, "jsondecode": stdlib.JSONDecodeFunc, "csvdecode": stdlib.CSVDecodeFunc,
		"base64encode": text(func(s string) (string, error) { return base64.StdEncoding.EncodeToString([]byte(s)), nil }),
		"base64decode": text(decode64),
		"urlencode":    text(func(s string) (string, error) { return url.QueryEscape(s), nil }),
		"md5": text(func(s string) (string, error) {
			sum := md5.Sum([]byte(s))
			return hex.EncodeToString(sum[:]), nil
		}),
		"sha1": text(func(s string) (string, error) {
			sum := sha1.Sum([]byte(s))
			return hex.EncodeToString(sum[:]), nil
		}),
		"sha256": text(func(s string) (string, error) {
			sum := sha256.Sum256([]byte(s))
			return hex.EncodeToString(sum[:]), nil
		}),
		"sha512": text(func(s string) (string, error) {
			sum := sha512.Sum512([]byte(s))
			return hex.EncodeToString(sum[:]), nil
		}),
		"basename": text(func(s string) (string, error) { return path.Base(s), nil }),
		"dirname":  text(func(s string) (string, error) { return path.Dir(s), nil }),

		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
		"tobool": to(cty.Bool), "tonumber": to(cty.Number), "tostring": to(cty.String),
		"tolist": to(cty.List(cty.DynamicPseudoType)), "toset": to(cty.Set(cty.DynamicPseudoType)),
		"tomap":     to(cty.Map(cty.DynamicPseudoType)),
		"sensitive": marking(func(v cty.Value) cty.Value { return v.Mark(sensitive) }),
		"nonsensitive": marking(func(v cty.Value) cty.Value {
			v, marks := v.Unmark()
			delete(marks, sensitive)
			return v.WithMarks(marks)
		}),
	}
})

func decode64(s string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err == nil && !utf8.Valid(b) {
		err = errors.New("is not UTF-8")
	}
	return string(b), err
}

// text is a function from a text to a text.
func text(compute func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := compute(args[0].AsString())
			return cty.StringVal(s), err
		},
	})
}

// compare is a question about two texts.
func compare(holds func(s, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// anyValue is a parameter that takes any value as it is.
func anyValue(name string) function.Parameter {
	return function.Parameter{
		Name: name, Type: cty.DynamicPseudoType,
		AllowNull: true, AllowMarked: true, AllowDynamicType: true, AllowUnknown: true,
	}
}

// to is a function that converts to a type.
func to(want cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue("v")},
		Type: func(args []cty.Value) (cty.Type, error) {
			v, err := convert.Convert(args[0], want)
			if err != nil {
				return cty.DynamicPseudoType, err
			}
			return v.Type(), nil
		},
		Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) { return convert.Convert(args[0], ret) },
	})
}

// marking is a function that only changes the marks of a value.
func marking(change func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue("v")},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return change(args[0]), nil },
	})
}

// bounded is a function that is computed only where its result is of bounded
// size; else it is not known, and marked as too large.
func bounded(f function.Function, isSmall func(args []cty.Value) bool) function.Function {
	return function.New(&function.Spec{
		Params: f.Params(), VarParam: f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if !isSmall(args) {
				return cty.DynamicPseudoType, nil
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
			if !isSmall(args) {
				return cty.UnknownVal(ret).Mark(tooLarge), nil
			}
			return f.Call(args)
		},
	})
}

// known is the text of an argument.
func knownText(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !isString(v) {
		return "", false
	}
	return v.AsString(), true
}

var wide = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`%[^a-zA-Z%]*(\d{4,}|\*)`)
})

func isNarrowFormat(args []cty.Value) bool {
	if len(args) == 0 {
		return true
	}
	s, ok := knownText(args[0])
	return !ok || !wide().MatchString(s)
}

// isShortMatch bounds what a regular expression is matched with, since its cost is
// the product of both.
func isShortMatch(args []cty.Value) bool {
	const longest = 4 << 10
	pattern, ok1 := knownText(args[0])
	s, ok2 := knownText(args[1])
	return (!ok1 || len(pattern) <= longest/4) && (!ok2 || len(s) <= longest)
}

func isSmallIndent(args []cty.Value) bool {
	n, ok := whole(args[0])
	s, isText := knownText(args[1])
	return !ok || !isText || n <= 1000 && n*(1+strings.Count(s, "\n")) <= longestText
}

func isSmallJoin(args []cty.Value) bool {
	s, ok := knownText(args[0])
	count := 0
	for _, list := range args[1:] {
		list, _ = list.Unmark()
		if list.IsKnown() && !list.IsNull() && list.CanIterateElements() {
			count += list.LengthInt()
		}
	}
	return !ok || len(s)*count <= longestText
}

func isSmallReplace(args []cty.Value) bool {
	s, ok1 := knownText(args[0])
	with, ok2 := knownText(args[2])
	return !ok1 || !ok2 || (1+len(s))*(1+len(with)) <= 4*longestText
}

func isSmallProduct(args []cty.Value) bool {
	product := 1
	for _, list := range args {
		list, _ = list.Unmark()
		if list.IsKnown() && !list.IsNull() && list.CanIterateElements() {
			product *= max(1, list.LengthInt())
		}
		if product > largestValue {
			return false
		}
	}
	return true
}

// replaceFunction replaces a text, or what a /regular expression/ matches.
var replaceFunction = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String},
	},
	Type: function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		s, part, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
		if len(part) > 1 && part[0] == '/' && part[len(part)-1] == '/' {
			re, err := regexp.Compile(part[1 : len(part)-1])
			if err != nil {
				return cty.UnknownVal(cty.String), err
			}
			return cty.StringVal(re.ReplaceAllString(s, with)), nil
		}
		return cty.StringVal(strings.ReplaceAll(s, part, with)), nil
	},
})
