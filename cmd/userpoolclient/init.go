package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/preset"
)

// initOptions is what a client is to be, and how it is to be written.
type initOptions struct {
	kind preset.Kind
	form clientForm
	out  string
	pool []string // files

	name, poolID                                           string
	callbacks, logouts, scopes, providers, writeAttributes []string
	access, id, refresh                                    lifetime
}

func newInit(a *app) *cobra.Command {
	o := initOptions{form: formCLI}
	cmd := &cobra.Command{
		Use:   "init --kind KIND --name NAME [flags]",
		Short: "Write an app client that is right from the start",
		Long: `init writes an app client of a kind, with the settings that security sources ask
for and comments that say why:

  spa            runs in a browser; users sign in on the hosted pages
  native         runs on a device; users sign in on the hosted pages
  web            runs on a server; users sign in on the hosted pages
  server         signs users in itself, with AWS credentials
  machine        gets tokens for itself, by client_credentials
  machine-token  gets tokens for itself, by GetClientToken

It writes to standard output, or to a FILE that is not there yet. On a terminal it
asks for what is missing; elsewhere that is an error. What Cognito would reject, or
not do as it is written, is not written: init then exits 1.

The form cli-json cannot hold comments; init says them on standard error. Without
--pool-id the other forms leave the pool to a parameter, a variable or an argument.`,
		Example: `  userpoolclient init --kind spa --name shop --form terraform -o shop.tf \
    --callback https://shop.example/cb --logout https://shop.example/
  userpoolclient init --kind machine --name reports --scope api/read \
    --pool-id eu-central-1_a1B2c3D4e > client.json
  aws cognito-idp create-user-pool-client --cli-input-json file://client.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.init(&o, func(flag string) bool { return cmd.Flags().Changed(flag) })
		},
	}
	o.add(cmd)
	return cmd
}

func (o *initOptions) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	addChoice(cmd, &o.kind, "kind", "what the client is for", preset.Kinds()...)
	addChoice(cmd, &o.form, "form", "how the client is written", clientForms...)
	flags.StringVarP(&o.out, "output", "o", "", "write to a `FILE`, which must not be there yet")
	flags.StringVar(&o.name, "name", "", "the client's `NAME`")
	flags.StringVar(&o.poolID, "pool-id", "", "the user pool's `ID`")
	flags.StringArrayVar(&o.callbacks, "callback", nil, "a `URL` that users come back to; may be repeated")
	flags.StringArrayVar(&o.logouts, "logout", nil, "a `URL` for signed-out users; may be repeated")
	flags.StringArrayVar(&o.scopes, "scope", nil,
		"a `SCOPE` that may be asked for; may be repeated (default openid, for machines none)")
	flags.StringArrayVar(&o.providers, "provider", nil,
		"the `NAME` of an identity provider; may be repeated (default COGNITO)")
	flags.StringArrayVar(&o.writeAttributes, "write-attribute", nil, "the `NAME` of an attribute that users may change; "+
		"may be repeated (default "+strings.Join(preset.DefaultWriteAttributes(), ", ")+")")
	flags.Var(&o.access, "access-lifetime", "how long access tokens live (default 1h)")
	flags.Var(&o.id, "id-lifetime", "how long ID tokens live (default 1h)")
	flags.Var(&o.refresh, "refresh-lifetime", "how long refresh tokens live (default 30d, of an spa 1d)")
	flags.StringArrayVar(&o.pool, "pool", nil, "what the user pool has, a JSON `FILE` as for check; may be repeated")
}

// A lifetime is a flag that takes a duration as Go writes it, or days: 15m, 12h, 30d.
type lifetime time.Duration

// String returns the duration, "" for none.
func (l *lifetime) String() string {
	if *l == 0 {
		return ""
	}
	return time.Duration(*l).String()
}

// Type returns what stands for the value in the help.
func (l *lifetime) Type() string { return "DURATION" }

// Set reads a duration.
func (l *lifetime) Set(text string) error {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		const most = 100_000 // more than the service takes, and no overflow
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > most {
			return errors.New("must be a number of days, as in 30d")
		}
		*l = lifetime(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("must be a duration, as in 15m, 12h or 30d")
	}
	*l = lifetime(d)
	return nil
}

// takes says which of the flags a kind of client takes, the others aside.
func takes(k preset.Kind) []string {
	users := []string{"write-attribute", "id-lifetime", "refresh-lifetime"}
	switch k {
	case preset.KindMachine, preset.KindMachineToken:
		return []string{"scope"}
	case preset.KindServer:
		return users
	}
	return append(users, "callback", "logout", "scope", "provider")
}

var kindFlags = []string{"callback", "logout", "scope", "provider", "write-attribute", "id-lifetime",
	"refresh-lifetime"}

// misplaced returns an error where a flag is given that the kind of client does not
// take.
func (o *initOptions) misplaced(given func(flag string) bool) error {
	for _, flag := range kindFlags {
		if o.kind != 0 && given(flag) && !slices.Contains(takes(o.kind), flag) {
			return fmt.Errorf("--%s: a client of the kind %s has none", flag, o.kind)
		}
	}
	return nil
}

func (a *app) init(o *initOptions, given func(flag string) bool) error {
	if o.out != "" && o.out != stdin { // before anything is asked
		if _, err := os.Lstat(o.out); err == nil {
			return reason(o.out, fs.ErrExist)
		}
	}
	if err := o.misplaced(given); err != nil {
		return err
	}
	if err := a.complete(o); err != nil {
		return err
	}
	if err := o.misplaced(given); err != nil { // of a kind that was asked for
		return err
	}
	file, err := a.client(o)
	if err != nil || file == nil {
		return err
	}
	text, err := o.form.write(file)
	if err != nil {
		return err
	}
	if err := a.save(o.out, text); err != nil {
		return err
	}
	a.tell(o, file)
	return nil
}

// client returns the client that the flags ask for; nil where Cognito would not do as
// they say, which it tells.
func (a *app) client(o *initOptions) (*clientFile, error) {
	pool := (*userpoolclient.Pool)(nil)
	if len(o.pool) > 0 {
		var err error
		if pool, err = a.loadPools(a.read, o.pool...); err != nil {
			return nil, err
		}
	}
	known := *o
	if o.poolID == "" { // to be filled in: any that is well-formed will do meanwhile
		known.poolID = "region_pool"
	}
	c, err := known.preset(pool).Config()
	var wrong *preset.Error
	switch {
	case errors.As(err, &wrong):
		for _, f := range wrong.Findings {
			fmt.Fprintln(a.err, oneLine(f.String()))
		}
		for _, other := range wrong.Others {
			fmt.Fprintln(a.err, oneLine(other.Error()))
		}
		a.atLeast(exitFindings)
		return nil, nil
	case err != nil:
		return nil, err
	}
	if o.poolID == "" {
		c.UserPoolId, c.Unknown = nil, []userpoolclient.Field{userpoolclient.FieldUserPoolId}
	}
	return newClientFile(o.kind, c, pool), nil
}

// preset returns the client of the kind.
func (o *initOptions) preset(pool *userpoolclient.Pool) preset.Preset {
	access, id, refresh := time.Duration(o.access), time.Duration(o.id), time.Duration(o.refresh)
	web := preset.Web{Name: o.name, PoolID: o.poolID, Callbacks: o.callbacks, Logouts: o.logouts, Scopes: o.scopes,
		Providers: o.providers, WriteAttributes: o.writeAttributes, AccessTokenLifetime: access, IDTokenLifetime: id,
		RefreshTokenLifetime: refresh, Pool: pool}
	machine := preset.Machine{Name: o.name, PoolID: o.poolID, Scopes: o.scopes, AccessTokenLifetime: access, Pool: pool}
	switch o.kind {
	case preset.KindSPA:
		return preset.SPA(web)
	case preset.KindNative:
		return preset.Native(web)
	case preset.KindServer:
		return preset.Server{Name: o.name, PoolID: o.poolID, WriteAttributes: o.writeAttributes,
			AccessTokenLifetime: access, IDTokenLifetime: id, RefreshTokenLifetime: refresh, Pool: pool}
	case preset.KindMachine:
		return machine
	case preset.KindMachineToken:
		return preset.MachineToken(machine)
	}
	return web
}

// save writes to standard output or to a file that is not there yet.
func (a *app) save(path string, text []byte) error {
	if path == "" || path == stdin {
		_, _ = a.out.Write(text) // a failed write comes back when it is flushed
		return nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return reason(path, err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(reason(path, err), os.Remove(path))
	}
	a.note("wrote %s", displayName(path))
	return nil
}

// tell says what the file cannot, and the advice that is left to the owner.
func (a *app) tell(o *initOptions, file *clientFile) {
	if o.form == formCLI {
		a.note("why the members are as they are; userpoolclient explain tells more of a name in brackets")
		for _, s := range file.settings {
			if s.reason != "" {
				writeWrapped(a.err, a.columns(), "  "+string(s.field)+": ", s.reason+" ["+s.rule+"]")
			}
		}
	}
	in := o.kind.Context()
	in.Pool = file.pool
	for _, f := range userpoolclient.Check(file.config, in) {
		a.note("advice: %s", oneLine(f.String()))
	}
}
