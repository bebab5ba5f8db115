package wcag

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var errorMessage = &checks.Check{
	ID:       "error-message",
	Criteria: []string{"3.3.1"},
	ACT:      []string{"36b590"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		messages := errorMessages(p.Page)
		for _, m := range messages {
			text := p.Page.VisibleText(m)
			around := p.Page.Closest(m, "form, main, body")
			fields := fieldsIn(p.Page, around)
			if len(fields) == 0 {
				continue
			}
			var named []*html.Node
			for _, f := range fields {
				if words := nameWords(aria.Name(p.Page, f)); containsWords(nameWords(text), words) {
					named = append(named, f)
				}
			}
			switch {
			case aria.AriaHidden(p.Page, m) && !saidElsewhere(p.Page, around, m, text):
				p.Failed(m, "hidden", "text", short(text))
			case (len(fields) == 1 || len(named) == 1) && onlyWrong(p.Page, text, fields):
				p.Failed(m, "undescribed", "text", short(text))
			case tied(p.Page, m, fields), len(named) == 1:
				p.Passed(m)
			case !aboutInput.MatchString(text) || len(fields) == 1 || besideField(p.Page, m):
				p.CantTell(m, "which", "text", short(text))
			case len(named) == 0:
				p.Failed(m, "unidentified", "text", short(text))
			case ambiguous(p.Page, named, text):
				p.Failed(m, "ambiguous", "text", short(text), "field", short(aria.Name(p.Page, named[0])))
			default:
				p.Passed(m)
			}
		}
		for _, f := range p.Page.Find("[aria-invalid]") {
			if aria.Hidden(p.Page, f) || attr(f, "aria-invalid") == "" || strings.EqualFold(attr(f, "aria-invalid"), "false") {
				continue
			}
			if slices.ContainsFunc(messages, func(m *html.Node) bool { return tied(p.Page, m, []*html.Node{f}) }) ||
				aria.Description(p.Page, f) != "" || aria.TextOf(p.Page, p.Page.IDRefs(f, "aria-errormessage")...) != "" {
				p.Passed(f)
			} else {
				p.CantTell(f, "invalid", "name", short(aria.Name(p.Page, f)))
			}
		}
	},
}

var (
	// errorToken matches an id or a class that names an error message.
	errorToken = regexp.MustCompile(`(?i)(?:^|[-_\s])(?:errors?|erreurs?|foutmelding|fout|fehler|fehlermeldung|invalid-feedback)(?:[-_\s]|$)`)
	// aboutInput matches words that speak of what a person filled in.
	aboutInput = regexp.MustCompile(`(?i)\b(?:fields?|fill|filled|required|invalid|incorrect|enter|champs?|remplir|remplissez|saisir|saisissez|obligatoires?|invalides?|velden|veld|invullen|vul|verplichte?|ongeldige?|felder|feld|ausfüllen|pflichtfeld|ungültige?|eingeben)\b`)
)

// maxMessages bounds how many error messages of a page are judged.
const maxMessages = 100

// errorMessages returns the elements that are seen and, by their id or class,
// are messages of an error; the outermost of them.
func errorMessages(p *page.Page) []*html.Node {
	var ms []*html.Node
	for _, n := range p.Find("[id], [class]") {
		switch n.DataAtom {
		case atom.Form, atom.Body, atom.Html, atom.Main, atom.Input, atom.Select, atom.Textarea, atom.Fieldset, atom.Label, atom.A, atom.Button:
			continue
		}
		if !errorToken.MatchString(attr(n, "id")) && !errorToken.MatchString(attr(n, "class")) || !p.Visible(n) {
			continue
		}
		if p.VisibleText(n) == "" || len(p.FindIn(n, "input, select, textarea")) > 0 || p.Matches(n, "h1, h2, h3") {
			continue
		}
		if len(ms) > 0 && encloses(ms[len(ms)-1], n) {
			continue
		}
		if ms = append(ms, n); len(ms) == maxMessages {
			break
		}
	}
	return ms
}

// encloses reports whether n is a or in it.
func encloses(a, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == a {
			return true
		}
	}
	return false
}

// fieldsIn returns the fields of a form that a person fills in.
func fieldsIn(p *page.Page, around *html.Node) []*html.Node {
	if around == nil {
		return nil
	}
	var fs []*html.Node
	for _, n := range p.FindIn(around, "input, select, textarea") {
		switch aria.InputType(n) {
		case "hidden", "submit", "button", "reset", "image":
			if n.DataAtom == atom.Input {
				continue
			}
		}
		if !aria.Hidden(p, n) {
			fs = append(fs, n)
		}
	}
	return fs
}

// tied reports whether a field refers to the message, or is labelled by what
// it stands in.
func tied(p *page.Page, message *html.Node, fields []*html.Node) bool {
	for _, f := range fields {
		refs := slices.Concat(p.IDRefs(f, "aria-describedby"), p.IDRefs(f, "aria-errormessage"), p.IDRefs(f, "aria-labelledby"), aria.Labels(p, f))
		for _, r := range refs {
			if encloses(r, message) || encloses(message, r) {
				return true
			}
		}
	}
	return false
}

// saidElsewhere reports whether the text of a message stands in the form once
// more, where assistive technology meets it.
func saidElsewhere(p *page.Page, around, message *html.Node, text string) bool {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n == message {
			return
		}
		if n.Type == html.TextNode && !aria.Hidden(p, n) {
			b.WriteString(n.Data + " ")
		}
		for c := range p.Children(n) {
			walk(c)
		}
	}
	walk(around)
	return strings.Contains(page.Collapse(b.String()), text)
}

// besideField reports whether a message stands right after a field, or with
// one field in an element: to the eye it belongs to it.
func besideField(p *page.Page, message *html.Node) bool {
	for s := message.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode && s.DataAtom != atom.Br {
			if p.Matches(s, "input, select, textarea") {
				return true
			}
			break
		}
	}
	up := message.Parent
	return up != nil && up.DataAtom != atom.Form && len(p.FindIn(up, "input, select, textarea")) == 1
}

// ambiguous reports whether two of the fields that a message names have the
// same name, and the message does not name their groups either.
func ambiguous(p *page.Page, named []*html.Node, text string) bool {
	for i, a := range named {
		for _, b := range named[i+1:] {
			if aria.Name(p, a) != aria.Name(p, b) {
				continue
			}
			ga, gb := p.Closest(a, "fieldset, [role=group]"), p.Closest(b, "fieldset, [role=group]")
			if ga == nil || gb == nil || ga == gb {
				return true
			}
			words := nameWords(text)
			if !containsWords(words, nameWords(aria.Name(p, ga))) && !containsWords(words, nameWords(aria.Name(p, gb))) {
				return true
			}
		}
	}
	return false
}

// onlyWrong reports whether a message says that something is wrong with a
// field, and nothing else: neither what, nor what to do.
func onlyWrong(p *page.Page, text string, fields []*html.Node) bool {
	var own []string
	for _, f := range fields {
		switch aria.InputType(f) {
		case "text", "number", "search", "password", "": // of the others, such as e-mail, "invalid" says what form is expected
			own = append(own, nameWords(aria.Name(p, f))...)
		default:
			return false
		}
	}
	wrong := false
	for _, w := range nameWords(text) {
		switch {
		case slices.Contains(phrases.Wrong, w):
			wrong = true
		case !slices.Contains(phrases.Around, w) && !slices.Contains(own, w):
			return false
		}
	}
	return wrong
}
