package sdk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// plan describes the client and works out the update. The request is nil where
// there is nothing to send; the result is nil where there is no plan.
func (u *updater) plan(ctx context.Context) (
	*UpdateResult, *cognitoidentityprovider.UpdateUserPoolClientInput, error,
) {
	described, key, err := readClient(ctx, u.api, u.UserPoolID, u.ClientID)
	if err != nil {
		return nil, nil, err
	}
	u.key = key
	before := FromClient(*described)
	if done := u.tookEffect(before); done != nil {
		return done, nil, nil
	}
	after := FromClient(*described)
	if err := u.edit(after); err != nil {
		return nil, nil, fmt.Errorf("edit app client %s: %w", u.ClientID, err)
	}
	kept, err := keepUnknown(before, after)
	if err != nil {
		return nil, nil, fmt.Errorf("edit app client %s: %w", u.ClientID, err)
	}
	after = userpoolclient.Explicit(before, after)
	result := &UpdateResult{Before: before, After: after, Changes: userpoolclient.Plan(before, after), Kept: kept}
	if err := unchangeable(u.ClientID, result.Changes); err != nil {
		return result, nil, err
	}
	input := updateInput(after)
	result.Findings = u.check(input, before)
	if len(result.Changes) == 0 {
		return result, nil, nil // a client that is as it should be stays as it is, rules or no rules
	}
	if errs := errorsAmong(result.Findings); errs != nil {
		return result, nil, &userpoolclient.ValidationError{Findings: errs}
	}
	carryOver(input, described)
	return result, input, nil
}

func (u *updater) edit(c *userpoolclient.Config) error {
	if u.hold == nil {
		return u.Edit(c)
	}
	return u.hold.whileEditing(func() error { return u.Edit(c) })
}

// keepUnknown gives the members of after whose value is not known the value that
// the client has, and returns them. It is an error where that is not certain:
// the member is part of a setting of which Edit has changed another part, or it
// is one element of a list.
func keepUnknown(before, after *userpoolclient.Config) ([]userpoolclient.Field, error) {
	open := slices.Concat(after.Unknown, after.MaybeSet)
	if open == nil {
		return nil, nil
	}
	slices.Sort(open)
	open = slices.Compact(open)
	for _, f := range open {
		if _, ok := userpoolclient.FieldByName(string(f)); ok {
			value, _ := before.Get(f)
			_ = after.Set(f, value) // it takes whatever Get returns
		}
	}
	if err := known(after); err != nil { // elements
		return nil, err
	}
	changes := userpoolclient.Plan(before, after)
	unsure := slices.DeleteFunc(slices.Clone(open), func(f userpoolclient.Field) bool {
		return !slices.ContainsFunc(changes, func(c userpoolclient.Change) bool { return shareSetting(f, c.Field) })
	})
	if len(unsure) > 0 {
		return nil, &UnknownValueError{unsure}
	}
	return open, nil
}

// shareSetting reports whether a member is part of a setting that has changed:
// they are in one structure, or are the unit and the number of one lifetime.
func shareSetting(f, changed userpoolclient.Field) bool {
	const units = userpoolclient.FieldTokenValidityUnits
	number := strings.TrimSuffix(string(changed), "Validity")
	if top(f) == units && number != string(changed) {
		return f == units || f == units+"."+userpoolclient.Field(number)
	}
	return top(f) == top(changed)
}

// top returns the member of Config that holds a field.
func top(f userpoolclient.Field) userpoolclient.Field {
	name, _, _ := strings.Cut(string(f), ".")
	return userpoolclient.Field(name)
}

// updateOmits is the rule about members that an update omits; here the Changes
// say it, and Edit wanted it.
const updateOmits = "update-omits"

// check returns what the rules find in the request.
func (u *updater) check(
	input *cognitoidentityprovider.UpdateUserPoolClientInput, before *userpoolclient.Config,
) []userpoolclient.Finding {
	in := userpoolclient.Context{
		Operation: userpoolclient.OperationUpdate, Pool: u.Pool, Current: before, Secret: u.Secret,
	}
	if in.Secret == userpoolclient.SecretStateUnknown {
		in.Secret = secretOf(before)
	}
	return slices.DeleteFunc(userpoolclient.Check(FromUpdate(input), in), func(f userpoolclient.Finding) bool {
		return f.Rule == updateOmits
	})
}

func errorsAmong(findings []userpoolclient.Finding) []userpoolclient.Finding {
	var errs []userpoolclient.Finding
	for _, f := range findings {
		if f.Severity == userpoolclient.SeverityError {
			errs = append(errs, f)
		}
	}
	return errs
}

func unchangeable(clientID string, changes []userpoolclient.Change) error {
	var fields []string
	for _, c := range changes {
		if c.Effect == userpoolclient.EffectRejected {
			fields = append(fields, string(c.Field))
		}
	}
	if fields == nil {
		return nil
	}
	return fmt.Errorf("edit app client %s: no update can change %s", clientID, strings.Join(fields, ", "))
}
