resource "terraform_data" "x" { input = "value" }
resource "aws_cognito_user_pool_client" "a" {
  name          = "n-${terraform_data.x.input}"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://${terraform_data.x.id}.example", "https://known.example"]
  logout_urls   = ["https://${terraform_data.x.input}.example"]
}
