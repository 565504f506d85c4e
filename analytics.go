package userpoolclient

import (
	"strings"
)

// The limits of the API model, in characters.
const (
	minARNLength        = 20
	maxARNLength        = 2048
	maxExternalIDLength = 131072
)

func scanApplicationID(value string) facts {
	if _, ok := hexClass.scan(value); !ok || value == "" {
		return wrongCharacters
	}
	return 0
}

func scanExternalID(value string) facts {
	if len(value) > maxExternalIDLength && len([]rune(value)) > maxExternalIDLength {
		return wrongLength
	}
	return 0
}

// scanARN knows arn:P:P:P?:[0-9]+:P(:P)?(:P)? where P is [\w+=/,.@-]+.
func scanARN(value string) facts {
	f := scanText(arnClass, value, minARNLength, maxARNLength)
	if value != "" && !isARN(value) {
		f |= wrongCharacters
	}
	return f
}

func isARN(s string) bool {
	parts := 0
	for rest, more := s, true; more; parts++ {
		var part string
		part, rest, more = strings.Cut(rest, ":")
		switch {
		case parts == 0 && part != "arn", parts == 4 && !isDigits(part), parts > 7, part == "" && parts != 3:
			return false
		}
	}
	return parts >= 6
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// isServiceLinkedRole says that a role is the one that the service fills in by
// itself beside an ApplicationArn.
func isServiceLinkedRole(arn string) bool {
	return strings.HasPrefix(arn, "arn:") &&
		strings.HasSuffix(arn, ":role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp")
}

// isDescribeEcho says that the configuration is what Describe answers for a
// client with an ApplicationArn: the ARN and the role that the service filled
// in.
func isDescribeEcho(a *AnalyticsConfiguration) bool {
	return a != nil && a.ApplicationArn != nil && a.ApplicationId == nil && a.ExternalId == nil &&
		a.RoleArn != nil && isServiceLinkedRole(*a.RoleArn)
}

// IsDescribeEcho reports whether a is what DescribeUserPoolClient answers for a
// client that names its project by ApplicationArn: the ARN and the RoleArn that
// the service filled in. An update rejects the two together, so a request that
// sends a described client back must leave the RoleArn out.
func (a *AnalyticsConfiguration) IsDescribeEcho() bool { return isDescribeEcho(a) }

// hasTarget says that the configuration names its project in one of the two
// ways that the service takes, or names nothing at all.
func hasTarget(a *AnalyticsConfiguration) bool {
	if a.ApplicationArn != nil {
		return a.ApplicationId == nil && a.RoleArn == nil && a.ExternalId == nil
	}
	all := a.ApplicationId != nil && a.RoleArn != nil && a.ExternalId != nil
	none := a.ApplicationId == nil && a.RoleArn == nil && a.ExternalId == nil
	return all || none
}

const endedRemedy = ", or remove AnalyticsConfiguration: support for Amazon Pinpoint ended on 2026-10-30"

var analyticsFields = []Field{FieldAnalyticsConfigurationApplicationId, FieldAnalyticsConfigurationApplicationArn,
	FieldAnalyticsConfigurationRoleArn, FieldAnalyticsConfigurationExternalId}

var analyticsRules = []Rule{
	pattern(Rule{
		ID:   "analytics-application-id-pattern",
		Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationId":"my-app","RoleArn":"arn:aws:iam::123456789012:role/pinpoint","ExternalId":"x"}`),
		Good: on(plain, `"AnalyticsConfiguration":null`),
	}, `[0-9a-fA-F]+`, "hexadecimal digits", FieldAnalyticsConfigurationApplicationId),
	length(Rule{
		ID:   "analytics-arn-length",
		Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"arn:a:b::1:c"}`),
		Good: on(plain, `"AnalyticsConfiguration":null`),
	}, minARNLength, maxARNLength, FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationRoleArn),
	pattern(Rule{
		ID:   "analytics-arn-pattern",
		Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"mobiletargeting/apps/0123456789abcdef"}`),
		Good: on(plain, `"AnalyticsConfiguration":null`),
	}, `arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
		"an ARN with a numeric account", FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationRoleArn),
	length(Rule{
		ID: "analytics-external-id-length",
		Bad: Example{base: plain, note: "an ExternalId of 131073 characters", members: `"AnalyticsConfiguration":{"ApplicationId":"0a","RoleArn":"arn:aws:iam::123456789012:role/pinpoint"}`,
			edit: func(c *Config) {
				long := strings.Repeat("x", maxExternalIDLength+1)
				c.AnalyticsConfiguration.ExternalId = &long
			}},
		Good: on(plain, `"AnalyticsConfiguration":null`),
	}, 0, maxExternalIDLength, FieldAnalyticsConfigurationExternalId),
	{
		ID:       "analytics-target",
		Severity: SeverityError,
		Summary:  "AnalyticsConfiguration has either ApplicationArn alone, or ApplicationId with RoleArn and ExternalId.",
		Detail: "The angle brackets in the service's message are its own. ApplicationArn beside the service-linked RoleArn is what Describe answers; " +
			"sent back it is refused, which describe-echo says on an update, so that a Describe output is never an error.",
		Fields:   analyticsFields,
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      invalidParameter,
		ServiceMessage: "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",

		Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationId":"0123456789abcdef0123456789abcdef"}`),
		Good: on(plain, `"AnalyticsConfiguration":null`),
		check: func(s subject) []Finding {
			a := s.c.AnalyticsConfiguration
			if a == nil || hasTarget(a) || isDescribeEcho(a) {
				return nil
			}
			return because(found(FieldAnalyticsConfiguration, "names its project neither by ApplicationArn alone nor by ApplicationId, RoleArn and ExternalId together; it must be one of the two"+endedRemedy), analyticsFields...)
		},
	},
	{
		ID:       "analytics-ended",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "AnalyticsConfiguration is not given: support for Amazon Pinpoint ended on 2026-10-30.",
		Detail:   "What the API does with it since then is not on record. Silent where another rule about the same structure speaks.",
		Fields:   append([]Field{FieldAnalyticsConfigurationUserDataShared}, analyticsFields...),
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "Amazon Pinpoint end of support",
			URL:   "https://docs.aws.amazon.com/console/pinpoint/migration-guide",
			Date:  "2026-11-21",
		}},
		Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"}`),
		Good: on(plain, `"AnalyticsConfiguration":null`),
		check: func(s subject) []Finding {
			a := s.c.AnalyticsConfiguration
			if a == nil || isTrue(a.UserDataShared) || !hasTarget(a) && !isDescribeEcho(a) || s.in.Operation == OperationUpdate && isDescribeEcho(a) || !analyticsShaped(s.c) {
				return nil
			}
			return found(FieldAnalyticsConfiguration, "is given although support for Amazon Pinpoint ended on 2026-10-30; remove it")
		},
	},
	{
		ID:       "analytics-user-data",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "User data is not shared with Amazon Pinpoint.",
		Detail:   "With UserDataShared, events carry the users' attributes.",
		Fields:   []Field{FieldAnalyticsConfigurationUserDataShared},
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiModel},
		Bad:      on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a","UserDataShared":true}`),
		Good:     on(plain, `"AnalyticsConfiguration":null`),
		check: func(s subject) []Finding {
			if a := s.c.AnalyticsConfiguration; a == nil || !isTrue(a.UserDataShared) {
				return nil
			}
			return found(FieldAnalyticsConfigurationUserDataShared, "is true, so events carry the users' attributes to Amazon Pinpoint; set it to false"+endedRemedy)
		},
	},
}

// analyticsShaped reports whether no limit of the model is broken in the
// structure.
func analyticsShaped(c *Config) bool {
	for i := range fieldTable {
		r := &fieldTable[i]
		if r.Parent != FieldAnalyticsConfiguration || r.scan == nil {
			continue
		}
		if value, ok := r.text(c); ok && !r.scan(value).shaped() {
			return false
		}
	}
	return true
}
