resource "aws_cognito_managed_user_pool_client" "search" {
  name_prefix           = "AmazonOpenSearchService-x"
  user_pool_id          = "eu-west-1_abc"
  callback_urls         = ["https://a.example"]
  access_token_validity = 60
  token_validity_units {
    access_token = "minutes"
  }
}
