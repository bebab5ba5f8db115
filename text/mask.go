package text

import "strings"

// titleWords bounds the title of a law after its name and date.
const titleWords = 40

// mask marks the tokens on which no wording is judged: proper names, postal
// addresses, titles of laws, code.
func mask(s string, tokens []token, sentences []sentence, g *grammar) []bool {
	masked := make([]bool, len(tokens))
	code := false
	for i := range tokens {
		t := &tokens[i]
		if t.kind == kindCode {
			masked[i] = true
		}
		if t.kind == kindPunct && t.low == "`" {
			code = !code
		}
		if code {
			masked[i] = true
		}
	}
	if code {
		// An accent without its partner is no code after all.
		for i := range tokens {
			masked[i] = tokens[i].kind == kindCode
		}
	}
	for _, sen := range sentences {
		shout := capitals(tokens[sen.from:sen.to])
		for i := sen.from; i < sen.to; i++ {
			t := &tokens[i]
			switch {
			case t.kind != kindWord:
				if t.kind == kindNumber {
					maskAddress(tokens, i, sen.tokenRange, g, masked)
				}
			case g.title.has(t.low) && t.caps != capsNone || g.title.has(t.low) && i+1 < sen.to && tokens[i+1].low == ".":
				maskName(tokens, i+1, sen.to, masked)
			case g.law.has(t.low):
				i = maskLaw(tokens, i, sen.to, g, masked)
			case t.caps != capsNone && !shout && g.lang != German && !opens(tokens, i, sen.from):
				masked[i] = true
			}
		}
		maskQuotedLaw(s, tokens, sen.tokenRange, g, masked)
	}
	maskTitles(tokens, masked)
	return masked
}

// quotedTitle bounds the title of a book or a play, in words.
const quotedTitle = 6

// maskTitles masks the titles of works: a few words in quotation marks that begin
// with a capital and end without a stop.
func maskTitles(tokens []token, masked []bool) {
	for i := range tokens {
		if tokens[i].kind != kindPunct || !strings.Contains("«“„\"", tokens[i].low) || i+2 >= len(tokens) || tokens[i+1].caps == capsNone {
			continue
		}
		words := 0
		for j := i + 1; j < len(tokens) && words <= quotedTitle; j++ {
			if tokens[j].kind != kindPunct {
				words++
				continue
			}
			if words > 1 && strings.Contains("»”“\"", tokens[j].low) {
				for k := i + 1; k < j; k++ {
					masked[k] = true
				}
			}
			if !strings.Contains("-'’,&", tokens[j].low) {
				break
			}
		}
	}
}

// opens reports whether the word at i begins its sentence, or what is quoted or
// listed in it, so that its capital says nothing.
func opens(tokens []token, i, from int) bool {
	for i > from {
		i--
		if tokens[i].kind == kindPunct && strings.Contains("«“„\"'‘(:–—•-*.!?…[", tokens[i].low) {
			return true
		}
		if tokens[i].kind != kindNumber && tokens[i].kind != kindClitic {
			return false
		}
	}
	return true
}

// capitals reports whether most words are in capital letters.
func capitals(tokens []token) bool {
	words, upper := 0, 0
	for i := range tokens {
		if tokens[i].kind == kindWord && tokens[i].runes > 1 {
			words++
			if tokens[i].caps == capsAll {
				upper++
			}
		}
	}
	return upper*2 > words
}

// maskName masks the capitalised words from i on: the name after a title.
func maskName(tokens []token, i, end int, masked []bool) {
	for n := 0; i < end && n < 5; i, n = i+1, n+1 {
		if tokens[i].kind == kindPunct && (tokens[i].low == "." || tokens[i].low == "-") {
			continue
		}
		if tokens[i].kind != kindWord || tokens[i].caps == capsNone {
			return
		}
		masked[i] = true
	}
}

// maskAddress masks the street around the number at i: "12, rue du Port" or
// "Hoofdstraat 12".
func maskAddress(tokens []token, i int, s tokenRange, g *grammar, masked []bool) {
	if i > s.from {
		previous := tokens[i-1].low
		for street := range g.street {
			if tokens[i-1].kind == kindWord && tokens[i-1].caps != capsNone && strings.HasSuffix(previous, street) {
				masked[i-1] = true
				for j := i - 2; j >= s.from && tokens[j].kind == kindWord && tokens[j].caps != capsNone && j > i-5; j-- {
					masked[j] = true
				}
			}
		}
	}
	for j := i + 1; j < s.to && j <= i+4; j++ {
		if tokens[j].kind == kindWord && g.street.has(tokens[j].low) {
			for k := j; k < s.to && k <= j+7; k++ {
				if tokens[k].kind == kindPunct && k > j+1 {
					return
				}
				masked[k] = true
			}
			return
		}
	}
}

// maskLaw masks the title of the law named at i, when a number, a date or a
// capital follows: "loi n° 78-17 du 6 janvier 1978 relative à …". It returns
// the index of the last token looked at.
func maskLaw(tokens []token, i, end int, g *grammar, masked []bool) int {
	dated := false
	for j := i + 1; j < end && j <= i+6; j++ {
		if tokens[j].kind == kindNumber {
			dated = true
		}
	}
	if !dated {
		return i
	}
	last := i
	for j := i; j < end && j < i+titleWords; j++ {
		t := &tokens[j]
		if t.kind == kindPunct && strings.Contains(",;:)]»”.", t.low) && (t.low != "." || j+1 == end) {
			break
		}
		if j > i && (t.class&classFinite != 0 || t.class&classPerson != 0) {
			break
		}
		masked[j] = true
		last = j
	}
	return last
}

// maskQuotedLaw masks a quotation that begins with the name of a law or stands
// after one.
func maskQuotedLaw(s string, tokens []token, sen tokenRange, g *grammar, masked []bool) {
	open, law := -1, -10
	for i := sen.from; i < sen.to; i++ {
		t := &tokens[i]
		switch {
		case t.kind == kindWord && (g.law.has(t.low) || hasLawEnding(t.low, g)):
			law = i
		case t.kind != kindPunct:
		case open < 0 && strings.Contains("«“„\"", t.low):
			open = i
		case open >= 0 && strings.Contains("»”“\"", t.low):
			if i-open < titleWords && (law > open || open-law < 6) && tokens[open+1].caps != capsNone {
				for k := open; k <= i; k++ {
					masked[k] = true
				}
			}
			open = -1
		}
	}
}

// hasLawEnding reports whether a Dutch or German compound names a law.
func hasLawEnding(w string, g *grammar) bool {
	switch g.lang {
	case German:
		return strings.HasSuffix(w, "gesetz") || strings.HasSuffix(w, "gesetzes") || strings.HasSuffix(w, "verordnung")
	case Dutch:
		return strings.HasSuffix(w, "wet") || strings.HasSuffix(w, "besluit") || strings.HasSuffix(w, "verordening")
	}
	return false
}
