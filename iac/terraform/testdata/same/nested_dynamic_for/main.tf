variable "clients" {
  type = list(object({
    name     = string
    rotation = optional(object({ feature = string, seconds = optional(number, 0) }))
  }))
  default = [{ name = "a" }, { name = "b", rotation = { feature = "ENABLED" } }]
}
resource "aws_cognito_user_pool_client" "all" {
  for_each     = { for c in var.clients : c.name => c }
  name         = each.key
  user_pool_id = "eu-west-1_abc"
  dynamic "refresh_token_rotation" {
    for_each = each.value.rotation != null ? [each.value.rotation] : []
    content {
      feature                    = refresh_token_rotation.value.feature
      retry_grace_period_seconds = refresh_token_rotation.value.seconds
    }
  }
}
