package bench

import (
	"errors"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/tags"
)

func prepareValidate(c *userpoolclient.Config) Check {
	return Check{
		Run: func() bool { return userpoolclient.Validate(c, userpoolclient.Context{}) == nil },
		Places: func() []string {
			var refused *userpoolclient.ValidationError
			errors.As(userpoolclient.Validate(c, userpoolclient.Context{}), &refused)
			if refused == nil {
				return nil
			}
			return pathsOf(refused.Findings)
		},
	}
}

// prepareCheck looks for warnings and advice too, of which the verdict leaves
// out all that is not refused.
func prepareCheck(c *userpoolclient.Config) Check {
	return Check{
		Run: func() bool {
			found := userpoolclient.Check(c, userpoolclient.Context{})
			return len(found) == 0 || found[0].Severity != userpoolclient.SeverityError
		},
		Places: func() []string { return pathsOf(userpoolclient.Check(c, userpoolclient.Context{})) },
	}
}

func prepareTags(c *userpoolclient.Config) Check {
	v := validator.New(validator.WithRequiredStructEnabled())
	if err := tags.Register(v); err != nil {
		panic(err)
	}
	return Check{
		Run:    func() bool { return v.Struct(c) == nil },
		Places: func() []string { return pathsOf(tags.Findings(v.Struct(c))) },
	}
}

func pathsOf(found []userpoolclient.Finding) []string {
	var all []string
	for _, f := range found {
		if f.Severity == userpoolclient.SeverityError {
			all = append(all, f.Path())
		}
	}
	return all
}
