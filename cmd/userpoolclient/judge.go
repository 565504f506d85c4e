package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

func newJudge(a *app) *cobra.Command {
	var o judgeOptions
	cmd := &cobra.Command{
		Use:   "judge --client FILE REQUEST|RESPONSE|-",
		Short: "Tell why a sign-in request fails, or what led to an error",
		Long: `judge tells what Cognito answers to one request of an app client: an authorize,
login or logout URL, a curl command or a form body for /oauth2/token or
/oauth2/revoke, or the JSON of InitiateAuth, AdminInitiateAuth,
GetTokensFromRefreshToken, GetClientToken or SignUp. It names the setting or the
parameter that decides, what to change, and how that is known.

Given an error instead (the URL of the error page or of a callback, a JSON body,
the text of an exception), it lists what can have led to it, the likeliest first.

- reads the request or the error from standard input, where the shell neither
interprets nor records it. Secrets, codes and tokens are never shown.

Exit codes: 0 accepted, 1 rejected or causes found, 2 wrong usage, or it could not
be judged.`,
		Example: `  userpoolclient judge --client client.json 'https://auth.example/oauth2/authorize?…'
  pbpaste | userpoolclient judge --client client.json -
  userpoolclient judge --client client.json '{"error":"invalid_grant"}'
  userpoolclient judge --client web.json --client mobile.json 'https://…/logout?…'`,
		Args:              oneArg("REQUEST or RESPONSE"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(_ *cobra.Command, args []string) error { return a.judge(args[0], &o) },
	}
	cmd.Flags().StringArrayVar(&o.clients, "client", nil,
		"the app client, a `FILE` as for check; may be repeated, and the request's client_id chooses")
	o.context.addFixed(cmd)
	o.context.addResource(cmd)
	addFormat(cmd, &o.format, formatConcise)
	return cmd
}

type judgeOptions struct {
	clients []string
	context contextFlags
	format  format
}

// judge judges a request or explains a response.
func (a *app) judge(text string, o *judgeOptions) error {
	if text == stdin {
		data, err := a.read(stdin)
		if err != nil {
			return err
		}
		text = string(data)
	}
	var candidates []document
	for _, path := range o.clients {
		documents, err := a.loadChosen(path, &o.context)
		if err != nil {
			return err
		}
		candidates = append(candidates, documents...)
	}
	in, err := a.context(&o.context)
	if err != nil {
		return err
	}
	r, err := userpoolclient.ParseRequest(text)
	if err != nil || r.API == "/error" {
		return a.explainResponse(text, err, candidates, in, o.format)
	}
	return a.judgeRequest(r, candidates, in, o.format)
}

// loadChosen reads the clients of a file, or the one that --resource chooses.
func (a *app) loadChosen(path string, f *contextFlags) ([]document, error) {
	if f.resource != "" {
		d, err := a.loadOne(path, f)
		return []document{d}, err
	}
	documents, err := a.load(path, f)
	if err == nil && len(documents) == 0 {
		return nil, fmt.Errorf("%s: holds no app client", displayName(path))
	}
	return documents, err
}

func (a *app) judgeRequest(r userpoolclient.Request, all []document, in userpoolclient.Context, f format) error {
	d, err := choose(all, r.ClientID())
	if err != nil {
		return err
	}
	if err := a.tellKnown(d, in); err != nil {
		return err
	}
	in = d.resource.Context
	r.HashVerified = verifyHash(r, d.config)
	v := userpoolclient.Judge(d.config, in, r)
	elsewhere := listedElsewhere(v, r, all, d)
	switch v.Outcome {
	case userpoolclient.OutcomeRejected:
		a.atLeast(exitFindings)
	case userpoolclient.OutcomeUndetermined:
		a.atLeast(exitUsage)
	}
	if f == formatJSON {
		return writeJSON(a.out, struct {
			Request userpoolclient.Request `json:"request"`
			Client  string                 `json:"client"`
			userpoolclient.Verdict
			ListedBy []string `json:"listedBy,omitzero"`
		}{r, d.title(), v, elsewhere})
	}
	if f == formatConcise {
		a.writeConcise(a.verdictInWords(v), v.Cause)
		return nil
	}
	a.writeVerdict(v, elsewhere)
	return nil
}

// choose returns the client that a request names: the one of its ID, or the only one.
func choose(all []document, id string) (document, error) {
	if len(all) == 0 {
		return document{}, errors.New("name the app client with --client FILE; its settings decide")
	}
	var names []string
	for _, d := range all {
		if c := d.config.ClientId; c != nil && *c == id && id != "" {
			return d, nil
		}
		names = append(names, d.title())
	}
	if len(all) > 1 {
		return document{}, fmt.Errorf("none of the %d app clients has the ID that the request names; choose one with "+
			"--resource or give one --client: %s", len(all), strings.Join(names, ", "))
	}
	return all[0], nil
}

// title is what a client is called: its file and its place in it.
func (d document) title() string {
	if d.resource.Address != "" {
		return d.file + ": " + printable(d.resource.Address)
	}
	return d.file
}

// listedElsewhere are the other clients that list the URL of a request which its own
// does not.
func listedElsewhere(v userpoolclient.Verdict, r userpoolclient.Request, all []document, own document) []string {
	name := map[userpoolclient.Field]string{
		userpoolclient.FieldCallbackURLs: "redirect_uri", userpoolclient.FieldLogoutURLs: "logout_uri",
	}[v.Field]
	sent, ok := r.Get(name)
	if v.Outcome != userpoolclient.OutcomeRejected || !ok {
		return nil
	}
	var names []string
	for _, d := range all {
		if listed, _ := d.config.Elements(v.Field); d.config != own.config && slices.Contains(listed, sent) {
			names = append(names, d.title())
		}
	}
	return names
}

// verifyHash computes the secret hash of a request, where everything for it is at hand.
func verifyHash(r userpoolclient.Request, c *userpoolclient.Config) userpoolclient.Answer {
	if c.ClientSecret == nil || c.ClientSecret.Reveal() == "" {
		return 0
	}
	for _, names := range [][2]string{
		{"AuthParameters.SECRET_HASH", "AuthParameters.USERNAME"},
		{"ChallengeResponses.SECRET_HASH", "ChallengeResponses.USERNAME"},
		{"SecretHash", "Username"},
	} {
		hash, sent := r.Get(names[0])
		username, known := r.Get(names[1])
		if !sent || !known {
			continue
		}
		mac := hmac.New(sha256.New, []byte(c.ClientSecret.Reveal()))
		mac.Write([]byte(username + r.ClientID()))
		if hmac.Equal([]byte(hash), []byte(base64.StdEncoding.EncodeToString(mac.Sum(nil)))) {
			return userpoolclient.AnswerYes
		}
		return userpoolclient.AnswerNo
	}
	return 0
}

// explainResponse lists what can have led to a response. unread says why the text is no
// request.
func (a *app) explainResponse(text string, unread error, all []document, in userpoolclient.Context, f format) error {
	got, err := userpoolclient.ParseResponse(text)
	if err != nil {
		if unread != nil {
			err = unread
		}
		return fmt.Errorf("the text %w", err)
	}
	var c *userpoolclient.Config
	if d, err := choose(all, got.ClientID); err == nil {
		if err := a.tellKnown(d, in); err != nil {
			return err
		}
		c, in = d.config, d.resource.Context
	} else if len(all) > 0 {
		return err
	}
	causes := userpoolclient.Causes(c, in, got)
	switch {
	case len(causes) > 0:
		a.atLeast(exitFindings)
	case unread != nil && got.Place == "" && got.Exception == "":
		return fmt.Errorf("the text %w; and no error that is recorded has these words", unread)
	default:
		a.atLeast(exitUsage)
	}
	if f == formatJSON {
		return writeJSON(a.out, struct {
			Causes []userpoolclient.Cause `json:"causes"` // without the response, whose text may hold anything
		}{append([]userpoolclient.Cause{}, causes...)})
	}
	if f == formatConcise {
		for _, cause := range causes {
			a.writeConcise(a.causeInWords(cause), cause)
		}
		return nil
	}
	a.writeCauses(causes, c != nil)
	return nil
}
