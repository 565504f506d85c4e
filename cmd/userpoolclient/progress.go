package main

import (
	"fmt"
	"time"
)

// progress is a line on the terminal about a run that takes longer than a second.
type progress struct {
	app   *app
	total int
	begin time.Time
	last  time.Time
}

func (a *app) newProgress(total int) *progress {
	now := time.Now()
	return &progress{app: a, total: total, begin: now, last: now}
}

// at shows that so many files are read, a few times a second.
func (p *progress) at(done int) {
	if !p.app.live {
		return
	}
	if now := time.Now(); now.Sub(p.begin) > time.Second && now.Sub(p.last) > 100*time.Millisecond {
		p.last = now
		fmt.Fprintf(p.app.err, "\r%d of %d files", done, p.total)
	}
}

// end wipes the line.
func (p *progress) end() {
	if p.last != p.begin {
		fmt.Fprint(p.app.err, "\r\x1b[K")
	}
}
