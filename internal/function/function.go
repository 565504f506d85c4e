// Package function holds what the Lambda functions of this module have in common:
// an app client out of the properties of a CloudFormation resource, and texts that
// fit the services that show them.
package function

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient/iac"
)

// ResourceType is the type of an app client in CloudFormation and AWS Config.
const ResourceType = "AWS::Cognito::UserPoolClient"

// readOnly are the properties that a template cannot set and that CloudFormation
// and AWS Config add to what they show.
var readOnly = []string{"ClientId", "ClientSecret", "Name"}

// Resource reads an app client from the properties of a resource, as a template
// holds them. Read-only properties are left out.
func Resource(logicalID string, properties json.RawMessage) (*iac.Resource, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(properties, &members); err != nil || members == nil {
		return nil, errors.New("the properties of the app client must be a JSON object")
	}
	for _, name := range readOnly {
		delete(members, name)
	}
	if logicalID == "" {
		logicalID = "AppClient"
	}
	template, err := json.Marshal(map[string]any{"Resources": map[string]any{
		logicalID: map[string]any{"Type": ResourceType, "Properties": members},
	}})
	if err != nil {
		return nil, err
	}
	resources, err := iac.CloudFormation(template)
	if err != nil {
		return nil, fmt.Errorf("the properties of the app client cannot be read: %w", err)
	}
	if len(resources) != 1 {
		return nil, errors.New("the properties of the app client cannot be read")
	}
	return &resources[0], nil
}

// Cut returns a text of at most so many characters, the last of them an ellipsis
// where something is left out.
func Cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return string(runes[:most-1]) + "…"
}
