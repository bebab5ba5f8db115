package report

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/audit"
)

// bookIssues is how many issues a book explains, the heaviest.
const bookIssues = 20

// WriteBook writes one HTML document, to be printed, from a report that
// WriteHTML wrote into dir: the pages of the navigation, and after the list of
// issues the pages of the heaviest. It returns the name of the file.
func WriteBook(dir string, a *audit.Audit, opts Options) (string, error) {
	b := &binder{dir: dir, words: newWords(opts), prefix: make(map[string]string)}
	name, err := b.write(a)
	if err != nil {
		return "", fmt.Errorf("write the report of audit %s as one document: %w", a.ID, err)
	}
	return name, nil
}

// binder is a report being bound into one document.
type binder struct {
	*words
	dir    string
	files  []string
	prefix map[string]string // of ids, by file
}

func (b *binder) write(a *audit.Audit) (string, error) {
	for _, m := range menu {
		b.add(m.File)
		switch m.ID {
		case "issues":
			n := 0
			for _, i := range a.Issues {
				if list(i) == required && n < bookIssues {
					b.add("issues/" + i.Fingerprint + ".html")
					n++
				}
			}
		case "criteria":
			b.add("rgaa.html")
		}
	}
	if len(b.files) == 0 {
		return "", errors.New("there is no report in " + b.dir)
	}
	first, err := b.read(b.files[0])
	if err != nil {
		return "", err
	}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Main, Data: "main"}
	for _, file := range b.files {
		root, err := b.read(file)
		if err != nil {
			return "", err
		}
		content := find(root, atom.Main)
		if content == nil {
			continue
		}
		b.bind(content, file)
		content.DataAtom, content.Data = atom.Section, "section"
		content.Attr = []html.Attribute{{Key: "id", Val: b.prefix[file]}, {Key: "class", Val: "chapter"}}
		content.Parent.RemoveChild(content)
		body.AppendChild(content)
	}
	old := find(first, atom.Main)
	old.Parent.InsertBefore(body, old)
	old.Parent.RemoveChild(old)
	var out bytes.Buffer
	if err := html.Render(&out, first); err != nil {
		return "", err
	}
	name := filepath.Join(b.dir, "book.html")
	return name, os.WriteFile(name, out.Bytes(), 0o644)
}

// add puts a file into the book if it is there.
func (b *binder) add(file string) {
	if _, err := fs.Stat(os.DirFS(b.dir), file); err == nil && b.prefix[file] == "" {
		b.files = append(b.files, file)
		b.prefix[file] = fmt.Sprintf("c%d", len(b.files))
	}
}

func (b *binder) read(file string) (*html.Node, error) {
	text, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(file)))
	if err != nil {
		return nil, err
	}
	return html.Parse(bytes.NewReader(text))
}

var idReferences = []string{"aria-labelledby", "aria-describedby", "for"}

// bind makes the ids of a chapter its own, and its links lead within the book.
// What leads to a file that is not in it becomes text.
func (b *binder) bind(content *html.Node, file string) {
	for n := range content.Descendants() {
		for i := 0; i < len(n.Attr); i++ {
			a := &n.Attr[i]
			switch {
			case a.Key == "id" || slices.Contains(idReferences, a.Key):
				a.Val = b.prefix[file] + "-" + a.Val
			case a.Key == "src":
				a.Val = path.Join(path.Dir(file), a.Val)
			case a.Key == "tabindex":
				n.Attr = slices.Delete(n.Attr, i, i+1)
				i--
			case a.Key == "href" && !web(a.Val):
				target, id, _ := strings.Cut(a.Val, "#")
				if target != "" {
					target = path.Join(path.Dir(file), target)
				} else {
					target = file
				}
				switch prefix := b.prefix[target]; {
				case prefix == "":
					n.Attr = slices.Delete(n.Attr, i, i+1)
					i--
				case id == "":
					a.Val = "#" + prefix
				default:
					a.Val = "#" + prefix + "-" + id
				}
			}
		}
	}
}

func find(root *html.Node, a atom.Atom) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == a {
			return n
		}
	}
	return nil
}
