package userpoolclient

func scanReadAttribute(value string, advice bool) mark  { return 0 }
func scanWriteAttribute(value string, advice bool) mark { return 0 }
func scanProvider(value string, advice bool) mark       { return 0 }

var attributeRules, providerRules []Rule
