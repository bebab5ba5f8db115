package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readDOCX returns the paragraphs of the body of a Word document.
func readDOCX(data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("%w: open DOCX: %v", ErrDamaged, err)
	}
	for _, f := range z.File {
		if f.Name != "word/document.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return "", fmt.Errorf("%w: open %s: %v", ErrDamaged, f.Name, err)
		}
		defer r.Close()
		return paragraphs(io.LimitReader(r, maxXML))
	}
	return "", fmt.Errorf("%w: no word/document.xml in the ZIP file", ErrDamaged)
}

// paragraphs reads WordprocessingML. Deleted text, field codes and the fall-backs
// of alternative content are left out.
func paragraphs(r io.Reader) (string, error) {
	d := xml.NewDecoder(r)
	var out, line strings.Builder
	text, item := false, false
	flush := func() {
		if s := strings.TrimSpace(line.String()); s != "" {
			if item {
				out.WriteString("- ")
			}
			out.WriteString(s)
			out.WriteString("\n\n")
		}
		line.Reset()
		item = false
	}
	for out.Len() < maxText {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("%w: read DOCX: %v", ErrDamaged, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				text = true
			case "tab":
				line.WriteByte(' ')
			case "br", "cr":
				line.WriteByte('\n')
			case "noBreakHyphen":
				line.WriteByte('-')
			case "numPr":
				item = true
			case "p":
				flush()
			case "del", "instrText", "Fallback", "tabs":
				if err := d.Skip(); err != nil {
					return "", fmt.Errorf("%w: read DOCX: %v", ErrDamaged, err)
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				text = false
			case "p":
				flush()
			}
		case xml.CharData:
			if text && line.Len() < maxText {
				line.Write(t)
			}
		}
	}
	flush()
	return out.String(), nil
}
