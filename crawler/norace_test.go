//go:build !race

package crawler

const raced = false
