package document

import (
	"html"
	"regexp"
	"strings"
)

var (
	mdHeading  = regexp.MustCompile(`^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$`)
	mdRule     = regexp.MustCompile(`^ {0,3}([-=*_] ?){3,}\s*$`)
	mdItem     = regexp.MustCompile(`^\s*[-*+]\s+(\[[ xX]\]\s+)?`)
	mdTableBar = regexp.MustCompile(`^\s*\|?(\s*:?-{3,}:?\s*\|)+\s*:?-*:?\s*$`)
	mdImage    = regexp.MustCompile(`!\[([^\]\n]*)\]\([^)\n]*\)`)
	mdLink     = regexp.MustCompile(`\[([^\]\n]+)\](\([^)\n]*\)|\[[^\]\n]*\])`)
	mdTarget   = regexp.MustCompile(`^ {0,3}\[[^\]\n]+\]:\s`)
	mdTag      = regexp.MustCompile(`</?[A-Za-z][^<>\n]*>`)
	mdComment  = regexp.MustCompile(`(?s)<!--.*?-->`)
	mdStrong   = regexp.MustCompile(`\*\*+|__+`)
	mdEmphasis = regexp.MustCompile(`(^|[^\\\pL\pN*_])[*_]([^*_\s](?:[^*_\n]*[^*_\s])?)[*_]`)
)

// plain returns the text that a Markdown document shows: without marks of
// emphasis, targets of links, blocks of code and front matter. Code within a
// line keeps its accents, by which package text knows it.
func plain(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if rest, ok := strings.CutPrefix(s, "---\n"); ok {
		if _, after, ok := strings.Cut(rest, "\n---\n"); ok {
			s = after
		}
	}
	s = mdComment.ReplaceAllString(s, "")
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\n")
		trimmed := strings.TrimLeft(line, " ")
		if fence != "" {
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			continue
		}
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fence = trimmed[:3]
			continue
		}
		for strings.HasPrefix(strings.TrimLeft(line, " "), ">") {
			line = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(line, " "), ">"), " ")
		}
		switch {
		case mdRule.MatchString(line), mdTableBar.MatchString(line), mdTarget.MatchString(line):
			out.WriteString("\n")
		case mdHeading.MatchString(line):
			out.WriteString("\n" + inline(mdHeading.FindStringSubmatch(line)[1]) + "\n\n")
		case strings.HasPrefix(strings.TrimSpace(line), "|"):
			for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
				if cell = strings.TrimSpace(cell); cell != "" {
					out.WriteString(inline(cell) + "\n\n")
				}
			}
		case mdItem.MatchString(line):
			out.WriteString("- " + inline(mdItem.ReplaceAllString(line, "")) + "\n")
		default:
			out.WriteString(inline(strings.TrimSpace(line)) + "\n")
		}
	}
	return out.String()
}

// inline takes the marks out of a line.
func inline(s string) string {
	s = mdImage.ReplaceAllString(s, "$1")
	s = mdLink.ReplaceAllString(s, "$1")
	s = mdTag.ReplaceAllString(s, "")
	s = mdStrong.ReplaceAllString(s, "")
	s = mdEmphasis.ReplaceAllString(s, "$1$2")
	return html.UnescapeString(s)
}
