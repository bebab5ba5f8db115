// Package document takes the text out of letters and documents: Markdown, DOCX
// and PDF with a text layer. The text comes in reading order, blocks parted by an
// empty line and items of lists by "- ", as package text reads it.
package document

import (
	"errors"
	"path"
	"strings"
	"unicode/utf8"
)

// Bounds on what is taken from one document.
const (
	maxText  = 4 << 20  // bytes of text
	maxXML   = 64 << 20 // bytes of XML in a DOCX file, unpacked
	maxPages = 1000     // of a PDF file
)

// ErrNoText is the error of a document without a text layer, such as a scanned
// letter.
var ErrNoText = errors.New("document without text")

// ErrLocked is the error of a document that opens with a password only.
var ErrLocked = errors.New("document locked by a password")

// ErrDamaged is the error of a document that does not keep to its format.
var ErrDamaged = errors.New("damaged document")

// Format is the format of a document.
type Format string

// The formats told apart.
const (
	Text     Format = "text"
	Markdown Format = "markdown"
	HTML     Format = "html"
	DOCX     Format = "docx"
	PDF      Format = "pdf"
)

// FormatOf tells the format of a document by its first bytes, and between
// formats of plain text by the ending of its name.
func FormatOf(name string, data []byte) Format {
	start := strings.ToLower(string(data[:min(len(data), 1024)]))
	trimmed := strings.TrimLeft(start, "\ufeff \t\r\n")
	switch {
	case strings.Contains(start, "%pdf-"):
		return PDF
	case strings.HasPrefix(start, "pk\x03\x04"):
		return DOCX
	case strings.HasPrefix(trimmed, "<!doctype html"), strings.HasPrefix(trimmed, "<html"):
		return HTML
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return Markdown
	case ".html", ".htm", ".xhtml":
		return HTML
	}
	return Text
}

// Read returns the text of a document. HTML is returned as it is: what of a page
// is content is for package page to say. The text is valid UTF-8 and bounded.
func Read(format Format, data []byte) (string, error) {
	var s string
	var err error
	switch format {
	case DOCX:
		s, err = readDOCX(data)
	case PDF:
		s, err = readPDF(data)
	case Markdown:
		s = plain(valid(string(data)))
	default:
		return valid(string(data)), nil
	}
	if err != nil {
		return "", err
	}
	s = valid(s)
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	if format != Markdown && strings.TrimSpace(s) == "" {
		return "", ErrNoText
	}
	return s, nil
}

// valid returns s as UTF-8. Bytes that are not are taken for Windows-1252's
// letters, which older letters are written in.
func valid(s string) string {
	s = strings.TrimPrefix(s, "\ufeff")
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			r = latin(s[0])
		}
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}

// latin returns the character of a byte of Windows-1252.
func latin(c byte) rune {
	switch c {
	case 0x80:
		return '€'
	case 0x85:
		return '…'
	case 0x91:
		return '‘'
	case 0x92:
		return '’'
	case 0x93:
		return '“'
	case 0x94:
		return '”'
	case 0x96:
		return '–'
	case 0x97:
		return '—'
	case 0x9c:
		return 'œ'
	}
	if c < 0xa0 {
		return utf8.RuneError
	}
	return rune(c)
}
