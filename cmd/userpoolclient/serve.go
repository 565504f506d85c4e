package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

type serveOptions struct {
	addr     string
	seedFile string
	hosts    []string
	region   string
	seed     uint64
	omission userpoolclient.Omission
	latency  time.Duration
	fail     []string
	lose     float64
}

func newServe(a *app) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run a simulated Cognito for app clients, for tests in any language",
		Long: `serve runs a simulated Cognito for app clients, as strict and as forgetful as
the service, for tests in any language. It prints its address and runs until it
is interrupted. SDKs and the AWS CLI take the address as AWS_ENDPOINT_URL; older
ones, among them those that Linux distributions ship, ignore that and go to AWS,
and take --endpoint-url or an option of the client instead. Any credentials are
accepted; everything is held in memory.

The same address serves OpenID Connect libraries: the issuer of a user pool is the
address and the pool's ID, http://127.0.0.1:9229/us-east-1_a1B2c3D4e. The user of
the pool is signed in at once, without a form, and rejected requests get the
answers that userpoolclient judge tells of.

It answers only to localhost, to loopback addresses and to the address at which
a request arrives, and to no web page of another origin, so that no page in a
browser of yours can read it, the OAuth endpoints aside for the origins of
callback URLs; --allow-host adds a name, such as that of a container.

--latency, --fail and --lose-answers let programs meet what they meet in
production. With --fail UpdateUserPoolClient=ConcurrentModificationException:0.3
three of ten updates are rejected with a conflict; without a rate every one is,
and the operation * stands for all of them. With --lose-answers 0.1 the connection
of every tenth request is cut after it took effect. --seed makes the faults and
the IDs the same in each run. --omission says what an update does to a member that
it omits and of which nobody has shown what becomes of it.

--seed-file names a JSON file of user pools to begin with:

  {"UserPools": [{
    "Id": "us-east-1_a1B2c3D4e",
    "UserPool": {"PoolName": "shop"},
    "ResourceServers": [],
    "IdentityProviders": [],
    "UserPoolClients": [{"ClientId": "4f0example", "ClientName": "web"}],
    "User": {"Username": "ann", "Attributes": {"email": "ann@shop.example"}}
  }]}

UserPool, ResourceServers and IdentityProviders hold what their create requests
hold; UserPoolClients holds requests or the output of describe-user-pool-client.
User is the one who is signed in.`,
		Example: `  userpoolclient serve --addr 127.0.0.1:9229 --seed-file pools.json
  aws --endpoint-url http://127.0.0.1:9229 cognito-idp list-user-pools --max-results 10
  userpoolclient serve --fail '*=TooManyRequestsException:0.2' --lose-answers 0.1 --latency 50ms`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return a.serve(ctx, &o)
		},
	}
	cmd.Flags().StringVar(&o.addr, "addr", "127.0.0.1:0", "listen on `HOST:PORT`; port 0 takes a free one")
	cmd.Flags().StringArrayVar(&o.hosts, "allow-host", nil, "answer to a further host `NAME`; repeatable")
	cmd.Flags().StringVar(&o.seedFile, "seed-file", "", "begin with the user pools of a `FILE`")
	cmd.Flags().StringVar(&o.region, "region", "us-east-1", "the `REGION` in IDs and ARNs of new user pools")
	cmd.Flags().Uint64Var(&o.seed, "seed", 0, "draw IDs and faults from a `NUMBER`; 0 takes another one each time")
	o.omission = userpoolclient.OmissionResets
	addChoice(cmd, &o.omission, "omission", "what becomes of an omitted member that is undetermined",
		userpoolclient.OmissionResets, userpoolclient.OmissionKeeps)
	cmd.Flags().DurationVar(&o.latency, "latency", 0, "answer every request after a `TIME`, such as 50ms")
	cmd.Flags().StringArrayVar(&o.fail, "fail", nil,
		"answer with an exception: `OPERATION=EXCEPTION[:RATE]`; repeatable")
	cmd.Flags().Float64Var(&o.lose, "lose-answers", 0, "cut the connection after a share of all requests: `RATE`, 0 to 1")
	return cmd
}

// names returns the host names to answer to: those allowed and that of --addr.
func (o *serveOptions) names() []string {
	host, _, err := net.SplitHostPort(o.addr)
	switch {
	case err != nil: // listening tells
		return o.hosts
	case host == "": // every address, as which it is announced
		return append(o.hosts, net.IPv6unspecified.String(), net.IPv4zero.String())
	}
	return append(o.hosts, host)
}

// serve serves until the context ends.
func (a *app) serve(ctx context.Context, o *serveOptions) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	service := cognitotest.New(options...)
	if o.seedFile != "" {
		data, err := a.read(o.seedFile)
		if err != nil {
			return err
		}
		if err := service.Load(data); err != nil {
			return fmt.Errorf("%s: %w", displayName(o.seedFile), err)
		}
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	a.announce(listener.Addr())
	return serveUntil(ctx, listener, service)
}

// announce prints the address, and that alone, on standard output.
func (a *app) announce(addr net.Addr) {
	url := "http://" + addr.String()
	fmt.Fprintln(a.out, url)
	if buffered, ok := a.out.(interface{ Flush() error }); ok {
		_ = buffered.Flush() // run flushes again and judges the error
	}
	const serving = "userpoolclient: serving %s until interrupted; point SDKs at it with AWS_ENDPOINT_URL=%s\n"
	fmt.Fprintf(a.err, serving, addr, url)
	if tcp, ok := addr.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		fmt.Fprintln(a.err, "userpoolclient: other machines can reach it; it checks no credentials")
	}
}

const (
	shutdownGrace = 5 * time.Second // for requests that are being answered
	bodyTimeout   = time.Minute     // for a request to arrive
)

// serveUntil serves until the context ends, and then lets the requests that are
// being answered finish.
func serveUntil(ctx context.Context, listener net.Listener, service interface {
	http.Handler
	io.Closer
}) error {
	server := &http.Server{Handler: service, ReadHeaderTimeout: cognitotest.ReadHeaderTimeout, ReadTimeout: bodyTimeout}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	_ = service.Close() // always nil: it releases the requests that wait
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close() // the requests that did not finish in time are cut
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
