package terraform

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"math/big"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
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
		"regex": bounded(stdlib.RegexFunc, isShortMatch), "regexall": bounded(stdlib.RegexAllFunc, isShortMatch), "split": stdlib.SplitFunc,
		"strrev": stdlib.ReverseFunc, "substr": stdlib.SubstrFunc, "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc, "trimspace": stdlib.TrimSpaceFunc,
		"format": bounded(stdlib.FormatFunc, isNarrowFormat), "formatlist": bounded(stdlib.FormatListFunc, isNarrowFormat),
		"indent": bounded(stdlib.IndentFunc, isSmallIndent), "join": bounded(stdlib.JoinFunc, isSmallJoin),
		"replace": bounded(replaceFunction, isSmallReplace), "formatdate": stdlib.FormatDateFunc,
		"timeadd": stdlib.TimeAddFunc,

		"chunklist": stdlib.ChunklistFunc, "coalesce": coalesceFunction, "coalescelist": stdlib.CoalesceListFunc,
		"compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
		"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc,
		"index": indexFunction, "keys": stdlib.KeysFunc, "length": lengthFunction, "lookup": lookupFunction, "merge": stdlib.MergeFunc,
		"range": stdlib.RangeFunc, "reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setproduct": bounded(stdlib.SetProductFunc, isSmallProduct), "setsubtract": stdlib.SetSubtractFunc,
		"setunion": stdlib.SetUnionFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "values": stdlib.ValuesFunc,
		"zipmap": stdlib.ZipmapFunc, "one": oneFunction, "alltrue": every("alltrue", true), "anytrue": every("anytrue", false),
		"sum": sumFunction,

		"startswith": compare(strings.HasPrefix), "endswith": compare(strings.HasSuffix), "strcontains": compare(strings.Contains),

		"jsonencode": stdlib.JSONEncodeFunc, "jsondecode": stdlib.JSONDecodeFunc, "csvdecode": stdlib.CSVDecodeFunc,
		"base64encode": text(func(s string) (string, error) { return base64.StdEncoding.EncodeToString([]byte(s)), nil }),
		"base64decode": text(decode64), "urlencode": text(func(s string) (string, error) { return url.QueryEscape(s), nil }),
		"md5":  text(func(s string) (string, error) { sum := md5.Sum([]byte(s)); return hex.EncodeToString(sum[:]), nil }),
		"sha1": text(func(s string) (string, error) { sum := sha1.Sum([]byte(s)); return hex.EncodeToString(sum[:]), nil }),
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

// to is a function that converts to a type.
func to(want cty.Type) function.Function {
	param := function.Parameter{Name: "v", Type: cty.DynamicPseudoType, AllowNull: true, AllowMarked: true, AllowDynamicType: true, AllowUnknown: true}
	return function.New(&function.Spec{
		Params: []function.Parameter{param},
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
	param := function.Parameter{Name: "v", Type: cty.DynamicPseudoType, AllowNull: true, AllowMarked: true, AllowDynamicType: true, AllowUnknown: true}
	return function.New(&function.Spec{
		Params: []function.Parameter{param},
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

var wide = regexp.MustCompile(`%[^a-zA-Z%]*(\d{4,}|\*)`)

func isNarrowFormat(args []cty.Value) bool {
	if len(args) == 0 {
		return true
	}
	s, ok := knownText(args[0])
	return !ok || !wide.MatchString(s)
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
	Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
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

// lengthFunction counts elements, and of a text the characters.
var lengthFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		switch t := args[0].Type(); {
		case t == cty.String:
			return stdlib.Strlen(args[0])
		case t.IsTupleType():
			return cty.NumberIntVal(int64(len(t.TupleElementTypes()))), nil
		case t.IsObjectType():
			return cty.NumberIntVal(int64(len(t.AttributeTypes()))), nil
		case t.IsCollectionType():
			return args[0].Length(), nil
		case t == cty.DynamicPseudoType:
			return cty.UnknownVal(cty.Number), nil
		}
		return cty.UnknownVal(cty.Number), errors.New("must be a list, a map or a string")
	},
})

// lookupFunction is the member of a map, or a default.
var lookupFunction = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "map", Type: cty.DynamicPseudoType, AllowDynamicType: true},
		{Name: "key", Type: cty.String},
	},
	VarParam: &function.Parameter{Name: "default", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
	Type: func(args []cty.Value) (cty.Type, error) {
		v, err := lookUp(args)
		return v.Type(), err
	},
	Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
		v, err := lookUp(args)
		if err != nil {
			return v, err
		}
		return convert.Convert(v, ret)
	},
})

func lookUp(args []cty.Value) (cty.Value, error) {
	of, k := args[0], args[1]
	t := of.Type()
	switch {
	case !k.IsKnown() || !of.IsKnown():
		return cty.DynamicVal, nil
	case hasKey(of, k) && t.IsObjectType():
		return of.GetAttr(k.AsString()), nil
	case hasKey(of, k):
		return of.Index(k), nil
	case !t.IsMapType() && !t.IsObjectType():
		return cty.DynamicVal, errors.New("must be a map")
	case len(args) < 3:
		return cty.DynamicVal, errors.New("has no member " + strconv.Quote(k.AsString()))
	case t.IsMapType() && t.ElementType() != cty.DynamicPseudoType:
		return convert.Convert(args[2], t.ElementType())
	}
	return args[2], nil
}

// coalesceFunction is the first argument that is neither null nor empty.
var coalesceFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "vals", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
	Type: func(args []cty.Value) (cty.Type, error) {
		types := make([]cty.Type, len(args))
		for i, a := range args {
			types[i] = a.Type()
		}
		t, _ := convert.UnifyUnsafe(types)
		if t == cty.NilType {
			return cty.DynamicPseudoType, errors.New("the arguments must be of one type")
		}
		return t, nil
	},
	Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
		for _, a := range args {
			v, err := convert.Convert(a, ret)
			switch {
			case err != nil:
				return cty.UnknownVal(ret), err
			case !v.IsKnown():
				return cty.UnknownVal(ret).RefineNotNull(), nil
			case v.IsNull(), isString(v) && v.AsString() == "":
			default:
				return v, nil
			}
		}
		return cty.UnknownVal(ret), errors.New("no argument has a value")
	},
})

// oneFunction is the only element of a list, or null.
var oneFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowDynamicType: true}},
	Type: func(args []cty.Value) (cty.Type, error) {
		v, err := only(args[0])
		return v.Type(), err
	},
	Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
		v, err := only(args[0])
		if err != nil {
			return v, err
		}
		return convert.Convert(v, ret)
	},
})

func only(list cty.Value) (cty.Value, error) {
	t := list.Type()
	switch {
	case !list.IsKnown():
		return cty.DynamicVal, nil
	case !t.IsListType() && !t.IsSetType() && !t.IsTupleType():
		return cty.DynamicVal, errors.New("must be a list")
	case list.LengthInt() == 0 && t.IsTupleType():
		return cty.NullVal(cty.DynamicPseudoType), nil
	case list.LengthInt() == 0:
		return cty.NullVal(t.ElementType()), nil
	case list.LengthInt() > 1:
		return cty.DynamicVal, errors.New("must have at most one element")
	}
	it := list.ElementIterator()
	it.Next()
	_, v := it.Element()
	return v, nil
}

// indexFunction is where in a list a value stands.
var indexFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		list := args[0]
		if t := list.Type(); !t.IsListType() && !t.IsTupleType() {
			return cty.UnknownVal(cty.Number), errors.New("must be a list")
		}
		if !list.IsKnown() {
			return cty.UnknownVal(cty.Number), nil
		}
		for it := list.ElementIterator(); it.Next(); {
			i, v := it.Element()
			equal, err := stdlib.Equal(v, args[1])
			switch {
			case err != nil:
				return cty.UnknownVal(cty.Number), err
			case !equal.IsKnown():
				return cty.UnknownVal(cty.Number), nil
			case equal.True():
				return i, nil
			}
		}
		return cty.UnknownVal(cty.Number), errors.New("the list has no such element")
	},
})

// every is alltrue (with what is true of an empty list) and anytrue.
func every(name string, all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			unknown := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				switch {
				case !v.IsKnown():
					unknown = true
				case (!v.IsNull() && v.True()) != all:
					return cty.BoolVal(!all), nil
				}
			}
			if unknown {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(all), nil
		},
	})
}

// sumFunction adds numbers.
var sumFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		list := args[0]
		if !list.IsKnown() || !list.CanIterateElements() || list.LengthInt() == 0 {
			return cty.UnknownVal(cty.Number), errors.New("must be a list of numbers")
		}
		sum := new(big.Float).SetPrec(512)
		for it := list.ElementIterator(); it.Next(); {
			_, v := it.Element()
			v, err := convert.Convert(v, cty.Number)
			if err != nil || v.IsNull() {
				return cty.UnknownVal(cty.Number), errors.New("must be a list of numbers")
			}
			if !v.IsKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			sum.Add(sum, v.AsBigFloat())
		}
		return cty.NumberVal(sum), nil
	},
})

// fileFunction reads a file below the folder that is read.
func (l *loader) fileFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			data, ok, err := l.fileOf(args[0].AsString())
			if err != nil || !ok {
				return cty.UnknownVal(cty.String), err
			}
			if !utf8.Valid(data) {
				return cty.UnknownVal(cty.String), errors.New("is not UTF-8")
			}
			return cty.StringVal(string(data)), nil
		},
	})
}

// fileOf is a file that an expression names, from the folder of the root. The
// error is that there is none; ok reports whether it is one that is read here.
func (l *loader) fileOf(name string) (data []byte, ok bool, err error) {
	if path.IsAbs(name) {
		return nil, false, nil
	}
	file := path.Join(l.root, name)
	if data, ok := l.contents[file]; ok {
		return data, true, nil
	}
	data, err = l.reader.read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, errors.New("there is no file " + file)
	case err != nil || len(data) > longestText:
		return nil, false, nil
	}
	l.contents[file] = data
	return data, true, nil
}

// templateFunction renders a template file.
func (l *loader) templateFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "vars", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			src, ok, err := l.fileOf(args[0].AsString())
			if err != nil || !ok {
				return cty.UnknownVal(cty.String), err
			}
			expr, diags := parseTemplate(src, args[0].AsString(), hcl.InitialPos)
			if diags.HasErrors() {
				return cty.UnknownVal(cty.String), diags
			}
			variables := make(map[string]cty.Value)
			if t := args[1].Type(); t.IsObjectType() || t.IsMapType() {
				for it := args[1].ElementIterator(); it.Next(); {
					k, v := it.Element()
					variables[k.AsString()] = v
				}
			}
			v, diags := l.wrap(expr).Value(&hcl.EvalContext{Variables: variables, Functions: l.functions})
			if diags.HasErrors() {
				return cty.UnknownVal(cty.String), diags
			}
			return convert.Convert(v, cty.String)
		},
	})
}
