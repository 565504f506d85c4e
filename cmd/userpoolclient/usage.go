package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// usage writes how a command is used, in lines that fit the terminal.
func (a *app) usage(cmd *cobra.Command) error {
	w := cmd.OutOrStderr()
	fmt.Fprintln(w, "Usage:")
	if cmd.Runnable() {
		fmt.Fprintln(w, "  "+cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintln(w, "  "+cmd.CommandPath()+" [command]")
	}
	if cmd.HasExample() {
		fmt.Fprintln(w, "\nExamples:\n"+cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		a.commands(w, cmd)
	}
	a.flags(w, "Flags:", cmd.LocalFlags())
	a.flags(w, "Global flags:", cmd.InheritedFlags())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%q tells more about a command.\n", cmd.CommandPath()+" [command] --help")
	}
	return nil
}

func (a *app) commands(w io.Writer, cmd *cobra.Command) {
	fmt.Fprintln(w, "\nCommands:")
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			writeWrapped(w, a.columns(), fmt.Sprintf("  %-*s ", c.NamePadding(), c.Name()), c.Short)
		}
	}
}

func (a *app) flags(w io.Writer, title string, flags *pflag.FlagSet) {
	if flags.HasAvailableFlags() {
		fmt.Fprintf(w, "\n%s\n%s\n", title, strings.TrimRight(flags.FlagUsagesWrapped(a.columns()), "\n"))
	}
}

// help writes what a command is for and how it is used.
func (a *app) help(cmd *cobra.Command, _ []string) {
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	w := cmd.OutOrStdout()
	fmt.Fprintln(w, strings.Join(reflowed(text, a.columns()), "\n"))
	fmt.Fprintln(w)
	_ = a.usage(cmd) // always nil; a failed write comes back when the output is flushed
}

// reflowed is a text in lines that fit, but for the paragraphs with indented
// lines, which are tables and examples.
func reflowed(text string, columns int) []string {
	var lines []string
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		if strings.HasPrefix(paragraph, " ") || strings.Contains(paragraph, "\n ") {
			lines = append(lines, paragraph)
			continue
		}
		lines = append(lines, wrap(strings.ReplaceAll(paragraph, "\n", " "), columns)...)
	}
	return lines
}

var flagName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`unknown flag: --([a-zA-Z0-9-]+)`)
})

// unknownFlag adds the flag that is most likely meant to the error about one that
// there is not.
func unknownFlag(cmd *cobra.Command, err error) error {
	name := flagName().FindStringSubmatch(err.Error())
	if name == nil {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := nearest.To(name[1], names); near != "" {
		return fmt.Errorf("%w (did you mean --%s?)", err, near)
	}
	return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
}
