package main

import "os"

func Example() {
	if err := run(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// Service.ExtraURLs[1]: cognito_redirect
	//     "http://shop.a.example/cb" uses plain http to a host that is not localhost, 127.0.0.1 or [::1]; it must use https [redirect-http]
	// Service.Clients[web].ClientName: client-name-pattern
	//     "shop (web)" must hold ASCII letters, digits, white space and _ + = , . @ - ([\w\s+=,.@-]+) [client-name-pattern]
	// Service.Clients[web].AllowedOAuthScopes[1]: scope-format
	//     "orders" is not a scope; it must be phone, email, openid, profile or aws.cognito.signin.user.admin, or the identifier/name of a resource server's scope [scope-format]
}
