package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

const sdk = "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

const unstamped = "(unknown)" // of a build that does not say

// build is what the command says of itself. No source file holds a version: Go
// stamps the tag or the module's version, and go.mod decides the SDK's.
type build struct {
	Version  string    `json:"version"`
	Commit   string    `json:"commit,omitempty"` // "": built as a module, whose version names the commit
	Modified bool      `json:"modified"`         // the working tree had changes
	Go       string    `json:"go"`
	OS       string    `json:"os"`
	Arch     string    `json:"arch"`
	SDK      module    `json:"sdk"` // that the rules were read against
	Rules    rulesRead `json:"rules"`
}

type module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

type rulesRead struct {
	Count int    `json:"count"`
	Date  string `json:"date"` // on which their newest source was read
}

func newVersion(a *app) *cobra.Command {
	var form format
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and of what age the rules are",
		Long: `version prints the version and the commit that the command was built from, the
version of the AWS SDK for Go that its rules were read against, and the date on
which the newest source of the rules was read.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if form == formatJSON {
				return writeJSON(a.out, b)
			}
			b.text(a.out)
			return nil
		},
	}
	addFormat(cmd, &form)
	return cmd
}

func (b *build) text(w io.Writer) {
	commit := b.Commit
	switch {
	case commit == "":
		commit = "not in this build"
	case b.Modified:
		commit += ", with changes"
	}
	fmt.Fprintf(w, `userpoolclient %s
commit  %s
rules   %d, their newest source of %s
sdk     %s %s
built   %s %s/%s
`, b.Version, commit, b.Rules.Count, b.Rules.Date, b.SDK.Path, b.SDK.Version, b.Go, b.OS, b.Arch)
}

func thisBuild() *build {
	b := &build{
		Version: unstamped, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH,
		SDK: module{sdk, unstamped}, Rules: rulesRead{len(allRules()), newestSource()},
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	for _, m := range info.Deps {
		if m.Path == sdk {
			b.SDK.Version = m.Version
		}
	}
	return b
}

// newestSource is the last date on which a source of the tables was read.
func newestSource() string {
	newest := ""
	note := func(sources []userpoolclient.Source) {
		for _, s := range sources {
			newest = max(newest, s.Date)
		}
	}
	for _, r := range userpoolclient.Rules() {
		note(r.Sources)
	}
	for _, f := range userpoolclient.Fields() {
		note(f.Sources)
	}
	return newest
}

// ownVersion is that of the command, "" where the build does not know it.
func ownVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}

// version is the command's own in one line.
func version() string {
	own := ownVersion()
	if own == "" {
		own = unstamped
	}
	return fmt.Sprintf("userpoolclient %s %s %s/%s", own, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
