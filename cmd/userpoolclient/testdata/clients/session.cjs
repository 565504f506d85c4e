// A session of the AWS SDK for JavaScript v3 with userpoolclient serve: URL, POOL.
const c = require("@aws-sdk/client-cognito-identity-provider");

const [endpoint, UserPoolId] = process.argv.slice(2);
const cognito = new c.CognitoIdentityProviderClient({
  endpoint, region: "eu-central-1", maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
(async () => {
  const { UserPoolClient: client } = await cognito.send(new c.CreateUserPoolClientCommand({
    UserPoolId, ClientName: "web", GenerateSecret: true, CallbackURLs: ["https://shop.example/cb"],
  }));
  const ids = { UserPoolId, ClientId: client.ClientId };
  const { UserPoolClient: updated } = await cognito.send(
    new c.UpdateUserPoolClientCommand({ ...ids, ClientName: "renamed" }));
  console.log("updated", updated.ClientName, updated.CallbackURLs === undefined ? "None" : updated.CallbackURLs);
  const list = async () => (await cognito.send(new c.ListUserPoolClientSecretsCommand(ids))).ClientSecrets;
  const ClientSecretId = (await list())[0].ClientSecretId;
  await cognito.send(new c.AddUserPoolClientSecretCommand(ids));
  await cognito.send(new c.DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
  console.log("rotated", (await list()).length);
  try {
    await cognito.send(new c.CreateUserPoolClientCommand({
      UserPoolId, ClientName: "web", CallbackURLs: ["http://shop.example/cb"],
    }));
  } catch (e) {
    if (e instanceof c.InvalidParameterException) console.log("rejected", e.message);
  }
  try {
    await cognito.send(new c.DeleteUserPoolClientCommand(ids));
  } catch (e) {
    if (e instanceof c.ConcurrentModificationException) console.log("conflict");
  }
})();
