locals { name = "overridden" }
