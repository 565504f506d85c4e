package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/userpoolclient/userpoolclient/internal/function"
	"github.com/userpoolclient/userpoolclient/internal/pages"
)

// API is what the rule calls; *configservice.Client has it.
type API interface {
	configservice.ListDiscoveredResourcesAPIClient
	BatchGetResourceConfig(
		context.Context, *configservice.BatchGetResourceConfigInput, ...func(*configservice.Options),
	) (*configservice.BatchGetResourceConfigOutput, error)
	PutEvaluations(
		context.Context, *configservice.PutEvaluationsInput, ...func(*configservice.Options),
	) (*configservice.PutEvaluationsOutput, error)
}

type rule struct{ api API }

// The shapes are those of
// https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html

// notice is the invokingEvent.
type notice struct {
	MessageType              string
	ConfigurationItem        *item
	ConfigurationItemSummary *item
	NotificationCreationTime time.Time
}

// item is a resource as AWS Config recorded it. A summary has no configuration.
type item struct {
	ResourceType                 string
	ResourceID                   string
	ConfigurationItemStatus      string
	ConfigurationItemCaptureTime time.Time
	Configuration                json.RawMessage

	leftScope bool // the rule is no longer about it
}

const (
	changed   = "ConfigurationItemChangeNotification"
	oversized = "OversizedConfigurationItemChangeNotification"
	scheduled = "ScheduledNotification"

	// testMode is the result token with which AWS Config tries a rule out.
	testMode = "TESTMODE"
)

// handle judges what an event is about and tells AWS Config. What cannot be judged
// is an error, which AWS Config shows with the rule: it takes no evaluation that says
// so.
func (r rule) handle(ctx context.Context, e events.ConfigEvent) error {
	var n notice
	if err := json.Unmarshal([]byte(e.InvokingEvent), &n); err != nil {
		return fmt.Errorf("the invokingEvent cannot be read: %w", err)
	}
	t, err := newThreshold(e.RuleParameters)
	if err != nil {
		return err
	}
	if e.ResultToken == "" {
		return errors.New("the event has no resultToken")
	}
	items, err := r.items(ctx, e, n)
	if err != nil {
		return err
	}
	var evaluations []types.Evaluation
	var problems []error
	for _, it := range items {
		evaluation, err := t.evaluate(it)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: not judged: %w", it.ResourceID, err))
			continue
		}
		evaluations = append(evaluations, evaluation)
	}
	problems = append(problems, r.put(ctx, e.ResultToken, evaluations))
	return errors.Join(problems...)
}

// items are the resources that an event is about.
func (r rule) items(ctx context.Context, e events.ConfigEvent, n notice) ([]item, error) {
	switch {
	case n.MessageType == changed && n.ConfigurationItem != nil:
		n.ConfigurationItem.leftScope = e.EventLeftScope
		return []item{*n.ConfigurationItem}, nil
	case n.MessageType == oversized && n.ConfigurationItemSummary != nil:
		n.ConfigurationItemSummary.leftScope = e.EventLeftScope
		return r.oversized(ctx, *n.ConfigurationItemSummary)
	case n.MessageType == scheduled:
		return r.all(ctx, n.NotificationCreationTime)
	}
	return nil, fmt.Errorf("the invokingEvent is of messageType %q; it must be %s, %s or %s, with what it is about",
		function.Cut(n.MessageType, 80), changed, oversized, scheduled)
}

// oversized fetches the configuration of a resource, which the event does not hold.
func (r rule) oversized(ctx context.Context, it item) ([]item, error) {
	if !it.applies() {
		return []item{it}, nil
	}
	recorded, err := r.recorded(ctx, []string{it.ResourceID})
	if err != nil {
		return nil, err
	}
	if len(recorded) == 0 { // deleted since
		it.leftScope = true
		return []item{it}, nil
	}
	it.Configuration = recorded[0].Configuration
	return []item{it}, nil
}

// all are the app clients that AWS Config has recorded.
func (r rule) all(ctx context.Context, at time.Time) ([]item, error) {
	var ids []string
	var watch pages.Watch
	list := configservice.NewListDiscoveredResourcesPaginator(r.api,
		&configservice.ListDiscoveredResourcesInput{ResourceType: types.ResourceTypeCognitoUserPoolClient})
	for list.HasMorePages() {
		page, err := list.NextPage(ctx)
		if err == nil {
			err = watch.Turn(page.NextToken, len(page.ResourceIdentifiers))
		}
		if err != nil {
			return nil, fmt.Errorf("list the app clients that AWS Config records: %w", err)
		}
		for _, found := range page.ResourceIdentifiers {
			ids = append(ids, aws.ToString(found.ResourceId))
		}
	}
	var all []item
	for some := range slices.Chunk(ids, batch) {
		items, err := r.recorded(ctx, some)
		if err != nil {
			return nil, err
		}
		for i := range items {
			items[i].ConfigurationItemCaptureTime = at // the evaluation is of now, not of the last change
		}
		all = append(all, items...)
	}
	return all, nil
}

// batch is how many resources AWS Config tells of, and how many evaluations it
// takes, at a time.
const batch = 100

// maxTries is how often resources are asked for that AWS Config did not come to.
const maxTries = 5

// recorded returns what AWS Config has recorded of app clients, without those that
// are deleted.
func (r rule) recorded(ctx context.Context, ids []string) ([]item, error) {
	var keys []types.ResourceKey
	for _, id := range ids {
		keys = append(keys, types.ResourceKey{ResourceId: &id, ResourceType: types.ResourceTypeCognitoUserPoolClient})
	}
	var items []item
	for range maxTries {
		out, err := r.api.BatchGetResourceConfig(ctx, &configservice.BatchGetResourceConfigInput{ResourceKeys: keys})
		if err != nil {
			return nil, err
		}
		for _, found := range out.BaseConfigurationItems {
			items = append(items, item{
				ResourceType: string(found.ResourceType), ResourceID: aws.ToString(found.ResourceId),
				ConfigurationItemStatus: string(found.ConfigurationItemStatus),
				Configuration:           []byte(aws.ToString(found.Configuration)),
			})
		}
		if keys = out.UnprocessedResourceKeys; len(keys) == 0 {
			return items, nil
		}
	}
	return nil, fmt.Errorf("AWS Config did not tell of %d app clients", len(keys))
}

// put tells AWS Config of evaluations. What it does not take is an error, and keeps
// nothing else from it.
func (r rule) put(ctx context.Context, token string, evaluations []types.Evaluation) error {
	var problems []error
	for some := range slices.Chunk(evaluations, batch) {
		out, err := r.api.PutEvaluations(ctx, &configservice.PutEvaluationsInput{
			ResultToken: &token, Evaluations: some, TestMode: token == testMode,
		})
		switch {
		case err != nil:
			problems = append(problems, err)
		case len(out.FailedEvaluations) > 0:
			problems = append(problems, fmt.Errorf("AWS Config did not take %d evaluations", len(out.FailedEvaluations)))
		}
	}
	return errors.Join(problems...)
}

// evaluate judges one resource.
func (t threshold) evaluate(it item) (types.Evaluation, error) {
	e := types.Evaluation{
		ComplianceResourceType: aws.String(it.ResourceType), ComplianceResourceId: aws.String(it.ResourceID),
		OrderingTimestamp: aws.Time(it.ConfigurationItemCaptureTime), ComplianceType: types.ComplianceTypeNotApplicable,
	}
	if !it.applies() {
		return e, nil
	}
	annotation, err := t.judge(it)
	if err != nil {
		return e, err
	}
	e.ComplianceType = types.ComplianceTypeCompliant
	if annotation != "" {
		const most = 256
		e.ComplianceType, e.Annotation = types.ComplianceTypeNonCompliant, aws.String(function.Cut(annotation, most))
	}
	return e, nil
}

// applies reports whether there is an app client to judge.
func (it item) applies() bool {
	switch it.ConfigurationItemStatus {
	case "ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded":
		return false
	}
	return !it.leftScope && it.ResourceType == function.ResourceType
}
