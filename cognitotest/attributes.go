package cognitotest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

var attributeNamePattern = pattern(`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`)

// schema checks the names of attributes.
func (l *limits) schema(member string, attributes []types.SchemaAttributeType) {
	for i, a := range attributes {
		l.text(member+"."+strconv.Itoa(i+1)+".member.name", a.Name, true, 20, attributeNamePattern)
	}
}

// standardAttributes is the schema that every user pool has.
func standardAttributes() []types.SchemaAttributeType {
	var all []types.SchemaAttributeType
	add := func(of types.AttributeDataType, names ...string) {
		for _, name := range names {
			all = append(all, types.SchemaAttributeType{
				Name: aws.String(name), AttributeDataType: of, DeveloperOnlyAttribute: aws.Bool(false),
				Mutable: aws.Bool(name != "sub"), Required: aws.Bool(name == "sub"),
			})
		}
	}
	add(types.AttributeDataTypeString, "sub", "name", "given_name", "family_name", "middle_name", "nickname",
		"preferred_username", "profile", "picture", "website", "email")
	add(types.AttributeDataTypeBoolean, "email_verified")
	add(types.AttributeDataTypeString, "gender", "birthdate", "zoneinfo", "locale", "phone_number")
	add(types.AttributeDataTypeBoolean, "phone_number_verified")
	add(types.AttributeDataTypeString, "address")
	add(types.AttributeDataTypeNumber, "updated_at")
	return all
}

// addAttributes adds custom attributes and sets what the schema says about
// standard ones.
func (p *pool) addAttributes(attributes []types.SchemaAttributeType) error {
	all, standard := slices.Clone(p.settings.SchemaAttributes), len(standardAttributes())
	for _, a := range attributes {
		if i := slices.IndexFunc(all[:standard], func(s types.SchemaAttributeType) bool { return *s.Name == *a.Name }); i >= 0 {
			all[i] = overrideAttribute(all[i], a)
			continue
		}
		a.Name = aws.String(customName(a))
		if a.Mutable == nil {
			a.Mutable = aws.Bool(true)
		}
		if a.Required == nil {
			a.Required = aws.Bool(false)
		}
		if *a.Required {
			return &apiError{code: invalidParameter, message: own + *a.Name + " is a custom attribute; Required must be false"}
		}
		if slices.ContainsFunc(all, func(s types.SchemaAttributeType) bool { return *s.Name == *a.Name }) {
			return &apiError{code: invalidParameter, message: own + *a.Name + " exists already"}
		}
		all = append(all, a)
	}
	if len(all)-standard > maxCustom {
		return tooMany("custom attributes", maxCustom)
	}
	p.settings.SchemaAttributes = all
	return nil
}

func overrideAttribute(standard, given types.SchemaAttributeType) types.SchemaAttributeType {
	if given.Mutable != nil {
		standard.Mutable = given.Mutable
	}
	if given.Required != nil {
		standard.Required = given.Required
	}
	return standard
}

// customName is the name that a custom attribute gets.
func customName(a types.SchemaAttributeType) string {
	prefix := "custom:"
	if aws.ToBool(a.DeveloperOnlyAttribute) {
		prefix = "dev:custom:"
	}
	return prefix + strings.TrimPrefix(*a.Name, prefix)
}

func (s *Service) addCustomAttributes(_ *request, in *cip.AddCustomAttributesInput) (*cip.AddCustomAttributesOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	if in.CustomAttributes == nil {
		l.add("null", "customAttributes", "Member must not be null")
	}
	l.schema("customAttributes", in.CustomAttributes)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := p.addAttributes(in.CustomAttributes); err != nil {
		return nil, err
	}
	now := s.tick()
	p.settings.LastModifiedDate = &now
	return &cip.AddCustomAttributesOutput{}, nil
}
