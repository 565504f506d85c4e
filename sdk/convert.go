package sdk

import (
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// FromClient returns the configuration of a client as DescribeUserPoolClient,
// CreateUserPoolClient or UpdateUserPoolClient returned it.
//
// A RefreshTokenValidity of 0 and a UserDataShared of false are omitted: the SDK
// does not tell them from what is omitted. The result shares no memory with
// client.
func FromClient(client types.UserPoolClientType) *userpoolclient.Config {
	return detach(viewClient(&client))
}

// viewClient is FromClient without a copy: the result shares memory with client
// and must not be changed.
func viewClient(client *types.UserPoolClientType) *userpoolclient.Config {
	return &userpoolclient.Config{
		UserPoolId:                               client.UserPoolId,
		ClientId:                                 client.ClientId,
		ClientName:                               client.ClientName,
		ClientSecret:                             secretFrom(client.ClientSecret),
		AccessTokenValidity:                      client.AccessTokenValidity,
		IdTokenValidity:                          client.IdTokenValidity,
		RefreshTokenValidity:                     unlessZero(&client.RefreshTokenValidity),
		TokenValidityUnits:                       unitsFrom(client.TokenValidityUnits),
		ReadAttributes:                           client.ReadAttributes,
		WriteAttributes:                          client.WriteAttributes,
		ExplicitAuthFlows:                        client.ExplicitAuthFlows,
		SupportedIdentityProviders:               client.SupportedIdentityProviders,
		CallbackURLs:                             client.CallbackURLs,
		LogoutURLs:                               client.LogoutURLs,
		DefaultRedirectURI:                       client.DefaultRedirectURI,
		AllowedOAuthFlows:                        client.AllowedOAuthFlows,
		AllowedOAuthScopes:                       client.AllowedOAuthScopes,
		AllowedOAuthFlowsUserPoolClient:          client.AllowedOAuthFlowsUserPoolClient,
		AnalyticsConfiguration:                   analyticsFrom(client.AnalyticsConfiguration),
		PreventUserExistenceErrors:               client.PreventUserExistenceErrors,
		EnableTokenRevocation:                    client.EnableTokenRevocation,
		EnablePropagateAdditionalUserContextData: client.EnablePropagateAdditionalUserContextData,
		AuthSessionValidity:                      client.AuthSessionValidity,
		RefreshTokenRotation:                     rotationFrom(client.RefreshTokenRotation),
		CreationDate:                             client.CreationDate,
		LastModifiedDate:                         client.LastModifiedDate,
	}
}

// FromCreate returns the configuration that a create request sends. What the
// SDK does not send (RefreshTokenValidity 0 and the false booleans) is omitted.
// The result shares no memory with in; it is empty for nil.
func FromCreate(in *cognitoidentityprovider.CreateUserPoolClientInput) *userpoolclient.Config {
	return detach(viewCreate(in))
}

// viewCreate is FromCreate without a copy: the result shares memory with in and
// must not be changed.
func viewCreate(in *cognitoidentityprovider.CreateUserPoolClientInput) *userpoolclient.Config {
	if in == nil {
		return &userpoolclient.Config{}
	}
	return &userpoolclient.Config{
		UserPoolId:                               in.UserPoolId,
		ClientName:                               in.ClientName,
		ClientSecret:                             secretFrom(in.ClientSecret),
		GenerateSecret:                           unlessZero(&in.GenerateSecret),
		AccessTokenValidity:                      in.AccessTokenValidity,
		IdTokenValidity:                          in.IdTokenValidity,
		RefreshTokenValidity:                     unlessZero(&in.RefreshTokenValidity),
		TokenValidityUnits:                       unitsFrom(in.TokenValidityUnits),
		ReadAttributes:                           in.ReadAttributes,
		WriteAttributes:                          in.WriteAttributes,
		ExplicitAuthFlows:                        in.ExplicitAuthFlows,
		SupportedIdentityProviders:               in.SupportedIdentityProviders,
		CallbackURLs:                             in.CallbackURLs,
		LogoutURLs:                               in.LogoutURLs,
		DefaultRedirectURI:                       in.DefaultRedirectURI,
		AllowedOAuthFlows:                        in.AllowedOAuthFlows,
		AllowedOAuthScopes:                       in.AllowedOAuthScopes,
		AllowedOAuthFlowsUserPoolClient:          unlessZero(&in.AllowedOAuthFlowsUserPoolClient),
		AnalyticsConfiguration:                   analyticsFrom(in.AnalyticsConfiguration),
		PreventUserExistenceErrors:               in.PreventUserExistenceErrors,
		EnableTokenRevocation:                    in.EnableTokenRevocation,
		EnablePropagateAdditionalUserContextData: in.EnablePropagateAdditionalUserContextData,
		AuthSessionValidity:                      in.AuthSessionValidity,
		RefreshTokenRotation:                     rotationFrom(in.RefreshTokenRotation),
	}
}

// FromUpdate returns the configuration that an update request sends. What the
// SDK does not send (RefreshTokenValidity 0 and the false booleans) is omitted,
// even where the caller meant it. The result shares no memory with in; it is
// empty for nil.
func FromUpdate(in *cognitoidentityprovider.UpdateUserPoolClientInput) *userpoolclient.Config {
	return detach(viewUpdate(in))
}

// viewUpdate is FromUpdate without a copy: the result shares memory with in and
// must not be changed.
func viewUpdate(in *cognitoidentityprovider.UpdateUserPoolClientInput) *userpoolclient.Config {
	if in == nil {
		return &userpoolclient.Config{}
	}
	return &userpoolclient.Config{
		UserPoolId:                               in.UserPoolId,
		ClientId:                                 in.ClientId,
		ClientName:                               in.ClientName,
		AccessTokenValidity:                      in.AccessTokenValidity,
		IdTokenValidity:                          in.IdTokenValidity,
		RefreshTokenValidity:                     unlessZero(&in.RefreshTokenValidity),
		TokenValidityUnits:                       unitsFrom(in.TokenValidityUnits),
		ReadAttributes:                           in.ReadAttributes,
		WriteAttributes:                          in.WriteAttributes,
		ExplicitAuthFlows:                        in.ExplicitAuthFlows,
		SupportedIdentityProviders:               in.SupportedIdentityProviders,
		CallbackURLs:                             in.CallbackURLs,
		LogoutURLs:                               in.LogoutURLs,
		DefaultRedirectURI:                       in.DefaultRedirectURI,
		AllowedOAuthFlows:                        in.AllowedOAuthFlows,
		AllowedOAuthScopes:                       in.AllowedOAuthScopes,
		AllowedOAuthFlowsUserPoolClient:          unlessZero(&in.AllowedOAuthFlowsUserPoolClient),
		AnalyticsConfiguration:                   analyticsFrom(in.AnalyticsConfiguration),
		PreventUserExistenceErrors:               in.PreventUserExistenceErrors,
		EnableTokenRevocation:                    in.EnableTokenRevocation,
		EnablePropagateAdditionalUserContextData: in.EnablePropagateAdditionalUserContextData,
		AuthSessionValidity:                      in.AuthSessionValidity,
		RefreshTokenRotation:                     rotationFrom(in.RefreshTokenRotation),
	}
}

// detach replaces what a view shares by copies: Get hands them out.
func detach(c *userpoolclient.Config) *userpoolclient.Config {
	for _, f := range members() {
		if v, set := c.Get(f); set {
			_ = c.Set(f, v) // it takes whatever Get returns
		}
	}
	return c
}

// members are the members of Config, structures as a whole.
var members = sync.OnceValue(func() []userpoolclient.Field {
	var all []userpoolclient.Field
	for _, f := range userpoolclient.Fields() {
		if f.Parent == "" {
			all = append(all, f.Name)
		}
	}
	return all
})

// CreateInput returns the create request for a configuration that the service
// accepts. The error is a *userpoolclient.ValidationError with every error at
// once, or an *[UnknownValueError]. The Operation of in is taken to be Create.
//
// ClientId and the dates are not members of the request and are omitted; a
// ClientSecret is sent, so a copy of a described client has the same secret.
// The SDK cannot send false for AllowedOAuthFlowsUserPoolClient, GenerateSecret
// and UserDataShared, nor 0 for RefreshTokenValidity: the service then applies
// its defaults, which mean the same (off, and 30 days). The RoleArn that the
// service adds to an ApplicationArn is omitted, since it rejects the two
// together.
func CreateInput(
	c *userpoolclient.Config, in userpoolclient.Context,
) (*cognitoidentityprovider.CreateUserPoolClientInput, error) {
	in.Operation = userpoolclient.OperationCreate
	if err := sendable(c, in); err != nil {
		return nil, err
	}
	return createInput(c), nil
}

// UpdateInput returns the update request for a configuration that the service
// accepts. The error is a *userpoolclient.ValidationError with every error at
// once, or an *[UnknownValueError]. The Operation of in is taken to be Update.
//
// The request holds what c sets and nothing else, and the service resets most
// of what a request omits: start from FromClient, or use [Update]. ClientSecret,
// GenerateSecret and the dates are not members of the request and are omitted;
// the secret survives every update. The RoleArn that the service adds to an
// ApplicationArn is omitted, since it rejects the two together.
//
// The SDK cannot send false for AllowedOAuthFlowsUserPoolClient and
// UserDataShared: omitted, they become false. Nor can it send 0 for
// RefreshTokenValidity, and whether its omission resets the lifetime to 30 days
// or keeps the present one is not verified: write
// c.SetRefreshTokenLifetime(30*24*time.Hour) instead.
func UpdateInput(
	c *userpoolclient.Config, in userpoolclient.Context,
) (*cognitoidentityprovider.UpdateUserPoolClientInput, error) {
	in.Operation = userpoolclient.OperationUpdate
	if err := sendable(c, in); err != nil {
		return nil, err
	}
	return updateInput(c), nil
}

// sendable returns why a configuration cannot be sent, nil where it can.
func sendable(c *userpoolclient.Config, in userpoolclient.Context) error {
	if err := userpoolclient.Validate(c, in); err != nil {
		return err
	}
	return known(c)
}

// UnknownValueError says that a request cannot be made: the configuration has
// members whose value is not known (Config.Unknown, Config.MaybeSet).
type UnknownValueError struct {
	Fields []userpoolclient.Field // members, members of structures, or elements of lists
}

// Error names the members.
func (e *UnknownValueError) Error() string {
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = string(f)
	}
	return "not known: " + strings.Join(names, ", ") + "; a request must have every value"
}

// known returns an *UnknownValueError where a value is not known.
func known(c *userpoolclient.Config) error {
	if fields := slices.Concat(c.Unknown, c.MaybeSet); len(fields) > 0 {
		return &UnknownValueError{fields}
	}
	return nil
}

func createInput(c *userpoolclient.Config) *cognitoidentityprovider.CreateUserPoolClientInput {
	return &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId:                               clone(c.UserPoolId),
		ClientName:                               clone(c.ClientName),
		ClientSecret:                             secretText(c.ClientSecret),
		GenerateSecret:                           orZero(c.GenerateSecret),
		AccessTokenValidity:                      clone(c.AccessTokenValidity),
		IdTokenValidity:                          clone(c.IdTokenValidity),
		RefreshTokenValidity:                     orZero(c.RefreshTokenValidity),
		TokenValidityUnits:                       units(c.TokenValidityUnits),
		ReadAttributes:                           slices.Clone(c.ReadAttributes),
		WriteAttributes:                          slices.Clone(c.WriteAttributes),
		ExplicitAuthFlows:                        slices.Clone(c.ExplicitAuthFlows),
		SupportedIdentityProviders:               slices.Clone(c.SupportedIdentityProviders),
		CallbackURLs:                             slices.Clone(c.CallbackURLs),
		LogoutURLs:                               slices.Clone(c.LogoutURLs),
		DefaultRedirectURI:                       clone(c.DefaultRedirectURI),
		AllowedOAuthFlows:                        slices.Clone(c.AllowedOAuthFlows),
		AllowedOAuthScopes:                       slices.Clone(c.AllowedOAuthScopes),
		AllowedOAuthFlowsUserPoolClient:          orZero(c.AllowedOAuthFlowsUserPoolClient),
		AnalyticsConfiguration:                   analytics(c.AnalyticsConfiguration),
		PreventUserExistenceErrors:               c.PreventUserExistenceErrors,
		EnableTokenRevocation:                    clone(c.EnableTokenRevocation),
		EnablePropagateAdditionalUserContextData: clone(c.EnablePropagateAdditionalUserContextData),
		AuthSessionValidity:                      clone(c.AuthSessionValidity),
		RefreshTokenRotation:                     rotation(c.RefreshTokenRotation),
	}
}

func updateInput(c *userpoolclient.Config) *cognitoidentityprovider.UpdateUserPoolClientInput {
	in := &cognitoidentityprovider.UpdateUserPoolClientInput{}
	writeUpdate(in, c)
	return in
}

// writeUpdate sets every member of an update request that Config has.
func writeUpdate(in *cognitoidentityprovider.UpdateUserPoolClientInput, c *userpoolclient.Config) {
	in.UserPoolId = clone(c.UserPoolId)
	in.ClientId = clone(c.ClientId)
	in.ClientName = clone(c.ClientName)
	in.AccessTokenValidity = clone(c.AccessTokenValidity)
	in.IdTokenValidity = clone(c.IdTokenValidity)
	in.RefreshTokenValidity = orZero(c.RefreshTokenValidity)
	in.TokenValidityUnits = units(c.TokenValidityUnits)
	in.ReadAttributes = slices.Clone(c.ReadAttributes)
	in.WriteAttributes = slices.Clone(c.WriteAttributes)
	in.ExplicitAuthFlows = slices.Clone(c.ExplicitAuthFlows)
	in.SupportedIdentityProviders = slices.Clone(c.SupportedIdentityProviders)
	in.CallbackURLs = slices.Clone(c.CallbackURLs)
	in.LogoutURLs = slices.Clone(c.LogoutURLs)
	in.DefaultRedirectURI = clone(c.DefaultRedirectURI)
	in.AllowedOAuthFlows = slices.Clone(c.AllowedOAuthFlows)
	in.AllowedOAuthScopes = slices.Clone(c.AllowedOAuthScopes)
	in.AllowedOAuthFlowsUserPoolClient = orZero(c.AllowedOAuthFlowsUserPoolClient)
	in.AnalyticsConfiguration = analytics(c.AnalyticsConfiguration)
	in.PreventUserExistenceErrors = c.PreventUserExistenceErrors
	in.EnableTokenRevocation = clone(c.EnableTokenRevocation)
	in.EnablePropagateAdditionalUserContextData = clone(c.EnablePropagateAdditionalUserContextData)
	in.AuthSessionValidity = clone(c.AuthSessionValidity)
	in.RefreshTokenRotation = rotation(c.RefreshTokenRotation)
}

func unitsFrom(u *types.TokenValidityUnitsType) *userpoolclient.TokenValidityUnits {
	if u == nil {
		return nil
	}
	return &userpoolclient.TokenValidityUnits{
		AccessToken: u.AccessToken, IdToken: u.IdToken, RefreshToken: u.RefreshToken,
	}
}

func units(u *userpoolclient.TokenValidityUnits) *types.TokenValidityUnitsType {
	if u == nil {
		return nil
	}
	return &types.TokenValidityUnitsType{
		AccessToken: u.AccessToken, IdToken: u.IdToken, RefreshToken: u.RefreshToken,
	}
}

func analyticsFrom(a *types.AnalyticsConfigurationType) *userpoolclient.AnalyticsConfiguration {
	if a == nil {
		return nil
	}
	return &userpoolclient.AnalyticsConfiguration{
		ApplicationId:  a.ApplicationId,
		ApplicationArn: a.ApplicationArn,
		RoleArn:        a.RoleArn,
		ExternalId:     a.ExternalId,
		UserDataShared: unlessZero(&a.UserDataShared),
	}
}

func analytics(a *userpoolclient.AnalyticsConfiguration) *types.AnalyticsConfigurationType {
	if a == nil {
		return nil
	}
	t := &types.AnalyticsConfigurationType{
		ApplicationId:  clone(a.ApplicationId),
		ApplicationArn: clone(a.ApplicationArn),
		RoleArn:        clone(a.RoleArn),
		ExternalId:     clone(a.ExternalId),
		UserDataShared: orZero(a.UserDataShared),
	}
	if a.IsDescribeEcho() {
		t.RoleArn = nil
	}
	return t
}

func rotationFrom(r *types.RefreshTokenRotationType) *userpoolclient.RefreshTokenRotation {
	if r == nil {
		return nil
	}
	return &userpoolclient.RefreshTokenRotation{
		Feature: r.Feature, RetryGracePeriodSeconds: r.RetryGracePeriodSeconds,
	}
}

func rotation(r *userpoolclient.RefreshTokenRotation) *types.RefreshTokenRotationType {
	if r == nil {
		return nil
	}
	return &types.RefreshTokenRotationType{
		Feature: r.Feature, RetryGracePeriodSeconds: clone(r.RetryGracePeriodSeconds),
	}
}

func secretFrom(s *string) *userpoolclient.Secret {
	if s == nil {
		return nil
	}
	return new(userpoolclient.NewSecret(*s))
}

func secretText(s *userpoolclient.Secret) *string {
	if s == nil {
		return nil
	}
	return new(s.Reveal())
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// unlessZero reads a member that the SDK sends only when it is not zero.
func unlessZero[T comparable](v *T) *T {
	var zero T
	if *v == zero {
		return nil
	}
	return v
}

// orZero reads a member that Config may omit.
func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
