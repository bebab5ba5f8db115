// Package channels finds the ways to reach a public service, and checks
// whether everybody has one: telephone, e-mail, form, post, counter and its
// hours, appointment, relay for deaf people and others. [Extract] reads them
// from a page; the checks judge a page or a whole site by them.
package channels

import (
	"embed"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

//go:embed *.yaml
var catalogue embed.FS

// Family is the checks of this package.
var Family = checks.Family{
	Name:      "channels",
	Dimension: checks.Channels,
	Checks: []*checks.Check{
		addressMissing,
		appointmentOnlineOnly,
		callbackOffered,
		channelsCount,
		contactBlockComplete,
		contactFormDemands,
		contactFormNeedsEmail,
		contactFormOnly,
		contactHub,
		contactPageReachable,
		digitalHelp,
		emailMissing,
		emailNoreply,
		emailObfuscated,
		emailPurpose,
		hoursContradiction,
		hoursMissing,
		humanExit,
		onlineIsPDF,
		phoneContradiction,
		phoneImageOnly,
		phoneLinkMismatch,
		phoneMissing,
		phonePremium,
		phonePurpose,
		phoneRelay,
		singleNumber,
	},
	Texts:   catalogue,
	Extract: extract,
}

// extract adds the channels of a page to its facts.
func extract(p *page.Page, f *checks.Facts) { f.Channels = Extract(p) }
