package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	cognitotypes "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/userpoolclient/userpoolclient/sdk"
)

// A function rotates secrets.
type function struct {
	secrets *secretsmanager.Client
	cognito *cognitoidentityprovider.Client
	grace   time.Duration
	now     func() time.Time
	log     *slog.Logger
}

// An event is one step of a rotation, as Secrets Manager asks for it. All steps of
// a rotation have one token, which is the ID of the new version.
type event struct {
	SecretID string `json:"SecretId"`
	Token    string `json:"ClientRequestToken"`
	Step     string
}

// handle takes one step. Secrets Manager repeats steps, and begins again with the
// first one when a step has failed, so each goes by what it finds.
func (f *function) handle(ctx context.Context, e event) error {
	take, err := f.step(e.Step)
	if err != nil {
		return err
	}
	log := f.log.With("secret", e.SecretID, "version", e.Token, "step", e.Step)
	done, err := f.isCurrent(ctx, e)
	if err == nil && !done {
		err = take(ctx, e)
	}
	if err != nil {
		log.Error("failed", "error", err)
		return fmt.Errorf("%s: %w", e.Step, err)
	}
	log.Info("done")
	return nil
}

// step returns what a step does. AWS's documents spell the steps in both ways.
func (f *function) step(name string) (func(context.Context, event) error, error) {
	switch name {
	case "createSecret", "create_secret":
		return f.create, nil
	case "setSecret", "set_secret", "testSecret", "test_secret": // the client has it since it was created
		return f.test, nil
	case "finishSecret", "finish_secret":
		return f.finish, nil
	}
	return nil, fmt.Errorf("%q is no step of a rotation: createSecret, setSecret, testSecret or finishSecret", name)
}

// isCurrent reports whether the rotation has ended already. A version that is not
// pending is an error: somebody else is at work.
func (f *function) isCurrent(ctx context.Context, e event) (bool, error) {
	out, err := f.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &e.SecretID})
	if err != nil {
		return false, err
	}
	stages := out.VersionIdsToStages[e.Token]
	switch {
	case slices.Contains(stages, current):
		return true, nil
	case out.RotationEnabled == nil || !*out.RotationEnabled:
		return false, errors.New("rotation is not enabled for the secret")
	case !slices.Contains(stages, pending):
		return false, errors.New("the version is not the pending one of the secret")
	}
	return false, nil
}

// create adds a secret to the client and keeps it as the pending version.
func (f *function) create(ctx context.Context, e event) error {
	s := &store{function: f, event: e}
	if _, err := s.read(ctx, pending); !isMissing(err) {
		return err // it is there
	}
	now, err := s.read(ctx, current)
	if err != nil {
		return err
	}
	result, err := sdk.RotateSecret(ctx, f.cognito, sdk.RotateRequest{
		UserPoolID: now.UserPoolID, ClientID: now.ClientID, Store: s, KeepOld: true, Poll: -1,
	})
	if err != nil {
		return err
	}
	f.log.Info("rotated", "client", now.ClientID, "added", result.SecretID, "deleted", result.Deleted)
	return nil
}

// clientTokenFlow lets a client get tokens for itself; the SDK's enum lacks it.
const clientTokenFlow = "ALLOW_CLIENT_TOKEN_AUTH"

// test makes certain that the client has the pending secret, and that it works where
// the client can use it without a browser.
func (f *function) test(ctx context.Context, e event) error {
	v, err := (&store{function: f, event: e}).read(ctx, pending)
	if err != nil {
		return err
	}
	out, err := f.cognito.ListUserPoolClientSecrets(ctx, &cognitoidentityprovider.ListUserPoolClientSecretsInput{
		UserPoolId: &v.UserPoolID, ClientId: &v.ClientID,
	})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(out.ClientSecrets, func(d cognitotypes.ClientSecretDescriptorType) bool {
		return d.ClientSecretId != nil && *d.ClientSecretId == v.ID
	}) {
		return fmt.Errorf("app client %s does not have the pending secret %s", v.ClientID, v.ID)
	}
	described, err := f.cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: &v.UserPoolID, ClientId: &v.ClientID,
	})
	if err != nil || !slices.Contains(described.UserPoolClient.ExplicitAuthFlows, clientTokenFlow) {
		return err
	}
	value := v.Secret.Reveal()
	_, err = f.cognito.GetClientToken(ctx, &cognitoidentityprovider.GetClientTokenInput{
		ClientId: &v.ClientID, Secret: &value,
	})
	return err
}

// finish makes the pending version the current one.
func (f *function) finish(ctx context.Context, e event) error {
	now, err := (&store{function: f, event: e}).read(ctx, current)
	if err != nil {
		return err
	}
	stage := current
	_, err = f.secrets.UpdateSecretVersionStage(ctx, &secretsmanager.UpdateSecretVersionStageInput{
		SecretId: &e.SecretID, VersionStage: &stage, MoveToVersionId: &e.Token, RemoveFromVersionId: &now.version,
	})
	return err
}
