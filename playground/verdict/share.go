package verdict

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"sync"
)

// ErrSecret says that a text holds a secret in a way in which it cannot be replaced.
var ErrSecret = errors.New("a secret stands in the text in a way in which it cannot be replaced; take it out first")

// WithoutSecrets returns a request in which each secret is replaced by as many letters
// x, so that the verdict and its places stay as they are. Secrets are the values that
// the reader of the format takes for one, wherever they stand, and what stands behind
// a name that says it is a secret. It is ErrSecret where one would be left.
func WithoutSecrets(request Request) (Request, error) {
	known := append(secretsIn(request.Text), secretsIn(request.Current)...)
	for _, part := range []*string{&request.Text, &request.Pool, &request.Current} {
		shown, err := withoutSecrets(*part, known)
		if err != nil {
			return Request{}, err
		}
		*part = shown
	}
	return request, nil
}

// secretsIn are the secrets of the clients of a text, as the reader knows them.
func secretsIn(text string) []string {
	var all []string
	add := func(value string) {
		if value != "" {
			all = append(all, value)
		}
	}
	resources := load(text).resources
	for i := range resources {
		r := &resources[i]
		if r.Config != nil && r.Config.ClientSecret != nil {
			add(r.Config.ClientSecret.Reveal())
		}
		for _, v := range r.Variants {
			if v.Config != nil && v.Config.ClientSecret != nil {
				add(v.Config.ClientSecret.Reveal())
			}
		}
		if now := r.Context.Current; now != nil && now.ClientSecret != nil {
			add(now.ClientSecret.Reveal())
		}
	}
	return all
}

// secretive finds a value behind a name that says it is a secret.
var secretive = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:(?:client|generate)_?secret|passw(?:or)?d|api_?key|private_?key|access_?key|` +
		`session_?token)["']?\s*[:=]\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}"']+)`)
})

// reference is a value that names another one.
var reference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:true|false|null|~|[!{\[].*|(?:var|local|data|module|each|random_\w+|aws_\w+)\..*|` +
		`["']?(?:\$\{[^}]*\}|\{\{resolve:[^}]*\}\})["']?)$`)
})

func withoutSecrets(text string, known []string) (string, error) {
	var b strings.Builder
	at := 0
	for _, i := range secretive().FindAllStringSubmatchIndex(text, -1) {
		value := text[i[2]:i[3]]
		if reference().MatchString(value) {
			continue
		}
		if strings.ContainsAny(value[:1], "|><&*") {
			return "", ErrSecret // in lines of its own, or elsewhere
		}
		b.WriteString(text[at:i[2]])
		b.WriteString(crossedOut(value))
		at = i[3]
	}
	shown := b.String() + text[at:]
	const shortest = 8 // what is shorter may stand in any word
	for _, secret := range known {
		if len(secret) >= shortest {
			shown = strings.ReplaceAll(shown, secret, crossedOut(secret))
		}
	}
	for _, left := range secretsIn(shown) {
		if crossedOut(left) != left {
			return "", ErrSecret
		}
	}
	return shown, nil
}

// crossedOut is a value with the same number of characters, of which none tells
// anything; the quotes around it stay.
func crossedOut(value string) string {
	quote := ""
	if n := len(value); n > 1 && strings.ContainsAny(value[:1], `"'`) && value[n-1] == value[0] {
		quote, value = value[:1], value[1:n-1]
	}
	isWord := func(r rune) bool {
		return r == '_' || r == '+' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	hidden := strings.Map(func(r rune) rune {
		if isWord(r) {
			return 'x'
		}
		return '-'
	}, value)
	return quote + hidden + quote
}

// An answer is what a page gets: the verdict, or the request without its secrets.
type answer struct {
	Verdict *Document `json:"verdict,omitempty"`
	Share   *Request  `json:"share,omitempty"`
	Error   string    `json:"error,omitempty"`
}

// Answer answers a page in JSON: {"judge": Request} with the verdict, {"share":
// Request} with the request without its secrets. What is not understood is answered
// with an error in words.
func Answer(question []byte) []byte {
	var q struct{ Judge, Share *Request }
	var a answer
	switch err := json.Unmarshal(question, &q); {
	case err != nil:
		a.Error = "the page asked for something that is not understood"
	case q.Judge != nil:
		a.Verdict = Judge(*q.Judge)
	case q.Share != nil:
		shared, err := WithoutSecrets(*q.Share)
		if err != nil {
			a.Error = err.Error()
		} else {
			a.Share = &shared
		}
	}
	out, err := json.Marshal(a)
	if err != nil {
		return []byte(`{"error":"the verdict cannot be written"}`)
	}
	return out
}
