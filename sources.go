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
	terraformTests = Source{
		Title: "terraform-provider-aws: acceptance tests of aws_cognito_user_pool_client, run on AWS",
		URL: "https://github.com/hashicorp/terraform-provider-aws/blob/main/" +
			"internal/service/cognitoidp/user_pool_client_test.go",
		Date: "2026-08",
	}
	driftLists = Source{
		Title: "cdk-real-drift: the lists that a deployed client shows in the service's own order",
		URL:   "https://github.com/go-to-k/cdk-real-drift/blob/main/src/normalize/noise.ts",
		Date:  "2026-07",
	}
	driftClient = Source{
		Title: "cdk-real-drift: what a deployed client shows of which the template sets only the pool",
		URL: "https://github.com/go-to-k/cdk-real-drift/blob/main/tests/corpus/" +
			"AWS__Cognito__UserPoolClient.Conv3PoolClient.drifted.json",
		Date: "2026-07-14",
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

// What has been seen of omission.
var (
	botoUpdate = Source{
		Title: "boto3 issue 1607: an update of scopes and callbacks removes ADMIN_NO_SRP_AUTH from ExplicitAuthFlows",
		URL:   "https://github.com/boto/boto3/issues/1607",
		Date:  "2018-06",
	}
	attributesCleared = Source{
		Title: "CloudFormationCognitoCustomResources pull request 7: an update without the attribute lists clears them",
		URL:   "https://github.com/rosberglinhares/CloudFormationCognitoCustomResources/pull/7",
		Date:  "2018-12",
	}
	amplifyReset = Source{
		Title: "amplify-cli issue 844: changing RefreshTokenValidity alone resets the app client settings",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/844",
		Date:  "2019-02",
	}
	amplifyURLs = Source{
		Title: "amplify-cli issue 6599: an update without callback and logout URLs removes them",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/6599",
		Date:  "2021-02",
	}
	amplifyProviders = Source{
		Title: "amplify-cli issue 12842: the enabled identity providers are erased by each push",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/12842",
		Date:  "2022-06",
	}
	refreshRemoved = Source{
		Title: "cdk-real-drift issue 1613: removing RefreshTokenValidity through Cloud Control leaves it as it is",
		URL:   "https://github.com/go-to-k/cdk-real-drift/issues/1613",
		Date:  "2026-07-14",
	}
	revocationRemoved = Source{
		Title: "cdk-real-drift issue 1689: removing EnableTokenRevocation and AuthSessionValidity " +
			"through Cloud Control leaves them as they are",
		URL:  "https://github.com/go-to-k/cdk-real-drift/issues/1689",
		Date: "2026-07-22",
	}
	rotationInForce = Source{
		Title: "terraform-provider-aws issue 47196: rotation is in force while an update that omits it is validated",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/47196",
		Date:  "2026-04-02",
	}
	unitsDropped = Source{
		Title: "terraform-provider-aws issue 30433: old numbers beside an empty TokenValidityUnits, rejected for their range",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/30433",
		Date:  "2023-04",
	}
	existenceDefault = Source{
		Title: "aws-cdk issue 17044: the default of PreventUserExistenceErrors",
		URL:   "https://github.com/aws/aws-cdk/issues/17044",
		Date:  "2021-10",
	}
	authFlowsDefault = Source{
		Title: "aws-cdk pull request 26700: the default of ExplicitAuthFlows",
		URL:   "https://github.com/aws/aws-cdk/pull/26700",
		Date:  "2023-08",
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
