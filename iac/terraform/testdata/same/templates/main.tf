locals {
  hosts = ["a", "b"]
  text  = <<-EOT
    name
  EOT
}
resource "aws_cognito_user_pool_client" "web" {
  name          = trimspace(local.text)
  user_pool_id  = "eu-west-1_abc"
  callback_urls = split(",", "%{for i, h in local.hosts}%{if i > 0},%{endif}https://${h}.example%{endfor}")
  logout_urls   = ["https://${join(".", reverse(local.hosts))}.example", "https://$${literal}"]
}
