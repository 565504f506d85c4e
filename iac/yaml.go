package iac

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// readYAML returns the documents of a YAML file.
func readYAML(data []byte) ([]node, error) {
	if len(data) > MaxYAML {
		return nil, tooLong(len(data), MaxYAML)
	}
	doc := &document{steps: most}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var roots []node
	for {
		var y yaml.Node
		err := decoder.Decode(&y)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return nil, yamlError(err)
		}
		if len(y.Content) > 0 {
			roots = append(roots, node{doc: doc, yaml: y.Content[0]})
		}
	}
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlError takes the line out of the YAML library's message.
func yamlError(err error) error {
	message := err.Error()
	at := Position{}
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		at.Line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	return &SyntaxError{at, "not YAML: " + message}
}
