package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
)

func newFields(a *app) *cobra.Command {
	var form format
	cmd := &cobra.Command{
		Use:   "fields",
		Short: "List all fields: default on create, effect of omission on update, and how sure that is",
		Long: `fields lists what becomes of each field when a request omits it: its default on
create, and on update whether it goes back to its default (resets), stays as it is
(keeps), or whether the public evidence does not say (undetermined), with how sure
that is.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if form == formatJSON {
				return writeJSON(a.out, fieldsDocument())
			}
			a.writeFields(userpoolclient.Fields())
			return nil
		},
	}
	addFormat(cmd, &form)
	return cmd
}

// writeFields writes what becomes of each field when a request omits it, members
// of structures indented below them.
func (a *app) writeFields(fields []userpoolclient.FieldInfo) {
	const nameWidth = 42
	for _, f := range fields {
		name := string(f.Name)
		if _, member, ok := strings.Cut(name, "."); ok {
			name = "  ." + member
		}
		head := a.style().bold(name) + strings.Repeat(" ", max(1, nameWidth-len(name)))
		lines := 0
		for _, omitted := range []struct{ on, what string }{{"create", f.DefaultWords}, {"update", omission(f)}} {
			if omitted.what == "" || omitted.what == none {
				continue
			}
			if lines > 0 {
				head = strings.Repeat(" ", nameWidth)
			}
			writeWrapped(a.out, a.columns(), head+omitted.on+"  ", omitted.what)
			lines++
		}
		if lines == 0 {
			fmt.Fprintln(a.out, strings.TrimRight(head, " "))
		}
	}
}

// none stands for nothing in a table.
const none = "-"

// omission is the effect of omission on update and how sure that is.
func omission(f userpoolclient.FieldInfo) string {
	switch f.Omission {
	case userpoolclient.OmissionResets, userpoolclient.OmissionKeeps:
		return fmt.Sprintf("%s (%s)", f.Omission, f.OmissionEvidence)
	case userpoolclient.OmissionUndetermined:
		return f.Omission.String() + " (probe --only " + strings.Join(f.Probes, ",") + " would settle it)"
	}
	return none
}

type fieldDocument struct {
	Name            userpoolclient.Field    `json:"name"`
	Type            string                  `json:"type"`
	Summary         string                  `json:"summary"`
	Terraform       string                  `json:"terraform,omitzero"`
	CloudFormation  string                  `json:"cloudFormation,omitzero"`
	InCreate        bool                    `json:"inCreate"`
	InUpdate        bool                    `json:"inUpdate"`
	InClient        bool                    `json:"inClient"`
	Default         any                     `json:"default"`
	DefaultWords    string                  `json:"defaultWords,omitzero"`
	DefaultEvidence string                  `json:"defaultEvidence,omitzero"`
	Omission        userpoolclient.Omission `json:"omission"`
	Evidence        string                  `json:"omissionEvidence,omitzero"`
	Note            string                  `json:"omissionNote,omitzero"`
	Immutable       bool                    `json:"immutable"`
	Unordered       bool                    `json:"unordered"`
	Probes          []string                `json:"probes,omitempty"`
	Sources         []userpoolclient.Source `json:"sources"`
}

func fieldsDocument() any {
	var all []fieldDocument
	for _, f := range userpoolclient.Fields() {
		all = append(all, fieldDocument{f.Name, f.Type, f.Summary, f.Terraform, f.CloudFormation,
			f.InCreate, f.InUpdate, f.InClient, f.Default, f.DefaultWords, evidence(f.DefaultEvidence),
			f.Omission, evidence(f.OmissionEvidence), f.OmissionNote, f.Immutable, f.Unordered, f.Probes,
			append([]userpoolclient.Source{}, f.Sources...)})
	}
	return struct {
		Fields []fieldDocument `json:"fields"`
	}{all}
}

// evidence is its name, "" where there is none to give.
func evidence(e userpoolclient.Evidence) string {
	if e == 0 {
		return ""
	}
	return e.String()
}

func fieldNames() []string {
	var names []string
	for _, f := range userpoolclient.Fields() {
		names = append(names, string(f.Name))
	}
	return names
}
