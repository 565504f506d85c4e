package terraform

import (
	"errors"
	"math/big"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// lengthFunction counts elements, and of a text the characters.
var lengthFunction = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true},
	},
	Type: function.StaticReturnType(cty.Number),
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
	VarParam: &function.Parameter{
		Name: "default", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true,
	},
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
	VarParam: &function.Parameter{
		Name: "vals", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true,
	},
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
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType},
	},
	Type: function.StaticReturnType(cty.Number),
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
func every(all bool) function.Function {
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
