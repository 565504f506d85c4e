package sdk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// StaleReadError says that DescribeUserPoolClient keeps answering an older state
// of the app client than this process has seen.
type StaleReadError struct {
	UserPoolID, ClientID string
	Seen, Shown          time.Time // the LastModifiedDate that was seen, and the one that is answered
}

// Error names the client and both dates.
func (e *StaleReadError) Error() string {
	return fmt.Sprintf("DescribeUserPoolClient keeps answering app client %s as of %s, and it was seen as of %s",
		e.ClientID, e.Shown.UTC().Format(time.RFC3339Nano), e.Seen.UTC().Format(time.RFC3339Nano))
}

// The bounds on reading a client again whose answer seems to be old. With the
// pauses in between, the former takes 13 to 26 seconds, the latter 1 to 3.
const (
	staleRereads   = 10 // its date is older than the one that was seen
	suspectRereads = 8  // its date is the one that was seen, its settings are others

	longestSuspectPause = 400 * time.Millisecond
)

// seenFor is how long a state that was seen is remembered: far longer than the
// service takes to show it everywhere.
const seenFor = time.Minute

// lastSeen is what this process knows of the app clients that it has updated a
// short while ago. It must be shared by all callers in the process, like writers.
var lastSeen seenClients

// seenClients holds the newest state of each app client that the service has
// answered, by service and client.
type seenClients struct {
	mu    sync.Mutex
	byKey map[string]seenClient
	swept time.Time
}

type seenClient struct {
	client *userpoolclient.Config // its settings and dates; shared with nobody
	at     time.Time              // when it was answered
}

// freshness is how an answer compares with what was seen before.
type freshness uint8

const (
	fresh   freshness = iota // newer, or the same, or nothing is known
	suspect                  // of the same date with other settings
	stale                    // older
)

// compare returns how an answer compares with what was seen.
//
// An answer with the settings that were seen is as good as new, whatever its
// date. A client without a date, or of another CreationDate, cannot be compared.
func (s *seenClients) compare(key string, answer *userpoolclient.Config) (f freshness, seen time.Time) {
	s.mu.Lock()
	last, ok := s.byKey[key]
	s.mu.Unlock()
	if !ok || !last.valid(time.Now()) || !last.isOf(answer) {
		return fresh, time.Time{}
	}
	seen = *last.client.LastModifiedDate
	switch {
	case answer.LastModifiedDate.After(seen), userpoolclient.Diff(last.client, answer) == nil:
		return fresh, seen
	case answer.LastModifiedDate.Equal(seen):
		return suspect, seen
	}
	return stale, seen
}

// note remembers an answer, unless one with a later date is remembered. It does
// nothing where there is no key or no date. The answer is copied.
func (s *seenClients) note(key string, answer *types.UserPoolClientType) {
	if key == "" || answer == nil || answer.LastModifiedDate == nil {
		return
	}
	client, now := FromClient(*answer), time.Now()
	client.ClientSecret = nil
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(now)
	last, ok := s.byKey[key]
	if ok && last.valid(now) && last.isOf(client) && last.client.LastModifiedDate.After(*client.LastModifiedDate) {
		return
	}
	if s.byKey == nil {
		s.byKey = make(map[string]seenClient)
	}
	s.byKey[key] = seenClient{client, now}
}

// sweep forgets what is too old, from time to time.
func (s *seenClients) sweep(now time.Time) {
	if age := now.Sub(s.swept); 0 <= age && age < seenFor {
		return
	}
	s.swept = now
	for key, last := range s.byKey {
		if !last.valid(now) {
			delete(s.byKey, key)
		}
	}
}

// valid reports whether the client was seen recently. One from the future was seen
// under another clock, that of a test.
func (l seenClient) valid(now time.Time) bool {
	age := now.Sub(l.at)
	return 0 <= age && age < seenFor
}

// isOf reports whether a client is the one that was seen, and can be compared.
func (l seenClient) isOf(c *userpoolclient.Config) bool {
	made, answered := l.client.CreationDate, c.CreationDate
	if c.LastModifiedDate == nil || (made == nil) != (answered == nil) {
		return false
	}
	return made == nil || made.Equal(*answered)
}

// readClient describes a client, again while the answer is older than what the
// process has seen of it. key is the client's in lastSeen, "" where api does not
// tell which service it calls.
func readClient(
	ctx context.Context, api describer, userPoolID, clientID string,
) (client *types.UserPoolClientType, key string, err error) {
	for n := 1; ; n++ {
		wait := pause(n)
		client, service, err := describeClient(ctx, api, userPoolID, clientID)
		if err != nil {
			return nil, "", err
		}
		if service == "" {
			return client, "", nil
		}
		key := service + "|" + userPoolID + "/" + clientID
		state, seen := lastSeen.compare(key, viewClient(client))
		switch {
		case state == stale && n > staleRereads:
			return nil, "", &StaleReadError{userPoolID, clientID, seen, *client.LastModifiedDate}
		case state == fresh, state == suspect && n > suspectRereads:
			lastSeen.note(key, client)
			return client, key, nil
		case state == suspect:
			wait = min(wait, longestSuspectPause)
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, "", fmt.Errorf("%w while waiting for a newer state of app client %s", err, clientID)
		}
	}
}
