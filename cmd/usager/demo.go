package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/usager/usager/crawler"
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
	alone := cmd.Flags().Bool("no-history", false, a.say.text("flag-no-history"))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		version := sites.Broken
		if *repaired {
			version = sites.Repaired
		}
		// Findings are what the demonstration is for: they are no failure of it.
		if !cmd.Flags().Changed("fail-on") {
			a.settings.FailOn = "none"
		}
		ctx := cmd.Context()
		return serveSite(ctx, func(url string, show func(version string) error) error {
			fmt.Fprintln(a.err, a.say.text("demo-at", "url", url))
			j := job{seeds: []string{url}, passing: true}
			if version == sites.Broken && !*serve && !*alone {
				if err := show(sites.Earlier); err != nil {
					return err
				}
				fmt.Fprintln(a.err, a.say.text("demo-earlier"))
				if err := a.before(ctx, j); err != nil {
					return err
				}
			}
			if err := show(version); err != nil {
				return err
			}
			if *serve {
				<-ctx.Done()
				return nil
			}
			return a.audit(ctx, j)
		})
	}
	return cmd
}

// before audits a site as it was, so that the audit that follows has one to be
// compared with. It writes no report and walks no journey in the browser.
func (a *app) before(ctx context.Context, j job) error {
	walkers, err := a.loadJourneys()
	if err != nil {
		return err
	}
	cfg, err := a.crawlerConfig(j)
	if err != nil {
		return err
	}
	cr, err := crawler.New(cfg, a.log)
	if err != nil {
		return err
	}
	store, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	result := a.begin(j)
	if result.ID, err = store.Begin(ctx, result.Manifest); err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	if err := a.crawl(ctx, cr, store, result, 0); err != nil {
		return err
	}
	return a.conclude(ctx, store, result, walkers)
}

// serveSite serves the demonstration site on loopback while use runs, in the
// version that use shows.
func serveSite(ctx context.Context, use func(url string, show func(version string) error) error) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the demonstration site: %w", err)
	}
	var shown atomic.Pointer[http.Handler]
	show := func(version string) error {
		files, err := sites.Commune(version)
		if err != nil {
			return err
		}
		h := http.FileServerFS(files)
		shown.Store(&h)
		return nil
	}
	srv := &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*shown.Load()).ServeHTTP(w, r) }),
		ReadHeaderTimeout: 10 * time.Second,
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	err = use("http://"+l.Addr().String()+"/", show)
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
