package cognitotest

import (
	"maps"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// A client is an app client as it is stored: what was given, lists as sets.
type client struct {
	made     int64
	config   userpoolclient.Config
	inFlight bool // an update of it is being processed
}

// clientOutput is the answer of create, describe and update.
type clientOutput struct {
	UserPoolClient *userpoolclient.Config
}

var clientIDPattern = pattern(`[\w+]+`)

// client returns an app client of a pool. The caller holds the lock.
func (s *Service) client(poolID, clientID string) (*pool, *client, error) {
	p, err := s.pool(poolID)
	if err != nil {
		return nil, nil, err
	}
	c, ok := p.clients[clientID]
	if !ok {
		return nil, nil, clientNotFound(clientID)
	}
	return p, c, nil
}

func (s *Service) createClient(_ *request, in *userpoolclient.Config) (*clientOutput, error) {
	in.ClientId = nil
	return s.addClient(in, "")
}

// addClient creates an app client of that ID, a new one when there is none.
func (s *Service) addClient(in *userpoolclient.Config, id string) (*clientOutput, error) {
	in.CreationDate, in.LastModifiedDate = nil, nil
	context := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	if err := refuseLimits(in, context); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(*in.UserPoolId)
	if err != nil {
		return nil, err
	}
	context.Pool = p.context()
	if err := refuse(in, context); err != nil {
		return nil, err
	}
	if len(p.clients) >= maxClients {
		return nil, tooMany("app clients in the user pool", maxClients)
	}
	if _, taken := p.clients[id]; taken {
		return nil, &apiError{code: invalidParameter, message: own + "user pool client " + id + " exists already"}
	}
	if id == "" {
		id = s.ids.clientID()
	}
	c := &client{made: s.next(), config: stored(*in)}
	now := s.tick()
	c.config.ClientId, c.config.CreationDate, c.config.LastModifiedDate = &id, &now, &now
	if aws.ToBool(in.GenerateSecret) {
		secret := userpoolclient.NewSecret(s.ids.secret())
		c.config.ClientSecret = &secret
	}
	p.clients[id] = c
	return &clientOutput{s.answer(c, hashOrder[string])}, nil
}

// clientRequest names an app client.
type clientRequest struct {
	UserPoolId, ClientId *string
}

func (r *clientRequest) check() error {
	var l limits
	l.poolID(r.UserPoolId)
	l.secret("clientId", r.ClientId, 128, clientIDPattern)
	return l.err()
}

func (s *Service) describeClient(_ *request, in *clientRequest) (*clientOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, c, err := s.client(*in.UserPoolId, *in.ClientId)
	if err != nil {
		return nil, err
	}
	return &clientOutput{s.answer(c, sortedSet[string])}, nil
}

func (s *Service) deleteClient(_ *request, in *clientRequest) (*struct{}, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, c, err := s.client(*in.UserPoolId, *in.ClientId)
	if err != nil {
		return nil, err
	}
	if c.inFlight {
		return nil, updateInFlight()
	}
	delete(p.clients, *in.ClientId)
	return &struct{}{}, nil
}

func (s *Service) listClients(_ *request, in *cip.ListUserPoolClientsInput) (*cip.ListUserPoolClientsOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.number("maxResults", in.MaxResults, 1, 60)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	page, token, err := pageOf(maps.Values(p.clients), func(c *client) int64 { return c.made }, in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientsOutput{UserPoolClients: []types.UserPoolClientDescription{}, NextToken: token}
	for _, c := range page {
		out.UserPoolClients = append(out.UserPoolClients, types.UserPoolClientDescription{
			ClientId: c.config.ClientId, ClientName: c.config.ClientName, UserPoolId: c.config.UserPoolId,
		})
	}
	return out, nil
}

// updateClient holds the client, and not the lock, while the request is being
// processed.
func (s *Service) updateClient(r *request, in *userpoolclient.Config) (*clientOutput, error) {
	in.ClientSecret, in.GenerateSecret, in.CreationDate, in.LastModifiedDate = nil, nil, nil, nil
	context := userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	if err := refuseLimits(in, context); err != nil {
		return nil, err
	}
	if err := s.begin(in); err != nil {
		return nil, err
	}
	r.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	p, c, err := s.client(*in.UserPoolId, *in.ClientId)
	if err != nil {
		return nil, err // the pool was deleted meanwhile, and the client with it
	}
	c.inFlight = false
	context.Pool, context.Secret = p.context(), c.secret()
	context.Current = s.answer(c, sortedSet[string])
	if err := refuse(in, context); err != nil {
		return nil, err
	}
	updated := s.updated(c.config, *in)
	if s.omission == OmissionKeeps {
		// What is kept must go with what is given: a number with its unit.
		if err := refuse(&updated, context); err != nil {
			return nil, err
		}
	}
	now := s.tick()
	c.config = stored(updated)
	c.config.LastModifiedDate = &now
	return &clientOutput{s.answer(c, hashOrder[string])}, nil
}

// begin marks the client as being updated.
func (s *Service) begin(in *userpoolclient.Config) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, c, err := s.client(*in.UserPoolId, *in.ClientId)
	switch {
	case err != nil:
		return err
	case c.inFlight:
		return updateInFlight()
	}
	c.inFlight = true
	return nil
}

func (c *client) secret() userpoolclient.SecretState {
	if c.config.ClientSecret != nil {
		return userpoolclient.SecretStatePresent
	}
	return userpoolclient.SecretStateAbsent
}

// refuse answers a request that breaks a rule.
func refuse(c *userpoolclient.Config, in userpoolclient.Context) error {
	r, refused := userpoolclient.Reject(c, in)
	if !refused {
		return nil
	}
	return refusal(r)
}

// refuseLimits answers a request that breaks a limit of the API model, before
// anything is looked up.
func refuseLimits(c *userpoolclient.Config, in userpoolclient.Context) error {
	r, refused := userpoolclient.Reject(c, in)
	if !refused || !r.Limits {
		return nil
	}
	return refusal(r)
}

func refusal(r userpoolclient.Rejection) error {
	if !r.Recorded {
		return &apiError{code: r.Exception, message: own + r.Message}
	}
	return &apiError{code: r.Exception, message: r.Message}
}

// context is what the pool has that its app clients may name.
func (p *pool) context() *userpoolclient.Pool {
	in := &userpoolclient.Pool{
		Tier:              p.settings.UserPoolTier,
		Attributes:        []userpoolclient.Attribute{},
		IdentityProviders: []string{},
		Scopes:            []string{},
		AttributeMappings: []userpoolclient.AttributeMapping{},
	}
	for _, a := range p.settings.SchemaAttributes {
		in.Attributes = append(in.Attributes, userpoolclient.Attribute{
			Name: *a.Name, Required: aws.ToBool(a.Required), Mutable: aws.ToBool(a.Mutable),
		})
	}
	for name, i := range p.providers {
		in.IdentityProviders = append(in.IdentityProviders, name)
		for attribute := range i.AttributeMapping {
			in.AttributeMappings = append(in.AttributeMappings, userpoolclient.AttributeMapping{Provider: name, Attribute: attribute})
		}
	}
	for _, r := range p.servers {
		for _, scope := range r.Scopes {
			in.Scopes = append(in.Scopes, *r.Identifier+"/"+*scope.ScopeName)
		}
	}
	return in
}

// stored is what the service keeps of a request: no member of the request
// alone, an empty list not told from none.
func stored(c userpoolclient.Config) userpoolclient.Config {
	c.GenerateSecret = nil
	eachList(&c, sortedSet[string])
	if c.RefreshTokenValidity != nil && *c.RefreshTokenValidity == 0 {
		c.RefreshTokenValidity = nil
	}
	return c
}

// updated is what an update makes of a client: what it gives is replaced, what
// it leaves out is reset or kept, member by member, structures as wholes.
func (s *Service) updated(current, update userpoolclient.Config) userpoolclient.Config {
	from, to := reflect.ValueOf(&current).Elem(), reflect.ValueOf(&update).Elem()
	for _, f := range userpoolclient.Fields() {
		if f.Parent != "" || !s.keeps(f.Omission) {
			continue
		}
		if member := to.FieldByName(string(f.Name)); member.IsZero() {
			member.Set(from.FieldByName(string(f.Name)))
		}
	}
	return update
}

// keeps says that a member stays when an update leaves it out or, none being a
// member of the update, always.
func (s *Service) keeps(o userpoolclient.Omission) bool {
	switch o {
	case userpoolclient.OmissionNone, userpoolclient.OmissionKeeps:
		return true
	case userpoolclient.OmissionUndetermined:
		return s.omission == OmissionKeeps
	}
	return false
}

// answer is the client as the service shows it: the defaults that it shows, and
// lists in the order of the operation.
func (s *Service) answer(c *client, order func([]string) []string) *userpoolclient.Config {
	shown := c.config
	eachList(&shown, order)
	showDefaults(&shown)
	shown.TokenValidityUnits = or(shown.TokenValidityUnits, userpoolclient.TokenValidityUnits{})
	if a := shown.AnalyticsConfiguration; a != nil {
		filled := *a
		filled.UserDataShared = or(a.UserDataShared, false)
		if a.ApplicationArn != nil {
			filled.RoleArn = aws.String("arn:aws:iam::" + s.account + ":role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp")
		}
		shown.AnalyticsConfiguration = &filled
	}
	if r := shown.RefreshTokenRotation; r != nil && r.Feature == types.FeatureTypeDisabled {
		shown.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: r.Feature, RetryGracePeriodSeconds: or(r.RetryGracePeriodSeconds, 0)}
	}
	return &shown
}

// showDefaults fills in the defaults that the service shows. The answers of the
// API on record leave out empty lists; some of CloudFormation hold them.
func showDefaults(c *userpoolclient.Config) {
	members := reflect.ValueOf(c).Elem()
	for _, f := range userpoolclient.Fields() {
		if f.Parent != "" || !f.ShownByDescribe || f.Unordered {
			continue
		}
		if member := members.FieldByName(string(f.Name)); member.IsNil() {
			member.Set(reflect.New(member.Type().Elem()))
			member.Elem().Set(reflect.ValueOf(f.Default))
		}
	}
}

func or[T any](given *T, otherwise T) *T {
	if given != nil {
		return given
	}
	return &otherwise
}

// eachList replaces every list.
func eachList(c *userpoolclient.Config, by func([]string) []string) {
	c.ReadAttributes = by(c.ReadAttributes)
	c.WriteAttributes = by(c.WriteAttributes)
	c.SupportedIdentityProviders = by(c.SupportedIdentityProviders)
	c.CallbackURLs = by(c.CallbackURLs)
	c.LogoutURLs = by(c.LogoutURLs)
	c.AllowedOAuthScopes = by(c.AllowedOAuthScopes)
	c.ExplicitAuthFlows = convert[types.ExplicitAuthFlowsType](by(strs(c.ExplicitAuthFlows)))
	c.AllowedOAuthFlows = convert[types.OAuthFlowType](by(strs(c.AllowedOAuthFlows)))
}

func convert[S ~string](list []string) []S {
	if list == nil {
		return nil
	}
	out := make([]S, len(list))
	for i, s := range list {
		out[i] = S(s)
	}
	return out
}

// secret checks a member that the service does not print.
func (l *limits) secret(member string, value *string, most int, pattern *anchored) {
	var found limits
	found.text(member, value, true, most, pattern)
	for _, v := range found {
		if value != nil {
			v.value = ""
		}
		*l = append(*l, v)
	}
}
