package main

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// planned is a plan and the findings of what would result.
type planned struct {
	current *userpoolclient.Config
	update  document
	changes []userpoolclient.Change
	report  report
}

func newPlanned(current *userpoolclient.Config, update document, in userpoolclient.Context,
	ignore []string) (*planned, error) {
	p := &planned{current: current, update: update, changes: userpoolclient.Plan(current, update.config)}
	after, err := resulting(update.config, in)
	if err != nil {
		return nil, err
	}
	result := document{update.file, after, update.resource}
	// The plan itself says what the update omits.
	p.report.add(result, userpoolclient.Check(result.config, in), append([]string{"update-omits"}, ignore...))
	return p, nil
}

// resulting is the client after the update: what the update sets, what the
// client keeps, and nothing certain where the evidence does not decide.
func resulting(update *userpoolclient.Config, in userpoolclient.Context) (*userpoolclient.Config, error) {
	result, err := copied(update)
	if err != nil {
		return nil, err
	}
	for _, s := range userpoolclient.Resolve(update, in) {
		switch s.Origin {
		case userpoolclient.OriginKept:
			name, _, _ := strings.Cut(string(s.Field), ".")
			if f, _ := userpoolclient.FieldByName(name); !f.InUpdate {
				continue // the service keeps it, but an update cannot say it
			}
			if err := result.Set(s.Field, s.Value); err != nil {
				return nil, err
			}
			if value, set := in.Current.Get(s.Field); set && value == nil {
				result.Unknown = append(result.Unknown, s.Field)
			}
		case userpoolclient.OriginUndetermined:
			result.MaybeSet = append(result.MaybeSet, s.Field)
		}
	}
	return result, nil
}

// copied is a configuration that shares no memory with c.
func copied(c *userpoolclient.Config) (*userpoolclient.Config, error) {
	out := new(userpoolclient.Config)
	for _, f := range userpoolclient.Fields() {
		value, set := c.Get(f.Name)
		if !set || value == nil {
			continue
		}
		if err := out.Set(f.Name, value); err != nil {
			return nil, err
		}
	}
	out.Unknown, out.MaybeSet = slices.Clone(c.Unknown), slices.Clone(c.MaybeSet)
	return out, nil
}

// stops reports whether somebody must look before the update is sent.
func (p *planned) stops(o *planOptions) bool {
	for _, c := range p.changes {
		switch c.Effect {
		case userpoolclient.EffectReset, userpoolclient.EffectUndetermined:
			if !slices.Contains(o.allow, c.Effect) {
				return true
			}
		case userpoolclient.EffectRejected:
			return true
		}
	}
	return p.report.reaches(o.failOn)
}

// add adds the findings about a document, but those of some rules.
func (r *report) add(d document, found []userpoolclient.Finding, ignore []string) {
	r.summary.Configs++
	for _, f := range found {
		if slices.Contains(ignore, f.Rule) {
			continue
		}
		r.summary.count(f.Severity)
		r.findings = append(r.findings, &finding{file: d.file, place: d.place(f), owner: d.position(), Finding: &f})
	}
}

// place is where in the document a finding is.
func (d document) place(f userpoolclient.Finding) place {
	if d.resource == nil {
		return place{}
	}
	path := userpoolclient.Field(f.Path())
	r := d.resource
	return place{resource: r.Address, property: r.Property(path), position: r.PositionOf(path)}
}

// position is where the resource of the document is.
func (d document) position() iac.Position {
	if d.resource == nil {
		return iac.Position{}
	}
	return d.resource.Position
}

// reaches reports whether a finding is of this severity or graver.
func (r *report) reaches(s userpoolclient.Severity) bool {
	return slices.ContainsFunc(r.findings, func(f *finding) bool { return f.Severity <= s })
}
