package iac

import "strings"

// The files that the examples of rules are made of.

// clientOf is a template of one client with some properties beside its pool.
func clientOf(properties ...string) string {
	return "Resources:\n  Web:\n    Type: " + typeClient +
		"\n    Properties:\n      UserPoolId: eu-central-1_a1B2c3D4e\n" +
		indented(properties)
}

// poolTemplate is a template of a user pool and of a client of it.
func poolTemplate(properties ...string) string {
	return "Resources:\n  Users:\n    Type: " + typePool + "\n  Web:\n    Type: " + typeClient +
		"\n    Properties:\n      UserPoolId: !Ref Users\n" + indented(properties)
}

func indented(properties []string) string {
	return "      " + strings.Join(properties, "\n      ") + "\n"
}

// googleTemplate is a template of a user pool with an identity provider and a
// client that names it.
func googleTemplate(dependsOn string) string {
	return `Resources:
  Users:
    Type: AWS::Cognito::UserPool
  Google:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref Users
      ProviderName: Google
      ProviderType: Google
  Web:
    Type: AWS::Cognito::UserPoolClient
` + dependsOn + `    Properties:
      UserPoolId: !Ref Users
      SupportedIdentityProviders: [Google]
`
}

// suppressed is a template of a client with a suppression.
func suppressed(property string) string {
	return "Resources:\n  Web:\n    Type: " + typeClient + `
    Metadata:
      userpoolclient:
        ignore:
          - rule: redirect-http
            reason: the old device, until March
    Properties:
      UserPoolId: eu-central-1_a1B2c3D4e
      ` + property + "\n"
}

// planOf is a Terraform plan that creates a client.
func planOf(attributes string) string {
	return `{
  "format_version": "1.2",
  "resource_changes": [
    {
      "address": "aws_cognito_user_pool_client.web",
      "mode": "managed",
      "type": "aws_cognito_user_pool_client",
      "name": "web",
      "change": {
        "actions": ["create"],
        "after": {"user_pool_id": "eu-central-1_a1B2c3D4e", ` + attributes + `}
      }
    }
  ]
}
`
}
