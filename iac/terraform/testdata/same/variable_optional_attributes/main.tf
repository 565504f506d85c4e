variable "client" {
  type = object({
    name    = string
    secret  = optional(bool, true)
    minutes = optional(number)
    urls    = optional(list(string), ["https://default.example"])
    units   = optional(object({ access = optional(string, "hours") }), {})
  })
  default = { name = "web" }
}
resource "aws_cognito_user_pool_client" "web" {
  name                  = var.client.name
  user_pool_id          = "eu-west-1_abc"
  generate_secret       = var.client.secret
  access_token_validity = var.client.minutes
  callback_urls         = var.client.urls
  token_validity_units {
    access_token = var.client.units.access
  }
}
