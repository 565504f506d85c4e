package playground

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// A browser is Chromium, driven over two pipes by the DevTools protocol.
type browser struct {
	t       *testing.T
	to      *os.File
	mu      sync.Mutex
	next    int
	waiting map[int]chan message
	events  []message
	ended   chan struct{}
}

type message struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// startBrowser starts a browser with a fresh profile; the test is skipped without one.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not there to look at the page with")
	}
	profile, err := os.MkdirTemp("", "playground-browser")
	if err != nil {
		t.Fatal(err)
	}
	in, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
		"--disable-background-networking", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{in, out}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = in.Close(), out.Close() // the browser's ends
	b := &browser{t: t, to: to, waiting: make(map[int]chan message), ended: make(chan struct{})}
	go b.read(from)
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = to.Close()
		<-b.ended
		_ = os.RemoveAll(profile) // what the browser still writes does not fail the test
	})
	return b
}

// read hands answers to those who wait for them and keeps the events.
func (b *browser) read(from *os.File) {
	defer close(b.ended)
	defer from.Close()
	scanner := bufio.NewScanner(from)
	const longest = 64 << 20
	scanner.Buffer(nil, longest)
	scanner.Split(func(data []byte, _ bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return i + 1, data[:i], nil
		}
		return 0, nil, nil
	})
	for scanner.Scan() {
		var m message
		if json.Unmarshal(scanner.Bytes(), &m) != nil {
			continue
		}
		b.mu.Lock()
		if answer := b.waiting[m.ID]; m.ID > 0 && answer != nil {
			answer <- m
			delete(b.waiting, m.ID)
		} else {
			b.events = append(b.events, m)
		}
		b.mu.Unlock()
	}
}

// call calls a method and reads its result into out, where that is not nil.
func (b *browser) call(session, method string, params, out any) {
	b.t.Helper()
	data, err := json.Marshal(params)
	if err != nil {
		b.t.Fatal(err)
	}
	answer := make(chan message, 1)
	b.mu.Lock()
	b.next++
	id := b.next
	b.waiting[id] = answer
	text, err := json.Marshal(message{ID: id, SessionID: session, Method: method, Params: data})
	if err == nil {
		_, err = b.to.Write(append(text, 0))
	}
	b.mu.Unlock()
	if err != nil {
		b.t.Fatal(err)
	}
	const longest = time.Minute
	select {
	case m := <-answer:
		if m.Error != nil {
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if out != nil {
			if err := json.Unmarshal(m.Result, out); err != nil {
				b.t.Fatal(err)
			}
		}
	case <-b.ended:
		b.t.Fatalf("%s: the browser ended", method)
	case <-time.After(longest):
		b.t.Fatalf("%s: no answer", method)
	}
}

// A tab is a page in a context of its own, as a fresh profile is one.
type tab struct {
	*browser
	session string
}

type object = map[string]any

func (b *browser) open(url string, width int, dark bool) *tab {
	b.t.Helper()
	var context struct{ BrowserContextID string }
	b.call("", "Target.createBrowserContext", object{}, &context)
	var target struct{ TargetID string }
	b.call("", "Target.createTarget", object{"url": "about:blank", "browserContextId": context.BrowserContextID}, &target)
	var attached struct{ SessionID string }
	b.call("", "Target.attachToTarget", object{"targetId": target.TargetID, "flatten": true}, &attached)
	p := &tab{b, attached.SessionID}
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		p.do(domain+".enable", object{})
	}
	p.view(width, dark)
	p.do("Page.navigate", object{"url": url})
	return p
}

func (p *tab) do(method string, params object) {
	p.t.Helper()
	p.call(p.session, method, params, nil)
}

// view sets the width of the window and the scheme of colours.
func (p *tab) view(width int, dark bool) {
	p.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.do("Emulation.setDeviceMetricsOverride",
		object{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false})
	p.do("Emulation.setEmulatedMedia",
		object{"features": []object{{"name": "prefers-color-scheme", "value": scheme}}})
}

// eval reads the value of an expression, which may be a promise, into out.
func (p *tab) eval(expression string, out any) {
	p.t.Helper()
	var result struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	p.call(p.session, "Runtime.evaluate",
		object{"expression": expression, "returnByValue": true, "awaitPromise": true}, &result)
	if e := result.ExceptionDetails; e != nil {
		p.t.Fatalf("%.200s: %s %s", expression, e.Text, e.Exception.Description)
	}
	if out != nil && result.Result.Value != nil {
		if err := json.Unmarshal(result.Result.Value, out); err != nil {
			p.t.Fatalf("%.200s: %v", expression, err)
		}
	}
}

// until waits for a condition to hold.
func (p *tab) until(condition string) {
	p.t.Helper()
	const pause, longest = 20 * time.Millisecond, 30 * time.Second
	for waited := time.Duration(0); waited < longest; waited += pause {
		var ok bool
		p.eval("Boolean("+condition+")", &ok)
		if ok {
			return
		}
		time.Sleep(pause)
	}
	var state string
	p.eval("document.body.innerText.slice(0, 800)", &state)
	p.t.Fatalf("not so: %s\n%s", condition, state)
}

// key presses a key.
func (p *tab) key(name string) {
	p.t.Helper()
	for _, kind := range []string{"keyDown", "keyUp"} {
		p.do("Input.dispatchKeyEvent", object{"type": kind, "key": name, "code": name})
	}
}

// happened returns what the events of a method say, of all tabs.
func (b *browser) happened(method string) (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.events {
		if m.Method == method {
			all = append(all, fmt.Sprintf("%.300s", m.Params))
		}
	}
	return all
}

// screenshot writes what a tab shows into a file of a folder.
func (p *tab) screenshot(path string) {
	p.t.Helper()
	var shot struct{ Data []byte }
	p.call(p.session, "Page.captureScreenshot", object{"format": "png"}, &shot)
	if err := os.WriteFile(path, shot.Data, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
