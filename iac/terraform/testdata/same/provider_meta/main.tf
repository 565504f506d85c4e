provider "aws" {
  alias  = "eu"
  region = "eu-west-1"
}
resource "aws_cognito_user_pool_client" "web" {
  provider     = aws.eu
  name         = "x"
  user_pool_id = "eu-west-1_abc"
  depends_on   = [aws_cognito_user_pool.p]
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [callback_urls]
  }
}
resource "aws_cognito_user_pool" "p" { name = "p" }
