package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// docx returns a Word document with a body.
func docx(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(w, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="x"><w:body>%s</w:body></w:document>`, body)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdfFile returns a PDF file of one page with a content stream.
func pdfFile(content string) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name string
		file string
		data []byte
		want string
	}{
		{"markdown", "a.md", []byte("---\ntitle: x\n---\n# Votre **demande**\n\nEnvoyez [le formulaire](http://x.y/z) et *gardez* une `copie`.\n```\ncode\n```\n- un papier\n\n| Quand | Où |\n|---|---|\n| lundi | ici |\n"),
			"\nVotre demande\n\n\nEnvoyez le formulaire et gardez une `copie`.\n- un papier\n\nQuand\n\nOù\n\n\nlundi\n\nici\n\n"},
		{"word", "a.docx", docx(t, `<w:p><w:r><w:t>Votre </w:t></w:r><w:r><w:t>demande</w:t></w:r></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>une photo</w:t><w:tab/></w:r><w:del><w:r><w:t>faux</w:t></w:r></w:del></w:p><w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>`),
			"Votre demande\n\n- une photo\n\n"},
		{"pdf", "a.pdf", pdfFile("BT /F1 12 Tf 50 800 Td (Votre demande) Tj 0 -40 Td (Envoyez le for-) Tj 0 -14 Td (mulaire.) Tj ET"),
			"Votre demande\n\nEnvoyez le formulaire.\n\n"},
		{"old letters", "a.txt", []byte("caf\xe9 \x80 \x92"), "café € ’"},
	} {
		got, err := Read(FormatOf(c.file, c.data), c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"scan", pdfFile(""), ErrNoText},
		{"broken PDF", []byte("%PDF-1.4\nnothing"), ErrDamaged},
		{"broken ZIP", []byte("PK\x03\x04nothing"), ErrDamaged},
		{"broken XML", docx(t, "<w:p>")[:], ErrDamaged},
		{"empty", docx(t, "<w:p/>"), ErrNoText},
	} {
		if _, err := Read(FormatOf("", c.data), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{"a.MD": Markdown, "a.htm": HTML, "a.txt": Text, "a": Text, "a.pdf": Text} {
		if got := FormatOf(name, []byte("Bonjour")); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := FormatOf("-", []byte(" \n<!DOCTYPE html><p>x")); got != HTML {
		t.Errorf("HTML taken for %s", got)
	}
}

// FuzzRead asserts that no file makes the reader panic, and that text is UTF-8.
func FuzzRead(f *testing.F) {
	f.Add("a.md", []byte("# *a* [b](c) | d |\n```"))
	f.Add("a.docx", docx(f, "<w:p><w:r><w:t>a</w:t></w:r></w:p>"))
	f.Add("a.pdf", pdfFile("BT /F1 12 Tf (a) Tj ET"))
	f.Add("a.md", []byte(strings.Repeat("[", 1000)))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		s, err := Read(FormatOf(name, data), data)
		if err == nil && !utf8.ValidString(s) {
			t.Fatalf("%q is not UTF-8", s)
		}
	})
}
