resource "terraform_data" "x" {}
resource "aws_cognito_user_pool_client" "web" {
  name                  = "web-${terraform_data.x.id}"
  user_pool_id          = terraform_data.x.id
  callback_urls         = concat(["https://a.example"], [terraform_data.x.id])
  logout_urls           = terraform_data.x.id == "a" ? ["https://a.example"] : ["https://b.example"]
  access_token_validity = 1
  dynamic "token_validity_units" {
    for_each = terraform_data.x.id == "" ? [] : [1]
    content { access_token = "hours" }
  }
}
