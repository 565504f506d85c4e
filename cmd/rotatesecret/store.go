package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"github.com/userpoolclient/userpoolclient"
)

// The labels of versions. Programs read the current one.
const (
	current  = "AWSCURRENT"
	pending  = "AWSPENDING"
	previous = "AWSPREVIOUS"
)

// The keys of the secret's JSON.
const (
	keyPool   = "userPoolId"
	keyClient = "clientId"
	keySecret = "clientSecret"
	keyID     = "clientSecretId"
)

// A value is one version of the secret.
type value struct {
	UserPoolID, ClientID string
	ID                   string // Cognito's for the secret; "" where the function has not seen it yet
	Secret               userpoolclient.Secret

	all     map[string]json.RawMessage
	version string
	created time.Time
}

// parseValue reads a version. Its errors do not show it.
func parseValue(text string) (*value, error) {
	v := new(value)
	if err := json.Unmarshal([]byte(text), &v.all); err != nil || v.all == nil {
		return nil, errors.New("the secret must be a JSON object")
	}
	for _, key := range []struct {
		name     string
		to       *string
		optional bool
	}{{keyPool, &v.UserPoolID, false}, {keyClient, &v.ClientID, false}, {keyID, &v.ID, true}} {
		if err := json.Unmarshal(v.all[key.name], key.to); (err != nil || *key.to == "") && !key.optional {
			return nil, fmt.Errorf("the secret must have the key %q with a string", key.name)
		}
	}
	var secret string
	if err := json.Unmarshal(v.all[keySecret], &secret); err != nil || secret == "" {
		return nil, fmt.Errorf("the secret must have the key %q with a string", keySecret)
	}
	v.Secret = userpoolclient.NewSecret(secret)
	return v, nil
}

// with returns the JSON of the version with another secret, and all else as it is.
func (v *value) with(id string, secret userpoolclient.Secret) (string, error) {
	all := maps.Clone(v.all)
	for key, text := range map[string]string{keyID: id, keySecret: secret.Reveal()} {
		encoded, err := json.Marshal(text)
		if err != nil {
			return "", err
		}
		all[key] = encoded
	}
	text, err := json.Marshal(all)
	return string(text), err
}

// A store is the secret in Secrets Manager, as sdk.RotateSecret sees it: the pending
// version, and where there is none yet the current one.
type store struct {
	*function
	event event
}

// isMissing reports whether there is no such version.
func isMissing(err error) bool {
	var missing *types.ResourceNotFoundException
	return errors.As(err, &missing)
}

// read reads the version with a label; the pending one must be this rotation's.
func (s *store) read(ctx context.Context, stage string) (*value, error) {
	in := &secretsmanager.GetSecretValueInput{SecretId: &s.event.SecretID, VersionStage: &stage}
	if stage == pending {
		in.VersionId = &s.event.Token
	}
	out, err := s.secrets.GetSecretValue(ctx, in)
	if err != nil {
		return nil, err
	}
	if out.SecretString == nil || out.VersionId == nil || out.CreatedDate == nil {
		return nil, errors.New("the secret must be text")
	}
	v, err := parseValue(*out.SecretString)
	if err != nil {
		return nil, err
	}
	v.version, v.created = *out.VersionId, *out.CreatedDate
	return v, nil
}

// Stored returns the ID of the pending secret, or else of the current one.
func (s *store) Stored(ctx context.Context) (string, error) {
	v, err := s.read(ctx, pending)
	if isMissing(err) {
		v, err = s.read(ctx, current)
	}
	if err != nil {
		return "", err
	}
	return v.ID, nil
}

// Adopt writes the ID into a new current version. A version never changes.
func (s *store) Adopt(ctx context.Context, id string) error {
	v, err := s.read(ctx, current)
	if err != nil {
		return err
	}
	return s.put(ctx, v, id, v.Secret, current, tokenOf(v.version, id))
}

// tokenOf returns the ID of the version that adopts a secret: the same one when the
// function is called again.
func tokenOf(version, id string) string {
	sum := sha256.Sum256([]byte("adopt " + version + " " + id))
	return hex.EncodeToString(sum[:16])
}

// Store keeps a secret as the pending version.
func (s *store) Store(ctx context.Context, id string, secret userpoolclient.Secret) error {
	v, err := s.read(ctx, current)
	if err != nil {
		return err
	}
	return s.put(ctx, v, id, secret, pending, s.event.Token)
}

func (s *store) put(
	ctx context.Context, v *value, id string, secret userpoolclient.Secret, stage, token string,
) error {
	text, err := v.with(id, secret)
	if err != nil {
		return err
	}
	_, err = s.secrets.PutSecretValue(ctx, &secretsmanager.PutSecretValueInput{
		SecretId: &s.event.SecretID, ClientRequestToken: &token, SecretString: &text, VersionStages: []string{stage},
	})
	return err
}

// Ready reports whether programs that have read the version before the current one
// have had the time to read the current one. Where that has the same secret, or
// there is none, they need none.
func (s *store) Ready(ctx context.Context, _ string) (bool, error) {
	now, err := s.read(ctx, current)
	if err != nil {
		return false, err
	}
	before, err := s.read(ctx, previous)
	if isMissing(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	out, err := s.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &s.event.SecretID})
	if err != nil {
		return false, err
	}
	since := now.created // and it may have been pending for long
	if rotated := out.LastRotatedDate; rotated != nil && rotated.After(since) {
		since = *rotated
	}
	return before.Secret.Equal(now.Secret) || s.now().Sub(since) >= s.grace, nil
}
