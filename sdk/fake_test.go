package sdk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// A fake is the service as the updates of a client see it: awsJson 1.1 over HTTP,
// an update that replaces what it is sent, one update of a client at a time, and
// whatever goes wrong on the way. It shares no code with cognitotest or with this
// package, so that no mistake is made twice. It runs in a bubble of synctest, over
// connections in memory, and sleeps as it likes.
type fake struct {
	weather weather

	mu      sync.Mutex
	random  *rand.Rand
	clients map[string]*fakeClient
	calls   map[string]int
	faults  int

	conns chan net.Conn
	http  *http.Server
}

// weather says what goes wrong, and how often.
type weather struct {
	latency time.Duration // of a request, at most

	throttled, conflict, internal      float64
	loseRequest, loseAnswer, cutAnswer float64
	late, hang                         float64
	stale                              float64
	wholeSeconds                       bool          // dates have no fraction
	lateBy, staleBy                    time.Duration // at most

	// A test of one case says itself what becomes of the nth call of an operation,
	// and how long it takes.
	script func(operation string, n int) fate
	slow   func(operation string, n int) time.Duration
}

// A fate is what becomes of one request.
type fate int

const (
	fateNone        fate = iota
	fateThrottled        // TooManyRequestsException
	fateConflict         // ConcurrentModificationException
	fateInternal         // InternalErrorException, applied or not
	fateLoseRequest      // the connection breaks, and nothing is applied
	fateLoseAnswer       // it is applied, and the connection breaks
	fateCutAnswer        // it is applied, and half the answer arrives
	fateLate             // the connection breaks, and it is applied later
	fateHang             // it is applied, and no answer comes
	fateStale            // an old state is answered
)

// fakeClient is an app client, and what it was.
type fakeClient struct {
	busy     bool
	versions []version
}

type version struct {
	members map[string]any
	at      time.Time
}

// newFake starts a service with clients of these IDs.
func newFake(t *testing.T, seed uint64, w weather, ids ...string) *fake {
	f := &fake{
		weather: w,
		random:  rand.New(rand.NewPCG(seed, seed)),
		clients: make(map[string]*fakeClient),
		calls:   make(map[string]int),
		conns:   make(chan net.Conn),
	}
	for _, id := range ids {
		f.clients[id] = &fakeClient{}
		f.apply(id, map[string]any{
			"UserPoolId": poolID, "ClientId": id, "ClientName": "shop",
			"CallbackURLs": []any{"https://shop.example.org/cb"}, "ReadAttributes": []any{"email"},
			"AuthSessionValidity": json.Number("5"), "ExplicitAuthFlows": []any{"ALLOW_USER_SRP_AUTH"},
		})
	}
	f.http = &http.Server{Handler: f}
	served := make(chan struct{})
	listener := &memoryListener{conns: f.conns, closed: make(chan struct{})}
	go func() {
		defer close(served)
		_ = f.http.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = f.http.Close()
		<-served
	})
	return f
}

var fakes atomic.Int64

// client returns a client of the service, as an own program would make it.
func (f *fake) client(t *testing.T, options ...func(*cognitoidentityprovider.Options)) *cognitoidentityprovider.Client {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		here, there := net.Pipe()
		select {
		case f.conns <- there:
			return here, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(fmt.Sprintf("http://fake-%d.test", fakes.Add(1))),
		Credentials:  aws.AnonymousCredentials{},
		HTTPClient:   &http.Client{Transport: transport},
	}, options...)
}

// memoryListener hands out the other ends of connections in memory.
type memoryListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *memoryListener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

// ServeHTTP answers one request.
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AWSCognitoIdentityProviderService.")
	body, err := io.ReadAll(r.Body)
	members := make(map[string]any)
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err != nil || decoder.Decode(&members) != nil {
		fail(w, http.StatusBadRequest, "SerializationException", "no JSON")
		return
	}
	fate, latency := f.draw(operation)
	time.Sleep(latency / 2)
	id, _ := members["ClientId"].(string)
	switch {
	case f.clients[id] == nil:
		fail(w, http.StatusBadRequest, "ResourceNotFoundException", "User pool client "+id+" does not exist.")
	case fate == fateThrottled:
		fail(w, http.StatusBadRequest, "TooManyRequestsException", "Rate exceeded")
	case operation == describeOperation:
		f.describe(w, id, fate)
	case operation == updateOperation:
		f.update(w, r, id, members, fate, latency/2)
	default:
		fail(w, http.StatusBadRequest, "UnknownOperationException", operation)
	}
}

// draw decides what becomes of a request, and how long it takes.
func (f *fake) draw(operation string) (fate, time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls[operation]++
	drawn := f.drawFate(operation)
	if drawn != fateNone {
		f.faults++
	}
	if slow := f.weather.slow; slow != nil {
		return drawn, slow(operation, f.calls[operation])
	}
	return drawn, time.Duration(f.random.Int64N(int64(f.weather.latency) + 1))
}

func (f *fake) drawFate(operation string) fate {
	w, x := f.weather, f.random.Float64()
	if w.script != nil {
		return w.script(operation, f.calls[operation])
	}
	odds := []struct {
		fate fate
		p    float64
		of   string // "": of every operation
	}{
		{fateThrottled, w.throttled, ""}, {fateConflict, w.conflict, updateOperation},
		{fateInternal, w.internal, updateOperation},
		{fateLoseRequest, w.loseRequest, updateOperation}, {fateLoseAnswer, w.loseAnswer, updateOperation},
		{fateCutAnswer, w.cutAnswer, updateOperation}, {fateLate, w.late, updateOperation},
		{fateHang, w.hang, updateOperation},
		{fateStale, w.stale, describeOperation},
	}
	for _, o := range odds {
		if o.of != "" && o.of != operation {
			continue
		}
		if x < o.p {
			return o.fate
		}
		x -= o.p
	}
	return fateNone
}

func (f *fake) describe(w http.ResponseWriter, id string, drawn fate) {
	f.mu.Lock()
	versions := f.clients[id].versions
	shown := versions[len(versions)-1]
	if drawn == fateStale {
		at := time.Now().Add(-time.Duration(f.random.Int64N(int64(f.weather.staleBy) + 1)))
		for i := len(versions) - 1; i >= 0; i-- {
			if shown = versions[i]; shown.at.Before(at) {
				break
			}
		}
	}
	f.mu.Unlock()
	answer(w, shown.members)
}

func (f *fake) update(
	w http.ResponseWriter, r *http.Request, id string, members map[string]any, drawn fate, latency time.Duration,
) {
	switch drawn {
	case fateLoseRequest:
		hangUp(w)
		return
	case fateLate:
		hangUp(w)
		f.mu.Lock()
		delay := time.Duration(f.random.Int64N(int64(f.weather.lateBy) + 1))
		f.mu.Unlock()
		go func() {
			time.Sleep(delay)
			f.apply(id, members)
		}()
		return
	case fateConflict:
		fail(w, http.StatusBadRequest, "ConcurrentModificationException", onlyOne)
		return
	}
	if !f.begin(id) {
		fail(w, http.StatusBadRequest, "ConcurrentModificationException", onlyOne)
		return
	}
	time.Sleep(latency)
	if drawn == fateInternal && f.tossed() {
		f.end(id)
	} else {
		members = f.apply(id, members)
		f.end(id)
	}
	switch drawn {
	case fateLoseAnswer:
		hangUp(w)
	case fateInternal:
		fail(w, http.StatusInternalServerError, "InternalErrorException", "internal")
	case fateHang:
		<-r.Context().Done()
	case fateCutAnswer:
		body, _ := json.Marshal(map[string]any{"UserPoolClient": members})
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	default:
		answer(w, members)
	}
}

const onlyOne = "Only one request to update user pool client can be processed at a time."

func (f *fake) tossed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.random.IntN(2) == 0
}

// begin reports whether no other update of the client is under way.
func (f *fake) begin(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.clients[id]
	free := !c.busy
	c.busy = true
	return free
}

func (f *fake) end(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clients[id].busy = false
}

// apply replaces the settings of a client, as the API reference says: what is
// omitted is gone, but for the name. It returns the client as it is then.
func (f *fake) apply(id string, members map[string]any) map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, now := f.clients[id], time.Now()
	is := maps.Clone(members)
	is["LastModifiedDate"], is["CreationDate"] = f.date(now), f.date(now)
	if n := len(c.versions); n > 0 {
		was := c.versions[n-1].members
		is["CreationDate"] = was["CreationDate"]
		if is["ClientName"] == nil {
			is["ClientName"] = was["ClientName"]
		}
	}
	c.versions = append(c.versions, version{is, now})
	return is
}

// date is a time as the service writes it.
func (f *fake) date(t time.Time) json.Number {
	if f.weather.wholeSeconds {
		return json.Number(fmt.Sprint(t.Unix()))
	}
	return json.Number(fmt.Sprintf("%d.%03d", t.Unix(), t.Nanosecond()/1e6))
}

// settings returns the settings of a client as they are.
func (f *fake) settings(id string) map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	versions := f.clients[id].versions
	is := maps.Clone(versions[len(versions)-1].members)
	delete(is, "LastModifiedDate")
	return is
}

// name returns the name of a client as it is.
func (f *fake) name(id string) string {
	name, _ := f.settings(id)["ClientName"].(string)
	return name
}

func (f *fake) called(operation string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[operation]
}

func answer(w http.ResponseWriter, client map[string]any) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(map[string]any{"UserPoolClient": client})
}

func fail(w http.ResponseWriter, status int, exception, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": exception, "message": message})
}

// hangUp breaks the connection without an answer.
func hangUp(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}
