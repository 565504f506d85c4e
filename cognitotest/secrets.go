package cognitotest

import (
	"slices"
	"strconv"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// maxSecrets is how many secrets an app client has at most, so that one can take
// the place of the other without a pause.
const maxSecrets = 2

// A clientSecret is one of the secrets of an app client.
type clientSecret struct {
	id      string // "<client ID>--<seconds since 1970>"
	value   userpoolclient.Secret
	created time.Time
}

// addSecret adds a secret and returns it. Two of one second would have the same
// ID; the later one then counts as of the next second.
func (c *client) addSecret(value userpoolclient.Secret, now time.Time) clientSecret {
	second := now.Unix()
	id := func() string { return *c.config.ClientId + "--" + strconv.FormatInt(second, 10) }
	for slices.ContainsFunc(c.secrets, func(s clientSecret) bool { return s.id == id() }) {
		second++
	}
	secret := clientSecret{id(), value, now}
	c.secrets = append(slices.Clip(c.secrets), secret)
	return secret
}

// descriptor returns what the service says of a secret: not its value.
func (s clientSecret) descriptor() types.ClientSecretDescriptorType {
	return types.ClientSecretDescriptorType{ClientSecretId: &s.id, ClientSecretCreateDate: &s.created}
}

// openClient does what open does, for an operation on an app client.
func (s *Service) openClient(l limits, poolID, clientID *string) (c *client, unlock func(), err error) {
	p, unlock, err := s.open(l, poolID)
	if err != nil {
		return nil, nil, err
	}
	c, ok := p.clients[*clientID]
	if !ok {
		unlock()
		return nil, nil, clientNotFound(*clientID)
	}
	return c, unlock, nil
}

func (s *Service) addClientSecret(
	_ *request, in *cip.AddUserPoolClientSecretInput,
) (*cip.AddUserPoolClientSecretOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.clientID(in.ClientId)
	l.clientSecret("clientSecret", in.ClientSecret, false)
	c, unlock, err := s.openClient(l, in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	switch len(c.secrets) {
	case 0:
		return nil, &apiError{code: invalidParameter, message: own + "the client has no secret to add another one to"}
	case maxSecrets:
		return nil, tooMany("secrets of the app client", maxSecrets)
	}
	now := s.tick()
	if in.ClientSecret != nil {
		d := c.addSecret(userpoolclient.NewSecret(*in.ClientSecret), now).descriptor()
		return &cip.AddUserPoolClientSecretOutput{ClientSecretDescriptor: &d}, nil
	}
	value := s.ids.secret()
	d := c.addSecret(userpoolclient.NewSecret(value), now).descriptor()
	d.ClientSecretValue = &value // the one time that it is shown
	return &cip.AddUserPoolClientSecretOutput{ClientSecretDescriptor: &d}, nil
}

func (s *Service) listClientSecrets(
	_ *request, in *cip.ListUserPoolClientSecretsInput,
) (*cip.ListUserPoolClientSecretsOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.clientID(in.ClientId)
	c, unlock, err := s.openClient(l, in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	out := &cip.ListUserPoolClientSecretsOutput{ClientSecrets: []types.ClientSecretDescriptorType{}}
	for _, secret := range c.secrets {
		out.ClientSecrets = append(out.ClientSecrets, secret.descriptor())
	}
	return out, nil
}

// deleteClientSecret deletes one of two secrets. Describe shows the secret with
// which the client was created, and none once that one is gone.
func (s *Service) deleteClientSecret(
	_ *request, in *cip.DeleteUserPoolClientSecretInput,
) (*cip.DeleteUserPoolClientSecretOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.clientID(in.ClientId)
	l.text("clientSecretId", in.ClientSecretId, true, 128, nil)
	c, unlock, err := s.openClient(l, in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	i := slices.IndexFunc(c.secrets, func(s clientSecret) bool { return s.id == *in.ClientSecretId })
	switch {
	case i < 0:
		return nil, &apiError{code: resourceNotFound, message: own + "the client has no secret " + *in.ClientSecretId}
	case len(c.secrets) == 1:
		return nil, &apiError{code: invalidParameter, message: own + "the last secret of a client cannot be deleted"}
	}
	if shown := c.config.ClientSecret; shown != nil && shown.Equal(c.secrets[i].value) {
		c.config.ClientSecret = nil
	}
	c.secrets = slices.Delete(slices.Clone(c.secrets), i, i+1)
	return &cip.DeleteUserPoolClientSecretOutput{}, nil
}
