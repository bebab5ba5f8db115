package channels

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// hoursGroup gathers the lines that state one schedule.
type hoursGroup struct {
	parser  hourParser
	words   strings.Builder // folded text of the lines
	text    strings.Builder
	node    *html.Node
	purpose string
	heading string
	label   string
	subject string // what its first line begins with, if that is said to be open
	idle    int    // lines without hours since the last with
	// days named in a line of their own wait for the times in the next
	waiting bool
}

// hours finds the schedules of a page.
func (c *collector) hours() {
	r := c.r
	done := make(map[*html.Node]bool) // tables that were read by column
	for _, t := range r.p.Find("table") {
		if r.p.Visible(t) && (c.columnHours(t) || c.fromToHours(t) || c.gridHours(t)) {
			done[t] = true
		}
	}
	w := &hoursWalk{c: c}
	for i := range r.lines {
		l := &r.lines[i]
		table := r.p.Closest(l.block.Node, "table")
		if done[table] || l.head && !r.hasHours(l) {
			w.flush()
			continue
		}
		lexicon := hourLexicons[r.hoursLang(l)]
		parts := r.hourParts(l, lexicon)
		if len(parts) == 0 {
			w.flush()
		}
		for k, said := range parts {
			if k > 0 {
				w.flush() // another subject
			}
			w.part(l, table, lexicon, said)
		}
	}
	w.flush()
	c.seasons()
}

// seasons leaves the hours of a season without a week of their own where the
// page also says the ordinary ones.
func (c *collector) seasons() {
	ordinary := false
	for _, e := range c.list {
		if e.Kind != Opening {
			continue
		}
		if winterWords.Match(words.Fold(e.Purpose).S) {
			return
		}
		ordinary = ordinary || !e.seasonal
	}
	for i := range c.list {
		if e := &c.list[i]; ordinary && e.seasonal {
			e.Weekly = nil
			e.Value += ` "` + strings.ReplaceAll(cmp.Or(e.Purpose, e.Text), `"`, "'") + `"`
		}
	}
}

// hoursWalk goes through the lines of a page and gathers those of a schedule.
type hoursWalk struct {
	c *collector
	g *hoursGroup // under way, or nil
}

func (w *hoursWalk) flush() {
	if w.g != nil {
		w.c.emit(w.g)
		w.g = nil
	}
}

// part reads a line, or the sentences of it that have one subject.
func (w *hoursWalk) part(l *line, table *html.Node, lexicon *hourLexicon, said string) {
	const fewWords = 3 // beside days and times: "sans interruption"
	r := w.c.r
	ts := lexicon.tokens(said)
	dayCount, timeCount, others := count(ts)
	switch {
	case dayCount == 0 && timeCount == 0:
		w.idle(strings.TrimSpace(l.text))
		return
	case dayCount == 0 && others > 0 && !slices.ContainsFunc(ts, func(t token) bool {
		return t.kind == tTime || t.kind == tUnit || t.kind == tClosed || t.kind == tAllday
	}):
		w.idle(strings.TrimSpace(l.text)) // "rue Haute 2-6"
		return
	case dayCount == 0 && (w.g == nil || others > fewWords || !w.g.waiting):
		return // times that belong to no day
	case timeCount == 0 && others > fewWords+1:
		w.flush()
		return
	}
	if w.g != nil && (l.heading != w.g.heading || l.block.Region != r.regionOf(w.g.node)) {
		w.flush()
	}
	subject := subjectOf(said, ts)
	if w.g != nil && subject != "" && subject != w.g.subject && dayCount > 0 && timeCount > 0 && w.g.parser.current != nil && !w.g.parser.current.Empty() {
		w.flush()
	}
	if w.g == nil {
		w.g = r.newGroup(l, table, lexicon)
	}
	g := w.g
	if g.subject == "" {
		g.subject = subject
	}
	if dayCount > 0 && ts[0].kind != tTime && ts[0].kind != tNumber {
		g.parser.days, g.parser.fresh = 0, false // a new row
	}
	g.parser.line(ts)
	g.words.WriteString(" " + said)
	if g.text.Len() < 400 {
		g.text.WriteString(" " + l.text)
	}
	g.idle = 0
	g.waiting = dayCount == 0 || timeCount == 0 || table != nil || others <= fewWords
}

// subjectOf returns the words that a line begins with before a colon, if they say what
// is open: "phone lines:", "guichet :".
func subjectOf(said string, ts []token) string {
	if len(ts) == 0 || ts[0].kind != tOther {
		return ""
	}
	before, _, ok := strings.Cut(said, ":")
	if !ok || len(before) > 60 || hasDays(ts, len(before)) || !openingWords.Match(before) {
		return ""
	}
	return before
}

// hasDays reports whether a day stands before a byte of the text.
func hasDays(ts []token, end int) bool {
	return slices.ContainsFunc(ts, func(t token) bool { return t.kind == tDay && t.start < end })
}

// idle notes a line without days and times: a short one may stand between
// those of one schedule.
func (w *hoursWalk) idle(label string) {
	if w.g == nil || neutralHeads[strings.Trim(words.Fold(label).S, " :.-")] {
		return
	}
	n := utf8.RuneCountInString(label)
	if w.g.idle++; w.g.idle > 1 || n > 60 || n > 2 && !w.g.waiting {
		w.flush()
	}
}

func (r *reader) newGroup(l *line, table *html.Node, lexicon *hourLexicon) *hoursGroup {
	g := &hoursGroup{heading: l.heading, node: l.nodeAt(0)}
	if table != nil {
		g.label = tableLabel(r, table, l)
	} else if d, t, _ := count(lexicon.tokens(words.Fold(l.label).S)); d+t == 0 {
		g.label = l.label
	}
	g.purpose = r.hoursPurpose(l, g.label)
	return g
}

// hourParts returns the folded text of a line, sentences about events left
// out, in parts that each have a subject of their own: "Accueil : lundi 9h-12h.
// Piscine : mardi 12h-14h."
func (r *reader) hourParts(l *line, lexicon *hourLexicon) []string {
	folded := words.Fold(r.withoutNumbers(l.spaced().text)).S
	var parts []string
	whole := false // the last part has days and times
	at := 0
	keep := func(s string) {
		if eventWords.Match(s) && !openingWords.Match(s) || never(s) {
			return
		}
		ts := lexicon.tokens(s)
		d, t, _ := count(ts)
		own := slices.IndexFunc(ts, func(t token) bool { return t.kind == tOther }) == 0
		if len(parts) == 0 || whole && own && d > 0 && t > 0 {
			parts = append(parts, s)
			whole = d > 0 && t > 0
			return
		}
		parts[len(parts)-1] += s
		whole = whole || d > 0 && t > 0
	}
	for _, m := range sentenceEnd.FindAllStringIndex(folded, -1) {
		if abbreviated.MatchString(folded[at:m[1]]) || meridiemEnd.MatchString(folded[at:m[1]]) && goesOn.MatchString(folded[m[1]:]) {
			continue
		}
		keep(folded[at:m[1]])
		at = m[1]
	}
	keep(folded[at:])
	return parts
}

// never reports whether a sentence is, by the first of its words that tells,
// about times of no service.
func never(s string) bool {
	m := neverWords.Find(s)
	if m == nil {
		return false
	}
	o := openingWords.Find(s)
	return o == nil || m[0] <= o[0]
}

// withoutNumbers blanks the telephone numbers in a text, which look like times.
func (r *reader) withoutNumbers(text string) string {
	if digitCount(text) < 8 {
		return text
	}
	return r.maskNumbers(text, ' ')
}

// maskNumbers returns a text with c in place of each byte of its telephone numbers.
func (r *reader) maskNumbers(text string, c byte) string {
	b := []byte(text)
	for _, n := range Numbers(text, r.region, Unlabelled) {
		for i := n.Start; i < n.End; i++ {
			b[i] = c
		}
	}
	return string(b)
}

// meridiemEnd is the end of "9 a.m." or "9 u.", which is no end of a sentence.
var meridiemEnd = regexp.MustCompile(`\d\s?(?:[ap]\.m|u|h)\.\s+$`)

// abbreviated is the dot of "t.e.m." or of a short day.
var abbreviated = regexp.MustCompile(`\b(?:t\.?e\.?m|t\.?m|tel|lun|mar|mer|jeu|ven|sam|dim|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\.\s+$`)

// goesOn is what follows a time in the same sentence.
var goesOn = regexp.MustCompile(`^(?:tot|en|of|to|till|until|and|or|a|au|et|on|op)\b|^[-,(]`)

var sentenceEnd = regexp.MustCompile(`[a-z0-9)][.!?]\s+|;\s+`)

func (r *reader) regionOf(n *html.Node) page.Region {
	if n.Type == html.TextNode {
		n = n.Parent
	}
	return r.p.Region(n)
}

func count(ts []token) (dayCount, timeCount, others int) {
	for i, t := range ts {
		switch t.kind {
		case tDay:
			dayCount++
		case tShort:
			if shortHolds(ts, i) {
				dayCount++
			}
		case tAllday:
			dayCount++ // round the clock is every day
			timeCount++
		case tTime, tClosed:
			timeCount++
		case tNumber:
			if i+1 < len(ts) && ts[i+1].kind == tRange || i > 0 && ts[i-1].kind == tRange {
				timeCount++
			}
		case tOther:
			others++
		}
	}
	return
}

func (r *reader) hasHours(l *line) bool {
	d, t, _ := count(hourLexicons[r.hoursLang(l)].tokens(words.Fold(l.text).S))
	return d > 0 && t > 0
}

// hoursLang returns the language by whose words the hours of a line are read:
// that of the days it names, else its own.
func (r *reader) hoursLang(l *line) string {
	for word := range strings.FieldsFuncSeq(words.Fold(l.text).S, func(r rune) bool { return r < 'a' || r > 'z' }) {
		for _, lang := range []string{"fr", "nl", "de", "en"} {
			if slices.Contains(hoursData.Languages[lang].Days, strings.TrimSuffix(word, "s")) {
				return lang
			}
		}
	}
	lang := r.langOf(l)
	if lang == "" {
		lang = "fr"
	}
	ts := hourLexicons[lang].tokens(words.Fold(l.text).S)
	if d, t, _ := count(ts); d == 0 && t > 0 {
		for _, o := range langsFrom(lang)[1:] { // "Mo-Fr" on a French page
			if d, _, _ := count(hourLexicons[o].tokens(words.Fold(l.text).S)); d > 0 {
				return o
			}
		}
	}
	return lang
}

// tableLabel returns what a table is about: its caption, else the line before it.
func tableLabel(r *reader, table *html.Node, l *line) string {
	for _, cp := range r.p.FindIn(table, "caption") {
		return r.p.VisibleText(cp)
	}
	for i := range r.lines {
		if &r.lines[i] == l && i > 0 && r.p.Closest(r.lines[i-1].block.Node, "table") != table {
			return clip(r.lines[i-1].text, 80)
		}
	}
	return ""
}

// hoursPurpose returns the words before the first day or time of a line, else
// its label, else the heading.
func (r *reader) hoursPurpose(l *line, label string) string {
	f := words.Fold(l.text)
	for _, t := range hourLexicons[r.hoursLang(l)].tokens(f.S) {
		if t.kind == tDay || t.kind == tShort || t.kind == tTime || t.kind == tNumber {
			before := strings.TrimSpace(strings.Trim(page.Collapse(l.text[:f.At[t.start]]), " :–-(,"))
			if n := utf8.RuneCountInString(before); n > 3 && n < 120 {
				return before
			}
			break
		}
	}
	if utf8.RuneCountInString(strings.TrimSpace(label)) > 2 && !neutralHeads[words.Fold(label).S] {
		return clip(page.Collapse(label), 100)
	}
	return clip(l.heading, 100)
}

// emit keeps the schedules of a group if they are those of a service.
func (c *collector) emit(g *hoursGroup) {
	g.parser.close()
	said := g.words.String()
	context := said + " " + words.Fold(g.purpose).S + " " + words.Fold(g.label).S
	if never(words.Fold(g.purpose+" "+g.label).S) || never(words.Fold(g.heading).S) {
		return
	}
	opening := openingWords.Match(context) || openingWords.Match(words.Fold(g.heading).S)
	strong := openingWords.Match(said)
	if eventWords.Match(context) && !strong || eventWords.Match(words.Fold(g.heading).S) && !openingWords.Match(context) {
		return
	}
	lang := c.r.lang
	if lang == "" {
		lang = "fr"
	}
	lexicon := hourLexicons[lang]
	for _, s := range g.parser.done {
		if !opening && len(s.Weekly()) < 2 {
			continue // one evening a week: an event as likely as not
		}
		s.Seasonal = s.Seasonal || lexicon.season.Match(words.Fold(g.purpose+" "+g.label+" "+g.heading).S)
		c.add(checks.Channel{Kind: Opening, Value: s.String(), Weekly: s.Weekly(), Purpose: g.purpose, Text: g.text.String()}, g.node).seasonal = exceptionWords.Match(words.Fold(g.purpose + " " + g.label + " " + g.heading).S)
	}
}

// columnHours reads a table whose columns are the days. It returns false if
// the table is none.
func (c *collector) columnHours(table *html.Node) bool {
	r := c.r
	rows := r.p.FindIn(table, "tr")
	if len(rows) < 2 || len(rows) > 60 {
		return false
	}
	cells := func(row *html.Node) (list []*html.Node) {
		for n := row.FirstChild; n != nil; n = n.NextSibling {
			if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
				span := 1
				if v, _ := page.Attr(n, "colspan"); len(v) == 1 && v > "1" && v <= "9" {
					span = int(v[0] - '0')
				}
				for range span {
					list = append(list, n)
				}
			}
		}
		return list
	}
	lang := r.lang
	if lang == "" {
		lang = "fr"
	}
	var columns []days
	named := 0
	for _, cell := range cells(rows[0]) {
		text := r.p.VisibleText(cell)
		var d days
		for _, l := range langsFrom(lang) {
			ts := hourLexicons[l].tokens(words.Fold(text).S)
			if len(ts) > 0 && (ts[0].kind == tDay || ts[0].kind == tShort) {
				if d, _ = readDays(ts, 0); d == 0 {
					d = ts[0].days
				}
				break
			}
		}
		if d != 0 {
			named++
		}
		columns = append(columns, d)
	}
	switch {
	case letteredDays(r.p, cells(rows[0]), lang):
		day := days(1)
		for i, cell := range cells(rows[0]) {
			columns[i] = 0
			if r.p.VisibleText(cell) != "" {
				columns[i], day = day, day<<1
			}
		}
	case named < 2:
		return false
	}
	groups := make(map[string]*hoursGroup)
	var order []string
	for _, row := range rows[1:] {
		cs := cells(row)
		if len(cs) == 0 {
			continue
		}
		head := ""
		if len(columns) > 0 && columns[0] == 0 {
			head = r.p.VisibleText(cs[0])
		}
		name := head
		if neutralHeads[strings.Trim(words.Fold(name).S, " :.-")] || hasTimes(r, head, lang) {
			name = ""
		}
		g := groups[name]
		if g == nil {
			g = &hoursGroup{node: table, purpose: name, label: name}
			for _, cp := range r.p.FindIn(table, "caption") {
				g.label += " " + r.p.VisibleText(cp)
			}
			for i := range r.lines {
				if r.p.Closest(r.lines[i].block.Node, "table") == table {
					g.heading = r.lines[i].heading
					break
				}
			}
			if g.purpose == "" {
				g.purpose = clip(strings.TrimSpace(g.label), 100)
			}
			if g.purpose == "" {
				g.purpose = clip(g.heading, 100)
			}
			groups[name] = g
			order = append(order, name)
		}
		seen := make(map[*html.Node]days)
		for k, cell := range cs {
			if k < len(columns) {
				seen[cell] |= columns[k]
			}
		}
		for k, cell := range cs {
			if k > 0 && cs[k-1] == cell || seen[cell] == 0 {
				continue
			}
			text := r.p.VisibleText(cell)
			g.parser.days, g.parser.fresh = seen[cell], true
			g.parser.line(hourLexicons[lang].tokens(words.Fold(text).S))
			g.words.WriteString(" " + words.Fold(text).S)
			g.text.WriteString(" " + text)
		}
	}
	for _, name := range order {
		c.emit(groups[name])
	}
	return true
}

// letteredDays reports whether the heads of columns are the initials of the
// days, from Monday on: L M M J V.
func letteredDays(p *page.Page, heads []*html.Node, lang string) bool {
	var b strings.Builder
	for _, h := range heads {
		b.WriteString(strings.Trim(words.Fold(p.VisibleText(h)).S, " ."))
	}
	return b.Len() >= 5 && strings.HasPrefix(hoursData.Languages[lang].Letters, b.String())
}

// fromToHours reads a table with a row for each day whose columns hold the
// beginning and the end of opening. It returns false if the table is none.
func (c *collector) fromToHours(table *html.Node) bool {
	r := c.r
	rows := r.p.FindIn(table, "tr")
	if len(rows) < 2 || len(rows) > 60 {
		return false
	}
	var pairs []int // columns where an interval begins
	heads := cellsOf(rows[0])
	for i := 0; i+1 < len(heads); i++ {
		if fromWords.Begins(words.Fold(r.p.VisibleText(heads[i])).S) > 0 && toWords.Begins(words.Fold(r.p.VisibleText(heads[i+1])).S) > 0 {
			pairs = append(pairs, i)
		}
	}
	if len(pairs) == 0 {
		return false
	}
	g := &hoursGroup{node: table}
	for i := range r.lines {
		if r.p.Closest(r.lines[i].block.Node, "table") == table {
			g.heading, g.label = r.lines[i].heading, tableLabel(r, table, &r.lines[i])
			break
		}
	}
	g.purpose = clip(g.label, 100)
	lang := cmp.Or(r.lang, "fr")
	for _, row := range rows[1:] {
		cells := cellsOf(row)
		if len(cells) == 0 {
			continue
		}
		text := r.p.VisibleText(cells[0])
		for _, i := range pairs {
			if i+1 < len(cells) {
				text += ", " + r.p.VisibleText(cells[i]) + " - " + r.p.VisibleText(cells[i+1])
			}
		}
		g.parser.days, g.parser.fresh = 0, false
		g.parser.line(hourLexicons[lang].tokens(words.Fold(text).S))
		g.words.WriteString(" " + words.Fold(text).S)
		g.text.WriteString(" " + text)
	}
	c.emit(g)
	return true
}

// gridHours reads a table with days in its first column where cells span rows,
// or where the columns are schedules of different things. It returns false if
// the table is none.
func (c *collector) gridHours(table *html.Node) bool {
	r := c.r
	rows := r.p.FindIn(table, "tr")
	if len(rows) < 2 || len(rows) > 60 {
		return false
	}
	grid, spans := gridOf(r.p, rows)
	lang := cmp.Or(r.lang, "fr")
	lexicon := hourLexicons[lang]
	heads := grid[0]
	labels := make([]string, len(heads))
	own := 0
	for k := 1; k < len(heads); k++ {
		name := r.p.VisibleText(heads[k])
		d, t, _ := count(lexicon.tokens(words.Fold(name).S))
		if d+t > 0 {
			labels, own = nil, 0
			break
		}
		if !neutralHeads[strings.Trim(words.Fold(name).S, " :.-")] {
			labels[k] = name
			own++
		}
	}
	if !spans && own < 2 {
		return false
	}
	if labels != nil {
		grid = grid[1:]
	}
	byDay := 0
	for _, row := range grid {
		if ts := lexicon.tokens(words.Fold(r.p.VisibleText(row[0])).S); len(ts) > 0 && (ts[0].kind == tDay || ts[0].kind == tShort) {
			byDay++
		}
	}
	if byDay < 2 || byDay*2 < len(grid) {
		return false
	}
	groups := make(map[string]*hoursGroup)
	var order []string
	for _, row := range grid {
		seen := map[*html.Node]bool{row[0]: true}
		said := make(map[string]string)
		for k := 1; k < len(row); k++ {
			if seen[row[k]] || row[k] == nil {
				continue
			}
			seen[row[k]] = true
			name := ""
			if k < len(labels) {
				name = labels[k]
			}
			if groups[name] == nil {
				groups[name] = r.tableGroup(table, name)
				order = append(order, name)
			}
			said[name] += ", " + r.p.VisibleText(row[k])
		}
		for name, text := range said {
			g := groups[name]
			text = r.p.VisibleText(row[0]) + text
			g.parser.days, g.parser.fresh = 0, false
			g.parser.line(lexicon.tokens(words.Fold(text).S))
			g.words.WriteString(" " + words.Fold(text).S)
			g.text.WriteString(" " + text)
		}
	}
	for _, name := range order {
		c.emit(groups[name])
	}
	return true
}

// tableGroup begins the schedule of a table or of a column with a name.
func (r *reader) tableGroup(table *html.Node, name string) *hoursGroup {
	g := &hoursGroup{node: table}
	for i := range r.lines {
		if r.p.Closest(r.lines[i].block.Node, "table") == table {
			g.heading, g.label = r.lines[i].heading, tableLabel(r, table, &r.lines[i])
			break
		}
	}
	g.label = strings.TrimSpace(g.label + " " + name)
	g.purpose = clip(cmp.Or(name, g.label, g.heading), 100)
	return g
}

// gridOf returns the cells of rows by place, those that span rows or columns
// in each; spans says whether one spans rows.
func gridOf(p *page.Page, rows []*html.Node) (grid [][]*html.Node, spans bool) {
	type held struct {
		cell *html.Node
		rows int
	}
	var below []held // by column
	for _, row := range rows {
		var line []*html.Node
		cells := cellsOf(row)
		for k := 0; (len(cells) > 0 || k < len(below)) && k < 40; k++ {
			if k < len(below) && below[k].rows > 0 {
				below[k].rows--
				line = append(line, below[k].cell)
				continue
			}
			if len(cells) == 0 {
				if k+1 >= len(below) {
					break
				}
				line = append(line, nil)
				continue
			}
			cell := cells[0]
			cells = cells[1:]
			down := spanOf(cell, "rowspan")
			spans = spans || down > 1
			for j := range spanOf(cell, "colspan") {
				for len(below) <= k+j {
					below = append(below, held{})
				}
				below[k+j] = held{cell, down - 1}
				line = append(line, cell)
				if j > 0 {
					k++
				}
			}
		}
		if len(line) > 0 && line[0] != nil {
			grid = append(grid, line)
		}
	}
	if len(grid) == 0 {
		grid = [][]*html.Node{nil}
	}
	return grid, spans
}

// spanOf reads rowspan or colspan, at most 20.
func spanOf(cell *html.Node, name string) int {
	v, _ := page.Attr(cell, name)
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, 20)
}

// cellsOf returns the cells of a row.
func cellsOf(row *html.Node) (cells []*html.Node) {
	for n := row.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
			cells = append(cells, n)
		}
	}
	return cells
}

var (
	fromWords = words.Compile(hoursData.From)
	toWords   = words.Compile(hoursData.To)
)

func hasTimes(r *reader, s, lang string) bool {
	_, t, _ := count(hourLexicons[lang].tokens(words.Fold(s).S))
	return t > 0
}
