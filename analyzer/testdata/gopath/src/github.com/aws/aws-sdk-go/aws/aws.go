// Package aws has the part of the AWS SDK for Go v1 that the tests use.
package aws

func String(v string) *string { return &v }
func Bool(v bool) *bool       { return &v }
func Int64(v int64) *int64    { return &v }

func StringSlice(list []string) []*string { return nil }
