// Package syntax knows what the bytes of a text are, so that it can be edited where
// something is to be said differently and nowhere else: where each value begins and
// ends, and how it is written. The languages that read a text make its parts; what
// is changed of lists and objects is the same in all of them.
package syntax

import "slices"

// A Kind is what a value is.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	Text
	List
	Object
)

var kindNames = [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}

// String returns the kind in words.
func (k Kind) String() string { return kindNames[k] }

// IsScalar reports whether a value of that kind has a text.
func (k Kind) IsScalar() bool { return k == Bool || k == Number || k == Text }

// A Part is a value in the text of a file: where it begins and ends, and how it is
// written. Reading for judgment knows what a file means; this knows what its bytes
// are, and what of them nobody else depends on.
type Part struct {
	Kind       Kind
	From       int // where it begins with its anchor and tag
	Start, End int // the value itself; End is -1 where it is not known
	Text       string
	Style      Style
	Locked     string // why nothing in it may be edited, as a fact; "" where it may

	Keys   []Part // of an object, beside Values
	Values []Part // of an object or a list
	Dashes []int  // of a list in lines: where the dash of each value stands
	Merges bool   // of an object: it takes members from elsewhere by <<
}

// Style is how a value is written.
type Style uint8

// The styles.
const (
	Plain  Style = iota // a scalar without quotes
	Double              // "…"
	Single              // '…'
	Block               // a text over several lines: | or > of YAML, a heredoc
	Flow                // […] or {…}
	Lines               // a list or an object, each entry on lines of its own
	Empty               // nothing is written
)

// IsCollection reports whether it is an object or a list.
func (p *Part) IsCollection() bool { return p.Kind == Object || p.Kind == List }

// Member returns the index of the member of that name, -1 where there is none, and
// how many there are.
func (p *Part) Member(key string) (index, count int) {
	return p.Find(func(name string) bool { return name == key })
}

// Find returns the index of the last member of which the name is asked for, -1 where
// there is none, and how many there are.
func (p *Part) Find(ask func(name string) bool) (index, count int) {
	index = -1
	for i := range p.Keys {
		if ask(p.Keys[i].Text) {
			index, count = i, count+1
		}
	}
	return index, count
}

// Begin is where an entry of a collection begins.
func (p *Part) Begin(i int) int {
	switch {
	case p.Kind == Object:
		return p.Keys[i].From
	case p.Style == Lines:
		return p.Dashes[i]
	}
	return p.Values[i].From
}

// Finish is where an entry of a collection ends.
func (p *Part) Finish(i int) int { return p.Values[i].End }

// An Edit replaces the bytes of a text from Start to End; the offsets are those of
// the text before any edit.
type Edit struct {
	Start, End int
	Text       string
}

// Ordered puts edits into order, and makes one of cuts that meet. It reports whether
// no two edits contradict each other.
func Ordered(edits []Edit) ([]Edit, bool) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	var all []Edit
	for _, e := range edits {
		n := len(all)
		switch {
		case n == 0 || e.Start >= all[n-1].End:
			all = append(all, e)
		case e.Text == "" && all[n-1].Text == "":
			all[n-1].End = max(all[n-1].End, e.End)
		default:
			return nil, false
		}
	}
	return all, true
}

// A Hole is an object that is to be different in another text: where it ends in this
// one, and what it should be.
type Hole struct {
	End  int
	Want *Tree
}

// A Source is a text and where its values are.
type Source interface {
	// Resource returns the object that stands at a line and column, or of which the
	// key does, and reports whether there is one.
	Resource(line, column int) (object Part, ok bool)

	// SameBut reports whether another text is the same but for the objects that begin
	// at some offsets, and has in their places what it should.
	SameBut(text string, holes map[int]Hole) bool

	Text() string
	Dialect() Dialect
}

// A Dialect is how a language writes lists and objects.
type Dialect uint8

// The dialects.
const (
	YAML Dialect = iota
	JSON
	HCL
)
