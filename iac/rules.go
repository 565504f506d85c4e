package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// The IDs of the rules about the files themselves.
const (
	ruleUnknown      = "property-unknown"
	ruleTypeUnknown  = "resource-type-unknown"
	ruleReadOnly     = "property-read-only"
	ruleType         = "property-type"
	ruleRepeated     = "property-repeated"
	ruleUnread       = "property-unread"
	ruleRefreshZero  = "refresh-token-validity-template"
	ruleProviderFlow = "terraform-auth-flow"
	ruleOrder        = "creation-order"
	ruleNoProvider   = "pool-lacks-provider"
	ruleNoScope      = "pool-lacks-scope"
	ruleBound        = "size-bound"
	ruleUnused       = "suppression-unused"
	ruleExpired      = "suppression-expired"
)

// A fileRule is a rule about what a file says of a client, with a file that
// breaks it and one that does not.
type fileRule struct {
	userpoolclient.Rule
	rejectedBy Layer // of errors
	name       string
	bad, good  string
}

var (
	templateReference = userpoolclient.Source{
		Title: "AWS CloudFormation template reference: AWS::Cognito::UserPoolClient",
		URL:   "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html",
		Date:  "2026-11-21",
	}
	cdkOrder = userpoolclient.Source{
		Title: "aws-cdk issue 15850: the provider Google does not exist when its resource comes after the client",
		URL:   "https://github.com/aws/aws-cdk/issues/15850",
		Date:  "2021-08-01",
	}
	providerOfAWS = userpoolclient.Source{
		Title: "terraform-provider-aws: aws_cognito_user_pool_client",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cognitoidp/user_pool_client.go",
		Date:  "2026-11-21",
	}
)

// fileRules is the one list of rules about files. A new one is a literal here and
// an ID above; go test ./iac -update writes RULES.md.
var fileRules = []fileRule{
	{
		Rule: userpoolclient.Rule{
			ID:       ruleUnknown,
			Severity: userpoolclient.SeverityError,
			Summary:  "A template MUST name only properties that an app client has.",
			Detail: "CloudFormation fails the deployment: `Encountered unsupported property` or " +
				"`extraneous key is not permitted`.",
			Fix:      "remove it, or write the name that is meant",
			Evidence: userpoolclient.EvidenceDocumented,
			Sources:  []userpoolclient.Source{templateReference},
		},
		rejectedBy: LayerCloudFormation,
		name:       "template.yaml",
		bad:        clientOf("CalbackURLs: [https://shop.example.jp/cb]"),
		good:       clientOf("CallbackURLs: [https://shop.example.jp/cb]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleTypeUnknown,
			Severity: userpoolclient.SeverityError,
			Summary:  "A resource type MUST be spelled as CloudFormation spells it.",
			Detail: "CloudFormation rejects the whole template: `Unrecognized resource types`. The resource is judged as " +
				"the app client that it is meant to be.",
			Fix:      "write " + typeClient,
			Evidence: userpoolclient.EvidenceDocumented,
			Sources:  []userpoolclient.Source{templateReference},
		},
		rejectedBy: LayerCloudFormation,
		name:       "template.yaml",
		bad:        strings.Replace(clientOf("ClientName: shop"), typeClient, "AWS::Cognito::UserpoolClient", 1),
		good:       clientOf("ClientName: shop"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleType,
			Severity: userpoolclient.SeverityError,
			Summary:  "A property MUST have a value of its type.",
			Detail: "CloudFormation turns numbers and booleans into strings and back (`\"60\"` is a number where one is " +
				"wanted); a string where a list belongs, a null and a number that is not whole fail the deployment: " +
				"`Properties validation failed for resource`. The rules about the value itself are silent.",
			Evidence: userpoolclient.EvidenceMeasured,
			Sources: []userpoolclient.Source{{
				Title: "cfn-lint issue 3223: expected type: JSONArray, found: String",
				URL:   "https://github.com/aws-cloudformation/cfn-lint/issues/3223",
				Date:  "2024-05-08",
			}, templateReference},
		},
		rejectedBy: LayerCloudFormation,
		name:       "template.yaml",
		bad:        clientOf("CallbackURLs: https://shop.example.jp/cb"),
		good:       clientOf("CallbackURLs: [https://shop.example.jp/cb]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleRefreshZero,
			Severity: userpoolclient.SeverityError,
			Summary:  "RefreshTokenValidity in a template MUST be at least 1.",
			Detail: "The API takes 0 and makes 30 days of it; the schema of the CloudFormation resource has a minimum of 1, " +
				"so a template with 0 is rejected before the API is asked.",
			Evidence: userpoolclient.EvidenceDocumented,
			Sources: []userpoolclient.Source{templateReference, {
				Title: "aws-cdk-lib 2.276.0: the schema of AWS::Cognito::UserPoolClient that it validates templates with",
				URL:   "https://www.npmjs.com/package/aws-cdk-lib/v/2.276.0",
				Date:  "2026-11-21",
			}},
		},
		rejectedBy: LayerCloudFormation,
		name:       "template.yaml",
		bad:        clientOf("RefreshTokenValidity: 0"),
		good:       clientOf("RefreshTokenValidity: 30"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleReadOnly,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A template SHOULD NOT set ClientId, ClientSecret or Name, which CloudFormation ignores.",
			Detail: "They are read-only properties of the resource, which the handler never sees. A ClientSecret written " +
				"into a template gives the client no secret, and shows one to whoever reads the template.",
			Fix:      "remove it",
			Evidence: userpoolclient.EvidenceDocumented,
			Sources: []userpoolclient.Source{{
				Title: "cloudformation-resource-schema issue 102: values of read-only properties are silently ignored",
				URL:   "https://github.com/aws-cloudformation/cloudformation-resource-schema/issues/102",
				Date:  "2020-09-02",
			}, {
				Title: "cfn-lint, rule E3040: read-only properties are not sent to the resource provider",
				URL:   "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md#E3040",
				Date:  "2026-11-21",
			}},
		},
		name: "template.yaml",
		bad:  clientOf("ClientId: 1example23456789"),
		good: clientOf("ClientName: shop"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleRepeated,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A property SHOULD be set once; of two, the last one counts.",
			Fix:      "remove the other",
			Evidence: userpoolclient.EvidenceInferred,
			Sources: []userpoolclient.Source{{
				Title: "RFC 8259, section 4: many implementations report the last of the members of one name",
				URL:   "https://www.rfc-editor.org/rfc/rfc8259.html#section-4",
				Date:  "2026-11-21",
			}},
		},
		name: "template.yaml",
		bad:  clientOf("ClientName: shop", "ClientName: shop2"),
		good: clientOf("ClientName: shop2"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleUnread,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A plan SHOULD name only attributes that this version knows; others are not checked.",
			Fix:      "check it by hand, or use a newer version",
			Evidence: userpoolclient.EvidenceInferred,
			Sources: []userpoolclient.Source{{
				Title: "Terraform AWS provider: aws_cognito_user_pool_client",
				URL:   "https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/cognito_user_pool_client.html.markdown",
				Date:  "2026-11-21",
			}},
		},
		name: "plan.json",
		bad:  planOf(`"name": "shop", "new_setting": true`),
		good: planOf(`"name": "shop"`),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleProviderFlow,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "explicit_auth_flows in Terraform SHOULD hold only values that the AWS provider knows.",
			Detail: "The provider holds the list to the values of the AWS SDK for Go, which lacks ALLOW_CLIENT_TOKEN_AUTH as " +
				"of v1.74.1, and rejects the configuration at plan time although Cognito takes the value. A plan that " +
				"shows it comes from another version of the provider than the one that was read.",
			Fix: "where `terraform plan` rejects it, create the client with CloudFormation or the API until the provider " +
				"knows the value",
			Evidence: userpoolclient.EvidenceDocumented,
			Sources:  []userpoolclient.Source{providerOfAWS},
		},
		name: "plan.json",
		bad:  planOf(`"name": "shop", "explicit_auth_flows": ["ALLOW_CLIENT_TOKEN_AUTH"]`),
		good: planOf(`"name": "shop", "explicit_auth_flows": ["ALLOW_REFRESH_TOKEN_AUTH"]`),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleOrder,
			Severity: userpoolclient.SeverityWarning,
			Summary: "A client that names an identity provider or a custom scope of the same template SHOULD come after its " +
				"resource, by Ref, Fn::GetAtt, Fn::Sub or DependsOn.",
			Detail: "A name in plain text is no reference, so CloudFormation creates the two in any order, and at once. " +
				"Where the client comes first, its creation is rejected: `The provider … does not exist for User Pool …`, " +
				"`Invalid scope requested: …`.",
			Evidence: userpoolclient.EvidenceMeasured,
			Sources: []userpoolclient.Source{cdkOrder, {
				Title: "aws-cdk issue 15692: the race between a client and its identity provider",
				URL:   "https://github.com/aws/aws-cdk/issues/15692",
				Date:  "2021-07-21",
			}, {
				Title: "serverless issue 10041: the race between a client and the resource server of its scope",
				URL:   "https://github.com/serverless/serverless/issues/10041",
				Date:  "2021-10-04",
			}},
		},
		name: "template.yaml",
		bad:  googleTemplate(""),
		good: googleTemplate("    DependsOn: Google\n"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleNoProvider,
			Severity: userpoolclient.SeverityWarning,
			Summary: "A client of a user pool that the same file creates SHOULD name only identity providers that the file " +
				"creates too.",
			Detail: "On creation the pool has no others, and the client is rejected. Another stack may add the provider " +
				"before the client names it, so a template alone is a warning; where the operation is known to be a " +
				"create, by the caller or by a Terraform plan that creates the pool, it is an error.",
			Evidence: userpoolclient.EvidenceMeasured,
			Sources: []userpoolclient.Source{preflight("pf-cognito-supported-identity-providers-exists",
				"a provider that the pool lacks")},
		},
		name: "template.yaml",
		bad:  poolTemplate("SupportedIdentityProviders: [COGNITO, Google]"),
		good: poolTemplate("SupportedIdentityProviders: [COGNITO]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleNoScope,
			Severity: userpoolclient.SeverityWarning,
			Summary: "A client of a user pool that the same file creates SHOULD name only custom scopes of resource servers " +
				"that the file creates too.",
			Detail: "On creation the pool has no others, and the client is rejected. Another stack may add the resource " +
				"server before the client names its scope, so a template alone is a warning; where the operation is known " +
				"to be a create, by the caller or by a Terraform plan that creates the pool, it is an error.",
			Evidence: userpoolclient.EvidenceMeasured,
			Sources: []userpoolclient.Source{preflight("pf-cognito-oauth-scopes-unknown",
				"a scope that the pool does not have")},
		},
		name: "template.yaml",
		bad:  poolTemplate("AllowedOAuthScopes: [openid, api/read]"),
		good: poolTemplate("AllowedOAuthScopes: [openid]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleBound,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A client SHOULD be of a size that is judged whole.",
			Detail: "Of a list 200 elements are judged, of a file's problems 100 told one by one, of a client 1,000 findings " +
				"shown; of a pool 200 attributes and 500 mapped attributes are known. Cognito accepts less. What is beyond " +
				"is counted and not judged.",
			Fix:      "make it smaller",
			Evidence: userpoolclient.EvidenceInferred,
			Sources: []userpoolclient.Source{{
				Title: "Amazon Cognito developer guide: quotas",
				URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
				Date:  "2026-11-21",
			}},
		},
		name: "template.yaml",
		bad:  clientOf("ReadAttributes: [" + strings.Repeat("name, ", mostElements) + "name]"),
		good: clientOf("ReadAttributes: [name]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleUnused,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A suppression SHOULD suppress something.",
			Detail:   "One that no longer does hides the next finding of its rule.",
			Fix:      "remove it",
			Evidence: userpoolclient.EvidenceInferred,
			Sources: []userpoolclient.Source{{
				Title: "AWS CloudFormation user guide: the Metadata attribute",
				URL:   "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html",
				Date:  "2026-11-21",
			}},
		},
		name: "template.yaml",
		bad:  suppressed("CallbackURLs: [https://shop.example.jp/cb]"),
		good: suppressed("CallbackURLs: [http://shop.example.jp/cb]"),
	},
	{
		Rule: userpoolclient.Rule{
			ID:       ruleExpired,
			Severity: userpoolclient.SeverityWarning,
			Summary:  "A suppression SHOULD NOT be past its date.",
			Detail:   "From the day after its date on it suppresses nothing.",
			Evidence: userpoolclient.EvidenceInferred,
			Sources: []userpoolclient.Source{{
				Title: "userpoolclient: suppressions in .userpoolclient.yaml",
				URL:   "https://github.com/userpoolclient/userpoolclient#templates-plans-and-ci",
				Date:  "2026-11-21",
			}},
		},
		name: ".userpoolclient.yaml",
		bad:  "ignore:\n  - rule: implicit-grant\n    reason: the old dashboard\n    expires: 2020-03-31\n",
		good: "ignore:\n  - rule: implicit-grant\n    reason: the old dashboard\n    expires: 2099-03-31\n",
	},
}

// preflight is the record that cdk-preflight keeps of one rule.
func preflight(dir, title string) userpoolclient.Source {
	return userpoolclient.Source{
		Title: "cdk-preflight, a recorded deployment: " + title,
		URL:   "https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/cognito/" + dir + "/meta.yaml",
		Date:  "2026-09-08",
	}
}

// Rules returns the rules about the files themselves: unknown properties, wrong
// types, a provider that the file does not create, suppressions that suppress
// nothing. They have no check of their own; [Resource.Check] reports their
// findings with those of the client.
func Rules() []userpoolclient.Rule {
	all := make([]userpoolclient.Rule, len(fileRules))
	for i := range fileRules {
		all[i] = fileRules[i].rule()
	}
	return all
}

// RuleByID returns the rule of that ID, of this package or of userpoolclient.
func RuleByID(id string) (userpoolclient.Rule, bool) {
	if i := fileRuleIndex(id); i >= 0 {
		return fileRules[i].rule(), true
	}
	return userpoolclient.RuleByID(id)
}

func fileRuleIndex(id string) int {
	return slices.IndexFunc(fileRules, func(r fileRule) bool { return r.ID == id })
}

// rule is a copy of which the caller may change every part, with the examples in
// its detail: an example of the root is a client, not a file.
func (r *fileRule) rule() userpoolclient.Rule {
	out := r.Rule
	out.Sources = slices.Clone(r.Sources)
	var parts []string
	if r.Detail != "" {
		parts = append(parts, r.Detail)
	}
	if r.rejectedBy != LayerNone {
		parts = append(parts, "Rejected by "+r.rejectedBy.String()+", before Cognito is asked.")
	}
	parts = append(parts, r.example("Bad", r.bad), r.example("Good", r.good))
	out.Detail = strings.Join(parts, "\n\n")
	return out
}

func (r *fileRule) example(title, file string) string {
	language := "yaml"
	if strings.HasSuffix(r.name, ".json") {
		language = "json"
	}
	const longest = 400
	if len(file) > longest {
		file = file[:longest] + "…\n"
	}
	return title + ":\n\n```" + language + "\n" + file + "```"
}
