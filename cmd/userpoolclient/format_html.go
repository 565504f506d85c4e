package main

import "io"

func writeHTML(w io.Writer, r *report) error { return nil }
