resource "aws_cognito_user_pool_client" "web" {
  name         = "x"
  user_pool_id = "eu-west-1_abc"
  analytics_configuration {
    application_id   = "app"
    external_id      = "ext"
    role_arn         = "arn:aws:iam::123456789012:role/x"
    user_data_shared = true
  }
}
