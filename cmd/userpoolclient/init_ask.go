package main

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient/preset"
)

// complete asks for what is missing where somebody can answer, and rejects it
// elsewhere.
func (a *app) complete(o *initOptions) error {
	if !a.inTTY || !a.live {
		return missing(o)
	}
	q := initQuestions{a, bufio.NewScanner(a.in)}
	if o.kind == 0 {
		if err := q.kind(&o.kind); err != nil {
			return err
		}
	}
	if err := q.text(&o.name, "name of the client"); err != nil {
		return err
	}
	if o.form == formCLI {
		if err := q.text(&o.poolID, "ID of the user pool"); err != nil {
			return err
		}
	}
	switch hosted := slices.Contains(takes(o.kind), "callback"); {
	case hosted && len(o.callbacks) == 0:
		if err := q.list(&o.callbacks, "URL that users come back to", true); err != nil {
			return err
		}
		if len(o.logouts) == 0 {
			return q.list(&o.logouts, "URL for signed-out users", false)
		}
	case !hosted && len(o.scopes) == 0 && slices.Contains(takes(o.kind), "scope"):
		return q.list(&o.scopes, "scope, as in api/read", true)
	}
	return nil
}

// missing names the flags that are missing.
func missing(o *initOptions) error {
	var flags []string
	if o.kind == 0 {
		flags = append(flags, "--kind")
	}
	if o.name == "" {
		flags = append(flags, "--name")
	}
	if o.poolID == "" && o.form == formCLI {
		flags = append(flags, "--pool-id")
	}
	if o.kind != 0 {
		switch takes := takes(o.kind); {
		case slices.Contains(takes, "callback") && len(o.callbacks) == 0:
			flags = append(flags, "--callback")
		case !slices.Contains(takes, "callback") && slices.Contains(takes, "scope") && len(o.scopes) == 0:
			flags = append(flags, "--scope")
		}
	}
	if flags == nil {
		return nil
	}
	return fmt.Errorf("init needs %s; see userpoolclient init --help", strings.Join(flags, ", "))
}

// initQuestions are asked on the terminal, whatever becomes of standard output.
type initQuestions struct {
	*app
	answers *bufio.Scanner
}

var errNoAnswer = errors.New("there is no answer")

// ask asks once and returns the answer without the white space around it.
func (q *initQuestions) ask(question string) (string, error) {
	fmt.Fprintf(q.err, "%s: ", question)
	if !q.answers.Scan() {
		fmt.Fprintln(q.err)
		if err := q.answers.Err(); err != nil {
			return "", err
		}
		return "", errNoAnswer
	}
	return strings.TrimSpace(q.answers.Text()), nil
}

func (q *initQuestions) kind(k *preset.Kind) error {
	c := choice[preset.Kind]{k, preset.Kinds()}
	for {
		answer, err := q.ask("kind of client (" + strings.Join(c.names(), ", ") + ")")
		if err != nil {
			return err
		}
		if err = c.Set(answer); err == nil {
			return nil
		}
		fmt.Fprintf(q.err, "it %v\n", err)
	}
}

// text asks for a text that must be there.
func (q *initQuestions) text(to *string, question string) error {
	for *to == "" {
		answer, err := q.ask(question)
		if err != nil {
			return err
		}
		*to = answer
	}
	return nil
}

// list asks until the answer is empty.
func (q *initQuestions) list(to *[]string, question string, needed bool) error {
	for {
		more := question
		switch {
		case len(*to) > 0:
			more = "another " + question + " (empty: no more)"
		case !needed:
			more += " (empty: none)"
		}
		answer, err := q.ask(more)
		switch {
		case err != nil:
			return err
		case answer != "":
			*to = append(*to, answer)
		case len(*to) > 0 || !needed:
			return nil
		}
	}
}
