package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/usager/usager"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/service"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/profiles"
	"github.com/usager/usager/report"
)

// settings is config.yaml as the program sees it. Only this file knows viper.
type settings struct {
	Lang      string
	Store     string
	Out       string
	Format    []string
	FailOn    string `mapstructure:"fail_on"`
	Baseline  string
	Decisions string
	// ChangedSince names an audit whose snapshots serve for pages that are as
	// they were.
	ChangedSince string `mapstructure:"changed_since"`
	FailOnStale  bool   `mapstructure:"fail_on_stale"`
	Sample       bool
	SampleSeed   int64 `mapstructure:"sample_seed"`
	Questions    bool
	Answers      map[string]report.Answer
	Country      string
	Crawl        crawlSettings
	Login        loginSettings
	Browser      browserSettings
	SkipChecks   []string `mapstructure:"skip_checks"`
	Journeys     journeySettings
}

type crawlSettings struct {
	MaxPages       int           `mapstructure:"max_pages"`
	MaxDepth       int           `mapstructure:"max_depth"`
	MaxTime        time.Duration `mapstructure:"max_time"`
	Delay          string
	MaxBytes       int64 `mapstructure:"max_bytes"`
	Documents      int
	Include        []string
	Exclude        []string
	Hosts          []string
	Sitemaps       bool
	IgnoreRobots   bool   `mapstructure:"ignore_robots"`
	UserAgent      string `mapstructure:"user_agent"`
	Headers        map[string]string
	AcceptLanguage string `mapstructure:"accept_language"`
	User           string
	InsecureTLS    bool `mapstructure:"insecure_tls"`
	PublicOnly     bool `mapstructure:"public_only"`
}

type loginSettings struct {
	Recipe  string
	Cookies []string
}

type browserSettings struct {
	Static      bool
	Path        string
	Sandbox     string
	Tabs        int
	PageTimeout time.Duration `mapstructure:"page_timeout"`
	Width       int
	Height      int
	Screenshots bool
	Probes      string
	Banners     string
	Refuse      []string
	Steady      bool
	Clock       string
	OwnOnly     bool `mapstructure:"own_only"`
	Visits      int
}

type journeySettings struct {
	Personas     []string
	Profiles     string
	Live         string
	LivePersonas []string        `mapstructure:"live_personas"`
	LiveGoals    []string        `mapstructure:"live_goals"`
	Goals        []profiles.Goal `mapstructure:"-"`
	// GoalList is where viper puts goals, with every key in lower case.
	GoalList any `mapstructure:"goals" json:"-"`
}

// flagKeys are the settings that a flag overrides.
var flagKeys = map[string]string{
	"lang": "lang", "store": "store", "out": "out", "format": "format", "fail-on": "fail_on", "baseline": "baseline", "changed-since": "changed_since", "fail-on-stale": "fail_on_stale",
	"country": "country", "max-pages": "crawl.max_pages", "max-depth": "crawl.max_depth", "max-time": "crawl.max_time",
	"delay": "crawl.delay", "include": "crawl.include", "exclude": "crawl.exclude", "host": "crawl.hosts",
	"ignore-robots": "crawl.ignore_robots", "insecure-tls": "crawl.insecure_tls", "public-only": "crawl.public_only", "user-agent": "crawl.user_agent",
	"static": "browser.static", "chrome": "browser.path", "sandbox": "browser.sandbox", "tabs": "browser.tabs", "probes": "browser.probes", "login": "login.recipe", "steady": "browser.steady", "sample": "sample", "own-only": "browser.own_only", "visits": "browser.visits", "banners": "browser.banners",
	"decisions": "decisions", "questions": "questions", "skip-check": "skip_checks", "persona": "journeys.personas", "profiles": "journeys.profiles", "live": "journeys.live",
}

// loadSettings reads the settings: defaults, file, environment, flags, the
// later over the earlier. Without a file name it reads config.yaml in the
// current folder if there is one.
func loadSettings(file string, flags *pflag.FlagSet) (*settings, error) {
	v := viper.New()
	v.SetConfigType("yaml")
	if err := v.ReadConfig(bytes.NewReader(usager.DefaultConfig)); err != nil {
		return nil, fmt.Errorf("read the default settings: %w", err)
	}
	for _, key := range v.AllKeys() {
		v.SetDefault(key, v.Get(key))
	}
	v.SetDefault("crawl.headers", map[string]string{})
	v.SetDefault("answers", map[string]any{})
	known := append(v.AllKeys(), "crawl.headers", "answers")
	v.SetEnvPrefix("usager")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()

	name := file
	if name == "" {
		name = "config.yaml"
	}
	b, err := os.ReadFile(name)
	switch {
	case file == "" && errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, usage("config-unreadable", "file", name, "error", err.Error())
	default:
		if err := mergeFile(v, name, b, known); err != nil {
			return nil, err
		}
	}
	if flags != nil {
		flags.Visit(func(f *pflag.Flag) {
			key, ok := flagKeys[f.Name]
			if !ok {
				return
			}
			if s, ok := f.Value.(pflag.SliceValue); ok {
				v.Set(key, s.GetSlice())
			} else {
				v.Set(key, f.Value.String())
			}
		})
	}
	s := new(settings)
	if err := v.UnmarshalExact(s); err != nil {
		return nil, usage("config-value", "file", name, "error", strings.Join(strings.Fields(err.Error()), " "))
	}
	if s.Journeys.Goals, err = profiles.GoalsIn(b, "journeys", "goals"); err != nil {
		return nil, usage("config-value", "file", name, "error", err.Error())
	}
	return s, s.validate(name)
}

func mergeFile(v *viper.Viper, name string, b []byte, known []string) error {
	own := viper.New()
	own.SetConfigType("yaml")
	if err := own.ReadConfig(bytes.NewReader(b)); err != nil {
		return usage("config-syntax", "file", name, "error", strings.Join(strings.Fields(err.Error()), " "))
	}
	for _, key := range own.AllKeys() {
		if t, ok := own.Get(key).(time.Time); ok && strings.HasPrefix(key, "answers.") {
			own.Set(key, t.Format(time.DateOnly)) // a date without quotes
		}
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "crawl.headers.") && !strings.HasPrefix(key, "answers.") {
			return usage("config-key", "file", name, "key", key, "nearest", nearest(key, known))
		}
	}
	return v.MergeConfigMap(own.AllSettings())
}

// validate finds the values that have the right type and no meaning.
func (s *settings) validate(file string) error {
	oneOf := func(key, value string, allowed ...string) error {
		if slices.Contains(allowed, value) {
			return nil
		}
		return usage("config-choice", "key", key, "value", value, "choices", strings.Join(slices.DeleteFunc(allowed, func(a string) bool { return a == "" }), ", "))
	}
	if s.Crawl.Delay != "" {
		if d, err := time.ParseDuration(s.Crawl.Delay); err != nil || d < 0 {
			return usage("config-value", "file", file, "error", fmt.Sprintf("crawl.delay: %q", s.Crawl.Delay))
		}
	}
	if s.Crawl.MaxPages < 1 || s.Crawl.MaxDepth < 0 || s.Browser.Width < 200 || s.Browser.Height < 200 || s.Browser.PageTimeout <= 0 {
		return usage("config-value", "file", file, "error", "crawl.max_pages ≥ 1, crawl.max_depth ≥ 0, browser.width ≥ 200, browser.height ≥ 200, browser.page_timeout > 0")
	}
	if s.Browser.Clock != "" && s.Browser.clock().IsZero() || s.Browser.Visits < 1 || s.Browser.Visits > 2 {
		return usage("config-value", "file", file, "error", "browser.clock: 2026-01-15T12:00:00Z, browser.visits: 1, 2")
	}
	var questions []string
	for _, q := range service.Questions() {
		questions = append(questions, q.ID)
	}
	for id, a := range s.Answers {
		if !slices.Contains(questions, id) {
			return usage("config-key", "file", file, "key", "answers."+id, "nearest", nearest(id, questions))
		}
		if err := oneOf("answers."+id+".answer", a.Answer, report.Answers...); err != nil {
			return err
		}
	}
	return errors.Join(
		oneOf("lang", s.Lang, append([]string{""}, checks.Languages...)...),
		oneOf("fail_on", s.FailOn, "none", "minor", "moderate", "serious", "critical"),
		oneOf("browser.probes", s.Browser.Probes, string(crawler.ProbesNone), string(crawler.ProbesTemplates), string(crawler.ProbesAll)),
		oneOf("browser.banners", s.Browser.Banners, "refuse", "leave"),
		oneOf("browser.sandbox", s.Browser.Sandbox, "auto", "on", "off"),
		oneOf("journeys.live", s.Journeys.Live, "none", "few", "all"),
	)
}

// clock returns the time at which the clock of steady pages begins, zero for
// the default.
func (b *browserSettings) clock() time.Time {
	t, err := time.Parse(time.RFC3339, b.Clock)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// delay returns the configured pause between two requests, or -1 for the
// default.
func (s *settings) delay() time.Duration {
	if d, err := time.ParseDuration(s.Crawl.Delay); err == nil {
		return d
	}
	return -1
}

// nearest returns the known word that differs least from word.
func nearest(word string, known []string) string {
	best, least := "", 1<<30
	for _, k := range slices.Sorted(slices.Values(known)) {
		d := distance(word, k)
		if i := strings.LastIndexByte(k, '.'); i >= 0 {
			d = min(d, distance(word, k[i+1:])) // the right name in the wrong section
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
