package checks

import (
	"fmt"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// Outcome is what a check found, in the words of W3C EARL and ACT. The values
// are in order of weight: the outcome of a whole is the heaviest of its parts.
type Outcome uint8

// The outcomes.
const (
	Inapplicable Outcome = iota // nothing is subject to the check
	Passed
	Untested // the snapshot lacks an input the check needs, or the check broke
	CantTell // a person must decide
	Failed
)

var outcomeNames = [...]string{"inapplicable", "passed", "untested", "cantTell", "failed"}

func (o Outcome) String() string { return outcomeNames[o] }

// MarshalText makes an Outcome its EARL name in JSON.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (o *Outcome) UnmarshalText(b []byte) error {
	for i, name := range outcomeNames {
		if name == string(b) {
			*o = Outcome(i)
			return nil
		}
	}
	return fmt.Errorf("unknown outcome %q", b)
}

// A Message names a sentence of a check's catalogue and the data in it.
type Message struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
}

// A Finding is the outcome of one check for one element, for a page as a whole
// or, without URL, for a site.
type Finding struct {
	Check       string     `json:"check"`
	Outcome     Outcome    `json:"outcome"`
	Criteria    []string   `json:"criteria,omitempty"`
	Message     Message    `json:"message"`
	URL         string     `json:"url,omitempty"`      // page, in findings of a site check
	Selector    string     `json:"selector,omitempty"` // see page.Page.Selector
	HTML        string     `json:"html,omitempty"`     // bounded excerpt
	Component   string     `json:"component,omitempty"`
	Box         *page.Box  `json:"box,omitempty"`
	Fingerprint string     `json:"fingerprint,omitempty"`
	Shot        int        `json:"shot,omitempty"`     // the place, from 1, of its pictures among those of the snapshot
	While       string     `json:"while,omitempty"`    // "banner": only until the banner of the page was refused
	Unstable    bool       `json:"unstable,omitempty"` // found on one of two visits only
	Node        *html.Node `json:"-"`
}

// A Result is the outcome of one check for one page or for a site. Findings
// hold what failed and what a person must decide; what passed is counted.
type Result struct {
	Check    string    `json:"check"`
	Outcome  Outcome   `json:"outcome"`
	Reason   string    `json:"reason,omitempty"` // why Untested
	Passed   int       `json:"passed,omitempty"` // elements
	Findings []Finding `json:"findings,omitempty"`
}

// MaxFindings bounds how many findings of one check are kept for one page or
// site: the first.
const MaxFindings = 500

// MaxExcerpt bounds the HTML kept with a finding, in bytes.
const MaxExcerpt = 400
