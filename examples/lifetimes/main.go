// Command lifetimes sets the lifetimes of a client's tokens as durations: number
// and unit are chosen together, and what Cognito would refuse is an error.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

func main() {
	if err := lifetimes(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func lifetimes(w io.Writer) error {
	c := new(userpoolclient.Config)
	fmt.Fprintln(w, "nothing given:")
	show(w, c)

	err := errors.Join(
		c.SetAccessTokenLifetime(15*time.Minute),
		c.SetIdTokenLifetime(time.Hour),
		c.SetRefreshTokenLifetime(90*24*time.Hour),
	)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "\nset:")
	show(w, c)
	fmt.Fprintf(w, "  the request says %d %s, %d %s, %d %s\n",
		*c.AccessTokenValidity, c.TokenValidityUnits.AccessToken,
		*c.IdTokenValidity, c.TokenValidityUnits.IdToken,
		*c.RefreshTokenValidity, c.TokenValidityUnits.RefreshToken)

	fmt.Fprintln(w, "\nrefused:")
	for _, err := range []error{
		c.SetAccessTokenLifetime(25 * time.Hour),
		c.SetRefreshTokenLifetime(3651 * 24 * time.Hour),
		c.SetIdTokenLifetime(10*time.Minute + time.Millisecond),
	} {
		fmt.Fprintf(w, "  %v\n", err)
	}
	return nil
}

func show(w io.Writer, c *userpoolclient.Config) {
	for _, token := range []struct {
		name     string
		lifetime func() (time.Duration, bool)
	}{
		{"access", c.AccessTokenLifetime},
		{"ID", c.IdTokenLifetime},
		{"refresh", c.RefreshTokenLifetime},
	} {
		if d, ok := token.lifetime(); ok {
			fmt.Fprintf(w, "  %s tokens live %v\n", token.name, d)
		}
	}
}
