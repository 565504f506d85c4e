// Package jsontext reads JSON text value by value. It is the one reader of JSON
// in this module: the root package fills its structures with it, and package iac
// finds its way through plans of tens of megabytes with it.
//
//	r := jsontext.New(text)
//	for more := r.BeginObject(); more; more = r.NextMember() {
//		fmt.Println(r.Key())
//		r.Skip()
//	}
//	err := r.Err()
//
// A [Reader] is pulled: nothing is read until it is asked for, and nothing is
// copied but a string with escapes. It keeps the first error; after it every
// loop ends, so that callers check once, at the end.
//
// encoding/json tokenizes too, but its offsets are those of the decoder, it lets
// through text that is not UTF-8, and its errors may show what stands in the
// text. encoding/json/jsontext has what is needed and takes the place of this
// package the day it leaves its experiment.
package jsontext
