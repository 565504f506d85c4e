package cognitotest_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// Every rule that names an exception is broken through the SDK, by its own bad
// example, and comes back as the SDK's type for that exception with the recorded
// text.
func TestRecordedMessages(t *testing.T) {
	var limits, relations int
	for _, r := range userpoolclient.Rules() {
		if r.Severity != userpoolclient.SeverityError || r.Exception == "" {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			err := send(t, r)
			var rejected smithy.APIError
			if !errors.As(err, &rejected) {
				t.Fatalf("the answer is %v", err)
			}
			if got := reflect.TypeOf(rejected).String(); got != "*types."+r.Exception {
				t.Errorf("the answer is a %s, want *types.%s: %v", got, r.Exception, err)
			}
			want := r.ServiceMessage
			switch {
			case want == "":
				want = "[cognitotest] "
			case r.Constraint != nil:
				limits++
			default:
				relations++
			}
			if !fits(rejected.ErrorMessage(), want) {
				t.Errorf("the text is %q, want %q", rejected.ErrorMessage(), want)
			}
		})
	}
	if limits < 30 || relations < 20 {
		t.Errorf("saw the messages of %d limits and %d relations", limits, relations)
	}
}

// fits reports whether a text holds the parts of a template in their order.
func fits(text, template string) bool {
	placeholders := []string{"{value}", "{member}", "{constraint}", "{pool}", "{creating|updating}", "{read|write}"}
	for _, placeholder := range placeholders {
		template = strings.ReplaceAll(template, placeholder, "\x00")
	}
	template = strings.Replace(template, "'\x00' at", "\x00at", 1)
	template = strings.Replace(template, "1 validation error detected", "validation error\x00 detected", 1)
	for part := range strings.SplitSeq(template, "\x00") {
		_, rest, ok := strings.Cut(text, part)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// send makes the context of a rule's bad example on a server of its own and
// sends the example, as an update when the context says so or it names a client,
// else as a create.
func send(t *testing.T, r userpoolclient.Rule) error {
	t.Helper()
	bad, in := r.Bad.Config(), r.Bad.Context()
	client := cognitotest.NewServer(t).Client(withoutClientChecks)
	id := makePool(t, client, in.Pool)
	required := r.Constraint != nil && r.Constraint.Kind == userpoolclient.ConstraintRequired
	var nothing userpoolclient.Context
	if !required && userpoolclient.Validate(&userpoolclient.Config{UserPoolId: bad.UserPoolId}, nothing) == nil {
		bad.UserPoolId = id // not the pool of the example, but of the server
	}
	if in.Operation != userpoolclient.OperationUpdate && bad.ClientId == nil {
		create := new(cip.CreateUserPoolClientInput)
		fill(create, bad)
		if in.Operation != userpoolclient.OperationCreate {
			// The example leaves open what a create must say.
			setDefault(&create.ClientName, "shop")
			create.GenerateSecret = in.Secret != userpoolclient.SecretStateAbsent && create.ClientSecret == nil
		}
		_, err := client.CreateUserPoolClient(t.Context(), create)
		return err
	}
	made, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: id, ClientName: aws.String("shop"), GenerateSecret: in.Secret == userpoolclient.SecretStatePresent,
	})
	if err != nil {
		t.Fatal(err)
	}
	if in.Current != nil {
		establish(t, client, made.UserPoolClient, in.Current)
	}
	if !required && userpoolclient.Validate(&userpoolclient.Config{ClientId: bad.ClientId}, nothing) == nil {
		bad.ClientId = made.UserPoolClient.ClientId
	}
	update := new(cip.UpdateUserPoolClientInput)
	fill(update, bad)
	_, err = client.UpdateUserPoolClient(t.Context(), update)
	return err
}

// establish gives a client the settings that an example says it has.
func establish(t *testing.T, client *cip.Client, made *types.UserPoolClientType, current *userpoolclient.Config) {
	t.Helper()
	update := new(cip.UpdateUserPoolClientInput)
	fill(update, current)
	update.UserPoolId, update.ClientId = made.UserPoolId, made.ClientId
	if _, err := client.UpdateUserPoolClient(t.Context(), update); err != nil {
		t.Fatal(err)
	}
}

func setDefault(to **string, value string) {
	if *to == nil {
		*to = &value
	}
}

// makePool makes a user pool that has what the context says, or, where it says
// nothing, all that the examples name.
func makePool(t *testing.T, client *cip.Client, pool *userpoolclient.Pool) *string {
	t.Helper()
	if pool == nil {
		pool = &userpoolclient.Pool{}
	}
	in := &cip.CreateUserPoolInput{PoolName: aws.String("shop"), UserPoolTier: pool.Tier}
	for _, a := range pool.Attributes {
		name := strings.TrimPrefix(a.Name, "custom:")
		attribute := types.SchemaAttributeType{Name: &name, AttributeDataType: "String", Mutable: &a.Mutable}
		if !strings.HasPrefix(a.Name, "custom:") {
			attribute.Required = &a.Required
		}
		if a.Name != "sub" {
			in.Schema = append(in.Schema, attribute)
		}
	}
	out, err := client.CreateUserPool(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	id := out.UserPool.Id
	scopes, providers := pool.Scopes, pool.IdentityProviders
	if scopes == nil {
		scopes = []string{"api/read", "api/write"}
	}
	if providers == nil {
		providers = []string{"Google", "Facebook"}
	}
	for _, name := range providers {
		if _, err := client.CreateIdentityProvider(t.Context(), &cip.CreateIdentityProviderInput{
			UserPoolId: id, ProviderName: &name, ProviderType: "OIDC",
			ProviderDetails: map[string]string{"client_id": "x"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	servers := map[string][]types.ResourceServerScopeType{}
	for _, scope := range scopes {
		at := strings.LastIndex(scope, "/")
		of := types.ResourceServerScopeType{ScopeName: aws.String(scope[at+1:]), ScopeDescription: aws.String("x")}
		servers[scope[:at]] = append(servers[scope[:at]], of)
	}
	for identifier, scopes := range servers {
		if _, err := client.CreateResourceServer(t.Context(), &cip.CreateResourceServerInput{
			UserPoolId: id, Identifier: &identifier, Name: aws.String("server"), Scopes: scopes,
		}); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

// fill sets the members of a request from a configuration, whatever they hold.
func fill(request any, c *userpoolclient.Config) {
	to, from := reflect.ValueOf(request).Elem(), reflect.ValueOf(c).Elem()
	for i := range to.NumField() {
		f := to.Type().Field(i)
		if src := from.FieldByName(f.Name); f.IsExported() && src.IsValid() {
			fillValue(to.Field(i), src)
		}
	}
}

func fillValue(to, from reflect.Value) {
	switch {
	case from.Kind() == reflect.Pointer && from.IsNil():
	case from.Kind() == reflect.Pointer && to.Kind() != reflect.Pointer:
		fillValue(to, from.Elem())
	case from.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		fillValue(to.Elem(), from.Elem())
	case from.Type() == reflect.TypeFor[userpoolclient.Secret]():
		to.SetString(from.Interface().(userpoolclient.Secret).Reveal())
	case from.Kind() == reflect.Struct:
		for i := range from.NumField() {
			if member := to.FieldByName(from.Type().Field(i).Name); member.IsValid() {
				fillValue(member, from.Field(i))
			}
		}
	case from.Type().ConvertibleTo(to.Type()):
		to.Set(from.Convert(to.Type()))
	}
}

// withoutClientChecks sends what the SDK's own validation of required members
// would hold back.
func withoutClientChecks(o *cip.Options) {
	o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
		_, err := s.Initialize.Remove("OperationInputValidation")
		return err
	})
}

// The members that the SDK insists on are rejected by the server too.
func TestRequiredMembers(t *testing.T) {
	client := cognitotest.NewServer(t).Client(withoutClientChecks)
	ctx := context.Background()
	var rejected *types.InvalidParameterException
	_, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		RefreshTokenRotation: &types.RefreshTokenRotationType{},
	})
	const want = "3 validation errors detected: " +
		"Value null at 'userPoolId' failed to satisfy constraint: Member must not be null; " +
		"Value null at 'clientName' failed to satisfy constraint: Member must not be null; " +
		"Value null at 'refreshTokenRotation.feature' failed to satisfy constraint: Member must not be null"
	if !errors.As(err, &rejected) || rejected.ErrorMessage() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	_, err = client.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{})
	const two = "2 validation errors detected: Value null at 'userPoolId'"
	if !errors.As(err, &rejected) || !strings.HasPrefix(rejected.ErrorMessage(), two) {
		t.Error(err)
	}
}

func TestOperationsAreSorted(t *testing.T) {
	if names := cognitotest.Operations(); len(names) != 38 || !slices.IsSorted(names) {
		t.Errorf("operations %v", names)
	}
}
