variable "name" {
  type = string
}

variable "clients" {
  type = map(object({
    callback_urls = list(string)
    minutes       = optional(number, 60)
  }))
}

resource "aws_cognito_user_pool" "this" {
  name = var.name
}

resource "aws_cognito_resource_server" "api" {
  identifier   = "https://api.shop.example"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.this.id

  scope {
    scope_name        = "orders.read"
    scope_description = "Read orders"
  }
}

resource "aws_cognito_user_pool_client" "this" {
  for_each = var.clients

  name                                 = "${var.name}-${each.key}"
  user_pool_id                         = aws_cognito_user_pool.this.id
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "https://api.shop.example/orders.read"]
  callback_urls                        = each.value.callback_urls
  access_token_validity                = each.value.minutes

  token_validity_units {
    access_token = "minutes"
  }
}

output "pool_id" {
  value = aws_cognito_user_pool.this.id
}
