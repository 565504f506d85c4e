package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A vault is Secrets Manager as far as the rotation of one secret goes: awsJson 1.1
// over HTTP, versions that never change, labels that move.
type vault struct {
	now func() time.Time

	mu       sync.Mutex
	versions map[string]*version
	rotated  time.Time
	disabled bool
}

type version struct {
	Text    string
	Stages  []string
	Created time.Time
}

// newVault holds a secret.
func newVault(now func() time.Time, text string) *vault {
	return &vault{now: now, versions: map[string]*version{
		"first": {Text: text, Stages: []string{current}, Created: now()},
	}}
}

// begin begins a rotation: its version has a label and no value.
func (v *vault) begin(token string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.versions[token] = &version{}
	v.move(pending, token)
}

// move moves a label. What was current before is previous then.
func (v *vault) move(stage, to string) {
	for id, old := range v.versions {
		if i := slices.Index(old.Stages, stage); i >= 0 {
			old.Stages = slices.Delete(old.Stages, i, i+1)
			if stage == current && id != to {
				v.move(previous, id)
			}
		}
	}
	v.versions[to].Stages = append(v.versions[to].Stages, stage)
}

// labelled returns the version with a label, nil where there is none.
func (v *vault) labelled(stage string) (id string, found *version) {
	for id, version := range v.versions {
		if slices.Contains(version.Stages, stage) && version.Text != "" {
			return id, version
		}
	}
	return "", nil
}

// text returns what programs read under a label.
func (v *vault) text(stage string) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, version := v.labelled(stage); version != nil {
		return version.Text
	}
	return ""
}

type request struct {
	VersionId, VersionStage, ClientRequestToken, SecretString string
	MoveToVersionId, RemoveFromVersionId                      string
	VersionStages                                             []string
}

// ServeHTTP answers one request.
func (v *vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		reply(w, http.StatusBadRequest, map[string]any{"__type": "SerializationException"})
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	out, exception := v.answer(strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "secretsmanager."), in)
	if exception != "" {
		reply(w, http.StatusBadRequest, map[string]any{"__type": exception, "message": exception})
		return
	}
	reply(w, http.StatusOK, out)
}

func (v *vault) answer(operation string, in request) (out map[string]any, exception string) {
	switch operation {
	case "DescribeSecret":
		stages := make(map[string][]string)
		for id, version := range v.versions {
			stages[id] = slices.Clone(version.Stages)
		}
		out := map[string]any{"VersionIdsToStages": stages, "RotationEnabled": !v.disabled}
		if !v.rotated.IsZero() {
			out["LastRotatedDate"] = v.rotated.Unix()
		}
		return out, ""
	case "GetSecretValue":
		id, found := v.labelled(in.VersionStage)
		if found == nil || in.VersionId != "" && in.VersionId != id {
			return nil, "ResourceNotFoundException"
		}
		return map[string]any{"VersionId": id, "SecretString": found.Text, "CreatedDate": found.Created.Unix()}, ""
	case "PutSecretValue":
		return v.put(in)
	case "UpdateSecretVersionStage":
		from := v.versions[in.RemoveFromVersionId]
		if from == nil || !slices.Contains(from.Stages, in.VersionStage) || v.versions[in.MoveToVersionId] == nil {
			return nil, "InvalidParameterException"
		}
		v.move(in.VersionStage, in.MoveToVersionId)
		v.rotated = v.now()
		return map[string]any{}, ""
	}
	return nil, "InvalidAction"
}

func (v *vault) put(in request) (out map[string]any, exception string) {
	there := v.versions[in.ClientRequestToken]
	switch {
	case len(in.ClientRequestToken) < 32 || len(in.ClientRequestToken) > 64:
		return nil, "ValidationException"
	case there != nil && there.Text != "" && there.Text != in.SecretString:
		return nil, "ResourceExistsException"
	case there != nil && there.Text != "":
		return map[string]any{}, ""
	case there == nil:
		there = new(version)
		v.versions[in.ClientRequestToken] = there
	}
	there.Text, there.Created = in.SecretString, v.now()
	for _, stage := range in.VersionStages {
		if !slices.Contains(there.Stages, stage) {
			v.move(stage, in.ClientRequestToken)
		}
	}
	return map[string]any{}, ""
}

func reply(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// String shows the versions, without their values.
func (v *vault) String() string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(v.versions)) {
		fmt.Fprintf(&b, "%s %v\n", id, v.versions[id].Stages)
	}
	return b.String()
}
