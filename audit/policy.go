package audit

import (
	"encoding/json"
)

// operations are the IAM actions that an audit needs, sorted.
var operations = []string{
	"account:ListRegions",
	"cognito-idp:DescribeUserPool",
	"cognito-idp:DescribeUserPoolClient",
	"cognito-idp:ListIdentityProviders",
	"cognito-idp:ListResourceServers",
	"cognito-idp:ListUserPoolClients",
	"cognito-idp:ListUserPools",
}

// Policy returns the least IAM policy with which an audit works. Whoever is to
// assume a role besides needs sts:AssumeRole on that role.
func Policy() ([]byte, error) {
	type statement struct {
		Sid      string
		Effect   string
		Action   []string
		Resource string
	}
	return json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"UserPoolClientAudit", "Allow", operations, "*"}}}, "", "  ")
}
