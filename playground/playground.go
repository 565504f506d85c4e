// Package playground is a page on which people try the library: they paste an app
// client and see the verdict. It is served by the command, which judges itself, or by
// any static host, where the library runs in the browser; see the folder build.
package playground

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed page
var page embed.FS

// An Engine is what judges for the page.
type Engine uint8

const (
	EngineWASM   Engine = iota + 1 // the library in the browser, which sends nothing to anyone
	EngineServer                   // the command that serves the page
)

// policy is the Content-Security-Policy of the page. That of EngineWASM lets the page
// fetch the library; engine-wasm.js then closes it.
func (e Engine) policy() string {
	const all = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; "
	if e == EngineWASM {
		return all + "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"
	}
	return all + "script-src 'self'"
}

func (e Engine) privacy() string {
	if e == EngineWASM {
		return "It is judged here, in your browser: nothing is sent or stored."
	}
	return "It is judged by the command that serves this page on your machine: nothing leaves it, and nothing is stored."
}

// Files returns the files of the page by name, without the library itself.
func Files(e Engine) (map[string][]byte, error) {
	names := map[string]string{"page.css": "page.css", "page.js": "page.js", "editor.js": "editor.js",
		"examples.js": "examples.js", "index.html": "index.html", "engine.js": "engine-server.js"}
	if e == EngineWASM {
		names["engine.js"], names["worker.js"] = "engine-wasm.js", "worker.js"
	}
	files := make(map[string][]byte, len(names))
	for name, source := range names {
		data, err := fs.ReadFile(page, "page/"+source)
		if err != nil {
			return nil, fmt.Errorf("playground: %w", err)
		}
		files[name] = data
	}
	files["index.html"] = []byte(strings.NewReplacer("{{policy}}", e.policy(), "{{privacy}}", e.privacy()).
		Replace(string(files["index.html"])))
	return files, nil
}
