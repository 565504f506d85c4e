package cognitotest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// seedFile is what Load reads.
type seedFile struct {
	UserPools []seedPool
}

type seedPool struct {
	ID                string          `json:"Id"`
	Settings          json.RawMessage `json:"UserPool"`
	ResourceServers   []json.RawMessage
	IdentityProviders []json.RawMessage
	UserPoolClients   []json.RawMessage
	User              *User
}

// Load creates the user pools of a JSON document, with what is in them:
//
//	{"UserPools": [{
//	  "Id": "us-east-1_a1B2c3D4e",
//	  "UserPool": {"PoolName": "shop", "UserPoolTier": "PLUS"},
//	  "ResourceServers": [{"Identifier": "api", "Name": "API",
//	    "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read"}]}],
//	  "IdentityProviders": [{"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": {}}],
//	  "UserPoolClients": [{"ClientId": "4f0example", "ClientName": "web"}],
//	  "User": {"Sub": "5c1fexample", "Username": "ann", "Attributes": {"email": "ann@shop.example"}}
//	}]}
//
// UserPool, ResourceServers and IdentityProviders hold the requests that create them,
// UserPoolClients what [userpoolclient.Parse] reads: a request or the output of a
// describe. User is the one who is signed in, see [Service.SignIn]. Id, ClientId and
// ClientSecret are kept where they are set. Everything is checked as the requests are;
// an unknown key and a rejection are errors that name the place. What stands before it
// stays.
func (s *Service) Load(data []byte) error {
	var file seedFile
	r := json.NewDecoder(bytes.NewReader(data))
	r.DisallowUnknownFields()
	if err := r.Decode(&file); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if r.More() {
		return fmt.Errorf("seed: text follows the document")
	}
	for i, p := range file.UserPools {
		if err := s.loadPool(p); err != nil {
			return fmt.Errorf("seed: UserPools[%d].%w", i, err)
		}
	}
	return nil
}

func (s *Service) loadPool(p seedPool) error {
	in := new(cip.CreateUserPoolInput)
	if err := decodeSeed(p.Settings, in); err != nil {
		return fmt.Errorf("UserPool: %w", err)
	}
	out, err := s.addPool(in, p.ID)
	if err != nil {
		return fmt.Errorf("UserPool: %w", err)
	}
	id := out.UserPool.Id
	for i, data := range p.ResourceServers {
		in := new(cip.CreateResourceServerInput)
		err := decodeSeed(data, in)
		if err == nil {
			in.UserPoolId = id
			_, err = s.createResourceServer(nil, in)
		}
		if err != nil {
			return fmt.Errorf("ResourceServers[%d]: %w", i, err)
		}
	}
	for i, data := range p.IdentityProviders {
		in := new(cip.CreateIdentityProviderInput)
		err := decodeSeed(data, in)
		if err == nil {
			in.UserPoolId = id
			_, err = s.createIdentityProvider(nil, in)
		}
		if err != nil {
			return fmt.Errorf("IdentityProviders[%d]: %w", i, err)
		}
	}
	for i, data := range p.UserPoolClients {
		c, err := userpoolclient.Parse(data)
		if err == nil {
			c.UserPoolId = id
			_, err = s.addClient(c, aws.ToString(c.ClientId))
		}
		if err != nil {
			return fmt.Errorf("UserPoolClients[%d]: %w", i, err)
		}
	}
	if p.User == nil {
		return nil
	}
	if err := s.SignIn(*id, *p.User); err != nil {
		return fmt.Errorf("User: %w", err)
	}
	return nil
}

// decodeSeed reads a request; a key that it does not have is an error.
func decodeSeed(data []byte, to any) error {
	d := decoder{strict: true}
	return d.decode(data, to)
}
