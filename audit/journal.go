package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// The kinds of record.
const (
	KindPool   = "pool"
	KindClient = "client"
	KindUnread = "unread"
	KindEnd    = "end"
)

// A Record is one line of JSON Lines: something that a run has read, or could not
// read, or the end of the run. The member that Kind names is set.
type Record struct {
	Kind   string
	Pool   *Pool
	Client *Client
	Unread *Unread
	End    *End
}

// End is the last record of a run.
type End struct {
	Complete    bool `json:"complete"` // everything was read
	Pools       int  `json:"pools"`
	Clients     int  `json:"clients"`
	Unread      int  `json:"unread"`
	ClientsLeft int  `json:"clientsLeft"` // that are listed and not read, of a run that was interrupted
}

// recordText is the JSON of a record.
type recordText struct {
	Kind   string      `json:"kind"`
	Pool   *Pool       `json:"pool,omitempty"`
	Client *clientText `json:"client,omitempty"`
	Unread *Unread     `json:"unread,omitempty"`
	End    *End        `json:"end,omitempty"`
}

type clientText struct {
	Account    string                     `json:"account,omitzero"`
	Region     string                     `json:"region"`
	UserPoolID string                     `json:"userPoolId"`
	ClientID   string                     `json:"clientId"`
	ClientName string                     `json:"clientName,omitzero"`
	ReadAt     time.Time                  `json:"readAt"`
	Secret     userpoolclient.SecretState `json:"secret"`
	Config     json.RawMessage            `json:"config"`
	Findings   []userpoolclient.Finding   `json:"findings"`
}

// MarshalJSON returns the record as one line. It holds no secret.
func (r Record) MarshalJSON() ([]byte, error) {
	text := recordText{Kind: r.Kind, Pool: r.Pool, Unread: r.Unread, End: r.End}
	if c := r.Client; c != nil {
		config, err := json.Marshal(c.Config)
		if err != nil {
			return nil, err
		}
		text.Client = &clientText{
			Account: c.Account, Region: c.Region, UserPoolID: c.PoolID, ClientID: c.ID, ClientName: c.Name,
			ReadAt: c.ReadAt, Secret: c.Secret, Config: config, Findings: append([]userpoolclient.Finding{}, c.Findings()...),
		}
	}
	return json.Marshal(text)
}

// UnmarshalJSON reads what MarshalJSON wrote. The client's pool is told by another
// record.
func (r *Record) UnmarshalJSON(data []byte) error {
	var text recordText
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*r = Record{Kind: text.Kind, Pool: text.Pool, Unread: text.Unread, End: text.End}
	if c := text.Client; c != nil {
		config, err := userpoolclient.Parse(c.Config)
		if err != nil {
			return err
		}
		r.Client = &Client{
			Account: c.Account, Region: c.Region, PoolID: c.UserPoolID, ID: c.ClientID, Name: c.ClientName,
			ReadAt: c.ReadAt, Secret: c.Secret, Config: config,
		}
	}
	return nil
}

// ErrFinished says that a journal is that of a run that read everything, so that
// there is nothing to go on with.
var ErrFinished = errors.New("holds a finished audit; remove it, or name another file, to audit anew")

// A Journal is a file of records, to which a run adds what it reads and from which
// another run goes on. The zero Journal and nil hold nothing.
type Journal struct {
	file    *os.File
	pools   map[string]*Pool
	clients map[clientKey]*Client
}

type clientKey struct{ pool, client string }

// OpenJournal opens the journal of that name, a new one where there is none. A
// last line that was cut off is removed.
func OpenJournal(path string) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	j := &Journal{file: file, pools: make(map[string]*Pool), clients: make(map[clientKey]*Client)}
	whole, err := j.read(file)
	if err == nil {
		err = file.Truncate(whole)
	}
	if err == nil {
		_, err = file.Seek(whole, io.SeekStart)
	}
	if err != nil {
		_ = file.Close() // nothing was written
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return j, nil
}

// read reads the records and returns how many bytes of whole lines there are.
func (j *Journal) read(from io.Reader) (whole int64, err error) {
	lines := bufio.NewReader(from)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			if !beginsRecord(line) {
				return 0, fmt.Errorf("line %d is no record of an audit", n)
			}
			return whole, nil // the last line was cut off, or there is none
		}
		if err != nil {
			return 0, err
		}
		var r Record
		if err := json.Unmarshal(line, &r); err != nil {
			return 0, fmt.Errorf("line %d is no record of an audit: %w", n, err)
		}
		if err := j.take(r); err != nil {
			return 0, err
		}
		whole += int64(len(line))
	}
}

// beginsRecord reports whether a line that was cut off can be that of a record. One
// that cannot is somebody else's, and stays.
func beginsRecord(line []byte) bool {
	const begin = `{"kind":"`
	return bytes.HasPrefix(line, []byte(begin)) || strings.HasPrefix(begin, string(line))
}

func (j *Journal) take(r Record) error {
	switch {
	case r.Kind == KindPool && r.Pool != nil:
		if has := r.Pool.Has; has != nil && has.IdentityProviders != nil && has.Scopes != nil { // else it is tried again
			j.pools[r.Pool.ID] = r.Pool
		}
	case r.Kind == KindClient && r.Client != nil:
		j.clients[clientKey{r.Client.PoolID, r.Client.ID}] = r.Client
	case r.Kind == KindEnd && r.End != nil:
		if r.End.Complete {
			return ErrFinished
		}
	case r.Kind == KindUnread: // it is tried again
	default:
		return fmt.Errorf("%q is no kind of record", r.Kind)
	}
	return nil
}

// Len returns how many clients the journal holds.
func (j *Journal) Len() int {
	if j == nil {
		return 0
	}
	return len(j.clients)
}

func (j *Journal) pool(id string) *Pool {
	if j == nil {
		return nil
	}
	return j.pools[id]
}

// client returns a client that an earlier run has read, without its pool.
func (j *Journal) client(pool, id string) *Client {
	if j == nil {
		return nil
	}
	return j.clients[clientKey{pool, id}]
}

// Append adds a record, unless the journal was opened with it.
func (j *Journal) Append(r Record) error {
	switch {
	case r.Pool != nil && j.pools[r.Pool.ID] != nil, r.Client != nil && j.client(r.Client.PoolID, r.Client.ID) != nil:
		return nil
	}
	return WriteRecord(j.file, r)
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }

// WriteRecord writes a record as one line.
func WriteRecord(w io.Writer, r Record) error {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return err
	}
	_, err := w.Write(line.Bytes())
	return err
}
