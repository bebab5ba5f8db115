// Package checks is the vocabulary of judgement: what a check is, what it may
// see and what it can say.
//
// A check is a variable of type [Check] in a file of its own, in the package
// of its family (checks/wcag, checks/clarity, checks/channels, checks/service),
// listed in the family's all.go. Its Run function is pure: it reads a snapshot
// and reports outcomes; it does not fetch, wait, log or keep state. Its words
// stand beside it in a YAML file of the same name, in four languages.
package checks

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/usager/usager/page"
)

// A Check describes one requirement and how to test it, on one page (Run) or
// over all pages of a site (RunSite).
type Check struct {
	// ID names the check in flags, configuration, reports and fingerprints.
	// It is lower-case words joined by hyphens, never changes and is never
	// reused.
	ID string

	Criteria []string   // WCAG 2.2 success criteria, such as "1.1.1"
	ACT      []string   // W3C ACT rules implemented whole, such as "23a2a8"
	Affects  []Group    // who is stopped by a failure; at least one
	Impact   Impact     // how much
	Needs    page.Input // without these the check is Untested

	// Practice marks good practice that no success criterion asks for. Its
	// failures are shown apart and never counted against WCAG.
	Practice bool

	// Absence says that where the check applies to nothing, its criteria do
	// not apply either: no video, no captions to ask for.
	Absence bool

	// Run looks at every element that the requirement applies to and reports
	// one outcome for each. Where it reports nothing the check is Inapplicable.
	Run func(*Pass)

	// RunSite does the same over the facts of all pages.
	RunSite func(*SitePass)
}

func (c *Check) String() string { return c.ID }

// Dimension is one of the four things that usager looks at. Each has its own
// score.
type Dimension string

// The four dimensions.
const (
	Accessibility Dimension = "accessibility"
	Clarity       Dimension = "clarity"
	Channels      Dimension = "channels" // channels and service
	Journeys      Dimension = "journeys"
)

// Dimensions lists them in the order of the report.
var Dimensions = []Dimension{Accessibility, Clarity, Channels, Journeys}

// Group is a functional need: who is stopped. The first ten are those of
// EN 301 549 V3.2.1 clause 4.2; the others are people that public services
// lose for other reasons.
type Group string

// The functional needs.
const (
	NoVision            Group = "no-vision"            // 4.2.1
	LimitedVision       Group = "limited-vision"       // 4.2.2
	NoColour            Group = "no-colour"            // 4.2.3
	NoHearing           Group = "no-hearing"           // 4.2.4
	LimitedHearing      Group = "limited-hearing"      // 4.2.5
	NoVoice             Group = "no-voice"             // 4.2.6
	LimitedManipulation Group = "limited-manipulation" // 4.2.7
	LimitedReach        Group = "limited-reach"        // 4.2.8
	Photosensitivity    Group = "photosensitivity"     // 4.2.9
	LimitedCognition    Group = "limited-cognition"    // 4.2.10
	OtherLanguage       Group = "other-language"       // knows the page's language little
	NoDigital           Group = "no-digital"           // without e-mail, smartphone or ease with them
)

// Groups lists every functional need.
var Groups = []Group{
	NoVision, LimitedVision, NoColour, NoHearing, LimitedHearing, NoVoice, LimitedManipulation,
	LimitedReach, Photosensitivity, LimitedCognition, OtherLanguage, NoDigital,
}

// Impact is how much a failure hinders the people it affects.
type Impact uint8

// The impacts, from the least to the greatest.
const (
	Minor    Impact = iota + 1 // an annoyance
	Moderate                   // slower, with effort
	Serious                    // some will give up
	Critical                   // some cannot go on
)

var impactNames = []string{"", "minor", "moderate", "serious", "critical"}

func (i Impact) String() string { return impactNames[i] }

// MarshalText makes an Impact its name in JSON and YAML.
func (i Impact) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (i *Impact) UnmarshalText(b []byte) error {
	k := slices.Index(impactNames, string(b))
	if k < 1 {
		return fmt.Errorf("unknown impact %q", b)
	}
	*i = Impact(k)
	return nil
}

var (
	validID        = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	validCriterion = regexp.MustCompile(`^[1-4]\.[1-9]\.[1-9][0-9]?$`)
	validACT       = regexp.MustCompile(`^[0-9a-z]{6}$`)
)

// Validate returns an error if a check is misdescribed or two share an ID.
func Validate(cs []*Check) error {
	seen := make(map[string]bool)
	for _, c := range cs {
		switch {
		case !validID.MatchString(c.ID):
			return fmt.Errorf("check %q: invalid ID", c.ID)
		case seen[c.ID]:
			return fmt.Errorf("check %s: two checks have this ID", c)
		case len(c.Affects) == 0 || c.Impact == 0:
			return fmt.Errorf("check %s: says not whom it affects and how much", c)
		case (c.Run == nil) == (c.RunSite == nil):
			return fmt.Errorf("check %s: wants either Run or RunSite", c)
		}
		for _, sc := range c.Criteria {
			if !validCriterion.MatchString(sc) {
				return fmt.Errorf("check %s: no success criterion %q", c, sc)
			}
		}
		for _, id := range c.ACT {
			if !validACT.MatchString(id) {
				return fmt.Errorf("check %s: no ACT rule %q", c, id)
			}
		}
		for _, g := range c.Affects {
			if !slices.Contains(Groups, g) {
				return fmt.Errorf("check %s: unknown group %q", c, g)
			}
		}
		seen[c.ID] = true
	}
	return nil
}
