package userpoolclient

import (
	"slices"
	"testing"
)

// TestAnalytics holds which rule speaks about AnalyticsConfiguration, and that a
// member that is not known counts as set.
func TestAnalytics(t *testing.T) {
	const (
		arn    = `"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"`
		role   = `"RoleArn":"arn:aws:iam::123456789012:role/pinpoint"`
		filled = `"RoleArn":"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/` +
			`AWSServiceRoleForAmazonCognitoIdp"`
		frankfurt = `"ApplicationArn":"arn:aws:mobiletargeting:eu-central-1:123456789012:apps/0a"`
		pool      = `"UserPoolId":"eu-central-1_a1B2c3D4e"`
		unknownID = FieldAnalyticsConfigurationApplicationId
	)
	const unknownARN, unknownRole = FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationRoleArn
	for _, row := range []struct {
		why       string
		members   string // beside the structure
		analytics string // the members of the structure
		unknown   []Field
		update    bool
		want      string // the rule that speaks
	}{
		{"the ID form, complete", "", `"ApplicationId":"0a","ExternalId":"x",` + role, nil, false, "analytics-ended"},
		{"an ID alone that is not known", "", "", []Field{unknownID}, false, "analytics-target"},
		{"an ARN that is not known, beside a role", "", role, []Field{unknownARN}, false, "analytics-target"},
		{"a role that is not known, beside an ARN", "", arn, []Field{unknownRole}, false, "analytics-target"},
		{"the ID form, nothing of it known", "", "",
			[]Field{unknownID, unknownRole, FieldAnalyticsConfigurationExternalId}, false, "analytics-ended"},
		{"an ARN alone that is not known", "", "", []Field{unknownARN}, false, "analytics-ended"},
		{"what Describe shows", "", arn + "," + filled, nil, false, "analytics-ended"},
		{"what Describe shows, sent back", "", arn + "," + filled, nil, true, "describe-echo"},
		{"the same with an ARN that is not known", "", filled, []Field{unknownARN}, true, "describe-echo"},
		{"a structure that is not known may have any member", "", "", []Field{FieldAnalyticsConfiguration}, false, ""},

		{"a project in the pool's own Region", pool, frankfurt, nil, false, "analytics-ended"},
		{"a project in us-east-1", pool, arn, nil, false, "analytics-ended"},
		{"a project of a third Region", `"UserPoolId":"ap-northeast-1_a1B2c3D4e"`, frankfurt, nil, false,
			"analytics-region"},
		{"a pool that is not known is in no other Region", "", frankfurt, []Field{FieldUserPoolId}, false,
			"analytics-ended"},
		{"an ARN without a Region", pool, `"ApplicationArn":"arn:aws:mobiletargeting::123456789012:apps/0a"`,
			nil, false, "analytics-ended"},
		{"a broken ARN is for its own rule", pool, `"ApplicationArn":"mobiletargeting:ap-northeast-1:apps/0a"`,
			nil, false, "analytics-arn-pattern"},

		{"the attributes of users", "", arn + `,"UserDataShared":true`, nil, false, "analytics-user-data"},
		{"a machine has no users", machineFlows, arn + `,"UserDataShared":true`, nil, false, "analytics-ended"},
	} {
		t.Run(row.why, func(t *testing.T) {
			c := mustParse(plain, row.members, `"AnalyticsConfiguration":{`+row.analytics+`}`)
			c.Unknown = row.unknown
			in := Context{Secret: SecretStatePresent}
			if row.update {
				in = Context{Operation: OperationUpdate, Current: mustParse(updated)}
				c = mustParse(updated, `"AnalyticsConfiguration":{`+row.analytics+`}`)
				c.Unknown = row.unknown
			}
			var got []string
			for _, f := range Check(c, in) {
				if covers(FieldAnalyticsConfiguration, f.Field) {
					got = append(got, f.Rule)
				}
			}
			if want := []string{row.want}; !slices.Equal(got, want) && (row.want != "" || got != nil) {
				t.Errorf("%v, must be %v", got, want)
			}
		})
	}
	c := &Config{Unknown: []Field{FieldAnalyticsConfiguration}}
	if r, _ := RuleByID("analytics-target"); !skips(r, c, Context{}) {
		t.Error("where the structure is not known, analytics-target must be listed as skipped")
	}
}
