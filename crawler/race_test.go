//go:build race

package crawler

// raced: the race detector makes everything several times slower.
const raced = true
