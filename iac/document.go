package iac

// document is the file that nodes are of, and what reading it may still cost.
// Reading is done by one goroutine; afterwards only positions are asked for.
type document struct {
	json *jsonText // nil: YAML

	steps int   // how much more may be visited
	texts int   // how many more bytes functions may evaluate to
	err   error // why reading ended early

	partials int // how many more texts known in part are judged
	hints    int // how many more misspelt names are compared with the right ones
	variants int // how many more times a client with branches may be read
	visits   int // how many more resources the search for an order of creation may visit
}

// The bounds of one file. A template has at most 500 resources and 1 MiB: only a
// file that was made to be expensive comes near them.
const (
	mostYAML     = 300_000 // values visited of a YAML file, whose aliases can multiply
	mostPartials = 1_000
	mostHints    = 2_000
	mostVariants = 500 * mostBranches
	mostVisits   = 1_000_000

	leastJSON    = 1_000_000 // values visited of a JSON file, however short
	stepsPerByte = 4         // and of a long one: each value is visited a few times
	leastTexts   = 1 << 20   // bytes that functions evaluate to
	textsPerByte = 8         // of the file
	bytesPerItem = 32        // of a list that a function evaluates to
)

// newDocument is a document of so many bytes of which so many steps may be taken.
func newDocument(json *jsonText, bytes, steps int) *document {
	return &document{
		json: json, steps: steps, texts: leastTexts + textsPerByte*bytes,
		partials: mostPartials, hints: mostHints, variants: mostVariants, visits: mostVisits,
	}
}

// step counts one more value visited and reports whether reading may go on.
func (d *document) step() bool { return d.spend(1) }

// spend counts work and reports whether reading may go on. Where a file makes
// more of it than its size explains, reading ends in an error and not in a wait.
func (d *document) spend(steps int) bool {
	if d.steps -= steps; d.steps < 0 && d.err == nil {
		d.err = &SyntaxError{Message: d.exceeded()}
	}
	return d.err == nil
}

// evaluate counts what a function evaluates to and reports whether reading may go
// on.
func (d *document) evaluate(bytes int) bool {
	if d.texts -= bytes; d.texts < 0 {
		return d.spend(d.steps + 1)
	}
	return d.step()
}

func (d *document) exceeded() string {
	if d.json == nil {
		return "its aliases and functions expand to more than 300,000 values"
	}
	return "its functions expand to many times its size"
}

// end is the resources, or the reason why reading ended early.
func (d *document) end(resources []Resource, err error) ([]Resource, error) {
	if d.err != nil {
		return nil, d.err
	}
	if err != nil {
		return nil, err
	}
	return resources, nil
}

// judge reports whether one more text that is known in part may be judged: each is
// checked a dozen times. The others are not known.
func (d *document) judge() bool {
	d.partials--
	return d.partials >= 0
}

// hint reports whether one more misspelt name may be compared with the right
// ones.
func (d *document) hint() bool {
	d.hints--
	return d.hints >= 0
}
