package userpoolclient

var updateRules []Rule
