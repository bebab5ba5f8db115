package crawler

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// ownGroup makes the command the leader of a process group of its own, so that
// Ctrl-C in a terminal reaches usager only and the whole group can be killed,
// and has the kernel kill it when usager dies. Chromedp keeps the thread that
// starts the command until it ends, as Pdeathsig needs.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killUsing kills every process that has dir as its user data directory, with
// its group, and returns how many there were.
func killUsing(dir string) (n int) {
	want := []byte("--user-data-dir=" + dir)
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		cmdline, err := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		if err != nil {
			continue
		}
		for arg := range bytes.FieldsFuncSeq(cmdline, func(r rune) bool { return r == 0 }) {
			if bytes.Equal(arg, want) {
				_ = syscall.Kill(pid, syscall.SIGKILL) // it may be gone already
				n++
				break
			}
		}
	}
	return n
}

// lock takes the lock on a file without waiting. The kernel gives it back when
// the process ends, however it ends.
func lock(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
