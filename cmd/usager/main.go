// The usager command audits the websites of public services: who cannot use
// them, and why.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/report"
)

// Exit codes are part of the interface: see README.md.
const (
	exitOK          = 0
	exitFindings    = 1   // failures at or above --fail-on
	exitUsage       = 2   // wrong use or configuration
	exitError       = 3   // could not work
	exitInterrupted = 130 // with everything so far kept and reported
)

// memoryAim is how much memory garbage may add up to before it is collected
// more eagerly, in bytes; the variable GOMEMLIMIT sets another.
const memoryAim = 128 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryAim)
	}
	// The first interrupt ends the work cleanly, the second at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// errFindings ends a command whose audit found what --fail-on names.
var errFindings = errors.New("failures found")

// A userError is a sentence for the person who runs usager: a key of
// texts.yaml and its data, and the exit code it leads to.
type userError struct {
	key  string
	args []string
	code int
	err  error
}

func (e *userError) Error() string {
	s := e.key
	for _, a := range e.args {
		s += " " + a
	}
	return s
}

func (e *userError) Unwrap() error { return e.err }

func usage(key string, args ...string) error {
	return &userError{key: key, args: args, code: exitUsage}
}

func failure(err error, key string, args ...string) error {
	return &userError{key: key, args: args, code: exitError, err: err}
}

// An app is one run of usager.
type app struct {
	in       io.Reader
	out, err io.Writer
	log      *slog.Logger
	say      *words
	catalog  *checks.Catalog
	flags    struct {
		config  string
		verbose bool
	}
	settings  *settings
	decisions []audit.Decision
	documents documents
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) (code int) {
	defer func() {
		if e := recover(); e != nil {
			// A bug of ours. Go's own exit code for it, 2, would mean wrong use.
			fmt.Fprintf(errw, "usager: internal error: %v\n%s", e, debug.Stack())
			code = exitError
		}
	}()
	a := &app{in: in, out: out, err: errw, say: newWords(languageOf(args, os.Getenv))}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	return a.exit(err)
}

// exit turns an error into one sentence on stderr and an exit code.
func (a *app) exit(err error) int {
	var ue *userError
	var ce *crawler.ConfigError
	var un *crawler.UnreachableError
	var si *crawler.SignInError
	code := exitError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &ue):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text(ue.key, ue.args...))
		return ue.code
	case errors.As(err, &ce):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("bad-setting", "setting", ce.Setting, "value", ce.Value, "detail", report.Reason(ce.Problem, a.say.lang)+"; "+report.Reason(ce.Advice, a.say.lang)))
		return exitUsage
	case errors.As(err, &un):
		key := "unreachable-" + un.Rule
		if !a.say.has(key) {
			key = "unreachable"
		}
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text(key, "url", un.URL, "detail", un.Reason))
	case errors.As(err, &si):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("sign-in-failed", "step", fmt.Sprint(si.Step), "action", si.Action, "detail", si.Reason))
	case errors.Is(err, crawler.ErrNoBrowser):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("no-browser"))
	case errors.Is(err, audit.ErrNothingToResume):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("resume-nothing"))
		code = exitUsage
	case errors.Is(err, audit.ErrInUse):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("resume-in-use"))
	case errors.Is(err, audit.ErrNoAudit):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("no-audit", "detail", err.Error()))
		code = exitUsage
	case errors.Is(err, syscall.ENOSPC):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("disk-full", "detail", err.Error()))
	case errors.Is(err, os.ErrPermission):
		fmt.Fprintf(a.err, "usager: %s\n", a.say.text("no-permission", "detail", err.Error()))
	default:
		fmt.Fprintf(a.err, "usager: %v\n", err)
	}
	return code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "usager",
		Short:         a.say.text("cmd-usager"),
		Version:       audit.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return cmd.Help()
		},
		PersistentPreRunE: a.prepare,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usage("bad-flag", "detail", err.Error())
	})
	f := root.PersistentFlags()
	f.StringVar(&a.flags.config, "config", "", a.say.text("flag-config"))
	f.String("lang", "", a.say.text("flag-lang"))
	f.String("store", "", a.say.text("flag-store"))
	f.BoolVarP(&a.flags.verbose, "verbose", "v", false, a.say.text("flag-verbose"))
	root.AddCommand(
		a.auditCommand(), a.reportCommand(), a.compareCommand(), a.explainCommand(), a.recheckCommand(), a.listCommand(),
		a.journeyCommand(), a.textCommand(), a.checksCommand(), a.profilesCommand(), a.doctorCommand(), a.demoCommand(),
	)
	a.translate(root)
	return root
}

// translate says in the person's language what cobra says in English.
func (a *app) translate(root *cobra.Command) {
	root.SetUsageTemplate(a.say.text("usage-template"))
	root.InitDefaultHelpCmd()
	root.InitDefaultVersionFlag()
	root.CompletionOptions.DisableDefaultCmd = true
	for _, c := range append(root.Commands(), root) {
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = a.say.text("flag-help")
		}
		if c.Name() == "help" {
			c.Short = a.say.text("cmd-help")
		}
	}
	root.Flags().Lookup("version").Usage = a.say.text("flag-version")
}

// prepare reads the settings before a command runs.
func (a *app) prepare(cmd *cobra.Command, _ []string) error {
	level := slog.LevelWarn
	if a.flags.verbose {
		level = slog.LevelDebug
	}
	a.log = slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: level}))
	s, err := loadSettings(a.flags.config, cmd.Flags())
	if err != nil {
		return err
	}
	a.settings = s
	if s.Lang != "" {
		a.say = newWords(s.Lang)
	}
	if err := a.readDecisions(); err != nil {
		return err
	}
	if a.catalog, err = suite.Catalog(); err != nil {
		return err
	}
	for _, id := range s.SkipChecks {
		if a.catalog.Check(id) == nil {
			return usage("unknown-check", "id", id, "nearest", nearest(id, a.checkIDs()))
		}
	}
	return nil
}

func (a *app) checkIDs() []string {
	var ids []string
	for _, c := range a.catalog.Checks() {
		ids = append(ids, c.ID)
	}
	return ids
}

// openStore opens the store that the settings name.
func (a *app) openStore(ctx context.Context) (*audit.Store, error) {
	dir := a.settings.Store
	if dir == "" {
		d, err := audit.DefaultDir()
		if err != nil {
			return nil, err
		}
		dir = d
	}
	s, err := audit.Open(ctx, dir, a.catalog)
	if err != nil {
		return nil, failure(err, "store-unusable", "dir", dir, "detail", err.Error())
	}
	return s, nil
}

// exactly and atLeast say how many arguments a command wants.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usage("bad-arguments", "use", cmd.UseLine())
		}
		return nil
	}
}

func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("bad-arguments", "use", cmd.UseLine())
		}
		return nil
	}
}
