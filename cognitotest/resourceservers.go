package cognitotest

import (
	"maps"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A resourceServer is never changed once it is stored: an answer may still be
// writing it.
type resourceServer struct {
	made int64
	types.ResourceServerType
}

var (
	identifierPattern = pattern(`[\x21\x23-\x5B\x5D-\x7E]+`)
	scopeNamePattern  = pattern(`[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+`)
)

// resourceServer checks the members of a resource server.
func (l *limits) resourceServer(identifier, name *string, scopes []types.ResourceServerScopeType) {
	l.text("identifier", identifier, true, 256, identifierPattern)
	l.text("name", name, true, 256, namePattern)
	if len(scopes) > maxScopes {
		l.add("'"+printList(scopeNames(scopes))+"'", "scopes", mostText("length", maxScopes))
	}
	for i, scope := range scopes {
		at := "scopes." + strconv.Itoa(i+1) + ".member."
		l.text(at+"scopeName", scope.ScopeName, true, 256, scopeNamePattern)
		l.text(at+"scopeDescription", scope.ScopeDescription, true, 256, nil)
	}
}

func (s *Service) createResourceServer(
	_ *request, in *cip.CreateResourceServerInput,
) (*cip.CreateResourceServerOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.resourceServer(in.Identifier, in.Name, in.Scopes)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p.servers[*in.Identifier] != nil {
		return nil, &apiError{code: invalidParameter, message: own + "resource server " + *in.Identifier +
			" exists already"}
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

// updateResourceServer replaces name and scopes. A scope that app clients name
// can go: they keep it, and the next update that names it is rejected.
func (s *Service) updateResourceServer(
	_ *request, in *cip.UpdateResourceServerInput,
) (*cip.UpdateResourceServerOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.resourceServer(in.Identifier, in.Name, in.Scopes)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	old := p.servers[*in.Identifier]
	if old == nil {
		return nil, serverNotFound(*in.Identifier)
	}
	r := &resourceServer{old.made, types.ResourceServerType{
		UserPoolId: in.UserPoolId, Identifier: in.Identifier, Name: in.Name, Scopes: in.Scopes,
	}}
	p.servers[*in.Identifier] = r
	return &cip.UpdateResourceServerOutput{ResourceServer: &r.ResourceServerType}, nil
}

func (s *Service) deleteResourceServer(
	_ *request, in *cip.DeleteResourceServerInput,
) (*cip.DeleteResourceServerOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("identifier", in.Identifier, true, 256, identifierPattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p.servers[*in.Identifier] == nil {
		return nil, serverNotFound(*in.Identifier)
	}
	delete(p.servers, *in.Identifier)
	return &cip.DeleteResourceServerOutput{}, nil
}
