locals {
  a = ["https://1.example", "https://2.example"]
  b = ["https://2.example", "https://3.example", ""]
}
resource "aws_cognito_user_pool_client" "web" {
  name                    = element(["x", "y", "z"], 4)
  user_pool_id            = "eu-west-1_abc"
  callback_urls           = compact(distinct(concat(local.a, local.b)))
  logout_urls             = setunion(local.a, ["https://9.example"])
  allowed_oauth_scopes    = flatten([["openid"], [["email"], []], "profile"])
  explicit_auth_flows     = slice(["A", "B", "C", "D"], 1, 3)
  read_attributes         = setsubtract(["name", "email"], ["email"])
  write_attributes        = tolist(setintersection(["name", "email"], ["email"]))
  access_token_validity   = length(local.a) + max(1, 2, 3) + min(4, 5)
  id_token_validity       = sum([1, 2, 3])
  auth_session_validity   = index(["a", "b", "c", "d"], "d")
  generate_secret         = alltrue([true, contains(local.a, "https://1.example")])
  enable_token_revocation = anytrue([false, false])
  default_redirect_uri    = coalesce("", local.a[0])
}
