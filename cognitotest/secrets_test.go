package cognitotest_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// A secret is replaced without a pause: both work in between (SEC-7).
func TestSecretRotation(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	server := cognitotest.NewServer(t, cognitotest.WithClock(func() time.Time { return now }))
	client, ctx := server.Client(), t.Context()
	machine := makeMachine(t, client, makePool(t, client, nil))
	pool, id, first := machine.UserPoolId, machine.ClientId, *machine.ClientSecret
	works := func(secret string) bool {
		result, err := getToken(t, server, *id, secret)
		return err == nil && aws.ToString(result.AccessToken) != ""
	}
	shown := func() *string {
		out, err := client.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{UserPoolId: pool, ClientId: id})
		if err != nil {
			t.Fatal(err)
		}
		return out.UserPoolClient.ClientSecret
	}

	added, err := client.AddUserPoolClientSecret(ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: pool, ClientId: id})
	if err != nil {
		t.Fatal(err)
	}
	second := aws.ToString(added.ClientSecretDescriptor.ClientSecretValue)
	if !works(first) || !works(second) || second == first {
		t.Errorf("during the overlap the first works: %v, the second: %v", works(first), works(second))
	}
	if got := shown(); aws.ToString(got) != first {
		t.Error("Describe shows another secret than the client was created with")
	}
	code := func(err error) string {
		if e, ok := errors.AsType[smithy.APIError](err); ok {
			return e.ErrorCode()
		}
		return ""
	}
	_, err = client.AddUserPoolClientSecret(ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: pool, ClientId: id})
	if code(err) != "LimitExceededException" {
		t.Errorf("a third secret: %v", err)
	}

	list, err := client.ListUserPoolClientSecrets(ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: pool,
		ClientId: id})
	if err != nil || len(list.ClientSecrets) != 2 {
		t.Fatal(list, err)
	}
	for i, d := range list.ClientSecrets {
		want := *id + "--" + strconv.FormatInt(now.Unix()+int64(i), 10)
		if aws.ToString(d.ClientSecretId) != want || d.ClientSecretValue != nil || d.ClientSecretCreateDate == nil {
			t.Errorf("secret %d is listed as %+v, want the ID %s and no value", i, d, want)
		}
	}

	remove := func(secretID *string) error {
		_, err := client.DeleteUserPoolClientSecret(ctx, &cip.DeleteUserPoolClientSecretInput{
			UserPoolId: pool, ClientId: id, ClientSecretId: secretID,
		})
		return err
	}
	if err := remove(aws.String(*id + "--1")); code(err) != "ResourceNotFoundException" {
		t.Errorf("a secret that does not exist: %v", err)
	}
	if err := remove(list.ClientSecrets[0].ClientSecretId); err != nil {
		t.Fatal(err)
	}
	if works(first) || !works(second) {
		t.Errorf("afterwards the first works: %v, the second: %v", works(first), works(second))
	}
	if shown() != nil {
		t.Error("Describe shows a secret that was added, or one that is gone")
	}
	if err := remove(added.ClientSecretDescriptor.ClientSecretId); code(err) != invalidParameter {
		t.Errorf("the last secret: %v", err)
	}

	// A client whose secrets were all added later is a confidential one.
	out, err := client.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{
		UserPoolId: pool, ClientId: id, EnablePropagateAdditionalUserContextData: aws.Bool(true),
		ExplicitAuthFlows:  []types.ExplicitAuthFlowsType{"ALLOW_CLIENT_TOKEN_AUTH"},
		AllowedOAuthScopes: []string{"api/read"},
	})
	if err != nil || out.UserPoolClient.ClientSecret != nil {
		t.Errorf("an update that needs a secret: %v", err)
	}
	if !works(second) {
		t.Error("the update took the secret away")
	}
}

func TestAddClientSecret(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	pool := makePool(t, client, nil)
	const value = "0123456789abcdefghijklmn"
	for _, row := range []struct {
		reason     string
		generate   bool
		value      string
		code, says string
	}{
		{"a value of one's own is not returned", true, value, "", ""},
		{"a public client has no second secret", false, value, invalidParameter, ownText},
		{"a short value, which is not shown", true, "short", invalidParameter, broken("", "clientSecret",
			shortest(24))},
	} {
		t.Run(row.reason, func(t *testing.T) {
			made, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
				UserPoolId: pool, ClientName: aws.String("shop"), GenerateSecret: row.generate,
			})
			if err != nil {
				t.Fatal(err)
			}
			out, err := client.AddUserPoolClientSecret(t.Context(), &cip.AddUserPoolClientSecretInput{
				UserPoolId: pool, ClientId: made.UserPoolClient.ClientId, ClientSecret: &row.value,
			})
			if row.code == "" {
				if err != nil || out.ClientSecretDescriptor.ClientSecretValue != nil {
					t.Errorf("%v, %v", out, err)
				}
				return
			}
			rejected, ok := errors.AsType[smithy.APIError](err)
			if !ok || rejected.ErrorCode() != row.code || !strings.HasPrefix(rejected.ErrorMessage(), row.says) {
				t.Errorf("the answer is %v", err)
			}
		})
	}
}
