package audit

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/internal/pages"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// pool is a user pool on its way through a run.
type pool struct {
	target *Target
	others []*Target // that may have it where the target does not: somebody named the pool, and not its account
	Pool
	tasks []*task
	done  bool // its clients are listed, or it is noted why they are not
	gone  bool // there is no such pool
}

// pools lists the user pools of all targets, each once.
func (r *run) pools(ctx context.Context) []*pool {
	lists := make([][]*pool, len(r.Targets))
	r.each(ctx, len(r.Targets), func(i int) {
		t := &r.Targets[i]
		if len(r.Pools) > 0 {
			lists[i] = r.named(t)
			return
		}
		lists[i] = r.listPools(ctx, t)
	})
	seen := make(map[string]*pool)
	return slices.DeleteFunc(slices.Concat(lists...), func(p *pool) bool {
		key := p.target.Account + "\x00" + p.ID
		if first := seen[key]; first != nil {
			first.others = append(first.others, p.target)
			return true
		}
		seen[key] = p
		return false
	})
}

// named are the pools that the options name, as far as they are of a target.
func (r *run) named(t *Target) []*pool {
	var all []*pool
	for _, id := range r.Options.Pools {
		if RegionOf(id) == t.Region || RegionOf(id) == "" {
			all = append(all, newPool(t, id, ""))
		}
	}
	return all
}

func newPool(t *Target, id, name string) *pool {
	return &pool{target: t, Pool: Pool{Account: t.Account, Region: cmp.Or(RegionOf(id), t.Region), ID: id, Name: name}}
}

// The largest pages that the service serves.
const (
	poolsPage   = 60
	clientsPage = 60
)

func (r *run) listPools(ctx context.Context, t *Target) []*pool {
	var all []*pool
	var watch pages.Watch
	list := cip.NewListUserPoolsPaginator(t.API, &cip.ListUserPoolsInput{MaxResults: aws.Int32(poolsPage)})
	for list.HasMorePages() {
		page, err := list.NextPage(ctx, r.limits.of(t, ""))
		switch {
		case err != nil && t.MayLack && hasNoAddress(err):
			r.passOver(t.Region)
			return nil
		case err != nil:
			r.cannotRead(ctx, Unread{Account: t.Account, Region: t.Region, Operation: "ListUserPools"}, err)
			return all
		}
		for _, p := range page.UserPools {
			all = append(all, newPool(t, aws.ToString(p.Id), aws.ToString(p.Name)))
		}
		if err := watch.Turn(page.NextToken, len(page.UserPools)); err != nil {
			r.cannotRead(ctx, Unread{Account: t.Account, Region: t.Region, Operation: "ListUserPools"}, err)
			return all
		}
	}
	return all
}

// openPool opens a pool where it is.
func (r *run) openPool(ctx context.Context, p *pool) {
	r.openHere(ctx, p)
	for _, other := range p.others {
		if !p.gone {
			return
		}
		p.target, p.gone = other, false
		r.openHere(ctx, p)
	}
}

// openHere reads what the rules need of a pool and lists its clients.
func (r *run) openHere(ctx context.Context, p *pool) {
	if !r.describePool(ctx, p) {
		return
	}
	var watch pages.Watch
	list := cip.NewListUserPoolClientsPaginator(p.target.API,
		&cip.ListUserPoolClientsInput{UserPoolId: &p.ID, MaxResults: aws.Int32(clientsPage)})
	for list.HasMorePages() {
		page, err := list.NextPage(ctx, r.limits.of(p.target, p.ID))
		if err != nil {
			p.gone = isGone(err)
			p.done = p.gone || r.cannotRead(ctx, p.unread("", "ListUserPoolClients"), err)
			return
		}
		for _, c := range page.UserPoolClients {
			p.tasks = append(p.tasks, &task{pool: p, id: aws.ToString(c.ClientId), name: aws.ToString(c.ClientName)})
		}
		r.tell(func(now *Progress) { now.Total += len(page.UserPoolClients) })
		if err := watch.Turn(page.NextToken, len(page.UserPoolClients)); err != nil {
			r.cannotRead(ctx, p.unread("", "ListUserPoolClients"), err)
			break
		}
	}
	p.done = true
	r.record(Record{Kind: KindPool, Pool: &p.Pool})
	r.tell(func(now *Progress) { now.Pools++ })
}

// describePool fills in what a pool has and reports whether to go on with it.
func (r *run) describePool(ctx context.Context, p *pool) bool {
	if known := r.Journal.pool(p.ID); known != nil {
		name := p.Name
		p.Pool = *known
		if name != "" {
			p.Name = name
		}
		return true
	}
	api := &describer{API: p.target.API, limit: r.limits.of(p.target, p.ID)}
	has, err := sdk.LoadPool(ctx, api, p.ID)
	p.Has = has
	if described := api.pool; described != nil {
		p.Name = aws.ToString(described.Name)
		p.Account = cmp.Or(p.Account, accountOf(aws.ToString(described.Arn)))
	}
	if err == nil {
		r.partOfPool(ctx, p, api)
	}
	switch {
	case isGone(err): // deleted since it was listed, or of another account
		p.gone = true
		return false
	case err != nil:
		r.cannotRead(ctx, p.unread("", "DescribeUserPool"), err)
	}
	return true
}

// errNoPool says that nobody has a user pool.
var errNoPool = errors.New("there is no such user pool in the accounts and Regions that are read")

// missing notes the named pools that no target has.
func (r *run) missing(ctx context.Context, pools []*pool) {
	for _, id := range r.Options.Pools {
		if !slices.ContainsFunc(pools, func(p *pool) bool { return p.ID == id && !p.gone }) {
			r.cannotRead(ctx, Unread{Region: RegionOf(id), PoolID: id, Operation: "DescribeUserPool"}, errNoPool)
		}
	}
}

// partOfPool notes which lists of a pool could not be read: they are not known, and
// the rest is.
func (r *run) partOfPool(ctx context.Context, p *pool, api *describer) {
	if api.providers != nil {
		p.Has.IdentityProviders = nil
		r.cannotRead(ctx, p.unread("", "ListIdentityProviders"), api.providers)
	}
	if api.servers != nil {
		p.Has.Scopes = nil
		r.cannotRead(ctx, p.unread("", "ListResourceServers"), api.servers)
	}
}

// describer passes the calls of sdk.LoadPool on, at the rate of the run, and keeps
// what it does not return. A list that cannot be read is left out, so that it does
// not take the rest with it.
type describer struct {
	API
	limit              func(*cip.Options)
	pool               *types.UserPoolType
	providers, servers error // why the list could not be read

	providerPages, serverPages pages.Watch
}

func (d *describer) DescribeUserPool(
	ctx context.Context, in *cip.DescribeUserPoolInput, options ...func(*cip.Options),
) (*cip.DescribeUserPoolOutput, error) {
	out, err := d.API.DescribeUserPool(ctx, in, append(options, d.limit)...)
	if err == nil {
		d.pool = out.UserPool
	}
	return out, err
}

func (d *describer) ListIdentityProviders(
	ctx context.Context, in *cip.ListIdentityProvidersInput, options ...func(*cip.Options),
) (*cip.ListIdentityProvidersOutput, error) {
	out, err := d.API.ListIdentityProviders(ctx, in, append(options, d.limit)...)
	if err == nil {
		err = d.providerPages.Turn(out.NextToken, len(out.Providers))
	}
	if err != nil {
		d.providers = err
		return &cip.ListIdentityProvidersOutput{}, nil
	}
	return out, nil
}

func (d *describer) ListResourceServers(
	ctx context.Context, in *cip.ListResourceServersInput, options ...func(*cip.Options),
) (*cip.ListResourceServersOutput, error) {
	out, err := d.API.ListResourceServers(ctx, in, append(options, d.limit)...)
	if err == nil {
		err = d.serverPages.Turn(out.NextToken, len(out.ResourceServers))
	}
	if err != nil {
		d.servers = err
		return &cip.ListResourceServersOutput{}, nil
	}
	return out, nil
}
