package cognitotest

import (
	"maps"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// An identityProvider is never changed once it is stored: an answer may still be
// writing it.
type identityProvider struct {
	made int64
	types.IdentityProviderType
}

var (
	newProviderPattern  = pattern(`[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+`)
	providerNamePattern = pattern(`[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+`)
)

func (s *Service) createIdentityProvider(
	_ *request, in *cip.CreateIdentityProviderInput,
) (*cip.CreateIdentityProviderOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("providerName", in.ProviderName, true, 32, newProviderPattern)
	switch {
	case in.ProviderType == "":
		l.add("null", "providerType", notNull)
	case !slices.Contains(in.ProviderType.Values(), in.ProviderType):
		l.add("'"+string(in.ProviderType)+"'", "providerType", enumText(strs(in.ProviderType.Values())))
	}
	if in.ProviderDetails == nil {
		l.add("null", "providerDetails", notNull)
	}
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	name := *in.ProviderName
	if isSocial(in.ProviderType) && name != string(in.ProviderType) {
		return nil, &apiError{code: invalidParameter,
			message: "Provider " + name + " cannot be of type " + string(in.ProviderType) + "."}
	}
	if p.providers[name] != nil {
		return nil, &apiError{code: duplicateProvider, message: name + " already exists in user pool " + *in.UserPoolId}
	}
	if len(p.providers) >= maxProviders {
		return nil, tooMany("identity providers in the user pool", maxProviders)
	}
	now := s.tick()
	i := &identityProvider{s.next(), types.IdentityProviderType{
		UserPoolId: in.UserPoolId, ProviderName: in.ProviderName, ProviderType: in.ProviderType,
		ProviderDetails: in.ProviderDetails, AttributeMapping: in.AttributeMapping, IdpIdentifiers: in.IdpIdentifiers,
		CreationDate: &now, LastModifiedDate: &now,
	}}
	p.providers[name] = i
	return &cip.CreateIdentityProviderOutput{IdentityProvider: &i.IdentityProviderType}, nil
}

// isSocial reports whether a pool can have one provider of that type, which
// then has the name of the type.
func isSocial(t types.IdentityProviderTypeType) bool {
	return t != types.IdentityProviderTypeTypeSaml && t != types.IdentityProviderTypeTypeOidc
}

func (s *Service) describeIdentityProvider(
	_ *request, in *cip.DescribeIdentityProviderInput,
) (*cip.DescribeIdentityProviderOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("providerName", in.ProviderName, true, 32, providerNamePattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	i := p.providers[*in.ProviderName]
	if i == nil {
		return nil, providerNotFound(*in.ProviderName)
	}
	return &cip.DescribeIdentityProviderOutput{IdentityProvider: &i.IdentityProviderType}, nil
}

func (s *Service) listIdentityProviders(
	_ *request, in *cip.ListIdentityProvidersInput,
) (*cip.ListIdentityProvidersOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.number("maxResults", in.MaxResults, 0, 60)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	made := func(i *identityProvider) int64 { return i.made }
	page, token, err := pageOf(maps.Values(p.providers), made, in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ListIdentityProvidersOutput{Providers: []types.ProviderDescription{}, NextToken: token}
	for _, i := range page {
		out.Providers = append(out.Providers, types.ProviderDescription{
			ProviderName: i.ProviderName, ProviderType: i.ProviderType,
			CreationDate: i.CreationDate, LastModifiedDate: i.LastModifiedDate,
		})
	}
	return out, nil
}

// updateIdentityProvider replaces the members that are set and keeps the others;
// what the service does with omitted ones is not verified.
func (s *Service) updateIdentityProvider(
	_ *request, in *cip.UpdateIdentityProviderInput,
) (*cip.UpdateIdentityProviderOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("providerName", in.ProviderName, true, 32, providerNamePattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	old := p.providers[*in.ProviderName]
	if old == nil {
		return nil, providerNotFound(*in.ProviderName)
	}
	i, now := *old, s.tick()
	copyMembers(&i.IdentityProviderType, in)
	i.LastModifiedDate = &now
	p.providers[*in.ProviderName] = &i
	return &cip.UpdateIdentityProviderOutput{IdentityProvider: &i.IdentityProviderType}, nil
}

// deleteIdentityProvider deletes a provider also where app clients name it: they
// keep the name, and the next update that names it is rejected.
func (s *Service) deleteIdentityProvider(
	_ *request, in *cip.DeleteIdentityProviderInput,
) (*cip.DeleteIdentityProviderOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("providerName", in.ProviderName, true, 32, providerNamePattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p.providers[*in.ProviderName] == nil {
		return nil, providerNotFound(*in.ProviderName)
	}
	delete(p.providers, *in.ProviderName)
	return &cip.DeleteIdentityProviderOutput{}, nil
}
