package userpoolclient

import (
	"net/url"
	"strings"
)

// notKnown stands in a word of a command line where the shell would put the value of
// a variable. No request holds the character.
const notKnown = "\x00"

// parseCurl reads the request that a curl command sends.
func parseCurl(text string) (Request, error) {
	words, err := shellWords(strings.ReplaceAll(strings.TrimPrefix(text, "$ "), notKnown, ""))
	if err != nil {
		return Request{}, err
	}
	c := curl{sent: sent{unknown: notKnown}}
	for rest := words[1:]; len(rest) > 0; {
		if rest, err = c.option(rest); err != nil {
			return Request{}, err
		}
	}
	return c.request()
}

// A curl is what the options of a curl command come to.
type curl struct {
	sent
	data []string
	get  bool // -G: the data is the query
}

// curlOption returns the long name of an option that takes a value, by its short or
// its long name, "" for any other.
func curlOption(name string) string {
	switch name {
	case "X", "request":
		return "request"
	case "H", "header":
		return "header"
	case "d", "data", "data-raw", "data-ascii", "data-binary":
		return "data"
	case "u", "user":
		return "user"
	case "data-urlencode", "json", "url", "oauth2-bearer":
		return name
	case "A", "user-agent", "b", "cookie", "c", "cookie-jar", "e", "referer", "F", "form", "m", "max-time", "o",
		"output", "w", "write-out", "x", "proxy", "D", "dump-header", "E", "cert", "connect-timeout", "retry",
		"cacert", "key", "resolve":
		return "other"
	}
	return ""
}

// option reads one option or the URL and returns what follows.
func (c *curl) option(words []string) (rest []string, err error) {
	word, rest := words[0], words[1:]
	name, value, attached := word, "", false
	switch {
	case strings.HasPrefix(word, "--"):
		name, value, attached = strings.Cut(word[2:], "=")
	case strings.HasPrefix(word, "-") && len(word) > 1:
		name, value, attached = lastShort(word[1:])
		c.get = c.get || strings.Contains(strings.TrimSuffix(word[1:], value), "G")
	default:
		c.url = word
		return rest, nil
	}
	if name == "get" {
		c.get = true
	}
	long := curlOption(name)
	if long == "" {
		return rest, nil
	}
	if !attached {
		if len(rest) == 0 {
			return nil, unreadableRequest("ends after an option of curl that takes a value")
		}
		value, rest = rest[0], rest[1:]
	}
	return rest, c.set(long, value)
}

// lastShort returns the first of some short options written together that takes a
// value, with the value where it is attached, else the last one.
func lastShort(options string) (name, value string, attached bool) {
	for i := range len(options) {
		if curlOption(options[i:i+1]) != "" {
			return options[i : i+1], options[i+1:], i+1 < len(options)
		}
	}
	return options[len(options)-1:], "", false
}

func (c *curl) set(option, value string) error {
	switch option {
	case "request":
		c.method = value
	case "header":
		c.header(value)
	case "url":
		c.url = value
	case "user":
		user, password, _ := strings.Cut(value, ":")
		c.basic = &BasicAuth{user, NewSecret(password)}
	case "oauth2-bearer":
		token := NewSecret(value)
		c.bearer = &token
	case "data", "json":
		if strings.HasPrefix(value, "@") {
			return unreadableRequest("takes its data from a file; paste the data into the command")
		}
		c.data = append(c.data, value)
		if option == "json" {
			c.contentType = "application/json"
		}
	case "data-urlencode":
		name, content, ok := strings.Cut(value, "=")
		if !ok {
			return unreadableRequest("takes its data from a file or without a name; write it as name=value")
		}
		c.data = append(c.data, name+"="+url.QueryEscape(content))
	}
	return nil
}

// request puts together what the options say.
func (c *curl) request() (Request, error) {
	data := strings.Join(c.data, "&")
	switch {
	case c.get && data != "":
		if strings.Contains(c.url, "?") {
			c.url += "&" + data
		} else {
			c.url += "?" + data
		}
	case data != "":
		c.body = data
		if c.contentType == "" {
			c.contentType = "application/x-www-form-urlencoded"
		}
		if c.method == "" {
			c.method = "POST"
		}
	}
	if c.method == "" {
		c.method = "GET"
	}
	return c.sent.request()
}

// shellWords takes a command line of a POSIX shell apart. A variable becomes notKnown.
func shellWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == '\'' && c != '\'', quote == '"' && c != '"' && c != '\\' && c != '$':
			word.WriteByte(c)
		case quote != 0 && c == quote:
			quote = 0
		case c == '\'' || c == '"':
			quote, inWord = c, true
		case c == '\\' && i+1 < len(text):
			i++
			if text[i] == '\n' {
				continue
			}
			if quote == '"' && !strings.ContainsRune("\"\\$`", rune(text[i])) {
				word.WriteByte('\\')
			}
			word.WriteByte(text[i])
			inWord = true
		case c == '$' && quote == 0 && i+1 < len(text) && text[i+1] == '\'': // the browser's way to quote
		case c == '$':
			i += variable(text[i+1:])
			word.WriteString(notKnown)
			inWord = true
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		case quote == 0 && strings.IndexByte(";|>&", c) >= 0:
			// What follows is another command, a file, or an & that was not quoted.
			if c == '&' && i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '&' {
				return nil, unreadableRequest("has an & outside quotation marks, where the shell ends the command; quote the URL")
			}
			i = len(text)
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, unreadableRequest("has a quotation mark that nothing closes")
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// variable returns the length of what follows a $ and belongs to it.
func variable(text string) int {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "(") {
		if i := strings.IndexAny(text, "})"); i >= 0 {
			return i + 1
		}
		return len(text)
	}
	n := 0
	for n < len(text) && (isLetter(text[n]) || isDigit(text[n]) || text[n] == '_') {
		n++
	}
	return n
}
