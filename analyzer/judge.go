package analyzer

import (
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// ruleUpdateOmits is the rule of which an update gets one finding for all it
// omits.
const ruleUpdateOmits = "update-omits"

// judge reports what is found in a client.
func (p *pkg) judge(c *client, r *reporter) {
	if c.fate.changed || c.unread {
		return
	}
	for _, f := range userpoolclient.Check(c.config, c.context()) {
		if p.wants(f) && f.Rule != ruleUpdateOmits {
			r.finding(c, f)
		}
	}
	if omitted := c.omissions(); len(omitted) > 0 {
		if f := summary(omitted); p.wants(f) {
			r.finding(c, f)
		}
	}
}

// wants reports whether findings of that rule and severity are reported.
func (p *pkg) wants(f userpoolclient.Finding) bool {
	if f.Severity == userpoolclient.SeverityAdvice && !p.options.Advice {
		return false
	}
	return !slices.Contains(p.options.Ignore, f.Rule)
}
