// Command defaults shows what the members that a request leaves out become: on
// create, where they get their defaults, and on update, where that is true of
// some of them only.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/userpoolclient/userpoolclient"
)

func main() {
	if err := defaults(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func defaults(w io.Writer) error {
	request, err := userpoolclient.Parse([]byte(`{
		"UserPoolId": "eu-central-1_Kq3vXw9Zt",
		"ClientName": "shop-web"
	}`))
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "A client that is created with a name alone:")
	show(w, userpoolclient.Resolve(request, userpoolclient.Context{Operation: userpoolclient.OperationCreate}),
		userpoolclient.OriginDefault)

	current, err := userpoolclient.Parse([]byte(`{
		"UserPoolId": "eu-central-1_Kq3vXw9Zt",
		"ClientId": "4h7u1n2c9v5b8m3k6j0qr2s1t8",
		"ClientName": "shop-web",
		"LogoutURLs": ["https://www.shop.example/"],
		"AccessTokenValidity": 5,
		"AuthSessionValidity": 15,
		"RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}
	}`))
	if err != nil {
		return err
	}
	update, err := userpoolclient.Parse([]byte(`{
		"UserPoolId": "eu-central-1_Kq3vXw9Zt",
		"ClientId": "4h7u1n2c9v5b8m3k6j0qr2s1t8",
		"WriteAttributes": ["name"]
	}`))
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "\nA client that is updated with its write attributes alone:")
	in := userpoolclient.Context{Operation: userpoolclient.OperationUpdate, Current: current}
	show(w, userpoolclient.Resolve(update, in), userpoolclient.OriginDefault, userpoolclient.OriginKept,
		userpoolclient.OriginUndetermined)
	return nil
}

// show prints the settings of these origins.
func show(w io.Writer, settings []userpoolclient.Setting, origins ...userpoolclient.Origin) {
	for _, origin := range origins {
		fmt.Fprintf(w, "  %s\n", origin)
		for _, s := range settings {
			switch {
			case s.Origin != origin:
			case s.Value == nil:
				fmt.Fprintf(w, "    %s: %s\n", s.Field, s.Note)
			default:
				fmt.Fprintf(w, "    %s: %s\n", s.Field, s)
			}
		}
	}
}
