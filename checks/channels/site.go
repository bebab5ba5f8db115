package channels

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// everyone is for failures that stop whoever needs a human.
var everyone = []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.NoVision, checks.OtherLanguage}

// offer is a channel with the page it stands on.
type offer struct {
	url string
	checks.Channel
}

// offers returns the channels of some kinds on all pages, page by page.
func offers(p *checks.SitePass, kinds ...string) []offer {
	var list []offer
	for _, f := range p.Pages {
		for _, c := range f.Channels {
			if slices.Contains(kinds, c.Kind) {
				list = append(list, offer{f.URL, c})
			}
		}
	}
	return list
}

// required returns a site check that fails where nobody finds a channel for
// which ok holds: surely where every page was met, else as a question.
func required(kind string, ok func(*checks.Channel) bool) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		if len(p.Pages) == 0 {
			return
		}
		unseen := false
		for _, o := range offers(p, kind) {
			if !ok(&o.Channel) {
				continue
			}
			if o.Text != "" {
				p.Passed()
				return
			}
			unseen = true
		}
		switch {
		case unseen:
			p.Failed("", "unseen")
		case p.Site.Complete:
			p.Failed("", "missing")
		default:
			p.CantTell("", "unknown")
		}
	}
}

// wished returns a site check of a channel that not every service needs, where
// people are told to telephone or to do things online: it passes or asks.
func wished(kind string) func(*checks.SitePass) {
	return func(p *checks.SitePass) {
		switch {
		case len(offers(p, kind)) > 0:
			p.Passed()
		case len(offers(p, Phone, Form)) > 0:
			p.CantTell("", "unknown")
		}
	}
}

func anyChannel(*checks.Channel) bool { return true }

// human are the kinds of channels that lead to a person.
var human = []string{Phone, Mail, Form, Postal, Opening, Appointment, Chat, Callback, SMS}

// offersHuman reports whether the page shows one of some kinds of channels.
func offersHuman(p *page.Page, kinds ...string) bool {
	return slices.ContainsFunc(extracted(p), func(e entry) bool { return e.Text != "" && slices.Contains(kinds, e.Kind) })
}
