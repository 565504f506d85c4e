resource "aws_cognito_user_pool_client" "web" {
  name          = templatefile("${path.module}/name.tpl", { parts = ["a", "b"], env = "prod" })
  user_pool_id  = "eu-west-1_abc"
  callback_urls = [chomp(file("${path.module}/url.txt"))]
}
