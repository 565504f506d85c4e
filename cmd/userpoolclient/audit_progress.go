package main

import (
	"fmt"
	"time"

	"github.com/userpoolclient/userpoolclient/audit"
)

// auditProgress is a line on the terminal about an audit.
type auditProgress struct {
	app         *app
	begin, last time.Time
	from        int       // clients that were read when the estimate begins
	listed      time.Time // when that was
}

func (a *app) newAuditProgress() *auditProgress {
	now := time.Now()
	return &auditProgress{app: a, begin: now, last: now}
}

// at shows how far the run is, a few times a second.
func (p *auditProgress) at(now audit.Progress) {
	if !p.app.live {
		return
	}
	t := time.Now()
	if now.Listed && p.listed.IsZero() {
		p.listed, p.from = t, now.Clients
	}
	const pause = 100 * time.Millisecond
	if t.Sub(p.last) < pause {
		return
	}
	p.last = t
	fmt.Fprintf(p.app.err, "\r%s\x1b[K", p.line(now, t.Sub(p.listed)))
}

// line is what there is to tell, so long after the clients were listed.
func (p *auditProgress) line(now audit.Progress, since time.Duration) string {
	text := fmt.Sprintf("%d of %d app clients", now.Clients, now.Total)
	if !now.Listed {
		text = fmt.Sprintf("listing: %s in %s", plural(now.Total, "app client", "app clients"),
			plural(now.Pools, "user pool", "user pools"))
	}
	if now.Unread > 0 {
		text += fmt.Sprintf(", %d not read", now.Unread)
	}
	if read := now.Clients - p.from; now.Listed && read > 0 && now.Total > now.Clients {
		left := since * time.Duration(now.Total-now.Clients) / time.Duration(read)
		text += ", about " + left.Round(time.Second).String() + " left"
	}
	return text
}

// end wipes the line.
func (p *auditProgress) end() {
	if p.last != p.begin {
		fmt.Fprint(p.app.err, "\r\x1b[K")
	}
}
