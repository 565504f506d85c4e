locals { base = "base" }
output "full" { value = upper("${local.base}-x") }
