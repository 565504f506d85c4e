resource "aws_cognito_user_pool_client" "web" {
  name                   = "n${10 / 4}-${7 % 3}-${- 5}-${pow(2, 10)}-${floor(2.7)}${ceil(2.1)}${abs(-3)}${signum(-9)}-${1e3}-${0.1 + 0.2}-${100000000000}"
  user_pool_id           = "eu-west-1_abc"
  access_token_validity  = 2 * 30
  refresh_token_validity = parseint("1F", 16)
}
