//go:build !linux

package crawler

import (
	"errors"
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

func killUsing(string) int { return 0 }

func lock(*os.File) error { return errors.ErrUnsupported }
