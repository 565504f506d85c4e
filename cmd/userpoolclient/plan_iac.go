package main

import (
	"errors"
	"fmt"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

var errNoCurrent = errors.New("plan needs --current FILE, the client as it is now; " +
	"only a Terraform plan or a Pulumi preview holds it itself")

// planFile shows every update of an app client that a Terraform plan or a Pulumi
// preview holds, each against the client as the file shows it.
func (a *app) planFile(o *planOptions, args []string) error {
	plans, err := a.updatesIn(o, args)
	if err != nil {
		return err
	}
	if o.complete {
		if len(plans) != 1 {
			return fmt.Errorf("--complete writes one update, and there are %d; choose one with --resource", len(plans))
		}
		return a.completePlan(o, plans[0], plans[0].update.resource.Context)
	}
	if len(plans) == 0 {
		a.note("no app client is updated")
	}
	for _, p := range plans {
		if p.stops(o) {
			a.atLeast(exitFindings)
		}
	}
	if o.format == formatJSON {
		return writeJSON(a.out, plansDocument(plans))
	}
	for i, p := range plans {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, a.style().bold(p.update.file+": "+p.update.resource.Address))
		if err := a.writePlan(o.format, p); err != nil {
			return err
		}
	}
	return nil
}

// updatesIn are the plans of the updates in a file.
func (a *app) updatesIn(o *planOptions, args []string) ([]*planned, error) {
	paths, err := a.inputs(args)
	if err != nil {
		return nil, err
	}
	documents, err := a.load(paths[0], &o.context)
	if err != nil {
		return nil, err
	}
	in, err := a.context(&o.context)
	if err != nil {
		return nil, err
	}
	plans, chosen := []*planned{}, 0
	for _, d := range documents {
		r := d.resource
		if r.Format != iac.FormatTerraformPlan && r.Format != iac.FormatPulumi {
			return nil, errNoCurrent
		}
		if o.context.resource != "" && o.context.resource != r.Address {
			continue
		}
		chosen++
		if err := a.tellKnown(d, in); err != nil {
			return nil, err
		}
		if r.Context.Operation == userpoolclient.OperationUpdate && r.Context.Current != nil {
			p, err := newPlanned(r.Context.Current, d, r.Context, o.ignore)
			if err != nil {
				return nil, err
			}
			plans = append(plans, p)
		}
	}
	switch {
	case len(documents) == 0:
		return nil, errNoCurrent
	case chosen == 0:
		return nil, fmt.Errorf("%s: holds no app client %s", displayName(paths[0]), printable(o.context.resource))
	}
	return plans, nil
}

// plansDocument is the JSON form of the plans of a file.
func plansDocument(plans []*planned) any {
	type resourcePlan struct {
		File     string `json:"file"`
		Resource string `json:"resource"`
		planDocument
	}
	all := make([]resourcePlan, len(plans))
	for i, p := range plans {
		all[i] = resourcePlan{p.update.file, p.update.resource.Address, p.document()}
	}
	return struct {
		Plans []resourcePlan `json:"plans"`
	}{all}
}
