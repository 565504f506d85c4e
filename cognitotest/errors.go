package cognitotest

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/aws/smithy-go"
)

// The exceptions of the service and of its protocol.
const (
	accessDenied           = "AccessDeniedException"
	concurrentModification = "ConcurrentModificationException"
	duplicateProvider      = "DuplicateProviderException"
	internalError          = "InternalErrorException"
	invalidParameter       = "InvalidParameterException"
	notAuthorized          = "NotAuthorizedException"
	limitExceeded          = "LimitExceededException"
	resourceNotFound       = "ResourceNotFoundException"
	serialization          = "SerializationException"
	tooManyRequests        = "TooManyRequestsException"
	unknownOperationCode   = "UnknownOperationException"
)

// own marks a message as the simulator's: no text of the service is recorded.
const own = "[cognitotest] "

// An apiError is an answer of the service that is not a result.
type apiError struct {
	code    string
	message string
	status  int // 0: what the code says
}

func (e *apiError) Error() string { return e.code + ": " + e.message }

func (e *apiError) httpStatus() int {
	switch {
	case e.status != 0:
		return e.status
	case e.code == internalError:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// asAPIError returns what an error is on the wire: an exception of the SDK its
// code and message, anything else an InternalErrorException.
func asAPIError(err error) *apiError {
	var e *apiError
	if errors.As(err, &e) {
		return e
	}
	var exception smithy.APIError
	if errors.As(err, &exception) {
		return &apiError{code: exception.ErrorCode(), message: exception.ErrorMessage()}
	}
	return &apiError{code: internalError, message: own + err.Error()}
}

func (e *apiError) body() []byte {
	body, _ := json.Marshal(struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}{e.code, e.message})
	return body
}

func unknownOperation(message string) *apiError {
	return &apiError{code: unknownOperationCode, message: own + message}
}

func forbidden(message string) *apiError {
	return &apiError{code: accessDenied, message: own + message, status: http.StatusForbidden}
}

func poolNotFound(id string) *apiError {
	return &apiError{code: resourceNotFound, message: "User pool " + id + " does not exist."}
}

func clientNotFound(id string) *apiError {
	return &apiError{code: resourceNotFound, message: "User pool client " + id + " does not exist."}
}

func serverNotFound(identifier string) *apiError {
	return &apiError{code: resourceNotFound, message: own + "resource server " + identifier + " does not exist"}
}

func providerNotFound(name string) *apiError {
	return &apiError{code: resourceNotFound, message: own + "identity provider " + name + " does not exist"}
}

func updateInFlight() *apiError {
	const message = "Only one request to update user pool client can be processed at a time."
	return &apiError{code: concurrentModification, message: message}
}

func tooMany(what string, most int) *apiError {
	return &apiError{code: limitExceeded, message: own + "there are already " + strconv.Itoa(most) + " " + what}
}

// A violation is a limit of the API model that one member breaks, in the words
// of the service's own validator.
type violation struct {
	value      string // as it is printed: 'x', null; nothing for what is sensitive
	member     string // lowerCamel
	constraint string
}

// invalid is the answer that reports every violation at once.
func invalid(all []violation) *apiError {
	var b strings.Builder
	b.WriteString(strconv.Itoa(len(all)) + " validation error")
	if len(all) > 1 {
		b.WriteString("s")
	}
	b.WriteString(" detected: ")
	for i, v := range all {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString("Value ")
		if v.value != "" {
			b.WriteString(v.value + " ")
		}
		b.WriteString("at '" + v.member + "' failed to satisfy constraint: " + v.constraint)
	}
	return &apiError{code: invalidParameter, message: b.String()}
}

// The constraints of the API model, in the words of the service's validator.
const notNull = "Member must not be null"

func mostText(of string, n int64) string {
	return "Member must have " + of + " less than or equal to " + strconv.FormatInt(n, 10)
}

func leastText(of string, n int64) string {
	return "Member must have " + of + " greater than or equal to " + strconv.FormatInt(n, 10)
}

// boundText is about the bound that n is beyond.
func boundText(of string, n, least, most int64) string {
	if n < least {
		return leastText(of, least)
	}
	return mostText(of, most)
}

func patternText(pattern string) string {
	return "Member must satisfy regular expression pattern: " + pattern
}

func enumText(values []string) string {
	return "Member must satisfy enum value set: " + printList(values)
}

func strs[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func printList(list []string) string { return "[" + strings.Join(list, ", ") + "]" }

// limits collects what a request breaks.
type limits []violation

func (l *limits) add(value, member, constraint string) {
	*l = append(*l, violation{value, member, constraint})
}

// text checks a member that is a string. A nil pattern allows everything.
func (l *limits) text(member string, value *string, required bool, most int, pattern *anchored) {
	l.bounded(member, value, required, 1, most, pattern)
}

// bounded does what text does, with another least length.
func (l *limits) bounded(member string, value *string, required bool, least, most int, pattern *anchored) {
	if value == nil {
		if required {
			l.add("null", member, notNull)
		}
		return
	}
	shown := "'" + *value + "'"
	if pattern != nil && !pattern.match(*value) {
		l.add(shown, member, patternText(pattern.text))
	}
	if n := utf8.RuneCountInString(*value); n < least || n > most {
		l.add(shown, member, boundText("length", int64(n), int64(least), int64(most)))
	}
}

// number checks a member that is a number.
func (l *limits) number(member string, value *int32, least, most int32) {
	if value == nil {
		return
	}
	if n := int64(*value); n < int64(least) || n > int64(most) {
		l.add("'"+strconv.FormatInt(n, 10)+"'", member, boundText("value", n, int64(least), int64(most)))
	}
}

// anchored is a pattern of the API model: it is matched against the whole value.
type anchored struct {
	text  string
	whole func() *regexp.Regexp
}

func pattern(text string) *anchored {
	whole := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^(?:" + text + ")$") })
	return &anchored{text, whole}
}

func (p *anchored) match(s string) bool { return p.whole().MatchString(s) }

// err is the answer, nil when every limit is kept.
func (l limits) err() error {
	if l == nil {
		return nil
	}
	return invalid(l)
}
