package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// options returns what the flags say to the service.
func (o *serveOptions) options() ([]cognitotest.Option, error) {
	if !regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+$`).MatchString(o.region) {
		return nil, fmt.Errorf("--region %q must be the code of a Region, such as us-east-1", o.region)
	}
	if !isRate(o.lose) {
		return nil, fmt.Errorf("--lose-answers %v must be from 0 to 1", o.lose)
	}
	if o.latency < 0 {
		return nil, fmt.Errorf("--latency %v must not be below 0", o.latency)
	}
	faults := cognitotest.Faults{Seed: o.seed, LoseAnswer: o.lose}
	for _, text := range o.fail {
		fault, err := parseFault(text)
		if err != nil {
			return nil, fmt.Errorf("--fail %s: %w", text, err)
		}
		faults.Operations = append(faults.Operations, fault)
	}
	options := []cognitotest.Option{
		cognitotest.WithHosts(o.names()...), cognitotest.WithRegion(o.region), cognitotest.WithOmission(o.omission),
		cognitotest.WithLatency(o.latency), cognitotest.WithFaults(faults),
	}
	if o.seed != 0 {
		options = append(options, cognitotest.WithSeed(o.seed))
	}
	return options, nil
}

// parseFault reads OPERATION=EXCEPTION[:RATE].
func parseFault(text string) (cognitotest.OperationFault, error) {
	operation, what, ok := strings.Cut(text, "=")
	if !ok || operation == "" || what == "" {
		return cognitotest.OperationFault{}, errors.New("must be OPERATION=EXCEPTION[:RATE]")
	}
	if operation == "*" {
		operation = ""
	} else if err := cognitotest.CheckOperation(operation); err != nil {
		return cognitotest.OperationFault{}, err
	}
	exception, share, limited := strings.Cut(what, ":")
	if names := exceptions(); !slices.Contains(names, exception) {
		return cognitotest.OperationFault{}, fmt.Errorf("%q is no exception of the service%s", exception,
			didYouMean(exception, names))
	}
	rate := 1.0
	if limited {
		parsed, err := strconv.ParseFloat(share, 64)
		if err != nil || !isRate(parsed) {
			return cognitotest.OperationFault{}, fmt.Errorf("the rate %q must be from 0 to 1", share)
		}
		rate = parsed
	}
	fault := &smithy.GenericAPIError{Code: exception, Message: "[cognitotest] --fail " + text}
	return cognitotest.OperationFault{Operation: operation, Err: fault, Rate: rate}, nil
}

// isRate reports whether a number is a share of all requests.
func isRate(x float64) bool { return x >= 0 && x <= 1 } // NaN is none

// exceptions returns the names of the exceptions that the SDK knows.
func exceptions() []string {
	var names []string
	for id := range cognitoidentityprovider.TypeRegistry.Entries {
		if _, name, _ := strings.Cut(id, "#"); strings.HasSuffix(name, "Exception") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
