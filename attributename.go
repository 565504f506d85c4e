package userpoolclient

import (
	"slices"
	"strings"
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

// A rightsWord is a word about rights or money: what a word of a name begins with,
// or all of it where it is too short for that.
type rightsWord struct {
	text  string
	whole bool
}

// rightsWords are the words by the letter that they begin with.
var rightsWords = [26][]rightsWord{
	0:         {{"admin", false}, {"account", false}}, // a
	'c' - 'a': {{"credit", false}},
	'g' - 'a': {{"group", false}},
	'o' - 'a': {{"organization", false}, {"organisation", false}, {"org", true}, {"orgs", true}, {"orgid", true}},
	'p' - 'a': {{"permission", false}, {"plan", true}, {"plans", true}},
	'r' - 'a': {{"role", false}},
	't' - 'a': {{"tenant", false}, {"tier", true}, {"tiers", true}},
}

// isPrivileged reports whether a word of a name speaks of rights or money. The
// words of a name in camelCase, snake_case or kebab-case are those of ASCII letters.
func isPrivileged(name string) bool {
	name = strings.TrimPrefix(name, "custom:") // which nearly every name has
	var before letterKind
	for i := 0; i < len(name); i++ {
		k := letterKinds[name[i]]
		if k&isInitial != 0 && begins(before, k) && isSecond(name, i) && speaksOfRights(name[i:]) {
			return true
		}
		before = k
	}
	return false
}

// A letterKind is what matters of a byte to whoever looks for words; 0 is no letter.
type letterKind uint8

const (
	isLower letterKind = 1 << iota
	isUpper
	isInitial // one of rightsWords begins with it
)

// begins reports whether a word begins with a letter that stands behind another byte.
func begins(before, k letterKind) bool { return before == 0 || k&isUpper != 0 && before&isUpper == 0 }

var letterKinds = kindsOfLetters()

func kindsOfLetters() (kinds [256]letterKind) {
	for c := byte('a'); c <= 'z'; c++ {
		initial := letterKind(0)
		if rightsWords[c-'a'] != nil {
			initial = isInitial
		}
		kinds[c], kinds[c-'a'+'A'] = isLower|initial, isUpper|initial
	}
	return kinds
}

// isSecond reports whether one of rightsWords has the letters at i and behind it, which
// few words have.
func isSecond(name string, i int) bool {
	return i+1 < len(name) && secondLetters[name[i]|0x20-'a']>>(name[i+1]|0x20-'a')&1 != 0
}

// secondLetters are the second letters of rightsWords, 1 being a.
var secondLetters = lettersBehind()

func lettersBehind() (seconds [26]uint32) {
	for i, words := range rightsWords {
		for _, w := range words {
			seconds[i] |= 1 << (w.text[1] - 'a')
		}
	}
	return seconds
}

// speaksOfRights reports whether the first word of a name, which begins with a letter,
// does.
func speaksOfRights(name string) bool {
	for _, w := range rightsWords[name[0]|0x20-'a'] {
		n := len(w.text)
		if len(name) < n || name[1]|0x20 != w.text[1] || !strings.EqualFold(name[:n], w.text) {
			continue
		}
		if word := firstWord(name); len(word) == n || len(word) > n && !w.whole {
			return true
		}
	}
	return false
}

// firstWord returns the word that a name begins with.
func firstWord(name string) string {
	before := isUpper
	for i := 0; i < len(name); i++ {
		k := letterKinds[name[i]]
		if k == 0 || begins(before, k) {
			return name[:i]
		}
		before = k
	}
	return name
}

// isWritable reports whether an app client can be given the right to write a
// mapped attribute; Cognito maps the user name by itself.
func isWritable(name string) bool { return !isReadOnly(name) && name != "username" }

// isPrefixed reports whether an attribute is one that the pool must define.
func isPrefixed(name string) bool {
	return strings.HasPrefix(name, "custom:") || strings.HasPrefix(name, "dev:")
}
