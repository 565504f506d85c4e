// Package audit reads the app clients of live accounts and tells what is wrong
// with them, and where they differ from the code that declares them.
//
//	targets, err := audit.Targets(ctx, audit.Access{Regions: []string{"eu-central-1"}})
//	inventory, err := audit.Run(ctx, audit.Options{Targets: targets})
//	for _, c := range inventory.Clients {
//		for _, f := range c.Findings() {
//			fmt.Println(c.PoolARN(), c.ID, f)
//		}
//	}
//
// It only reads: it calls operations that list and describe, and [Policy] is the
// IAM policy that allows them and nothing else. It never reads faster than
// [Options] says, counted by attempts, so that the account's own sign-ins keep
// their share of the quota.
//
// DescribeUserPoolClient answers with the client's secret. The secret is dropped
// where the answer arrives: what is kept is whether there is one.
//
// What could not be read is in [Inventory.Unread] and never passes for a client
// without findings. A run that is interrupted returns what it has, marked
// partial; a [Journal] lets another run go on from there.
package audit
