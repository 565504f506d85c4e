variable "tags" {
  type    = map(string)
  default = { one = 1, two = true }
}
resource "aws_cognito_user_pool_client" "web" {
  name          = "${var.tags["one"]}-${var.tags.two}"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = [for k in sort(keys(var.tags)) : "https://${k}.example"]
}
