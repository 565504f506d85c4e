package userpoolclient

func scanRedirect(value string, advice bool) mark { return 0 }

var redirectRules []Rule
