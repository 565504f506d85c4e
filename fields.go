package userpoolclient

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// FieldInfo is one row of the fields table: what a member of the API is called,
// what it becomes when a request leaves it out, and how sure that is.
type FieldInfo struct {
	Name           Field
	Parent         Field  // the structure that holds it; "" for a member of the request itself
	Terraform      string // the argument of aws_cognito_user_pool_client; "" where there is none
	CloudFormation string // the property of AWS::Cognito::UserPoolClient; "" where there is none
	Type           string // in words: "list of strings"
	Summary        string // what it is, in one sentence, with the unit of a number

	InCreate bool // a member of the CreateUserPoolClient request
	InUpdate bool // a member of the UpdateUserPoolClient request
	InClient bool // a member of the client that create, update and describe answer with

	Default         any    // what a create without the member comes to, as Config would hold it; nil: nothing
	DefaultWords    string // the same in words: "1 hour"
	DefaultEvidence Evidence
	ShownByDescribe bool // DescribeUserPoolClient shows the default where none was given

	Omission         Omission // what an update without the member does to it
	OmissionEvidence Evidence // how that is known; of OmissionUndetermined, the best there is
	OmissionNote     string   // who saw what
	Sources          []Source // of the default and of the effect of omission

	Immutable bool // no update can change it
	Unordered bool // a list whose order and repetitions mean nothing
}

// Omission says what an update does to a member that it omits. Of a member of
// a structure it speaks of the structure being omitted.
type Omission uint8

// The effects of omission.
const (
	OmissionNone         Omission = iota // it is not a setting that an update sends
	OmissionResets                       // it goes to its default
	OmissionKeeps                        // it stays as it is
	OmissionUndetermined                 // the evidence is missing or contradicts itself
)

// Fields returns the fields table, in the order of Config, structures before
// their members.
func Fields() []FieldInfo {
	all := make([]FieldInfo, len(fieldTable))
	for i := range fieldTable {
		all[i] = fieldTable[i].info()
	}
	return all
}

// FieldByName returns the row of one field, by its name in the API.
func FieldByName(name string) (FieldInfo, bool) {
	i, ok := fieldIndex[Field(name)]
	if !ok {
		return FieldInfo{}, false
	}
	return fieldTable[i].info(), true
}

// info is a copy that shares nothing with the table.
func (r *fieldRow) info() FieldInfo {
	f := r.FieldInfo
	f.Default, f.Sources = cloned(f.Default), slices.Clone(f.Sources)
	return f
}

func cloned(v any) any {
	switch list := v.(type) {
	case []string:
		return slices.Clone(list)
	case []types.ExplicitAuthFlowsType:
		return slices.Clone(list)
	case []types.OAuthFlowType:
		return slices.Clone(list)
	}
	return v
}

// fieldRow is a row of the fields table and the way to the member in a Config.
type fieldRow struct {
	FieldInfo
	member
	unit string // of a number whose unit is fixed: "minute"

	// Of a text or a list of texts: the facts about one value, and those that cost
	// more and that only advice asks about; the latter may be nil.
	scan   func(value string) facts
	advise func(value string) facts
}

// The defaults that are more than one word.
var (
	defaultAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		types.ExplicitAuthFlowsTypeAllowCustomAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth}
	defaultWriteAttributes = without(standardAttributes, readOnlyAttributes)
	noStrings              = []string{}
	noFlows                = []types.OAuthFlowType{}
)

func without[T comparable](list, some []T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return slices.Contains(some, v) })
}

// What is on record about omission.
var (
	botoUpdate = Source{
		Title: "boto3 issue 1607: an update of scopes and callbacks removes ExplicitAuthFlows",
		URL:   "https://github.com/boto/boto3/issues/1607",
		Date:  "2018-06",
	}
	attributesCleared = Source{
		Title: "CloudFormationCognitoCustomResources pull request 7: an update without the attribute lists clears them",
		URL:   "https://github.com/rosberglinhares/CloudFormationCognitoCustomResources/pull/7",
		Date:  "2018-12",
	}
	amplifyReset = Source{
		Title: "amplify-cli issue 844: changing RefreshTokenValidity alone resets the app client settings",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/844",
		Date:  "2019-02",
	}
	amplifyURLs = Source{
		Title: "amplify-cli issue 6599: an update without callback and logout URLs removes them",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/6599",
		Date:  "2021-02",
	}
	amplifyProviders = Source{
		Title: "amplify-cli issue 12842: the enabled identity providers are erased by each push",
		URL:   "https://github.com/aws-amplify/amplify-cli/issues/12842",
		Date:  "2022-06",
	}
	roadmapProviders = Source{
		Title: "cloudformation-coverage-roadmap issue 676: changing the attribute lists resets the identity providers",
		URL:   "https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/676",
		Date:  "2020-11",
	}
	refreshRemoved = Source{
		Title: "cdk-real-drift issue 1613: removing RefreshTokenValidity through Cloud Control leaves it as it is",
		URL:   "https://github.com/go-to-k/cdk-real-drift/issues/1613",
		Date:  "2026-07-14",
	}
	revocationRemoved = Source{
		Title: "cdk-real-drift issue 1689: removing EnableTokenRevocation and AuthSessionValidity through Cloud Control leaves them as they are",
		URL:   "https://github.com/go-to-k/cdk-real-drift/issues/1689",
		Date:  "2026-07-22",
	}
	rotationInForce = Source{
		Title: "terraform-provider-aws issue 47196: rotation is in force while an update that omits it is validated",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/47196",
		Date:  "2026-04-02",
	}
	unitsDropped = Source{
		Title: "terraform-provider-aws issue 30433: old numbers are read in the default units once the units are gone",
		URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/30433",
		Date:  "2023-04",
	}
	existenceDefault = Source{
		Title: "aws-cdk issue 17044: the default of PreventUserExistenceErrors",
		URL:   "https://github.com/aws/aws-cdk/issues/17044",
		Date:  "2021",
	}
	authFlowsDefault = Source{
		Title: "aws-cdk pull request 26700: the default of ExplicitAuthFlows",
		URL:   "https://github.com/aws/aws-cdk/pull/26700",
		Date:  "2023-08",
	}
)

const (
	saysReset        = "The API reference says that what an update leaves out goes to its default. "
	seenInCollection = "Reports of app clients that lost their hosted-pages settings to an unrelated update bear it out here; " +
		"they were made through tools that pass omissions on."
	seenKept = "A removal through Cloud Control left the value as it was; whether the handler sent it again is not known. " +
		"No run against UpdateUserPoolClient itself is on record."
)

// fieldTable is the one list of fields. A new member of the API is a field of
// Config, a constant beside it and a row here.
var fieldTable = []fieldRow{
	{
		FieldInfo: FieldInfo{Name: FieldUserPoolId, Terraform: "user_pool_id", CloudFormation: "UserPoolId", Type: "string",
			Summary:  "The ID of the user pool that the client belongs to.",
			InCreate: true, InUpdate: true, InClient: true,
			Omission: OmissionNone, OmissionNote: "The request must give it.",
			Sources: []Source{apiUpdate}, Immutable: true},
		member: textMember(top(func(c *Config) **string { return &c.UserPoolId })),
		scan:   scanUserPoolID,
	},
	{
		FieldInfo: FieldInfo{Name: FieldClientId, Type: "string",
			Summary:  "The ID of the client, which the service makes.",
			InUpdate: true, InClient: true,
			Omission: OmissionNone, OmissionNote: "The request must give it.",
			Sources: []Source{apiUpdate}, Immutable: true},
		member: textMember(top(func(c *Config) **string { return &c.ClientId })),
		scan:   scanClientID,
	},
	{
		FieldInfo: FieldInfo{Name: FieldClientName, Terraform: "name", CloudFormation: "ClientName", Type: "string",
			Summary:  "The client's name, for people.",
			InCreate: true, InUpdate: true, InClient: true,
			Omission: OmissionKeeps, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "An update without a name gives the old name back: the developer guide shows one. A create must give it.",
			Sources:      []Source{developerGuide}},
		member: textMember(top(func(c *Config) **string { return &c.ClientName })),
		scan:   scanClientName,
	},
	{
		FieldInfo: FieldInfo{Name: FieldClientSecret, Type: "string, secret",
			Summary:  "The client's secret: given by the creator, generated by the service, or none.",
			InCreate: true, InClient: true,
			DefaultWords: "none, unless GenerateSecret is true", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionNone, OmissionEvidence: EvidenceDocumented,
			OmissionNote: "The secret survives every update. Secrets beyond the first have API operations of their own.",
			Sources:      []Source{apiCreate}, Immutable: true},
		member: secretMember(top(func(c *Config) **Secret { return &c.ClientSecret })),
		scan:   scanClientSecret,
	},
	{
		FieldInfo: FieldInfo{Name: FieldGenerateSecret, Terraform: "generate_secret", CloudFormation: "GenerateSecret", Type: "boolean",
			Summary:  "Whether the service generates a secret when it creates the client.",
			InCreate: true,
			Default:  false, DefaultWords: "false", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionNone,
			Sources:  []Source{apiCreate, apiModel}, Immutable: true},
		member: boolMember(top(func(c *Config) **bool { return &c.GenerateSecret })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldAccessTokenValidity, Terraform: "access_token_validity", CloudFormation: "AccessTokenValidity", Type: "integer",
			Summary:  "How long access tokens live, in TokenValidityUnits.AccessToken, hours when that is not given.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: int32(1), DefaultWords: "1 hour", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceDocumented,
			OmissionNote: saysReset + "What a unit other than hours means without its number is not on record.",
			Sources:      []Source{apiUpdate, apiClient}},
		member: numberMember(top(func(c *Config) **int32 { return &c.AccessTokenValidity })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldIdTokenValidity, Terraform: "id_token_validity", CloudFormation: "IdTokenValidity", Type: "integer",
			Summary:  "How long ID tokens live, in TokenValidityUnits.IdToken, hours when that is not given.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: int32(1), DefaultWords: "1 hour", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceDocumented,
			OmissionNote: saysReset + "What a unit other than hours means without its number is not on record.",
			Sources:      []Source{apiUpdate, apiClient}},
		member: numberMember(top(func(c *Config) **int32 { return &c.IdTokenValidity })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldRefreshTokenValidity, Terraform: "refresh_token_validity", CloudFormation: "RefreshTokenValidity", Type: "integer",
			Summary:  "How long refresh tokens live, in TokenValidityUnits.RefreshToken, days when that is not given; 0 days is 30 days.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: int32(30), DefaultWords: "30 days", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceMeasured,
			OmissionNote: saysReset + "Two recorded probes contradict it: a removal through Cloud Control left 60 in place; whether the handler sent it again is not known. " +
				"The 30 that DescribeUserPoolClient shows takes whatever unit it is sent back with: 30 days becomes 30 hours.",
			Sources: []Source{apiUpdate, amplifyReset, refreshRemoved, terraformTests}},
		member: numberMember(top(func(c *Config) **int32 { return &c.RefreshTokenValidity })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldTokenValidityUnits, Terraform: "token_validity_units", CloudFormation: "TokenValidityUnits", Type: "structure",
			Summary:  "The units of the three token validities.",
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "hours, hours and days", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceInferred,
			OmissionNote: saysReset + "Refused updates with the old numbers and no units speak for it: the numbers were read in hours and days. A run that shows the units afterwards is not on record.",
			Sources:      []Source{apiUpdate, unitsDropped}},
		member: structMember(unitsIn, TokenValidityUnits.clone, TokenValidityUnits.says),
	},
	unitRow(FieldTokenValidityUnitsAccessToken, "access_token", "The unit of AccessTokenValidity.", types.TimeUnitsTypeHours,
		func(u *TokenValidityUnits) *types.TimeUnitsType { return &u.AccessToken }),
	unitRow(FieldTokenValidityUnitsIdToken, "id_token", "The unit of IdTokenValidity.", types.TimeUnitsTypeHours,
		func(u *TokenValidityUnits) *types.TimeUnitsType { return &u.IdToken }),
	unitRow(FieldTokenValidityUnitsRefreshToken, "refresh_token", "The unit of RefreshTokenValidity.", types.TimeUnitsTypeDays,
		func(u *TokenValidityUnits) *types.TimeUnitsType { return &u.RefreshToken }),
	{
		FieldInfo: FieldInfo{Name: FieldReadAttributes, Terraform: "read_attributes", CloudFormation: "ReadAttributes", Type: "list of strings",
			Summary:  "The user attributes that the client's access tokens may read.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: standardAttributes, DefaultWords: "every standard attribute", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "Seen: an update without the list clears it. The empty list comes to the same default.",
			Sources:      []Source{apiClient, attributesCleared}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.ReadAttributes }),
		scan:   scanAttribute,
	},
	{
		FieldInfo: FieldInfo{Name: FieldWriteAttributes, Terraform: "write_attributes", CloudFormation: "WriteAttributes", Type: "list of strings",
			Summary:  "The user attributes that the client's access tokens may write.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: defaultWriteAttributes, DefaultWords: "every standard attribute but sub, email_verified and phone_number_verified", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "Seen: an update without the list clears it. The empty list comes to the same default. Whether custom attributes are in the default is disputed.",
			Sources:      []Source{apiClient, attributesCleared}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.WriteAttributes }),
		scan:   scanAttribute,
	},
	{
		FieldInfo: FieldInfo{Name: FieldExplicitAuthFlows, Terraform: "explicit_auth_flows", CloudFormation: "ExplicitAuthFlows", Type: "list of enums",
			Summary:  "The authentication flows that InitiateAuth and AdminInitiateAuth accept for the client.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: defaultAuthFlows, DefaultWords: "ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH and, without refresh token rotation, ALLOW_REFRESH_TOKEN_AUTH", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "Seen: an update of scopes and callbacks alone removed ADMIN_NO_SRP_AUTH. The empty list comes to the same default.",
			Sources:      []Source{apiClient, authFlowsDefault, botoUpdate}, Unordered: true},
		member: listMember(func(c *Config) *[]types.ExplicitAuthFlowsType { return &c.ExplicitAuthFlows }),
	},
	{
		FieldInfo: FieldInfo{Name: FieldSupportedIdentityProviders, Terraform: "supported_identity_providers", CloudFormation: "SupportedIdentityProviders", Type: "list of strings",
			Summary:  "The identity providers that the hosted sign-in page offers, COGNITO being the user pool itself.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: noStrings, DefaultWords: "none", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "Seen: updates without the list empty it; through CloudFormation it went back to COGNITO alone.",
			Sources:      []Source{terraformTests, amplifyProviders, roadmapProviders}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.SupportedIdentityProviders }),
		scan:   scanProvider,
	},
	{
		FieldInfo: FieldInfo{Name: FieldCallbackURLs, Terraform: "callback_urls", CloudFormation: "CallbackURLs", Type: "list of URLs",
			Summary:  "Where the hosted pages may send users after sign-in.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: noStrings, DefaultWords: "none", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenInCollection,
			Sources: []Source{apiUpdate, amplifyReset, amplifyURLs, driftProbes}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.CallbackURLs }),
		scan:   scanRedirect,
		advise: adviseRedirect,
	},
	{
		FieldInfo: FieldInfo{Name: FieldLogoutURLs, Terraform: "logout_urls", CloudFormation: "LogoutURLs", Type: "list of URLs",
			Summary:  "Where the hosted pages may send users after sign-out.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: noStrings, DefaultWords: "none", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenInCollection,
			Sources: []Source{apiUpdate, amplifyReset, amplifyURLs, driftProbes}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.LogoutURLs }),
		scan:   scanRedirect,
		advise: adviseRedirect,
	},
	{
		FieldInfo: FieldInfo{Name: FieldDefaultRedirectURI, Terraform: "default_redirect_uri", CloudFormation: "DefaultRedirectURI", Type: "URL",
			Summary:  "The callback URL for requests that name none; one of CallbackURLs.",
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "none", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionResets, OmissionEvidence: EvidenceInferred,
			OmissionNote: saysReset + "It must be one of CallbackURLs, which are reset.",
			Sources:      []Source{apiUpdate, amplifyReset}},
		member: textMember(top(func(c *Config) **string { return &c.DefaultRedirectURI })),
		scan:   scanRedirect,
		advise: adviseRedirect,
	},
	{
		FieldInfo: FieldInfo{Name: FieldAllowedOAuthFlows, Terraform: "allowed_oauth_flows", CloudFormation: "AllowedOAuthFlows", Type: "list of enums",
			Summary:  "The OAuth grants that the client may use.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: noFlows, DefaultWords: "none", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenInCollection,
			Sources: []Source{apiUpdate, amplifyReset, driftProbes}, Unordered: true},
		member: listMember(func(c *Config) *[]types.OAuthFlowType { return &c.AllowedOAuthFlows }),
	},
	{
		FieldInfo: FieldInfo{Name: FieldAllowedOAuthScopes, Terraform: "allowed_oauth_scopes", CloudFormation: "AllowedOAuthScopes", Type: "list of strings",
			Summary:  "The OAuth scopes that the client may ask for.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: noStrings, DefaultWords: "none", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenInCollection,
			Sources: []Source{apiUpdate, amplifyReset, driftProbes}, Unordered: true},
		member: stringsMember(func(c *Config) *[]string { return &c.AllowedOAuthScopes }),
		scan:   scanScope,
	},
	{
		FieldInfo: FieldInfo{Name: FieldAllowedOAuthFlowsUserPoolClient, Terraform: "allowed_oauth_flows_user_pool_client", CloudFormation: "AllowedOAuthFlowsUserPoolClient", Type: "boolean",
			Summary:  "Whether the client may use the hosted pages and the OAuth endpoints at all.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: false, DefaultWords: "false", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenInCollection,
			Sources: []Source{apiUpdate, amplifyReset, terraformTests}},
		member: boolMember(top(func(c *Config) **bool { return &c.AllowedOAuthFlowsUserPoolClient })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldAnalyticsConfiguration, Terraform: "analytics_configuration", CloudFormation: "AnalyticsConfiguration", Type: "structure",
			Summary:  "The Amazon Pinpoint project that receives the client's metrics.",
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "none", DefaultEvidence: EvidenceMeasured,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured,
			OmissionNote: "Seen: after an update without it, it is gone.",
			Sources:      []Source{terraformTests}},
		member: structMember(analyticsIn, AnalyticsConfiguration.clone, AnalyticsConfiguration.says),
	},
	analyticsRow(FieldAnalyticsConfigurationApplicationId, "application_id", "string", "The ID of the project; given with RoleArn and ExternalId.",
		textMember(inside(analyticsIn, func(a *AnalyticsConfiguration) **string { return &a.ApplicationId })), scanApplicationID),
	analyticsRow(FieldAnalyticsConfigurationApplicationArn, "application_arn", "ARN", "The ARN of the project; given alone.",
		textMember(inside(analyticsIn, func(a *AnalyticsConfiguration) **string { return &a.ApplicationArn })), scanARN),
	analyticsRow(FieldAnalyticsConfigurationRoleArn, "role_arn", "ARN", "The role that publishes the metrics; beside ApplicationArn the service fills in its own.",
		textMember(inside(analyticsIn, func(a *AnalyticsConfiguration) **string { return &a.RoleArn })), scanARN),
	analyticsRow(FieldAnalyticsConfigurationExternalId, "external_id", "string", "The external ID with which the role is assumed.",
		textMember(inside(analyticsIn, func(a *AnalyticsConfiguration) **string { return &a.ExternalId })), scanExternalID),
	{
		FieldInfo: FieldInfo{Name: FieldAnalyticsConfigurationUserDataShared, Parent: FieldAnalyticsConfiguration,
			Terraform: "analytics_configuration.user_data_shared", CloudFormation: "AnalyticsConfiguration.UserDataShared", Type: "boolean",
			Summary:  "Whether the metrics carry user data.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: false, DefaultWords: "false", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionResets, OmissionEvidence: EvidenceInferred, OmissionNote: "It goes with the structure.",
			Sources: []Source{terraformTests}},
		member: boolMember(inside(analyticsIn, func(a *AnalyticsConfiguration) **bool { return &a.UserDataShared })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldPreventUserExistenceErrors, Terraform: "prevent_user_existence_errors", CloudFormation: "PreventUserExistenceErrors", Type: "enum",
			Summary:  "Whether sign-in, confirmation and password recovery hide that a user does not exist (ENABLED) or say so (LEGACY).",
			InCreate: true, InUpdate: true, InClient: true,
			Default: types.PreventUserExistenceErrorTypesLegacy, DefaultWords: "LEGACY", DefaultEvidence: EvidenceMeasured,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceDocumented,
			OmissionNote: saysReset + "No run that shows it for this member is on record. The console gives ENABLED to the clients that it creates.",
			Sources:      []Source{apiUpdate, terraformTests, existenceDefault}},
		member: enumMember(top(func(c *Config) *types.PreventUserExistenceErrorTypes { return &c.PreventUserExistenceErrors })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldEnableTokenRevocation, Terraform: "enable_token_revocation", CloudFormation: "EnableTokenRevocation", Type: "boolean",
			Summary:  "Whether refresh tokens can be revoked.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: true, DefaultWords: "true", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenKept,
			Sources: []Source{apiCreate, apiUpdate, revocationRemoved}},
		member: boolMember(top(func(c *Config) **bool { return &c.EnableTokenRevocation })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldEnablePropagateAdditionalUserContextData, Terraform: "enable_propagate_additional_user_context_data", CloudFormation: "EnablePropagateAdditionalUserContextData", Type: "boolean",
			Summary:  "Whether unauthenticated calls may carry the user's IP address for threat protection; needs a client secret.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: false, DefaultWords: "false", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceDocumented,
			OmissionNote: saysReset + "No run that shows it for this member is on record.",
			Sources:      []Source{apiUpdate, terraformTests}},
		member: boolMember(top(func(c *Config) **bool { return &c.EnablePropagateAdditionalUserContextData })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldAuthSessionValidity, Terraform: "auth_session_validity", CloudFormation: "AuthSessionValidity", Type: "integer",
			Summary:  "How long a user has to answer an authentication challenge, in minutes.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: int32(3), DefaultWords: "3 minutes", DefaultEvidence: EvidenceMeasured, ShownByDescribe: true,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceMeasured, OmissionNote: saysReset + seenKept,
			Sources: []Source{apiUpdate, terraformTests, revocationRemoved}},
		member: numberMember(top(func(c *Config) **int32 { return &c.AuthSessionValidity })),
		unit:   "minute",
	},
	{
		FieldInfo: FieldInfo{Name: FieldRefreshTokenRotation, Terraform: "refresh_token_rotation", CloudFormation: "RefreshTokenRotation", Type: "structure",
			Summary:  "Whether a refresh token is replaced when it is used.",
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "off", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceDocumented,
			OmissionNote: saysReset + "An update that omitted it and added ALLOW_REFRESH_TOKEN_AUTH was rejected because " +
				"rotation was ENABLED: it is in force while such an update is validated. What it is afterwards is not recorded. " +
				"Feature DISABLED switches it off.",
			Sources: []Source{apiClient, apiUpdate, rotationInForce}},
		member: structMember(rotationIn, RefreshTokenRotation.clone, RefreshTokenRotation.says),
	},
	{
		FieldInfo: FieldInfo{Name: FieldRefreshTokenRotationFeature, Parent: FieldRefreshTokenRotation,
			Terraform: "refresh_token_rotation.feature", CloudFormation: "RefreshTokenRotation.Feature", Type: "enum",
			Summary:  "Whether rotation is ENABLED or DISABLED.",
			InCreate: true, InUpdate: true, InClient: true,
			Default: types.FeatureTypeDisabled, DefaultWords: "DISABLED", DefaultEvidence: EvidenceDocumented,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceDocumented,
			OmissionNote: "It stays or goes with the structure. A structure must set it.",
			Sources:      []Source{apiClient, apiUpdate, rotationInForce}},
		member: enumMember(inside(rotationIn, func(r *RefreshTokenRotation) *types.FeatureType { return &r.Feature })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldRefreshTokenRotationRetryGracePeriodSeconds, Parent: FieldRefreshTokenRotation,
			Terraform: "refresh_token_rotation.retry_grace_period_seconds", CloudFormation: "RefreshTokenRotation.RetryGracePeriodSeconds", Type: "integer",
			Summary:  "How long a replaced refresh token still works, in seconds.",
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "not verified while rotation is ENABLED, 0 while it is DISABLED", DefaultEvidence: EvidenceMeasured,
			ShownByDescribe: true,
			Omission:        OmissionUndetermined, OmissionEvidence: EvidenceDocumented,
			OmissionNote: "It stays or goes with the structure. What a structure without it comes to is not recorded.",
			Sources:      []Source{apiClient, apiUpdate, rotationInForce, terraformTests}},
		member: numberMember(inside(rotationIn, func(r *RefreshTokenRotation) **int32 { return &r.RetryGracePeriodSeconds })),
		unit:   "second",
	},
	{
		FieldInfo: FieldInfo{Name: FieldCreationDate, Type: "timestamp",
			Summary:  "When the client was created; the service sets it.",
			InClient: true, Omission: OmissionNone, Sources: []Source{apiClient}, Immutable: true},
		member: dateMember(top(func(c *Config) **time.Time { return &c.CreationDate })),
	},
	{
		FieldInfo: FieldInfo{Name: FieldLastModifiedDate, Type: "timestamp",
			Summary:  "When the client was last changed; the service sets it.",
			InClient: true, Omission: OmissionNone, Sources: []Source{apiClient}, Immutable: true},
		member: dateMember(top(func(c *Config) **time.Time { return &c.LastModifiedDate })),
	},
}

// unitRow is the row of one token's unit.
func unitRow(f Field, terraform, summary string, standard types.TimeUnitsType, at func(u *TokenValidityUnits) *types.TimeUnitsType) fieldRow {
	return fieldRow{
		FieldInfo: FieldInfo{Name: f, Parent: FieldTokenValidityUnits,
			Terraform: "token_validity_units." + terraform, CloudFormation: string(f), Type: "enum",
			Summary:  summary,
			InCreate: true, InUpdate: true, InClient: true,
			Default: standard, DefaultWords: string(standard), DefaultEvidence: EvidenceDocumented,
			Omission: OmissionUndetermined, OmissionEvidence: EvidenceInferred,
			OmissionNote: "A unit that is left out, alone or with the structure, probably goes back to " + string(standard) + "; no run that shows it is on record.",
			Sources:      []Source{apiClient, unitsDropped}},
		member: enumMember(inside(unitsIn, at)),
	}
}

// analyticsRow is the row of a string that names the project.
func analyticsRow(f Field, terraform, typ, summary string, m member, scan func(string) facts) fieldRow {
	return fieldRow{
		FieldInfo: FieldInfo{Name: f, Parent: FieldAnalyticsConfiguration,
			Terraform: "analytics_configuration." + terraform, CloudFormation: string(f), Type: typ,
			Summary:  summary,
			InCreate: true, InUpdate: true, InClient: true,
			DefaultWords: "none", DefaultEvidence: EvidenceMeasured,
			Omission: OmissionResets, OmissionEvidence: EvidenceMeasured, OmissionNote: "It goes with the structure.",
			Sources: []Source{terraformTests}},
		member: m,
		scan:   scan,
	}
}

// fieldIndex is each field's place in the fields table.
var fieldIndex = indexFields()

func indexFields() map[Field]int {
	m := make(map[Field]int, len(fieldTable))
	for i := range fieldTable {
		m[fieldTable[i].Name] = i
	}
	return m
}

// rowOf returns the row of a field that the table has.
func rowOf(f Field) *fieldRow { return &fieldTable[fieldIndex[f]] }

// rowByName returns the row of a field and reports whether there is one.
func rowByName(f Field) (*fieldRow, bool) {
	i, ok := fieldIndex[f]
	if !ok {
		return nil, false
	}
	return &fieldTable[i], true
}
