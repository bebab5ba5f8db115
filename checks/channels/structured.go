package channels

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// Bounds on machine-readable data, which is foreign input.
const (
	maxJSON      = 1 << 20 // bytes of one script
	maxJSONDepth = 30
	maxJSONNodes = 5000
)

// structured reads JSON-LD and microdata (schema.org).
func (c *collector) structured() {
	for _, n := range c.r.p.Find(`script[type="application/ld+json"]`) {
		if n.FirstChild == nil || len(n.FirstChild.Data) > maxJSON {
			continue
		}
		var v any
		if json.Unmarshal([]byte(n.FirstChild.Data), &v) != nil {
			continue
		}
		w := &ldWalker{c: c, node: n, left: maxJSONNodes}
		w.walk(v, 0)
	}
	c.microdata()
}

type ldWalker struct {
	c    *collector
	node *html.Node
	left int
}

// notService are types of things whose place and times are not those of the
// service.
var notService = []string{"event", "jobposting", "product", "offer", "newsarticle", "article", "blogposting", "review", "recipe", "course", "educationevent"}

// notInside are properties whose values are read with the object itself or
// belong to somebody else.
var notInside = []string{"event", "events", "author", "address", "openingHoursSpecification"}

func (w *ldWalker) walk(v any, depth int) {
	if w.left--; w.left < 0 || depth > maxJSONDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			w.walk(e, depth+1)
		}
	case map[string]any:
		for _, t := range texts(v["@type"]) {
			t = strings.ToLower(t)
			if strings.HasSuffix(t, "event") || slices.Contains(notService, t) {
				return
			}
		}
		w.object(v)
		for _, k := range sortedKeys(v) {
			if !slices.Contains(notInside, k) {
				w.walk(v[k], depth+1)
			}
		}
	}
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				list = append(list, s)
			} else if m, ok := e.(map[string]any); ok {
				list = append(list, texts(m["@id"])...)
				list = append(list, texts(m["name"])...)
			}
		}
		return list
	case map[string]any:
		return append(texts(v["@id"]), texts(v["name"])...)
	}
	return nil
}

func first(v any) string {
	if list := texts(v); len(list) > 0 {
		return strings.TrimSpace(list[0])
	}
	return ""
}

func (w *ldWalker) object(m map[string]any) {
	c := w.c
	purpose := first(m["contactType"])
	if purpose == "" {
		purpose = first(m["name"])
	}
	purpose = clip(purpose, 100)
	for _, t := range texts(m["telephone"]) {
		v := LinkNumber("tel:"+t, c.r.region)
		if v == "" {
			for _, n := range Numbers(t, c.r.region, PhoneLabel) {
				v = n.Value
				break
			}
		}
		if v != "" {
			c.add(checks.Channel{Kind: Phone, Value: v, Purpose: purpose, Premium: LinkPremium(v)}, w.node)
		}
	}
	for _, t := range texts(m["email"]) {
		for _, e := range Emails(strings.TrimPrefix(t, "mailto:")) {
			c.add(checks.Channel{Kind: Mail, Value: e.Value, Purpose: purpose}, w.node)
		}
	}
	addresses, _ := m["address"].([]any)
	if m["address"] != nil && addresses == nil {
		addresses = []any{m["address"]}
	}
	for _, a := range addresses {
		switch a := a.(type) {
		case map[string]any:
			c.address(first(a["streetAddress"]), first(a["postOfficeBoxNumber"]), first(a["postalCode"]), first(a["addressLocality"]), purpose, w.node)
		case string:
			for _, found := range Addresses(a, true) {
				c.add(checks.Channel{Kind: Postal, Value: found.Value, Purpose: purpose}, w.node)
			}
		}
	}
	var s Schedule
	for _, t := range texts(m["openingHours"]) {
		mergeOSM(&s, t)
	}
	specs, _ := m["openingHoursSpecification"].([]any)
	if spec, ok := m["openingHoursSpecification"].(map[string]any); ok {
		specs = []any{spec}
	}
	switch h := m["hoursAvailable"].(type) { // of a contactPoint
	case []any:
		specs = append(specs, h...)
	case map[string]any:
		specs = append(specs, h)
	}
	for _, spec := range specs {
		if o, ok := spec.(map[string]any); ok {
			addSpec(&s, texts(o["dayOfWeek"]), first(o["opens"]), first(o["closes"]), first(o["validFrom"]) != "")
		}
	}
	if !s.Empty() {
		c.add(checks.Channel{Kind: Opening, Value: s.String(), Weekly: s.Weekly(), Purpose: purpose}, w.node)
	}
}

// mergeOSM adds what a value of schema.org's openingHours says, such as
// "Mo-Fr 09:00-17:00".
func mergeOSM(s *Schedule, text string) {
	for _, h := range Hours(strings.NewReplacer("–", "-", " - ", "-").Replace(text), "en") {
		for i, ivs := range h.open {
			for _, iv := range ivs {
				s.put(1<<i, iv)
			}
		}
		s.closed |= h.closed
	}
}

// addSpec adds one OpeningHoursSpecification.
func addSpec(s *Schedule, dayNames []string, opens, closes string, dated bool) {
	var d days
	for _, name := range dayNames {
		name = strings.ToLower(name[strings.LastIndexAny(name, "/#")+1:])
		for i, full := range hoursData.Languages["en"].Days {
			if len(name) >= 2 && (name == full || name == DayNames[i]) {
				d |= 1 << i
			}
		}
		if name == "weekdays" {
			d |= workDays
		}
	}
	if d == 0 || dated {
		return // a holiday or a season
	}
	minutes := func(t string) (int, bool) {
		if len(t) < 4 || strings.Trim(t[:2], "0123456789:") != "" {
			return 0, false
		}
		tok, _ := readTime(words.Fold(t).S[:min(5, len(words.Fold(t).S))])
		return tok.minutes, tok.kind == tTime
	}
	from, ok1 := minutes(opens)
	to, ok2 := minutes(closes)
	switch {
	case !ok1 || !ok2:
		if opens == "" && closes == "" {
			s.closed |= d
		}
	case from == to:
		s.closed |= d
	default:
		if to == 0 {
			to = 24 * 60
		}
		s.put(d, interval{from, to})
	}
}

// address adds an address that is given in its parts.
func (c *collector) address(street, box, code, town, purpose string, n *html.Node) {
	street = strings.Join(strings.FieldsFunc(page.Collapse(street), func(r rune) bool { return r == '\n' }), ", ")
	if box != "" {
		street = strings.Trim(street+", BP "+strings.TrimPrefix(box, "BP "), ", ")
	}
	if street == "" || code == "" && town == "" || len(street) > 150 || len(code) > 12 || len(town) > 80 {
		return
	}
	value := street + ", " + page.Collapse(code+" "+town)
	if len(code) > 4 && code[len(code)-1] > '9' && strings.Contains(code, " ") && code[0] > '9' {
		value = street + ", " + page.Collapse(town+" "+code) // United Kingdom
	}
	ch := checks.Channel{Kind: Postal, Value: value, Purpose: purpose}
	if n.DataAtom != atom.Script && c.r.p.Visible(n) {
		ch.Text = c.r.p.VisibleText(n)
	}
	c.add(ch, n)
}

func (c *collector) microdata() {
	p := c.r.p
	prop := func(scope *html.Node, name string) string {
		for _, e := range p.FindIn(scope, `[itemprop~="`+name+`"], [property~="`+name+`"]`) {
			if v := propValue(p, e); v != "" {
				return v
			}
		}
		return ""
	}
	class := func(scope *html.Node, name string) string {
		for _, e := range p.FindIn(scope, "."+name) {
			return p.Text(e)
		}
		return ""
	}
	for _, a := range p.Find(`[itemtype$="/PostalAddress"], [typeof$="PostalAddress"]`) {
		if p.Hidden(a) || c.inEvent(a) {
			continue
		}
		c.address(prop(a, "streetAddress"), prop(a, "postOfficeBoxNumber"), prop(a, "postalCode"), prop(a, "addressLocality"), "", a)
	}
	for _, a := range p.Find(".adr") {
		if !p.Hidden(a) {
			c.address(class(a, "street-address"), "", class(a, "postal-code"), class(a, "locality"), "", a)
		}
	}
	// All openingHours of one item are one schedule.
	byItem := make(map[*html.Node]*Schedule)
	var items []*html.Node
	item := func(n *html.Node) *Schedule {
		scope := p.Closest(n.Parent, "[itemscope], [typeof], body")
		if byItem[scope] == nil {
			byItem[scope] = new(Schedule)
			items = append(items, n)
		}
		return byItem[scope]
	}
	for _, n := range p.Find(`[itemprop~="openingHours"], [property~="openingHours"]`) {
		if !c.inEvent(n) {
			s := item(n)
			mergeOSM(s, propValue(p, n))
		}
	}
	for _, n := range p.Find(`[itemprop~="openingHoursSpecification"], [itemtype$="/OpeningHoursSpecification"]`) {
		if c.inEvent(n) || n.Parent == nil {
			continue
		}
		var dayNames []string
		for _, e := range p.FindIn(n, `[itemprop~="dayOfWeek"]`) {
			dayNames = append(dayNames, strings.FieldsFunc(propValue(p, e), func(r rune) bool { return r == ',' || r == ' ' })...)
		}
		addSpec(item(n), dayNames, prop(n, "opens"), prop(n, "closes"), prop(n, "validFrom") != "")
	}
	for _, n := range items {
		scope := p.Closest(n.Parent, "[itemscope], [typeof], body")
		if s := byItem[scope]; !s.Empty() {
			ch := checks.Channel{Kind: Opening, Value: s.String(), Weekly: s.Weekly()}
			if t := p.VisibleText(n); p.Visible(n) {
				ch.Text = t
			}
			c.add(ch, n)
		}
	}
	for _, n := range p.Find(`[itemprop~="telephone"], [itemprop~="email"]`) {
		if p.Hidden(n) && n.DataAtom != atom.Meta || c.inEvent(n) {
			continue
		}
		v := propValue(p, n)
		if kind, _ := page.Attr(n, "itemprop"); strings.Contains(kind, "email") {
			for _, e := range Emails(strings.TrimPrefix(v, "mailto:")) {
				c.add(checks.Channel{Kind: Mail, Value: e.Value}, n)
			}
		} else if num := LinkNumber("tel:"+strings.TrimPrefix(v, "tel:"), c.r.region); num != "" {
			c.add(checks.Channel{Kind: Phone, Value: num, Premium: LinkPremium(num)}, n)
		}
	}
}

func (c *collector) inEvent(n *html.Node) bool {
	return c.r.p.Closest(n, `[itemtype$="Event"], [typeof$="Event"]`) != nil
}

// propValue returns the value of a microdata property (HTML, 5.2.4).
func propValue(p *page.Page, n *html.Node) string {
	for _, name := range []string{"content", "datetime"} {
		if v, ok := page.Attr(n, name); ok {
			return page.Collapse(v)
		}
	}
	switch n.DataAtom {
	case atom.Link, atom.A, atom.Meta:
		if v, ok := page.Attr(n, "href"); ok && n.DataAtom == atom.Link || ok && (strings.HasPrefix(v, "tel:") || strings.HasPrefix(v, "mailto:")) {
			return page.Collapse(v)
		}
	}
	return page.Collapse(p.Text(n))
}
