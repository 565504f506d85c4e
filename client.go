package userpoolclient

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Config is the configuration of one user pool app client: every member of
// the API's UserPoolClientType and of the create and update requests, spelled
// as the API spells it.
//
// A nil pointer, a nil slice or an empty enum is omitted, everything else is
// set. A non-nil empty slice is the empty list and is sent as []. No function of
// this package changes a Config that it is handed, except the Set methods.
type Config struct {
	UserPoolId     *string `json:",omitzero"`
	ClientId       *string `json:",omitzero"`
	ClientName     *string `json:",omitzero"`
	ClientSecret   *Secret `json:",omitzero"`
	GenerateSecret *bool   `json:",omitzero"` // create only
	// in TokenValidityUnits.AccessToken, hours when that is omitted
	AccessTokenValidity *int32 `json:",omitzero"`
	// in TokenValidityUnits.IdToken, hours when that is omitted
	IdTokenValidity *int32 `json:",omitzero"`
	// in TokenValidityUnits.RefreshToken, days when that is omitted
	RefreshTokenValidity                     *int32                               `json:",omitzero"`
	TokenValidityUnits                       *TokenValidityUnits                  `json:",omitzero"`
	ReadAttributes                           []string                             `json:",omitzero"`
	WriteAttributes                          []string                             `json:",omitzero"`
	ExplicitAuthFlows                        []types.ExplicitAuthFlowsType        `json:",omitzero"`
	SupportedIdentityProviders               []string                             `json:",omitzero"`
	CallbackURLs                             []string                             `json:",omitzero"`
	LogoutURLs                               []string                             `json:",omitzero"`
	DefaultRedirectURI                       *string                              `json:",omitzero"`
	AllowedOAuthFlows                        []types.OAuthFlowType                `json:",omitzero"`
	AllowedOAuthScopes                       []string                             `json:",omitzero"`
	AllowedOAuthFlowsUserPoolClient          *bool                                `json:",omitzero"`
	AnalyticsConfiguration                   *AnalyticsConfiguration              `json:",omitzero"`
	PreventUserExistenceErrors               types.PreventUserExistenceErrorTypes `json:",omitzero"`
	EnableTokenRevocation                    *bool                                `json:",omitzero"`
	EnablePropagateAdditionalUserContextData *bool                                `json:",omitzero"`
	AuthSessionValidity                      *int32                               `json:",omitzero"` // in minutes
	RefreshTokenRotation                     *RefreshTokenRotation                `json:",omitzero"`
	CreationDate                             *time.Time                           `json:",omitzero"` // read only
	LastModifiedDate                         *time.Time                           `json:",omitzero"` // read only

	// Unknown lists what is set to a value that is not known yet: one that exists
	// only after a Terraform apply, an intrinsic function of a template. Such a
	// field is present: rules about what must be set, or must not be set together,
	// judge it; rules that read its value are skipped. An entry names a field
	// ("CallbackURLs"), a member of a structure ("TokenValidityUnits.AccessToken"),
	// or one element of a list ("CallbackURLs[2]", the element itself being a
	// placeholder): then the other elements are still judged one by one, and rules
	// about the list as a whole are skipped.
	Unknown []Field `json:"-"`

	// MaybeSet lists the fields of which it is not known whether they are set at
	// all: an Fn::If with AWS::NoValue, an optional Terraform value. Every rule that
	// reads such a field is skipped. Entries are as in Unknown.
	MaybeSet []Field `json:"-"`
}

// TokenValidityUnits holds the time unit of each token's validity; an empty
// unit is omitted and means hours for the access and ID token, days for the
// refresh token.
type TokenValidityUnits struct {
	AccessToken  types.TimeUnitsType `json:",omitzero"`
	IdToken      types.TimeUnitsType `json:",omitzero"`
	RefreshToken types.TimeUnitsType `json:",omitzero"`
}

// AnalyticsConfiguration names the Amazon Pinpoint project that receives the
// client's metrics, either by ApplicationArn alone or by ApplicationId with
// RoleArn and ExternalId.
type AnalyticsConfiguration struct {
	ApplicationId  *string `json:",omitzero"`
	ApplicationArn *string `json:",omitzero"`
	RoleArn        *string `json:",omitzero"`
	ExternalId     *string `json:",omitzero"`
	UserDataShared *bool   `json:",omitzero"`
}

// RefreshTokenRotation says whether a refresh token is replaced when it is
// used, and for how many seconds the old one still works.
type RefreshTokenRotation struct {
	Feature                 types.FeatureType `json:",omitzero"`
	RetryGracePeriodSeconds *int32            `json:",omitzero"`
}

// Context is what is known beside the configuration. The zero value is valid:
// rules that need more than it holds are skipped.
type Context struct {
	Operation Operation   // the call that is planned
	Secret    SecretState // whether the client has a secret; on create it follows from the configuration
	Kind      Kind        // the caller's declared intent; it sharpens advice
	Pool      *Pool       // what the user pool has; nil: rules about the pool are skipped
	Current   *Config     // the client as DescribeUserPoolClient returned it; nil: not known
}

// Operation is the API call that a configuration is meant for.
type Operation uint8

// The operations.
const (
	OperationUnknown Operation = iota
	OperationCreate            // CreateUserPoolClient
	OperationUpdate            // UpdateUserPoolClient
)

// SecretState says whether the app client has a client secret.
type SecretState uint8

// The secret states.
const (
	SecretStateUnknown SecretState = iota
	SecretStatePresent
	SecretStateAbsent
)

// Kind is what an app client is for, as its owner declares it.
type Kind uint8

// The kinds of client, after RFC 6749 section 2.1 and RFC 8252.
const (
	KindUnknown Kind = iota
	KindSPA          // runs in a browser: public
	KindNative       // runs on a device: public
	KindWeb          // runs on a server and signs users in: confidential
	KindMachine      // acts for itself with client_credentials: confidential
)

// Pool is what a user pool has that its app clients may name. A nil list is not
// known, and the rules that need it are skipped; a non-nil empty list is none.
type Pool struct {
	Tier              types.UserPoolTierType `json:",omitzero"`
	Attributes        []Attribute            `json:",omitzero"` // the schema; custom attributes carry their prefix
	IdentityProviders []string               `json:",omitzero"` // names, without COGNITO
	Scopes            []string               `json:",omitzero"` // custom scopes, "identifier/name"
	AttributeMappings []AttributeMapping     `json:",omitzero"` // what identity providers write
}

// Attribute is one attribute of a user pool's schema.
type Attribute struct {
	Name     string
	Required bool `json:",omitzero"`
	Mutable  bool `json:",omitzero"`
}

// AttributeMapping is one user pool attribute that an identity provider writes
// when a user signs in through it.
type AttributeMapping struct {
	Provider  string
	Attribute string
}

// Field names a member of Config by its path in the API: "CallbackURLs",
// "TokenValidityUnits.AccessToken".
type Field string

// The fields, in the order of Config.
const (
	FieldUserPoolId                                  Field = "UserPoolId"
	FieldClientId                                    Field = "ClientId"
	FieldClientName                                  Field = "ClientName"
	FieldClientSecret                                Field = "ClientSecret"
	FieldGenerateSecret                              Field = "GenerateSecret"
	FieldAccessTokenValidity                         Field = "AccessTokenValidity"
	FieldIdTokenValidity                             Field = "IdTokenValidity"
	FieldRefreshTokenValidity                        Field = "RefreshTokenValidity"
	FieldTokenValidityUnits                          Field = "TokenValidityUnits"
	FieldTokenValidityUnitsAccessToken               Field = "TokenValidityUnits.AccessToken"
	FieldTokenValidityUnitsIdToken                   Field = "TokenValidityUnits.IdToken"
	FieldTokenValidityUnitsRefreshToken              Field = "TokenValidityUnits.RefreshToken"
	FieldReadAttributes                              Field = "ReadAttributes"
	FieldWriteAttributes                             Field = "WriteAttributes"
	FieldExplicitAuthFlows                           Field = "ExplicitAuthFlows"
	FieldSupportedIdentityProviders                  Field = "SupportedIdentityProviders"
	FieldCallbackURLs                                Field = "CallbackURLs"
	FieldLogoutURLs                                  Field = "LogoutURLs"
	FieldDefaultRedirectURI                          Field = "DefaultRedirectURI"
	FieldAllowedOAuthFlows                           Field = "AllowedOAuthFlows"
	FieldAllowedOAuthScopes                          Field = "AllowedOAuthScopes"
	FieldAllowedOAuthFlowsUserPoolClient             Field = "AllowedOAuthFlowsUserPoolClient"
	FieldAnalyticsConfiguration                      Field = "AnalyticsConfiguration"
	FieldAnalyticsConfigurationApplicationId         Field = "AnalyticsConfiguration.ApplicationId"
	FieldAnalyticsConfigurationApplicationArn        Field = "AnalyticsConfiguration.ApplicationArn"
	FieldAnalyticsConfigurationRoleArn               Field = "AnalyticsConfiguration.RoleArn"
	FieldAnalyticsConfigurationExternalId            Field = "AnalyticsConfiguration.ExternalId"
	FieldAnalyticsConfigurationUserDataShared        Field = "AnalyticsConfiguration.UserDataShared"
	FieldPreventUserExistenceErrors                  Field = "PreventUserExistenceErrors"
	FieldEnableTokenRevocation                       Field = "EnableTokenRevocation"
	FieldEnablePropagateAdditionalUserContextData    Field = "EnablePropagateAdditionalUserContextData"
	FieldAuthSessionValidity                         Field = "AuthSessionValidity"
	FieldRefreshTokenRotation                        Field = "RefreshTokenRotation"
	FieldRefreshTokenRotationFeature                 Field = "RefreshTokenRotation.Feature"
	FieldRefreshTokenRotationRetryGracePeriodSeconds Field = "RefreshTokenRotation.RetryGracePeriodSeconds"
	FieldCreationDate                                Field = "CreationDate"
	FieldLastModifiedDate                            Field = "LastModifiedDate"
)
