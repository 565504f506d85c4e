// Package terraform reads app clients out of Terraform and OpenTofu source: a
// folder of .tf, .tf.json, .tofu and .tofu.json files, its variables, and the local
// modules that it calls. Where a name is there for both, OpenTofu's file is read, as
// OpenTofu does, and Module.Unjudged tells which is not.
//
//	module, err := terraform.LoadModule(os.DirFS("infra"), ".", terraform.Options{})
//	for _, r := range module.Resources {
//		for _, f := range r.Check() {
//			fmt.Println(f.File, f.Position, f.Resource, f.Property, f.Finding.Text())
//		}
//	}
//	for _, u := range module.Unjudged {
//		fmt.Println(u)
//	}
//
// The source is evaluated as far as it goes without a provider, credentials and
// a state: variables, locals, count, for_each, dynamic blocks, functions and the
// outputs of local modules. What a data source returns and what a provider
// computes is not known; it stays not known, and the rules that need it are
// skipped. Where a condition is not known, both of its branches are judged. A
// plan knows more: where there is one, check what terraform show -json prints
// ([iac.Terraform]).
//
// Nothing outside of the file system that is passed in is read, symbolic links
// that lead out of it included; nothing is fetched and nothing is executed. Size,
// nesting and work are bounded, so that no source, whatever it holds, takes more
// than about a second and 300 MB.
//
// The evaluator is a package of its own because its library adds some megabytes
// to a program.
package terraform
