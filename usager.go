// Package usager holds what ships with the program beside its code.
package usager

import _ "embed"

// DefaultConfig is config.yaml: every setting with its default.
//
//go:embed config.yaml
var DefaultConfig []byte
