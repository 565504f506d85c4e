package view

import "flag"

// go test ./... -update rewrites golden files wherever there are some; here
// there are none, and the flag must be known all the same.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")
