package verdict

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing/fstest"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// loaded is what a text holds.
type loaded struct {
	resources []iac.Resource
	source    *iac.Source
	unread    []Unread // what may hold an app client and was not read
	aside     []Unread // of Terraform source: what is told and may be nothing to do with app clients
	absent    []Unread // app clients that the conditions of a template leave out
}

// terraformBlock finds what only Terraform source has.
var terraformBlock = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*(?:(?:resource[ \t]+"?[\w-]+"?|data[ \t]+"?[\w-]+"?|module|variable|output|` +
		`provider)[ \t]+"?[\w-]+"?|locals|terraform)[ \t]*\{`)
})

// load reads a text that has no name: its form is told by what it is.
func load(text string) loaded {
	data := []byte(text)
	if len(data) > MaxText {
		return unreadable(iac.Position{}, "is larger than 4 MB")
	}
	trimmed := strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF"))
	switch {
	case trimmed == "":
		return unreadable(iac.Position{}, "is empty; paste an app client")
	case !strings.HasPrefix(trimmed, "{") && terraformBlock().Match(data):
		return loadModule("main.tf", data)
	}
	var absent []Unread
	all, err := read(trimmed, data, func(address string, at iac.Position) {
		absent = append(absent, newUnread(at, address+" is not created, by the conditions of the template"))
	})
	var other *iac.UnreadableError
	if errors.As(err, &other) && strings.HasPrefix(trimmed, "{") {
		if l := loadModule("main.tf.json", data); len(l.resources) > 0 {
			return l
		}
	}
	if err != nil {
		return unreadable(where(err))
	}
	l := loaded{resources: all, source: iac.NewSource(data), absent: absent}
	if len(all) > 0 {
		if at, why, ok := view.Stray(all[0].Format, data, len(all)+len(absent)); ok {
			l.unread = []Unread{newUnread(at, why)}
		}
		return l
	}
	l.unread = []Unread{{Reason: "holds no app client"}}
	if absent != nil {
		l.unread = []Unread{{Reason: "creates no app client, by its conditions"}}
	}
	return l
}

// read reads JSON and YAML, and tells of the app clients that are not created; an object
// without members is a client of which nothing is set.
func read(trimmed string, data []byte, notCreated func(string, iac.Position)) ([]iac.Resource, error) {
	if strings.Join(strings.Fields(trimmed), "") == "{}" {
		return iac.API(data)
	}
	return iac.Options{NotCreated: notCreated}.Load("template", data)
}

func unreadable(at iac.Position, reason string) loaded {
	return loaded{unread: []Unread{newUnread(at, reason)}}
}

// loadModule reads Terraform source, of which the text is the only file.
func loadModule(name string, data []byte) loaded {
	m, err := terraform.LoadModule(fstest.MapFS{name: {Data: data}}, ".", terraform.Options{})
	if err != nil {
		return unreadable(iac.Position{}, err.Error())
	}
	l := loaded{resources: m.Resources, source: terraform.NewSource(name, data)}
	for _, u := range m.Unjudged {
		told := newUnread(u.Position, u.Message)
		if !u.Reason.Loses() || u.Reason == terraform.ReasonValue && len(m.Resources) == 0 {
			l.aside = append(l.aside, told)
		} else {
			l.unread = append(l.unread, told)
		}
	}
	if len(l.resources) == 0 && len(l.unread) == 0 {
		l.unread = []Unread{{Reason: "holds no app client"}}
	}
	return l
}

// where takes the position out of an error about a text.
func where(err error) (iac.Position, string) {
	var syntax *iac.SyntaxError
	var other *iac.UnreadableError
	var parse *userpoolclient.ParseError
	switch {
	case errors.As(err, &syntax):
		return syntax.Position, syntax.Message
	case errors.As(err, &other):
		return other.Position, other.Reason
	case errors.As(err, &parse):
		at := iac.Position{Line: parse.Line, Column: parse.Column}
		return at, strings.TrimPrefix(err.Error(), "line "+itoa(at.Line)+", column "+itoa(at.Column)+": ")
	}
	return iac.Position{}, err.Error()
}
