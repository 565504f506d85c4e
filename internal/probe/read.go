package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// NotAnswered begins the answer of a case that says nothing about its question.
const NotAnswered = "not answered"

func notAnswered(why string) string { return NotAnswered + ": " + why }

// An Exchange is one call and what came of it.
type Exchange struct {
	Operation string          `json:"operation"`
	Request   json.RawMessage `json:"request"`
	Status    int             `json:"status,omitzero"` // 0: no answer
	Response  json.RawMessage `json:"response,omitempty"`

	exception, message string // of a rejection
	failure            error  // why there is no answer
	raw                []byte // the response with its secrets
}

// judged are the exceptions with which the service judges a request. Any other says
// that it could not be asked: throttling, a missing permission, an outage.
var judged = []string{
	"InvalidParameterException", "InvalidOAuthFlowException", "ScopeDoesNotExistException",
	"NotAuthorizedException", "FeatureUnavailableInTierException",
	"OperationNotEnabledException", "UnsupportedOperationException",
}

// verdict returns whether a request was accepted; as an answer where it was not.
func (e Exchange) verdict() (ok bool, answer string) {
	switch {
	case e.failure != nil:
		return false, notAnswered(e.failure.Error())
	case e.exception == "":
		return true, ""
	case !slices.Contains(judged, e.exception):
		return false, notAnswered(e.exception + ": " + e.message)
	}
	return false, "rejected: " + e.exception + ": " + e.message
}

// readAccepted says whether the first request was accepted.
func readAccepted(all []Exchange) string {
	if ok, answer := all[0].verdict(); !ok {
		return answer
	}
	return "accepted"
}

// readLast says whether the last request was accepted.
func readLast(all []Exchange) string {
	last := all[len(all)-1]
	for _, e := range all[:len(all)-1] {
		if ok, answer := e.verdict(); !ok {
			return notAnswered("a call before it failed: " + answer)
		}
	}
	return readAccepted([]Exchange{last})
}

// readShown says what a client is that has been made and described.
func readShown(fields []userpoolclient.Field) func([]Exchange) string {
	return func(all []Exchange) string {
		if ok, answer := all[0].verdict(); !ok {
			return answer
		}
		members, answer := clientIn(all[len(all)-1])
		if answer != "" {
			return answer
		}
		var parts []string
		for _, f := range fields {
			parts = append(parts, fmt.Sprintf("%s %s", f, text(members[string(f)])))
		}
		return "accepted; " + strings.Join(parts, ", ")
	}
}

// clientIn returns the members of the client in an answer, or why there are none.
func clientIn(e Exchange) (members map[string]json.RawMessage, answer string) {
	if ok, answer := e.verdict(); !ok {
		return nil, notAnswered(answer)
	}
	var out struct{ UserPoolClient map[string]json.RawMessage }
	if err := json.Unmarshal(e.Response, &out); err != nil || out.UserPoolClient == nil {
		return nil, notAnswered("the answer has no client")
	}
	return out.UserPoolClient, ""
}

// text is a member as it was answered, on one line.
func text(member json.RawMessage) string {
	if member == nil {
		return "not shown"
	}
	var b bytes.Buffer
	if err := json.Compact(&b, member); err != nil {
		return string(member)
	}
	return b.String()
}

// readToken says whether a client can be made, and gets a token.
func readToken(all []Exchange) string {
	if ok, answer := all[0].verdict(); !ok {
		return answer
	}
	if ok, answer := all[1].verdict(); !ok {
		if strings.HasPrefix(answer, NotAnswered) {
			return answer
		}
		return "accepted, and gets no token: " + answer
	}
	return "accepted, and gets a token"
}

func readTokenLifetime(all []Exchange) string {
	if ok, answer := all[0].verdict(); !ok {
		return answer
	}
	if ok, answer := all[1].verdict(); !ok {
		return notAnswered(answer)
	}
	var out struct {
		ClientAuthenticationResult struct{ ExpiresIn int }
	}
	if err := json.Unmarshal(all[1].Response, &out); err != nil || out.ClientAuthenticationResult.ExpiresIn == 0 {
		return notAnswered("the answer has no ExpiresIn")
	}
	return fmt.Sprintf("%d seconds", out.ClientAuthenticationResult.ExpiresIn)
}

// readOmission says what an update without members has done to each of them.
func readOmission(all []Exchange) string {
	before, answer := clientIn(all[0])
	if answer != "" {
		return answer
	}
	if ok, answer := all[1].verdict(); !ok {
		return "the update is " + answer
	}
	after, answer := clientIn(all[2])
	if answer != "" {
		return answer
	}
	var kept, reset, other []string
	for _, f := range omittedFields {
		was, is := before[string(f)], after[string(f)]
		switch {
		case was == nil: // the service does not show it
			other = append(other, string(f))
		case text(was) == text(is):
			kept = append(kept, string(f))
		default:
			reset = append(reset, string(f)+" ("+text(is)+")")
		}
	}
	return summary(kept, reset, other)
}

func summary(kept, reset, other []string) string {
	var parts []string
	switch {
	case reset == nil:
		parts = append(parts, "merges: every omitted member stays as it is")
	case kept == nil:
		parts = append(parts, "replaces: every omitted member is reset")
	default:
		parts = append(parts, "keeps "+strings.Join(kept, ", "), "resets "+strings.Join(reset, ", "))
	}
	if other != nil {
		parts = append(parts, "does not show "+strings.Join(other, ", "))
	}
	return strings.Join(parts, "; ")
}
