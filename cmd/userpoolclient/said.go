package main

import (
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// said are findings of late, so that of those that say the same, as most do that are
// about many app clients, one is kept. The zero value is ready for use.
type said struct {
	findings map[saying]*userpoolclient.Finding
}

// saying is what two findings that say the same have in common, with what they are
// related to.
type saying struct {
	rule         string
	severity     userpoolclient.Severity
	harm         userpoolclient.Harm
	field        userpoolclient.Field
	index        int
	message, fix string
}

// once returns the finding that said the same, else this one.
func (s *said) once(f userpoolclient.Finding) *userpoolclient.Finding {
	const most = 500
	k := saying{f.Rule, f.Severity, f.Harm, f.Field, f.Index, f.Message, f.Fix}
	if before := s.findings[k]; before != nil && slices.Equal(before.Related, f.Related) {
		return before
	}
	if s.findings == nil || len(s.findings) >= most {
		s.findings = make(map[saying]*userpoolclient.Finding)
	}
	s.findings[k] = &f
	return &f
}
