//go:build !race

package iac

const underRace = false
