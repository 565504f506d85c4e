package iac_test

import (
	"slices"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// TestReferenceIsPresent holds that a reference is there whatever it comes to, and
// that only what may be absent is perhaps set.
func TestReferenceIsPresent(t *testing.T) {
	const field = userpoolclient.FieldAnalyticsConfigurationApplicationArn
	for reason, test := range map[string]struct {
		yaml           string
		unknown, maybe bool
	}{
		"Ref":                        {"!Ref App", true, false},
		"GetAtt":                     {"!GetAtt App.Arn", true, false},
		"Sub":                        {`!Sub "arn:${AWS::Partition}:x"`, true, false},
		"Join":                       {`!Join [":", [arn, !Ref P]]`, true, false},
		"ImportValue":                {"!ImportValue app", true, false},
		"FindInMap":                  {"!FindInMap [A, B, C]", true, false},
		"Select":                     {"!Select [0, !Ref L]", true, false},
		"a macro":                    {`{"Fn::Transform": {Name: X}}`, true, false},
		"a dynamic reference":        {`"{{resolve:ssm:/app}}"`, true, false},
		"If of two references":       {"!If [C, !Ref A, !Ref B]", true, false},
		"If with NoValue":            {"!If [C, !Ref A, !Ref AWS::NoValue]", false, true},
		"If with NoValue further in": {"!If [C, !Ref A, !If [D, !Ref B, !Ref AWS::NoValue]]", false, true},
		"NoValue":                    {"!Ref AWS::NoValue", false, false},
	} {
		r := one(t, "t.yaml", template("      AnalyticsConfiguration: {ApplicationArn: "+test.yaml+"}\n"),
			iac.Options{})
		if got := slices.Contains(r.Config.Unknown, field); got != test.unknown {
			t.Errorf("%s: unknown is %v, want %v", reason, got, test.unknown)
		}
		if got := slices.Contains(r.Config.MaybeSet, field); got != test.maybe {
			t.Errorf("%s: perhaps set is %v, want %v", reason, got, test.maybe)
		}
		if r.Config.AnalyticsConfiguration == nil {
			t.Errorf("%s: the structure is not set", reason)
		}
	}
}

// TestPresenceRules holds that rules about what must be set, or not together,
// judge what is not known.
func TestPresenceRules(t *testing.T) {
	for _, test := range []struct{ reason, yaml, want string }{
		{"an application ID alone", "AnalyticsConfiguration: {ApplicationId: !Ref App}",
			"analytics-target AnalyticsConfiguration"},
		{"an ARN beside a role", "AnalyticsConfiguration: {ApplicationArn: !GetAtt App.Arn, RoleArn: !GetAtt Role.Arn}",
			"analytics-target AnalyticsConfiguration"},
		{"flows without scopes", "AllowedOAuthFlowsUserPoolClient: true\n      AllowedOAuthFlows: !Ref P",
			"oauth-flows-scopes-required AllowedOAuthScopes"},
	} {
		got := ids(one(t, "t.yaml", template("      "+test.yaml+"\n"), iac.Options{}).Check())
		if !slices.Contains(got, test.want) {
			t.Errorf("%s: no %s among %q", test.reason, test.want, got)
		}
	}
	open := "AnalyticsConfiguration: {ApplicationId: !Ref App, RoleArn: !Ref R, ExternalId: !If [C, x, !Ref AWS::NoValue]}"
	for _, f := range one(t, "t.yaml", template("      "+open+"\n"), iac.Options{}).Check() {
		if f.Rule == "analytics-target" && f.When != "not C" {
			t.Errorf("a member that may be absent is missing in one branch alone: %v", f)
		}
	}
}
