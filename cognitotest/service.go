package cognitotest

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// The bounds of a Service, all of them on memory. Those on clients, resource
// servers, scopes, providers and attributes are the service's default quotas.
const (
	maxBody            = 1 << 20 // bytes of a request
	maxPools           = 1000
	maxClients         = 1000 // in a pool
	maxResourceServers = 25   // in a pool
	maxScopes          = 100  // in a resource server
	maxProviders       = 300  // in a pool
	maxCustom          = 50   // custom attributes in a pool
)

// Service is the simulated Cognito: an http.Handler that holds user pools and
// their app clients in memory. It is safe for concurrent use. Close ends the
// requests that Hold or a latency keeps waiting.
type Service struct {
	region   string
	account  string
	omission userpoolclient.Omission
	now      func() time.Time
	hosts    map[string]bool // further names that it answers to
	faults   *faults
	done     chan struct{}
	close    sync.Once

	crossOrigin *http.CrossOriginProtection
	misused     error                        // what is wrong with an option; every request is answered with it
	keys        func() (*signingKeys, error) // makes them when they are first needed: that takes a while

	mu      sync.Mutex // guards what follows
	ids     ids
	pools   map[string]*pool
	domains map[string]*domain

	codes         *store[code]
	sessions      *store[session] // by origin_jti
	refreshTokens *store[refreshToken]

	made  int64 // how many things have been created: their order
	last  time.Time
	calls map[string]int
	asked int64 // requests so far
}

// An Option changes a Service.
type Option func(*Service)

// WithOmission chooses what an update does to a member that it omits and of which
// the public evidence does not decide: it has been seen reset, as the API
// reference says, and kept, as probes of some members have shown.
// [userpoolclient.OmissionKeeps] keeps it; anything else resets it, as is the
// default. Members that are known to be reset or kept are not touched by this
// option.
func WithOmission(o userpoolclient.Omission) Option {
	return func(s *Service) {
		s.omission = userpoolclient.OmissionResets
		if o == userpoolclient.OmissionKeeps {
			s.omission = o
		}
	}
}

// WithRegion sets the region in pool IDs and ARNs; us-east-1 is the default.
func WithRegion(region string) Option { return func(s *Service) { s.region = region } }

// WithSeed chooses the IDs and secrets that the service draws. The same seed
// draws the same ones. By default each service draws its own, so that tests that
// run side by side never meet in what an ID stands for in the whole process, such
// as the lock that sdk.Update takes for it.
func WithSeed(seed uint64) Option { return func(s *Service) { s.ids = newIDs(seed) } }

// WithClock sets the clock that dates are read from; time.Now is the default.
func WithClock(now func() time.Time) Option { return func(s *Service) { s.now = now } }

// New returns a Service without any pool.
func New(options ...Option) *Service {
	s := &Service{
		region:   "us-east-1",
		account:  "123456789012",
		omission: userpoolclient.OmissionResets,
		now:      time.Now,
		hosts:    make(map[string]bool),
		faults:   newFaults(),
		done:     make(chan struct{}),
		ids:      newIDs(rand.Uint64()),
		pools:    make(map[string]*pool),
		domains:  make(map[string]*domain),
		calls:    make(map[string]int),

		codes:         newStore[code](maxCodes),
		sessions:      newStore[session](maxSessions),
		refreshTokens: newStore[refreshToken](maxRefresh),

		crossOrigin: http.NewCrossOriginProtection(),
		keys:        sync.OnceValues(newSigningKeys),
	}
	for _, option := range options {
		option(s)
	}
	return s
}

// Close releases every request that waits; the service still answers.
func (s *Service) Close() error {
	s.close.Do(func() { close(s.done) })
	return nil
}

// Calls returns how many requests for an operation have arrived, rejected ones
// and injected faults included. An operation that is not served is an
// *OperationError.
func (s *Service) Calls(operation string) (int, error) {
	if err := CheckOperation(operation); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if operation == "" {
		return sum(s.calls), nil
	}
	return s.calls[operation], nil
}

func sum(counts map[string]int) int {
	n := 0
	for _, count := range counts {
		n += count
	}
	return n
}

// An operation is one call of the API.
type operation struct {
	name     string
	inFlight bool // waits out its latency itself, while it holds what it changes
	serve    func(s *Service, r *request) (any, error)
}

// A request is one call as it is being served.
type request struct {
	body []byte
	wait func() // its latency
	base string // as of a hostedRequest
}

var operations = []operation{
	{name: "AddCustomAttributes", serve: serve((*Service).addCustomAttributes)},
	{name: "AddUserPoolClientSecret", serve: serve((*Service).addClientSecret)},
	{name: "AdminInitiateAuth", serve: serve((*Service).adminInitiateAuth)},
	{name: "CreateIdentityProvider", serve: serve((*Service).createIdentityProvider)},
	{name: "CreateResourceServer", serve: serve((*Service).createResourceServer)},
	{name: "CreateUserPool", serve: serve((*Service).createUserPool)},
	{name: "CreateUserPoolClient", serve: serve((*Service).createClient)},
	{name: "CreateUserPoolDomain", serve: serve((*Service).createDomain)},
	{name: "DeleteIdentityProvider", serve: serve((*Service).deleteIdentityProvider)},
	{name: "DeleteResourceServer", serve: serve((*Service).deleteResourceServer)},
	{name: "DeleteUserPool", serve: serve((*Service).deleteUserPool)},
	{name: "DeleteUserPoolClient", serve: serve((*Service).deleteClient)},
	{name: "DeleteUserPoolClientSecret", serve: serve((*Service).deleteClientSecret)},
	{name: "DeleteUserPoolDomain", serve: serve((*Service).deleteDomain)},
	{name: "DescribeIdentityProvider", serve: serve((*Service).describeIdentityProvider)},
	{name: "DescribeResourceServer", serve: serve((*Service).describeResourceServer)},
	{name: "DescribeUserPool", serve: serve((*Service).describeUserPool)},
	{name: "DescribeUserPoolClient", serve: serve((*Service).describeClient)},
	{name: "DescribeUserPoolDomain", serve: serve((*Service).describeDomain)},
	{name: "GetClientToken", serve: serve((*Service).getClientToken)},
	{name: "GetTokensFromRefreshToken", serve: serve((*Service).getTokensFromRefreshToken)},
	{name: "GetUserPoolMfaConfig", serve: serve((*Service).getMfaConfig)},
	{name: "InitiateAuth", serve: serve((*Service).initiateAuth)},
	{name: "ListIdentityProviders", serve: serve((*Service).listIdentityProviders)},
	{name: "ListResourceServers", serve: serve((*Service).listResourceServers)},
	{name: "ListTagsForResource", serve: serve((*Service).listTags)},
	{name: "ListUserPoolClientSecrets", serve: serve((*Service).listClientSecrets)},
	{name: "ListUserPoolClients", serve: serve((*Service).listClients)},
	{name: "ListUserPools", serve: serve((*Service).listUserPools)},
	{name: "RevokeToken", serve: serve((*Service).revokeToken)},
	{name: "SetUserPoolMfaConfig", serve: serve((*Service).setMfaConfig)},
	{name: "TagResource", serve: serve((*Service).tagResource)},
	{name: "UntagResource", serve: serve((*Service).untagResource)},
	{name: "UpdateIdentityProvider", serve: serve((*Service).updateIdentityProvider)},
	{name: "UpdateResourceServer", serve: serve((*Service).updateResourceServer)},
	{name: "UpdateUserPool", serve: serve((*Service).updateUserPool)},
	{name: updateUserPoolClient, serve: serve((*Service).updateClient), inFlight: true},
	{name: "UpdateUserPoolDomain", serve: serve((*Service).updateDomain)},
}

const updateUserPoolClient = "UpdateUserPoolClient"

// serve makes an operation of a method on typed input and output.
func serve[In, Out any](method func(*Service, *request, *In) (*Out, error)) func(*Service, *request) (any, error) {
	return func(s *Service, r *request) (any, error) {
		in := new(In)
		if err := decode(r.body, in); err != nil {
			return nil, err
		}
		out, err := method(s, r, in)
		if err != nil {
			return nil, err
		}
		return out, nil
	}
}

const targetPrefix = "AWSCognitoIdentityProviderService."

// ServeHTTP answers one request: of the awsJson 1.1 protocol, or at an OAuth endpoint.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Amzn-RequestId", s.requestID())
	if err := s.checkOrigin(r); err != nil {
		writeError(w, err)
		return
	}
	if s.misused != nil {
		writeError(w, s.misused)
		return
	}
	if isPage(r) {
		s.servePage(w, r)
		return
	}
	op, err := route(r)
	if err != nil {
		writeError(w, err)
		return
	}
	body, err := read(w, r)
	if err != nil {
		writeError(w, err)
		return
	}
	s.answerTo(w, op, body, baseOf(r))
}

// answerTo answers a request for an operation, with the fault that it meets.
func (s *Service) answerTo(w http.ResponseWriter, op operation, body []byte, base string) {
	s.mu.Lock()
	s.calls[op.name]++
	s.mu.Unlock()
	outcome := s.faults.next(op.name)
	wait := func() { s.waitOut(outcome) }
	if !op.inFlight || outcome.err != nil {
		wait()
	}
	if outcome.err != nil {
		answerFault(w, outcome.err)
		return
	}
	out, err := op.serve(s, &request{body, wait, base})
	switch {
	case outcome.drop:
		drop(w)
	case err != nil:
		writeError(w, err)
	default:
		writeResult(w, out)
	}
}

// requestID numbers a request in the form of a UUID.
func (s *Service) requestID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", s.asked)
}

// route returns the operation that a request names.
func route(r *http.Request) (operation, error) {
	if r.Method != http.MethodPost {
		return operation{}, unknownOperation("the method must be POST, not " + strconv.Quote(r.Method))
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != contentType {
		return operation{}, unknownOperation("Content-Type must be " + contentType)
	}
	target := r.Header.Get("X-Amz-Target")
	name, ok := strings.CutPrefix(target, targetPrefix)
	if !ok {
		return operation{}, unknownOperation("X-Amz-Target must be " + targetPrefix + " and an operation")
	}
	i := slices.IndexFunc(operations, func(op operation) bool { return op.name == name })
	if i < 0 {
		served := strings.Join(Operations(), ", ")
		return operation{}, unknownOperation(strconv.Quote(cut(name)) + " is not served; served are " + served)
	}
	return operations[i], nil
}

func cut(name string) string {
	const most = 80
	if len(name) > most {
		return name[:most] + "…"
	}
	return name
}

func read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &apiError{code: serialization, status: http.StatusRequestEntityTooLarge,
			message: own + "the body must have at most " + strconv.Itoa(maxBody) + " bytes"}
	case err != nil:
		return nil, &apiError{code: serialization, message: own + "the body ended early"}
	}
	return body, nil
}

const contentType = "application/x-amz-json-1.1"

func writeResult(w http.ResponseWriter, out any) {
	body, err := encode(out)
	if err != nil {
		writeError(w, &apiError{code: internalError, message: own + err.Error()})
		return
	}
	write(w, http.StatusOK, contentType, body)
}

func writeError(w http.ResponseWriter, err error) {
	e := asAPIError(err)
	w.Header().Set("X-Amzn-ErrorType", e.code)
	write(w, e.httpStatus(), contentType, e.body())
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone; there is nobody to tell
}

// tick returns the time, later than any it has returned before. The caller
// holds the lock.
func (s *Service) tick() time.Time {
	now := s.now().UTC().Truncate(time.Millisecond)
	if !now.After(s.last) {
		now = s.last.Add(time.Millisecond)
	}
	s.last = now
	return now
}
