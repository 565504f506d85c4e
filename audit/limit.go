package audit

import (
	"context"
	"sync"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"
)

// limits are the token buckets of a run: one for each target, one for each user
// pool. They hold one token, so that nothing comes in bursts.
type limits struct {
	target, pool rate.Limit

	mu      sync.Mutex
	targets map[*Target]*rate.Limiter
	pools   map[string]*rate.Limiter
}

func newLimits(target, pool float64) *limits {
	if !(target > 0) { // NaN too, with which nothing would wait
		target = DefaultRate
	}
	if !(pool > 0) {
		pool = DefaultPoolRate
	}
	return &limits{
		target: rate.Limit(target), pool: rate.Limit(pool),
		targets: make(map[*Target]*rate.Limiter), pools: make(map[string]*rate.Limiter),
	}
}

// of returns the option that makes each attempt of a call wait for its turn; the
// pool is "" for calls that are about none.
func (l *limits) of(t *Target, pool string) func(*cip.Options) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.targets[t] == nil {
		l.targets[t] = rate.NewLimiter(l.target, 1)
	}
	waits := []*rate.Limiter{l.targets[t]}
	if pool != "" {
		if l.pools[pool] == nil {
			l.pools[pool] = rate.NewLimiter(l.pool, 1)
		}
		waits = []*rate.Limiter{l.pools[pool], l.targets[t]} // who waits for a pool takes nothing from the others
	}
	return func(o *cip.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Finalize.Insert(turn(waits), "Retry", middleware.After)
		})
	}
}

// turn stands behind the retries of the SDK, so that an attempt after a failure
// waits like the first.
func turn(waits []*rate.Limiter) middleware.FinalizeMiddleware {
	return middleware.FinalizeMiddlewareFunc("AuditRate", func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		for _, l := range waits {
			if err := l.Wait(ctx); err != nil {
				return middleware.FinalizeOutput{}, middleware.Metadata{}, err
			}
		}
		return next.HandleFinalize(ctx, in)
	})
}
