package sdk

import (
	"context"
	"sync"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// CachePools returns a function for GuardOptions.Pool that loads each user pool
// by LoadPool and keeps it for some time. A request that a rule about the pool
// would reject is judged by the pool as it is then: the guard has it loaded again.
// It is safe for concurrent use; calls for one pool load it once. What it returns
// must not be changed.
func CachePools(
	api PoolAPI, keep time.Duration,
) func(ctx context.Context, userPoolID string) (*userpoolclient.Pool, error) {
	return (&poolCache{api: api, keep: keep}).pool
}

type poolCache struct {
	api     PoolAPI
	keep    time.Duration
	loading locks

	mu   sync.Mutex
	byID map[string]cachedPool
}

type cachedPool struct {
	pool *userpoolclient.Pool
	at   time.Time
}

type uncached struct{}

// withoutCache asks for what was loaded after now.
func withoutCache(ctx context.Context) context.Context {
	return context.WithValue(ctx, uncached{}, time.Now())
}

func (c *poolCache) pool(ctx context.Context, id string) (*userpoolclient.Pool, error) {
	after, _ := ctx.Value(uncached{}).(time.Time)
	hold, err := c.loading.lock(ctx, id)
	if err != nil {
		return nil, err
	}
	defer hold.release()
	if pool := c.cached(id, after); pool != nil {
		return pool, nil
	}
	at := time.Now()
	pool, err := LoadPool(ctx, c.api, id)
	if err != nil {
		return nil, err
	}
	c.store(id, cachedPool{pool, at})
	return pool, nil
}

func (c *poolCache) cached(id string, after time.Time) *userpoolclient.Pool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.byID[id]; p.pool != nil && time.Since(p.at) < c.keep && p.at.After(after) {
		return p.pool
	}
	return nil
}

// store keeps a pool and forgets those whose time is over.
func (c *poolCache) store(id string, p cachedPool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = make(map[string]cachedPool)
	}
	for other, old := range c.byID {
		if time.Since(old.at) >= c.keep {
			delete(c.byID, other)
		}
	}
	c.byID[id] = p
}
