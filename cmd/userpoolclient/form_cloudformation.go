package main

import (
	"bytes"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// cloudFormation writes the client as a template.
func (c *clientFile) cloudFormation() ([]byte, error) {
	const columns = 98
	id := c.pascal()
	client := yamlObject()
	add(client, "Type", yamlText("AWS::Cognito::UserPoolClient"), "")
	add(client, "Properties", c.properties(c.settings), "")
	template := yamlObject()
	add(template, "AWSTemplateFormatVersion", yamlText("2010-09-09"), strings.Join(c.head(columns), "\n"))
	if c.config.UserPoolId == nil {
		pool := yamlObject()
		add(pool, "Type", yamlText("String"), "")
		add(pool, "Description", yamlText("The ID of the user pool"), "")
		add(template, "Parameters", yamlObject("UserPoolId", pool), "")
	}
	add(template, "Resources", yamlObject(id, client), "")
	output := yamlObject("Value", reference{}.yaml(id))
	add(template, "Outputs", yamlObject(id+"Id", output), "")
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(template); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

func (c *clientFile) properties(settings []setting) *yaml.Node {
	const columns = 90
	object := yamlObject()
	for _, s := range settings {
		comment := ""
		if s.reason != "" {
			comment = strings.Join(wrap(s.comment(), columns), "\n")
		}
		add(object, lastOf(s.info.CloudFormation), c.yaml(s.value), comment)
	}
	return object
}

func (c *clientFile) yaml(value any) *yaml.Node {
	switch v := value.(type) {
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}
	case int32:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(int(v))}
	case []string:
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, element := range v {
			list.Content = append(list.Content, yamlText(element))
		}
		return list
	case []setting:
		return c.properties(v)
	case reference:
		return v.yaml("UserPoolId")
	}
	return yamlText(value.(string))
}

func (reference) yaml(name string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.TaggedStyle, Tag: "!Ref", Value: name}
}

func yamlText(text string) *yaml.Node {
	n := new(yaml.Node)
	n.SetString(text)
	return n
}

// yamlObject returns an object of one member, or an empty one.
func yamlObject(member ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	if len(member) == 2 {
		add(n, member[0].(string), member[1].(*yaml.Node), "")
	}
	return n
}

func add(object *yaml.Node, key string, value *yaml.Node, comment string) {
	name := yamlText(key)
	name.HeadComment = comment
	object.Content = append(object.Content, name, value)
}
