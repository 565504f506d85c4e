resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = [for i in range(3) : "https://${i}.example"]
  logout_urls   = [for c in chunklist(["a", "b", "c"], 2) : "https://${join("", c)}.example"]
}
