package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/function"
)

// The shapes are those of
// https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html

// event is what CloudFormation asks about one resource.
type event struct {
	ClientRequestToken    string
	StackID               string // empty when Cloud Control asks
	ActionInvocationPoint string
	RequestData           *struct {
		TargetName      string
		TargetLogicalID string
		TargetModel     struct {
			ResourceProperties         json.RawMessage
			PreviousResourceProperties json.RawMessage
		}
	}
}

// answer is what the hook says.
type answer struct {
	HookStatus         string `json:"hookStatus"`
	ErrorCode          string `json:"errorCode,omitempty"`
	Message            string `json:"message"`
	ClientRequestToken string `json:"clientRequestToken"`
}

const (
	statusSuccess = "SUCCESS"
	statusFailed  = "FAILED"

	nonCompliant    = "NonCompliant"
	internalFailure = "InternalFailure"

	pointCreate = "CREATE_PRE_PROVISION"
	pointUpdate = "UPDATE_PRE_PROVISION"
	pointDelete = "DELETE_PRE_PROVISION"

	modeFail = "FAIL"
	modeWarn = "WARN"
)

// What is longer than these is cut by the service, wherever that may be.
const (
	longestMessage      = 4096 // from CloudFormation
	longestCloudControl = 1024
)

// handler answers events. It answers every one: a hook that fails itself says so
// in its answer.
type handler struct{ mode string }

// Invoke answers one event.
func (h handler) Invoke(_ context.Context, payload []byte) (response []byte, err error) {
	var e event
	defer func() {
		if failure := recover(); failure != nil {
			response, err = json.Marshal(failed(e, errors.New("the hook failed on this event")))
		}
	}()
	if err := json.Unmarshal(payload, &e); err != nil {
		return json.Marshal(failed(e, errors.New("the event is not one of a Lambda hook: it must be a JSON object")))
	}
	return json.Marshal(h.answer(e))
}

func (h handler) answer(e event) answer {
	if e.RequestData == nil || e.RequestData.TargetName == "" {
		return failed(e, errors.New("the event is not one of a Lambda hook: requestData.targetName is missing"))
	}
	if e.RequestData.TargetName != function.ResourceType {
		return passed(e, e.RequestData.TargetName+" is no app client: not judged")
	}
	if h.mode != "" && h.mode != modeFail && h.mode != modeWarn {
		return failed(e, fmt.Errorf("MODE is %q; it must be FAIL or WARN", h.mode))
	}
	if e.ActionInvocationPoint == pointDelete {
		return passed(e, "a deletion: nothing to judge")
	}
	r, err := e.resource()
	if err != nil {
		return failed(e, err)
	}
	return h.judge(e, r)
}

// resource is the app client that the operation makes, with what is known of it.
func (e event) resource() (*iac.Resource, error) {
	model := e.RequestData.TargetModel
	r, err := function.Resource(e.RequestData.TargetLogicalID, model.ResourceProperties)
	if err != nil {
		return nil, err
	}
	switch e.ActionInvocationPoint {
	case pointCreate:
		r.MergeContext(userpoolclient.Context{Operation: userpoolclient.OperationCreate})
		return r, nil
	case pointUpdate:
	default:
		return nil, fmt.Errorf("actionInvocationPoint is %q; it must be %s, %s or %s",
			function.Cut(e.ActionInvocationPoint, 80), pointCreate, pointUpdate, pointDelete)
	}
	in := userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	if !isEmpty(model.PreviousResourceProperties) {
		previous, err := function.Resource(e.RequestData.TargetLogicalID, model.PreviousResourceProperties)
		if err != nil {
			return nil, fmt.Errorf("before the update: %w", err)
		}
		in.Current = previous.Config
	}
	r.MergeContext(in)
	return r, nil
}

func isEmpty(properties json.RawMessage) bool {
	text := strings.TrimSpace(string(properties))
	return text == "" || text == "null" || text == "{}"
}

// judge says what Cognito does with the app client: first what it rejects, then
// what the update takes away, then what else is wrong.
func (h handler) judge(e event, r *iac.Resource) answer {
	resets := resetBy(r)
	findings := slices.DeleteFunc(r.Check(), func(f iac.Finding) bool { return resets != nil && f.Rule == updateOmits })
	slices.SortStableFunc(findings, func(a, b iac.Finding) int { return int(a.Severity) - int(b.Severity) })
	var lines []string
	counts := make(map[userpoolclient.Severity]int)
	for _, f := range findings {
		counts[f.Severity]++
		if f.Severity == userpoolclient.SeverityError {
			lines = append(lines, line(f))
		}
	}
	lines = append(lines, resets...)
	for _, f := range findings {
		if f.Severity != userpoolclient.SeverityError {
			lines = append(lines, line(f))
		}
	}
	text := summary(counts, len(resets))
	if lines != nil {
		text += ":\n" + strings.Join(lines, "\n")
	}
	if counts[userpoolclient.SeverityError] == 0 {
		return passed(e, text)
	}
	if h.mode == modeWarn {
		return passed(e, "WARNING, this hook only warns: "+text)
	}
	return says(e, statusFailed, nonCompliant, text)
}

// line is a finding in the names of the template.
func line(f iac.Finding) string {
	return f.Severity.String() + ": " + f.Property + " " + f.Text() + " [" + f.Rule + "]"
}

// updateOmits is the rule that finds what resetBy tells.
const updateOmits = "update-omits"

// resetBy tells what an update takes back to its default, or may, because the
// template no longer holds it.
func resetBy(r *iac.Resource) []string {
	if r.Context.Current == nil {
		return nil
	}
	var lines []string
	for _, c := range userpoolclient.Plan(r.Context.Current, r.Config) {
		switch c.Effect {
		case userpoolclient.EffectReset:
			lines = append(lines, fmt.Sprintf("reset: %s goes from %s to %s; set it as well to keep it",
				r.Property(c.Field), c.Before, c.After))
		case userpoolclient.EffectUndetermined:
			lines = append(lines, fmt.Sprintf("may be reset: %s, now %s: %s", r.Property(c.Field), c.Before, c.After.Note))
		}
	}
	return lines
}

func summary(counts map[userpoolclient.Severity]int, resets int) string {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{counts[userpoolclient.SeverityError], "error", "errors"}, {resets, "setting reset", "settings reset"},
		{counts[userpoolclient.SeverityWarning], "warning", "warnings"},
		{counts[userpoolclient.SeverityAdvice], "advice", "advice"},
	} {
		switch {
		case part.n == 1:
			parts = append(parts, "1 "+part.one)
		case part.n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.many))
		}
	}
	if parts == nil {
		return "nothing found"
	}
	return strings.Join(parts, ", ")
}

func passed(e event, message string) answer { return says(e, statusSuccess, "", message) }

func failed(e event, err error) answer { return says(e, statusFailed, internalFailure, err.Error()) }

// says is an answer of which the message fits whoever asked.
func says(e event, status, code, message string) answer {
	most := longestMessage
	if e.StackID == "" {
		most = longestCloudControl
	}
	return answer{status, code, function.Cut(message, most), e.ClientRequestToken}
}
