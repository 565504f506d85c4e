package pglock_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/userpoolclient/userpoolclient/sdk/pglock"
)

// silent is a server that answers statements, and no question.
type silent struct{}

func (silent) Connect(context.Context) (driver.Conn, error) { return silent{}, nil }
func (silent) Driver() driver.Driver                        { return nil }
func (silent) Prepare(string) (driver.Stmt, error)          { return nil, errors.New("not served") }
func (silent) Begin() (driver.Tx, error)                    { return nil, errors.New("not served") }
func (silent) Close() error                                 { return nil }

func (silent) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	return driver.ResultNoRows, nil
}

func (silent) QueryContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Rows, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// A beat that is on its way holds the end of the lock up no longer than the server has
// for the answer that the lock is free: one that is broken off ends the session.
func TestReleaseDuringBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := sql.OpenDB(silent{})
		defer db.Close()
		held, err := pglock.New(db, pglock.Options{}).Lock(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(pglock.DefaultLease/3 + time.Second)
		start := time.Now()
		held.Release()
		const most = 5 * time.Second
		if took := time.Since(start); took != most {
			t.Errorf("it took %v, want %v", took, most)
		}
	})
}
