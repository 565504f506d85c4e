//go:build race

package iac

const underRace = true
