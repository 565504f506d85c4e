package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

const sdk = "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the command and of the API model it knows",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.out, version())
			return nil
		},
	}
}

// ownVersion is that of the command, "" where the build does not know it.
func ownVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}

func version() string {
	own, model := cmp.Or(ownVersion(), "(unknown)"), "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == sdk {
				model = m.Version
			}
		}
	}
	return fmt.Sprintf("userpoolclient %s %s %s/%s, API model cognitoidentityprovider %s",
		own, runtime.Version(), runtime.GOOS, runtime.GOARCH, model)
}
