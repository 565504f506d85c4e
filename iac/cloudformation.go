package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// The resource types of CloudFormation that matter here.
const (
	typeClient   = "AWS::Cognito::UserPoolClient"
	typePool     = "AWS::Cognito::UserPool"
	typeServer   = "AWS::Cognito::UserPoolResourceServer"
	typeProvider = "AWS::Cognito::UserPoolIdentityProvider"
)

// cognitoTypes are the resource types of Cognito, so that a misspelt one is told
// from one that this version does not know.
var cognitoTypes = []string{
	typeClient, typePool, typeServer, typeProvider,
	"AWS::Cognito::IdentityPool", "AWS::Cognito::IdentityPoolPrincipalTag", "AWS::Cognito::IdentityPoolRoleAttachment",
	"AWS::Cognito::LogDeliveryConfiguration", "AWS::Cognito::ManagedLoginBranding", "AWS::Cognito::Terms",
	"AWS::Cognito::UserPoolDomain", "AWS::Cognito::UserPoolGroup",
	"AWS::Cognito::UserPoolRiskConfigurationAttachment", "AWS::Cognito::UserPoolUICustomizationAttachment",
	"AWS::Cognito::UserPoolUser", "AWS::Cognito::UserPoolUserToGroupAttachment",
}

// CloudFormation returns the app clients of a template in YAML or JSON: of
// CloudFormation, of SAM, of CDK's output, or under the resources of a
// Serverless file. Templates are judged as a creation. Where the template holds
// the user pool as well, the Context has the pool.
//
// Fn::ForEach and macros (Fn::Transform) are left alone.
func CloudFormation(data []byte) ([]Resource, error) { return Options{}.CloudFormation(data) }

// CloudFormation is like the function [CloudFormation], with the options.
func (o Options) CloudFormation(data []byte) ([]Resource, error) {
	return o.finish("", func() ([]Resource, error) {
		if len(data) > MaxJSON && beginsObject(data) {
			return nil, tooLong(len(data), MaxJSON)
		}
		if t, err := newJSON(string(data)); err == nil {
			return o.template("", t.root())
		}
		return o.eachDocument(data, func(root node) ([]Resource, error) { return o.template("", root) })
	})
}

// eachDocument reads the documents of a YAML file.
func (o Options) eachDocument(data []byte, read func(root node) ([]Resource, error)) ([]Resource, error) {
	roots, err := readYAML(data)
	if err != nil {
		return nil, err
	}
	var all []Resource
	for _, root := range roots {
		found, err := root.doc.end(read(root))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// template reads a CloudFormation template or a Serverless file.
func (o Options) template(name string, root node) ([]Resource, error) {
	t := newTemplate(root.doc, o)
	inner, isServerless := root.get("resources")
	if isServerless {
		t.serverless(inner)
	}
	if !isServerless || hasAny(root, "Resources") { // both: whoever reads the one passes over the other
		t.section(root)
	}
	if err := listed(root.member("Resources")); err != nil {
		return nil, err
	}
	if t.format == FormatCloudFormation && strings.HasSuffix(name, ".template.json") {
		t.format = FormatCDK
	}
	if err := t.undeclared(o); err != nil && t.countClients() > 0 {
		return nil, err
	}
	return root.doc.end(t.clients())
}

// listed tells of an app client in a list of resources, which no template can have.
func listed(resources node) error {
	if resources.kind() != kindList {
		return nil
	}
	for item := range resources.items() {
		if isCognitoType(item.member("Type")) {
			return &UnreadableError{Position: resources.at(),
				Reason: "Resources is a list; it must be an object that has the resources by their logical IDs"}
		}
	}
	return nil
}

// A template is what its intrinsic functions can refer to.
type template struct {
	doc        *document
	options    Options
	format     Format
	resources  []templateResource // of Cognito
	sections   []node             // the objects that hold the resources
	parameters map[string]*parameter
	declared   []string          // the names of the parameters
	given      map[string]string // the values that the caller gives
	conditions map[string]node
	mappings   node
	open       bool // it may have resources that are not seen: loops, macros
	included   bool // another file includes it, and may declare parameters
	depth      int  // of the functions that are being evaluated
	world      world

	expressions map[string]*expression // of the conditions, once read
	memo        map[string]truth       // what conditions come to in the world
	answers     map[string][]world     // to the questions of clients
	pools       map[string]*filePool   // by logical ID, once read; nil: not looked for yet
	poolAt      map[string]int         // the pools among the resources
	byPool      map[string][]int       // the resource servers and providers of each pool
	users       map[string][]string    // what refers to each resource; nil: not looked for yet
	followers   map[string]followers   // what comes after each resource, once asked
}

type templateResource struct {
	id, typ    string
	misspelt   string // the type as it is written, when that is not typ
	at         Position
	body       node
	properties node
}

func newTemplate(doc *document, o Options) *template {
	return &template{
		doc: doc, options: o, format: FormatCloudFormation, given: o.Parameters,
		parameters: make(map[string]*parameter), conditions: make(map[string]node),
		expressions: make(map[string]*expression), memo: make(map[string]truth), answers: make(map[string][]world),
	}
}

// serverless reads the resources of a Serverless file: a template, or a list of
// templates and of references to other files. Other parts and plugins add more.
func (t *template) serverless(resources node) {
	t.open, t.included = true, true
	t.format = FormatServerless
	if resources.kind() != kindList {
		t.section(resources)
		return
	}
	for part := range resources.items() {
		t.section(part)
	}
}

// section reads the sections of a template, or resources alone that another file
// includes.
func (t *template) section(root node) {
	resources := false
	for m := range root.members() {
		switch m.key {
		case "Transform":
			t.transform(m.value)
		case "Parameters":
			t.declare(m.value, t.options)
		case "Conditions":
			for c := range m.value.members() {
				t.conditions[c.key] = c.value
			}
		case "Mappings":
			t.mappings = m.value
		case "Resources":
			resources = true
			t.sections = append(t.sections, m.value)
			for r := range m.value.members() {
				t.add(r)
			}
		}
	}
	if !resources {
		t.fragment(root)
	}
}

// fragment reads resources that another file includes under its Resources, or one
// of them.
func (t *template) fragment(root node) {
	if t.format == FormatCloudFormation {
		t.format = FormatServerless
	}
	t.open, t.included = true, true
	t.sections = append(t.sections, root)
	for m := range root.members() {
		if m.key == "Type" && m.value.kind() == kindText {
			t.add(member{value: root, name: root.place, place: root.at()})
			return
		}
		t.add(m)
	}
}

func (t *template) transform(n node) {
	for item := range n.items() {
		t.transform(item)
	}
	if n.kind() != kindText {
		t.open = t.open || n.kind() == kindObject
		return
	}
	switch name := n.text(); {
	case strings.HasPrefix(name, "AWS::Serverless-"):
		t.format = FormatSAM
	case name != "AWS::LanguageExtensions":
		t.open = true
	}
}

// add notes a resource.
func (t *template) add(m member) {
	if isFunction(m.key) {
		t.open = true
		return
	}
	typ, ok := m.value.get("Type")
	if !ok || typ.kind() != kindText {
		return
	}
	r := templateResource{id: m.key, typ: typ.text(), body: m.value}
	if near := t.meant(r.typ); near != "" {
		r.typ, r.misspelt = near, r.typ
	}
	switch r.typ {
	case typeClient, typePool, typeServer, typeProvider:
		r.at = m.at()
		r.properties = m.value.member("Properties")
		t.resources = append(t.resources, r)
	}
	if t.format == FormatCloudFormation && r.typ == typeClient {
		if _, ok := m.value.path("Metadata", "aws:cdk:path"); ok {
			t.format = FormatCDK
		}
	}
}

// meant is the type of an app client when a type that there is not is near to it.
func (t *template) meant(typ string) string {
	const prefix = "AWS::Cognito::"
	if len(typ) < len(prefix) || !strings.EqualFold(typ[:len(prefix)], prefix) || slices.Contains(cognitoTypes, typ) {
		return ""
	}
	if t.doc.hint() && nearest.To(typ, cognitoTypes) == typeClient {
		return typeClient
	}
	return ""
}

func (t *template) countClients() int {
	count := 0
	for i := range t.resources {
		if t.resources[i].typ == typeClient {
			count++
		}
	}
	return count
}

func (t *template) clients() ([]Resource, error) {
	all := make([]Resource, 0, t.countClients())
	for i := range t.resources {
		if t.resources[i].typ != typeClient {
			continue
		}
		r, err := t.client(&t.resources[i])
		if err != nil {
			return nil, err
		}
		switch tell := t.options.NotCreated; {
		case r != nil:
			all = append(all, *r)
		case tell != nil:
			tell(t.resources[i].id, t.resources[i].at)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// client reads an app client, nil when it is not created in any case.
func (t *template) client(tr *templateResource) (*Resource, error) {
	worlds := t.worldsOf(tr)
	if len(worlds) == 0 {
		return nil, nil
	}
	pool := t.poolOf(tr)
	d := t.read(tr, worlds[0], len(worlds) > 1)
	r := newResource(d, tr.at)
	r.Parameters = t.declared
	r.Context.Operation = userpoolclient.OperationCreate
	if len(worlds) == 1 {
		t.order(d, tr.id, pool)
	} else {
		for _, w := range worlds {
			v := t.read(tr, w, false)
			t.order(v, tr.id, pool)
			r.Variants = append(r.Variants, Variant{
				When: strings.Join(w.labels, " and "), Config: v.config, labels: w.labels, reading: v.reading,
			})
		}
	}
	if pool != nil && pool.inFile {
		pool.lend(r)
	}
	var err error
	r.Ignores, err = ignores(tr.body)
	return r, err
}

// worldsOf are the cases of a client. A file of which the clients have more of
// them than any template can have is judged without.
func (t *template) worldsOf(tr *templateResource) []world {
	q := t.question(tr)
	if len(q.conditions) == 0 && len(q.parameters) == 0 && q.created == "" {
		return []world{{}}
	}
	if t.doc.variants < 0 {
		return []world{{}}
	}
	worlds := t.worlds(q)
	if t.doc.variants -= len(worlds); t.doc.variants < 0 && len(worlds) > 1 {
		return []world{{}}
	}
	return worlds
}

// read reads a client in one case, or what is the same in all of them.
func (t *template) read(tr *templateResource, w world, common bool) *decoder {
	if !common {
		t.enter(w)
		defer t.enter(world{})
	}
	d := newDecoder(t.format, LayerCloudFormation, cloudFormationNames(), tr.id)
	d.foreign, d.value = ruleUnknown, t.value
	if tr.misspelt != "" {
		typ := tr.body.member("Type")
		d.problem(ruleTypeUnknown, "Type", -1, typ.at, quote(tr.misspelt)+" is not a resource type")
	}
	complete := d.read(tr.properties)
	if !d.spots.has(userpoolclient.FieldClientName) {
		d.unknown = append(d.unknown, userpoolclient.FieldClientName) // generated
	}
	if !complete {
		d.mayHold("")
	}
	d.finish()
	return d
}
