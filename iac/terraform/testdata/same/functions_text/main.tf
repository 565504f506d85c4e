resource "aws_cognito_user_pool_client" "web" {
  name          = format("%s-%02d-%t", lower("ABC"), 7, true)
  user_pool_id  = "eu-west-1_abc"
  callback_urls = formatlist("https://%s.example/%s", ["a", "b"], "cb")
  logout_urls = [
    "https://${replace("a_b_c", "_", "-")}.example",
    "https://${replace("abc123", "/[0-9]+/", "x")}.example",
    "https://${trimsuffix("name.tf", ".tf")}${trimprefix("xname", "x")}.example",
    "https://${substr("hello", 1, 3)}.example",
    "https://${title("hello")}${strrev("abc")}.example",
    "https://${regex("[a-z]+", "123abc")}.example",
    "https://${join("-", regexall("[a-z]", "1a2b"))}.example",
    "https://${trim("--x--", "-")}.example",
    "https://${upper(trimspace("  y "))}.example",
  ]
  generate_secret = startswith("abc", "ab") && endswith("abc", "bc") && strcontains("abc", "b")
}
