package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/function"
)

// threshold says which findings make an app client non-compliant.
type threshold struct {
	failOn  userpoolclient.Severity
	minHarm userpoolclient.Harm
}

// newThreshold reads the parameters of the rule.
func newThreshold(parameters string) (threshold, error) {
	t := threshold{userpoolclient.SeverityAdvice, userpoolclient.HarmHigh}
	if strings.TrimSpace(parameters) == "" {
		return t, nil
	}
	text := struct {
		FailOn  *userpoolclient.Severity `json:"failOn"`
		MinHarm *userpoolclient.Harm     `json:"minHarm"`
	}{&t.failOn, &t.minHarm}
	d := json.NewDecoder(bytes.NewReader([]byte(parameters)))
	d.DisallowUnknownFields()
	err := d.Decode(&text)
	if err == nil && (t.failOn == 0 || t.minHarm == userpoolclient.HarmNone) {
		err = errors.New(`"none" is not one of these`) // and no finding would count by it
	}
	if err != nil {
		return t, fmt.Errorf("the parameters of the rule must be failOn (error, warning, advice) and minHarm "+
			"(low, medium, high): %w", err)
	}
	return t, nil
}

// notRecorded are the settings that AWS Config does not record, by
// config/properties/resource-types/AWS::Cognito::UserPoolClient.properties.json of
// https://github.com/awslabs/aws-config-resource-schema.
var notRecorded = []userpoolclient.Field{
	userpoolclient.FieldGenerateSecret, userpoolclient.FieldClientSecret, userpoolclient.FieldRefreshTokenRotation,
}

// judge returns what makes a recorded app client non-compliant; "" when nothing
// does.
func (t threshold) judge(it item) (string, error) {
	r, err := function.Resource("", recordedJSON(it.Configuration))
	if err != nil {
		return "", err
	}
	c := r.Config
	c.MaybeSet = append(c.MaybeSet, notRecorded...)
	findings := userpoolclient.Check(c, userpoolclient.Context{})
	findings = slices.DeleteFunc(findings, func(f userpoolclient.Finding) bool { return !t.counts(f) })
	if len(findings) == 0 {
		return "", nil
	}
	slices.SortStableFunc(findings, func(a, b userpoolclient.Finding) int { return rank(a) - rank(b) })
	var texts []string
	for _, f := range findings {
		texts = append(texts, f.Path()+" "+f.Message+" ["+f.Rule+"]")
	}
	text := strings.Join(texts, "; ")
	if n := len(texts); n > 1 {
		text = fmt.Sprintf("%d findings: %s", n, text)
	}
	return text, nil
}

// recordedJSON is a configuration, which AWS Config shows as an object in some
// places and as its text in others.
func recordedJSON(configuration json.RawMessage) json.RawMessage {
	var text string
	if json.Unmarshal(configuration, &text) == nil {
		return json.RawMessage(text)
	}
	return configuration
}

// counts reports whether a finding makes an app client non-compliant.
func (t threshold) counts(f userpoolclient.Finding) bool {
	if f.Severity == userpoolclient.SeverityAdvice && f.Harm < t.minHarm {
		return false
	}
	return f.Severity <= t.failOn
}

// rank sorts the gravest findings first.
func rank(f userpoolclient.Finding) int { return int(f.Severity)<<8 - int(f.Harm) }
