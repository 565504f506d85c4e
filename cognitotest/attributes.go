package cognitotest

import (
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// The limits of the API model.
const (
	maxAttributeName    = 20 // characters
	maxSchema           = 50 // attributes in a request that creates a pool
	maxCustomInRequest  = 25 // attributes in a request that adds some
	customPrefix        = "custom:"
	developerOnlyPrefix = "dev:"
)

var attributeNamePattern = pattern(`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`)

// schema checks a list of attributes. How the service prints such a list is not
// recorded, so a list that is too long is not printed.
func (l *limits) schema(member string, attributes []types.SchemaAttributeType, most int) {
	switch n := len(attributes); {
	case attributes != nil && n == 0:
		l.add("'[]'", member, leastText("length", 1))
	case n > most:
		l.add("", member, mostText("length", int64(most)))
	}
	for i, a := range attributes {
		l.text(member+"."+strconv.Itoa(i+1)+".member.name", a.Name, true, maxAttributeName, attributeNamePattern)
	}
}

// standardSchema returns the schema that every user pool begins with.
func standardSchema() []types.SchemaAttributeType {
	var all []types.SchemaAttributeType
	for _, name := range userpoolclient.StandardAttributes() {
		all = append(all, types.SchemaAttributeType{
			Name: aws.String(name), AttributeDataType: dataType(name), DeveloperOnlyAttribute: aws.Bool(false),
			Mutable: aws.Bool(name != "sub"), Required: aws.Bool(name == "sub"),
		})
	}
	return all
}

func dataType(standard string) types.AttributeDataType {
	switch {
	case isVerifiedFlag(standard):
		return types.AttributeDataTypeBoolean
	case standard == "updated_at":
		return types.AttributeDataTypeNumber
	}
	return types.AttributeDataTypeString
}

// isVerifiedFlag reports whether a standard attribute is one that a schema cannot
// change: named in one, it is taken for a custom attribute.
func isVerifiedFlag(name string) bool {
	return name == "email_verified" || name == "phone_number_verified"
}

// setSchema sets what a new pool's schema says about standard attributes and adds
// its custom ones.
func (p *pool) setSchema(schema []types.SchemaAttributeType) error {
	all := standardSchema()
	var custom []types.SchemaAttributeType
	for _, a := range schema {
		i := indexOfAttribute(all, *a.Name)
		if i < 0 || isVerifiedFlag(*a.Name) {
			custom = append(custom, a)
			continue
		}
		if a.Mutable != nil {
			all[i].Mutable = a.Mutable
		}
		if a.Required != nil {
			all[i].Required = a.Required
		}
	}
	p.settings.SchemaAttributes = all
	return p.addCustom(custom)
}

// addCustom adds custom attributes. Their names get a prefix, also those that
// have one already.
func (p *pool) addCustom(attributes []types.SchemaAttributeType) error {
	all := slices.Clone(p.settings.SchemaAttributes)
	for _, a := range attributes {
		if aws.ToBool(a.Required) {
			return &apiError{code: invalidParameter, message: "Required custom attributes are not supported currently."}
		}
		name := customPrefix + *a.Name
		full := name
		if aws.ToBool(a.DeveloperOnlyAttribute) {
			full = developerOnlyPrefix + name
		}
		if indexOfAttribute(all, full) >= 0 {
			return &apiError{code: invalidParameter, message: name + ": Existing attribute already has name " + full +
				"."}
		}
		a.Name, a.Required = &full, aws.Bool(false)
		if a.Mutable == nil {
			a.Mutable = aws.Bool(true)
		}
		all = append(all, a)
	}
	if len(all)-len(standardSchema()) > maxCustom {
		return tooMany("custom attributes", maxCustom)
	}
	p.settings.SchemaAttributes = all
	return nil
}

func indexOfAttribute(all []types.SchemaAttributeType, name string) int {
	return slices.IndexFunc(all, func(a types.SchemaAttributeType) bool { return *a.Name == name })
}

func (s *Service) addCustomAttributes(
	_ *request, in *cip.AddCustomAttributesInput,
) (*cip.AddCustomAttributesOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	if in.CustomAttributes == nil {
		l.add("null", "customAttributes", notNull)
	}
	l.schema("customAttributes", in.CustomAttributes, maxCustomInRequest)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := p.addCustom(in.CustomAttributes); err != nil {
		return nil, err
	}
	now := s.tick()
	p.settings.LastModifiedDate = &now
	return &cip.AddCustomAttributesOutput{}, nil
}
