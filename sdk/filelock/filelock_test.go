//go:build unix

package filelock_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/userpoolclient/userpoolclient/sdk/filelock"
	"github.com/userpoolclient/userpoolclient/sdk/internal/locktest"
)

func TestMain(m *testing.M) {
	os.Exit(locktest.Main(m, func(dir string) (locktest.Lock, error) { return filelock.New(dir).Lock, nil }))
}

func TestUpdates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when", "needed")
	locktest.Updates(t, dir, filelock.New(dir).Lock)
}

func TestExcludes(t *testing.T) { locktest.Excludes(t, filelock.New(t.TempDir()).Lock) }

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	t.Logf("free %v after its holder was killed", locktest.Killed(t, dir, filelock.New(dir).Lock))
}

func TestSuspended(t *testing.T) {
	dir := t.TempDir()
	locktest.SuspendedStillHolds(t, dir, filelock.New(dir).Lock)
}

// Whoever deletes the file lets a second process in, so the first must not write.
func TestDeletedFile(t *testing.T) {
	dir := t.TempDir()
	locker := filelock.New(dir)
	for _, tt := range []struct {
		why  string
		take func(path string) error
	}{
		{"deleted", os.Remove},
		{"replaced", func(path string) error {
			if err := os.WriteFile(path+".new", nil, 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			locktest.Lost(t, dir, locker.Lock, func(key string) {
				if err := tt.take(locker.Path(key)); err != nil {
					t.Fatal(err)
				}
				locktest.Release(t, locker.Lock, key) // it lets a second one in
			})
		})
	}
}

func TestDirectoryThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := filelock.New(file).Lock(t.Context(), "a"); err == nil {
		t.Error("no error")
	}
}
