//go:build unix

// Package locktest holds the locks of sdk.Update to what they promise, with
// processes that are real: they are killed and suspended.
package locktest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// Lock is what UpdateRequest.Lock is.
type Lock = func(ctx context.Context, key string) (sdk.Lease, error)

// The environment of a process that writes.
const (
	envWork  = "LOCKTEST_WORK" // updates, or edit
	envURL   = "LOCKTEST_URL"
	envPool  = "LOCKTEST_POOL"
	envID    = "LOCKTEST_CLIENT"
	envIndex = "LOCKTEST_INDEX"
	envOf    = "LOCKTEST_OF" // what the lock needs to know
)

// Main is the TestMain of a lock: the test's binary is also the process that
// writes. open makes the lock out of what the test has said.
func Main(m *testing.M, open func(of string) (Lock, error)) int {
	work := os.Getenv(envWork)
	if work == "" {
		return m.Run()
	}
	lock, err := open(os.Getenv(envOf))
	if err == nil {
		err = map[string]func(Lock) error{"updates": updates, "edit": editWhenTold}[work](lock)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Updates of each process. A list holds 100 URLs, so every second goes to another.
const (
	processes  = 3
	perProcess = 50
	settle     = 100 * time.Millisecond // the server's answers are lost after they took effect
)

func client(url string) *cognitoidentityprovider.Client {
	return cognitoidentityprovider.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{},
	}, cognitotest.RetryAtOnce)
}

func request(lock Lock) sdk.UpdateRequest {
	return sdk.UpdateRequest{
		UserPoolID: os.Getenv(envPool), ClientID: os.Getenv(envID), Lock: lock, SettleTime: settle, MaxAttempts: 30,
	}
}

func updates(lock Lock) error {
	index, err := strconv.Atoi(os.Getenv(envIndex))
	if err != nil {
		return err
	}
	for i := range perProcess {
		r := request(lock)
		r.Edit = func(c *userpoolclient.Config) error {
			time.Sleep(rand.N(4 * time.Millisecond)) // long enough for others, were there no lock
			addMark(c, index, i)
			return nil
		}
		result, err := sdk.Update(context.Background(), client(os.Getenv(envURL)), r)
		if err != nil {
			return fmt.Errorf("update %d: %w", i, err)
		}
		<-result.Settled()
	}
	return nil
}

func mark(process, i int) string { return fmt.Sprintf("https://p%d-%d.example.org/cb", process, i) }

func addMark(c *userpoolclient.Config, process, i int) {
	list := &c.CallbackURLs
	if i%2 == 1 {
		list = &c.LogoutURLs
	}
	if url := mark(process, i); !contains(*list, url) {
		*list = append(*list, url)
	}
}

func contains(list []string, url string) bool {
	for _, s := range list {
		if s == url {
			return true
		}
	}
	return false
}

// editWhenTold makes one update, whose Edit says that it has the lock and waits to
// be told to go on.
func editWhenTold(lock Lock) error {
	r := request(lock)
	r.Edit = func(c *userpoolclient.Config) error {
		fmt.Println("editing")
		_, err := bufio.NewReader(os.Stdin).ReadString('\n')
		addMark(c, 9, 0)
		return err
	}
	_, err := sdk.Update(context.Background(), client(os.Getenv(envURL)), r)
	var lost *sdk.LockLostError
	switch {
	case errors.As(err, &lost):
		fmt.Println("lost")
	case err == nil:
		fmt.Println("written")
	}
	return err
}

// A place is a server with an app client, and a lock for its writers.
type place struct {
	t      *testing.T
	of     string
	lock   Lock
	server *cognitotest.Server
	client *userpoolclient.Config
}

func newPlace(t *testing.T, of string, lock Lock, options ...cognitotest.Option) *place {
	t.Helper()
	server := cognitotest.NewServer(t, options...)
	c := server.AddClient(t, &userpoolclient.Config{ClientName: aws.String("shop")})
	return &place{t, of, lock, server, c}
}

// process returns the command of a process that writes.
func (p *place) process(ctx context.Context, work string, index int) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), envWork+"="+work, envURL+"="+p.server.URL, envPool+"="+*p.client.UserPoolId,
		envID+"="+*p.client.ClientId, envIndex+"="+strconv.Itoa(index), envOf+"="+p.of)
	return cmd
}

func (p *place) key() string { return *p.client.UserPoolId + "/" + *p.client.ClientId }

// marks returns how many of the marks there are.
func (p *place) marks() int {
	p.t.Helper()
	out, err := client(p.server.URL).DescribeUserPoolClient(context.Background(),
		&cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: p.client.UserPoolId, ClientId: p.client.ClientId})
	if err != nil {
		p.t.Fatal(err)
	}
	return len(out.UserPoolClient.CallbackURLs) + len(out.UserPoolClient.LogoutURLs)
}

// Updates lets processes update one app client at the same time, with conflicts,
// throttling and lost answers: every update must be there in the end.
func Updates(t *testing.T, of string, lock Lock) {
	t.Helper()
	const faults = 0.04
	p := newPlace(t, of, lock, cognitotest.WithFaults(cognitotest.Faults{
		Seed: 1, Latency: 4 * time.Millisecond, Throttle: faults, Conflict: faults, LoseAnswer: faults,
	}))
	var wg sync.WaitGroup
	for index := range processes {
		wg.Go(func() {
			cmd := p.process(t.Context(), "updates", index)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("process %d: %v\n%s", index, err, out)
			}
		})
	}
	wg.Wait()
	sent := p.server.Calls("UpdateUserPoolClient")
	// The server goes on making faults, so the marks are counted with retries.
	if n := p.marks(); n != processes*perProcess {
		t.Errorf("%d of %d updates are there", n, processes*perProcess)
	}
	if sent <= processes*perProcess {
		t.Errorf("%d updates were sent: nothing went wrong on the way", sent)
	}
	t.Logf("%d updates sent for %d", sent, processes*perProcess)
}

// A writer is a process that is in the middle of an update.
type writer struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	said *bufio.Scanner
}

// editing starts a process and waits until it holds the lock.
func (p *place) editing() *writer {
	p.t.Helper()
	cmd := p.process(p.t.Context(), "edit", 0)
	in, err := cmd.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	w := &writer{cmd, in, bufio.NewScanner(out)}
	if !w.said.Scan() || w.said.Text() != "editing" {
		p.t.Fatalf("the process does not come to its Edit: %q", w.said.Text())
	}
	return w
}

// finish tells the process to go on, and returns what it says.
func (w *writer) finish() string {
	_, _ = io.WriteString(w.in, "go on\n")
	said := ""
	if w.said.Scan() {
		said = w.said.Text()
	}
	_ = w.cmd.Wait() // it fails where it has lost the lock
	return said
}

// patience is how long a test waits for what must happen, on a machine that has
// much to do.
const patience = time.Minute

// Killed kills a process that holds the lock, while another one waits for it, and
// returns how long it takes until that one has it.
func Killed(t *testing.T, of string, lock Lock) time.Duration {
	t.Helper()
	p := newPlace(t, of, lock)
	w := p.editing()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	taken := make(chan error, 1)
	go func() {
		lease, err := lock(ctx, p.key())
		if err == nil {
			lease.Release()
		}
		taken <- err
	}()
	select {
	case err := <-taken:
		t.Fatalf("the lock is held, and was taken: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	killed := time.Now()
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = w.cmd.Wait()
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
	return time.Since(killed)
}

// Suspended suspends a process that holds the lock, lets its lease end, writes
// instead of it, and wakes it up: it must write nothing.
func Suspended(t *testing.T, of string, lock Lock) {
	t.Helper()
	p := newPlace(t, of, lock)
	w := p.editing()
	if err := w.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r := sdk.UpdateRequest{
		UserPoolID: *p.client.UserPoolId, ClientID: *p.client.ClientId, Lock: lock, SettleTime: settle,
		Edit: func(c *userpoolclient.Config) error { addMark(c, 1, 0); return nil },
	}
	if _, err := sdk.Update(ctx, client(p.server.URL), r); err != nil {
		t.Errorf("the other writer: %v", err)
	}
	if err := w.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if said := w.finish(); said != "lost" {
		t.Errorf("the process that was suspended says %q", said)
	}
	if n := p.server.Calls("UpdateUserPoolClient"); n != 1 {
		t.Errorf("%d updates were sent", n)
	}
	if n := p.marks(); n != 1 {
		t.Errorf("%d marks", n)
	}
}

// SuspendedStillHolds suspends a process that holds a lock which cannot be lost:
// nobody else gets it meanwhile, and it writes when it wakes up.
func SuspendedStillHolds(t *testing.T, of string, lock Lock) {
	t.Helper()
	p := newPlace(t, of, lock)
	w := p.editing()
	if err := w.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := lock(ctx, p.key()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the lock is held, and got: %v", err)
	}
	if err := w.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if said := w.finish(); said != "written" {
		t.Errorf("the process that was suspended says %q", said)
	}
	Release(t, lock, p.key())
}

// Lost takes a lock away from a process that holds it: it must write nothing.
func Lost(t *testing.T, of string, lock Lock, take func(key string)) {
	t.Helper()
	p := newPlace(t, of, lock)
	w := p.editing()
	take(p.key())
	if said := w.finish(); said != "lost" {
		t.Errorf("the process says %q", said)
	}
	if n := p.server.Calls("UpdateUserPoolClient"); n != 0 {
		t.Errorf("%d updates were sent", n)
	}
}

// Release takes a lock and gives it back, and so proves that it is free.
func Release(t *testing.T, lock Lock, key string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	lease, err := lock(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := lease.Check(ctx, 0); err != nil {
		t.Error(err)
	}
	lease.Release()
}

// Excludes takes a lock twice, and others: holders of one key keep each other out,
// those of others do not, and waiting ends with the context.
func Excludes(t *testing.T, lock Lock) {
	t.Helper()
	key := "us-east-1_a1B2c3D4e/" + strings.ReplaceAll(t.Name(), "/", "-")
	lease, err := lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := lock(ctx, key); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("taken twice: %v", err)
	}
	Release(t, lock, key+"-another")
	if err := lease.Check(t.Context(), 0); err != nil {
		t.Error(err)
	}
	lease.Release()
	Release(t, lock, key)
}
