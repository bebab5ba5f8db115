//go:build !unix

package audit

import (
	"errors"
	"os"
)

// lock is not available here: that two processes go on with the same audit is
// not prevented.
func lock(*os.File) error { return errors.ErrUnsupported }
