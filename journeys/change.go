package journeys

import (
	"cmp"
	"math"
	"strconv"

	"github.com/usager/usager/checks"
)

// kind is a kind of change to a site.
type kind uint8

const (
	lifted      kind = iota // obstacles are taken away from a link, or from the end
	clearer                 // a link says what it leads to
	earlier                 // a link comes first on its page
	answerFirst             // what is sought comes first on its page
	lighter                 // pages cost nothing but their latency
	direct                  // a link that says what is sought leads there from where the walk begins
)

// A change is one that a site's owner could make; a walk can be made as if it
// were. The nil change is none. One that is about a link is about its like on
// other pages as well: a menu is changed once.
type change struct {
	kind kind
	lift obstacle
	hop  hop // whose link it is about; without a link, lift is about the page it comes from
}

func (c *change) is(k kind) bool { return c != nil && c.kind == k }

// at returns the obstacles that the change takes away from the end on page i.
func (c *change) at(i int) obstacle {
	if c.is(lifted) && c.hop.link == nil && c.hop.from == i {
		return c.lift
	}
	return 0
}

// about reports whether the change is about a link of page i.
func (c *change) about(w *walker, i int, l *viewedLink) bool {
	return c != nil && c.hop.link != nil && l.link.URL == c.hop.link.URL &&
		(i == c.hop.from || shown(l.link) == shown(c.hop.link) && l.link.Region == c.hop.link.Region)
}

// on returns the obstacles that the change takes away from a link of page i.
func (c *change) on(w *walker, i int, l *viewedLink) obstacle {
	switch {
	case !c.about(w, i, l):
		return 0
	case c.kind == lifted:
		return c.lift
	case c.kind == clearer:
		return label
	case c.kind == earlier:
		return first
	}
	return 0
}

// touches reports whether the change makes the links of page i lead on
// otherwise.
func (c *change) touches(w *walker, i int) bool {
	switch {
	case c == nil || c.kind == answerFirst:
		return false
	case c.kind == direct:
		return i == c.hop.from
	case c.kind == lighter:
		return true
	}
	for k := range w.view.pages[i].links {
		if c.about(w, i, &w.view.pages[i].links[k]) {
			return true
		}
	}
	return false
}

// supposing returns the best route as if a change were made, nil if it does not lead
// there.
func (w *walker) supposing(c *change) *route {
	w.change = c
	defer func() { w.change = nil }()
	if r := w.best(w.start(), c.lift&foreign); w.fails(r) == "" { // a language is that of the site
		return r
	}
	return nil
}

// remedy says whether taking away what stopped a trip would let the persona
// arrive, and how soon; for a way that is too long and vague, a link would that
// spares it. If more is in the way it says nothing.
func (w *walker) remedy(t *trip) checks.Message {
	for _, c := range []*change{w.culprit, w.shortcut} {
		if c == nil {
			continue
		}
		if r := w.supposing(c); r != nil {
			return w.proposal(c, r, t.reason)
		}
	}
	return checks.Message{}
}

// relief finds the change that spares a persona in difficulty most.
func (w *walker) relief(t *trip) checks.Message {
	was := t.route.seconds()
	candidates := []*change{{kind: answerFirst, hop: hop{from: t.route.end, to: -1}}, {kind: lighter, hop: hop{from: t.route.end, to: -1}}}
	for _, h := range t.route.hops {
		candidates = append(candidates, &change{kind: clearer, hop: h}, &change{kind: earlier, hop: h})
	}
	var best *change
	var after *route
	for _, c := range candidates {
		if r := w.supposing(c); r != nil && (after == nil || r.seconds() < after.seconds()) {
			best, after = c, r
		}
	}
	if after == nil || was-after.seconds() < model.Worth.Value*was {
		return checks.Message{}
	}
	return w.proposal(best, after, t.reason)
}

var changeKeys = map[kind]string{
	clearer: "change-words", earlier: "change-earlier", answerFirst: "change-answer", lighter: "change-lighter", direct: "change-direct",
}

// remedies are the changes that take away what a reason names.
var remedies = map[string]string{
	"no-link-visible": "change-visible", "hidden-at-width": "change-visible", "covered": "change-visible",
	"not-exposed": "change-exposed", "no-name": "change-name", "not-keyboard": "change-keyboard",
	"jargon-link": "change-words", "weak-link": "change-words", "too-deep": "change-words",
	"other-language": "change-language", "phone-only": "change-channel", "digital-only": "change-channel",
	"channel-impossible": "change-channel", "answer-hidden": "change-answer-shown",
}

// proposal puts a change and what it would lead to into words.
func (w *walker) proposal(c *change, r *route, reason checks.Message) checks.Message {
	m := checks.Message{Key: changeKeys[c.kind], Args: map[string]string{
		"page": w.title(c.hop.from), "seconds": strconv.Itoa(int(math.Round(r.seconds()))),
	}}
	if c.kind == lifted {
		if m.Key = remedies[reason.Key]; m.Key == "" {
			m.Key = "change-usable"
		}
	}
	if c.kind == direct {
		m.Args["to"] = w.title(c.hop.to)
	}
	if c.hop.link != nil {
		m.Args["link"] = cmp.Or(shown(c.hop.link), w.title(c.hop.to))
	}
	return m
}
