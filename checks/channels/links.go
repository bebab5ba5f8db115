package channels

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

type linkKind struct {
	Kind   string
	Text   []string // words of a link or button
	Not    []string // words that say it is something else
	Host   []string // where it leads
	Href   []string // how its target begins
	Action bool     // only links and buttons count
	Prose  bool     // plain text counts as well

	text, not *words.Set
}

type linkWords struct {
	Kinds         []linkKind
	Contact       []string
	Form          struct{ Message, Person, Other, Title, Private []string }
	OnlineService []string `yaml:"onlineService"`
	OnlineForm    []string `yaml:"onlineForm"`
	OnlyOnline    []string `yaml:"onlyOnline"`
	PhoneImage    string   `yaml:"phoneImage"`
}

var linksData = func() linkWords {
	d := load[linkWords]("links.yaml")
	for i := range d.Kinds {
		k := &d.Kinds[i]
		if len(k.Text) > 0 {
			k.text = words.Compile(k.Text)
		}
		if len(k.Not) > 0 {
			k.not = words.Compile(k.Not)
		}
	}
	return d
}()

var (
	contactWords = words.Compile(linksData.Contact)
	messageWords = words.Compile(linksData.Form.Message)
	personWords  = words.Compile(linksData.Form.Person)
	otherForms   = words.Compile(linksData.Form.Other)
	formTitle    = words.Compile(linksData.Form.Title)

	onlineServiceWords = words.Compile(linksData.OnlineService)
	onlineFormWords    = words.Compile(linksData.OnlineForm)
	onlyOnlineWords    = words.Compile(linksData.OnlyOnline)
	phoneImage         = regexp.MustCompile(linksData.PhoneImage)
)

func (k *linkKind) says(folded string) bool {
	return k.text != nil && k.text.Match(folded) && (k.not == nil || !k.not.Match(folded))
}

// links finds the channels that are links, buttons or mentions.
func (c *collector) links() {
	p := c.r.p
	for _, n := range p.Find("a[href], button, [role=button], iframe[src], input[type=submit], input[type=button]") {
		if p.Hidden(n) {
			continue
		}
		href, _ := page.Attr(n, "href")
		if n.DataAtom == atom.Iframe {
			href, _ = page.Attr(n, "src")
		}
		href = strings.TrimSpace(href)
		if strings.HasPrefix(href, "tel:") || strings.HasPrefix(href, "mailto:") || strings.HasPrefix(href, "data:") || n.DataAtom == atom.Iframe && href == "" {
			continue
		}
		target, host := "", ""
		if href != "" {
			target = withoutFragment(p.Resolve(n, href), strings.HasPrefix(href, "#"))
			if u, err := url.Parse(target); err == nil {
				host = strings.ToLower(u.Hostname())
			}
		}
		name := c.r.name(n)
		f := words.Fold(clip(name, 160)).S
		for i := range linksData.Kinds {
			k := &linksData.Kinds[i]
			byHost := slices.Contains(k.Host, host) && host != ""
			byHref := slices.ContainsFunc(k.Href, func(s string) bool { return strings.HasPrefix(href, s) })
			if !byHost && !byHref && !k.says(f) {
				continue
			}
			if k.Kind == Social && share(target) || k.Kind == Appointment && !byHost && len(strings.Fields(name)) > 12 {
				continue
			}
			value := target
			if strings.HasPrefix(href, "javascript:") || value == "" {
				value = p.Final
			}
			text := name
			if text == "" {
				text = host
			}
			c.add(checks.Channel{Kind: k.Kind, Value: value, Text: text, Link: href != "", Purpose: c.linkPurpose(n)}, n)
		}
	}
	for i := range c.r.lines {
		l := &c.r.lines[i]
		f := words.Fold(l.text).S
		for j := range linksData.Kinds {
			k := &linksData.Kinds[j]
			if !k.Prose || !k.says(f) || c.has(k.Kind) {
				continue
			}
			m := k.text.Find(f)
			at := words.Fold(l.text).At[m[0]]
			c.add(checks.Channel{Kind: k.Kind, Value: p.Final, Text: clip(l.text, 160), Purpose: clip(l.heading, 100)}, l.nodeAt(at))
		}
	}
}

func (c *collector) has(kind string) bool {
	return slices.ContainsFunc(c.list, func(e entry) bool { return e.Kind == kind })
}

func (c *collector) linkPurpose(n *html.Node) string {
	if l := c.r.lineOf(n); l != nil {
		return clip(l.heading, 100)
	}
	return ""
}

// share reports whether a link to a social network shares the page rather
// than leads to the service's own account.
func share(target string) bool {
	t := strings.ToLower(target)
	return strings.Contains(t, "share") || strings.Contains(t, "intent/") || strings.Contains(t, "/dialog/") || strings.Contains(t, "pin/create")
}

// withoutFragment removes the fragment of an URL, unless it points into the
// same page.
func withoutFragment(u string, same bool) string {
	if same {
		return u
	}
	u, _, _ = strings.Cut(u, "#")
	return u
}

// A Field of a form as people see it.
type formField struct {
	node     *html.Node
	kind     string // type of the input, "textarea", "select"
	label    string // folded
	required bool
}

func (r *reader) fields(form *html.Node) []formField {
	var list []formField
	for _, n := range r.p.FindIn(form, "input, textarea, select") {
		kind := n.Data
		if n.DataAtom == atom.Input {
			kind, _ = page.Attr(n, "type")
			if kind = strings.ToLower(kind); kind == "" {
				kind = "text"
			}
		}
		switch kind {
		case "hidden", "submit", "button", "reset", "image":
			continue
		}
		aria, _ := page.Attr(n, "aria-required")
		list = append(list, formField{n, kind, words.Fold(r.fieldLabel(n)).S, page.HasAttr(n, "required") || aria == "true"})
	}
	return list
}

// fieldLabel returns what a field is called.
func (r *reader) fieldLabel(n *html.Node) string {
	if ax := r.p.AX(n); ax != nil && ax.Name != "" {
		return ax.Name
	}
	for _, name := range []string{"aria-label"} {
		if v, _ := page.Attr(n, name); v != "" {
			return v
		}
	}
	var b strings.Builder
	for _, e := range r.p.IDRefs(n, "aria-labelledby") {
		b.WriteString(" " + r.p.Text(e))
	}
	if id, _ := page.Attr(n, "id"); id != "" && b.Len() == 0 {
		for _, l := range r.p.Find("label[for]") {
			if v, _ := page.Attr(l, "for"); v == id {
				b.WriteString(" " + r.p.Text(l))
			}
		}
	}
	if b.Len() == 0 {
		if l := r.p.Closest(n, "label"); l != nil {
			b.WriteString(r.p.Text(l))
		}
	}
	for _, name := range []string{"placeholder", "title", "name"} {
		if v, _ := page.Attr(n, name); b.Len() == 0 && v != "" {
			b.WriteString(v)
		}
	}
	return page.Collapse(b.String())
}

// contactForm reports whether a form sends a message to the service.
func (r *reader) contactForm(form *html.Node) bool {
	if hasRole(form, "search") {
		return false
	}
	fields := r.fields(form)
	var person, message, area bool
	for _, f := range fields {
		switch f.kind {
		case "password":
			return false
		case "search":
			return false
		case "textarea":
			area = true
			message = message || messageWords.Match(f.label) || !otherForms.Match(f.label)
		case "email", "tel":
			person = true
		default:
			person = person || personWords.Match(f.label)
			message = message || (f.kind == "text" || f.kind == "select") && messageWords.Match(f.label)
		}
	}
	if !message || !person && !area || len(fields) > 25 {
		return false
	}
	if !area && len(fields) < 3 {
		return false
	}
	title := ""
	if l := r.lineOf(form); l != nil {
		title = l.heading
	}
	f := words.Fold(title).S
	return !otherForms.Match(f) || formTitle.Match(f)
}

func (c *collector) forms() {
	p := c.r.p
	for _, form := range p.Find("form") {
		if p.Hidden(form) || !c.r.contactForm(form) {
			continue
		}
		value := withoutFragment(p.Final, false)
		if id, _ := page.Attr(form, "id"); id != "" {
			value += "#" + id
		}
		text, _ := page.Attr(form, "aria-label")
		purpose := ""
		if l := c.r.lineOf(form); l != nil {
			purpose = clip(l.heading, 100)
		}
		if text == "" {
			text = purpose
		}
		if text == "" {
			for _, b := range p.FindIn(form, "button, input[type=submit]") {
				text = c.r.name(b)
			}
		}
		c.add(checks.Channel{Kind: Form, Value: value, Text: text, Purpose: purpose, Link: true}, form)
	}
}
