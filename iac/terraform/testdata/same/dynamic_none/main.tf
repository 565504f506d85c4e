variable "units" {
  type    = object({ access_token = string })
  default = null
}
resource "aws_cognito_user_pool_client" "web" {
  name         = "web"
  user_pool_id = "eu-west-1_abc"
  dynamic "token_validity_units" {
    for_each = var.units == null ? [] : [var.units]
    content { access_token = token_validity_units.value.access_token }
  }
  dynamic "refresh_token_rotation" {
    for_each = var.units[*]
    content { feature = "ENABLED" }
  }
}
