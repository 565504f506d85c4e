package userpoolclient

// The sources that several rules about requests cite. They are functions, so that
// nothing is made before somebody asks.

const guidePages = "https://docs.aws.amazon.com/cognito/latest/developerguide/"

// guide returns a page of the developer guide about an endpoint.
func guide(endpoint, page string) Source {
	return Source{"Amazon Cognito developer guide: the " + endpoint + " endpoint", guidePages + page + ".html", "2026-11-21"}
}

func guideAuthorize() Source { return guide("authorize", "authorization-endpoint") }
func guideToken() Source     { return guide("token", "token-endpoint") }
func guideLogout() Source    { return guide("logout", "logout-endpoint") }
func guideRevoke() Source    { return guide("revocation", "revocation-endpoint") }
func guideUserInfo() Source  { return guide("userInfo", "userinfo-endpoint") }

// thread returns an issue or a pull request on GitHub.
func thread(repository, number, what, date string) Source {
	return Source{repository + " issue " + number + ": " + what,
		"https://github.com/" + repository + "/issues/" + number, date}
}

// swng returns the record of a swng run against a live pool.
func swng() Source {
	return Source{"swng, a record of requests against a live user pool",
		"https://github.com/interranteblaine/swng/blob/main/docs/superpowers/specs/2026-08-23-swng-speaks-mcp-design.md",
		"2026-08-23"}
}

// sdkModel returns the SDK's own reference.
func sdkModel() Source {
	return Source{"AWS SDK for Go v2: cognitoidentityprovider v1.74.1, the reference of its types",
		"https://pkg.go.dev/github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider@v1.74.1", "2026-11-21"}
}
