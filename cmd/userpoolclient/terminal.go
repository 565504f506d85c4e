package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// terminal is what the command reads from and writes to.
type terminal struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	inTTY  bool                     // somebody would have to type the input
	live   bool                     // somebody watches err
	outTTY bool                     // somebody watches out
	width  int                      // of out in columns; 0: not known
	plain  bool                     // out shows the codes of colours, not the colours
	env    func(name string) string // nil: no variable is set
}

// here is the terminal of the process.
func here() terminal {
	t := terminal{
		in:     os.Stdin,
		out:    os.Stdout,
		err:    os.Stderr,
		inTTY:  term.IsTerminal(int(os.Stdin.Fd())),
		live:   term.IsTerminal(int(os.Stderr.Fd())),
		outTTY: term.IsTerminal(int(os.Stdout.Fd())),
		env:    os.Getenv,
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		t.width = width
	}
	t.plain = t.outTTY && !paints(os.Stdout)
	return t
}

const (
	usualWidth    = 80  // of a terminal that does not tell, and of a file
	narrowest     = 40  // below it, lines are longer than the terminal
	readableWidth = 100 // no line is longer: the eye loses its way back
)

// columns is how wide the output is to be.
func (t terminal) columns() int {
	if t.width == 0 {
		return usualWidth
	}
	return min(max(t.width, narrowest), readableWidth)
}

// colorMode is when the output is coloured.
type colorMode string

const (
	colorAuto   colorMode = "auto"
	colorAlways colorMode = "always"
	colorNever  colorMode = "never"
)

func (m colorMode) String() string { return string(m) }

func (a *app) addColor(cmd *cobra.Command) {
	a.color = colorAuto
	addPersistentChoice(cmd, &a.color, "color",
		"colour the text; auto: on a terminal, unless NO_COLOR is set, and where FORCE_COLOR is set",
		colorAuto, colorAlways, colorNever)
}

// style returns how the text is painted. The flag decides before the
// environment, and there NO_COLOR before FORCE_COLOR.
func (a *app) style() style {
	switch {
	case a.color != colorAuto:
		return style{a.color == colorAlways}
	case a.variable("NO_COLOR") != "":
		return style{}
	case a.variable("FORCE_COLOR") != "":
		return style{a.variable("FORCE_COLOR") != "0"}
	}
	return style{a.outTTY && !a.plain && a.variable("TERM") != "dumb"}
}

func (t terminal) variable(name string) string {
	if t.env == nil {
		return ""
	}
	return t.env(name)
}
