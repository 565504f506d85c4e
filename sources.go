package userpoolclient

// The sources that several rules and fields cite. A source of one rule stands
// in its literal.
var (
	apiModel = Source{
		Title: "botocore: the API model of cognito-idp with every limit; the AWS SDK for Go v1.74.1 has the same shapes",
		URL:   "https://github.com/boto/botocore/blob/develop/botocore/data/cognito-idp/2016-04-18/service-2.json",
		Date:  "2026-08-07",
	}
	apiCreate = Source{
		Title: "Amazon Cognito API reference: CreateUserPoolClient",
		URL:   "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
		Date:  "2026-11-21",
	}
	apiUpdate = Source{
		Title: "Amazon Cognito API reference: UpdateUserPoolClient",
		URL:   "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html",
		Date:  "2026-11-21",
	}
	apiClient = Source{
		Title: "Amazon Cognito API reference: UserPoolClientType",
		URL:   "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html",
		Date:  "2026-11-21",
	}
	cdkPreflight = Source{
		Title: "cdk-preflight: recorded CloudFormation deployments that the service refused, each with a passing twin",
		URL:   "https://github.com/badmintoncryer/cdk-preflight",
		Date:  "2026-09",
	}
	terraformTests = Source{
		Title: "terraform-provider-aws: acceptance tests of aws_cognito_user_pool_client, run on AWS",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cognitoidp/user_pool_client_test.go",
		Date:  "2026-08",
	}
	driftProbes = Source{
		Title: "cdk-real-drift: live probes of what the service returns and keeps",
		URL:   "https://github.com/go-to-k/cdk-real-drift",
		Date:  "2026-07",
	}
	developerGuide = Source{
		Title: "Amazon Cognito developer guide: app clients",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html",
		Date:  "2023-06",
	}
	appClientTerms = Source{
		Title: "Amazon Cognito developer guide: app client settings terminology",
		URL: "https://github.com/awsdocs/amazon-cognito-developer-guide/blob/" +
			"0b4d5467ecf06a602c89f6c91b5eabe3d89e9d73/doc_source/cognito-user-pools-app-idp-settings.md",
		Date: "2026-11-25",
	}
	clientCredentialsPost = Source{
		Title: "J. Khan, Cognito client credentials: updates without scopes and without a secret, rejected",
		URL:   "https://jobairkhan.com/2019/02/10/aws-cognito-user-pools-client-credentials",
		Date:  "2019-02-10",
	}
	rfc9700 = Source{
		Title: "RFC 9700, Best Current Practice for OAuth 2.0 Security",
		URL:   "https://www.rfc-editor.org/rfc/rfc9700.html",
		Date:  "2025-01",
	}
	rfc8252 = Source{
		Title: "RFC 8252, OAuth 2.0 for Native Apps",
		URL:   "https://www.rfc-editor.org/rfc/rfc8252.html",
		Date:  "2017-10",
	}
	rfc6749 = Source{
		Title: "RFC 6749, The OAuth 2.0 Authorization Framework",
		URL:   "https://www.rfc-editor.org/rfc/rfc6749.html",
		Date:  "2012-10",
	}
)

// preflight returns the record that cdk-preflight keeps of one rule: a
// deployment that the service rejected, with its message, and a twin that it
// accepted. dir is the rule's folder, "pf-cognito-callback-url-https", title
// says what the record shows.
func preflight(dir, title string) Source {
	return Source{
		Title: "cdk-preflight, a recorded deployment: " + title,
		URL:   "https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/cognito/" + dir + "/meta.yaml",
		Date:  "2026-09",
	}
}

// dated returns the source with a more exact date.
func (s Source) dated(date string) Source {
	s.Date = date
	return s
}
