package terraform

import (
	"errors"
	"io/fs"
	"path"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

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
