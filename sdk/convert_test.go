package sdk

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
)

const (
	poolID   = "eu-central-1_a1B2c3D4e"
	clientID = "1example23456789"
)

// fill sets every exported member under v to a value of its own that is not
// zero, and counts the leaves.
func fill(t *testing.T, v reflect.Value, path string) (leaves int) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(t, v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		return fill(t, v.Index(0), path+"0") + fill(t, v.Index(1), path+"1")
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(1_700_000_000+len(path)), 0).UTC()))
			return 1
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				leaves += fill(t, v.Field(i), path+"."+f.Name)
			}
		}
		return leaves
	case reflect.String:
		v.SetString("value of " + path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32:
		n := int64(7)
		for _, r := range path {
			n = n*31%100_003 + int64(r)
		}
		v.SetInt(n)
	default:
		t.Fatalf("%s has kind %s: teach fill about it", path, v.Kind())
	}
	return 1
}

// member returns the value of a member whatever its pointer depth.
func member(v reflect.Value, name string) (any, bool) {
	f := reflect.Indirect(v).FieldByName(name)
	if !f.IsValid() {
		return nil, false
	}
	if f.Kind() == reflect.Pointer && !f.IsNil() {
		f = f.Elem()
	}
	return f.Interface(), true
}

// Every member of the structs of the SDK is in Config and comes back: a member
// that a new version of the SDK adds fails here.
func TestConversionsLoseNothing(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   any
		back func(in any) any
	}{
		{"create", &cognitoidentityprovider.CreateUserPoolClientInput{}, func(in any) any {
			return createInput(FromCreate(in.(*cognitoidentityprovider.CreateUserPoolClientInput)))
		}},
		{"update", &cognitoidentityprovider.UpdateUserPoolClientInput{}, func(in any) any {
			return updateInput(FromUpdate(in.(*cognitoidentityprovider.UpdateUserPoolClientInput)))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if n := fill(t, reflect.ValueOf(tt.in).Elem(), tt.name); n < 30 {
				t.Fatalf("only %d values filled in", n)
			}
			if d := diff(tt.in, tt.back(tt.in)); d != "" {
				t.Errorf("lost on the way (-sent +back):\n%s", d)
			}
		})
	}
}

// A client as the service describes it goes into the update request with every
// member that the request has.
func TestDescribedClientSurvivesToUpdate(t *testing.T) {
	notInRequest := []string{"ClientSecret", "CreationDate", "LastModifiedDate"}
	var client types.UserPoolClientType
	if n := fill(t, reflect.ValueOf(&client).Elem(), "client"); n < 30 {
		t.Fatalf("only %d values filled in", n)
	}
	in := reflect.ValueOf(updateInput(FromClient(client)))
	config := reflect.ValueOf(FromClient(client))
	kept := 0
	for _, f := range reflect.VisibleFields(reflect.TypeOf(client)) {
		if !f.IsExported() {
			continue
		}
		want, _ := member(reflect.ValueOf(client), f.Name)
		if held, ok := member(config, f.Name); !ok || held == nil || reflect.ValueOf(held).IsZero() {
			t.Errorf("Config lacks %s", f.Name)
		}
		got, ok := member(in, f.Name)
		if slices.Contains(notInRequest, f.Name) {
			if ok {
				t.Errorf("%s is a member of the update request: send it", f.Name)
			}
			continue
		}
		kept++
		if d := diff(want, got); d != "" {
			t.Errorf("%s (-described +sent):\n%s", f.Name, d)
		}
	}
	if kept < 23 {
		t.Errorf("only %d members compared", kept)
	}
}

// Every member of Config comes from the SDK and goes to it.
func TestConfigIsCovered(t *testing.T) {
	var client types.UserPoolClientType
	var create cognitoidentityprovider.CreateUserPoolClientInput
	fill(t, reflect.ValueOf(&client).Elem(), "client")
	fill(t, reflect.ValueOf(&create).Elem(), "create")
	c, d := reflect.ValueOf(FromClient(client)).Elem(), reflect.ValueOf(FromCreate(&create)).Elem()
	for _, f := range reflect.VisibleFields(c.Type()) {
		if f.Name != "Unknown" && f.Name != "MaybeSet" && c.FieldByIndex(f.Index).IsZero() &&
			d.FieldByIndex(f.Index).IsZero() {
			t.Errorf("no struct of the SDK gives %s", f.Name)
		}
	}
}

func diff(a, b any) string {
	return cmp.Diff(a, b, cmp.FilterPath(func(p cmp.Path) bool {
		return strings.Contains(p.Last().String(), "noSmithyDocumentSerde")
	}, cmp.Ignore()))
}

func TestConversionsShareNoMemory(t *testing.T) {
	var client types.UserPoolClientType
	var create cognitoidentityprovider.CreateUserPoolClientInput
	var update cognitoidentityprovider.UpdateUserPoolClientInput
	for _, tt := range []struct {
		name   string
		source any
		config func() *userpoolclient.Config
	}{
		{"client", &client, func() *userpoolclient.Config { return FromClient(client) }},
		{"create", &create, func() *userpoolclient.Config { return FromCreate(&create) }},
		{"update", &update, func() *userpoolclient.Config { return FromUpdate(&update) }},
	} {
		fill(t, reflect.ValueOf(tt.source).Elem(), tt.name)
		c := tt.config()
		want := written(t, c)
		if n := scribble(reflect.ValueOf(tt.source).Elem()); n < 30 {
			t.Fatalf("only %d values changed", n)
		}
		if d := diff(want, written(t, c)); d != "" {
			t.Errorf("a change of the %s shows in the Config:\n%s", tt.name, d)
		}
	}
	fill(t, reflect.ValueOf(&create).Elem(), "create")
	c := FromCreate(&create)
	c.ClientId = new(clientID)
	want := written(t, c)
	for _, sent := range []any{createInput(c), updateInput(c)} {
		scribble(reflect.ValueOf(sent).Elem())
	}
	if d := diff(want, written(t, c)); d != "" {
		t.Errorf("a change of the request shows in the Config:\n%s", d)
	}
}

// written is a value in words, which share nothing with it.
func written(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// scribble changes every value under v in place, and counts them.
func scribble(v reflect.Value) (changed int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return scribble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			changed += scribble(v.Index(i))
		}
		return changed
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.SetZero()
			return 1
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				changed += scribble(v.Field(i))
			}
		}
		return changed
	case reflect.String:
		v.SetString("scribbled")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int32:
		v.SetInt(-v.Int())
	}
	return 1
}

func TestNothingIsNotEmpty(t *testing.T) {
	for _, tt := range []struct {
		name string
		list []string
	}{
		{"a nil list is not sent", nil},
		{"an empty list is sent as []", []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := updateInput(&userpoolclient.Config{CallbackURLs: tt.list})
			if (in.CallbackURLs == nil) != (tt.list == nil) {
				t.Errorf("CallbackURLs became %#v", in.CallbackURLs)
			}
			if back := FromUpdate(in); (back.CallbackURLs == nil) != (tt.list == nil) {
				t.Errorf("CallbackURLs came back as %#v", back.CallbackURLs)
			}
		})
	}
	if d := diff(&userpoolclient.Config{}, FromUpdate(nil)); d != "" {
		t.Errorf("FromUpdate(nil): %s", d)
	}
	if d := diff(&userpoolclient.Config{}, FromCreate(nil)); d != "" {
		t.Errorf("FromCreate(nil): %s", d)
	}
}

// What the SDK cannot say, as the doc comments state it.
func TestWhatTheSDKCannotSay(t *testing.T) {
	c := &userpoolclient.Config{
		UserPoolId:                      new(poolID),
		ClientId:                        new(clientID),
		ClientName:                      new("shop"),
		GenerateSecret:                  new(false),
		RefreshTokenValidity:            new(int32(0)),
		AllowedOAuthFlowsUserPoolClient: new(false),
	}
	create, err := CreateInput(c, userpoolclient.Context{})
	if err != nil {
		t.Fatal(err)
	}
	if got := FromCreate(create); got.GenerateSecret != nil || got.RefreshTokenValidity != nil ||
		got.AllowedOAuthFlowsUserPoolClient != nil {
		t.Errorf("the create request says %+v", got)
	}
	update, err := UpdateInput(c, userpoolclient.Context{})
	if err != nil {
		t.Fatal(err)
	}
	if got := FromUpdate(update); got.RefreshTokenValidity != nil || got.AllowedOAuthFlowsUserPoolClient != nil {
		t.Errorf("the update request says %+v", got)
	}
	c.AnalyticsConfiguration = &userpoolclient.AnalyticsConfiguration{ApplicationArn: new(analyticsARN),
		UserDataShared: new(false)}
	if update, err = UpdateInput(c, userpoolclient.Context{}); err != nil {
		t.Fatal(err)
	}
	if got := FromUpdate(update).AnalyticsConfiguration; got == nil || got.UserDataShared != nil {
		t.Errorf("the update request says %+v", got)
	}
}

const (
	analyticsARN   = "arn:aws:mobiletargeting:eu-central-1:123456789012:apps/0123456789abcdef0123456789abcdef"
	serviceRoleARN = "arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/" +
		"AWSServiceRoleForAmazonCognitoIdp"
)

// DescribeUserPoolClient answers an ApplicationArn with the RoleArn that the
// service added; an update that holds both is rejected.
func TestEchoOfDescribeIsMended(t *testing.T) {
	described := types.UserPoolClientType{
		UserPoolId: new(poolID), ClientId: new(clientID), ClientName: new("shop"),
		AnalyticsConfiguration: &types.AnalyticsConfigurationType{ApplicationArn: new(analyticsARN),
			RoleArn: new(serviceRoleARN)},
	}
	in, err := UpdateInput(FromClient(described), userpoolclient.Context{})
	if err != nil {
		t.Fatal(err)
	}
	if a := in.AnalyticsConfiguration; *a.ApplicationArn != analyticsARN || a.RoleArn != nil {
		t.Errorf("ApplicationArn %v, RoleArn %v", *a.ApplicationArn, a.RoleArn)
	}
	described.AnalyticsConfiguration = &types.AnalyticsConfigurationType{
		ApplicationId: new("0123456789abcdef"), ExternalId: new("x"),
		RoleArn: new("arn:aws:iam::123456789012:role/analytics"),
	}
	if in, err = UpdateInput(FromClient(described), userpoolclient.Context{}); err != nil ||
		in.AnalyticsConfiguration.RoleArn == nil {
		t.Errorf("the caller's own role is lost: %v, %v", in, err)
	}
}

func TestInputsAreValidated(t *testing.T) {
	c := &userpoolclient.Config{
		UserPoolId: new(poolID), ClientId: new(clientID), ClientName: new("shop"),
		CallbackURLs:       []string{"http://shop.example.org/cb"},
		DefaultRedirectURI: new("https://shop.example.org/other"),
	}
	for name, build := range map[string]func() error{
		"create": func() error { _, err := CreateInput(c, userpoolclient.Context{}); return err },
		"update": func() error { _, err := UpdateInput(c, userpoolclient.Context{}); return err },
	} {
		err := build()
		var invalid *userpoolclient.ValidationError
		if !errors.As(err, &invalid) || len(invalid.Findings) != 2 {
			t.Errorf("%s: want both errors at once, got %v", name, err)
		}
	}
	if _, err := UpdateInput(nil, userpoolclient.Context{}); err == nil {
		t.Error("a nil Config makes a request")
	}
	if _, err := UpdateInput(&userpoolclient.Config{UserPoolId: new(poolID)},
		userpoolclient.Context{Operation: userpoolclient.OperationCreate}); err == nil {
		t.Error("an update without ClientId makes a request")
	}
	_, err := UpdateInput(&userpoolclient.Config{
		UserPoolId: new(poolID), ClientId: new(clientID),
		CallbackURLs: []string{"${Domain}"}, Unknown: []userpoolclient.Field{userpoolclient.FieldCallbackURLs},
	}, userpoolclient.Context{})
	if err == nil || !strings.Contains(err.Error(), "CallbackURLs") {
		t.Errorf("a placeholder makes a request: %v", err)
	}
}
