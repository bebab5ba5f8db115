//go:build unix

package audit

import (
	"os"
	"syscall"
)

// lock takes the lock on a file without waiting. The kernel gives it back when
// the process ends, however it ends.
func lock(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
