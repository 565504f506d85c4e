//go:build man

package main

import (
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// addManual adds a command that writes the manual pages. It is in builds with the
// tag man alone, which spares every other one what turns Markdown into roff.
func addManual(root *cobra.Command) {
	root.AddCommand(&cobra.Command{
		Use:    "manual FOLDER DATE",
		Hidden: true,
		Args:   cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			date, err := time.Parse(time.DateOnly, args[1])
			if err != nil {
				return errors.New("DATE must be of the form 2006-01-02")
			}
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			forManual(cmd.Root())
			header := &doc.GenManHeader{Section: "1", Date: &date, Source: "userpoolclient", Manual: "userpoolclient"}
			return doc.GenManTree(cmd.Root(), header, args[0])
		},
	})
}

// forManual makes Markdown of the texts of a command and of those below it.
func forManual(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true // it tells the day of the build
	cmd.Short, cmd.Long = escaped(cmd.Short), markdownOf(cmd.Long)
	cmd.Use = strings.Join(strings.Fields(cmd.Use), " ")
	escape := func(f *pflag.Flag) { f.Usage = escaped(f.Usage) }
	cmd.LocalFlags().VisitAll(escape)
	for _, c := range cmd.Commands() {
		forManual(c)
	}
}

// markdownOf keeps the lines of tables and examples apart, as reflowed does.
func markdownOf(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if strings.HasPrefix(p, " ") || strings.Contains(p, "\n ") {
			paragraphs[i] = "    " + strings.ReplaceAll(p, "\n", "\n    ")
			continue
		}
		paragraphs[i] = escaped(p)
	}
	return strings.Join(paragraphs, "\n\n")
}

var escaped = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `<`, `\<`, `[`, `\[`, "`", "").Replace
