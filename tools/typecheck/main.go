// Command typecheck reports what does not compile for other systems, from source
// alone: building the modules that a package needs for each would take minutes.
//
//	typecheck windows/amd64 darwin/arm64 js/wasm
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	failed := false
	for _, platform := range os.Args[1:] {
		goos, goarch, _ := strings.Cut(platform, "/")
		n, err := check(goos, goarch)
		if err != nil {
			fmt.Fprintf(os.Stderr, "typecheck: %s: %v\n", platform, err)
			failed = true
		}
		fmt.Printf("%s: %d packages and tests\n", platform, n)
	}
	if failed || len(os.Args) < 2 {
		os.Exit(1)
	}
}

// check loads the module's packages and tests as they are for a system. Build tags
// leave out what is not meant for it.
func check(goos, goarch string) (int, error) {
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedSyntax,
		Tests: true,
		Env:   append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0"),
	}
	all, err := packages.Load(config, "./...")
	if err != nil {
		return 0, err
	}
	if n := packages.PrintErrors(all); n > 0 {
		return len(all), fmt.Errorf("%d errors", n)
	}
	if len(all) == 0 {
		return 0, fmt.Errorf("no packages")
	}
	return len(all), nil
}
