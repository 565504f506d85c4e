package sdk

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// testLease is lost after some checks.
type testLease struct {
	good     int // how many checks hold
	asked    []time.Duration
	released int
}

var errLost = errors.New("lost")

func (l *testLease) Check(_ context.Context, atLeast time.Duration) error {
	l.asked = append(l.asked, atLeast)
	if len(l.asked) > l.good {
		return errLost
	}
	return nil
}

func (l *testLease) Release() { l.released++ }

// An update whose lease is lost is not sent: not the first time, not again after
// a throttled request, not after a conflict, and not through an API that does not
// tell when it sends.
func TestLostLeaseStopsTheUpdate(t *testing.T) {
	for _, tt := range []struct {
		why   string
		fault error
		good  int
		sent  int
	}{
		{"before the first request", nil, 0, 0},
		{"before the SDK sends again", &types.TooManyRequestsException{}, 1, 1},
		{"before another attempt", conflict(), 1, 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, shop)
			if tt.fault != nil {
				server.Fail(updateOperation, 1, tt.fault)
			}
			client := server.Client(patient)
			before := current(t, client)
			lease := &testLease{good: tt.good}
			r := request(addURL("https://b.example.org/cb"))
			r.SettleTime = 7 * time.Second
			r.Lock = func(context.Context, string) (Lease, error) { return lease, nil }
			_, err := Update(t.Context(), client, r)
			var lost *LockLostError
			if !errors.As(err, &lost) || !errors.Is(err, errLost) || lost.Key != poolID+"/"+clientID {
				t.Errorf("got %v", err)
			}
			if n := server.Calls(updateOperation); n != tt.sent {
				t.Errorf("%d sent, want %d", n, tt.sent)
			}
			if d := diff(before, current(t, client)); d != "" {
				t.Errorf("it has changed:\n%s", d)
			}
			if len(lease.asked) != tt.good+1 || lease.asked[0] != 7*time.Second || lease.released != 1 {
				t.Errorf("asked %v, released %d times", lease.asked, lease.released)
			}
			noneHeld(t)
		})
	}
	t.Run("an API that does not tell", func(t *testing.T) {
		lease := new(testLease)
		r := request(addURL("https://b.example.org/cb"))
		r.Lock = func(context.Context, string) (Lease, error) { return lease, nil }
		_, err := Update(t.Context(), mockAPI{described: describedShop(), panics: "it was called"}, r)
		if !errors.Is(err, errLost) {
			t.Errorf("got %v", err)
		}
		noneHeld(t)
	})
}
