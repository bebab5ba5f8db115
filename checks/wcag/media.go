package wcag

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// playTime returns how many seconds of a sound or video are played: its
// duration, or the part that the fragment of its address picks (Media
// Fragments 1.0). It is 0 where the browser could not load it, +Inf for a
// stream.
func playTime(p *page.Page, n *html.Node) float64 {
	info := p.Info(n)
	if info.Media == nil {
		return 0
	}
	src := info.CurrentSrc
	if src == "" {
		src = attr(n, "src")
	}
	if src == "" {
		for _, s := range p.FindIn(n, "source[src]") {
			src = attr(s, "src")
			break
		}
	}
	d := info.Media.Duration
	u, err := url.Parse(src)
	if err != nil {
		return d
	}
	for part := range strings.SplitSeq(u.Fragment, "&") {
		v, ok := strings.CutPrefix(part, "t=")
		if !ok {
			continue
		}
		from, to, _ := strings.Cut(strings.TrimPrefix(v, "npt:"), ",")
		begin, _ := strconv.ParseFloat(from, 64)
		if end, err := strconv.ParseFloat(to, 64); err == nil && end > begin {
			return min(d, end) - min(d, begin)
		}
		return max(0, d-begin)
	}
	return d
}

// recorded reports whether an audio or video element holds a recording that
// people can play or that plays by itself; a stream does not.
func recorded(p *page.Page, n *html.Node) bool {
	m := p.Info(n).Media
	if m == nil || m.Error != "" || m.Duration <= 0 || math.IsInf(m.Duration, 0) || p.Hidden(n) && !plays(p, n) {
		return false
	}
	if n.DataAtom == atom.Video {
		return p.Visible(n)
	}
	return p.Visible(n) && m.Controls || plays(p, n) || controlFor(p, n) != nil
}

// plays reports whether a sound or video was playing by itself.
func plays(p *page.Page, n *html.Node) bool {
	m := p.Info(n).Media
	return m != nil && (m.Autoplay || !m.Paused) && m.Error == ""
}

// controlFor returns a control of the page that seems to pause or silence a
// sound, or nil: it can be seen, has a name that says so, and the keyboard and
// assistive technology reach it.
func controlFor(p *page.Page, _ *html.Node) *html.Node {
	for _, n := range p.Find("button, a[href], input[type=button], input[type=submit], input[type=checkbox], input[type=range], [role=button], [role=switch], [role=slider], [role=checkbox]") {
		if p.Visible(n) && aria.Exposed(p, n) && aria.Tabbable(p, n) && says("mute", aria.Name(p, n)) {
			return n
		}
	}
	return nil
}

// An alternative is what may stand for a recording in words.
type alternative int

const (
	noAlternative    alternative = iota // certainly none: too few words, no link
	maybeAlternative                    // words or links that may be one
	saidAlternative                     // words or a link that say so
)

// slowestSpeech is how few words a second a transcript of speech has at least,
// pauses and music included. Half of a slow speaker's 100 words a minute.
const slowestSpeech = 0.8

// alternativeOf looks for a transcript of a recording: words on the page that
// are long enough, or a link near it or with a telling name.
func alternativeOf(p *page.Page, n *html.Node) alternative {
	if offers(p, "transcript") {
		return saidAlternative
	}
	if len(p.IDRefs(n, "aria-details")) > 0 || len(p.IDRefs(n, "aria-describedby")) > 0 {
		return maybeAlternative
	}
	words := 0
	for _, b := range p.Blocks() {
		if aria.Hidden(p, b.Node) || !onScreen(p, b.Node) {
			continue
		}
		if b.Region != page.Content && b.Region != page.Aside {
			continue
		}
		if says("transcript", b.Text) {
			return saidAlternative
		}
		words += len(strings.Fields(b.Text))
	}
	if float64(words) >= min(slowestSpeech*playTime(p, n), 150) {
		return maybeAlternative
	}
	for _, a := range p.Find("a[href], button, summary, iframe, details, audio, video") {
		if a == n {
			continue
		}
		if a.DataAtom == atom.Audio {
			return maybeAlternative // a player may run it along, to tell what a film shows
		}
		if r := p.Region(a); (r == page.Content || r == page.Aside) && p.Visible(a) && !aria.Hidden(p, a) {
			return maybeAlternative
		}
	}
	return noAlternative
}

// offers reports whether a link or a button of the page has words of a purpose.
func offers(p *page.Page, purpose string) bool {
	for _, a := range p.Find("a[href], button, summary") {
		if aria.Exposed(p, a) && p.Visible(a) && says(purpose, aria.Name(p, a)) {
			return true
		}
	}
	return false
}

// onScreen reports whether words are not moved out of sight by their indent.
func onScreen(p *page.Page, n *html.Node) bool {
	return pixels(p.Style(n, "text-indent")) > -500
}

// saidToRepeat reports whether words on the page say that the recording tells
// again what the text does.
func saidToRepeat(p *page.Page) bool {
	for _, b := range p.Blocks() {
		if says("alternative", b.Text) {
			return true
		}
	}
	return false
}

// hasTrack reports whether a recording has a text track of one of some kinds.
func hasTrack(p *page.Page, n *html.Node, kinds ...string) bool {
	for _, t := range p.FindIn(n, "track[src]") {
		kind := strings.ToLower(strings.TrimSpace(attr(t, "kind")))
		if kind == "" {
			kind = "subtitles"
		}
		for _, k := range kinds {
			if k == kind {
				return true
			}
		}
	}
	return false
}

// decorates reports whether a video is a background: it plays by itself in
// silence, without end and without controls.
func decorates(p *page.Page, n *html.Node) bool {
	m := p.Info(n).Media
	return m.Loop && m.Muted && !m.Controls
}
