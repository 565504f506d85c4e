//go:build js && wasm

// Command wasm is the library in a browser: it defines the function judge, which
// takes a question and returns an answer, both JSON, as [verdict.Answer] does.
package main

import (
	"syscall/js"

	"github.com/userpoolclient/userpoolclient/playground/verdict"
)

func main() {
	js.Global().Set("judge", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return string(verdict.Answer([]byte(args[0].String())))
	}))
	select {}
}
