resource "aws_cognito_user_pool_client" "web" {
  name         = "x-%{if true~}   yes %{else}no%{endif}"
  user_pool_id = "eu-west-1_abc"
}
