package analyzer

import "flag"

// go test ./... -update rewrites golden files wherever there are some; those here
// are written by hand, and the flag must be known all the same.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")
