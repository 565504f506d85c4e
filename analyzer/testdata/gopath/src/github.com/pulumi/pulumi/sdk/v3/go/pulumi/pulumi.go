// Package pulumi has the part of Pulumi's SDK that the tests use.
package pulumi

type (
	String      string
	Bool        bool
	Int         int
	StringArray []StringInput

	Input interface{ isInput() }

	StringInput interface {
		Input
		isString()
	}
	StringPtrInput interface {
		Input
		isStringPtr()
	}
	BoolPtrInput interface {
		Input
		isBool()
	}
	IntPtrInput interface {
		Input
		isInt()
	}
	StringArrayInput interface {
		Input
		isArray()
	}

	StringOutput struct{}
	IDOutput     struct{}
)

func (String) isInput()       {}
func (String) isString()      {}
func (String) isStringPtr()   {}
func (Bool) isInput()         {}
func (Bool) isBool()          {}
func (Int) isInput()          {}
func (Int) isInt()            {}
func (StringArray) isInput()  {}
func (StringArray) isArray()  {}
func (StringOutput) isInput() {}

func (StringOutput) isString()    {}
func (StringOutput) isStringPtr() {}
func (IDOutput) isInput()         {}
func (IDOutput) isString()        {}

func StringPtr(v string) StringPtrInput               { return String(v) }
func BoolPtr(v bool) BoolPtrInput                     { return Bool(v) }
func IntPtr(v int) IntPtrInput                        { return Int(v) }
func ToStringArray(list []string) StringArray         { return nil }
func Sprintf(format string, args ...any) StringOutput { return StringOutput{} }

type Context struct{}
type ResourceOption interface{}
