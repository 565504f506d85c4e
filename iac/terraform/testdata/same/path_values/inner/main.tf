locals { clients = jsondecode(file("${path.module}/clients.json")) }
resource "aws_cognito_user_pool_client" "all" {
  for_each      = { for c in local.clients : c.name => c }
  name          = each.value.name
  user_pool_id  = "eu-west-1_abc"
  callback_urls = each.value.urls
}
