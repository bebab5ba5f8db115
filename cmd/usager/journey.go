package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/journeys/live"
	"github.com/usager/usager/profiles"
	"github.com/usager/usager/report"
)

// walkers are the personas and goals of an audit.
type walkers struct {
	personas []profiles.Profile
	goals    []profiles.Goal
	// browse walks journeys in the browser; nil where none is to be used.
	browse func(site *journeys.Site, personas []profiles.Profile, js []audit.Journey) error
	// old are the journeys of the audit that is judged anew.
	old []audit.Journey
	log *slog.Logger
}

func (a *app) profileDirs() []string {
	if a.settings.Journeys.Profiles == "" {
		return nil
	}
	return []string{a.settings.Journeys.Profiles}
}

// loadJourneys reads the personas and goals that the settings name.
func (a *app) loadJourneys() (*walkers, error) {
	w := &walkers{log: a.log}
	var err error
	if w.personas, err = profiles.Load(a.profileDirs()...); err != nil {
		return nil, usage("profiles-unusable", "detail", err.Error())
	}
	if w.goals, err = profiles.LoadGoals(a.profileDirs()...); err != nil {
		return nil, usage("profiles-unusable", "detail", err.Error())
	}
	w.goals = profiles.Merge(w.goals, a.settings.Journeys.Goals)
	var personas, goals []string
	for _, p := range w.personas {
		personas = append(personas, p.ID)
	}
	for _, g := range w.goals {
		goals = append(goals, g.ID)
	}
	for _, id := range slices.Concat(a.settings.Journeys.Personas, a.settings.Journeys.LivePersonas) {
		if !slices.Contains(personas, id) {
			return nil, usage("unknown-persona", "id", id, "nearest", nearest(id, personas))
		}
	}
	for _, id := range a.settings.Journeys.LiveGoals {
		if !slices.Contains(goals, id) {
			return nil, usage("unknown-goal", "id", id, "nearest", nearest(id, goals))
		}
	}
	if chosen := a.settings.Journeys.Personas; len(chosen) > 0 {
		// The reference always walks: the others are measured against it.
		w.personas = slices.DeleteFunc(w.personas, func(p profiles.Profile) bool { return !p.Reference && !slices.Contains(chosen, p.ID) })
	}
	return w, nil
}

// maxWalked is how many pages the personas know, those that are met first.
// Nobody walks through more, and the memory does not grow with the site.
const maxWalked = 2000

// walk lets the personas walk from the home page. complete says that every page
// of the site was met; urls is what became of each address.
func (w *walkers) walk(facts []*checks.Facts, complete bool, urls []audit.URL) []audit.Journey {
	if len(facts) > maxWalked {
		facts, complete = facts[:maxWalked], false
	}
	site := journeys.New(facts, "", w.personas, w.goals, journeys.Options{Complete: complete, URLs: urls, Normalise: crawler.Normalise})
	js := site.Walk()
	switch {
	case w.old != nil:
		live.Recall(site, w.old, js)
	case w.browse != nil:
		if err := w.browse(site, w.personas, js); err != nil {
			// What was walked so far is kept, and the others are as on the graph.
			w.log.Warn("journeys in the browser", "error", err)
		}
	}
	return js
}

// browse returns what walks journeys in a browser of its own, as the settings
// say; nil if none are to be. few is whether "few" is to be taken as such.
func (a *app) browse(ctx context.Context, cfg crawler.Config, few bool, picture func([]byte) (string, error)) func(*journeys.Site, []profiles.Profile, []audit.Journey) error {
	set := a.settings.Journeys
	if set.Live == "none" || cfg.Static {
		return nil
	}
	opts := live.Options{Picture: picture, Log: a.log, AtOnce: 1}
	if few && set.Live == "few" {
		opts.Personas, opts.Goals = set.LivePersonas, slices.Clone(set.LiveGoals)
		for _, g := range set.Goals {
			opts.Goals = append(opts.Goals, g.ID)
		}
	}
	if cfg.Delay <= 0 {
		opts.AtOnce = 2
	}
	return func(site *journeys.Site, personas []profiles.Profile, js []audit.Journey) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b, err := crawler.StartBrowser(ctx, cfg)
		if err != nil {
			return err
		}
		defer b.Stop()
		return live.Walk(ctx, b, site, personas, js, opts)
	}
}

// reportOptions says how reports are written here.
func (a *app) reportOptions(store *audit.Store) report.Options {
	personas, about, goals := make(map[string]checks.Localized), make(map[string]checks.Localized), make(map[string]checks.Localized)
	if w, err := a.loadJourneys(); err == nil {
		for _, p := range w.personas {
			personas[p.ID], about[p.ID] = p.Title, p.Description
		}
		for _, g := range w.goals {
			goals[g.ID] = g.Title
		}
	}
	title := func(m map[string]checks.Localized) func(id, lang string) string {
		return func(id, lang string) string {
			if l, ok := m[id]; ok {
				return l.In(lang)
			}
			return id
		}
	}
	width, color := terminal(a.out)
	return report.Options{
		Lang: a.say.lang, Catalog: a.catalog, Width: width, Color: color, Questions: a.settings.Questions, Answers: a.settings.Answers,
		Journey: journeys.Message, Persona: title(personas), Goal: title(goals), Crop: store.Crop, Shot: store.Shot,
		About: title(about), Picture: store.Picture,
	}
}

func (a *app) journeyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "journey URL",
		Short: a.say.text("cmd-journey"),
		Args:  exactly(1),
	}
	goal := cmd.Flags().String("goal", "", a.say.text("flag-goal"))
	a.auditFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		w, err := a.loadJourneys()
		if err != nil {
			return err
		}
		if *goal != "" {
			var ids []string
			for _, g := range w.goals {
				ids = append(ids, g.ID)
			}
			if !slices.Contains(ids, *goal) {
				return usage("unknown-goal", "id", *goal, "nearest", nearest(*goal, ids))
			}
			w.goals = slices.DeleteFunc(w.goals, func(g profiles.Goal) bool { return g.ID != *goal })
		}
		few := *goal == "" && len(a.settings.Journeys.Personas) == 0 // not what was asked for by name
		cfg, err := a.crawlerConfig(job{seeds: args})
		if err != nil {
			return err
		}
		strip := &filmStrip{shots: make(map[string][]byte)}
		if cmd.Flags().Changed("out") {
			strip.dir = a.settings.Out
		}
		w.browse = a.browse(ctx, cfg, few, strip.keep)
		facts, urls, err := a.gather(ctx, job{seeds: args})
		if err != nil {
			return err
		}
		return a.showJourneys(w.walk(facts, false, urls), w, strip)
	}
	return cmd
}

// A filmStrip keeps the pictures of walks, and writes them into a folder if one
// is given.
type filmStrip struct {
	dir   string
	mu    sync.Mutex
	shots map[string][]byte
}

func (f *filmStrip) keep(jpeg []byte) (string, error) {
	if f.dir == "" {
		return "", nil
	}
	sum := sha256.Sum256(jpeg)
	name := hex.EncodeToString(sum[:])
	f.mu.Lock()
	defer f.mu.Unlock()
	f.shots[name] = jpeg
	return name, nil
}

// write writes the picture of one step and returns its file, "" if it has none.
func (f *filmStrip) write(j *audit.Journey, step int) (string, error) {
	s := j.Steps[step]
	if f.dir == "" || s.Walked == nil || f.shots[s.Walked.Screenshot] == nil {
		return "", nil
	}
	file := filepath.Join(f.dir, fmt.Sprintf("%s-%s-%d.jpg", j.Persona, j.Goal, step+1))
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return "", failure(err, "out-unwritable", "dir", f.dir, "detail", err.Error())
	}
	if err := os.WriteFile(file, f.shots[s.Walked.Screenshot], 0o644); err != nil {
		return "", failure(err, "out-unwritable", "dir", f.dir, "detail", err.Error())
	}
	return file, nil
}

func (a *app) showJourneys(js []audit.Journey, w *walkers, strip *filmStrip) error {
	say, lang := a.say.text, a.say.lang
	title := make(map[string]string)
	for _, p := range w.personas {
		title[p.ID] = p.Title.In(lang)
	}
	for _, g := range w.goals {
		title[g.ID] = g.Title.In(lang)
	}
	t := tablewriter.NewTable(a.out)
	t.Header(say("col-persona"), say("col-goal"), say("col-outcome"), say("col-success"), say("col-seen"), say("col-seconds"), say("col-ratio"), say("col-why"))
	for _, j := range js {
		ratio := ""
		if j.Ratio > 0 {
			ratio = fmt.Sprintf("× %.1f", j.Ratio)
		}
		if err := t.Append(title[j.Persona], title[j.Goal], say("outcome-"+j.Outcome), fmt.Sprintf("%.0f %%", 100*j.Success), fmt.Sprintf("%.1f", j.Pages), fmt.Sprintf("%.0f", j.Seconds), ratio, printable(short(a.reason(j.Reason), 80))); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	if len(js) > 2 {
		return nil // the steps of one journey; of many they would drown the table
	}
	for _, j := range js {
		fmt.Fprintf(a.out, "\n%s – %s\n", printable(title[j.Persona]), printable(title[j.Goal]))
		if err := a.showSteps(&j, js, strip); err != nil {
			return err
		}
	}
	return nil
}

// reason returns the sentence of a message of journeys, "" for none.
func (a *app) reason(m checks.Message) string {
	if m.Key == "" {
		return ""
	}
	return journeys.Message(m, a.say.lang)
}

// showSteps shows one journey step by step, on the graph and in the browser.
func (a *app) showSteps(j *audit.Journey, all []audit.Journey, strip *filmStrip) error {
	say := a.say.text
	t := tablewriter.NewTable(a.out)
	t.Header(say("col-step"), say("col-title"), say("col-action"), say("col-what"), say("col-seconds"), say("col-adult"), say("col-lost"), say("col-browser"))
	var files []string
	for i, s := range j.Steps {
		file, err := strip.write(j, i)
		if err != nil {
			return err
		}
		if file != "" {
			files = append(files, file)
		}
		lost := ""
		if s.Lost >= 0.005 {
			lost = fmt.Sprintf("%.0f %%", 100*s.Lost)
		}
		done := ""
		if s.Walked != nil {
			done = say("act", "seconds", fmt.Sprintf("%.0f", s.Walked.Seconds), "moves", fmt.Sprint(s.Walked.Moves))
			for _, n := range s.Walked.Notes {
				done += "; " + a.reason(n)
			}
		}
		if err := t.Append(fmt.Sprint(i+1), printable(short(s.Title, 40)), say("action-"+s.Action), printable(short(s.Target, 50)), fmt.Sprintf("%.0f", s.Seconds), adultSeconds(all, j, &s), lost, printable(short(done, 160))); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	line := func(key, text string) {
		if text != "" {
			fmt.Fprintf(a.out, "%s : %s\n", say(key), printable(text))
		}
	}
	line("col-why", a.reason(j.Reason))
	if j.Walked != nil {
		for _, o := range j.Walked.Seen {
			line("seen", a.reason(o.Barrier))
		}
		line("col-browser", strings.TrimSpace(say("walked-"+j.Walked.Outcome)+" "+a.reason(j.Walked.Reason)))
	}
	line("change", a.reason(j.Change))
	line("pictures", strings.Join(files, ", "))
	return nil
}

// adultSeconds returns what a step takes the reference adult, "" if that one
// does not do it or is the one who walks.
func adultSeconds(all []audit.Journey, j *audit.Journey, s *audit.Step) string {
	for _, other := range all {
		if other.Persona != audit.ReferencePersona || other.Goal != j.Goal || j.Persona == other.Persona {
			continue
		}
		for _, o := range other.Steps {
			if o.URL == s.URL && o.Action == s.Action && o.Link == s.Link {
				return fmt.Sprintf("%.0f", o.Seconds)
			}
		}
	}
	return ""
}
