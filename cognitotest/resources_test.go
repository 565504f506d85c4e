package cognitotest_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// says reports whether an error is the service's answer with that text.
func says(err error, exception, message string) bool {
	e, ok := errors.AsType[smithy.APIError](err)
	return ok && e.ErrorCode() == exception && e.ErrorMessage() == message
}

// IDP-6: every update judges the list of providers again, so that one that was
// deleted meanwhile makes a read-modify-write fail. The same goes for a scope.
func TestWhatClientsNameCanGo(t *testing.T) {
	client, ctx := cognitotest.NewServer(t).Client(), t.Context()
	pool := makePool(t, client, nil)
	made, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("shop"), SupportedIdentityProviders: []string{"Google"},
		AllowedOAuthScopes: []string{"api/read"},
	})
	if err != nil {
		t.Fatal(err)
	}
	same := &cip.UpdateUserPoolClientInput{
		UserPoolId: pool, ClientId: made.UserPoolClient.ClientId, SupportedIdentityProviders: []string{"Google"},
	}
	google := &cip.DeleteIdentityProviderInput{UserPoolId: pool, ProviderName: aws.String("Google")}
	if _, err := client.DeleteIdentityProvider(ctx, google); err != nil {
		t.Fatal(err)
	}
	_, err = client.UpdateUserPoolClient(ctx, same)
	if !says(err, invalidParameter, "The provider Google does not exist for User Pool "+*pool+".") {
		t.Errorf("with the provider gone: %v", err)
	}
	if _, err := client.DeleteIdentityProvider(ctx, google); err == nil {
		t.Error("a provider is deleted twice")
	}

	same.SupportedIdentityProviders, same.AllowedOAuthScopes = nil, []string{"api/read"}
	if _, err := client.UpdateUserPoolClient(ctx, same); err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateResourceServer(ctx, &cip.UpdateResourceServerInput{
		UserPoolId: pool, Identifier: aws.String("api"), Name: aws.String("API 2"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("all"), ScopeDescription: aws.String("x")}},
	}); err != nil {
		t.Fatal(err)
	}
	gone := "Invalid scope requested: api/read"
	if _, err := client.UpdateUserPoolClient(ctx, same); !says(err, "ScopeDoesNotExistException", gone) {
		t.Errorf("with the scope replaced: %v", err)
	}
	same.AllowedOAuthScopes = []string{"api/all"}
	if _, err := client.UpdateUserPoolClient(ctx, same); err != nil {
		t.Errorf("with the new scope: %v", err)
	}
	server := &cip.DeleteResourceServerInput{UserPoolId: pool, Identifier: aws.String("api")}
	if _, err := client.DeleteResourceServer(ctx, server); err != nil {
		t.Fatal(err)
	}
	gone = "Invalid scope requested: api/all"
	if _, err := client.UpdateUserPoolClient(ctx, same); !says(err, "ScopeDoesNotExistException", gone) {
		t.Errorf("with the resource server gone: %v", err)
	}
}

func TestUpdateIdentityProvider(t *testing.T) {
	client, ctx := cognitotest.NewServer(t).Client(), t.Context()
	pool := makePool(t, client, nil)
	name := aws.String("Google")
	if _, err := client.UpdateIdentityProvider(ctx, &cip.UpdateIdentityProviderInput{
		UserPoolId: pool, ProviderName: name, AttributeMapping: map[string]string{"email": "mail"},
	}); err != nil {
		t.Fatal(err)
	}
	describe := &cip.DescribeIdentityProviderInput{UserPoolId: pool, ProviderName: name}
	out, err := client.DescribeIdentityProvider(ctx, describe)
	if err != nil {
		t.Fatal(err)
	}
	p := out.IdentityProvider
	if p.AttributeMapping["email"] != "mail" || p.ProviderDetails["client_id"] != "x" ||
		!p.LastModifiedDate.After(*p.CreationDate) {
		t.Errorf("the provider is %+v", p)
	}
	if _, err := client.UpdateIdentityProvider(ctx, &cip.UpdateIdentityProviderInput{
		UserPoolId: pool, ProviderName: aws.String("Nobody"),
	}); err == nil {
		t.Error("a provider that does not exist is updated")
	}
}

// The texts are those of terraform-aws-cognito-user-pool issue 74 and
// aws-sdk-js issue 4186.
func TestMfaConfig(t *testing.T) {
	client, ctx := cognitotest.NewServer(t).Client(), t.Context()
	pool := makePool(t, client, nil)
	app := &types.SoftwareTokenMfaConfigType{Enabled: true}
	for _, row := range []struct {
		reason  string
		mode    types.UserPoolMfaType
		app     *types.SoftwareTokenMfaConfigType
		message string
	}{
		{"off with a factor", "OFF", app,
			"Invalid MFA configuration given, can't turn off MFA and configure an MFA together."},
		{"on without one", "ON", nil,
			"Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."},
		{"a mode that does not exist", "MAYBE", app, broken("'MAYBE'", "mfaConfiguration", oneOf("OFF", "ON",
			"OPTIONAL"))},
		{"off with a factor that is switched off", "OFF", &types.SoftwareTokenMfaConfigType{}, ""},
		{"optional with a factor", "OPTIONAL", app, ""},
	} {
		_, err := client.SetUserPoolMfaConfig(ctx, &cip.SetUserPoolMfaConfigInput{
			UserPoolId: pool, MfaConfiguration: row.mode, SoftwareTokenMfaConfiguration: row.app,
		})
		if row.message == "" && err != nil || row.message != "" && !says(err, invalidParameter, row.message) {
			t.Errorf("%s: %v", row.reason, err)
		}
	}
	got, err := client.GetUserPoolMfaConfig(ctx, &cip.GetUserPoolMfaConfigInput{UserPoolId: pool})
	if err != nil || got.MfaConfiguration != "OPTIONAL" || !got.SoftwareTokenMfaConfiguration.Enabled {
		t.Error(got, err)
	}
	described, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: pool})
	if err != nil || described.UserPool.MfaConfiguration != "OPTIONAL" {
		t.Error(described, err)
	}
}

// The texts are recorded: aws-cdk-examples issue 402, terraform-aws-cognito-user-pool
// issue 69 of mineiros-io, aws-nuke issue 330, the end-to-end tests of
// amplify-cli.
func TestDomains(t *testing.T) {
	client, ctx := cognitotest.NewServer(t).Client(), t.Context()
	pool, other := makePool(t, client, nil), makePool(t, client, nil)
	create := func(pool *string, domain, certificate string) error {
		in := &cip.CreateUserPoolDomainInput{UserPoolId: pool, Domain: &domain}
		if certificate != "" {
			in.CustomDomainConfig = &types.CustomDomainConfigType{CertificateArn: &certificate}
		}
		_, err := client.CreateUserPoolDomain(ctx, in)
		return err
	}
	describe := func(domain string) types.DomainDescriptionType {
		out, err := client.DescribeUserPoolDomain(ctx, &cip.DescribeUserPoolDomainInput{Domain: &domain})
		if err != nil {
			t.Fatal(err)
		}
		return *out.DomainDescription
	}
	const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0a"
	for _, row := range []struct {
		reason, domain, certificate string
		pool                        *string
		message                     string
	}{
		{"a domain that is no prefix", "auth.shop.example", "", pool,
			"The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, " +
				"and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$"},
		{"a prefix", "shop", "", pool, ""},
		{"another pool's prefix", "shop", "", other, "Domain already associated with another user pool."},
		{"a second prefix", "shop2", "", pool, "User pool already has a domain configured."},
		{"a custom domain beside it", "auth.shop.example", certificate, pool, ""},
	} {
		err := create(row.pool, row.domain, row.certificate)
		if row.message == "" && err != nil || row.message != "" && !says(err, invalidParameter, row.message) {
			t.Errorf("%s: %v", row.reason, err)
		}
	}
	if d := describe("shop"); d.Status != "ACTIVE" || *d.UserPoolId != *pool || *d.ManagedLoginVersion != 1 {
		t.Errorf("the domain is %+v", d)
	}
	if d := describe("nowhere"); d.Status != "" || d.Domain != nil {
		t.Errorf("a domain that does not exist is %+v", d)
	}
	if _, err := client.UpdateUserPoolDomain(ctx, &cip.UpdateUserPoolDomainInput{
		UserPoolId: pool, Domain: aws.String("shop"), ManagedLoginVersion: aws.Int32(2),
	}); err != nil || *describe("shop").ManagedLoginVersion != 2 {
		t.Errorf("after an update: %v", err)
	}
	shown, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: pool})
	if err != nil || aws.ToString(shown.UserPool.Domain) != "shop" ||
		aws.ToString(shown.UserPool.CustomDomain) != "auth.shop.example" {
		t.Error(shown, err)
	}
	_, err = client.DeleteUserPool(ctx, &cip.DeleteUserPoolInput{UserPoolId: pool})
	const first = "User pool cannot be deleted. It has a domain configured that should be deleted first."
	if !says(err, invalidParameter, first) {
		t.Errorf("a pool with a domain: %v", err)
	}
	remove := func(pool *string, domain string) error {
		_, err := client.DeleteUserPoolDomain(ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: pool, Domain: &domain})
		return err
	}
	if err := remove(other, "shop"); !says(err, invalidParameter, "No such domain or user pool exists.") {
		t.Errorf("another pool's domain: %v", err)
	}
	if err := errors.Join(remove(pool, "shop"), remove(pool, "auth.shop.example")); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DeleteUserPool(ctx, &cip.DeleteUserPoolInput{UserPoolId: pool}); err != nil {
		t.Errorf("a pool without its domains: %v", err)
	}
	if err := create(other, "shop", ""); err != nil {
		t.Errorf("a domain that was given up: %v", err)
	}
}

func TestTags(t *testing.T) {
	client, ctx := cognitotest.NewServer(t).Client(), t.Context()
	made, err := client.CreateUserPool(ctx, &cip.CreateUserPoolInput{
		PoolName: aws.String("shop"), UserPoolTags: map[string]string{"team": "shop", "old": "yes"},
	})
	if err != nil {
		t.Fatal(err)
	}
	arn := made.UserPool.Arn
	if _, err := client.TagResource(ctx, &cip.TagResourceInput{
		ResourceArn: arn, Tags: map[string]string{"stage": "test", "team": "web"},
	}); err != nil {
		t.Fatal(err)
	}
	untag := &cip.UntagResourceInput{ResourceArn: arn, TagKeys: []string{"old", "none"}}
	if _, err := client.UntagResource(ctx, untag); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"team": "web", "stage": "test"}
	out, err := client.ListTagsForResource(ctx, &cip.ListTagsForResourceInput{ResourceArn: arn})
	if err != nil || !maps.Equal(out.Tags, want) {
		t.Errorf("the tags are %v, %v, want %v", out, err, want)
	}
	shown, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: made.UserPool.Id})
	if err != nil || !maps.Equal(shown.UserPool.UserPoolTags, want) {
		t.Errorf("Describe shows %v, %v", shown, err)
	}
	many := make(map[string]string)
	for i := range 51 {
		many[string(rune('a'+i%26))+string(rune('a'+i/26))] = "x"
	}
	if _, err := client.TagResource(ctx, &cip.TagResourceInput{ResourceArn: arn, Tags: many}); err == nil {
		t.Error("a pool gets more tags than there can be")
	}
	if _, err := client.ListTagsForResource(ctx, &cip.ListTagsForResourceInput{
		ResourceArn: aws.String(*arn + "x"),
	}); err == nil {
		t.Error("an ARN of nothing has tags")
	}
}
