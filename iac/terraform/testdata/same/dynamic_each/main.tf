locals {
  clients = {
    a = { units = [{ access = "hours" }] }
    b = { units = [] }
  }
}
resource "aws_cognito_user_pool_client" "all" {
  for_each     = local.clients
  name         = each.key
  user_pool_id = "eu-west-1_abc"
  dynamic "token_validity_units" {
    for_each = each.value.units
    content { access_token = token_validity_units.value.access }
  }
}
