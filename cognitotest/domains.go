package cognitotest

import (
	"regexp"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// maxDomain is the length of a domain, in characters.
const maxDomain = 63

const prefixText = `^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`

var prefixPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(prefixText)
})

// A domain leads to the hosted pages of a user pool, which this server has at its own
// address. It is never changed once it is stored: an answer may still be writing
// it.
type domain struct{ types.DomainDescriptionType }

// custom reports whether the domain is one's own, and not a prefix of the
// service's.
func (d *domain) custom() bool { return d.CustomDomainConfig != nil }

// checkDomain checks a new domain. The text is recorded.
func checkDomain(name string, custom *types.CustomDomainConfigType) error {
	switch {
	case custom == nil && !prefixPattern().MatchString(name):
		return &apiError{code: invalidParameter, message: "The domain name contains an invalid character. " +
			"Domain names can only contain lower-case letters, numbers, and hyphens. " +
			"Please enter a different name that follows this format: " + prefixText}
	case custom != nil && (custom.CertificateArn == nil || !strings.Contains(name, ".")):
		return &apiError{code: invalidParameter,
			message: own + "a custom domain must be a domain name, with the ARN of its certificate"}
	}
	return nil
}

// createDomain gives a pool a domain. A pool has one prefix and one custom domain
// at most. The texts are recorded.
func (s *Service) createDomain(
	_ *request, in *cip.CreateUserPoolDomainInput,
) (*cip.CreateUserPoolDomainOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("domain", in.Domain, true, maxDomain, nil)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := checkDomain(*in.Domain, in.CustomDomainConfig); err != nil {
		return nil, err
	}
	of := p.domainOf(in.CustomDomainConfig)
	switch old := s.domains[*in.Domain]; {
	case old != nil && *old.UserPoolId != *in.UserPoolId:
		return nil, &apiError{code: invalidParameter, message: "Domain already associated with another user pool."}
	case old != nil, *of != nil:
		return nil, &apiError{code: invalidParameter, message: "User pool already has a domain configured."}
	}
	d := &domain{types.DomainDescriptionType{
		AWSAccountId: &s.account, Domain: in.Domain, UserPoolId: in.UserPoolId, Status: types.DomainStatusTypeActive,
		CustomDomainConfig: in.CustomDomainConfig, ManagedLoginVersion: in.ManagedLoginVersion, Routing: in.Routing,
		Version: aws.String(s.tick().Format("20060102150405")),
		// What answers for the domain: a distribution of CloudFront.
		CloudFrontDistribution: aws.String(s.ids.text(base32Hex, 14) + ".cloudfront.net"),
	}}
	if d.ManagedLoginVersion == nil {
		d.ManagedLoginVersion = aws.Int32(1)
	}
	s.domains[*in.Domain], *of = d, in.Domain
	out := &cip.CreateUserPoolDomainOutput{ManagedLoginVersion: d.ManagedLoginVersion, Routing: d.Routing}
	if d.custom() {
		out.CloudFrontDomain = d.CloudFrontDistribution
	}
	return out, nil
}

// domainOf returns where the pool's settings show a domain of that kind.
func (p *pool) domainOf(custom *types.CustomDomainConfigType) **string {
	if custom != nil {
		return &p.settings.CustomDomain
	}
	return &p.settings.Domain
}

// describeDomain answers with an empty description where there is no such
// domain, as the service does.
func (s *Service) describeDomain(
	_ *request, in *cip.DescribeUserPoolDomainInput,
) (*cip.DescribeUserPoolDomainOutput, error) {
	var l limits
	l.text("domain", in.Domain, true, maxDomain, nil)
	if err := l.err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.domains[*in.Domain]; d != nil {
		return &cip.DescribeUserPoolDomainOutput{DomainDescription: &d.DomainDescriptionType}, nil
	}
	return &cip.DescribeUserPoolDomainOutput{DomainDescription: &types.DomainDescriptionType{}}, nil
}

// ownDomain returns a domain of a pool. The text is recorded.
func (s *Service) ownDomain(name, poolID string) (*domain, error) {
	d := s.domains[name]
	if d == nil || *d.UserPoolId != poolID {
		return nil, &apiError{code: invalidParameter, message: "No such domain or user pool exists."}
	}
	return d, nil
}

// updateDomain replaces what is set: the certificate, the version of the pages.
func (s *Service) updateDomain(
	_ *request, in *cip.UpdateUserPoolDomainInput,
) (*cip.UpdateUserPoolDomainOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("domain", in.Domain, true, maxDomain, nil)
	_, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	old, err := s.ownDomain(*in.Domain, *in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if !old.custom() && in.CustomDomainConfig != nil {
		return nil, &apiError{code: invalidParameter, message: own + "a prefix domain has no certificate"}
	}
	d := *old
	copyMembers(&d.DomainDescriptionType, in)
	s.domains[*in.Domain] = &d
	out := &cip.UpdateUserPoolDomainOutput{ManagedLoginVersion: d.ManagedLoginVersion, Routing: d.Routing}
	if d.custom() {
		out.CloudFrontDomain = d.CloudFrontDistribution
	}
	return out, nil
}

func (s *Service) deleteDomain(
	_ *request, in *cip.DeleteUserPoolDomainInput,
) (*cip.DeleteUserPoolDomainOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("domain", in.Domain, true, maxDomain, nil)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d, err := s.ownDomain(*in.Domain, *in.UserPoolId)
	if err != nil {
		return nil, err
	}
	*p.domainOf(d.CustomDomainConfig) = nil
	delete(s.domains, *in.Domain)
	return &cip.DeleteUserPoolDomainOutput{}, nil
}
