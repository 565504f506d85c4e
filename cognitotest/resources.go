package cognitotest

import (
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

type resourceServer struct {
	made int64
	types.ResourceServerType
}

type identityProvider struct {
	made int64
	types.IdentityProviderType
}

var (
	identifierPattern   = pattern(`[\x21\x23-\x5B\x5D-\x7E]+`)
	scopeNamePattern    = pattern(`[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+`)
	newProviderPattern  = pattern(`[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+`)
	providerNamePattern = pattern(`[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+`)
)

func (s *Service) createResourceServer(
	_ *request, in *cip.CreateResourceServerInput,
) (*cip.CreateResourceServerOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("identifier", in.Identifier, true, 256, identifierPattern)
	l.text("name", in.Name, true, 256, namePattern)
	if len(in.Scopes) > maxScopes {
		l.add("'"+printList(scopeNames(in.Scopes))+"'", "scopes", mostText("length", maxScopes))
	}
	for i, scope := range in.Scopes {
		at := "scopes." + strconv.Itoa(i+1) + ".member."
		l.text(at+"scopeName", scope.ScopeName, true, 256, scopeNamePattern)
		l.text(at+"scopeDescription", scope.ScopeDescription, true, 256, nil)
	}
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p.servers[*in.Identifier] != nil {
		return nil, &apiError{code: invalidParameter, message: own + "resource server " + *in.Identifier + " exists already"}
	}
	if len(p.servers) >= maxResourceServers {
		return nil, tooMany("resource servers in the user pool", maxResourceServers)
	}
	r := &resourceServer{s.next(), types.ResourceServerType{
		UserPoolId: in.UserPoolId, Identifier: in.Identifier, Name: in.Name, Scopes: in.Scopes,
	}}
	p.servers[*in.Identifier] = r
	return &cip.CreateResourceServerOutput{ResourceServer: &r.ResourceServerType}, nil
}

func scopeNames(scopes []types.ResourceServerScopeType) []string {
	var names []string
	for _, scope := range scopes {
		names = append(names, aws.ToString(scope.ScopeName))
	}
	return names
}

func (s *Service) describeResourceServer(
	_ *request, in *cip.DescribeResourceServerInput,
) (*cip.DescribeResourceServerOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("identifier", in.Identifier, true, 256, identifierPattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	r := p.servers[*in.Identifier]
	if r == nil {
		return nil, serverNotFound(*in.Identifier)
	}
	return &cip.DescribeResourceServerOutput{ResourceServer: &r.ResourceServerType}, nil
}

func (s *Service) listResourceServers(
	_ *request, in *cip.ListResourceServersInput,
) (*cip.ListResourceServersOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.number("maxResults", in.MaxResults, 1, 50)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	made := func(r *resourceServer) int64 { return r.made }
	page, token, err := pageOf(maps.Values(p.servers), made, in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ListResourceServersOutput{ResourceServers: []types.ResourceServerType{}, NextToken: token}
	for _, r := range page {
		out.ResourceServers = append(out.ResourceServers, r.ResourceServerType)
	}
	return out, nil
}

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

func strs[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
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
