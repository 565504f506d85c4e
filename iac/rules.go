package iac

import (
	"fmt"
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// The IDs of the rules about the files themselves.
const (
	ruleUnknown  = "property-unknown"
	ruleType     = "property-type"
	ruleRepeated = "property-repeated"
	ruleUnread   = "property-unread"
	ruleUnused   = "suppression-unused"
	ruleExpired  = "suppression-expired"
)

var templateReference = userpoolclient.Source{
	Title: "AWS CloudFormation template reference: AWS::Cognito::UserPoolClient",
	URL:   "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html",
	Date:  "2026-11-21",
}

// rules are about what a file says of a client, not about the client.
var rules = []userpoolclient.Rule{
	{
		ID:       ruleUnknown,
		Severity: userpoolclient.SeverityError,
		Summary:  "A template names only properties that its resource has.",
		Detail:   "CloudFormation fails the deployment: `Encountered unsupported property` or `extraneous key is not permitted`.",
		Evidence: userpoolclient.EvidenceDocumented,
		Sources:  []userpoolclient.Source{templateReference},
	},
	{
		ID:       ruleType,
		Severity: userpoolclient.SeverityError,
		Summary:  "A property has a value of its type.",
		Detail: "CloudFormation turns numbers and booleans into strings and back (`\"60\"` is a number where one is wanted); " +
			"a string where a list belongs, a null and a number that is not whole fail the deployment: `Properties validation failed for resource`.",
		Evidence: userpoolclient.EvidenceMeasured,
		Sources: []userpoolclient.Source{{
			Title: "cfn-lint issue 3223: expected type: JSONArray, found: String",
			URL:   "https://github.com/aws-cloudformation/cfn-lint/issues/3223",
			Date:  "2024-05-08",
		}, templateReference},
	},
	{
		ID:       ruleRepeated,
		Severity: userpoolclient.SeverityWarning,
		Summary:  "A property is given once; of two, the last one counts.",
		Evidence: userpoolclient.EvidenceInferred,
		Sources: []userpoolclient.Source{{
			Title: "RFC 8259, section 4: many implementations report the last of the members of one name",
			URL:   "https://www.rfc-editor.org/rfc/rfc8259.html#section-4",
			Date:  "2026-11-21",
		}},
	},
	{
		ID:       ruleUnread,
		Severity: userpoolclient.SeverityWarning,
		Summary:  "A plan names only attributes that this version knows; others are not checked.",
		Evidence: userpoolclient.EvidenceInferred,
		Sources: []userpoolclient.Source{{
			Title: "Terraform AWS provider: aws_cognito_user_pool_client",
			URL:   "https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/cognito_user_pool_client.html.markdown",
			Date:  "2026-11-21",
		}},
	},
	{
		ID:       ruleUnused,
		Severity: userpoolclient.SeverityWarning,
		Summary:  "A suppression suppresses something.",
		Detail:   "One that no longer does hides the next finding of its rule.",
		Evidence: userpoolclient.EvidenceInferred,
		Sources: []userpoolclient.Source{{
			Title: "AWS CloudFormation user guide: the Metadata attribute",
			URL:   "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html",
			Date:  "2026-11-21",
		}},
	},
	{
		ID:       ruleExpired,
		Severity: userpoolclient.SeverityWarning,
		Summary:  "A suppression is not past its date.",
		Detail:   "From the day after its date on it suppresses nothing.",
		Evidence: userpoolclient.EvidenceInferred,
		Sources: []userpoolclient.Source{{
			Title: "userpoolclient: suppressions in .userpoolclient.yaml",
			URL:   "https://github.com/userpoolclient/userpoolclient#templates-plans-and-ci",
			Date:  "2026-11-21",
		}},
	},
}

// Rules returns the rules about the files themselves: unknown properties, wrong
// types, suppressions that suppress nothing. They have no check of their own;
// [Resource.Check] reports their findings with those of the client.
func Rules() []userpoolclient.Rule { return slices.Clone(rules) }

// Explain returns all there is to know about a rule about files, as Markdown.
func Explain(id string) (string, bool) {
	i := slices.IndexFunc(rules, func(r userpoolclient.Rule) bool { return r.ID == id })
	if i < 0 {
		return "", false
	}
	r := rules[i]
	text := fmt.Sprintf("## %s\n\n**%s** %s\n", r.ID, r.Severity, r.Summary)
	if r.Detail != "" {
		text += "\n" + r.Detail + "\n"
	}
	text += "\nSources:\n\n"
	for _, s := range r.Sources {
		text += fmt.Sprintf("- [%s](%s) (%s)\n", s.Title, s.URL, s.Date)
	}
	return text, true
}

// RuleByID returns the rule of that ID, of this package or of userpoolclient.
func RuleByID(id string) (userpoolclient.Rule, bool) {
	for _, r := range rules {
		if r.ID == id {
			return r, true
		}
	}
	return userpoolclient.RuleByID(id)
}
