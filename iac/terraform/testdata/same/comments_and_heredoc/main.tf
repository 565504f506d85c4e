# a comment
// another
/* and a
   long one */
resource "aws_cognito_user_pool_client" "web" {
  name         = "x" # behind
  user_pool_id = <<EOT
eu-west-1_abc
EOT
  callback_urls = [ // in a list
    "https://a.example", /* here */ "https://b.example",
  ]
}
