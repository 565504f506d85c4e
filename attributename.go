package userpoolclient

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of the API model, in characters.
const maxAttributeLength = 2048

// The facts about the name of an attribute.
const (
	attributeNoPrefix facts = firstFact << iota // neither standard nor with a prefix
	attributeReadOnly                           // nobody may write it
)

// standardAttributes are the attributes that every user pool has.
var standardAttributes = []string{"address", "birthdate", "email", "email_verified", "family_name", "gender",
	"given_name", "locale", "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture",
	"preferred_username", "profile", "sub", "updated_at", "website", "zoneinfo"}

// StandardAttributes returns the 20 attributes that every user pool has, in
// alphabetical order.
func StandardAttributes() []string { return slices.Clone(standardAttributes) }

// isStandard reports whether an attribute is one of standardAttributes; a switch
// is faster than the list.
func isStandard(name string) bool {
	switch name {
	case "address", "birthdate", "email", "email_verified", "family_name", "gender",
		"given_name", "locale", "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture",
		"preferred_username", "profile", "sub", "updated_at", "website", "zoneinfo":
		return true
	}
	return false
}

// readOnlyAttributes are standard and cannot be written by an app client.
var readOnlyAttributes = []string{"sub", "email_verified", "phone_number_verified"}

// isReadOnly reports whether an attribute is one of readOnlyAttributes.
func isReadOnly(name string) bool {
	return name == "sub" || name == "email_verified" || name == "phone_number_verified"
}

// hasPrefix reports whether a name has a prefix of the attributes that are not
// standard, or is identities, which Cognito keeps by itself.
func hasPrefix(name string) bool {
	return strings.HasPrefix(name, "custom:") || strings.HasPrefix(name, "dev:") ||
		strings.HasPrefix(name, "cognito:") || name == "identities"
}

// scanAttribute finds the facts about the name of an attribute.
func scanAttribute(value string) facts {
	switch {
	case isStandard(value):
		if isReadOnly(value) {
			return attributeReadOnly
		}
		return 0
	case value == "", len(value) > maxAttributeLength && len([]rune(value)) > maxAttributeLength:
		return wrongLength
	case !hasPrefix(value):
		return attributeNoPrefix
	}
	return 0
}

// privilegedWords are what names of attributes about rights or money begin
// with; privilegedShort are too short to be looked for inside other words.
var (
	privilegedWords = []string{"role", "admin", "tenant", "group", "permission", "account", "credit",
		"organization", "organisation"}
	privilegedShort = []string{"plan", "plans", "tier", "tiers", "org", "orgs", "orgid"}
)

// isPrivileged reports whether a word of a name speaks of rights or money.
func isPrivileged(name string) bool {
	if isStandard(name) {
		return false
	}
	for name = name[strings.LastIndexByte(name, ':')+1:]; name != ""; {
		var word string
		word, name = cutWord(name)
		if len(word) <= len("organisationidentifier") && speaksOfRights(word) {
			return true
		}
	}
	return false
}

// speaksOfRights reports whether one word does.
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

// isWritable reports whether an app client can be given the right to write a
// mapped attribute; Cognito maps the user name by itself.
func isWritable(name string) bool { return !isReadOnly(name) && name != "username" }

// isPrefixed reports whether an attribute is one that the pool must define.
func isPrefixed(name string) bool {
	return strings.HasPrefix(name, "custom:") || strings.HasPrefix(name, "dev:")
}
