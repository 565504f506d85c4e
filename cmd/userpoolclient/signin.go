package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

func newSignIn(a *app) *cobra.Command {
	var o struct {
		context contextFlags
		format  format
	}
	cmd := &cobra.Command{
		Use:   "sign-in [FILE|-]",
		Short: "Show the ways to sign in, which setting decides, and what each request must carry",
		Example: `  userpoolclient sign-in client.json
  userpoolclient sign-in --secret present --format json client.json`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			d, in, err := a.subject(args, &o.context)
			if err != nil {
				return err
			}
			capabilities := userpoolclient.SignIn(d.config, in)
			if o.format == formatJSON {
				return writeJSON(a.out, struct {
					Capabilities []userpoolclient.Capability `json:"capabilities"`
				}{capabilities})
			}
			a.writeCapabilities(capabilities)
			return nil
		},
	}
	o.context.add(cmd)
	o.context.addResource(cmd)
	addFormat(cmd, &o.format)
	return cmd
}

// writeCapabilities writes each call and, under it, why, and what it carries: the
// calls that are possible, then those of which nobody knows, then the others.
func (a *app) writeCapabilities(capabilities []userpoolclient.Capability) {
	s := a.style()
	indent := strings.Repeat(" ", answerWidth+1)
	const yes, no, undetermined = userpoolclient.AnswerYes, userpoolclient.AnswerNo, userpoolclient.AnswerUndetermined
	for _, answer := range []userpoolclient.Answer{yes, undetermined, no} {
		for _, c := range capabilities {
			if c.Allowed != answer {
				continue
			}
			fmt.Fprintf(a.out, "%s %s\n", s.answer(c.Allowed), s.bold(strings.TrimSpace(c.API+" "+c.Flow)))
			writeWrapped(a.out, a.columns(), indent+"  ", strings.TrimSpace(string(c.Field)+" "+c.Reason))
			if len(c.Sends) > 0 {
				writeWrapped(a.out, a.columns(), indent+"  "+s.dim("sends")+" ", strings.Join(c.Sends, ", "))
			}
			if c.IPAddress != 0 {
				writeWrapped(a.out, a.columns(), indent+"  ", "UserContextData.IpAddress is "+acceptance[c.IPAddress])
			}
		}
	}
}

var acceptance = map[userpoolclient.Answer]string{
	userpoolclient.AnswerYes:          "accepted",
	userpoolclient.AnswerNo:           "not accepted",
	userpoolclient.AnswerUndetermined: "undetermined",
}

const answerWidth = len("undetermined")

func (s style) answer(a userpoolclient.Answer) string {
	text := fmt.Sprintf("%-*s", answerWidth, a)
	switch a {
	case userpoolclient.AnswerYes:
		return s.cyan(text)
	case userpoolclient.AnswerNo:
		return s.dim(text)
	}
	return s.yellow(text)
}
