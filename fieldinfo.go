package userpoolclient

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// FieldInfo is one row of the fields table: what a member of the API is called,
// what it becomes when a request leaves it out, and how sure that is.
type FieldInfo struct {
	Name           Field
	Parent         Field  // the structure that holds it; "" for a member of the request itself
	Terraform      string // the argument of aws_cognito_user_pool_client; "" where there is none
	CloudFormation string // the property of AWS::Cognito::UserPoolClient; "" where there is none
	Type           string // in words: "list of strings"
	Summary        string // what it is, in one sentence, with the unit of a number

	InCreate bool // a member of the CreateUserPoolClient request
	InUpdate bool // a member of the UpdateUserPoolClient request
	InClient bool // a member of the client that create, update and describe answer with

	Default         any    // what a create without the member comes to, as Config would hold it; nil: nothing
	DefaultWords    string // the same in words: "1 hour"
	DefaultEvidence Evidence
	ShownByDescribe bool // DescribeUserPoolClient shows the default where none was set

	Omission         Omission // what an update without the member does to it
	OmissionEvidence Evidence // how that is known; of OmissionUndetermined, the best there is
	OmissionNote     string   // who saw what
	Probes           []string // the questions of userpoolclient probe that would settle what is not known
	Sources          []Source // of the default and of the effect of omission

	Immutable bool // no update can change it
	Unordered bool // a list whose order and repetitions mean nothing
}

// Omission says what an update does to a member that it omits. Of a member of
// a structure it speaks of the structure being omitted.
type Omission uint8

// The effects of omission.
const (
	OmissionNone         Omission = iota // it is not a setting that an update sends
	OmissionResets                       // it goes to its default
	OmissionKeeps                        // it stays as it is
	OmissionUndetermined                 // the evidence is missing or contradicts itself
)

// Fields returns the fields table, in the order of Config, structures before
// their members.
func Fields() []FieldInfo {
	all := make([]FieldInfo, len(fieldTable()))
	for i := range fieldTable() {
		all[i] = fieldTable()[i].info()
	}
	return all
}

// FieldByName returns the row of one field, by its name in the API.
func FieldByName(name string) (FieldInfo, bool) {
	i, ok := fieldIndex()[Field(name)]
	if !ok {
		return FieldInfo{}, false
	}
	return fieldTable()[i].info(), true
}

// info returns the row as a copy that shares nothing with the table.
func (r *fieldRow) info() FieldInfo {
	f := r.FieldInfo
	f.Default, f.Sources, f.Probes = cloned(f.Default), slices.Clone(f.Sources), slices.Clone(f.Probes)
	return f
}

// cloned returns a value that shares no list with v.
func cloned(v any) any {
	switch list := v.(type) {
	case []string:
		return slices.Clone(list)
	case []types.ExplicitAuthFlowsType:
		return slices.Clone(list)
	case []types.OAuthFlowType:
		return slices.Clone(list)
	}
	return v
}

// fieldRow is a row of the fields table and the way to the member in a Config.
type fieldRow struct {
	FieldInfo
	member
	unit string // of a number whose unit is fixed: "minute"

	// Of a text or a list of texts: the scan that finds the facts about one value, and
	// the scan that also finds those which only advice asks about; nil: the same.
	scan    func(value string) facts
	advised func(value string) facts
}

// fieldIndex is each field's place in the fields table.
func fieldIndex() map[Field]int { return fieldPlaces.get(indexFields) }

var fieldPlaces lazy[map[Field]int]

func indexFields() map[Field]int {
	m := make(map[Field]int, len(fieldTable()))
	for i := range fieldTable() {
		m[fieldTable()[i].Name] = i
	}
	return m
}

// rowOf returns the row of a field that the table has.
func rowOf(f Field) *fieldRow { return &fieldTable()[fieldIndex()[f]] }

// rowByName returns the row of a field and reports whether there is one.
func rowByName(f Field) (*fieldRow, bool) {
	i, ok := fieldIndex()[f]
	if !ok {
		return nil, false
	}
	return &fieldTable()[i], true
}
