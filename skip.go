package userpoolclient

import "slices"

// Skip is a rule that could not run on a configuration, or not on all of it.
type Skip struct {
	Rule  string
	Lacks Needs   // what the Context does not hold, of the Pool also what that does not know; 0: nothing
	Paths []Field // the fields, or elements of lists, whose value is not known
}

// Skipped returns the rules that Check could not run for want of something that
// may turn up: a value that is not known, a Context that does not say. A rule
// about another operation than the one planned is not among them. What is not
// skipped was judged. It is nil for a nil c.
func Skipped(c *Config, in Context) []Skip {
	if c == nil {
		return nil
	}
	s := newSubject(c, in)
	var all []Skip
	for i := range catalogue() {
		r := &catalogue()[i]
		lacks := s.lacking(r.Needs)
		if r.ofPool != nil && in.Pool != nil && !r.ofPool(in.Pool) {
			lacks |= NeedsPool
		}
		const operations = NeedsCreate | NeedsUpdate
		if lacks&operations != 0 && in.Operation != OperationUnknown {
			continue
		}
		if paths := s.pendingPaths(r); lacks != 0 || paths != nil {
			all = append(all, Skip{r.ID, lacks, paths})
		}
	}
	return all
}

func (p *Pool) knowsTier() bool       { return slices.Contains(p.Tier.Values(), p.Tier) } // of a new one nothing is known
func (p *Pool) knowsAttributes() bool { return p.Attributes != nil }
func (p *Pool) knowsProviders() bool  { return p.IdentityProviders != nil }
func (p *Pool) knowsScopes() bool     { return p.Scopes != nil }
func (p *Pool) knowsMappings() bool   { return p.AttributeMappings != nil }

// pendingPaths returns the entries of Unknown and MaybeSet that a rule could not
// read, each once, in time linear in the entries.
func (s *subject) pendingPaths(r *Rule) []Field {
	var paths []Field
	seen := make(map[Field]bool)
	add := func(f Field, entries []Field) {
		for _, p := range entries {
			if !seen[p] && unknown([]Field{p}, f, false) {
				seen[p] = true
				paths = append(paths, p)
			}
		}
	}
	for _, f := range r.Fields {
		add(f, s.c.MaybeSet)
		if slices.Contains(r.presence, f) {
			add(f, holdersOf(f, s.c.Unknown))
		} else {
			add(f, s.c.Unknown)
		}
	}
	return paths
}
