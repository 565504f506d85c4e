package audit

import (
	"context"
	"errors"
	"sync"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

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
	r.missing(ctx, pools)
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
