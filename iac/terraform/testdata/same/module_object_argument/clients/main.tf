variable "pool" {}
variable "apps" {
  type = map(object({ url = string, extra = optional(list(string), []) }))
}
resource "aws_cognito_user_pool_client" "app" {
  for_each      = var.apps
  name          = "${var.pool.name}-${each.key}"
  user_pool_id  = var.pool.id
  callback_urls = concat([each.value.url], each.value.extra)
}
