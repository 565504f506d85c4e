package bench

import (
	"strconv"

	"github.com/userpoolclient/userpoolclient"
)

// A Contender is one way of checking an app client.
type Contender struct {
	Name   string
	Module string // whose version counts; empty for the standard library
	// Prepare does what is done once and returns the check. The check says
	// whether the configuration is valid, and what it returned can be asked for
	// the places of all failures.
	Prepare func(c *userpoolclient.Config) Check
	// FirstInList says that of a list only the first bad element is named.
	FirstInList bool
}

// A Check is the timed work.
type Check struct {
	Run    func() bool     // whether the configuration is valid
	Places func() []string // every place that Run complains about: "CallbackURLs[1]"
}

// The names of the contenders that others refer to.
const (
	Ours  = "userpoolclient Validate"
	Floor = "hand-written, straight"
	Naive = "hand-written, regexp + net/url"
	Tags  = "validator/v10, struct tags"

	OursCheck = "userpoolclient Check"
	OursTags  = "userpoolclient tags"
	JSON      = "jsonschema/v6"
)

// Contenders returns all, this library first.
func Contenders() []Contender {
	const self = "github.com/userpoolclient/userpoolclient"
	return []Contender{
		{Name: Ours, Module: self, Prepare: prepareValidate},
		{Name: OursCheck, Module: self, Prepare: prepareCheck},
		{Name: OursTags, Module: self, Prepare: prepareTags},
		{Name: Floor, Prepare: prepareFloor},
		{Name: Naive, Prepare: prepareNaive},
		{Name: "ozzo-validation/v4", Module: "github.com/go-ozzo/ozzo-validation/v4", Prepare: prepareOzzo},
		{Name: Tags, Module: "github.com/go-playground/validator/v10", Prepare: prepareValidator},
		{Name: JSON, Module: "github.com/santhosh-tekuri/jsonschema/v6", Prepare: prepareJSONSchema},
		{Name: "CUE", Module: "cuelang.org/go", Prepare: prepareCUE, FirstInList: true},
	}
}

// A Violation is what the hand-written forms report.
type Violation struct {
	Field   string
	Index   int // of the element; -1: the field as a whole
	Message string
}

func (v Violation) place() string {
	if v.Index < 0 {
		return v.Field
	}
	return v.Field + "[" + strconv.Itoa(v.Index) + "]"
}

func places(found []Violation) []string {
	var all []string
	for _, v := range found {
		all = append(all, v.place())
	}
	return all
}
