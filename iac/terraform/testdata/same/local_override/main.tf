locals { name = "first" }
resource "aws_cognito_user_pool_client" "web" {
  name         = local.name
  user_pool_id = "eu-west-1_abc"
}
