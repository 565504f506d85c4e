# A session of boto3 with userpoolclient serve: URL, POOL.
import sys
import boto3

url, pool = sys.argv[1:]
cognito = boto3.client("cognito-idp", endpoint_url=url, region_name="eu-central-1",
                       aws_access_key_id="test", aws_secret_access_key="test")
client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="web", GenerateSecret=True,
                                         CallbackURLs=["https://shop.example/cb"])["UserPoolClient"]
ids = {"UserPoolId": pool, "ClientId": client["ClientId"]}
updated = cognito.update_user_pool_client(**ids, ClientName="renamed")["UserPoolClient"]
print("updated", updated["ClientName"], updated.get("CallbackURLs"))
old = cognito.list_user_pool_client_secrets(**ids)["ClientSecrets"][0]["ClientSecretId"]
cognito.add_user_pool_client_secret(**ids)
cognito.delete_user_pool_client_secret(**ids, ClientSecretId=old)
print("rotated", len(cognito.list_user_pool_client_secrets(**ids)["ClientSecrets"]))
try:
    cognito.create_user_pool_client(UserPoolId=pool, ClientName="web", CallbackURLs=["http://shop.example/cb"])
except cognito.exceptions.InvalidParameterException as e:
    print("rejected", e.response["Error"]["Message"])
try:
    cognito.delete_user_pool_client(**ids)
except cognito.exceptions.ConcurrentModificationException:
    print("conflict")
