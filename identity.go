package userpoolclient

import (
	"strings"
)

// The limits of the API model, in characters.
const (
	maxPoolIDLength     = 55
	maxClientIDLength   = 128
	maxClientNameLength = 128
)

// scanUserPoolID knows [\w-]+_[0-9a-zA-Z]+: what follows the last underscore is
// letters and digits.
func scanUserPoolID(value string) facts {
	m := scanText(poolIDClass, value, 1, maxPoolIDLength)
	if value == "" {
		return m
	}
	at := strings.LastIndexByte(value, '_')
	if at <= 0 || at == len(value)-1 || strings.IndexByte(value[at:], '-') >= 0 {
		m |= wrongCharacters
	}
	return m
}

// scanClientID finds the facts about a client ID.
func scanClientID(value string) facts {
	return scanText(idClass, value, 1, maxClientIDLength)
}

// scanClientName finds the facts about a client's name.
func scanClientName(value string) facts {
	return scanText(nameClass, value, 1, maxClientNameLength)
}

const poolIDWords = "the Region, an underscore, then letters and digits"

// poolIDNear names the pool that an ARN ends in: the usual mix-up.
func poolIDNear(value string) string {
	id := value[strings.LastIndexByte(value, '/')+1:]
	if !scanUserPoolID(id).shaped() {
		return ""
	}
	return didYouMean(id, id)
}

func identityRules() []Rule {
	return []Rule{
		required(Rule{
			ID:    "user-pool-id-required",
			Needs: NeedsCreate | NeedsUpdate,
			Bad:   Example{base: created, members: `"UserPoolId":null`, in: Context{Operation: OperationCreate}},
			Good: Example{
				base:    created,
				members: `"UserPoolId":"eu-central-1_a1B2c3D4e"`,
				in:      Context{Operation: OperationCreate},
			},
		}, FieldUserPoolId),

		length(Rule{
			ID:   "user-pool-id-length",
			Bad:  on(plain, `"UserPoolId":"eu-central-1_0123456789012345678901234567890123456789abc"`),
			Good: on(plain, `"UserPoolId":"eu-central-1_a1B2c3D4e"`),
		}, 1, maxPoolIDLength, FieldUserPoolId),

		pattern(Rule{
			ID: "user-pool-id-pattern",
			says: func(value string) (message, fix string) {
				return quote(value) + " does not consist of " + poolIDWords,
					"write the ID as in eu-central-1_a1B2c3D4e" + poolIDNear(value)
			},
			Bad:  on(plain, `"UserPoolId":"a1B2c3D4e"`),
			Good: on(plain, `"UserPoolId":"eu-central-1_a1B2c3D4e"`),
		}, `[\w-]+_[0-9a-zA-Z]+`, poolIDWords, FieldUserPoolId),

		required(Rule{
			ID:    "client-id-required",
			Needs: NeedsUpdate,
			Bad:   Example{base: created, members: ``, in: Context{Operation: OperationUpdate}, current: plain},
			Good: Example{
				base:    created,
				members: `"ClientId":"1example23456789"`,
				in:      Context{Operation: OperationUpdate},
				current: plain,
			},
		}, FieldClientId),

		length(Rule{
			ID:   "client-id-length",
			Bad:  on(plain, `"ClientId":""`),
			Good: on(plain, `"ClientId":"1example23456789"`),
		}, 1, maxClientIDLength, FieldClientId),

		pattern(Rule{
			ID:   "client-id-pattern",
			Bad:  on(plain, `"ClientId":"1example-23456789"`),
			Good: on(plain, `"ClientId":"1example23456789"`),
		}, `[\w+]+`, "letters, digits, _ and +", FieldClientId),

		required(Rule{
			ID:    "client-name-required",
			Needs: NeedsCreate,
			Bad:   Example{base: created, members: `"ClientName":null`, in: Context{Operation: OperationCreate}},
			Good:  Example{base: created, members: `"ClientName":"shop"`, in: Context{Operation: OperationCreate}},
		}, FieldClientName),

		length(Rule{
			ID:   "client-name-length",
			Bad:  on(plain, `"ClientName":""`),
			Good: on(plain, `"ClientName":"shop"`),
		}, 1, maxClientNameLength, FieldClientName),

		pattern(Rule{
			ID:       "client-name-pattern",
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-client-name", "a name of letters that are not ASCII").dated("2026-09-04"),
				apiCreate,
			},
			Bad:  on(plain, `"ClientName":"shop: München"`),
			Good: on(plain, `"ClientName":"shop, Muenchen"`),
		}, `[\w\s+=,.@-]+`, "ASCII letters, digits, white space and _ + = , . @ -", FieldClientName),
	}
}
