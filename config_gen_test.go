package userpoolclient

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"pgregory.net/rapid"
)

// genConfig draws clients as they are met: any member given or not, lists empty
// too, units in part, analytics in both of its ways and as Describe echoes it.
// The values come from small sets, so that two draws have some in common. TestGenConfig holds
// it to every field.
func genConfig() *rapid.Generator[*Config] {
	return rapid.Custom(func(t *rapid.T) *Config {
		c := &Config{
			UserPoolId: some(
				t,
				"UserPoolId",
				"eu-central-1_a1B2c3D4e",
				"us-east-1_z9Y8x7W6v",
			),
			ClientId:   some(t, "ClientId", "1example23456789", "9example87654321"),
			ClientName: some(t, "ClientName", "shop", "back office"),
			ClientSecret: some(
				t,
				"ClientSecret",
				NewSecret("0123456789abcdefghijklmnop"),
				NewSecret("ponmlkjihgfedcba9876543210"),
			),
			GenerateSecret:       some(t, "GenerateSecret", false, true),
			AccessTokenValidity:  some[int32](t, "AccessTokenValidity", 1, 5, 60, 1440, 3600),
			IdTokenValidity:      some[int32](t, "IdTokenValidity", 1, 5, 60, 1440, 3600),
			RefreshTokenValidity: some[int32](t, "RefreshTokenValidity", 0, 1, 30, 60, 720, 43200),
			ReadAttributes:       someList(t, "ReadAttributes", "email", "name", "custom:team"),
			WriteAttributes:      someList(t, "WriteAttributes", "email", "name", "custom:team"),
			ExplicitAuthFlows: someList(
				t,
				"ExplicitAuthFlows",
				types.ExplicitAuthFlowsType("").Values()...),
			SupportedIdentityProviders: someList(t, "SupportedIdentityProviders", "COGNITO", "Google"),
			CallbackURLs: someList(
				t,
				"CallbackURLs",
				"https://a.example/cb",
				"https://b.example/cb",
				"myapp://cb",
			),
			LogoutURLs: someList(
				t,
				"LogoutURLs",
				"https://a.example/out",
				"https://b.example/out",
			),
			DefaultRedirectURI: some(
				t,
				"DefaultRedirectURI",
				"https://a.example/cb",
				"https://b.example/cb",
			),
			AllowedOAuthFlows: someList(
				t,
				"AllowedOAuthFlows",
				types.OAuthFlowType("").Values()...),
			AllowedOAuthScopes:              someList(t, "AllowedOAuthScopes", "openid", "email", "api/read"),
			AllowedOAuthFlowsUserPoolClient: some(t, "AllowedOAuthFlowsUserPoolClient", false, true),
			PreventUserExistenceErrors: someWord(
				t,
				"PreventUserExistenceErrors",
				types.PreventUserExistenceErrorTypes("").Values(),
			),
			EnableTokenRevocation:                    some(t, "EnableTokenRevocation", false, true),
			EnablePropagateAdditionalUserContextData: some(t, "EnablePropagateAdditionalUserContextData", false, true),
			AuthSessionValidity:                      some[int32](t, "AuthSessionValidity", 3, 5, 15),
			CreationDate: some(
				t,
				"CreationDate",
				time.Unix(1, 0).UTC(),
				time.Unix(2, 0).UTC(),
			),
			LastModifiedDate: some(
				t,
				"LastModifiedDate",
				time.Unix(3, 0).UTC(),
				time.Unix(4, 0).UTC(),
			),
		}
		if rapid.Bool().Draw(t, "TokenValidityUnits") {
			c.TokenValidityUnits = &TokenValidityUnits{
				AccessToken:  someWord(t, "AccessToken", types.TimeUnitsType("").Values()),
				IdToken:      someWord(t, "IdToken", types.TimeUnitsType("").Values()),
				RefreshToken: someWord(t, "RefreshToken", types.TimeUnitsType("").Values()),
			}
		}
		c.AnalyticsConfiguration = genAnalytics(t)
		if rapid.Bool().Draw(t, "RefreshTokenRotation") {
			c.RefreshTokenRotation = &RefreshTokenRotation{
				Feature:                 someWord(t, "Feature", types.FeatureType("").Values()),
				RetryGracePeriodSeconds: some[int32](t, "RetryGracePeriodSeconds", 0, 10, 60),
			}
		}
		return c
	})
}

func genAnalytics(t *rapid.T) *AnalyticsConfiguration {
	const arn, filled = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",
		"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"
	shared := some(t, "UserDataShared", false, true)
	switch rapid.SampledFrom([]string{"none", "empty", "arn", "echo", "id"}).Draw(t, "AnalyticsConfiguration") {
	case "empty":
		return &AnalyticsConfiguration{}
	case "arn":
		return &AnalyticsConfiguration{ApplicationArn: new(arn), UserDataShared: shared}
	case "echo":
		return &AnalyticsConfiguration{ApplicationArn: new(arn), RoleArn: new(filled), UserDataShared: shared}
	case "id":
		return &AnalyticsConfiguration{ApplicationId: some(t, "ApplicationId", "0a", "0b"),
			RoleArn: new("arn:aws:iam::123456789012:role/pinpoint"), ExternalId: new("x"), UserDataShared: shared}
	}
	return nil
}

// some is one of the values, or not given.
func some[T any](t *rapid.T, name string, values ...T) *T {
	if !rapid.Bool().Draw(t, name+" given") {
		return nil
	}
	v := rapid.SampledFrom(values).Draw(t, name)
	return &v
}

func someWord[T ~string](t *rapid.T, name string, values []T) T {
	return rapid.SampledFrom(append([]T{""}, values...)).Draw(t, name)
}

// someList is a list of some of the values, empty and with repetitions too, or
// not given.
func someList[T ~string](t *rapid.T, name string, values ...T) []T {
	if !rapid.Bool().Draw(t, name+" given") {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(values), 0, 4).Draw(t, name)
}
