package main

func Example() {
	main()
	// Output:
	// plain SDK calls: 1 of 50 tenants can sign in
	// sdk.Update: 50 of 50 tenants can sign in
}
