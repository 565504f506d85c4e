package main

import "bytes"

// cliJSON writes the client as a file for --cli-input-json.
func (c *clientFile) cliJSON() ([]byte, error) {
	var b bytes.Buffer
	err := writeJSON(&b, c.config)
	return b.Bytes(), err
}
