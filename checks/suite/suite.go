// Package suite is the list of all families of checks, and their judgement of
// a page and of a site.
package suite

import (
	"fmt"
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/checks/clarity"
	"github.com/usager/usager/checks/service"
	"github.com/usager/usager/checks/wcag"
	"github.com/usager/usager/page"
)

// Families lists every family of checks, in the order of the report.
var Families = []checks.Family{wcag.Family, clarity.Family, channels.Family, service.Family}

// Catalog reads the texts of all checks.
func Catalog() (*checks.Catalog, error) { return checks.NewCatalog(Families...) }

// Page judges one page by the checks that are not in skip, and gathers what
// the site's checks and the journeys need to know of it.
func Page(p *page.Page, depth int, skip []string) ([]checks.Result, *checks.Facts) {
	var rs []checks.Result
	facts := checks.Gather(p)
	facts.Depth = depth
	for _, f := range Families {
		rs = append(rs, checks.Run(p, without(f.Checks, skip))...)
		extract(f, p, facts)
	}
	return rs, facts
}

// extract adds the facts of one family. One that breaks costs only its facts,
// and leaves word of it among the signals.
func extract(f checks.Family, p *page.Page, facts *checks.Facts) {
	if f.Extract == nil {
		return
	}
	defer func() {
		if e := recover(); e != nil {
			if facts.Signals == nil {
				facts.Signals = make(map[string]string)
			}
			facts.Signals[f.Name+".broken"] = fmt.Sprint(e)
		}
	}()
	f.Extract(p, facts)
}

// Site judges a site by the facts of all its pages.
func Site(site checks.Site, pages []*checks.Facts, skip []string) []checks.Result {
	var rs []checks.Result
	for _, f := range Families {
		rs = append(rs, checks.RunSite(site, pages, without(f.Checks, skip))...)
	}
	return rs
}

func without(cs []*checks.Check, skip []string) []*checks.Check {
	return slices.DeleteFunc(slices.Clone(cs), func(c *checks.Check) bool { return slices.Contains(skip, c.ID) })
}
