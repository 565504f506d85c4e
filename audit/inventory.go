package audit

import (
	"cmp"
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// An Inventory is what a run has read.
type Inventory struct {
	Pools      []*Pool
	Clients    []*Client
	Unread     []Unread
	PassedOver []string // Regions in which Cognito has no address

	Partial                bool // the run was interrupted
	PoolsLeft, ClientsLeft int  // what is listed and not read since then
}

// Complete reports whether everything was read that was asked for.
func (in *Inventory) Complete() bool { return !in.Partial && len(in.Unread) == 0 }

// A Pool is a user pool and what it has.
type Pool struct {
	Account string               `json:"account,omitzero"`
	Region  string               `json:"region"`
	ID      string               `json:"id"`
	Name    string               `json:"name,omitzero"`
	Has     *userpoolclient.Pool `json:"has,omitzero"` // nil: it could not be read
}

// ARN returns the pool's ARN, as far as its account is known.
func (p *Pool) ARN() string {
	return arn.ARN{Partition: partitionOf(p.Region), Service: "cognito-idp", Region: p.Region, AccountID: p.Account,
		Resource: "userpool/" + p.ID}.String()
}

func (p *Pool) unread(client, operation string) Unread {
	return Unread{Account: p.Account, Region: p.Region, PoolID: p.ID, ClientID: client, Operation: operation}
}

// A Client is an app client as DescribeUserPoolClient shows it, without its
// secret.
type Client struct {
	Account string
	Region  string
	PoolID  string
	ID      string
	Name    string
	Secret  userpoolclient.SecretState
	Config  *userpoolclient.Config
	ReadAt  time.Time

	pool *Pool
}

func newClient(p *Pool, described *types.UserPoolClientType, now time.Time) *Client {
	c := &Client{
		Account: p.Account, Region: p.Region, PoolID: p.ID, ReadAt: now.UTC().Truncate(time.Second),
		Secret: userpoolclient.SecretStateAbsent, pool: p,
	}
	shown := *described
	if shown.ClientSecret != nil {
		c.Secret = userpoolclient.SecretStatePresent
		shown.ClientSecret = nil
	}
	c.Config = sdk.FromClient(shown)
	c.ID, c.Name = text(c.Config.ClientId), text(c.Config.ClientName)
	return c
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Pool returns the user pool of the client.
func (c *Client) Pool() *Pool { return c.pool }

// PoolARN returns the ARN of the client's user pool.
func (c *Client) PoolARN() string { return c.pool.ARN() }

// Context returns what is known beside the configuration. The operation is not
// known: a live client is no request.
func (c *Client) Context() userpoolclient.Context {
	return userpoolclient.Context{Secret: c.Secret, Pool: c.pool.Has}
}

// Findings returns what every rule finds in the client.
func (c *Client) Findings() []userpoolclient.Finding {
	return userpoolclient.Check(c.Config, c.Context())
}

// Settings returns the effective settings of the client.
func (c *Client) Settings() []userpoolclient.Setting {
	return userpoolclient.Resolve(c.Config, c.Context())
}

// Unread is something that could not be read.
type Unread struct {
	Account   string `json:"account,omitzero"`
	Region    string `json:"region"`
	PoolID    string `json:"userPoolId,omitzero"`
	ClientID  string `json:"clientId,omitzero"`
	Operation string `json:"operation"`
	Code      string `json:"code,omitzero"` // the exception: "AccessDeniedException"
	Reason    string `json:"reason"`
}

// sort puts everything into an order that does not depend on how the run went.
func (in *Inventory) sort() {
	slices.SortFunc(in.Pools, func(a, b *Pool) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(in.Clients, func(a, b *Client) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.PoolID, b.PoolID),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(in.Unread, func(a, b Unread) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.PoolID, b.PoolID),
			cmp.Compare(a.ClientID, b.ClientID), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Reason, b.Reason))
	})
	slices.Sort(in.PassedOver)
}

// describe returns the exception of an error, "" where it is none, and what it
// says without the layers of the SDK around it.
func describe(err error) (code, reason string) {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode(), api.ErrorMessage()
	}
	var request *url.Error
	if errors.As(err, &request) {
		return "", request.Err.Error()
	}
	return "", err.Error()
}

// isGone reports whether an error says that what was asked for does not exist.
func isGone(err error) bool {
	var gone *types.ResourceNotFoundException
	return errors.As(err, &gone)
}

// hasNoAddress reports whether an error says that a name of a host does not exist.
func hasNoAddress(err error) bool {
	var lookup *net.DNSError
	return errors.As(err, &lookup) && lookup.IsNotFound
}

// RegionOf returns the Region of a user pool, with which its ID begins; "" where
// it begins with none.
func RegionOf(poolID string) string {
	region, _, ok := strings.Cut(poolID, "_")
	if !ok || strings.Count(region, "-") < 2 {
		return ""
	}
	return region
}

func accountOf(text string) string {
	a, err := arn.Parse(text)
	if err != nil {
		return ""
	}
	return a.AccountID
}

// partitionOf is the partition of a Region.
func partitionOf(region string) string {
	for prefix, partition := range map[string]string{"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc"} {
		if strings.HasPrefix(region, prefix) {
			return partition
		}
	}
	return "aws"
}
