// Package iac reads app clients out of infrastructure code: CloudFormation, SAM
// and CDK templates, Serverless files, Terraform plans and states, Pulumi
// previews, Kubernetes manifests (ACK, Crossplane) and the JSON of the API, each
// with the line and column it stands at. Terraform source is read by the package
// terraform below this one, which needs a library of the language.
//
//	resources, err := iac.Load("template.yaml", data)
//	for _, r := range resources {
//		for _, f := range r.Check() {
//			fmt.Println(f.Position.Line, f.Property, f.Finding.Text())
//		}
//	}
//
// Nothing is guessed. What an intrinsic function, a Terraform unknown or a
// sensitive value stands for is not known here, and the rules that need it are
// skipped ([userpoolclient.Config].Unknown); in a list the elements that are
// known are judged one by one. What a format supplies by itself is not missing:
// CloudFormation generates a name, Terraform sends its own defaults.
//
// A finding that has one right answer mends itself: [Resource.SuggestFixes] names the
// fixes and [Resource.Edits] turns them into edits of the bytes that must change.
//
// Reading is bounded: a template has at most 1 MiB, as CloudFormation takes it, a
// JSON file 32 MiB; aliases that multiply and deep nesting end in an error.
package iac
