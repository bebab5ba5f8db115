package service

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
)

// country returns the country whose law applies to a site: the one it was
// given, else what the home page tells, else what most pages do.
func country(p *checks.SitePass) string {
	if p.Site.Country != "" {
		return p.Site.Country
	}
	if h := p.Home(); h != nil && h.Signals[signalCountry] != "" {
		return h.Signals[signalCountry]
	}
	count := make(map[string]int)
	best := ""
	for _, f := range p.Pages {
		c := f.Signals[signalCountry]
		if c == "" {
			continue
		}
		if count[c]++; best == "" || count[c] > count[best] {
			best = c
		}
	}
	return best
}

// european are the countries under Directive (EU) 2016/2102 that this family
// knows the words of.
var european = map[string]bool{"fr": true, "be": true, "lu": true, "nl": true, "de": true, "at": true, "ie": true}

// required returns a site check that passes where any page offers a topic. It
// fails where every page was met and none does; else it asks.
func required(name string) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		switch {
		case len(p.Pages) == 0:
		case offers(p, name):
			p.Passed()
		case p.Site.Complete:
			p.Failed("", "missing")
		default:
			p.CantTell("", "unknown")
		}
	}
}

// wished is required for what not every service needs: it only asks.
func wished(name string) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		switch {
		case len(p.Pages) == 0:
		case offers(p, name):
			p.Passed()
		default:
			p.CantTell("", "unknown")
		}
	}
}

// counter limits a site check to services that people can come to.
func counter(run func(*checks.SitePass)) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		if slices.ContainsFunc(p.Pages, func(f *checks.Facts) bool {
			return slices.ContainsFunc(f.Channels, func(c checks.Channel) bool { return c.Kind == channels.Postal || c.Kind == channels.Opening })
		}) {
			run(p)
		}
	}
}

// french limits a site check to France.
func french(run func(*checks.SitePass)) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		if country(p) == "fr" {
			run(p)
		}
	}
}

// procedural limits a site check to sites that explain procedures.
func procedural(run func(*checks.SitePass)) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		if slices.ContainsFunc(p.Pages, func(f *checks.Facts) bool { return f.Procedure != nil }) {
			run(p)
		}
	}
}

func offers(p *checks.SitePass, topic string) bool {
	return slices.ContainsFunc(p.Pages, func(f *checks.Facts) bool { return f.Signals[signalTopic+topic] != "" })
}

// least is how many pages a site has before it needs what helps to find one's way.
const least = 15

// large limits a site check to sites of some size.
func large(run func(*checks.SitePass)) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		if len(p.Pages) >= least {
			run(p)
		}
	}
}
