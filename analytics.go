package userpoolclient

import "strings"

// The limits of the API model, in characters.
const (
	minARNLength        = 20
	maxARNLength        = 2048
	maxExternalIDLength = 131072
)

func scanApplicationID(value string) facts {
	if _, ok, _ := hexClass.scan(value); !ok || value == "" {
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

// scanARN finds whether a value is arn:P:P:P?:[0-9]+:P(:P)?(:P)? where P is
// [\w+=/,.@-]+.
func scanARN(value string) facts {
	f := scanText(arnClass, value, minARNLength, maxARNLength)
	if value != "" && !isARN(value) {
		f |= wrongCharacters
	}
	return f
}

// isARN reports whether the parts of a value are those of an ARN.
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

// isDigits reports whether a value is a number in decimal digits.
func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// regionOf returns the Region of a well-formed ARN; "" where it has none.
func regionOf(arn string) string {
	for range 3 { // "arn", the partition, the service
		_, arn, _ = strings.Cut(arn, ":")
	}
	region, _, _ := strings.Cut(arn, ":")
	return region
}

// isServiceLinkedRole reports whether a role is the one that the service fills
// in by itself beside an ApplicationArn.
func isServiceLinkedRole(arn string) bool {
	return strings.HasPrefix(arn, "arn:") && strings.HasSuffix(arn, serviceLinkedRole)
}

const serviceLinkedRole = ":role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"

// isDescribeEcho reports whether the configuration is what Describe answers for
// a client with an ApplicationArn: the ARN and the role that the service filled
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

// A projectNames tells which of the members that name the Pinpoint project are
// set, be it to a value that is not known.
type projectNames struct{ arn, id, role, external bool }

func (s *subject) projectNames() projectNames {
	var a AnalyticsConfiguration
	if s.c.AnalyticsConfiguration != nil {
		a = *s.c.AnalyticsConfiguration
	}
	return projectNames{
		arn:      a.ApplicationArn != nil || s.unknown(FieldAnalyticsConfigurationApplicationArn),
		id:       a.ApplicationId != nil || s.unknown(FieldAnalyticsConfigurationApplicationId),
		role:     a.RoleArn != nil || s.unknown(FieldAnalyticsConfigurationRoleArn),
		external: a.ExternalId != nil || s.unknown(FieldAnalyticsConfigurationExternalId),
	}
}

// accepted reports whether the project is named in one of the two ways that the
// service takes, or not at all.
func (n projectNames) accepted() bool {
	if n.arn {
		return !n.id && !n.role && !n.external
	}
	return n.id == n.role && n.role == n.external
}

// echoesDescribe reports whether what is set is what Describe answers: an
// ApplicationArn and the role that the service fills in beside it.
func (s *subject) echoesDescribe() bool {
	a := s.c.AnalyticsConfiguration
	filledIn := a != nil && a.RoleArn != nil && isServiceLinkedRole(*a.RoleArn)
	return filledIn && s.projectNames() == projectNames{arn: true, role: true}
}

// strangeRegion returns the Region of the Pinpoint project and the pool's, and
// reports whether a pool there does not take a project from there. It does not
// where one of the two is not known or not well-formed.
func (s *subject) strangeRegion() (project, pool string, strange bool) {
	a, id := s.c.AnalyticsConfiguration, s.c.UserPoolId
	if a == nil || a.ApplicationArn == nil || id == nil ||
		!scanARN(*a.ApplicationArn).shaped() || !scanUserPoolID(*id).shaped() {
		return "", "", false
	}
	project, pool = regionOf(*a.ApplicationArn), (*id)[:strings.LastIndexByte(*id, '_')]
	return project, pool, project != "" && project != pool && project != pinpointRegion
}

// pinpointRegion has the Pinpoint projects of pools in Regions without Pinpoint.
const pinpointRegion = "us-east-1"

const removeAnalytics = "remove AnalyticsConfiguration: support for Amazon Pinpoint ended on 2026-10-30"

var analyticsFields = []Field{FieldAnalyticsConfigurationApplicationId, FieldAnalyticsConfigurationApplicationArn,
	FieldAnalyticsConfigurationRoleArn, FieldAnalyticsConfigurationExternalId}

// arnExclusive is the record that an ApplicationArn stands alone.
var arnExclusive = preflight("pf-cognito-analytics-config-exclusive",
	"ApplicationArn beside the other members that name the project, rejected").dated("2026-09-08")

// invalidAnalytics is the service's message about members that do not go
// together. The angle brackets are its own.
const invalidAnalytics = "Invalid analytics configuration given, either <application arn> or " +
	"<application id, role arn, external id> are valid"

// The examples of rules about AnalyticsConfiguration have a good one without it:
// with it, whatever it holds, analytics-ended speaks.
var noAnalytics = on(plain, `"AnalyticsConfiguration":null`)

func analyticsRules() []Rule {
	return []Rule{
		pattern(Rule{
			ID: "analytics-application-id-pattern",
			Bad: on(plain, `"AnalyticsConfiguration":{"ApplicationId":"my-app",`+
				`"RoleArn":"arn:aws:iam::123456789012:role/pinpoint","ExternalId":"x"}`),
			Good: noAnalytics,
		}, `[0-9a-fA-F]+`, "hexadecimal digits", FieldAnalyticsConfigurationApplicationId),
		length(Rule{
			ID:   "analytics-arn-length",
			Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"arn:a:b::1:c"}`),
			Good: noAnalytics,
		}, minARNLength, maxARNLength, FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationRoleArn),
		pattern(Rule{
			ID:   "analytics-arn-pattern",
			Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationArn":"mobiletargeting/apps/0123456789abcdef"}`),
			Good: noAnalytics,
			says: func(value string) (message, fix string) {
				return quote(value) + " is not an ARN with a numeric account",
					"write the whole ARN, as in arn:aws:iam::123456789012:role/shop"
			},
		}, `arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
			"the parts of an ARN, the account in digits",
			FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationRoleArn),
		length(Rule{
			ID: "analytics-external-id-length",
			Bad: Example{
				base:    plain,
				note:    "an ExternalId of 131073 characters",
				members: `"AnalyticsConfiguration":{"ApplicationId":"0a","RoleArn":"arn:aws:iam::123456789012:role/pinpoint"}`,
				edit: func(c *Config) {
					long := strings.Repeat("x", maxExternalIDLength+1)
					c.AnalyticsConfiguration.ExternalId = &long
				},
			},
			Good: noAnalytics,
		}, 0, maxExternalIDLength, FieldAnalyticsConfigurationExternalId),
		{
			ID:       "analytics-target",
			Severity: SeverityError,
			Summary: "AnalyticsConfiguration MUST have either ApplicationArn alone, " +
				"or ApplicationId with RoleArn and ExternalId.",
			Detail: "The rejection is recorded for an ApplicationId without the other two " +
				"and for an ApplicationArn beside them. That RoleArn or ExternalId alone is rejected is extrapolated from the " +
				"text of the message, " +
				"in which the angle brackets are the service's own. A structure that names no project at all has not been tried, " +
				"and the rule is silent.\n\n" +
				"ApplicationArn beside the service-linked RoleArn is what DescribeUserPoolClient answers. " +
				"describe-echo says on an update that it must not be sent back, so that what Describe answers is never an error.",
			Fix:      "set one of the two, or " + removeAnalytics,
			Fields:   analyticsFields,
			presence: analyticsFields,
			Evidence: EvidenceMeasured,
			Sources: []Source{preflight("pf-cognito-analytics-application-requires-role",
				"an ApplicationId without RoleArn, rejected").dated("2026-09-08"), arnExclusive},

			Exception:      invalidParameter,
			ServiceMessage: invalidAnalytics,

			Bad:  on(plain, `"AnalyticsConfiguration":{"ApplicationId":"0123456789abcdef0123456789abcdef"}`),
			Good: noAnalytics,
			schema: statement{client: func() any {
				return analyticsSchema()
			}},
			check: func(s *subject) []Finding {
				if s.projectNames().accepted() || s.echoesDescribe() {
					return nil
				}
				return because(found(
					FieldAnalyticsConfiguration,
					"names its project neither by ApplicationArn alone nor by ApplicationId, RoleArn and ExternalId together",
				),
					analyticsFields...)
			},
		},
		{
			ID:       "analytics-region",
			Severity: SeverityWarning,
			Summary: "The Region of AnalyticsConfiguration.ApplicationArn MUST be the user pool's, which UserPoolId tells, " +
				"or us-east-1.",
			Detail: "By the API reference a pool takes a Pinpoint project of its own Region where Pinpoint existed, " +
				"else one of us-east-1. The rejection is recorded once, for a pool in us-east-1 and a project in " +
				"ap-northeast-1; that every other pair of two Regions is rejected is extrapolated. " +
				"Which Regions had Pinpoint is not part of this rule, so it does not say where us-east-1 is wrong.",
			Fix:      "name a project in the pool's Region or in us-east-1, or " + removeAnalytics,
			Fields:   []Field{FieldAnalyticsConfigurationApplicationArn, FieldUserPoolId},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-analytics-arn-region",
					"a project of another Region, rejected").dated("2026-09-08"), {
					Title: "Amazon Cognito API reference: AnalyticsConfigurationType",
					URL: "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/" +
						"API_AnalyticsConfigurationType.html",
					Date: "2026-11-25",
				}},

			Exception:      invalidParameter,
			ServiceMessage: "The integration with Pinpoint is not supported for the requested {value} region.",

			Bad: on(plain, `"UserPoolId":"us-east-1_a1B2c3D4e",`+
				`"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:ap-northeast-1:123456789012:apps/0a"}`),
			Good: on(plain, `"UserPoolId":"us-east-1_a1B2c3D4e","AnalyticsConfiguration":null`),
			check: func(s *subject) []Finding {
				project, pool, strange := s.strangeRegion()
				if !strange {
					return nil
				}
				return because(found(
					FieldAnalyticsConfigurationApplicationArn,
					"names a project in %s, and a pool in %s takes one of its own Region or of %s",
					project,
					pool,
					pinpointRegion,
				),
					FieldUserPoolId)
			},
		},
		{
			ID:       "analytics-ended",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "AnalyticsConfiguration SHOULD NOT be set, because support for Amazon Pinpoint ended on 2026-10-30.",
			Detail: "What the API does with it since then is undocumented. " +
				"Silent where another rule about the same structure speaks.",
			Fix: "remove it",
			Fields: append([]Field{FieldAnalyticsConfigurationUserDataShared, FieldUserPoolId,
				FieldExplicitAuthFlows, FieldAllowedOAuthFlows}, analyticsFields...),
			// The values are read only to give way to the rules about them, which are
			// silent too where a value is not known.
			presence: append([]Field{FieldUserPoolId, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
				analyticsFields...),
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "Amazon Pinpoint end of support",
				URL:   "https://docs.aws.amazon.com/console/pinpoint/migration-guide",
				Date:  "2026-11-21",
			}},
			Bad: on(plain, `"AnalyticsConfiguration":`+
				`{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"}`),
			Good: noAnalytics,
			check: func(s *subject) []Finding {
				if !s.setsAnalytics() || s.hasOtherAnalyticsFinding() {
					return nil
				}
				return found(FieldAnalyticsConfiguration, "is set, and support for Amazon Pinpoint ended on 2026-10-30")
			},
			unsafeFix: removeField,
		},
		{
			ID:       "analytics-user-data",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "AnalyticsConfiguration.UserDataShared SHOULD NOT be true.",
			Detail: "With it, the events that Amazon Pinpoint gets carry the users' attributes. " +
				"Silent where no user can sign in through the client.",
			Fix: "set it to false, or " + removeAnalytics,
			Fields: []Field{FieldAnalyticsConfigurationUserDataShared, FieldExplicitAuthFlows,
				FieldAllowedOAuthFlows},
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiModel},
			Bad: on(
				plain,
				`"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",`+
					`"UserDataShared":true}`,
			),
			Good: noAnalytics,
			check: func(s *subject) []Finding {
				if !s.sharesUserData() {
					return nil
				}
				return found(FieldAnalyticsConfigurationUserDataShared,
					"is true, so the events that Amazon Pinpoint gets carry the users' attributes")
			},
		},
	}
}

// analyticsSchema says in JSON Schema in which ways a project can be named.
func analyticsSchema() any {
	const id, role, external = "ApplicationId", "RoleArn", "ExternalId"
	alone := schemaOf("properties", schemaObject{
		{id, false}, {external, false}, {role, schemaPattern("^arn:.*" + strings.ReplaceAll(serviceLinkedRole, ".",
			`\.`) + "$")},
	})
	together := schemaOf("dependentRequired", schemaObject{
		{id, []string{role, external}}, {role, []string{id, external}}, {external, []string{id, role}},
	})
	return schemaWhere(FieldAnalyticsConfiguration,
		schemaIf(schemaOf("required", []string{"ApplicationArn"}), alone).with("else", together))
}

// setsAnalytics reports whether any member of AnalyticsConfiguration is set, or
// the empty structure is.
func (s *subject) setsAnalytics() bool {
	return s.c.AnalyticsConfiguration != nil || s.projectNames() != projectNames{}
}

// sharesUserData reports whether Amazon Pinpoint gets the attributes of users.
func (s *subject) sharesUserData() bool {
	a := s.c.AnalyticsConfiguration
	return a != nil && isTrue(a.UserDataShared) && s.signsUsersIn()
}

// hasOtherAnalyticsFinding reports whether a rule other than analytics-ended
// speaks about AnalyticsConfiguration.
func (s *subject) hasOtherAnalyticsFinding() bool {
	if s.sharesUserData() {
		return true
	}
	if s.echoesDescribe() {
		return s.in.Operation == OperationUpdate
	}
	_, _, strange := s.strangeRegion()
	return strange || !s.projectNames().accepted() || !analyticsShaped(s.c)
}

// analyticsShaped reports whether no limit of the model is broken in the
// structure.
func analyticsShaped(c *Config) bool {
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.Parent != FieldAnalyticsConfiguration || r.scan == nil {
			continue
		}
		if value, ok := r.text(c); ok && !r.scan(value).shaped() {
			return false
		}
	}
	return true
}
