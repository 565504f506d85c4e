package tags

import (
	"context"
	"errors"
	"sync/atomic"

	ut "github.com/go-playground/universal-translator"
	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
)

// Register makes v check every userpoolclient.Config and know the tags of this
// package. Call it when v is set up, after other registrations about Config and
// before any validation: v remembers how to validate a type when it first meets
// it, and Register returns an error when that has happened to Config already.
//
// The Context is the one that NewContext put into the context given to
// StructCtx, else the default, which is the zero Context.
func Register(v *validator.Validate) error {
	return RegisterDefault(v, userpoolclient.Context{})
}

// RegisterDefault is Register with another default Context. Registering again
// replaces the default.
func RegisterDefault(v *validator.Validate, in userpoolclient.Context) error {
	if v == nil {
		return errors.New("tags: the validator is nil; it must come from validator.New")
	}
	for _, r := range valueRules() {
		if err := v.RegisterValidation(r.id, r.holds, true); err != nil {
			return err
		}
	}
	for _, a := range aliases {
		v.RegisterAlias(a.name, a.tag())
	}
	checker := &checker{}
	v.RegisterStructValidationCtx(checker.check, userpoolclient.Config{})

	// An earlier registration answers in place of this one once v has met
	// Config, so whichever answers takes the default.
	p := &probe{in: &in}
	_ = v.StructCtx(context.WithValue(context.Background(), probeKey{}, p), userpoolclient.Config{})
	if !p.answered {
		return errors.New("tags: the validator has validated a userpoolclient.Config already; Register must come before")
	}
	return nil
}

type contextKey struct{}

// NewContext returns a copy of ctx that carries in for StructCtx.
func NewContext(ctx context.Context, in userpoolclient.Context) context.Context {
	return context.WithValue(ctx, contextKey{}, in)
}

// RegisterTranslations gives v the English message of each rule for trans: the
// field, then message and fix.
func RegisterTranslations(v *validator.Validate, trans ut.Translator) error {
	if v == nil || trans == nil {
		return errors.New("tags: the validator or the translator is nil; both must be set")
	}
	nothing := func(ut.Translator) error { return nil }
	say := func(_ ut.Translator, fe validator.FieldError) string {
		f, ok := finding(fe)
		if !ok {
			return fe.Error()
		}
		return fe.Field() + " " + f.Text()
	}
	var names []string
	for _, r := range userpoolclient.Rules() {
		if r.Severity == userpoolclient.SeverityError {
			names = append(names, r.ID)
		}
	}
	for _, a := range aliases {
		names = append(names, a.name)
	}
	for _, name := range names {
		if err := v.RegisterTranslation(name, trans, nothing, say); err != nil {
			return err
		}
	}
	return nil
}

// A checker is one registration.
type checker struct {
	in atomic.Pointer[userpoolclient.Context] // the default
}

// unreadable is the tag of a Config that could not be judged, notReadable its
// message.
const (
	unreadable  = "cognito_unreadable"
	notReadable = "is unexported, in a struct that was handed over by value; hand over a pointer to the struct"
)

type probeKey struct{}

// A probe asks for the registration in force and hands it a default.
type probe struct {
	in       *userpoolclient.Context
	answered bool
}

func (k *checker) check(ctx context.Context, sl validator.StructLevel) {
	if p, ok := ctx.Value(probeKey{}).(*probe); ok {
		k.in.Store(p.in)
		p.answered = true
		return
	}
	in, ok := ctx.Value(contextKey{}).(userpoolclient.Context)
	if !ok {
		in = *k.in.Load()
	}
	c := configOf(sl)
	if c == nil {
		sl.ReportError(nil, "", "", unreadable, notReadable)
		return
	}
	rejected, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(c, in))
	if !ok {
		return
	}
	for _, f := range rejected.Findings {
		path := f.Path()
		sl.ReportError(valueAt(c, f.Field, f.Index), path, path, f.Rule, f.Text())
	}
}

// configOf returns the Config that is being validated, without a copy where
// that is possible. It is nil where the Config was reached through an unexported
// field of a value that was handed over by value: nothing gives that out.
func configOf(sl validator.StructLevel) *userpoolclient.Config {
	switch v := sl.Current(); {
	case v.CanAddr():
		return (*userpoolclient.Config)(v.Addr().UnsafePointer())
	case v.CanInterface():
		c := v.Interface().(userpoolclient.Config)
		return &c
	}
	return nil
}
