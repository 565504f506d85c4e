package cognitotest

import (
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Errors for Fail that cut the connection instead of answering.
var (
	// ErrDropBefore cuts the connection before the request is looked at: nothing
	// has happened, which the client cannot know.
	ErrDropBefore = errors.New("cognitotest: connection dropped before the request took effect")
	// ErrDropAfter cuts the connection after the request took effect and before
	// it is answered, which the client cannot know either.
	ErrDropAfter = errors.New("cognitotest: connection dropped after the request took effect")
)

// Faults are random faults. The n-th request for an operation meets the same
// outcome whenever the seed is the same, in whatever order requests for different
// operations arrive. Probabilities are from 0 to 1.
type Faults struct {
	Seed     uint64
	Latency  time.Duration // every request waits for up to this long
	Throttle float64       // TooManyRequestsException
	Conflict float64       // ConcurrentModificationException, of UpdateUserPoolClient and DeleteUserPoolClient
	Internal float64       // InternalErrorException
	Drop     float64       // the connection is cut, before or after the request took effect

	LoseAnswer float64          // the connection is cut after the request took effect
	Operations []OperationFault // what goes wrong with single operations besides
}

// An OperationFault is a random fault of one operation.
type OperationFault struct {
	Operation string  // "": every one
	Err       error   // as in Fail
	Rate      float64 // from 0 to 1
}

// WithFaults makes the service fail at random. Where a fault names an operation
// that is not served, NewServer ends the test, and a Service of New answers every
// request with an InternalErrorException that says so.
func WithFaults(f Faults) Option {
	return func(s *Service) {
		s.faults.random, s.faults.at = f, map[string]uint64{}
		for _, o := range f.Operations {
			if s.misused == nil {
				s.misused = CheckOperation(o.Operation)
			}
		}
	}
}

// WithLatency makes every request wait for d before it is answered. An update
// waits while it is in flight, so that a second one of the same client is
// rejected.
func WithLatency(d time.Duration) Option { return func(s *Service) { s.faults.latency = d } }

// Fail makes the next n requests for an operation ("" stands for any) fail
// with err: an exception of the SDK as itself, ErrDropBefore and ErrDropAfter
// by cutting the connection, another error as InternalErrorException. Faults
// are used up in the order of the calls to Fail. The SDK's retryer counts as
// requests: a throttled call that is tried three times uses up three. An
// operation that is not served is an *OperationError, and nothing fails.
func (s *Service) Fail(operation string, n int, err error) error {
	if err := CheckOperation(operation); err != nil {
		return err
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.planned = append(s.faults.planned, planned{operation, n, err})
	return nil
}

// Hold makes the next request for an operation wait: entered is closed when it
// has arrived, and it goes on when release is called. An update that is held is
// in flight: a second one of the same client is rejected meanwhile. An operation
// that is not served is an *OperationError.
func (s *Service) Hold(operation string) (entered <-chan struct{}, release func(), err error) {
	if err := CheckOperation(operation); err != nil {
		return nil, nil, err
	}
	h := &hold{operation: operation, entered: make(chan struct{}), released: make(chan struct{})}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.holds = append(s.faults.holds, h)
	return h.entered, sync.OnceFunc(func() { close(h.released) }), nil
}

type planned struct {
	operation string
	left      int
	err       error
}

type hold struct {
	operation string
	entered   chan struct{}
	released  chan struct{}
}

// faults decide the outcome of requests.
type faults struct {
	latency time.Duration
	random  Faults

	mu      sync.Mutex
	planned []planned
	holds   []*hold
	at      map[string]uint64 // requests so far, by operation; nil without random faults
}

func newFaults() *faults { return &faults{} }

// An outcome is what happens to one request.
type outcome struct {
	delay time.Duration
	hold  *hold
	err   error // answered instead
	drop  bool  // the connection is cut once it has taken effect
}

// next draws the outcome of the next request for an operation.
func (f *faults) next(operation string) outcome {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := outcome{delay: f.latency}
	if f.at != nil {
		next = f.draw(operation)
	}
	for i, h := range f.holds {
		if h.operation == operation || h.operation == "" {
			next.hold = h
			f.holds = append(f.holds[:i:i], f.holds[i+1:]...)
			break
		}
	}
	for i := range f.planned {
		p := &f.planned[i]
		if p.left > 0 && (p.operation == operation || p.operation == "") {
			p.left--
			next.fail(p.err)
			break
		}
	}
	return next
}

// draw draws a random outcome. It depends on the seed, the operation and how many
// requests for it there have been, and on nothing else.
func (f *faults) draw(operation string) outcome {
	h := fnv.New64a()
	_, _ = h.Write([]byte(operation))
	r := rand.New(rand.NewPCG(f.random.Seed^h.Sum64(), f.at[operation]))
	f.at[operation]++
	next := outcome{delay: f.latency}
	if f.random.Latency > 0 {
		next.delay += time.Duration(r.Int64N(int64(f.random.Latency) + 1))
	}
	for _, o := range f.random.Operations {
		if x := r.Float64(); (o.Operation == operation || o.Operation == "") && x < o.Rate {
			next.fail(o.Err)
			return next
		}
	}
	switch p := r.Float64(); {
	case below(&p, f.random.Throttle):
		next.err = &apiError{code: tooManyRequests, message: "Rate exceeded"}
	case changesClient(operation) && below(&p, f.random.Conflict):
		next.err = updateInFlight()
	case below(&p, f.random.Internal):
		next.err = &apiError{code: internalError, message: own + "random fault"}
	case below(&p, f.random.Drop):
		if r.IntN(2) == 0 {
			next.err = ErrDropBefore
		} else {
			next.drop = true
		}
	case below(&p, f.random.LoseAnswer):
		next.drop = true
	}
	return next
}

// fail makes an error the outcome.
func (o *outcome) fail(err error) {
	if o.err, o.drop = err, false; errors.Is(err, ErrDropAfter) {
		o.err, o.drop = nil, true
	}
}

// below reports whether p is below a probability, and takes that one's share off
// it.
func below(p *float64, probability float64) bool {
	*p -= probability
	return *p < 0
}

// changesClient reports whether an operation changes an app client, and so can
// meet another one that does.
func changesClient(operation string) bool {
	return operation == updateUserPoolClient || operation == "DeleteUserPoolClient"
}

// waitOut waits for as long as the outcome says, or until the service is closed.
// It does not end when the client gives up: the service would not notice
// either, and the request still takes effect.
func (s *Service) waitOut(o outcome) {
	if o.hold != nil {
		close(o.hold.entered)
		select {
		case <-o.hold.released:
		case <-s.done:
		}
	}
	if o.delay <= 0 {
		return
	}
	timer := time.NewTimer(o.delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.done:
	}
}

func answerFault(w http.ResponseWriter, err error) {
	if errors.Is(err, ErrDropBefore) {
		drop(w)
		return
	}
	writeError(w, err)
}

// drop cuts the connection without an answer.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		writeError(w, &apiError{code: internalError, message: own + "the connection cannot be dropped: " + err.Error()})
		return
	}
	_ = conn.Close()
}
