variable "urls" { type = set(string) }
module "deep" {
  source = "../../shared/deep"
  urls   = var.urls
}
resource "aws_cognito_user_pool" "p" { name = "p" }
output "pool_id" { value = aws_cognito_user_pool.p.id }
output "urls" { value = module.deep.urls }
output "settings" { value = { first = sort(var.urls)[0] } }
