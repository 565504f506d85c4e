// The code flow with PKCE, refresh with rotation, client_credentials and revoke with
// openid-client, and the tokens verified with aws-jwt-verify.
const { pathToFileURL } = require("node:url");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

async function main([base, pool]) {
  const oidc = await load("openid-client");
  const { JwtRsaVerifier } = await load("aws-jwt-verify");
  const issuer = `${base}/${pool}`;
  const discover = (id, secret) =>
    oidc.discovery(new URL(issuer), id, secret, undefined, { execute: [oidc.allowInsecureRequests] });
  const keys = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
  const verify = async (token, audience) => {
    const verifier = JwtRsaVerifier.create({ issuer, audience, jwksUri: "https://unused.example/jwks.json" });
    verifier.cacheJwks(keys);
    return verifier.verify(token);
  };

  const web = await discover("4f0example", "0123456789abcdefghijklmnopqrstuv");
  const verifier = oidc.randomPKCECodeVerifier();
  const checks = { expectedState: "s", expectedNonce: "n", pkceCodeVerifier: verifier };
  const page = oidc.buildAuthorizationUrl(web, {
    redirect_uri: "https://shop.example/cb", scope: "openid email", state: "s", nonce: "n",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  });
  const sent = await fetch(page, { redirect: "manual" });
  const tokens = await oidc.authorizationCodeGrant(web, new URL(sent.headers.get("location")), checks);
  const { email, sub } = await verify(tokens.id_token, "4f0example");
  const access = await verify(tokens.access_token, null);
  console.log("signed in", email, access.token_use, access.scope);
  console.log("userInfo", (await oidc.fetchUserInfo(web, tokens.access_token, sub)).email);

  const next = await oidc.refreshTokenGrant(web, tokens.refresh_token);
  console.log("rotated", next.refresh_token !== tokens.refresh_token, next.expires_in);
  const fails = (promise) => promise.then(() => "no error", (e) => `${e.error} ${e.error_description ?? ""}`.trim());
  console.log("reused:", await fails(oidc.refreshTokenGrant(web, tokens.refresh_token)));
  await oidc.tokenRevocation(web, next.refresh_token);
  console.log("revoked:", await fails(oidc.refreshTokenGrant(web, next.refresh_token)));

  const machine = await discover("5g1example", "0123456789abcdefghijklmnopqrstuv");
  const granted = await oidc.clientCredentialsGrant(machine, { scope: "api/read" });
  console.log("machine", (await verify(granted.access_token, null)).scope);
}

main(process.argv.slice(2)).catch((e) => {
  console.error(e);
  process.exit(1);
});
