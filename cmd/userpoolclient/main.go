// Command userpoolclient tells what Amazon Cognito will do with an app client
// before it is called. It reads files; only audit and probe call AWS, and audit
// only reads.
//
//	userpoolclient check client.json
//
// Its exit codes are 0 when there is nothing to find, 1 when there are findings
// at or above the threshold, 2 when it was used wrongly or could not read its
// input, and 3 when it failed itself.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// The exit codes.
const (
	exitClean    = 0
	exitFindings = 1 // at or above the threshold
	exitUsage    = 2 // wrong usage or unreadable input
	exitInternal = 3 // the command itself failed
)

func main() {
	ignoreClosedPipe()
	os.Exit(run(os.Args[1:], here()))
}

// run runs the command line and returns its exit code.
func run(args []string, t terminal) (code int) {
	defer func() {
		if failure := recover(); failure != nil {
			code = exitInternal
			fmt.Fprintf(t.err, "userpoolclient: internal failure: %s\n", oneLine(fmt.Sprint(failure)))
		}
	}()
	out := bufio.NewWriter(t.out)
	t.out = out
	a := &app{terminal: t}
	cmd := newRoot(a)
	cmd.SetArgs(append([]string{}, args...))
	if err := cmd.Execute(); err != nil {
		a.complain(err)
	}
	if err := out.Flush(); err != nil && !closedPipe(err) {
		fmt.Fprintf(t.err, "userpoolclient: cannot write: %v\n", err)
		a.atLeast(exitInternal)
	}
	for _, line := range a.pending {
		fmt.Fprintln(t.err, line)
	}
	return a.code
}

// app is one run of the command.
type app struct {
	terminal
	color     colorMode
	code      int
	now       func() time.Time // nil: the clock of the machine
	pending   []string         // for err, when out is written
	stdinRead bool
	poolIDs   map[*userpoolclient.Pool]string // of the pools that files tell of
}

func (a *app) clock() time.Time {
	if a.now == nil {
		return time.Now()
	}
	return a.now()
}

// atLeast raises the exit code.
func (a *app) atLeast(code int) { a.code = max(a.code, code) }

// complain reports wrong usage or unreadable input.
func (a *app) complain(err error) {
	a.atLeast(exitUsage)
	fmt.Fprintf(a.err, "userpoolclient: %s\n", oneLine(err.Error()))
}

// unreadable reports an input that cannot be read; the others still count. It is
// told at the end, where it is not lost above what is found in the others.
func (a *app) unreadable(text string) {
	a.atLeast(exitUsage)
	a.pending = append(a.pending, oneLine(text))
}

// note tells something that is not an error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, "userpoolclient: note: "+format+"\n", args...)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
