package service

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// A ProcedureField is one of the things that a page which explains a procedure
// should say, with where the models of public service descriptions have it.
type ProcedureField struct {
	Name  string           `yaml:"name"` // key of checks.Procedure.Fields
	Label checks.Localized `yaml:"label"`
	CPSV  string           `yaml:"cpsv"` // properties of CPSV-AP 3.2, or ""
	SDG   string           `yaml:"sdg"`  // place in Regulation (EU) 2018/1724, or ""
	SP    string           `yaml:"sp"`   // elements of service-public.gouv.fr, or ""
}

type procedureField struct {
	ProcedureField `yaml:",inline"`
	Headings       []string
	Exact          []string // the whole of a heading
	Phrases        []string
	Not            string
	HeadingNot     string `yaml:"headingNot"`

	heading *words.Set
	phrases []*regexp.Regexp
	not     *regexp.Regexp

	headingNot *regexp.Regexp
}

var procedureModel = func() []procedureField {
	list := load[[]procedureField]("fields.yaml")
	for i := range list {
		f := &list[i]
		for k, w := range f.Exact {
			f.Exact[k] = words.Fold(w).S
		}
		f.heading = words.Compile(f.Headings)
		for _, e := range f.Phrases {
			f.phrases = append(f.phrases, regexp.MustCompile(e))
		}
		if f.HeadingNot != "" {
			f.headingNot = regexp.MustCompile(f.HeadingNot)
		}
		if f.Not != "" {
			f.not = regexp.MustCompile(f.Not)
		}
	}
	return list
}()

// ProcedureFields returns the model of a procedure page, in the order in which
// its fields are best shown.
func ProcedureFields() []ProcedureField {
	var list []ProcedureField
	for _, f := range procedureModel {
		list = append(list, f.ProcedureField)
	}
	return list
}

// maxQuote bounds what is kept of each field, in runes; maxDocuments the
// documents of a list and the forms of a page.
const (
	maxQuote     = 240
	maxDocuments = 40
)

// ReadProcedure reads a page that explains an administrative procedure. It
// returns nil if the page explains none.
func ReadProcedure(p *page.Page) *checks.Procedure {
	node, title := mainHeading(p)
	s := words.Fold(title).S
	if title == "" || procedureNot.Match(s) || len(strings.Fields(s)) > 16 || readStatement(p) != nil {
		return nil
	}
	r := &procedureReader{p: p, title: node, out: &checks.Procedure{Title: clip(title, 120), Fields: make(map[string]string)}}
	r.sections()
	if r.words < 40 || !procedureTitle.Match(s) && (len(r.out.Order) < 3 || r.named*3 < r.heads) {
		return nil
	}
	r.documents()
	r.steps()
	r.phrases()
	r.contact()
	r.forms()
	r.updated()
	r.languages()
	for k, v := range r.out.Fields {
		r.out.Fields[k] = clip(v, maxQuote)
	}
	for _, core := range []string{"documents", "cost", "delay", "steps", "conditions"} {
		if r.out.Fields[core] != "" {
			return r.out
		}
	}
	return nil
}

type procedureReader struct {
	p      *page.Page
	title  *html.Node
	out    *checks.Procedure
	parts  []section
	blocks []block // of the content
	words  int
	heads  int // headings below the title
	named  int // those that name a field
}

// section is a part of the page under a heading; the first has none.
type section struct {
	fields []string // that its heading names
	blocks []block
	node   *html.Node // the heading, or nil
	level  int
}

func (r *procedureReader) set(field, quote string) {
	if quote = page.Collapse(quote); quote != "" && r.out.Fields[field] == "" {
		r.out.Fields[field] = quote
	}
}

// sections divides the content by its headings, terms and short bold lines.
func (r *procedureReader) sections() {
	r.blocks = contentOf(r.p)
	r.parts = []section{{}}
	for _, b := range r.blocks {
		r.words += len(strings.Fields(b.text))
		level := headingLevel(&b)
		if level == 0 {
			if label, rest, ok := strings.Cut(b.Text, ":"); ok && len(label) < 40 && strings.TrimSpace(rest) != "" {
				if fs := fieldsNamed(label); len(fs) > 0 { // "Coût : 5 €"
					for _, f := range fs {
						r.set(f, rest)
					}
				}
			}
			last := &r.parts[len(r.parts)-1]
			last.blocks = append(last.blocks, b)
			continue
		}
		sec := section{node: b.Node, level: level}
		if b.Kind != "h1" {
			sec.fields = fieldsNamed(b.Text)
			r.heads++
			if len(sec.fields) > 0 {
				r.named++
			}
			// A part of a part: "Adultes" under "Documents".
			if parent := r.parent(level); len(sec.fields) == 0 && parent != nil {
				sec.fields = parent.fields
			}
		}
		r.parts = append(r.parts, sec)
	}
	r.summary()
	for _, sec := range r.parts {
		var b strings.Builder
		for _, bl := range sec.blocks {
			if b.Len() < 4*maxQuote {
				b.WriteString(bl.Text + " ")
			}
		}
		for _, f := range sec.fields {
			r.set(f, b.String())
			if r.out.Fields[f] != "" && !slices.Contains(r.out.Order, f) {
				r.out.Order = append(r.out.Order, f)
			}
		}
	}
}

// parent returns the section that a heading of a level would stand in.
func (r *procedureReader) parent(level int) *section {
	for i := len(r.parts) - 1; i >= 0; i-- {
		if r.parts[i].level != 0 && r.parts[i].level < level {
			return &r.parts[i]
		}
	}
	return nil
}

// headingLevel returns the level of a block that names what follows, or 0: a
// heading, the summary of details, a term, the head of a row, a paragraph that
// is bold throughout.
func headingLevel(b *block) int {
	switch b.Kind {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return int(b.Kind[1] - '0')
	case "summary", "legend", "caption":
		return 4
	case "dt", "th":
		return 7
	}
	if role, _ := page.Attr(b.Node, "role"); role == "heading" {
		return 3
	}
	if utf8.RuneCountInString(b.Text) > 60 || len(b.Pieces) == 0 {
		return 0
	}
	switch b.Kind {
	case "button":
		if page.HasAttr(b.Node, "aria-expanded") {
			return 4
		}
	case "p", "div":
		for _, pc := range b.Pieces {
			if a := pc.Node.Parent; a == nil || a.DataAtom != atom.Strong && a.DataAtom != atom.B {
				return 0
			}
		}
		return 7
	}
	return 0
}

// fieldsNamed returns the fields that the words of a heading name.
func fieldsNamed(heading string) []string {
	s := strings.TrimLeft(words.Fold(heading).S, " 0123456789.)-:")
	if len(strings.Fields(s)) > 10 {
		return nil
	}
	var fields []string
	for i := range procedureModel {
		f := &procedureModel[i]
		if slices.Contains(f.Exact, strings.Trim(s, " ?:!")) {
			fields = append(fields, f.Name)
			continue
		}
		if len(f.Headings) == 0 || !f.heading.Match(s) || f.headingNot != nil && f.headingNot.MatchString(s) {
			continue
		}
		// Words that ask how and when go with any subject: they must come first.
		if f.heading.Begins(s) == 0 && (f.Name == "steps" || f.Name == "who" || f.Name == "help" || f.Name == "summary" || f.Name == "result") {
			continue
		}
		fields = append(fields, f.Name)
	}
	// "Comment payer ?" is about the cost alone, "Qui peut aider ?" about help.
	if len(fields) > 1 {
		fields = slices.DeleteFunc(fields, func(f string) bool { return f == "steps" || f == "who" })
	}
	return fields
}

var sentence = regexp.MustCompile(`[^.!?;]+(?:\.\S[^.!?;]*)*[.!?;]?`)

// phrases looks in sentences for what no heading named.
func (r *procedureReader) phrases() {
	for i := range procedureModel {
		f := &procedureModel[i]
		if r.out.Fields[f.Name] != "" || len(f.phrases) == 0 {
			continue
		}
		for _, b := range r.blocks {
			if headingLevel(&b) > 0 && b.Kind != "th" {
				continue
			}
			folded := words.Fold(b.Text)
			for _, m := range sentence.FindAllStringIndex(folded.S, 60) {
				s := folded.S[m[0]:m[1]]
				if f.not != nil && f.not.MatchString(s) || !slices.ContainsFunc(f.phrases, func(e *regexp.Regexp) bool { return e.MatchString(s) }) {
					continue
				}
				r.set(f.Name, b.Text[folded.At[m[0]]:folded.At[m[1]]])
				break
			}
			if r.out.Fields[f.Name] != "" {
				break
			}
		}
	}
}

// summary is the paragraph after the title.
func (r *procedureReader) summary() {
	if r.out.Fields["summary"] != "" {
		return
	}
	for i, sec := range r.parts {
		if sec.node != r.title && !(i == 0 && r.title == r.p.Root) {
			continue
		}
		for _, b := range sec.blocks {
			if b.Kind == "li" || b.Kind == "a" || b.Kind == "button" || len(strings.Fields(b.text)) < 6 || refreshWords.Match(b.text) && len(datesIn(b.text)) > 0 {
				continue
			}
			r.set("summary", b.Text)
			return
		}
	}
}

// documents reads the lists of what to bring.
func (r *procedureReader) documents() {
	seen := make(map[*html.Node]bool)
	add := func(b *block) {
		item := r.p.Closest(b.Node, "li")
		if item == nil || seen[item] || len(r.out.Documents) >= maxDocuments {
			return
		}
		for outer := r.p.Closest(item.Parent, "li"); outer != nil; outer = r.p.Closest(outer.Parent, "li") {
			if seen[outer] {
				return // a part of one
			}
		}
		seen[item] = true
		s := words.Fold(b.Text).S
		if etcWords.MatchString(s) {
			r.out.OpenList = true
		}
		r.out.Documents = append(r.out.Documents, checks.Document{
			Text: clip(page.Collapse(b.Text), 160), Choice: choiceWords.MatchString(s), If: ifWords.MatchString(s),
		})
	}
	for _, sec := range r.parts {
		if !slices.Contains(sec.fields, "documents") {
			continue
		}
		for i := range sec.blocks {
			add(&sec.blocks[i])
		}
	}
	if len(r.out.Documents) == 0 {
		for i := range r.blocks {
			list := r.p.Closest(r.blocks[i].Node, "ul, ol")
			if list != nil && headingLevel(&r.blocks[i]) == 0 && asksForDocuments(r.p, list) {
				add(&r.blocks[i])
			}
		}
	}
	if len(r.out.Documents) == 0 {
		for _, b := range r.blocks {
			if headingLevel(&b) == 0 && bringWords.MatchString(b.text) {
				r.set("documents", b.Text)
				return
			}
		}
		return
	}
	var b strings.Builder
	for i, d := range r.out.Documents {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(d.Text)
	}
	r.set("documents", b.String())
}

var (
	choiceWords = regexp.MustCompile(procedureData.Choice)
	ifWords     = regexp.MustCompile(procedureData.If)
	bringWords  = regexp.MustCompile(procedureData.Bring)
	stepHeading = regexp.MustCompile(procedureData.Step)
	formWords   = words.Compile(procedureData.Form)
	onlineWords = words.Compile(procedureData.Online)
)

// steps counts the items of a numbered list, or numbered headings.
func (r *procedureReader) steps() {
	numbered := 0
	var quote []string
	for i := range r.blocks {
		if b := &r.blocks[i]; headingLevel(b) > 0 && stepHeading.MatchString(b.text) {
			numbered++
			quote = append(quote, b.Text)
		}
	}
	best := 0
	var list *html.Node
	for _, ol := range r.p.FindIn(r.p.Root, "ol") {
		if r.p.Region(ol) != page.Content || !r.p.Visible(ol) || r.p.Closest(ol, `nav, [class*="breadcrumb"], [aria-label]`) != nil {
			continue
		}
		if n := items(ol); n > best && n < maxDocuments {
			best, list = n, ol
		}
	}
	if numbered >= 2 {
		r.out.Steps = numbered
		delete(r.out.Fields, "steps") // the text of one of them
		r.set("steps", strings.Join(quote, " "))
	} else if best >= 2 {
		r.out.Steps = best
		r.set("steps", r.p.VisibleText(list))
	}
}

func items(list *html.Node) (n int) {
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			n++
		}
	}
	return n
}

// contact is the ways to a person that stand in the content.
func (r *procedureReader) contact() {
	r.set("contact", strings.Join(contactsOf(r.p, maxContacts, r.inContent), ", "))
}

// maxContacts bounds the ways to a person that are quoted of a procedure.
const maxContacts = 4

// contactsOf returns the first ways to a person that a page shows and ok accepts.
func contactsOf(p *page.Page, limit int, ok func(text string) bool) (list []string) {
	kinds := []string{channels.Phone, channels.Mail, channels.Form, channels.Postal, channels.Opening}
	for _, c := range channels.Extract(p) {
		if c.Text != "" && slices.Contains(kinds, c.Kind) && len(list) < limit && ok(c.Text) {
			list = append(list, c.Text)
		}
	}
	return list
}

func (r *procedureReader) inContent(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	return slices.ContainsFunc(r.blocks, func(b block) bool {
		t := page.Collapse(b.Text)
		return strings.Contains(t, first) || strings.Contains(text, t) && len(t) > 6
	})
}

// forms finds the forms to fill in, online or to download.
func (r *procedureReader) forms() {
	online, pdf := "", false
	base, _ := url.Parse(r.p.Final)
	for _, a := range r.p.Find("a[href], button, input[type=submit]") {
		if r.p.Region(a) != page.Content || !r.p.Visible(a) {
			continue
		}
		if page.HasAttr(a, "aria-expanded") || r.p.Closest(a, "h1, h2, h3, h4, h5, h6, summary") != nil && a.DataAtom != atom.A {
			continue // opens a part of the page
		}
		name := nameOf(r.p, a)
		s := words.Fold(name).S
		href, _ := page.Attr(a, "href")
		ref, err := url.Parse(strings.TrimSpace(href))
		if err != nil || len(strings.Fields(s)) > 14 {
			continue
		}
		ext := strings.ToLower(path.Ext(ref.Path))
		file := slices.Contains([]string{".pdf", ".doc", ".docx", ".odt", ".rtf"}, ext)
		switch {
		case !formWords.Match(s) && !onlineWords.Match(s) || a.DataAtom == atom.A && (href == "" || strings.HasPrefix(href, "#") || ref.Scheme == "mailto" || ref.Scheme == "tel"):
		case file && formWords.Match(s), !file:
			if file {
				pdf = true
			} else if online == "" {
				online = name
			}
			if base != nil {
				ref = base.ResolveReference(ref)
			}
			if len(r.out.Forms) < maxDocuments {
				r.out.Forms = append(r.out.Forms, checks.DocumentLink{URL: ref.String(), Name: clip(name, 120), PDF: file})
			}
			r.set("form", name)
		}
	}
	r.out.PDFOnly = pdf && online == ""
}

func (r *procedureReader) updated() {
	blocks := r.p.Blocks()
	for i, b := range blocks {
		s := words.Fold(b.Text).S
		m := refreshWords.Find(s)
		if m == nil {
			continue
		}
		if len(s) < 60 && len(datesIn(s)) == 0 && i+1 < len(blocks) {
			b.Text += " " + blocks[i+1].Text // a heading or a term
			s = words.Fold(b.Text).S
		}
		if ds := datesIn(s[m[0]:]); len(ds) > 0 && ds[0].start < 60 {
			r.out.Updated = ds[0].time.Format(time.DateOnly)
			r.set("updated", b.Text)
			return
		}
	}
}

var languageNames = map[string]string{
	"français": "fr", "francais": "fr", "fr": "fr", "nederlands": "nl", "nl": "nl", "deutsch": "de", "de": "de", "english": "en", "en": "en",
	"italiano": "it", "español": "es", "português": "pt", "العربية": "ar", "українська": "uk", "lëtzebuergesch": "lb", "türkçe": "tr", "polski": "pl", "română": "ro",
}

// languages finds the other languages of the page: alternates and links named
// after a language.
func (r *procedureReader) languages() {
	own, _, _ := strings.Cut(strings.ToLower(r.p.Lang(r.title)), "-")
	add := func(l string) {
		if l, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(l)), "-"); l != "" && l != own && l != "x" && !slices.Contains(r.out.Languages, l) && len(r.out.Languages) < 40 {
			r.out.Languages = append(r.out.Languages, l)
		}
	}
	for _, n := range r.p.Find("link[hreflang], a[hreflang]") {
		v, _ := page.Attr(n, "hreflang")
		add(v)
	}
	for _, a := range r.p.Find("a[href]") {
		if l, ok := languageNames[strings.ToLower(r.p.VisibleText(a))]; ok {
			add(l)
		}
	}
	slices.Sort(r.out.Languages)
	r.set("languages", strings.Join(r.out.Languages, " "))
}
