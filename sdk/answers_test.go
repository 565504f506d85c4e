package sdk

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// fates is a script: what becomes of the nth update and the nth description, and
// of those after the last. Nothing else goes wrong.
type fates struct{ updates, describes []fate }

func (s fates) of(operation string, n int) fate {
	list := s.describes
	if operation == updateOperation {
		list = s.updates
	}
	if n > len(list) {
		n = len(list)
	}
	if n == 0 {
		return fateNone
	}
	return list[n-1]
}

// withFake runs a test against a fake whose one client is clientID.
func withFake(t *testing.T, w weather, test func(t *testing.T, service *fake)) {
	synctest.Test(t, func(t *testing.T) { test(t, newFake(t, 1, w, clientID)) })
	noneHeld(t)
}

// suffix is an Edit that shows when it is applied to its own result.
func suffix(s string) func(*userpoolclient.Config) error {
	return func(c *userpoolclient.Config) error {
		c.ClientName = new(*c.ClientName + s)
		return nil
	}
}

// A request without an answer is followed by a look at the client: where that
// shows the change, the update is done, and nothing is changed twice.
func TestUpdateWithoutAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		why     string
		script  fates
		updates int  // sent
		held    bool // the lock is held when Update returns: a request may still take effect
	}{
		{"the answer is lost", fates{updates: []fate{fateLoseAnswer, fateNone}}, 1, false},
		{"half of it is lost", fates{updates: []fate{fateCutAnswer, fateNone}}, 1, false},
		{"it never comes", fates{updates: []fate{fateHang, fateNone}}, 1, false},
		{"the request is lost", fates{updates: []fate{fateLoseRequest, fateNone}}, 2, true},
		{"the request takes effect long after its connection is lost", fates{updates: []fate{fateLate, fateNone}}, 2, true},
		{"the answer is lost, and the next request meets it",
			fates{updates: []fate{fateLoseRequest, fateConflict, fateNone}}, 3, true},
		{"two answers are lost", fates{updates: []fate{fateLoseRequest, fateLoseAnswer, fateNone}}, 2, true},
		{"the description after it is old", fates{updates: []fate{fateLoseAnswer, fateNone},
			describes: []fate{fateNone, fateStale, fateNone}}, 2, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			w := weather{
				latency: 10 * time.Millisecond, lateBy: DefaultSettleTime - time.Second, staleBy: time.Hour, script: tt.script.of,
			}
			withFake(t, w, func(t *testing.T, service *fake) {
				start := time.Now()
				result, err := Update(t.Context(), service.client(t, patient), request(suffix("x")))
				if err != nil {
					t.Fatal(err)
				}
				if waited := time.Since(start); waited > RequestTimeout+time.Second {
					t.Errorf("it took %v", waited)
				}
				if n := service.called(updateOperation); n != tt.updates || result.Attempts != n {
					t.Errorf("%d updates, %d attempts", n, result.Attempts)
				}
				if *result.Before.ClientName != "shop" || *result.After.ClientName != "shopx" ||
					fields(result.Changes) != "ClientName set" {
					t.Errorf("got %+v", result)
				}
				select {
				case <-result.Settled():
					if tt.held {
						t.Error("the lock is free while a request may still take effect")
					}
				default:
					if !tt.held {
						t.Error("the lock is held though nothing is under way")
					}
				}
				<-result.Settled()
				time.Sleep(time.Minute)
				if name := service.name(clientID); name != "shopx" {
					t.Errorf("the name is %q", name)
				}
			})
		})
	}
}

// Where the end remains open, the error says what is known.
func TestUnansweredError(t *testing.T) {
	lost, throttles := slices.Repeat([]fate{fateLoseRequest}, 3), []fate{fateNone, fateThrottled}
	for _, tt := range []struct {
		why      string
		script   fates
		edit     func(*userpoolclient.Config) error
		notShown bool
		within   error // what ended it
		says     string
	}{
		{"every request is lost", fates{updates: lost}, suffix("x"), true, nil, "does not show the change"},
		{"the descriptions fail, too", fates{lost, throttles}, suffix("x"), false, &types.TooManyRequestsException{},
			"is not known"},
		{"the second attempt is rejected", fates{updates: []fate{fateLoseRequest, fateConflict}}, suffix("x"), true,
			&types.ConcurrentModificationException{}, "given up after 3 attempts"},
		{"Edit does not want to any more", fates{updates: lost}, once(suffix("x"), errOnce), true, errOnce,
			"edit app client"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			withFake(t, weather{script: tt.script.of}, func(t *testing.T, service *fake) {
				r := request(tt.edit)
				r.MaxAttempts = 3
				result, err := Update(t.Context(), service.client(t, impatient), r)
				var unanswered *UnansweredError
				if !errors.As(err, &unanswered) || unanswered.NotShown != tt.notShown || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("got %v", err)
				}
				if tt.within != nil && !isOrAs(err, tt.within) {
					t.Errorf("%T is not in %v", tt.within, err)
				}
				if result == nil || result.Attempts == 0 || *result.Before.ClientName != "shop" {
					t.Fatalf("result %+v", result)
				}
				<-result.Settled()
			})
		})
	}
}

var errOnce = errors.New("once is enough")

// once is an Edit that fails when it is called again.
func once(edit func(*userpoolclient.Config) error, err error) func(*userpoolclient.Config) error {
	called := false
	return func(c *userpoolclient.Config) error {
		if called {
			return err
		}
		called = true
		return edit(c)
	}
}

// isOrAs reports whether err is target, or holds an error of its type.
func isOrAs(err, target error) bool {
	if errors.Is(err, target) {
		return true
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if fmt.Sprintf("%T", err) == fmt.Sprintf("%T", target) {
			return true
		}
	}
	return false
}

// impatient leaves throttling to its caller.
func impatient(o *cognitoidentityprovider.Options) { o.Retryer = aws.NopRetryer{} }

// What ends an update for certain is no UnansweredError and holds no lock.
func TestCertainEnds(t *testing.T) {
	for _, tt := range []struct {
		why    string
		script fates
		type_  error
	}{
		{"throttled to the end", fates{updates: []fate{fateThrottled}}, &types.TooManyRequestsException{}},
		{"conflicts to the end", fates{updates: []fate{fateConflict}}, &types.ConcurrentModificationException{}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			withFake(t, weather{script: tt.script.of}, func(t *testing.T, service *fake) {
				result, err := Update(t.Context(), service.client(t), request(suffix("x")))
				var unanswered *UnansweredError
				if !isOrAs(err, tt.type_) || errors.As(err, &unanswered) {
					t.Errorf("got %v", err)
				}
				select {
				case <-result.Settled():
				default:
					t.Error("the lock is held")
				}
			})
		})
	}
}

// Nobody at the other end: nothing was sent, nothing is held.
func TestNoConnection(t *testing.T) {
	server := serve(t, shop)
	unreachable := func(o *cognitoidentityprovider.Options) {
		o.Retryer = retry.AddWithMaxAttempts(retry.NewStandard(), 1)
		o.HTTPClient = offline{server.Client().Options().HTTPClient}
	}
	result, err := Update(t.Context(), server.Client(unreachable), request(addURL("https://b.example.org/cb")))
	var unanswered *UnansweredError
	if err == nil || errors.As(err, &unanswered) || result.Attempts != 1 {
		t.Errorf("%d attempts, %v", result.Attempts, err)
	}
	noneHeld(t)
}

// offline has no connection for updates.
type offline struct {
	cognitoidentityprovider.HTTPClient
}

func (c offline) Do(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), updateOperation) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	return c.HTTPClient.Do(r)
}

// A caller who gives up while the request is under way gets the error at once;
// the next update waits until the request is over, so that it is not overwritten.
func TestUpdateAfterACancelledOne(t *testing.T) {
	for _, tt := range []struct {
		why   string
		first fate          // of the update that is given up
		read  fate          // of the first description by the second one
		waits time.Duration // the second one, at least
	}{
		{"it is answered", fateNone, fateNone, 5 * time.Second},
		{"it is answered, and the next description is old", fateNone, fateStale, 5 * time.Second},
		{"its answer is lost", fateLoseAnswer, fateNone, DefaultSettleTime},
		{"it takes effect after its connection is lost", fateLate, fateNone, DefaultSettleTime},
		{"no answer comes", fateHang, fateNone, RequestTimeout - 5*time.Second + DefaultSettleTime},
	} {
		t.Run(tt.why, func(t *testing.T) {
			script := fates{[]fate{tt.first, fateNone}, []fate{fateNone, tt.read, fateNone}}
			w := weather{lateBy: DefaultSettleTime - time.Second, staleBy: time.Hour, script: script.of}
			w.slow = func(operation string, n int) time.Duration {
				if operation == updateOperation && n == 1 {
					return 10 * time.Second
				}
				return 0
			}
			withFake(t, w, func(t *testing.T, service *fake) {
				client := service.client(t, patient)
				ctx, cancel := context.WithCancel(t.Context())
				first := make(chan error)
				go func() { _, err := Update(ctx, client, request(suffix("1"))); first <- err }()
				time.Sleep(5 * time.Second) // it is under way
				start := time.Now()
				cancel()
				err := <-first
				var unanswered *UnansweredError
				if !errors.Is(err, context.Canceled) || !errors.As(err, &unanswered) || unanswered.NotShown {
					t.Errorf("got %v", err)
				}
				if waited := time.Since(start); waited != 0 {
					t.Errorf("the caller has waited for %v", waited)
				}
				if _, err := Update(t.Context(), client, request(suffix("2"))); err != nil {
					t.Error(err)
				}
				if waited := time.Since(start); waited < tt.waits || waited > tt.waits+10*time.Second {
					t.Errorf("the next update has waited for %v", waited)
				}
				time.Sleep(2 * time.Minute)
				if name := service.name(clientID); name != "shop12" {
					t.Errorf("the name is %q", name)
				}
			})
		})
	}
}

// A caller who gives up between two tries of the SDK ends them: nothing is sent
// for somebody who has gone.
func TestCancelledBetweenTries(t *testing.T) {
	withFake(t, weather{script: fates{updates: []fate{fateThrottled}}.of}, func(t *testing.T, service *fake) {
		slow := func(o *cognitoidentityprovider.Options) {
			o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
				s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return time.Minute, nil })
			})
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		result, err := Update(ctx, service.client(t, slow), request(suffix("x")))
		var unanswered *UnansweredError
		if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &unanswered) {
			t.Errorf("got %v", err)
		}
		<-result.Settled()
		if waited := time.Since(start); waited != 10*time.Second {
			t.Errorf("it took %v", waited)
		}
		time.Sleep(time.Hour)
		if n := service.called(updateOperation); n != 1 {
			t.Errorf("%d updates", n)
		}
	})
}

// A call whose caller has gone sends nothing more.
func TestNoRequestAfterTheCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := &call{caller: ctx, observed: true}
	if err := c.beginRequest(); err != nil {
		t.Fatal(err)
	}
	c.endRequest()
	cancel()
	if err := c.beginRequest(); !errors.Is(err, context.Canceled) || c.inFlight {
		t.Errorf("got %v", err)
	}
}

// A description that is older than what the process has seen is not taken for the
// client as it stands.
func TestStaleReads(t *testing.T) {
	for _, tt := range []struct {
		why       string
		describes []fate // of the second update
		coarse    bool   // dates in seconds, and both updates in one
		reads     int    // of the second update
		stale     bool   // it fails
	}{
		{"one is old", []fate{fateNone, fateStale, fateNone}, false, 2, false},
		{"three are old", []fate{fateNone, fateStale, fateStale, fateStale, fateNone}, false, 4, false},
		{"all are old", []fate{fateNone, fateStale}, false, 1 + staleRereads, true},
		{"one is old, and dates have no fraction", []fate{fateNone, fateStale, fateNone}, true, 2, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			w := weather{staleBy: time.Hour, wholeSeconds: tt.coarse, script: fates{describes: tt.describes}.of}
			withFake(t, w, func(t *testing.T, service *fake) {
				client := service.client(t)
				if !tt.coarse {
					time.Sleep(time.Second)
				}
				for _, s := range []string{"1", "2"} {
					result, err := Update(t.Context(), client, request(suffix(s)))
					var old *StaleReadError
					if got := errors.As(err, &old); got != (tt.stale && s == "2") || err != nil && !got {
						t.Errorf("update %s: %v, %v", s, result, err)
					}
				}
				if reads := service.called(describeOperation) - 1; reads != tt.reads {
					t.Errorf("%d descriptions", reads)
				}
				want := "shop12"
				if tt.stale {
					want = "shop1"
				}
				if name := service.name(clientID); name != want {
					t.Errorf("the name is %q", name)
				}
			})
		})
	}
}

// What another writer makes of the client is not taken for an old state.
func TestOtherWritersAreNotStale(t *testing.T) {
	for _, coarse := range []bool{false, true} {
		withFake(t, weather{latency: time.Millisecond, wholeSeconds: coarse}, func(t *testing.T, service *fake) {
			client := service.client(t)
			for i := range 5 {
				if _, err := Update(t.Context(), client, request(suffix("a"))); err != nil {
					t.Fatal(err)
				}
				other := service.settings(clientID)
				other["ClientName"] = service.name(clientID) + "b"
				delete(other, "CreationDate")
				service.apply(clientID, other)
				if name, want := service.name(clientID), "shop"+strings.Repeat("ab", i+1); name != want {
					t.Fatalf("the name is %q, want %q", name, want)
				}
			}
		})
	}
}

// What was seen is forgotten after a while.
func TestSeenClientsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s seenClients
		seen := func(name string) *types.UserPoolClientType {
			return &types.UserPoolClientType{ClientName: &name, LastModifiedDate: new(time.Now()),
				CreationDate: new(time.Unix(0, 0))}
		}
		for i := range 1000 {
			s.note(fmt.Sprint(i), seen("x"))
			time.Sleep(time.Second)
		}
		if most := 2 * int(seenFor/time.Second); len(s.byKey) > most {
			t.Errorf("%d clients are remembered", len(s.byKey))
		}
		old := seen("y")
		old.LastModifiedDate = new(time.Now().Add(-time.Hour))
		if f, _ := s.compare("999", viewClient(old)); f == fresh {
			t.Error("the last one is forgotten already")
		}
		time.Sleep(seenFor)
		if f, _ := s.compare("999", viewClient(old)); f != fresh {
			t.Error("the last one is remembered")
		}
	})
}
