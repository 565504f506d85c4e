//go:build !race

package iac_test

const underRace = false
