package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/usager/usager/crawler"
)

// word returns a Word document of one paragraph.
func word(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = fmt.Fprintf(w, `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>`, html.EscapeString(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDocuments(t *testing.T) {
	const letter = "Nonobstant les dispositions susvisées, il appartient au demandeur de produire les pièces afférentes à sa demande dans les délais impartis par le règlement, faute de quoi l'instruction de son dossier ne pourra être diligentée par les services compétents. "
	for _, c := range []struct {
		name   string
		body   []byte
		unread string
		scored bool
	}{
		{"hard letter", word(t, letter+letter), "", true},
		{"short", word(t, "Votre demande est complète. Nous vous répondons avant la fin du mois."), "short", false},
		{"Polish", word(t, "Wniosek należy złożyć w urzędzie gminy najpóźniej do końca miesiąca, wraz z kopią dowodu."), "language", false},
		{"scan", word(t, ""), "scan", false},
		{"damaged", []byte("PK\x03\x04nothing"), "damaged", false},
	} {
		v := &crawler.Visit{URL: "http://a.example/x.docx", Document: &crawler.DocumentInfo{Body: c.body}}
		got := new(documents).read(v)
		if got == nil || got.Unread != c.unread || (got.Clarity != nil) != c.scored {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		if v.Document.Body != nil {
			t.Errorf("%s: the file is still held in memory", c.name)
		}
		if !c.scored {
			continue
		}
		if *got.Clarity > 20 || len(got.Hardest) == 0 || len(got.Hardest[0].Marks) == 0 {
			t.Errorf("%s: clarity %v, hardest %+v", c.name, *got.Clarity, got.Hardest)
		}
		plain := ""
		for _, f := range got.Findings {
			if strings.EqualFold(f.Text, "nonobstant") {
				plain = fmt.Sprint(f.Plain, f.Times)
			}
		}
		if plain != "malgré2" {
			t.Errorf("%s: findings %+v", c.name, got.Findings)
		}
	}
	if got := new(documents).read(&crawler.Visit{Document: &crawler.DocumentInfo{}}); got != nil {
		t.Errorf("not fetched: %+v", got)
	}
	late := documents{spent: documentsTime + time.Second}
	if got := late.read(&crawler.Visit{URL: "a.docx", Document: &crawler.DocumentInfo{Body: word(t, letter)}}); got == nil || got.Unread != "time" {
		t.Errorf("after the time for documents: %+v", got)
	}
}
