package mutate

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Real are changes of the commune's site (see package sites) that mend a fault
// or make one.
var Real = []Mutation{
	{
		ID: "mend-template", What: "The e-mail address at the foot of every page becomes a link.", Apply: mendFooter,
		Fixed: []Fault{{"email-obfuscated", "index.html"}, {"email-obfuscated", "ash.html"}, {"email-obfuscated", "nl/index.html"}},
	},
	{
		ID: "mend-page", What: "Pale text of the home page becomes dark; equal faults of other pages stay.", Apply: mendContrast,
		Fixed: []Fault{{"contrast", "index.html"}},
	},
	{
		ID: "break-page", What: "A picture without alternative comes to one page.", Apply: addPicture,
		New: []Fault{{"image-name", "demarches.html"}},
	},
	{
		ID: "break-again", What: "Beside a button without name comes another.", Apply: addButton,
		New: []Fault{{"button-name", "actualites.html"}},
	},
	{
		ID: "break-otherwise", What: "The wrong alternative of a picture goes, and it has none.", Apply: dropAlternative,
		Fixed: []Fault{{"image-descriptive", "actualite-passerelle.html"}},
		New:   []Fault{{"image-name", "actualite-passerelle.html"}},
	},
	{
		ID: "break-template", What: "A link without name comes to the foot of every page.", Apply: breakFooter,
		New: []Fault{{"link-name", "index.html"}, {"link-name", "contact.html"}, {"link-name", "de/index.html"}, {"link-name", "plan-du-site.html"}},
	},
}

func mendFooter(s *Site) {
	for _, root := range s.Pages {
		footer := first(root, is(atom.Footer))
		if footer == nil {
			continue
		}
		for _, n := range elements(footer) {
			if n.DataAtom == atom.Li && n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode && len(n.FirstChild.Data) > 40 {
				detach(n.FirstChild)
				n.AppendChild(element(atom.A, "mairie@saint-aubin-sur-lisse.example", "href", "mailto:mairie@saint-aubin-sur-lisse.example"))
			}
		}
	}
}

func mendContrast(s *Site) {
	setAttr(first(s.Pages["index.html"], hasClass("intro-pale")), "class", "chapeau")
}

func addPicture(s *Site) {
	first(s.Pages["demarches.html"], is(atom.Main)).AppendChild(element(atom.Img, "", "src", "images/marche.svg", "width", "300", "height", "200"))
}

func addButton(s *Site) {
	b := first(s.Pages["actualites.html"], hasClass("bouton-icone"))
	twin := element(atom.Button, "", "type", "button", "class", "bouton-icone")
	after(b, twin)
}

func dropAlternative(s *Site) {
	img := first(s.Pages["actualite-passerelle.html"], func(n *html.Node) bool { return attr(n, "alt") == "passerelle_DSC0042.png" })
	for i, a := range img.Attr {
		if a.Key == "alt" {
			img.Attr = append(img.Attr[:i], img.Attr[i+1:]...)
			return
		}
	}
}

func breakFooter(s *Site) {
	for _, root := range s.Pages {
		footer := first(root, is(atom.Footer))
		if footer == nil {
			continue
		}
		a := element(atom.A, "", "href", "/actualites.html", "style", "display:inline-block;width:44px;height:44px;background:#0b4f6c")
		footer.AppendChild(a)
	}
}
