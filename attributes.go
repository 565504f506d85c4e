package userpoolclient

import (
	"fmt"
	"slices"
)

// mostSuggestions is for how many attributes of one list a near one is looked for:
// to compare each of hundreds with each of hundreds takes longer than all else.
const mostSuggestions = 10

// The texts of the service, which name no attribute. Which one it answers with
// follows from the list.
const (
	invalidWrite      = "Invalid write attributes specified while {creating|updating} a client"
	invalidAttributes = "Invalid {read|write} attributes specified while {creating|updating} a client"
)

var (
	attributesGuide = Source{
		Title: "Amazon Cognito developer guide: user pool attributes",
		URL: "https://github.com/awsdocs/amazon-cognito-developer-guide/blob/main/doc_source/" +
			"user-pool-settings-attributes.md",
		Date: "2023-06",
	}
	unknownReadAttribute = preflight("pf-cognito-read-attributes-exists", "a custom attribute that the pool lacks").
				dated("2026-09-08")
)

func attributeRules() []Rule {
	return []Rule{
		length(Rule{
			ID:      "read-attribute-length",
			Bad:     on(plain, `"ReadAttributes":["email",""]`),
			Good:    on(plain, `"ReadAttributes":["email"]`),
			safeFix: removeEmpty,
		}, 1, maxAttributeLength, FieldReadAttributes),
		length(Rule{
			ID:      "write-attribute-length",
			Bad:     on(plain, `"WriteAttributes":["name",""]`),
			Good:    on(plain, `"WriteAttributes":["name"]`),
			safeFix: removeEmpty,
		}, 1, maxAttributeLength, FieldWriteAttributes),

		{
			ID:       "write-attribute-read-only",
			Severity: SeverityError,
			Summary:  "WriteAttributes MUST NOT hold sub, email_verified or phone_number_verified.",
			Detail: "Cognito alone sets these three. The recorded deployment has email_verified; for sub and " +
				"phone_number_verified the rule is extrapolated. updated_at is writable.",
			Fields:   []Field{FieldWriteAttributes},
			Fix:      "remove it",
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-write-attributes-immutable",
					"email_verified as a writable attribute").dated("2026-09-08"),
			},

			Exception:      invalidParameter,
			ServiceMessage: invalidWrite,

			Bad:  on(plain, `"WriteAttributes":["name","email_verified"]`),
			Good: on(plain, `"WriteAttributes":["name"]`),
			schema: statement{value: func() any {
				return schemaNot(schemaOf("enum", readOnlyAttributes))
			}},
			broken: condition{any: attributeReadOnly},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " is set by Cognito alone and cannot be written by an app client"), ""
			},
			safeFix: removeElement,
		},
		{
			ID:       "attribute-unknown",
			Severity: SeverityError,
			Summary: fmt.Sprintf("Each of ReadAttributes and WriteAttributes MUST be one of the %d standard attributes or "+
				"identities, or begin with custom:, dev: or cognito:.", len(standardAttributes)),
			Detail: "No pool has such an attribute. The recorded rejection is of a name with a prefix that the pool lacks; " +
				"for a name without one the rule and the text are extrapolated.",
			Fields:   attributeFields,
			Evidence: EvidenceInferred,
			Sources:  []Source{attributesGuide, unknownReadAttribute},

			Exception:      invalidParameter,
			ServiceMessage: invalidAttributes,

			Bad:  on(plain, `"ReadAttributes":["email","department"]`),
			Good: on(plain, `"ReadAttributes":["email","custom:department"]`),
			schema: statement{value: func() any {
				return schemaAny(schemaOf("enum", append(StandardAttributes(), "identities")),
					schemaPattern("^(custom|dev|cognito):"))
			}},
			broken: condition{any: attributeNoPrefix},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " is not a standard attribute and has no prefix"), prefixFix(value)
			},
			safeFix: respell(standardAttributes...),
		},
		{
			ID:       "attribute-not-in-pool",
			Severity: SeverityError,
			Summary:  "Each of ReadAttributes and WriteAttributes MUST be an attribute of the user pool.",
			Detail: "A custom attribute must be added to the pool before an app client names it. The recorded deployment has " +
				"one in ReadAttributes. The text for an update of ReadAttributes is extrapolated from that for WriteAttributes.",
			Fields:   attributeFields,
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsAttributes,
			Evidence: EvidenceMeasured,
			Sources: []Source{unknownReadAttribute, {
				Title: "aws-cdk issue 20760: a custom attribute in WriteAttributes, rejected",
				URL:   "https://github.com/aws/aws-cdk/issues/20760",
				Date:  "2022-06-15",
			}},

			Exception:      invalidParameter,
			ServiceMessage: invalidAttributes,

			Bad: Example{base: plain, members: `"ReadAttributes":["email","custom:department"]`,
				pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
			Good: Example{base: plain, members: `"ReadAttributes":["email","custom:team"]`,
				pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
			each: attributeFields,
			check: func(s *subject) []Finding {
				if s.in.Pool.Attributes == nil {
					return nil
				}
				var all []Finding
				for _, f := range attributeFields {
					var near []string
					asked := 0
					all = append(all, s.eachAttribute(f, func(name string) bool {
						return isPrefixed(name) && !s.in.Pool.hasAttribute(name)
					}, func(name string) (message, fix string) {
						if asked++; asked == 1 {
							near = s.unlistedAttributes(f)
						} else if asked > mostSuggestions {
							near = nil
						}
						return quote(name) + " is not an attribute of the user pool",
							"add it to the pool first" + didYouMean(name, near...)
					})...)
				}
				return all
			},
		},
		{
			ID:       "write-attribute-required-missing",
			Severity: SeverityError,
			Summary:  "WriteAttributes, where it is set, MUST hold every attribute that the user pool requires.",
			Detail: "The developer guide says that required attributes are always writable, and names the exception. " +
				"The service's message names no attribute: recorded is a list of given_name alone, of a pool that is not shown.",
			Fields:   []Field{FieldWriteAttributes},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsAttributes,
			Fix:      "add it, or omit WriteAttributes",
			Evidence: EvidenceDocumented,
			Sources: []Source{attributesGuide, {
				Title: "aws-cdk issue 2608: a list of one writable attribute, rejected",
				URL:   "https://github.com/aws/aws-cdk/issues/2608",
				Date:  "2019-05-22",
			}},

			Exception:      invalidParameter,
			ServiceMessage: invalidWrite,

			Bad: Example{base: plain, members: `"WriteAttributes":["name"]`,
				pool: `{"Attributes":[{"Name":"email","Required":true,"Mutable":true}]}`},
			Good: Example{base: plain, members: `"WriteAttributes":["name","email"]`,
				pool: `{"Attributes":[{"Name":"email","Required":true,"Mutable":true}]}`},
			check: func(s *subject) []Finding {
				missing := s.missingRequired()
				switch len(missing) {
				case 0:
					return nil
				case 1:
					return found(FieldWriteAttributes, "lacks %s, which the user pool requires", missing[0])
				}
				return fixedBy(found(FieldWriteAttributes, "lacks %s, which the user pool requires", andList(missing)),
					"add them, or omit WriteAttributes")
			},
			unsafeFix: func(s *subject, f Finding) []Edit { return s.add(f.Field, s.missingRequired()...) },
		},
		{
			ID:       "write-attributes-default",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "WriteAttributes SHOULD be set where the user pool has custom attributes.",
			Detail: "Omitted or empty, it takes a default: every standard attribute, so users can write all of them with their " +
				"access token. Whether custom attributes are in that default is disputed: the developer guide says that they " +
				"are not, a report that they are. So the rule speaks only of a pool that is known to have some.",
			Fields:   []Field{FieldWriteAttributes, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsAttributes,
			Fix:      "list the attributes that the application lets users change",
			Evidence: EvidenceDocumented,
			Sources: []Source{apiCreate, attributesGuide, {
				Title: "aws-cdk issue 21835: a custom attribute, writable without being listed",
				URL:   "https://github.com/aws/aws-cdk/issues/21835",
				Date:  "2022-08-30",
			}},
			Bad: Example{members: `"ReadAttributes":["email"]`,
				pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
			Good: Example{members: `"ReadAttributes":["email"],"WriteAttributes":["name"]`,
				pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
			each:     []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			presence: []Field{FieldWriteAttributes},
			check: func(s *subject) []Finding {
				if len(s.c.WriteAttributes) > 0 || s.unknown(FieldWriteAttributes) || !s.signsUsersIn() {
					return nil
				}
				name, state := disputedAttribute(s.in.Pool), "is omitted"
				switch {
				case name == "":
					return nil
				case s.c.WriteAttributes != nil:
					state = "is empty"
				}
				return found(FieldWriteAttributes, "%s, so users can write every standard attribute, "+
					"and whether they can write %s is disputed", state, quote(name))
			},
		},
		{
			ID:       "write-attribute-privileged",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "WriteAttributes SHOULD NOT hold attributes that decide about rights or money.",
			Detail: "Whoever holds a user's access token can set a writable attribute with UpdateUserAttributes. The rule " +
				"looks for names about roles, admins, tenants, groups, permissions, accounts, plans, credits, tiers and " +
				"organizations.",
			Fields:   []Field{FieldWriteAttributes, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Fix:      "remove it, and set it from your server",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate, attributesGuide},
			Bad:      on(plain, `"WriteAttributes":["name","custom:isAdmin"]`),
			Good:     on(plain, `"WriteAttributes":["name"]`),
			each:     []Field{FieldWriteAttributes, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				if !s.signsUsersIn() {
					return nil
				}
				return s.eachAttribute(FieldWriteAttributes, func(name string) bool {
					return isPrivileged(name) && scanAttribute(name) == 0
				}, func(name string) (message, fix string) {
					return quote(name) + " can be set by every user, and reads as if it decided about rights or money",
						""
				})
			},
			unsafeFix: removeElement,
		},
		{
			ID:       "attribute-mapping-not-writable",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary: "WriteAttributes, where it is set, SHOULD hold every attribute that an identity provider of the client " +
				"writes.",
			Detail: "Cognito updates mapped attributes at every federated sign-in, and answers with an error where the client " +
				"cannot write one.",
			Fields: []Field{FieldWriteAttributes, FieldSupportedIdentityProviders, FieldExplicitAuthFlows,
				FieldAllowedOAuthFlows},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsMappings,
			Fix:      "add it",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate},
			Bad: Example{base: plain, members: `"SupportedIdentityProviders":["Google"],"WriteAttributes":["name"]`,
				pool: `{"IdentityProviders":["Google"],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
			Good: Example{base: plain,
				members: `"SupportedIdentityProviders":["Google"],"WriteAttributes":["name","email"]`,
				pool:    `{"IdentityProviders":["Google"],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
			each: []Field{FieldSupportedIdentityProviders, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				if !s.signsUsersIn() {
					return nil
				}
				var all []Finding
				for _, m := range s.unwritableMappings() {
					all = append(all, because(found(FieldWriteAttributes,
						"lacks %s, which %s writes at every sign-in: it fails where the client cannot write the attribute",
						quote(m.Attribute), quote(m.Provider)), FieldSupportedIdentityProviders)...)
				}
				return all
			},
			unsafeFix: func(s *subject, f Finding) []Edit {
				return s.add(f.Field,
					attributesOf(s.unwritableMappings())...)
			},
		},
	}
}

// missingRequired returns the attributes that the pool requires and a list of
// writable ones lacks. An empty list is omitted, and lacks none.
func (s *subject) missingRequired() []string {
	if len(s.c.WriteAttributes) == 0 {
		return nil
	}
	var missing []string
	for _, a := range s.in.Pool.Attributes {
		if a.Required && !isReadOnly(a.Name) && !slices.Contains(s.c.WriteAttributes, a.Name) {
			missing = append(missing, a.Name)
		}
	}
	return missing
}

// unwritableMappings returns what the client's providers write and a list of
// writable attributes lacks.
func (s *subject) unwritableMappings() []AttributeMapping {
	if len(s.c.WriteAttributes) == 0 {
		return nil
	}
	var missing []AttributeMapping
	for _, m := range s.in.Pool.AttributeMappings {
		listed := slices.Contains(s.c.WriteAttributes, m.Attribute)
		if !listed && isWritable(m.Attribute) && slices.Contains(s.c.SupportedIdentityProviders, m.Provider) {
			missing = append(missing, m)
		}
	}
	return missing
}

func attributesOf(mappings []AttributeMapping) []string {
	names := make([]string, len(mappings))
	for i, m := range mappings {
		names[i] = m.Attribute
	}
	return names
}

// attributeFields are the lists of attributes.
var attributeFields = []Field{FieldReadAttributes, FieldWriteAttributes}

// eachAttribute returns a finding for every attribute of a list that is bad.
func (s *subject) eachAttribute(f Field, bad func(string) bool, says func(string) (message, fix string)) []Finding {
	return eachIn(f, rowOf(f).list(s.c), bad, says)
}

// unlistedAttributes returns the attributes of the pool that a list would be
// accepted with: those that it does not hold already.
func (s *subject) unlistedAttributes(f Field) []string {
	names := slices.Clone(standardAttributes)
	for _, a := range s.in.Pool.Attributes {
		names = append(names, a.Name)
	}
	listed := rowOf(f).list(s.c)
	return slices.DeleteFunc(names, func(name string) bool {
		return slices.Contains(listed, name) || f == FieldWriteAttributes && isReadOnly(name)
	})
}

// prefixFix returns the fix for a name that is not standard and has no prefix. It
// names no attribute that only one of the lists accepts.
func prefixFix(name string) string {
	if near := didYouMean(name, defaultWriteAttributes...); near != "" {
		return "use a standard attribute" + near
	}
	return "write " + quoteThen("custom:"+name, " if it is a custom attribute of the pool")
}

// disputedAttribute returns the attribute of the pool of which it matters most
// whether users can write it by default; "" where there is none.
func disputedAttribute(p *Pool) string {
	var first string
	for _, a := range p.Attributes {
		switch {
		case isPrivileged(a.Name):
			return a.Name
		case first == "" && isPrefixed(a.Name):
			first = a.Name
		}
	}
	return first
}

// hasAttribute reports whether the pool has the attribute.
func (p *Pool) hasAttribute(name string) bool {
	return slices.ContainsFunc(p.Attributes, func(a Attribute) bool { return a.Name == name })
}
