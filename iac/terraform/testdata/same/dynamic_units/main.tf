variable "units" {
  default = { access_token = "hours", id_token = "minutes" }
}
variable "rotation" {
  type    = object({ feature = string, grace = optional(number) })
  default = { feature = "ENABLED", grace = 10 }
}
resource "aws_cognito_user_pool_client" "web" {
  name         = "web"
  user_pool_id = "eu-west-1_abc"
  dynamic "token_validity_units" {
    for_each = var.units == null ? [] : [var.units]
    content {
      access_token  = token_validity_units.value.access_token
      id_token      = token_validity_units.value["id_token"]
      refresh_token = lookup(token_validity_units.value, "refresh_token", "days")
    }
  }
  dynamic "refresh_token_rotation" {
    for_each = var.rotation[*]
    iterator = r
    content {
      feature                    = r.value.feature
      retry_grace_period_seconds = r.value.grace
    }
  }
}
