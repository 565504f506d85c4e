package iac

import "strings"

// anything stands for what a resource refers to and cannot be read.
const anything = "*"

// followers are the resources that come after another. All of them are not known
// when they are too many to be searched.
type followers struct {
	ids      map[string]bool
	searched bool
}

// follows reports whether one resource is created after another: whether it
// refers to it, or to one that does. searched is false when that would take too
// long.
func (t *template) follows(id, target string) (follows, searched bool) {
	if t.users == nil {
		t.connect()
	}
	f, ok := t.followers[target]
	if !ok {
		f = t.search(target)
		t.followers = with(t.followers, target, f)
	}
	return f.ids[id], f.searched || f.ids[id]
}

// search finds what refers to a resource, what refers to that, and so on.
func (t *template) search(target string) followers {
	f := followers{ids: make(map[string]bool)}
	for todo := []string{target, anything}; len(todo) > 0; todo = todo[1:] {
		for _, user := range t.users[todo[0]] {
			if t.doc.visits--; t.doc.visits < 0 || !t.doc.step() {
				return f
			}
			if !f.ids[user] {
				f.ids[user] = true
				todo = append(todo, user)
			}
		}
	}
	f.searched = true
	return f
}

// connect notes what refers to each resource.
func (t *template) connect() {
	t.users = make(map[string][]string)
	for _, section := range t.sections {
		for m := range section.members() {
			c := connector{t: t, id: m.key}
			for part := range m.value.members() {
				if part.key == "DependsOn" {
					c.dependsOn(part.value)
				} else {
					c.value(part.value)
				}
			}
		}
	}
}

// A connector notes what one resource refers to.
type connector struct {
	t       *template
	id      string
	visited visited
}

func (c *connector) add(id string) {
	users := c.t.users[id]
	if len(users) == 0 || users[len(users)-1] != c.id { // the last is of this resource, if any is
		c.t.users[id] = append(users, c.id)
	}
}

func (c *connector) dependsOn(n node) {
	if n.kind() == kindText {
		if c.t.isDeferred(n.text()) {
			c.add(anything)
		}
		c.add(n.text())
	}
	for item := range n.items() {
		c.dependsOn(item)
	}
}

func (c *connector) value(n node) {
	if n.yaml != nil && c.visited == nil {
		c.visited = make(visited)
	}
	if c.visited.again(n) {
		return
	}
	if n.kind() == kindList {
		for item := range n.items() {
			c.value(item)
		}
		return
	}
	name, argument, ok := n.call()
	switch {
	case !ok:
		for m := range n.members() {
			c.value(m.value)
		}
	case name == "Ref":
		c.add(argument.text())
	case name == "Fn::GetAtt":
		id, _ := getAtt(argument)
		c.add(id)
	case name == "Fn::Sub":
		c.sub(argument)
	default:
		c.value(argument)
	}
}

// sub adds what the variables of Fn::Sub refer to.
func (c *connector) sub(argument node) {
	pattern := argument
	if parts, ok := argument.arguments(2); ok {
		pattern = parts[0]
		c.value(parts[1])
	}
	if pattern.kind() != kindText {
		return
	}
	for name := range variablesOf(pattern.text()) {
		name, _, _ = strings.Cut(name, ".")
		c.add(name)
	}
}
