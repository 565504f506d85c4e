package audit

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/sdk"
)

// API is what an audit calls; *cognitoidentityprovider.Client has it.
type API interface {
	sdk.PoolAPI
	ListUserPools(context.Context, *cip.ListUserPoolsInput, ...func(*cip.Options)) (*cip.ListUserPoolsOutput, error)
	ListUserPoolClients(
		context.Context, *cip.ListUserPoolClientsInput, ...func(*cip.Options),
	) (*cip.ListUserPoolClientsOutput, error)
	DescribeUserPoolClient(
		context.Context, *cip.DescribeUserPoolClientInput, ...func(*cip.Options),
	) (*cip.DescribeUserPoolClientOutput, error)
}

// A Target is one Region of one account.
type Target struct {
	Account string // "" where it is not known before a user pool is read
	Region  string
	API     API

	// MayLack says that the Region was not named by anybody: one in which Cognito
	// has no address is then passed over.
	MayLack bool
}

// The defaults of Options. The quota of UserPoolClientRead is 15 requests a
// second; what an audit leaves of a pool's share is for others.
const (
	DefaultRate        = 15
	DefaultPoolRate    = 5
	DefaultConcurrency = 16
)

// Options says what to read and how fast.
type Options struct {
	Targets []Target
	Pools   []string // IDs: read these alone, without listing pools; none: all

	Rate        float64 // attempts a second for each target; 0: DefaultRate
	PoolRate    float64 // attempts a second for each user pool; 0: DefaultPoolRate
	Concurrency int     // calls at a time; 0: DefaultConcurrency

	Journal  *Journal           // what an earlier run has read; nil: nothing
	Record   func(Record) error // is handed what is read as it comes, one at a time; may be nil
	Progress func(Progress)     // is told how far the run is, one at a time; may be nil
	Now      func() time.Time   // the clock of Client.ReadAt; nil: time.Now
}

// Progress is how far a run is.
type Progress struct {
	Pools, Clients int  // that are read
	Total          int  // clients that are listed
	Listed         bool // Total is final
	Unread         int
}

// Run reads the app clients. Its error is that of Options.Record; whatever cannot
// be read is in the inventory. When ctx ends, Run returns what it has.
func Run(ctx context.Context, o Options) (*Inventory, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &run{Options: o, cancel: cancel, limits: newLimits(o.Rate, o.PoolRate)}
	if r.Concurrency <= 0 {
		r.Concurrency = DefaultConcurrency
	}
	if r.Now == nil {
		r.Now = time.Now
	}
	pools := r.pools(ctx)
	r.each(ctx, len(pools), func(i int) { r.openPool(ctx, pools[i]) })
	tasks := interleaved(pools)
	r.listed(len(tasks))
	r.each(ctx, len(tasks), func(i int) { r.readClient(ctx, tasks[i]) })
	return r.inventory(ctx, pools, tasks)
}

// A run is one call of Run.
type run struct {
	Options
	limits *limits
	cancel context.CancelCauseFunc

	mu         sync.Mutex // guards what follows, and the calls of Record and Progress
	unread     []Unread
	passedOver []string
	progress   Progress
	failed     error
}

// task is one client that is to be read.
type task struct {
	pool     *pool
	id, name string
	client   *Client // nil: not read
	done     bool    // read, found gone or noted as unread
}

// pool is a user pool on its way through a run.
type pool struct {
	target *Target
	Pool
	tasks []*task
	done  bool // its clients are listed, or it is noted why they are not
	gone  bool // there is no such pool
}

// each calls f for 0 to n-1, a few at a time, until the context ends.
func (r *run) each(ctx context.Context, n int, f func(i int)) {
	var wg sync.WaitGroup
	defer wg.Wait()
	next := make(chan int)
	defer close(next)
	for range min(r.Concurrency, n) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return
		}
	}
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
	seen := make(map[string]bool)
	return slices.DeleteFunc(slices.Concat(lists...), func(p *pool) bool {
		twice := seen[p.target.Account+"\x00"+p.ID]
		seen[p.target.Account+"\x00"+p.ID] = true
		return twice
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
	pages := cip.NewListUserPoolsPaginator(t.API, &cip.ListUserPoolsInput{MaxResults: aws.Int32(poolsPage)},
		func(o *cip.ListUserPoolsPaginatorOptions) { o.StopOnDuplicateToken = true })
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx, r.limits.of(t, ""))
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
	}
	return all
}

// openPool reads what the rules need of a pool and lists its clients.
func (r *run) openPool(ctx context.Context, p *pool) {
	if !r.describePool(ctx, p) {
		return
	}
	pages := cip.NewListUserPoolClientsPaginator(p.target.API,
		&cip.ListUserPoolClientsInput{UserPoolId: &p.ID, MaxResults: aws.Int32(clientsPage)},
		func(o *cip.ListUserPoolClientsPaginatorOptions) { o.StopOnDuplicateToken = true })
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx, r.limits.of(p.target, p.ID))
		if err != nil {
			p.gone = isGone(err)
			p.done = p.gone || r.cannotRead(ctx, p.unread("", "ListUserPoolClients"), err)
			return
		}
		for _, c := range page.UserPoolClients {
			p.tasks = append(p.tasks, &task{pool: p, id: aws.ToString(c.ClientId), name: aws.ToString(c.ClientName)})
		}
		r.tell(func(now *Progress) { now.Total += len(page.UserPoolClients) })
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
	case err == nil:
	case isGone(err) && len(r.Pools) == 0:
		p.gone = true // deleted since it was listed
		return false
	default:
		r.cannotRead(ctx, p.unread("", "DescribeUserPool"), err)
		p.gone = isGone(err)
		return !p.gone
	}
	return true
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
	if err != nil {
		d.servers = err
		return &cip.ListResourceServersOutput{}, nil
	}
	return out, nil
}

// interleaved are the clients of all pools, the first of each, the second of each
// and so on, so that a large pool and its own rate hold nobody up.
func interleaved(pools []*pool) []*task {
	var all []*task
	for i, more := 0, true; more; i++ {
		more = false
		for _, p := range pools {
			if i < len(p.tasks) {
				all = append(all, p.tasks[i])
				more = true
			}
		}
	}
	return all
}

func (r *run) readClient(ctx context.Context, t *task) {
	p := t.pool
	if known := r.Journal.client(p.ID, t.id); known != nil {
		c := *known
		c.pool, c.Account, c.Region = &p.Pool, p.Account, p.Region
		r.finish(t, &c)
		return
	}
	out, err := p.target.API.DescribeUserPoolClient(ctx,
		&cip.DescribeUserPoolClientInput{UserPoolId: &p.ID, ClientId: &t.id}, r.limits.of(p.target, p.ID))
	switch {
	case err != nil && isGone(err):
		t.done = true // deleted since it was listed
	case err == nil && out.UserPoolClient == nil:
		err = errors.New("the response holds no app client")
		fallthrough
	case err != nil:
		t.done = r.cannotRead(ctx, p.unread(t.id, "DescribeUserPoolClient"), err)
	default:
		r.finish(t, newClient(&p.Pool, out.UserPoolClient, r.Now()))
	}
}

// finish notes a client that is read.
func (r *run) finish(t *task, c *Client) {
	t.client, t.done = c, true
	r.record(Record{Kind: KindClient, Client: c})
	r.tell(func(now *Progress) { now.Clients++ })
}

// listed notes how many clients there are.
func (r *run) listed(n int) {
	r.tell(func(now *Progress) { now.Total, now.Listed = n, true })
}

// tell changes the progress and tells of it.
func (r *run) tell(change func(*Progress)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.progress)
	if r.Progress != nil {
		r.Progress(r.progress)
	}
}

// record hands something on. A failure ends the run.
func (r *run) record(record Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.recordLocked(record)
}

func (r *run) recordLocked(record Record) {
	if r.Record == nil || r.failed != nil {
		return
	}
	if err := r.Record(record); err != nil {
		r.failed = err
		r.cancel(err)
	}
}

// cannotRead notes what could not be read, and reports whether it did: after the
// end of the context nothing can be read, which says nothing of the account.
func (r *run) cannotRead(ctx context.Context, u Unread, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	u.Code, u.Reason = describe(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unread = append(r.unread, u)
	r.progress.Unread++
	r.recordLocked(Record{Kind: KindUnread, Unread: &u})
	return true
}

func (r *run) passOver(region string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passedOver = append(r.passedOver, region)
}

// inventory puts what was read into its order.
func (r *run) inventory(ctx context.Context, pools []*pool, tasks []*task) (*Inventory, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	in := &Inventory{Unread: r.unread, PassedOver: r.passedOver, Partial: ctx.Err() != nil}
	for _, p := range pools {
		switch {
		case p.gone:
		case p.done:
			in.Pools = append(in.Pools, &p.Pool)
		default:
			in.PoolsLeft++
		}
	}
	for _, t := range tasks {
		switch {
		case t.client != nil:
			in.Clients = append(in.Clients, t.client)
		case !t.done:
			in.ClientsLeft++
		}
	}
	in.sort()
	end := Record{Kind: KindEnd, End: &End{
		Complete: !in.Partial && len(in.Unread) == 0, Pools: len(in.Pools), Clients: len(in.Clients),
		Unread: len(in.Unread), ClientsLeft: in.ClientsLeft,
	}}
	r.record(end)
	return in, r.failed
}
