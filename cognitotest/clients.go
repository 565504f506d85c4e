package cognitotest

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// A client is an app client as it is stored: what was set, lists as sets.
type client struct {
	made     int64
	config   userpoolclient.Config
	secrets  []clientSecret
	inFlight bool // an update of it is being processed
}

var clientIDPattern = pattern(`[\w+]+`) // of secrets too

func (l *limits) clientID(id *string) { l.hidden("clientId", id, true, 1, 128) }

func (l *limits) clientSecret(member string, secret *string, required bool) {
	l.hidden(member, secret, required, 24, 64)
}

// hidden checks a client ID or secret, which the service does not print.
func (l *limits) hidden(member string, value *string, required bool, least, most int) {
	var found limits
	found.bounded(member, value, required, least, most, clientIDPattern)
	for _, v := range found {
		if value != nil {
			v.value = ""
		}
		*l = append(*l, v)
	}
}

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

// clientAnywhere returns an app client and the ID of its pool. The service gives
// no two clients one ID; a seed can, and then the first pool counts. The caller holds
// the lock.
func (s *Service) clientAnywhere(clientID string) (poolID string, c *client, err error) {
	for _, id := range slices.Sorted(maps.Keys(s.pools)) {
		if c, ok := s.pools[id].clients[clientID]; ok {
			return id, c, nil
		}
	}
	return "", nil, clientNotFound(clientID)
}

func (s *Service) createClient(_ *request, in *createClientRequest) (*clientOutput, error) {
	return s.addClient(in.config, "")
}

// addClient creates an app client of that ID, a new one when there is none.
func (s *Service) addClient(in *userpoolclient.Config, id string) (*clientOutput, error) {
	context := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	if err := rejectLimits(in, context); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.pool(*in.UserPoolId)
	if err != nil {
		return nil, err
	}
	context.Pool = p.context()
	if err := reject(in, context); err != nil {
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
	c := &client{made: s.next(), config: *in}
	normalize(&c.config)
	now := s.tick()
	c.config.ClientId, c.config.CreationDate, c.config.LastModifiedDate = &id, &now, &now
	if aws.ToBool(in.GenerateSecret) {
		secret := userpoolclient.NewSecret(s.ids.secret())
		c.config.ClientSecret = &secret
	}
	if c.config.ClientSecret != nil {
		c.addSecret(*c.config.ClientSecret, now)
	}
	p.clients[id] = c
	return &clientOutput{s.answer(c, hashOrder)}, nil
}

// clientRequest names an app client.
type clientRequest struct {
	UserPoolId, ClientId *string
}

func (r *clientRequest) check() error {
	var l limits
	l.poolID(r.UserPoolId)
	l.clientID(r.ClientId)
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
	return &clientOutput{s.answer(c, sortedSet)}, nil
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
	made := func(c *client) int64 { return c.made }
	page, token, err := pageOf(maps.Values(p.clients), made, in.MaxResults, in.NextToken)
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
func (s *Service) updateClient(r *request, request *updateClientRequest) (*clientOutput, error) {
	in := request.config
	context := userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	if err := rejectLimits(in, context); err != nil {
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
	context.Current = s.answer(c, sortedSet)
	if err := reject(in, context); err != nil {
		return nil, err
	}
	updated := userpoolclient.Apply(&c.config, in, s.omission)
	// Here it is decided what an omission does, so the client that results is
	// judged too: a number with the unit that it has or goes back to.
	context.Current = nil
	if err := reject(updated, context); err != nil {
		return nil, err
	}
	now := s.tick()
	c.config = *updated
	normalize(&c.config)
	c.config.LastModifiedDate = &now
	return &clientOutput{s.answer(c, hashOrder)}, nil
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
	if c.secrets != nil {
		return userpoolclient.SecretStatePresent
	}
	return userpoolclient.SecretStateAbsent
}

// reject returns how the service answers a request that breaks a rule, nil when
// it breaks none.
func reject(c *userpoolclient.Config, in userpoolclient.Context) error {
	r, rejected := Reject(c, in)
	if !rejected {
		return nil
	}
	return r.answer()
}

// rejectLimits does what reject does for limits of the API model, which the
// service checks before it looks anything up.
func rejectLimits(c *userpoolclient.Config, in userpoolclient.Context) error {
	r, rejected := Reject(c, in)
	if !rejected || !r.Limits {
		return nil
	}
	return r.answer()
}

func (r Rejection) answer() error {
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
			mapping := userpoolclient.AttributeMapping{Provider: name, Attribute: attribute}
			in.AttributeMappings = append(in.AttributeMappings, mapping)
		}
	}
	for _, r := range p.servers {
		for _, scope := range r.Scopes {
			in.Scopes = append(in.Scopes, *r.Identifier+"/"+*scope.ScopeName)
		}
	}
	return in
}

// normalize makes of a request what the service keeps: no member of the request
// alone, no empty list and no structure without a member told from none.
func normalize(c *userpoolclient.Config) {
	c.GenerateSecret = nil
	eachList(c, sortedSet)
	dropEmptyStructures(c)
	if aws.ToInt32(c.RefreshTokenValidity) == 0 {
		c.RefreshTokenValidity = nil // 0 stands for the default
	}
}

func dropEmptyStructures(c *userpoolclient.Config) {
	says := make(map[userpoolclient.Field]bool)
	for _, f := range fields() {
		if _, set := c.Get(f.Name); set {
			says[f.Parent] = true
		}
	}
	for f := range structures() {
		if !says[f] {
			unset(c, f)
		}
	}
}

// answer returns the client as the service shows it: with the defaults that it
// shows, and lists in the order of the operation.
func (s *Service) answer(c *client, order func([]string) []string) *userpoolclient.Config {
	shown := c.config
	eachList(&shown, order)
	if shown.TokenValidityUnits == nil {
		shown.TokenValidityUnits = new(userpoolclient.TokenValidityUnits)
	}
	if r := shown.RefreshTokenRotation; r != nil && r.Feature == types.FeatureTypeDisabled {
		showDefault(&shown, userpoolclient.FieldRefreshTokenRotationRetryGracePeriodSeconds, int32(0))
	}
	if a := shown.AnalyticsConfiguration; a != nil && a.ApplicationArn != nil {
		set(&shown, userpoolclient.FieldAnalyticsConfigurationRoleArn, serviceLinkedRole(s.account))
	}
	showDefaults(&shown)
	return &shown
}

func serviceLinkedRole(account string) string {
	return "arn:aws:iam::" + account +
		":role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"
}

// showDefaults fills in the defaults that the service shows, those of a
// structure only where there is one. The recorded answers of the API have no
// empty lists; some of CloudFormation's do.
func showDefaults(c *userpoolclient.Config) {
	for _, f := range fields() {
		if !f.ShownByDescribe || f.Unordered || f.Default == nil {
			continue
		}
		if _, around := c.Get(f.Parent); f.Parent == "" || around {
			showDefault(c, f.Name, f.Default)
		}
	}
}

// showDefault sets a field that is omitted.
func showDefault(c *userpoolclient.Config, f userpoolclient.Field, value any) {
	if _, is := c.Get(f); !is {
		set(c, f, value)
	}
}

// set sets a field to a value of its type, which cannot fail.
func set(c *userpoolclient.Config, f userpoolclient.Field, value any) { _ = c.Set(f, value) }

// unset makes a field omitted, which cannot fail.
func unset(c *userpoolclient.Config, f userpoolclient.Field) { _ = c.Set(f, nil) }

// eachList replaces every list.
func eachList(c *userpoolclient.Config, by func([]string) []string) {
	for _, f := range fields() {
		list, ok := c.Elements(f.Name)
		if !ok {
			continue
		}
		if list = by(list); list == nil {
			unset(c, f.Name)
			continue
		}
		set(c, f.Name, list)
	}
}
