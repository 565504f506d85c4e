package userpoolclient

func scanUserPoolID(value string, advice bool) mark   { return 0 }
func scanClientID(value string, advice bool) mark     { return 0 }
func scanClientName(value string, advice bool) mark   { return 0 }
func scanClientSecret(value string, advice bool) mark { return 0 }

var identityRules, listRules, updateRules []Rule
