package userpoolclient

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func updateRules() []Rule {
	return []Rule{
		{
			ID:       "secret-on-update",
			Severity: SeverityWarning,
			Summary:  "An update SHOULD NOT set GenerateSecret or ClientSecret.",
			Detail: "They are not members of UpdateUserPoolClient. It cannot give a secret to a client that was created " +
				"without one, and the secret of a client survives every update.",
			Fix:      "remove it",
			Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
			presence: []Field{FieldGenerateSecret, FieldClientSecret},
			Needs:    NeedsUpdate,
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiUpdate, apiModel},
			Bad: Example{base: updated, members: `"GenerateSecret":true`,
				in: Context{Operation: OperationUpdate}, current: updated},
			Good: Example{base: updated, in: Context{Operation: OperationUpdate}, current: updated},
			check: func(s *subject) []Finding {
				var all []Finding
				if s.c.GenerateSecret != nil || s.unknown(FieldGenerateSecret) {
					all = fixedBy(found(FieldGenerateSecret,
						"is not a member of an update, which cannot give a client a secret"),
						"remove it, and create a new client where a secret is needed")
				}
				if s.c.ClientSecret != nil || s.unknown(FieldClientSecret) {
					all = append(all, newFinding(FieldClientSecret, -1,
						"%s is not a member of an update, which leaves the secret as it is", redacted))
				}
				return all
			},
			safeFix: removeField,
		},
		{
			ID:       "describe-echo",
			Severity: SeverityWarning,
			Summary: "AnalyticsConfiguration of an update MUST NOT have the RoleArn " +
				"that the service fills in beside ApplicationArn.",
			Detail: "With an ApplicationArn, DescribeUserPoolClient shows the service-linked role. The service rejects " +
				"ApplicationArn beside other members that name the project; that it rejects this role too is extrapolated, " +
				"because no run that sends the pair back is recorded.",
			Fix:    "remove RoleArn",
			Fields: analyticsFields,
			presence: []Field{FieldAnalyticsConfigurationApplicationArn, FieldAnalyticsConfigurationApplicationId,
				FieldAnalyticsConfigurationExternalId},
			Needs:    NeedsUpdate,
			Evidence: EvidenceInferred,
			Sources:  []Source{arnExclusive, terraformTests},

			Exception:      invalidParameter,
			ServiceMessage: invalidAnalytics,

			Bad: Example{base: updated, members: `"AnalyticsConfiguration":{` +
				`"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",` +
				`"RoleArn":"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/` +
				`AWSServiceRoleForAmazonCognitoIdp"}`,
				in: Context{Operation: OperationUpdate}, current: updated},
			Good: Example{base: updated, members: `"AnalyticsConfiguration":null`,
				in: Context{Operation: OperationUpdate}, current: updated},
			check: func(s *subject) []Finding {
				if !s.echoesDescribe() {
					return nil
				}
				return because(found(FieldAnalyticsConfigurationRoleArn,
					"is the role that the service fills in beside ApplicationArn, which must stand alone"),
					FieldAnalyticsConfigurationApplicationArn)
			},
			safeFix: removeField,
		},
		{
			ID:       "update-omits",
			Severity: SeverityWarning,
			Summary:  "An update SHOULD set every setting that it would otherwise wipe, or might.",
			Detail: "UpdateUserPoolClient replaces the settings: what the request omits goes to its default, " +
				"and for some members nobody has shown whether it does. Where the client as it is now is known, " +
				"only what differs from its default is reported. Where it is not, AnalyticsConfiguration is left alone, " +
				"because analytics-ended advises against it. Plan shows the same with the values, " +
				"Overlay completes the request.\n\n" +
				"An update that sets the number of a lifetime and omits its unit, of a client with another unit " +
				"than the default, " +
				"leaves open which of the two holds. The finding tells both readings, and where the service would reject one of " +
				"them; the rules about the range and the order of lifetimes then report no error.",
			Fix:      "set it as well",
			Fields:   fieldsThatUpdatesWipe(),
			presence: fieldsThatUpdatesWipe(),
			Needs:    NeedsUpdate,
			Evidence: EvidenceMeasured,
			Sources:  []Source{apiUpdate, botoUpdate, attributesCleared, revocationRemoved},
			Bad: Example{base: updated, in: Context{Operation: OperationUpdate},
				current: updated + `,"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`},
			Good: Example{base: updated, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`,
				in: Context{Operation: OperationUpdate}, current: updated +
					`,"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`},
			check: func(s *subject) []Finding {
				switch {
				case s.in.Current == nil:
					return s.omissions()
				case repeats(s.in.Current, s.c):
					return nil
				}
				return losses(s.in.Current, s.c)
			},
			safeFix: keepSetting,
		},
	}
}

// fieldsThatUpdatesWipe returns the members of the request that an update wipes,
// or may wipe.
func fieldsThatUpdatesWipe() []Field {
	var fields []Field
	for i := range fieldTable() {
		if r := &fieldTable()[i]; r.Parent == "" && r.wiped() {
			fields = append(fields, r.Name)
		}
	}
	return fields
}

// wiped reports whether an update that omits the field wipes it, or may.
func (r *fieldRow) wiped() bool {
	return r.Omission == OmissionResets || r.Omission == OmissionUndetermined
}

// repeats reports whether the update sets all that the client has explicitly, so
// that there is no need to look closer.
func repeats(current, update *Config) bool {
	for i := range fieldTable() {
		r := &fieldTable()[i]
		inStructure := r.Parent == FieldRefreshTokenRotation && update.RefreshTokenRotation != nil
		if !r.structured() && (r.wiped() || inStructure) && !r.isSet(update) && r.says(current) {
			return false
		}
	}
	for _, t := range tokens {
		n, unit := t.written(update)
		if _, now := t.written(current); n == nil && unit != "" && !t.sameUnit(unit, now) {
			return false
		}
	}
	return true
}

// omissions finds what an update of a client that is not known may wipe.
func (s *subject) omissions() []Finding {
	var all []Finding
	for i := range fieldTable() {
		r := &fieldTable()[i]
		isMember := r.Parent == "" || r.Parent == FieldTokenValidityUnits && s.c.TokenValidityUnits != nil
		if !isMember || !r.wiped() || r.Name == FieldAnalyticsConfiguration || r.isSet(s.c) || s.unknown(r.Name) {
			continue
		}
		if r.Omission == OmissionUndetermined {
			all = append(all, newFinding(r.Name, -1, "is omitted, and may stay as it is or go back to its default, %s",
				r.DefaultWords))
		} else {
			all = append(all, newFinding(r.Name, -1, "is omitted, so it goes back to its default, %s", r.DefaultWords))
		}
	}
	return all
}

// losses finds what an update of a client wipes, or may.
func losses(current, update *Config) []Finding {
	var all []Finding
	for _, ch := range Plan(current, update) {
		switch t := tokenOf(ch.Field); {
		case t != nil && t.omitsUnit(current, update):
			all = omitsUnit(all, t, current, update)
		case ch.Effect == EffectReset:
			all = append(all, newFinding(ch.Field, -1, "is omitted, so it goes from %s back to its default, %s",
				short(ch.Before), short(ch.After)))
		case ch.Effect == EffectUndetermined:
			all = append(all, newFinding(ch.Field, -1, "is omitted: %s", cut(strings.TrimSuffix(ch.After.Note,
				undecided))))
		}
	}
	return all
}

// undecided ends the notes of Plan on what is undetermined.
const undecided = ": the evidence does not decide"

// omitsUnit reports whether an update sets the number of a token's lifetime and
// omits the unit, where the client has another unit than the default.
func (t *token) omitsUnit(current, update *Config) bool {
	n, unit := t.written(update)
	_, now := t.written(current)
	return (n != nil || unknown(update.Unknown, t.validity, false)) && unit == "" &&
		!unknown(update.Unknown, t.unit, false) && !t.sameUnit(now, "")
}

// omitsUnit appends what becomes of a lifetime whose unit an update omits. An
// update that omits TokenValidityUnits changes up to three lifetimes, and one
// finding tells of all.
func omitsUnit(all []Finding, t *token, current, update *Config) []Finding {
	field := t.unit
	if update.TokenValidityUnits == nil {
		field = FieldTokenValidityUnits
	}
	for i := range all {
		if all[i].Field == field {
			all[i].Message += ", " + t.unitReadings(current, update)
			return all
		}
	}
	f := newFinding(field, -1, "is omitted: %s", t.unitReadings(current, update))
	return append(all, f.withFix("set the unit that is meant"))
}

// unitReadings tells what a number is in the default unit and in the unit that
// the client has.
func (t *token) unitReadings(current, update *Config) string {
	n, _ := t.written(update)
	_, now := t.written(current)
	if n == nil {
		return fmt.Sprintf("%s is then in %s, as documented, or stays in %s", t.validity, t.defaultUnit, now)
	}
	return fmt.Sprintf("%s %d is then %s, as documented, or %s as now",
		t.validity, *n, t.inUnit(n, t.defaultUnit), t.inUnit(n, now))
}

// inUnit returns a lifetime in words, and says where the service rejects it.
func (t *token) inUnit(n *int32, unit types.TimeUnitsType) string {
	switch l := lifetimeOf(t, n, unit); {
	case l.state == lifetimeUndetermined:
		return "undetermined"
	case l.state == lifetimeBroken:
		return "out of range"
	case !l.inRange(t):
		return l.String() + " (out of range)"
	default:
		return l.String()
	}
}

// short is a setting in words for a message.
func short(s Setting) string { return cut(strings.TrimSuffix(s.String(), " (default)")) }

// cut shortens a text and quotes it where it holds what a terminal would act on.
func cut(text string) string {
	const most = 160
	if len(text) > most {
		end := most
		for !utf8.RuneStart(text[end]) && end > most-utf8.UTFMax {
			end--
		}
		text = text[:end] + "…"
	}
	if quoted := strconv.Quote(text); len(quoted) != len(text)+2 {
		return quoted
	}
	return text
}
