package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

func newResolve(a *app) *cobra.Command {
	var o struct {
		context contextFlags
		format  format
	}
	cmd := &cobra.Command{
		Use:   "resolve [FILE|-]",
		Short: "Show what every field becomes, and why",
		Long: `resolve shows, for every field, what Cognito will hold after the call and why:

  set           the file sets it
  default       the file omits it, and this is what that comes to
  kept          the file omits it, and the client keeps what it has
  undetermined  the public evidence does not say
  unknown       there will be a value, and it is not known yet
  absent        there is no value

On update, --current tells what is kept.`,
		Example: `  userpoolclient resolve --operation create client.json
  userpoolclient resolve --operation update --current now.json update.json`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			d, in, err := a.subject(args, &o.context)
			if err != nil {
				return err
			}
			settings := userpoolclient.Resolve(d.config, in)
			if o.format == formatJSON {
				return writeJSON(a.out, settingsDocument(settings))
			}
			a.writeSettings(settings)
			return nil
		},
	}
	o.context.add(cmd)
	o.context.addResource(cmd)
	addFormat(cmd, &o.format)
	return cmd
}

// subject reads the one configuration that a command is about, and its context.
func (a *app) subject(args []string, f *contextFlags) (document, userpoolclient.Context, error) {
	paths, err := a.inputs(args)
	if err != nil {
		return document{}, userpoolclient.Context{}, err
	}
	d, err := a.loadOne(paths[0], f)
	if err != nil {
		return document{}, userpoolclient.Context{}, err
	}
	in, err := a.context(f)
	if err == nil {
		err = a.tellKnown(d, in)
	}
	return d, d.resource.Context, err
}

// tellKnown tells a client what is known of it, which must not be of another pool.
func (a *app) tellKnown(d document, in userpoolclient.Context) error {
	if a.isOfOther(in.Pool, d.config) {
		return fmt.Errorf("%s: is of the user pool %s, and --pool tells of %s", d.file, printable(*d.config.UserPoolId),
			printable(a.poolIDs[in.Pool]))
	}
	d.resource.MergeContext(in)
	return nil
}

// writeSettings writes a line for each setting: why it is so, which it is, what it
// is.
func (a *app) writeSettings(settings []userpoolclient.Setting) {
	for _, v := range settings {
		text := a.style().bold(string(v.Field))
		if value := valueInWords(v); value != "" {
			text += ": " + value
		}
		writeWrapped(a.out, a.columns(), fmt.Sprintf("%-*s ", answerWidth, v.Origin), text)
	}
}

// valueInWords is the value and the note, without the origin.
func valueInWords(v userpoolclient.Setting) string {
	note := printable(v.Note)
	if v.Value == nil {
		return note
	}
	value := strings.TrimSuffix(printable(v.String()), " (default)")
	if note == "" {
		return value
	}
	return value + " (" + note + ")"
}

type settingDocument struct {
	Field  userpoolclient.Field  `json:"field"`
	Value  any                   `json:"value"`
	Origin userpoolclient.Origin `json:"origin"`
	Note   string                `json:"note,omitzero"`
}

func settingsDocument(settings []userpoolclient.Setting) any {
	all := make([]settingDocument, len(settings))
	for i, v := range settings {
		all[i] = settingDocument(v)
	}
	return struct {
		Settings []settingDocument `json:"settings"`
	}{all}
}

// atMostOne accepts one FILE or none.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one FILE, not %d", cmd.Name(), len(args))
	}
	return nil
}
