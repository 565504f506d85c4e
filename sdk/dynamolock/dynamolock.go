// Package dynamolock is a lock for sdk.Update between processes anywhere that
// share a DynamoDB table: an item for each app client, written under conditions.
//
//	locker := dynamolock.New(dynamodb.NewFromConfig(cfg), dynamolock.Options{Table: "userpoolclient-locks"})
//	sdk.UpdateRequest{Lock: locker.Lock, …}
//
// # The table
//
// Its partition key is the string Key, it has no sort key, and nothing but locks is
// in it:
//
//	aws dynamodb create-table --table-name userpoolclient-locks --billing-mode PAY_PER_REQUEST \
//	    --attribute-definitions AttributeName=Key,AttributeType=S \
//	    --key-schema AttributeName=Key,KeyType=HASH
//
// A writer needs dynamodb:GetItem and dynamodb:UpdateItem. Items stay: each has the
// fencing number of its lock, which must not begin again. It must not be a global
// table, of which each Region accepts writes by itself.
//
// # The lease
//
// The holder writes a new Beat into its item three times in each Options.Lease.
// Whoever waits looks at the item, and takes the lock where the Beat has stood
// still for a whole lease by its own clock: no two clocks are compared, so a wrong
// one does no harm. The lock of a process that was killed is therefore free to
// those who wait for it when its lease has ended, and to one that comes later at
// most a lease after it has come. A process that is suspended for longer than its
// lease cannot write its Beat any more when somebody else has taken the lock, and
// this it tries before it updates anything: its lease fails.
package dynamolock

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/userpoolclient/userpoolclient/sdk"
	"github.com/userpoolclient/userpoolclient/sdk/internal/clock"
)

// API is what a Locker calls; *dynamodb.Client has it.
type API interface {
	GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	UpdateItem(
		context.Context, *dynamodb.UpdateItemInput, ...func(*dynamodb.Options),
	) (*dynamodb.UpdateItemOutput, error)
}

// DefaultLease is how long a lock outlives its holder's last sign of life, unless
// Options.Lease says otherwise.
const DefaultLease = 30 * time.Second

// Options change a Locker.
type Options struct {
	Table string
	Lease time.Duration // 0 means DefaultLease; it must be longer than UpdateRequest.SettleTime
}

// A Locker locks items of one table.
type Locker struct {
	api   API
	table string
	lease time.Duration
}

// New returns a Locker for a table.
func New(api API, o Options) *Locker {
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	return &Locker{api, o.Table, o.Lease}
}

// The attributes of an item. Holder is missing where nobody holds the lock. Lease
// is the holder's, in milliseconds: others may have been made with another one.
const (
	attrKey    = "Key"
	attrHolder = "Holder"
	attrBeat   = "Beat"
	attrLease  = "Lease"
	attrFence  = "Fence"
)

// The pauses between two looks at a lock that somebody else holds.
const (
	longestPause = 500 * time.Millisecond
	looks        = 10 // in a lease, at least
)

// Lock returns once the lock is held; it is what UpdateRequest.Lock asks for. The
// lease is a *Lease.
func (l *Locker) Lock(ctx context.Context, key string) (sdk.Lease, error) {
	if l.api == nil || l.table == "" || key == "" {
		return nil, errors.New("a lock in DynamoDB must have an API, a Table and a key")
	}
	lease := &Lease{locker: l, key: key, holder: rand.Text()}
	var watched watch
	for {
		item, err := l.look(ctx, key)
		if err != nil {
			return nil, err
		}
		if watched.mayTake(item) {
			taken, err := lease.take(ctx, item)
			if err != nil {
				return nil, err
			}
			if taken {
				lease.live()
				return lease, nil
			}
		}
		if err := pause(ctx, min(l.lease/looks, longestPause)); err != nil {
			return nil, err
		}
	}
}

// An item is a lock as it stands.
type item struct {
	holder, beat string
	lease        time.Duration
	fence        int64
}

// look reads a lock. There need not be one yet.
func (l *Locker) look(ctx context.Context, key string) (item, error) {
	consistent := true
	out, err := l.api.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &l.table, Key: keyOf(key), ConsistentRead: &consistent,
	})
	if err != nil {
		return item{}, fmt.Errorf("read the lock in DynamoDB: %w", err)
	}
	return item{
		holder: text(out.Item[attrHolder]), beat: text(out.Item[attrBeat]),
		lease: time.Duration(number(out.Item[attrLease])) * time.Millisecond, fence: number(out.Item[attrFence]),
	}, nil
}

func keyOf(key string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{attrKey: &types.AttributeValueMemberS{Value: key}}
}

func text(v types.AttributeValue) string {
	s, ok := v.(*types.AttributeValueMemberS)
	if !ok {
		return ""
	}
	return s.Value
}

func number(v types.AttributeValue) int64 {
	s, ok := v.(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(s.Value, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// A watch is what somebody who waits has seen of the lock.
type watch struct {
	beat  string
	since time.Time // when that beat was first seen
}

// mayTake reports whether the lock is free, or its holder has given no sign of life
// for the whole of its lease.
func (w *watch) mayTake(is item) bool {
	if is.holder == "" {
		return true
	}
	now := time.Now()
	if w.since.IsZero() || w.beat != is.beat {
		w.beat, w.since = is.beat, now
	}
	return now.Sub(w.since) > is.lease
}

// Lease is a lock that is held by an item.
type Lease struct {
	locker *Locker
	key    string
	holder string // of this lease alone
	fence  int64
	stop   context.CancelFunc // ends the beats when it is released
	beats  sync.WaitGroup

	mu   sync.Mutex // one write after the other
	lost error      // once it is lost, it stays lost
}

// Fence returns a number that is higher than that of every earlier lease of the
// same key: what accepts it beside a write can reject the writes of former holders.
// Amazon Cognito accepts none.
func (l *Lease) Fence() int64 { return l.fence }

// take writes the lease over an item as it was seen. It reports whether the lease
// is there; somebody else may have been faster.
func (l *Lease) take(ctx context.Context, seen item) (bool, error) {
	l.fence = seen.fence + 1
	condition := "attribute_not_exists(#holder) AND (attribute_not_exists(#fence) OR #fence = :seen)"
	values := map[string]types.AttributeValue{
		":holder": textOf(l.holder), ":beat": textOf(rand.Text()), ":lease": numberOf(l.locker.lease.Milliseconds()),
		":seen": numberOf(seen.fence), ":fence": numberOf(l.fence),
	}
	if seen.holder != "" {
		condition = "#holder = :former AND #beat = :still AND #fence = :seen"
		values[":former"], values[":still"] = textOf(seen.holder), textOf(seen.beat)
	}
	const update = "SET #holder = :holder, #beat = :beat, #lease = :lease, #fence = :fence"
	err := l.write(ctx, update, condition, values, attrHolder, attrBeat, attrLease, attrFence)
	var changed *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return true, nil
	case !errors.As(err, &changed):
		l.free() // it may have been written
		return false, fmt.Errorf("write the lock into DynamoDB: %w", err)
	}
	// The SDK sends a request again whose answer was lost, and finds its own work.
	is, err := l.locker.look(ctx, l.key)
	return err == nil && is.holder == l.holder, err
}

func textOf(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func numberOf(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

// write changes the item where a condition holds. In both, #name stands for an
// attribute: some are words of DynamoDB's.
func (l *Lease) write(
	ctx context.Context, update, condition string, values map[string]types.AttributeValue, attributes ...string,
) error {
	names := make(map[string]string, len(attributes))
	for _, a := range attributes {
		names["#"+strings.ToLower(a)] = a
	}
	_, err := l.locker.api.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &l.locker.table, Key: keyOf(l.key),
		UpdateExpression: &update, ConditionExpression: &condition,
		ExpressionAttributeNames: names, ExpressionAttributeValues: values,
	})
	return err
}

// Check writes a new Beat, which nobody can who has lost the lock.
func (l *Lease) Check(ctx context.Context, atLeast time.Duration) error {
	start := time.Now()
	if err := l.renew(ctx); err != nil {
		return err
	}
	if left := l.locker.lease - clock.Since(start); left < atLeast {
		return fmt.Errorf("the lease is for %v more, and must be for at least %v", left, atLeast)
	}
	return nil
}

func (l *Lease) renew(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		return l.lost
	}
	values := map[string]types.AttributeValue{":holder": textOf(l.holder), ":beat": textOf(rand.Text())}
	err := l.write(ctx, "SET #beat = :beat", isHeld, values, attrHolder, attrBeat)
	var changed *types.ConditionalCheckFailedException
	if errors.As(err, &changed) {
		l.lost = fmt.Errorf("somebody else has taken the lock in DynamoDB: %w", err)
		return l.lost
	}
	if err != nil { // it may be held, and the next time may tell
		return fmt.Errorf("renew the lease in DynamoDB: %w", err)
	}
	return nil
}

const isHeld = "#holder = :holder"

// live begins the beats.
func (l *Lease) live() {
	var until context.Context
	until, l.stop = context.WithCancel(context.Background())
	l.beats.Go(func() { l.beat(until) })
}

// beat renews the lease until it is released or lost.
func (l *Lease) beat(until context.Context) {
	const beats = 3 // in a lease
	ticker := time.NewTicker(max(l.locker.lease/beats, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-until.Done():
			return
		case <-ticker.C:
		}
		ctx, cancel := context.WithTimeout(until, l.locker.lease)
		_ = l.renew(ctx) // each Check tells
		cancel()
		if l.isLost() {
			return
		}
	}
}

// isLost reports whether somebody else has taken the lock.
func (l *Lease) isLost() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost != nil
}

// Release gives the lock back. Its item stays. A beat that is on its way is not waited
// for: one that arrives later finds another holder, or none, and changes nothing.
func (l *Lease) Release() {
	l.stop()
	l.beats.Wait()
	l.free()
}

// releaseTimeout is how long DynamoDB has to answer that the lock is free.
const releaseTimeout = 5 * time.Second

// free takes the holder out of the item. Where that fails, the lock is free when
// the lease has ended.
func (l *Lease) free() {
	ctx, cancel := context.WithTimeout(context.Background(), releaseTimeout)
	defer cancel()
	values := map[string]types.AttributeValue{":holder": textOf(l.holder)}
	_ = l.write(ctx, "REMOVE #holder, #beat, #lease", isHeld, values, attrHolder, attrBeat, attrLease)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
