// Command userpoolclientvet finds in Go source what Amazon Cognito would reject,
// change or wipe in app clients. It runs under go vet, which caches what it has
// judged, or by itself:
//
//	go vet -vettool=$(which userpoolclientvet) ./...
//	userpoolclientvet -advice -fix ./...
//
// Package analyzer says what it looks at.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/userpoolclient/userpoolclient/analyzer"
)

func main() { singlechecker.Main(analyzer.New(analyzer.Options{})) }
