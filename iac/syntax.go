package iac

// A part is a value in the text of a file: where it begins and ends, and how it is
// written. Reading for judgment knows what a file means; this knows what its bytes
// are, and what of them nobody else depends on.
type part struct {
	kind       kind
	from       int // where it begins with its anchor and tag
	start, end int // the value itself; end is -1 where it is not known
	text       string
	style      style
	locked     string // why nothing in it may be edited, as a fact; "" where it may

	keys   []part // of an object, beside values
	values []part // of an object or a list
	dashes []int  // of a list in lines: where the dash of each value stands
	merges bool   // of an object: it takes members from elsewhere by <<
}

// style is how a value is written.
type style uint8

const (
	stylePlain  style = iota // a scalar without quotes
	styleDouble              // "…"
	styleSingle              // '…'
	styleBlock               // | or >
	styleFlow                // […] or {…}
	styleLines               // a list or object of YAML, each entry on lines of its own
	styleEmpty               // nothing is written
)

// flow reports whether a collection stands in brackets.
func (p *part) flow() bool { return p.style == styleFlow }

// isCollection reports whether it is an object or a list.
func (p *part) isCollection() bool { return p.kind == kindObject || p.kind == kindList }

// member returns the index of the member of that name, -1 where there is none, and
// how many there are.
func (p *part) member(key string) (index, count int) {
	index = -1
	for i := range p.keys {
		if p.keys[i].text == key {
			index, count = i, count+1
		}
	}
	return index, count
}

// begin and finish are the bytes of one entry of a collection.
func (p *part) begin(i int) int {
	switch {
	case p.kind == kindObject:
		return p.keys[i].from
	case p.style == styleLines:
		return p.dashes[i]
	}
	return p.values[i].from
}

func (p *part) finish(i int) int { return p.values[i].end }

// A syntax is the text of a file and where its values are.
type syntax interface {
	// client returns the object that begins at a position, a client in the spelling
	// of the API or what is around it, and reports whether there is one.
	client(place Position) (object part, ok bool)
	// resource returns the resource of a template whose key stands at a position, or
	// which begins there itself, and reports whether there is one.
	resource(place Position) (object part, ok bool)

	// sameBut reports whether another text is the same but for the objects that begin
	// at some offsets, and has in their places what it should.
	sameBut(other syntax, holes map[int]hole) bool

	isJSON() bool
	source() string
}

// newSyntax reads a text.
func newSyntax(text string) (syntax, error) {
	if beginsObject([]byte(text)) {
		if t, err := newJSON(text); err == nil {
			return &jsonSyntax{t: t}, nil
		}
	}
	return newYAMLSyntax(text)
}
