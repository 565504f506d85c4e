package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient/playground"
)

func newPlayground(a *app) *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "playground",
		Short: "Serve a page on which to paste an app client and see the verdict",
		Long: `playground serves a page, on this machine alone, on which people paste an app
client and see what check, resolve, plan and sign-in say of it. It prints its
address and runs until it is interrupted. The page asks this command and nobody
else; nothing is stored.

A link that the page makes holds the text itself, with secrets crossed out.`,
		Example: `  userpoolclient playground
  userpoolclient playground --addr 127.0.0.1:8080`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return a.playground(ctx, addr)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "listen on `HOST:PORT`; port 0 takes a free one")
	return cmd
}

// playgroundService is the page as a service that holds nothing.
type playgroundService struct{ http.Handler }

func (playgroundService) Close() error { return nil }

// playground serves the page until the context ends.
func (a *app) playground(ctx context.Context, addr string) error {
	page, err := playground.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = listener.Close()
		return errors.New("--addr must be a loopback address, such as 127.0.0.1:8080: the page is for this machine alone")
	}
	fmt.Fprintf(a.out, "http://%s/\n", listener.Addr())
	if buffered, ok := a.out.(interface{ Flush() error }); ok {
		_ = buffered.Flush() // run flushes again and judges the error
	}
	fmt.Fprintln(a.err, "userpoolclient: open the address in a browser; it is served until interrupted")
	return serveUntil(ctx, listener, playgroundService{page})
}
