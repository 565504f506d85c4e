locals {
  m = { b = "https://b.example", a = "https://a.example" }
}
resource "aws_cognito_user_pool_client" "web" {
  name                          = join("-", keys(local.m))
  user_pool_id                  = "eu-west-1_abc"
  callback_urls                 = values(local.m)
  logout_urls                   = values(merge(local.m, { c = "https://c.example" }, { a = "https://z.example" }))
  default_redirect_uri          = lookup(local.m, "nope", "https://fallback.example")
  read_attributes               = keys(zipmap(["name", "email"], [1, 2]))
  allowed_oauth_scopes          = [for pair in setproduct(["api"], ["read", "write"]) : join("/", pair)]
  access_token_validity         = length(local.m)
  refresh_token_validity        = tonumber(lookup({ n = "12" }, "n"))
  prevent_user_existence_errors = try(tostring(local.m.c), upper("enabled"))
}
