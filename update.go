package userpoolclient

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var updateRules = []Rule{
	{
		ID:       "secret-on-update",
		Severity: SeverityWarning,
		Summary:  "An update gives neither GenerateSecret nor ClientSecret.",
		Detail:   "They are not members of UpdateUserPoolClient: a client that was created without a secret cannot be given one by it, and the secret of a client survives every update.",
		Fields:   []Field{FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsUpdate,
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiUpdate, apiModel},
		Bad:      Example{base: updated, members: `"GenerateSecret":true`, in: Context{Operation: OperationUpdate}, current: updated},
		Good:     Example{base: updated, in: Context{Operation: OperationUpdate}, current: updated},
		check: func(s subject) []Finding {
			var all []Finding
			if s.c.GenerateSecret != nil {
				all = found(FieldGenerateSecret, "is not a member of an update, which cannot give a client a secret; remove it, and create a new client where one is needed")
			}
			if s.c.ClientSecret != nil {
				all = append(all, newFinding(FieldClientSecret, -1, "%s is not a member of an update, which leaves the secret as it is; remove it", redacted))
			}
			return all
		},
	},
	{
		ID:       "describe-echo",
		Severity: SeverityWarning,
		Summary:  "An update does not send back the RoleArn that the service fills in beside ApplicationArn.",
		Detail: "DescribeUserPoolClient shows the service-linked role with an ApplicationArn; an update takes ApplicationArn alone. " +
			"No run that sends the pair back is on record, but the service refuses ApplicationArn with a RoleArn.",
		Fields:   analyticsFields,
		Needs:    NeedsUpdate,
		Evidence: EvidenceInferred,
		Sources:  []Source{cdkPreflight, terraformTests},

		Exception:      invalidParameter,
		ServiceMessage: "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",

		Bad: Example{base: updated, members: `"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",` +
			`"RoleArn":"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"}`,
			in: Context{Operation: OperationUpdate}, current: updated},
		Good: Example{base: updated, members: `"AnalyticsConfiguration":null`, in: Context{Operation: OperationUpdate}, current: updated},
		check: func(s subject) []Finding {
			if !isDescribeEcho(s.c.AnalyticsConfiguration) {
				return nil
			}
			return because(found(FieldAnalyticsConfigurationRoleArn,
				"is the role that the service fills in beside ApplicationArn, and the service refuses the two together; remove RoleArn"), FieldAnalyticsConfigurationApplicationArn)
		},
	},
	{
		ID:       "update-omits",
		Severity: SeverityWarning,
		Summary:  "An update gives every setting that it would otherwise wipe, or might.",
		Detail: "UpdateUserPoolClient replaces the settings: what the request leaves out goes to its default, and for some members nobody has shown whether it does. " +
			"Where the client as it is now is known, only what differs from its default is reported. Plan shows the same with the values, Overlay completes the request.",
		Fields:   fieldsThatUpdatesWipe(),
		Needs:    NeedsUpdate,
		Evidence: EvidenceMeasured,
		Sources:  []Source{apiUpdate, botoUpdate, attributesCleared, revocationRemoved},
		Bad:      Example{base: updated, in: Context{Operation: OperationUpdate}, current: updated + `,"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`},
		Good: Example{base: updated, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`,
			in: Context{Operation: OperationUpdate}, current: updated + `,"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`},
		check: func(s subject) []Finding {
			switch {
			case s.in.Current == nil:
				return omissions(s.c)
			case repeats(s.in.Current, s.c):
				return nil
			}
			return losses(s.in.Current, s.c)
		},
	},
}

// fieldsThatUpdatesWipe returns the members of the request that an update wipes,
// or may wipe.
func fieldsThatUpdatesWipe() []Field {
	var fields []Field
	for i := range fieldTable {
		if r := &fieldTable[i]; r.Parent == "" && r.wiped() {
			fields = append(fields, r.Name)
		}
	}
	return fields
}

// wiped says that an update that leaves the field out wipes it, or may.
func (r *fieldRow) wiped() bool {
	return r.Omission == OmissionResets || r.Omission == OmissionUndetermined
}

// repeats says that the update gives all that the client has explicitly, so
// that there is no need to look closer.
func repeats(current, update *Config) bool {
	for i := range fieldTable {
		r := &fieldTable[i]
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
func omissions(c *Config) []Finding {
	var all []Finding
	for i := range fieldTable {
		r := &fieldTable[i]
		unit := r.Parent == FieldTokenValidityUnits && c.TokenValidityUnits != nil
		if !r.wiped() || r.isSet(c) || r.Parent != "" && !unit {
			continue
		}
		if r.Omission == OmissionUndetermined {
			all = append(all, newFinding(r.Name, -1, "is not given; it may stay as it is or go back to its default, %s: give it", r.DefaultWords))
		} else {
			all = append(all, newFinding(r.Name, -1, "is not given, so it goes back to its default, %s; give it", r.DefaultWords))
		}
	}
	return all
}

// losses finds what an update of a client wipes, or may.
func losses(current, update *Config) []Finding {
	var all []Finding
	for _, ch := range Plan(current, update) {
		f := leftOut(ch.Field, update)
		switch ch.Effect {
		case EffectReset:
			all = append(all, newFinding(f, -1, "is not given, so it goes from %s back to its default, %s; give it", short(ch.Before), short(ch.After)))
		case EffectUndetermined:
			subject := ""
			if f != ch.Field {
				subject = string(ch.Field) + ": "
			}
			all = append(all, newFinding(f, -1, "is not given; %s%s; give it", subject, cut(ch.After.Note)))
		}
	}
	return oneEach(all)
}

// oneEach keeps the first finding about each field: an update that leaves out
// TokenValidityUnits changes up to three lifetimes.
func oneEach(all []Finding) []Finding {
	var kept []Finding
	for _, f := range all {
		if !slices.ContainsFunc(kept, func(k Finding) bool { return k.Field == f.Field }) {
			kept = append(kept, f)
		}
	}
	return kept
}

// leftOut is the member that the update leaves out to the change of a field:
// that field, or the unit of a lifetime.
func leftOut(f Field, update *Config) Field {
	t := tokenOf(f)
	switch {
	case t == nil || !rowOf(f).isSet(update):
		return f
	case update.TokenValidityUnits == nil:
		return FieldTokenValidityUnits
	}
	return t.unit
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
