package userpoolclient

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of the API model, in characters.
const maxAttributeLength = 2048

// The facts about the name of an attribute.
const (
	attributeNoPrefix   facts = firstFact << iota // neither standard nor with a prefix
	attributeReadOnly                             // nobody may write it
	attributePrivileged                           // its name speaks of rights or money
)

// standardAttributes are the 20 that every user pool has.
var standardAttributes = []string{"address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
	"middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "sub",
	"updated_at", "website", "zoneinfo"}

// StandardAttributes returns the names of the 20 attributes that every user pool
// has.
func StandardAttributes() []string { return slices.Clone(standardAttributes) }

func isStandard(name string) bool {
	switch name {
	case "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
		"middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username", "profile", "sub",
		"updated_at", "website", "zoneinfo":
		return true
	}
	return false
}

// readOnlyAttributes are standard and cannot be written by an app client.
var readOnlyAttributes = []string{"sub", "email_verified", "phone_number_verified"}

func isReadOnly(name string) bool {
	return name == "sub" || name == "email_verified" || name == "phone_number_verified"
}

// hasPrefix knows the prefixes of the attributes that are not standard, and
// identities, which Cognito keeps by itself.
func hasPrefix(name string) bool {
	return strings.HasPrefix(name, "custom:") || strings.HasPrefix(name, "dev:") || strings.HasPrefix(name, "cognito:") || name == "identities"
}

// scanAttribute finds the facts about the name of an attribute.
func scanAttribute(value string) facts {
	switch {
	case isReadOnly(value):
		return attributeReadOnly
	case isStandard(value):
		return 0
	case value == "", len(value) > maxAttributeLength && len([]rune(value)) > maxAttributeLength:
		return wrongLength
	case !hasPrefix(value):
		return attributeNoPrefix | privilegeOf(value)
	}
	return privilegeOf(value)
}

func privilegeOf(name string) facts {
	if isPrivileged(name) {
		return attributePrivileged
	}
	return 0
}

// privilegedWords are what names of attributes about rights or money begin
// with; privilegedShort are too short to be looked for inside other words.
var (
	privilegedWords = []string{"role", "admin", "tenant", "group", "permission", "account", "credit", "organization", "organisation"}
	privilegedShort = []string{"plan", "plans", "tier", "tiers", "org", "orgs", "orgid"}
)

func isPrivileged(name string) bool {
	for name = name[strings.LastIndexByte(name, ':')+1:]; name != ""; {
		var word string
		word, name = cutWord(name)
		if len(word) <= len("organisationidentifier") && speaksOfRights(word) {
			return true
		}
	}
	return false
}

func speaksOfRights(word string) bool {
	for _, w := range privilegedWords {
		if len(word) >= len(w) && strings.EqualFold(word[:len(w)], w) {
			return true
		}
	}
	for _, w := range privilegedShort {
		if strings.EqualFold(word, w) {
			return true
		}
	}
	return false
}

// cutWord cuts the first word off a name in camelCase, snake_case or kebab-case.
func cutWord(name string) (word, rest string) {
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r):
			_, width := utf8.DecodeRuneInString(name[i:]) // 1 of what is not UTF-8
			return name[:i], name[i+width:]
		case i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])):
			return name[:i], name[i:]
		}
	}
	return name, ""
}

// The texts of the service, which name no attribute.
const (
	invalidRead  = "Invalid read attributes specified while {creating|updating} a client"
	invalidWrite = "Invalid write attributes specified while {creating|updating} a client"
)

var (
	requiredNotWritable = Source{
		Title: "Amazon Cognito developer guide: attribute permissions and scopes",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
		Date:  "2023-06",
	}
	attributesUnknownToPool = Source{
		Title: "aws-sdk-java issue 1395: an attribute that the pool does not have, refused",
		URL:   "https://github.com/aws/aws-sdk-java/issues/1395",
		Date:  "2017",
	}
)

var attributeRules = []Rule{
	length(Rule{
		ID:   "read-attribute-length",
		Bad:  on(plain, `"ReadAttributes":["email",""]`),
		Good: on(plain, `"ReadAttributes":["email"]`),
	}, 1, maxAttributeLength, FieldReadAttributes),
	length(Rule{
		ID:   "write-attribute-length",
		Bad:  on(plain, `"WriteAttributes":["name",""]`),
		Good: on(plain, `"WriteAttributes":["name"]`),
	}, 1, maxAttributeLength, FieldWriteAttributes),

	{
		ID:       "write-attribute-read-only",
		Severity: SeverityError,
		Summary:  "sub, email_verified and phone_number_verified are not writable.",
		Detail:   "updated_at is.",
		Fields:   []Field{FieldWriteAttributes},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      invalidParameter,
		ServiceMessage: invalidWrite,

		Bad:    on(plain, `"WriteAttributes":["name","email_verified"]`),
		Good:   on(plain, `"WriteAttributes":["name","email"]`),
		broken: func(f facts) bool { return f.has(attributeReadOnly) },
		says: func(value string) (string, string) {
			return fmt.Sprintf("%s cannot be written by an app client; remove it (%s are set by Cognito alone)", quote(value), strings.Join(readOnlyAttributes, ", ")), ""
		},
	},
	{
		ID:       "attribute-unknown",
		Severity: SeverityError,
		Summary:  "An attribute is one of the 20 standard ones, or has the prefix custom:, dev: or cognito:, or is identities.",
		Fields:   []Field{FieldReadAttributes, FieldWriteAttributes},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, attributesUnknownToPool},

		Exception:      invalidParameter,
		ServiceMessage: invalidAttributes,

		Bad:    on(plain, `"ReadAttributes":["email","department"]`),
		Good:   on(plain, `"ReadAttributes":["email","custom:department"]`),
		broken: func(f facts) bool { return f.has(attributeNoPrefix) },
		says: func(value string) (string, string) {
			return fmt.Sprintf("%s is not a standard attribute; custom attributes need the prefix custom:%s", quote(value), didYouMean(value, standardAttributes...)), ""
		},
	},
	{
		ID:       "attribute-not-in-pool",
		Severity: SeverityError,
		Summary:  "A read or write attribute exists in the user pool.",
		Detail:   "A custom attribute must be added to the pool before an app client names it.",
		Fields:   []Field{FieldReadAttributes, FieldWriteAttributes},
		Needs:    NeedsPool,
		Evidence: EvidenceMeasured,
		Sources:  []Source{attributesUnknownToPool},

		Exception:      invalidParameter,
		ServiceMessage: invalidAttributes,

		Bad:  Example{base: plain, members: `"ReadAttributes":["email","custom:department"]`, pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
		Good: Example{base: plain, members: `"ReadAttributes":["email","custom:team"]`, pool: `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`},
		each: []Field{FieldReadAttributes, FieldWriteAttributes},
		check: func(s subject) []Finding {
			if s.in.Pool.Attributes == nil {
				return nil
			}
			all := notInPool(nil, FieldReadAttributes, s.c.ReadAttributes, s.in.Pool)
			return notInPool(all, FieldWriteAttributes, s.c.WriteAttributes, s.in.Pool)
		},
	},
	{
		ID:       "write-attribute-required-missing",
		Severity: SeverityError,
		Summary:  "When WriteAttributes is given, it holds every attribute that the user pool requires.",
		Detail:   "The service's message names no attribute, and the reference mentions this only obliquely.",
		Fields:   []Field{FieldWriteAttributes},
		Needs:    NeedsPool,
		Evidence: EvidenceMeasured,
		Sources:  []Source{requiredNotWritable},

		Exception:      invalidParameter,
		ServiceMessage: invalidWrite,

		Bad:  Example{base: plain, members: `"WriteAttributes":["name"]`, pool: `{"Attributes":[{"Name":"email","Required":true,"Mutable":true}]}`},
		Good: Example{base: plain, members: `"WriteAttributes":["name","email"]`, pool: `{"Attributes":[{"Name":"email","Required":true,"Mutable":true}]}`},
		check: func(s subject) []Finding {
			if len(s.c.WriteAttributes) == 0 {
				return nil
			}
			var missing []string
			for _, a := range s.in.Pool.Attributes {
				if a.Required && !isReadOnly(a.Name) && !slices.Contains(s.c.WriteAttributes, a.Name) {
					missing = append(missing, a.Name)
				}
			}
			if missing == nil {
				return nil
			}
			return found(FieldWriteAttributes, "lacks %s, which the user pool requires; add it, or leave WriteAttributes out", strings.Join(missing, ", "))
		},
	},
	{
		ID:       "write-attributes-default",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "WriteAttributes is given.",
		Detail: "Omitted or empty, it takes a default: every standard attribute, so users can write all of them with their access token. " +
			"Whether custom attributes are in that default is disputed, hence the higher harm where the pool has some.",
		Fields:   []Field{FieldWriteAttributes},
		Evidence: EvidenceDocumented,
		Sources:  []Source{requiredNotWritable, apiCreate},
		Bad:      on("", `"ReadAttributes":["email"]`),
		Good:     on("", `"ReadAttributes":["email"],"WriteAttributes":["name"]`),
		check: func(s subject) []Finding {
			if len(s.c.WriteAttributes) > 0 {
				return nil
			}
			all := found(FieldWriteAttributes, "is not given or empty, so users can write every standard attribute of theirs; list those that the application lets them change")
			if s.in.Pool != nil && slices.ContainsFunc(s.in.Pool.Attributes, isCustom) {
				all[0].Harm = HarmHigh
				all[0].Message += " (whether the pool's custom attributes are among them is disputed)"
			}
			return all
		},
	},
	{
		ID:       "write-attribute-privileged",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "Users cannot write attributes that decide about rights or money.",
		Detail:   "Whoever holds a user's access token can set a writable attribute with UpdateUserAttributes. The rule looks for names about roles, admins, tenants, groups, permissions, accounts, plans, credits, tiers and organizations.",
		Fields:   []Field{FieldWriteAttributes},
		Evidence: EvidenceDocumented,
		Sources:  []Source{requiredNotWritable},
		Bad:      on(plain, `"WriteAttributes":["name","custom:isAdmin"]`),
		Good:     on(plain, `"WriteAttributes":["name","custom:color"]`),
		broken:   func(f facts) bool { return f.has(attributePrivileged) },
		says: func(value string) (string, string) {
			return quote(value) + " can be set by every user for themself and reads as if it decided about rights; remove it and set it from your server", ""
		},
	},
	{
		ID:       "attribute-mapping-not-writable",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "When WriteAttributes is given, it holds every attribute that an identity provider of the client writes.",
		Detail:   "Cognito updates mapped attributes at every federated sign-in and answers with an error where the client cannot write one.",
		Fields:   []Field{FieldWriteAttributes, FieldSupportedIdentityProviders},
		Needs:    NeedsPool,
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate},
		Bad: Example{base: plain, members: `"SupportedIdentityProviders":["Google"],"WriteAttributes":["name"]`,
			pool: `{"IdentityProviders":["Google"],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
		Good: Example{base: plain, members: `"SupportedIdentityProviders":["Google"],"WriteAttributes":["name","email"]`,
			pool: `{"IdentityProviders":["Google"],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
		check: func(s subject) []Finding {
			if len(s.c.WriteAttributes) == 0 {
				return nil
			}
			var all []Finding
			for _, m := range s.in.Pool.AttributeMappings {
				if isWritable(m.Attribute) && slices.Contains(s.c.SupportedIdentityProviders, m.Provider) && !slices.Contains(s.c.WriteAttributes, m.Attribute) {
					all = append(all, because(found(FieldWriteAttributes, "lacks %s, which %s writes at every sign-in, so that sign-in fails; add it",
						quote(m.Attribute), quote(m.Provider)), FieldSupportedIdentityProviders)...)
				}
			}
			return all
		},
	},
}

// invalidAttributes stands for either text: which one the service answers with
// follows from the list.
const invalidAttributes = "Invalid {read|write} attributes specified while {creating|updating} a client"

// isWritable says that an app client can be given the right to write a mapped
// attribute; Cognito maps the user name by itself.
func isWritable(name string) bool { return !isReadOnly(name) && name != "username" }

func isCustom(a Attribute) bool { return strings.HasPrefix(a.Name, "custom:") }

// notInPool appends a finding for each prefixed attribute that the pool does
// not have; the standard ones are in every pool.
func notInPool(all []Finding, f Field, names []string, p *Pool) []Finding {
	for i, name := range names {
		if !strings.HasPrefix(name, "custom:") && !strings.HasPrefix(name, "dev:") {
			continue
		}
		if !slices.ContainsFunc(p.Attributes, func(a Attribute) bool { return a.Name == name }) {
			all = append(all, newFinding(f, i, "%s is not an attribute of the user pool; add it to the pool first%s", quote(name), didYouMean(name, attributeNames(p)...)))
		}
	}
	return all
}

func attributeNames(p *Pool) []string {
	names := make([]string, len(p.Attributes))
	for i, a := range p.Attributes {
		names[i] = a.Name
	}
	return names
}
