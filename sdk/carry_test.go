package sdk

import (
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// Members that a newer SDK adds to both structs are carried over, unless the
// request sets them.
func TestCarryOver(t *testing.T) {
	type client struct {
		CallbackURLs []string
		NewSetting   *string
		NewList      []int
		Set          *string
		Retyped      bool
		Shown        *int
	}
	type update struct {
		CallbackURLs []string
		NewSetting   *string
		NewList      []int
		Set          *string
		Retyped      *bool
	}
	to := update{Set: new("of the caller")}
	from := client{
		CallbackURLs: []string{"x"}, NewSetting: new("kept"), NewList: []int{1}, Set: new("old"), Retyped: true,
		Shown: new(1),
	}
	carry(reflect.ValueOf(&to).Elem(), reflect.ValueOf(&from).Elem(), reflect.TypeFor[userpoolclient.Config]())
	if want := (update{NewSetting: from.NewSetting, NewList: from.NewList, Set: to.Set}); !reflect.DeepEqual(to, want) {
		t.Errorf("got %+v", to)
	}
	if *to.Set != "of the caller" {
		t.Errorf("what the caller sets becomes %q", *to.Set)
	}
}

// PartialFill carries such members over, the other modes send what they are given.
func TestPartialFillCarriesOver(t *testing.T) {
	for mode, want := range map[PartialMode]bool{PartialReject: false, PartialFill: true, PartialAllow: false} {
		server := serve(t, shop)
		carried := ""
		g := &guard{
			GuardOptions: GuardOptions{Partial: mode},
			client:       func() describer { return server.Client() },
			carry: func(_ *cognitoidentityprovider.UpdateUserPoolClientInput, from *types.UserPoolClientType) {
				carried = *from.ClientName
			},
		}
		full := updateInput(current(t, server.Client()))
		if _, _, err := g.update(t.Context(), full); err != nil {
			t.Fatal(err)
		}
		if got := carried == "shop"; got != want {
			t.Errorf("mode %d: carried over: %v", mode, got)
		}
	}
}
