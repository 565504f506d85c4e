// Package infratest shows a Go test of infrastructure code: its app clients are
// read out of a CloudFormation template and a Terraform plan, with what the
// files know of their surroundings, and handed to the assertions of cognitotest.
//
// The files stand in testdata here; in a repository of infrastructure they are
// its own, the plan made by the pipeline: terraform show -json plan > plan.json.
package infratest
