package iac

import (
	"math"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// Place is where something stands in one of the files of a module.
type Place struct {
	File string `json:"file"`
	Position
}

// String returns "file:line:column".
func (p Place) String() string { return p.File + ":" + p.Position.String() }

// An origin is what gives a setting its value, when that stands in a file of a
// module.
type origin struct {
	file string
	via  []Place
}

// The tags of values that are not known. YAML has no such tags, and none are read:
// values of an evaluator take the form of YAML because the decoder reads that.
const (
	tagUnknown = "!!unknown"
	tagMaybe   = "!!maybe"
)

var scalarTags = [...]string{
	evaluated.Null: "!!null", evaluated.Bool: "!!bool", evaluated.Number: "!!float", evaluated.Text: "!!str",
}

// Evaluated returns the app clients of a module of a configuration language that
// has been evaluated. It is for the packages below this one: only they can make
// the argument. The module is judged as a creation, as a template is.
func Evaluated(m evaluated.Module) []Resource {
	e := evaluation{
		doc:   newDocument(nil, 0, math.MaxInt), // the evaluator has its own bounds
		pools: make(map[string]*poolReader), read: make(map[string]*filePool),
	}
	e.sortByPool(m)
	var all []Resource
	for i := range m.Resources {
		if names := namesOfType(m.Resources[i].Type); names != nil {
			all = append(all, e.client(&m.Resources[i], names))
		}
	}
	return all
}

// An evaluation is a module of which the clients are read.
type evaluation struct {
	doc   *document
	pools map[string]*poolReader // by the pool's address
	read  map[string]*filePool
	open  bool
}

// client reads one app client.
func (e *evaluation) client(from *evaluated.Resource, names *names) Resource {
	d := e.decode(from.Type, from.Address, names, from.Body)
	r := newResource(d, Position{from.At.Line, from.At.Column})
	r.File = from.At.File
	for _, b := range from.Branches {
		v := e.decode(from.Type, from.Address, names, b.Body)
		r.Variants = append(r.Variants, Variant{
			When: b.When(), Config: v.config, labels: b.Labels, reading: v.reading,
		})
	}
	r.Context.Operation = userpoolclient.OperationCreate
	if from.Type == terraformManaged { // another service has created it
		r.Context.Operation = userpoolclient.OperationUpdate
		for _, c := range r.configs() {
			clearField(c, userpoolclient.FieldGenerateSecret)
		}
	}
	if pool := e.poolOf(from.Pool); pool != nil {
		pool.lend(r)
	}
	for _, i := range from.Ignores {
		r.Ignores = append(r.Ignores, Ignore{
			Rule: i.Rule, Reason: i.Reason, Position: Position{i.At.Line, i.At.Column},
			file: i.At.File, line: i.Line, whole: i.Whole, alone: i.Alone,
		})
	}
	return *r
}

// decode reads the arguments of a client.
func (e *evaluation) decode(typ, address string, names *names, body []evaluated.Member) *decoder {
	d := newDecoder(FormatTerraform, LayerTerraform, names, address)
	d.value = e.value
	d.origins = make(map[string]origin)
	d.read(node{doc: e.doc, yaml: e.object(body, "", d.origins)})
	if typ != terraformClient && !d.spots.has(userpoolclient.FieldClientName) {
		d.unknown = append(d.unknown, userpoolclient.FieldClientName) // generated
	}
	if typ == terraformManaged {
		d.mayHold("") // what is not written stays as the other service has made it, and is sent
	}
	if typ != terraformControl {
		d.tellFlows()
	}
	d.finish()
	return d
}

// value says what is known of an argument or of an element of it.
func (e *evaluation) value(_ userpoolclient.Field, i int, n node) value {
	switch tag := n.yaml.Tag; {
	case tag == tagMaybe:
		return value{node: n, state: maybe}
	case tag == tagUnknown && n.yaml.Value != "":
		var p phrasing
		p.WriteString(n.yaml.Value)
		p.hole("…")
		return value{node: n, state: unknown, text: p.done()}
	case tag == tagUnknown, n.kind() == kindNull && i >= 0:
		return value{node: n, state: unknown}
	case n.kind() == kindNull:
		return value{node: n, state: absent}
	}
	return value{node: n}
}

// object is a list of arguments as a node, and notes what gives them.
func (e *evaluation) object(members []evaluated.Member, parent string, origins map[string]origin) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, m := range members {
		path := m.Name
		if parent != "" {
			path = parent + "." + m.Name
		}
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: m.Name, Line: m.At.Line, Column: m.At.Column}
		n.Content = append(n.Content, key, e.node(m.Value, path, origins))
		if m.Value.At.File == "" && origins != nil {
			origins[path] = origin{file: m.At.File}
		}
	}
	return n
}

// node is a value as a node.
func (e *evaluation) node(v evaluated.Value, path string, origins map[string]origin) *yaml.Node {
	if origins != nil {
		origins[path] = originOf(v)
	}
	n := &yaml.Node{
		Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: v.Text, Line: v.At.Line, Column: v.At.Column,
	}
	switch {
	case v.State == evaluated.MaybeNull:
		n.Tag = tagMaybe
	case v.State == evaluated.Unknown:
		n.Tag = tagUnknown
	case v.Kind == evaluated.List:
		n.Kind, n.Tag, n.Value = yaml.SequenceNode, "!!seq", ""
		for i, item := range v.Items {
			inner := path + "[" + strconv.Itoa(i) + "]"
			if item.Kind == evaluated.Object && item.State == evaluated.Known {
				inner = path // a block, of which there is one
			}
			n.Content = append(n.Content, e.node(item, inner, origins))
		}
	case v.Kind == evaluated.Object:
		object := e.object(v.Members, path, origins)
		object.Line, object.Column = n.Line, n.Column
		return object
	default:
		n.Tag = scalarTags[v.Kind]
	}
	return n
}

func originOf(v evaluated.Value) origin {
	o := origin{file: v.At.File}
	for _, p := range v.Via {
		o.via = append(o.via, Place{p.File, Position{p.Line, p.Column}})
	}
	return o
}

// sortByPool sorts the pools and what belongs to them.
func (e *evaluation) sortByPool(m evaluated.Module) {
	e.open = m.Open
	for i := range m.Resources {
		if r := &m.Resources[i]; r.Type == terraformPoolType {
			reader := terraformPool
			reader.pool = node{doc: e.doc, yaml: e.object(r.Body, "", nil)}
			reader.complete = true // what is not written is not there
			reader.text = func(n node) (string, bool) {
				return n.text(), n.kind().isScalar() && n.yaml.Tag != tagUnknown && n.yaml.Tag != tagMaybe
			}
			e.pools[r.Address] = &reader
		}
	}
	for i := range m.Resources {
		r := &m.Resources[i]
		if r.Type != terraformServer && r.Type != terraformProvider {
			continue
		}
		pool := e.pools[r.Pool]
		switch {
		case r.Pool == "":
			e.open = true // it may be of any pool
		case pool == nil:
		case r.Type == terraformServer:
			pool.servers = append(pool.servers, e.owned(r))
		default:
			pool.providers = append(pool.providers, e.owned(r))
		}
	}
}

// owned is what belongs to a pool.
func (e *evaluation) owned(r *evaluated.Resource) ownedBy {
	return ownedBy{r.Address, node{doc: e.doc, yaml: e.object(r.Body, "", nil)}}
}

// poolOf is the user pool of that address, read once; nil when the module does
// not have it.
func (e *evaluation) poolOf(address string) *filePool {
	reader, ok := e.pools[address]
	if !ok {
		return nil
	}
	pool, ok := e.read[address]
	if !ok {
		reader.open = e.open
		pool = reader.read()
		pool.inFile = true
		e.read[address] = pool
	}
	return pool
}

// trace tells of findings in which file they stand, and by which way the value
// comes from there.
func (r *Resource) trace(b branch, all []Finding) {
	if b.reading == nil || b.reading.origins == nil {
		return
	}
	for i := range all {
		f := &all[i]
		f.File = r.File
		for path := f.Property; path != ""; path = outer(path) {
			if o, ok := b.reading.origins[path]; ok {
				f.File, f.Via = o.file, o.via
				break
			}
		}
	}
}

// outer is the path of what holds a member or an element.
func outer(path string) string {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '.' || path[i] == '[' {
			return path[:i]
		}
	}
	return ""
}

// covers reports whether a suppression by a comment is about a finding: one on or
// above the line of the resource is about all of it.
func (i *Ignore) covers(f *Finding) bool {
	if i.line == 0 || i.Rule != f.Rule {
		return false
	}
	if i.whole || i.file == f.File && i.line == f.Position.Line {
		return true
	}
	for _, p := range f.Via {
		if i.file == p.File && i.line == p.Line {
			return true
		}
	}
	return false
}
