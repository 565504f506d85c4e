//go:build unix

package pglock_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"github.com/userpoolclient/userpoolclient/sdk/internal/locktest"
	"github.com/userpoolclient/userpoolclient/sdk/pglock"
)

// lease is short, so that tests can wait for its end.
const lease = 2 * time.Second

func open(dsn string) (locktest.Lock, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	return pglock.New(db, pglock.Options{Lease: lease}).Lock, nil
}

func TestMain(m *testing.M) {
	code := locktest.Main(m, open)
	stopServer()
	os.Exit(code)
}

// A server is a PostgreSQL of this test run: in a directory of its own, on a socket
// in it.
type server struct {
	dir string
	as  *syscall.Credential // PostgreSQL does not run as root
}

var (
	startServer = sync.OnceValues(start)
	started     *server
)

func start() (*server, error) {
	if _, err := exec.LookPath("initdb"); err != nil {
		return nil, fmt.Errorf("PostgreSQL's server is not installed: %w", err)
	}
	dir, err := os.MkdirTemp("", "pglock")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir}
	if os.Getuid() == 0 {
		if s.as, err = other(); err != nil {
			return nil, err
		}
		if err := os.Chown(dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			return nil, err
		}
	}
	started = s
	if err := os.Chmod(dir, 0o755); err != nil { // the test itself may be somebody else
		return nil, err
	}
	if err := s.run("initdb", "-D", s.data(), "-A", "trust", "-U", "test", "--no-sync", "--no-locale"); err != nil {
		return nil, err
	}
	return s, s.run("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(dir, "log"),
		"-o", "-k "+dir+" -c listen_addresses='' -c fsync=off", "start")
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

func (s *server) run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if name == "pg_ctl" { // the server would keep a pipe open
		cmd.Stdout, cmd.Stderr = nil, nil
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out.String())
	}
	return nil
}

func other() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, badUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, badGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(badUID, badGID); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no other user")
}

func stopServer() {
	if started != nil {
		_ = started.run("pg_ctl", "-D", started.data(), "-m", "immediate", "-w", "stop")
		_ = os.RemoveAll(started.dir)
	}
}

// database returns where the server is.
func database(t *testing.T) string {
	t.Helper()
	s, err := startServer()
	if err != nil {
		t.Skip(err)
	}
	return "host=" + s.dir + " user=test dbname=postgres"
}

func locker(t *testing.T, dsn string) (locktest.Lock, *sql.DB) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return pglock.New(db, pglock.Options{Lease: lease}).Lock, db
}

func TestUpdates(t *testing.T) {
	dsn := database(t)
	lock, _ := locker(t, dsn)
	locktest.Updates(t, dsn, lock)
}

func TestExcludes(t *testing.T) {
	lock, _ := locker(t, database(t))
	locktest.Excludes(t, lock)
}

func TestKilled(t *testing.T) {
	dsn := database(t)
	lock, _ := locker(t, dsn)
	t.Logf("free %v after its holder was killed", locktest.Killed(t, dsn, lock))
}

func TestSuspended(t *testing.T) {
	dsn := database(t)
	lock, _ := locker(t, dsn)
	locktest.Suspended(t, dsn, lock)
}

// Whoever ends the session ends the lease.
func TestTerminated(t *testing.T) {
	dsn := database(t)
	lock, db := locker(t, dsn)
	locktest.Lost(t, dsn, lock, func(key string) {
		const end = `SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted`
		var n int
		if err := db.QueryRow(end).Scan(&n); err != nil || n != 1 {
			t.Fatalf("%d sessions ended: %v", n, err)
		}
		locktest.Release(t, lock, key)
	})
}

// A lease that is held lives on past its length, and a holder leaves nothing: no
// session, no setting in one that goes back to the pool.
func TestHeartbeat(t *testing.T) {
	lock, db := locker(t, database(t))
	held, err := lock(t.Context(), "heartbeat")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), lease*3/2)
	defer cancel()
	if _, err := lock(ctx, "heartbeat"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the lease has ended under its holder: %v", err)
	}
	if err := held.Check(t.Context(), lease/2); err != nil {
		t.Error(err)
	}
	if err := held.Check(t.Context(), lease); err == nil {
		t.Error("the lease is good for longer than it is")
	}
	held.Release()
	var timeout string
	if err := db.QueryRow("SHOW idle_session_timeout").Scan(&timeout); err != nil || timeout != "0" {
		t.Errorf("a session of the pool ends after %q: %v", timeout, err)
	}
	if n := db.Stats().InUse; n != 0 {
		t.Errorf("%d connections are in use", n)
	}
}

// Waiting ends with the context also where no connection is free.
func TestNoConnection(t *testing.T) {
	lock, db := locker(t, database(t))
	db.SetMaxOpenConns(1)
	held, err := lock(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := lock(ctx, "two"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
