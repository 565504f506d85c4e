// The app client "shop": an application in the browser. A name in brackets is a rule:
// userpoolclient explain NAME tells more, with sources.
import { aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export function shopClient(scope: Construct, userPoolId: string): cognito.CfnUserPoolClient {
  // CfnUserPoolClient, because UserPoolClient adds ALLOW_REFRESH_TOKEN_AUTH to the flows and a
  // callback URL of its own.
  return new cognito.CfnUserPoolClient(scope, 'Shop', {
    userPoolId,
    clientName: 'shop',

    // Whoever has the application would have the secret [public-client-with-secret]
    generateSecret: false,

    // The token works until it expires, also after the user was disabled [access-token-long]
    accessTokenValidity: 1,

    // As long as the access token, beside which it is issued [id-token-long]
    idTokenValidity: 1,

    // How long users stay signed in, and how long a stolen token works [refresh-token-long]
    refreshTokenValidity: 1,

    // Number and unit travel together: an omitted unit is hours, of the refresh token days
    // [validity-unit-without-value]
    tokenValidityUnits: {
      accessToken: 'hours',
      idToken: 'hours',
      refreshToken: 'days',
    },

    // What users may change with their access token, custom attributes not at all
    // [write-attribute-privileged]
    writeAttributes: ['email', 'family_name', 'given_name', 'name', 'phone_number'],

    // Beside rotation ALLOW_REFRESH_TOKEN_AUTH is rejected, and an empty list stands for more flows
    // [rotation-refresh-flow]
    explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],

    // Where users sign in; the hosted pages offer nothing without it [identity-providers-missing]
    supportedIdentityProviders: ['COGNITO'],

    // Compared character for character, a slash at the end and the port included
    // [redirect-wildcard]
    callbackUrLs: ['https://shop.example/cb'],

    // Where signed-out users go [logout-urls-missing]
    logoutUrLs: ['https://shop.example/'],

    // With PKCE, which the application must ask for: Cognito has no setting for it [implicit-grant]
    allowedOAuthFlows: ['code'],

    // No more than the application uses; openid is what makes an ID token [scope-all-reserved]
    allowedOAuthScopes: ['openid'],

    // Without it the OAuth endpoints reject the client [oauth-disabled]
    allowedOAuthFlowsUserPoolClient: true,

    // Does not tell whoever asks whether an account exists; the default does
    // [user-existence-errors-legacy]
    preventUserExistenceErrors: 'ENABLED',

    // A stolen refresh token can be revoked [token-revocation-off]
    enableTokenRevocation: true,

    // A refresh token works once, and 10 seconds more for a lost answer; needs a pool of the tier
    // Essentials or Plus [rotation-missing]
    refreshTokenRotation: {
      feature: 'ENABLED',
      retryGracePeriodSeconds: 10,
    },
  });
}
