package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/profiles"
)

// A diagnosis is one line of usager doctor.
type diagnosis struct {
	item, found, remedy string
	bad                 bool // usager cannot work
}

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: a.say.text("cmd-doctor"),
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			say := a.say.text
			t := tablewriter.NewTable(a.out)
			t.Header(say("col-item"), say("col-found"), say("col-remedy"))
			bad := false
			for _, look := range []func(context.Context) diagnosis{
				a.diagnoseChromium, a.diagnoseSandbox, a.diagnoseFonts, a.diagnoseStore, a.diagnoseDisk, a.diagnoseChecks, a.diagnosePersonas,
			} {
				d := look(cmd.Context())
				bad = bad || d.bad
				if d.remedy == "" {
					d.remedy = say("doctor-ok")
				}
				if err := t.Append(say(d.item), printable(d.found), printable(d.remedy)); err != nil {
					return err
				}
			}
			if err := t.Render(); err != nil {
				return err
			}
			if bad {
				return failure(nil, "doctor-bad")
			}
			return nil
		},
	}
}

// oldestChromium is the first version that usager has been tried with.
const oldestChromium = 120

var majorVersion = regexp.MustCompile(`(\d+)\.\d+\.\d+`)

// diagnoseChromium starts the browser: one that is installed may still not run.
func (a *app) diagnoseChromium(ctx context.Context) diagnosis {
	d := diagnosis{item: "doctor-chromium"}
	crawler.CleanUp(a.log)
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cfg, err := a.crawlerConfig(job{})
	var b *crawler.Browser
	if err == nil {
		b, err = crawler.StartBrowser(ctx, cfg)
	}
	if err != nil {
		d.found, d.bad = err.Error(), true
		d.remedy = a.say.text("doctor-install")
		return d
	}
	defer b.Stop()
	d.found = b.Version()
	if m := majorVersion.FindStringSubmatch(d.found); m != nil {
		if v, err := strconv.Atoi(m[1]); err == nil && v < oldestChromium {
			d.remedy = a.say.text("doctor-old")
		}
	}
	return d
}

func (a *app) diagnoseSandbox(context.Context) diagnosis {
	d := diagnosis{item: "doctor-sandbox", found: a.say.text("doctor-sandbox-on")}
	switch {
	case a.settings.Browser.Sandbox == "off":
		d.found, d.remedy = "off", a.say.text("doctor-sandbox-off")
	case a.settings.Browser.Sandbox == "auto" && os.Geteuid() == 0:
		d.found, d.remedy = "off", a.say.text("doctor-sandbox-root")
	}
	return d
}

func (a *app) diagnoseFonts(ctx context.Context) diagnosis {
	d := diagnosis{item: "doctor-fonts"}
	out, err := exec.CommandContext(ctx, "fc-list", ":", "family").Output()
	if err != nil {
		d.found = "?" // fontconfig's tool is not installed: nothing can be said
		return d
	}
	n := len(strings.Split(strings.TrimSpace(string(out)), "\n"))
	d.found = strconv.Itoa(n)
	if strings.TrimSpace(string(out)) == "" {
		d.found, d.remedy = "0", a.say.text("doctor-fonts-none")
	}
	return d
}

func (a *app) storeDir() (string, error) {
	if a.settings.Store != "" {
		return a.settings.Store, nil
	}
	return audit.DefaultDir()
}

func (a *app) diagnoseStore(ctx context.Context) diagnosis {
	d := diagnosis{item: "doctor-store"}
	dir, err := a.storeDir()
	if err == nil {
		d.found = dir
		var s *audit.Store
		if s, err = audit.Open(ctx, dir, a.catalog); err == nil {
			err = s.Close()
		}
	}
	if err != nil {
		d.bad, d.remedy = true, a.say.text("store-unusable", "dir", dir, "detail", err.Error())
	}
	return d
}

const enoughDisk = 500 // MB

func (a *app) diagnoseDisk(context.Context) diagnosis {
	d := diagnosis{item: "doctor-disk", found: "?"}
	dir, err := a.storeDir()
	if err != nil {
		return d
	}
	var st syscall.Statfs_t
	for err = syscall.Statfs(dir, &st); errors.Is(err, syscall.ENOENT) && filepath.Dir(dir) != dir; err = syscall.Statfs(dir, &st) {
		dir = filepath.Dir(dir)
	}
	if err != nil {
		return d
	}
	free := st.Bavail * uint64(st.Bsize) >> 20
	d.found = a.say.text("doctor-disk-free", "free", fmt.Sprint(free))
	if free < enoughDisk {
		d.remedy = a.say.text("doctor-disk-low")
	}
	return d
}

func (a *app) diagnoseChecks(context.Context) diagnosis {
	return diagnosis{item: "doctor-checks", found: fmt.Sprintf("%d (%s)", len(a.catalog.Checks()), strings.Join(checks.Languages, ", "))}
}

func (a *app) diagnosePersonas(context.Context) diagnosis {
	d := diagnosis{item: "doctor-personas"}
	ps, err := profiles.Load(a.profileDirs()...)
	if err != nil {
		d.bad, d.remedy = true, err.Error()
	}
	d.found = strconv.Itoa(len(ps))
	return d
}
