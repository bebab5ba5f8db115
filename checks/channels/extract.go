package channels

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// The kinds of channels.
const (
	Phone        = "phone"
	Mail         = "email"
	Form         = "form"
	Postal       = "address"
	Opening      = "hours"
	Appointment  = "appointment"
	Chat         = "chat"
	Callback     = "callback"
	SMS          = "sms"
	Social       = "social"
	App          = "app"
	Relay        = "relay"         // for deaf people, by telephone
	SignLanguage = "sign-language" // interpreters, videos
	DigitalHelp  = "digital-help"  // people who help with procedures online
	Complaint    = "complaint"     // complaints, mediator, ombudsman
)

// MaxChannels bounds how many channels are kept of one page.
const MaxChannels = 400

// Extract returns the channels that a page offers, kind by kind, in reading
// order, each value once. What only the page's machine-readable data says
// (JSON-LD, microdata) has no Text: nobody sees it.
func Extract(p *page.Page) []checks.Channel {
	es := extracted(p)
	list := make([]checks.Channel, len(es))
	for i, e := range es {
		list[i] = e.Channel
	}
	return list
}

// entry is a channel with where it was found.
type entry struct {
	checks.Channel
	node       *html.Node
	obfuscated bool // an e-mail address that machines shall not see
	seasonal   bool // hours of a part of the year
}

func extracted(p *page.Page) []entry { return entriesOf.of(p, collect) }

func collect(p *page.Page) []entry {
	r := newReader(p)
	c := &collector{r: r}
	c.phones()
	c.emails()
	c.structured() // before the addresses and hours in prose, which are less sure
	c.addresses()
	c.hours()
	c.forms()
	c.links()
	slices.SortStableFunc(c.list, func(a, b entry) int {
		return slices.Index(kindOrder, a.Kind) - slices.Index(kindOrder, b.Kind)
	})
	if len(c.list) > MaxChannels {
		c.list = c.list[:MaxChannels]
	}
	for i := range c.list {
		c.list[i].Reach = reachOf(p, &c.list[i], r.openerOf(c.list[i].node))
	}
	return c.list
}

var kindOrder = []string{
	Phone, Mail, Form, Postal, Opening, Appointment, Chat, Callback, SMS, Social, App, Relay, SignLanguage, DigitalHelp, Complaint,
}

type collector struct {
	r    *reader
	list []entry
}

// add keeps a channel, or completes the one that has the same kind and value.
func (c *collector) add(ch checks.Channel, n *html.Node) *entry {
	for i := range c.list {
		o := &c.list[i]
		if o.Kind != ch.Kind || key(&o.Channel) != key(&ch) {
			continue
		}
		if o.Text == "" && ch.Text != "" {
			o.Text, o.Selector, o.Y, o.node = clip(page.Collapse(ch.Text), 200), c.r.p.Selector(n), c.top(n), n
			if ch.Purpose != "" {
				o.Purpose = ch.Purpose
			}
		}
		if o.Purpose == "" {
			o.Purpose = ch.Purpose
		}
		if len(ch.Value) > len(o.Value) {
			o.Value = ch.Value // the one that also says when it is closed
		}
		o.Link = o.Link || ch.Link
		o.Premium = o.Premium || ch.Premium
		return o
	}
	ch.Selector, ch.Y = c.r.p.Selector(n), c.top(n)
	ch.Text = clip(page.Collapse(ch.Text), 200)
	c.list = append(c.list, entry{Channel: ch, node: n})
	return &c.list[len(c.list)-1]
}

var notKey = regexp.MustCompile(`[^a-z0-9]+`)
var countryPrefix = regexp.MustCompile(`\b(?:f|fr|d|de|b|be|l|lu|ch|nl)-(\d{4,5})`)

// key is what two channels of one kind must share to be the same.
func key(ch *checks.Channel) string {
	switch ch.Kind {
	case Postal:
		return notKey.ReplaceAllString(countryPrefix.ReplaceAllString(words.Fold(ch.Value).S, "$1"), " ")
	case Opening:
		return weekKey(ch.Weekly)
	}
	return ch.Value
}

func weekKey(weekly map[string][]string) string {
	var b strings.Builder
	for _, d := range DayNames {
		b.WriteString(strings.Join(weekly[d], ",") + ";")
	}
	return b.String()
}

func (c *collector) top(n *html.Node) float64 {
	if n.Type == html.TextNode {
		if b, ok := c.r.p.Box(n); ok {
			return b.Y
		}
		n = n.Parent
	}
	b, _ := c.r.p.Box(n)
	return b.Y
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// foreign reports whether a line is about somebody else's coordinates, such as
// those of the hosting company.
func (r *reader) foreign(l *line) bool {
	return addressOthers.Match(words.Fold(l.heading).S) || addressOthers.Match(words.Fold(l.label).S)
}

func (c *collector) phones() {
	r := c.r
	linked := make(map[*html.Node]bool)
	for i := range r.lines {
		l := &r.lines[i]
		if !strings.ContainsAny(l.text, "0123456789") && strings.IndexFunc(l.text, func(r rune) bool { return r > 0xff00 }) < 0 || r.foreign(l) {
			continue
		}
		inherited := LabelOf(l.label)
		if inherited == Unlabelled && !l.head {
			if h := LabelOf(l.heading); h != DecoyLabel {
				inherited = h
			}
		}
		prev := 0
		said := l.spaced()
		for _, n := range Numbers(said.text, r.region, inherited) {
			n.Start, n.End = said.at(n.Start), min(said.at(n.End), len(l.text))
			node := l.nodeAt(n.Start)
			if LabelOf(l.row) == FaxLabel || l.column != "" && inherited == Unlabelled && !strings.ContainsAny(l.text[n.Start:n.End], " .-/+") {
				prev = n.End // digits in a column of something else
				continue
			}
			if r.iconLabel(l, node) == FaxLabel && lastLabel(words.Fold(l.text[prev:n.Start]).S, false) != PhoneLabel {
				prev = n.End
				continue
			}
			ch := checks.Channel{Kind: Phone, Value: n.Value, Text: l.text[n.Start:n.End], Premium: n.Premium, Purpose: r.purpose(l, prev, n.Start)}
			if a := r.p.Closest(node, `a[href^="tel:"], a[href^="TEL:"], a[href^="Tel:"]`); a != nil {
				linked[a] = true
				href, _ := page.Attr(a, "href")
				if v := LinkNumber(href, r.region); v != "" {
					ch.Link = v == n.Value
					if v != n.Value {
						c.add(checks.Channel{Kind: Phone, Value: v, Text: ch.Text, Premium: LinkPremium(v), Purpose: ch.Purpose, Link: true}, node)
					}
				}
			}
			prev = n.End
			c.add(ch, node)
		}
	}
	for _, a := range r.p.Find(`a[href^="tel:"], a[href^="TEL:"], a[href^="Tel:"]`) {
		if linked[a] || r.p.Hidden(a) {
			continue
		}
		href, _ := page.Attr(a, "href")
		v := LinkNumber(href, r.region)
		if v == "" {
			continue
		}
		name := r.name(a)
		l := r.lineOf(a)
		if LabelOf(name) == FaxLabel {
			continue
		}
		purpose := ""
		if l != nil {
			if r.foreign(l) || r.iconLabel(l, a) == FaxLabel {
				continue
			}
			if i := strings.Index(l.text, r.p.VisibleText(a)); i >= 0 {
				if lab := LabelOf(l.text[:i]); lab == FaxLabel || lab == DecoyLabel || lab == Unlabelled && LabelOf(l.label) == FaxLabel {
					continue
				}
				purpose = r.purpose(l, 0, i)
			}
		}
		if name == "" {
			name = v
		}
		c.add(checks.Channel{Kind: Phone, Value: v, Text: name, Premium: LinkPremium(v), Link: true, Purpose: purpose}, a)
	}
}

// lineOf returns the line that an element's text begins, or nil.
func (r *reader) lineOf(n *html.Node) *line {
	var first *html.Node
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" {
			first = d
			break
		}
	}
	if first == nil {
		first = n
	}
	return r.byNode[first]
}

// name returns what an element is called: its accessible name as computed, or
// its text, labels and images.
func (r *reader) name(n *html.Node) string {
	if ax := r.p.AX(n); ax != nil && ax.Name != "" {
		return page.Collapse(ax.Name)
	}
	if v, _ := page.Attr(n, "aria-label"); strings.TrimSpace(v) != "" {
		return page.Collapse(v)
	}
	t := r.p.Text(n)
	for _, img := range r.p.FindIn(n, "img[alt], svg title, [aria-label]") {
		v, _ := page.Attr(img, "alt")
		if v == "" {
			v, _ = page.Attr(img, "aria-label")
		}
		if img.DataAtom == atom.Title {
			v = r.p.Text(img)
		}
		if !strings.Contains(t, v) {
			t += " " + v
		}
	}
	if strings.TrimSpace(t) == "" {
		for _, name := range []string{"title", "value"} {
			if v, _ := page.Attr(n, name); v != "" {
				return page.Collapse(v)
			}
		}
	}
	return page.Collapse(t)
}

var (
	purposeCut  = regexp.MustCompile(`[.;!?•|](?:\s|$)`)
	purposeTrim = regexp.MustCompile(`(?i)^(?:[\s:,;()\[\]/–—-]|ou\s|et\s|of\s|en\s|or\s|and\s|oder\s|und\s)+|(?:[\s:,;()\[\]/–—-]|\b(?:au|le|à|op|het|unter|auf|on|at|n°|numéro|nummer|number)\s*)+$`)
)

// purpose says in the page's words what the thing at a place in a line is for:
// the words before it, else the label of the line, else the heading.
func (r *reader) purpose(l *line, from, at int) string {
	before := l.text[from:at]
	if cuts := purposeCut.FindAllStringIndex(before, -1); len(cuts) > 0 {
		if rest := before[cuts[len(cuts)-1][1]:]; len(strings.TrimSpace(rest)) > 0 || len(before) > 60 {
			if strings.TrimSpace(rest) != "" && utf8.RuneCountInString(strings.TrimSpace(before[:cuts[len(cuts)-1][0]])) > 4 {
				before = rest
			}
		}
	}
	for _, s := range []string{before, l.label, l.heading} {
		s = strings.TrimSpace(purposeTrim.ReplaceAllString(page.Collapse(s), ""))
		f := words.Fold(s)
		bare := strings.Trim(faxWords.Remove(phoneOnly.Remove(f.S)), " .:,-/()")
		if utf8.RuneCountInString(bare) >= 3 {
			return clip(s, 100)
		}
	}
	return ""
}

func (c *collector) emails() {
	r := c.r
	linked := make(map[*html.Node]bool)
	for i := range r.lines {
		l := &r.lines[i]
		if r.foreign(l) {
			continue
		}
		prev := 0
		said := l.spaced()
		for _, e := range Emails(said.text) {
			e.Start, e.End = said.at(e.Start), min(said.at(e.End), len(l.text))
			node := l.nodeAt(e.Start)
			ch := checks.Channel{Kind: Mail, Value: e.Value, Text: l.text[e.Start:e.End], Purpose: r.purpose(l, prev, e.Start)}
			if a := r.p.Closest(node, "a[href]"); a != nil {
				href, _ := page.Attr(a, "href")
				if to := LinkEmails(href); len(to) > 0 {
					linked[a] = true
					ch.Link = slices.Contains(to, e.Value)
					if !ch.Link && strings.HasPrefix(to[0], e.Value) {
						ch.Value, ch.Link = to[0], true
					}
					for _, v := range to {
						if v != ch.Value {
							c.add(checks.Channel{Kind: Mail, Value: v, Text: ch.Text, Purpose: ch.Purpose, Link: true}, a)
						}
					}
				}
			}
			prev = e.End
			o := c.add(ch, node)
			o.obfuscated = e.Obfuscated
		}
	}
	for _, n := range r.p.Find(`bdo[dir="rtl"], [style*="bidi-override"]`) {
		if r.p.Hidden(n) {
			continue
		}
		said := []rune(r.p.VisibleText(n))
		slices.Reverse(said) // as it shows
		for _, e := range Emails(string(said)) {
			c.add(checks.Channel{Kind: Mail, Value: e.Value, Text: string(said)}, n).obfuscated = true
		}
	}
	for _, a := range r.p.Find("a[href], [data-cfemail]") {
		if linked[a] || r.p.Hidden(a) {
			continue
		}
		href, _ := page.Attr(a, "href")
		to := LinkEmails(href)
		if v, ok := page.Attr(a, "data-cfemail"); ok {
			if e := decodeProtected(v); e != "" {
				to = append(to, e)
			}
		}
		if _, hex, ok := strings.Cut(href, "/cdn-cgi/l/email-protection#"); ok {
			if e := decodeProtected(hex); e != "" {
				to = append(to, e)
			}
		}
		if len(to) == 0 {
			continue
		}
		name, purpose := r.name(a), ""
		if l := r.lineOf(a); l != nil {
			if r.foreign(l) {
				continue
			}
			purpose = r.purpose(l, 0, max(strings.Index(l.text, r.p.VisibleText(a)), 0))
		}
		for _, v := range to {
			text := name
			if text == "" {
				text = v
			}
			c.add(checks.Channel{Kind: Mail, Value: v, Text: text, Link: true, Purpose: purpose}, a)
		}
	}
}

// segment is a run of lines that an address may spread over.
type segment struct {
	text     string
	lines    []*line
	starts   []int
	labelled bool
}

func (s *segment) add(l *line) {
	if len(s.lines) > 0 {
		s.text += "\n"
	}
	s.starts = append(s.starts, len(s.text))
	s.lines = append(s.lines, l)
	s.text += l.text
}

// at returns the line and the place in it of byte i.
func (s *segment) at(i int) (*line, int) {
	for k := len(s.starts) - 1; k >= 0; k-- {
		if i >= s.starts[k] {
			return s.lines[k], min(i-s.starts[k], len(s.lines[k].text))
		}
	}
	return s.lines[0], 0
}

func (c *collector) addresses() {
	r := c.r
	var segments []*segment
	var cur *segment
	var addr *html.Node
	for i := range r.lines {
		l := &r.lines[i]
		in := r.p.Closest(l.block.Node, `address, [itemtype$="PostalAddress"], .adr, [typeof$="PostalAddress"]`)
		if cur == nil || l.head || in != addr || l.block.Region != cur.lines[len(cur.lines)-1].block.Region || len(cur.text) > 6000 {
			cur = &segment{labelled: in != nil || addressLabel.Match(words.Fold(l.heading).S) || addressLabel.Match(words.Fold(l.label).S)}
			segments = append(segments, cur)
			addr = in
		}
		if l.head && len(l.text) > 90 || r.foreign(l) {
			l = &line{block: l.block, start: l.start}
		}
		if digitCount(l.text) > 9 {
			masked := *l // "04 76 26 89 00 – 24 rue Haute"
			masked.text = r.maskNumbers(l.text, ';')
			l = &masked
		}
		cur.add(l)
	}
	for _, s := range segments {
		for _, a := range Addresses(s.text, s.labelled) {
			l, at := s.at(a.Start)
			end := min(a.End, len(s.text))
			c.add(checks.Channel{Kind: Postal, Value: a.Value, Text: s.text[a.Start:end], Purpose: r.addressPurpose(l, at)}, l.nodeAt(at))
		}
	}
}

func (r *reader) addressPurpose(l *line, at int) string {
	if strings.TrimSpace(l.text[:at]) != "" {
		return r.purpose(l, 0, at)
	}
	return r.purpose(l, 0, 0)
}
