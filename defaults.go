package userpoolclient

import "slices"

// FieldInfo is one row of the fields table: what a member of the API is called,
// what it becomes when a request leaves it out, and how sure that is.
type FieldInfo struct {
	Name           Field
	Parent         Field  // the structure that holds it; "" for a member of the request itself
	Terraform      string // the argument or attribute of aws_cognito_user_pool_client
	CloudFormation string // the property of AWS::Cognito::UserPoolClient; "" where there is none
	Type           string // in words: "list of strings"
	Summary        string // what it is, in one sentence, with the unit of a number

	InCreate bool // a member of the CreateUserPoolClient request
	InUpdate bool // a member of the UpdateUserPoolClient request
	InClient bool // a member of the client that create, update and describe answer with

	Default         any    // what a create without the member comes to, as Config would hold it; nil: nothing
	DefaultWords    string // the same in words: "1 hour"
	DefaultEvidence Evidence
	Materialised    bool // DescribeUserPoolClient shows the default where none was given

	Omission         Omission // what an update without the member does to it
	OmissionEvidence Evidence // how that is known; of OmissionUndetermined, the best there is
	OmissionNote     string   // who saw what
	Sources          []Source // of the default and of the effect of omission

	Immutable bool // no update can change it
	IsSet     bool // a list whose order and repetitions mean nothing
}

// Omission says what an update does to a member that it leaves out.
type Omission string

// The effects of omission.
const (
	OmissionNone   Omission = "none"   // it is not a member of the update request
	OmissionResets Omission = "resets" // it goes to its default
	OmissionKeeps  Omission = "keeps"  // it stays as it is

	// OmissionUndetermined says that the evidence is missing or contradicts itself.
	OmissionUndetermined Omission = Undetermined
)

// Undetermined says that the public evidence does not decide. It serves as an
// Origin, an Effect and an Omission.
const Undetermined = "undetermined"

// Origin says where the value of a Setting comes from.
type Origin string

// The origins; Undetermined is another.
const (
	Given   Origin = "given"   // the request says so
	Default Origin = "default" // the request leaves it out, and this is what that comes to
	Kept    Origin = "kept"    // the request leaves it out, and the client keeps what it has
	Unknown Origin = "unknown" // there will be a value, and it is not known yet
	Absent  Origin = "absent"  // there is no value
)

// Setting is one field of a client and why it is so.
type Setting struct {
	Field  Field
	Value  any // of the type that Config holds, without pointers; nil: none, or not known
	Origin Origin
	Note   string // what else there is to know; may be empty
}

// Fields returns the fields table, in the order of Config, structures before
// their members.
func Fields() []FieldInfo { return slices.Clone(fieldTable) }

// FieldByName returns the row of one field.
func FieldByName(name string) (FieldInfo, bool) {
	if i, ok := fieldIndex[Field(name)]; ok {
		return fieldTable[i], true
	}
	return FieldInfo{}, false
}

// Resolve returns what Cognito will hold after the call and why, one Setting for
// each field that holds a value, in the order of Config.
func Resolve(c *Config, in Context) []Setting { return nil }

var fieldTable []FieldInfo

// fieldIndex is each field's place in the fields table.
var fieldIndex = map[Field]int{}
