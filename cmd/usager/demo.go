package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/usager/usager/testdata/sites"
)

func (a *app) demoCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.say.text("cmd-demo"),
		Args:  exactly(0),
	}
	repaired := cmd.Flags().Bool("repaired", false, a.say.text("flag-repaired"))
	serve := cmd.Flags().Bool("serve", false, a.say.text("flag-serve"))
	a.auditFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		version := sites.Broken
		if *repaired {
			version = sites.Repaired
		}
		// Findings are what the demonstration is for: they are no failure of it.
		if !cmd.Flags().Changed("fail-on") {
			a.settings.FailOn = "none"
		}
		return serveSite(cmd.Context(), version, func(url string) error {
			fmt.Fprintln(a.err, a.say.text("demo-at", "url", url))
			if *serve {
				<-cmd.Context().Done()
				return nil
			}
			return a.audit(cmd.Context(), job{seeds: []string{url}, passing: true})
		})
	}
	return cmd
}

// serveSite serves the demonstration site on loopback while use runs.
func serveSite(ctx context.Context, version string, use func(url string) error) error {
	files, err := sites.Commune(version)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the demonstration site: %w", err)
	}
	srv := &http.Server{Handler: http.FileServerFS(files), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	err = use("http://" + l.Addr().String() + "/")
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if serr := srv.Shutdown(stop); serr != nil {
		serr = srv.Close()
		err = errors.Join(err, serr)
	}
	if serr := <-served; !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}
