package userpoolclient

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The lifetimes from which on advice speaks, in seconds.
const (
	longAccessToken      = 3600
	longRefreshToken     = 90 * 86400
	veryLongRefreshToken = 365 * 86400
)

// lifetime returns a token's lifetime after the call.
func (s *subject) lifetime(t *token) lifetime {
	switch t {
	case &accessToken:
		return s.access
	case &idToken:
		return s.id
	}
	return s.refresh
}

var lifetimeFields = []Field{FieldAccessTokenValidity, FieldIdTokenValidity, FieldRefreshTokenValidity,
	FieldTokenValidityUnitsAccessToken, FieldTokenValidityUnitsIdToken, FieldTokenValidityUnitsRefreshToken}

const bareNumber = "The number alone is judged here, whatever its unit. " +
	"The true limits are those of the lifetime after conversion."

func lifetimeRules() []Rule {
	return []Rule{
		numeric(Rule{
			ID:     "access-token-validity-integer",
			Detail: bareNumber,
			Bad:    on(plain, `"AccessTokenValidity":0`),
			Good:   on(plain, `"AccessTokenValidity":1`),
		}, minAccessValidity, maxAccessValidity, "", FieldAccessTokenValidity),
		numeric(Rule{
			ID:     "id-token-validity-integer",
			Detail: bareNumber,
			Bad:    on(plain, `"IdTokenValidity":86401,"TokenValidityUnits":{"IdToken":"seconds"}`),
			Good:   on(plain, `"IdTokenValidity":3600,"TokenValidityUnits":{"IdToken":"seconds"}`),
		}, minAccessValidity, maxAccessValidity, "", FieldIdTokenValidity),
		numeric(Rule{
			ID:     "refresh-token-validity-integer",
			Detail: bareNumber,
			Bad:    on(plain, `"RefreshTokenValidity":-1`),
			Good:   on(plain, `"RefreshTokenValidity":30`),
		}, minRefreshValidity, maxRefreshValidity, "", FieldRefreshTokenValidity),

		enum(Rule{
			ID:      "token-unit-unknown",
			Bad:     on(plain, `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hour"}`),
			Good:    on(plain, `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hours"}`),
			safeFix: unitSpelled,
		}, unitNames, FieldTokenValidityUnitsAccessToken, FieldTokenValidityUnitsIdToken,
			FieldTokenValidityUnitsRefreshToken),

		lifetimeRange(Rule{
			ID: "access-token-validity-range",
			Detail: "The rejection is recorded for 25 hours, with and without the unit, and on an update for 60 hours. " +
				"The lower limit is that of the API reference.",
			Sources: []Source{validityRange, validityAfterUnits, apiCreate},
			safeFix: setUnit(&accessToken),
		}, &accessToken, "4", "5"),
		lifetimeRange(Rule{
			ID: "id-token-validity-range",
			Detail: "The rejection is recorded for 25 hours, with and without the unit. " +
				"The lower limit is that of the API reference.",
			Sources: []Source{validityRange, apiCreate},
			safeFix: setUnit(&idToken),
		}, &idToken, "1441", "60"),
		lifetimeRange(Rule{
			ID: "refresh-token-validity-range",
			Detail: "The rejection is recorded for 30 minutes and for 4000 days, with and without the unit, " +
				"and on an update for 43200 days.",
			Sources: []Source{validityRange, validityAfterUnits, {
				Title: "aws-cloudformation-user-guide pull request 828: 36500 days rejected, 36500 minutes accepted",
				URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/pull/828",
				Date:  "2020-10",
			}, apiCreate},
			safeFix: setUnit(&refreshToken),
		}, &refreshToken, "59", "60"),

		{
			ID:       "token-validity-order",
			Severity: SeverityError,
			Summary: "AccessTokenValidity and IdTokenValidity, each in its unit, " +
				"MUST NOT be longer than RefreshTokenValidity in its own.",
			Detail: "The API reference does not say this. The rejection is recorded for an access token of 12 hours beside " +
				"a refresh token of 2 hours. By the text of the message it holds for ID tokens too, " +
				"and equal lifetimes are accepted.",
			Fields:   lifetimeFields,
			Evidence: EvidenceMeasured,
			Sources: []Source{preflight("pf-cognito-token-expiration-order",
				"an access token that outlives the refresh token, rejected").dated("2026-09-03")},

			Exception: invalidParameter,
			ServiceMessage: "Access and Id Token expiration times must be less than or equal to " +
				"refresh token expiration times.",

			Bad: on(plain, `"AccessTokenValidity":12,"RefreshTokenValidity":2,`+
				`"TokenValidityUnits":{"AccessToken":"hours","RefreshToken":"hours"}`),
			Good: on(plain, `"AccessTokenValidity":1,"RefreshTokenValidity":2,`+
				`"TokenValidityUnits":{"AccessToken":"hours","RefreshToken":"hours"}`),
			schema: statement{not: "it compares numbers in units of their own"},
			check: func(s *subject) []Finding {
				var late []Finding
				for _, t := range []*token{&accessToken, &idToken} {
					if !s.outlivesRefresh(t) {
						continue
					}
					f := found(t.validity, "%s is longer than the refresh token's %s", s.lifetime(t), s.refresh)
					f = fixedBy(f, "set at most %s, or a longer RefreshTokenValidity", s.refresh)
					late = append(late, because(f, t.unit, FieldRefreshTokenValidity,
						FieldTokenValidityUnitsRefreshToken)...)
				}
				return late
			},
		},
		{
			ID:       "refresh-token-validity-zero",
			Severity: SeverityWarning,
			Summary:  "RefreshTokenValidity SHOULD NOT be 0, which stands for 30 days.",
			Detail: "What 0 means in another unit than days is undocumented. " +
				"The AWS SDK for Go cannot even send it: it omits a 0 from the request.",
			Fix:      "set it to 30, in days, if that is meant",
			Fields:   []Field{FieldRefreshTokenValidity},
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate, apiUpdate},
			Bad:      on(plain, `"RefreshTokenValidity":0`),
			Good:     on(plain, `"RefreshTokenValidity":30`),
			check: func(s *subject) []Finding {
				if v := s.c.RefreshTokenValidity; v == nil || *v != 0 {
					return nil
				}
				return found(FieldRefreshTokenValidity, "0 stands for the default of 30 days")
			},
			safeFix: writeThirtyDays,
		},
		{
			ID:       "validity-unit-without-value",
			Severity: SeverityWarning,
			Summary:  "TokenValidityUnits SHOULD NOT set the unit of a token whose validity is omitted.",
			Detail: "What a unit without a number comes to is undetermined. One reading is that the default keeps its length " +
				"(1 hour, 30 days), the other that its number takes the given unit.\n\n" +
				"Hours and days have been accepted, and RefreshTokenValidity then reads back as 30 beside hours. " +
				"One public record tells of a create with IdTokenValidity 60 and units that was rejected with " +
				"\"Invalid range for token validity\", which its author put down to a unit without its number; " +
				"it does not say which token that was. Both fit the reading that the number takes the unit: " +
				"1 minute and 30 minutes are out of range.\n\n" +
				"Silent where the unit is the default one, because then both readings agree. " +
				"An update that sets the number and omits the unit is for update-omits.",
			Fields:   lifetimeFields,
			presence: []Field{FieldAccessTokenValidity, FieldIdTokenValidity, FieldRefreshTokenValidity},
			Evidence: EvidenceInferred,
			Sources: []Source{terraformTests, {
				Title: "Manuel-Antunes/axon-graphql-posts: a create with a unit and without its number, rejected",
				URL: "https://github.com/Manuel-Antunes/axon-graphql-posts/blob/3b49d172ae9d83dcae45680f0c7e7cf52f25da9d/" +
					"infra/aws/identity/index.ts",
				Date: "2026-11-25",
			}, apiClient},
			Bad:  on(plain, `"TokenValidityUnits":{"RefreshToken":"hours"}`),
			Good: on(plain, `"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`),
			check: func(s *subject) []Finding {
				var all []Finding
				for _, t := range tokens {
					n, unit := t.written(s.c)
					if n != nil || s.unknown(t.validity) || s.lifetime(t).state != lifetimeUndetermined {
						continue
					}
					f := found(t.unit,
						"%s is set without %s, and whether the default then is %s or stays %s is undetermined",
						unit, t.validity, t.defaultIn(unit), span(int64(t.standard/time.Second)))
					all = append(all, because(fixedBy(f, "set %s too", t.validity), t.validity)...)
				}
				return all
			},
		},
		{
			ID:       "refresh-token-long",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "RefreshTokenValidity SHOULD NOT be longer than 90 days.",
			Detail: "A stolen refresh token works for that long. RFC 9700 asks for refresh tokens that expire; " +
				"the numbers are this library's: over 90 days the harm is medium, over a year high. " +
				"Silent where no user can sign in through the client.",
			Fix: "set at most 90 days",
			Fields: []Field{FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken,
				FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "RFC 9700 section 4.14, Refresh Token Protection",
				URL:   rfc9700.URL + "#section-4.14",
				Date:  rfc9700.Date,
			}},
			Bad:  on(plain, `"RefreshTokenValidity":3650`),
			Good: on(plain, `"RefreshTokenValidity":30`),
			check: func(s *subject) []Finding {
				l := s.refresh
				if l.state != lifetimeGiven || l.seconds <= longRefreshToken || !l.inRange(&refreshToken) ||
					!s.signsUsersIn() {
					return nil
				}
				f := newFinding(FieldRefreshTokenValidity, -1, "%s is how long a stolen refresh token works", l)
				if l.seconds <= veryLongRefreshToken {
					f.Harm = HarmMedium
				}
				return because([]Finding{f}, FieldTokenValidityUnitsRefreshToken)
			},
		},
		longToken("access-token-long", &accessToken),
		longToken("id-token-long", &idToken),
	}
}

var (
	validityRange = preflight("pf-cognito-token-validity-range",
		"lifetimes out of range, rejected").dated("2026-09-03")
	validityAfterUnits = Source{
		Title: "terraform-provider-aws pull request 48630: numbers of minutes, rejected on an update in hours and days",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/pull/48630",
		Date:  "2026-06",
	}
)

// lifetimeRange is the rule that a token's lifetime is in its range. bad and good
// are numbers of minutes.
func lifetimeRange(r Rule, t *token, bad, good string) Rule {
	example := func(n string) Example {
		_, unit, _ := strings.Cut(string(t.unit), ".")
		return on(plain, fmt.Sprintf(`"%s":%s,"TokenValidityUnits":{"%s":"minutes"}`, t.validity, n, unit))
	}
	low, high := span(int64(t.least/time.Second)), span(int64(t.most/time.Second))
	must := ": the " + t.name + " must live " + low + " to " + high
	setMost, setLeast := "set at most "+high, "set at least "+low
	r.Severity = SeverityError
	r.Summary = fmt.Sprintf("%s MUST be %s to %s in the unit that %s sets.", t.validity, low, high, t.unit)
	r.Detail = "Without a unit the number is in " + string(t.defaultUnit) + ". " +
		"The service's message names neither the field nor the unit. " + r.Detail + "\n\n" +
		"Where an update sets the number and omits the unit, and the client is known to have another unit than " +
		"the default, it is undetermined which of the two holds. Then this rule speaks only where the lifetime " +
		"is out of range in both, and update-omits tells both readings."
	r.Fields = []Field{t.validity, t.unit}
	r.Evidence = EvidenceMeasured
	r.Exception = invalidParameter
	r.ServiceMessage = "Invalid range for token validity."
	r.schema.client = t.schema
	r.Bad, r.Good = example(bad), example(good)
	r.check = func(s *subject) []Finding {
		l := s.lifetime(t)
		if l.state != lifetimeGiven || l.inRange(t) {
			return nil
		}
		n, unit := t.written(s.c)
		isTooLong, fix := " is too long", setMost
		if l.seconds < int64(t.least/time.Second) {
			isTooLong, fix = " is too short", setLeast
		}
		if unit == "" {
			fix += ", or set " + string(t.unit) + " to the unit that is meant"
		}
		message := t.inFull(*n, unit) + isTooLong + must
		return []Finding{{Field: t.validity, Index: -1, Message: message, Fix: fix, Related: []Field{t.unit}}}
	}
	return r
}

// schema says in JSON Schema that the lifetime is in its range.
func (t *token) schema() any {
	_, name, _ := strings.Cut(string(t.unit), ".")
	within := func(unit types.TimeUnitsType) any {
		size, _ := unitSeconds(unit)
		low, high := (int64(t.least/time.Second)+size-1)/size, int64(t.most/time.Second)/size
		limits := schemaObject{{"minimum", low}, {"maximum", high}}
		if t.fewest == 0 { // 0 stands for the default
			limits = schemaAny(schemaOf("const", 0), limits)
		}
		return schemaWhere(t.validity, limits)
	}
	var all []any
	for _, unit := range unitNames {
		u := types.TimeUnitsType(unit)
		all = append(all, schemaIf(schemaHas(t.unit, schemaOf("const", unit)), within(u)))
	}
	// Of units that a function of a template makes, it is not known which there are.
	open := schemaNot(schemaOf("propertyNames", schemaOf("enum", []string{"AccessToken", "IdToken", "RefreshToken"})))
	omitted := schemaNot(schemaHas(FieldTokenValidityUnits, schemaAny(schemaOf("required", []string{name}), open)))
	return schemaAll(append(all, schemaIf(omitted, within(t.defaultUnit)))...)
}

// inFull writes a number with its unit and, where that is another, the largest
// unit that is exact: "90000 seconds (25 hours)".
func (t *token) inFull(n int32, unit types.TimeUnitsType) string {
	l := lifetimeOf(t, &n, unit).String()
	number := strconv.Itoa(int(n))
	switch shown := number + " " + string(unit); {
	case unit == "":
		return number + ", in " + string(t.defaultUnit) + " by default,"
	case shown == l || shown == l+"s": // "1 hours"
		return l
	default:
		return shown + " (" + l + ")"
	}
}

// defaultIn returns the default number in a unit, and says where that is out of
// range.
func (t *token) defaultIn(unit types.TimeUnitsType) string {
	n := rowOf(t.validity).Default.(int32)
	l := lifetimeOf(t, &n, unit)
	if !l.inRange(t) {
		return l.String() + ", which is out of range,"
	}
	return l.String()
}

// outlivesRefresh reports whether both lifetimes are sound and the token's is
// the longer one.
func (s *subject) outlivesRefresh(t *token) bool {
	l := s.lifetime(t)
	return l.known() && l.inRange(t) && s.refresh.known() && s.refresh.inRange(&refreshToken) &&
		l.seconds > s.refresh.seconds
}

// longToken is advice against access and ID tokens that live longer than an
// hour.
func longToken(id string, t *token) Rule {
	return Rule{
		ID:       id,
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  fmt.Sprintf("%s SHOULD NOT be longer than 1 hour.", t.validity),
		Detail: "The token works until it expires, also after the user has been disabled or has signed out elsewhere. " +
			"Silent where no user can sign in through the client.",
		Fix: "set at most 1 hour",
		Fields: []Field{t.validity, t.unit, FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken,
			FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 6750 section 5.3, Summary of Recommendations: bearer tokens of one hour or less",
			URL:   "https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3",
			Date:  "2012-10",
		}},
		Bad:  on(plain, fmt.Sprintf(`"%s":24`, t.validity)),
		Good: on(plain, fmt.Sprintf(`"%s":1`, t.validity)),
		check: func(s *subject) []Finding {
			l := s.lifetime(t)
			if l.state != lifetimeGiven || l.seconds <= longAccessToken || !l.inRange(t) ||
				s.outlivesRefresh(t) || !s.signsUsersIn() {
				return nil
			}
			return because(found(t.validity, "%s is how long the %s works after the user was disabled or signed out", l,
				t.name),
				t.unit)
		},
	}
}
