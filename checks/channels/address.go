package channels

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/usager/usager/checks/words"
)

// An Address is a postal address in a text.
type Address struct {
	Value      string // on one line: street, post code and town
	Start, End int    // bytes of the text
}

var addressData = load[struct {
	Front, Zone, Ending, Grand, Village, Hamlet, Stop, Inner, Label, Foreign, Countries []string
	Box, Extra                                                                          string
}]("address.yaml")

var (
	// A post code before its town: France and Germany five digits, Belgium,
	// Luxembourg, Switzerland and Austria four, the Netherlands four and two letters.
	postBefore = regexp.MustCompile(`(?:\b(?:F|FR|D|DE|B|BE|L|LU|CH|A|NL)(?:\s?-\s?| ))?\b(?:\d{5}|\d{4}(?:\s?[A-Z]{2}\b)?|\d{2} \d{3})\s+(\p{Lu}|'s-\p{Lu}|d'\p{Lu}|l'\p{Lu}|\p{Ll}{1,3}\s\p{Lu})`)
	// A post code after its town: the United Kingdom and Ireland.
	postAfter = regexp.MustCompile(`(\p{Lu}[\p{L}'.-]*(?:[ -]\p{L}[\p{L}'.-]*){0,3}(?: \d{1,2})?),?\s+((?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})|(?:[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}))\b`)

	addressBox    = regexp.MustCompile(`^(?:` + addressData.Box + `)$`)
	addressExtra  = regexp.MustCompile(`^(?:` + addressData.Extra + `)$`)
	addressLabel  = words.Compile(addressData.Label)
	addressOthers = words.Compile(addressData.Foreign)
	frontWords    = regexp.MustCompile(`^(?:` + choice(addressData.Front) + `)(?:\s|$)|^l[ae]?\s(?:place|rue)\b`)
	endingWords   = regexp.MustCompile(`(?:` + choice(addressData.Ending) + `)$`)

	endingLong = regexp.MustCompile(`(?:` + choice(slices.DeleteFunc(slices.Clone(addressData.Ending), func(w string) bool { return len(w) < 4 })) + `)$`)

	houseFirst = regexp.MustCompile(`^(?:n°\s?|no\.?\s|nr\.?\s)?\d{1,4}(?:\s?(?:bis|ter|quater|[a-h])\b)?(?:\s?[-/]\s?\d{1,4}(?:\s?(?:bis|ter|[a-h])\b)?|\s?/\s?[a-z]\b|\s?(?:et|a|&)\s?\d{1,4})?\b\s*,?\s*`)
	houseLast  = regexp.MustCompile(`[\s,]\s*(?:n°\s?|nr\.?\s?)?\d{1,4}(?:\s?(?:bis|ter|[a-z]))?(?:\s?[-/+]\s?\d{1,4}\s?[a-z]?|\s?[-/]\s?[a-z])?(?:[\s,]+(?:bte|bus|boite|bt|box|b)\.?\s*[\w.]+|\s[a-z]\d{1,3}|\s*\([^)]{1,20}\))?$`)
	manyDigits = regexp.MustCompile(`\d{5,}`)
	// The number of a Swiss post office after its town: "1213 Onex 1".
	postOffice = regexp.MustCompile(`^ [1-9]\d?\b(?:$|[\n,;|]|\.$|\.\s)`)
)

// Addresses finds the postal addresses in a text, whose lines are separated
// by "\n". Without a labelled context the line of the street must look like one.
func Addresses(text string, labelled bool) []Address {
	p := words.Plain(text)
	s := p.S
	var found []Address
	add := func(start, streetEnd, postStart, end int, tail string) {
		streetEnd = trimLink(s, start, streetEnd)
		parts, from := streetParts(s, start, streetEnd, labelled || labelledBefore(s[start:streetEnd]))
		if len(parts) == 0 {
			return
		}
		before := s[max(0, from-60):from]
		f := words.Fold(before[strings.LastIndexByte(before, '\n')+1:]).S
		if f = emailWord.ReplaceAllString(f, " "); addressOthers.Match(f) || endsWith(patternWords, f) {
			return
		}
		found = append(found, Address{Value: strings.Join(append(parts, tail), ", "), Start: p.At[from], End: p.At[end]})
	}
	from := 0
	for _, m := range postBefore.FindAllStringSubmatchIndex(s, 60) {
		if m[0] < from || m[0] > 0 && (words.IsWord(s[m[0]-1]) || s[m[0]-1] == '.' || s[m[0]-1] == '/' || s[m[0]-1] == '-' && m[0] > 1 && isDigit(s[m[0]-2])) {
			continue
		}
		town, end := townAt(s, m[2])
		if town == "" {
			continue
		}
		code := strings.TrimSpace(s[m[0]:m[2]])
		if n := len(strings.TrimRight(postOffice.FindString(s[end:]), ",;|.\n ")); n > 0 && len(strings.TrimLeft(code, "CH -")) == 4 {
			town, end = town+s[end:end+n], end+n
		}
		code = strings.NewReplacer(" - ", "-", "- ", "-", " -", "-").Replace(code)
		if len(code) == 6 && code[2] == ' ' && unicode.IsDigit(rune(code[5])) {
			code = code[:2] + code[3:] // "59 000"
		}
		n := len(found)
		add(from, m[0], m[0], end, code+" "+town)
		if len(found) > n {
			from = end
		}
	}
	for _, m := range postAfter.FindAllStringSubmatchIndex(s, 30) {
		if m[0] < from && from > 0 {
			continue
		}
		// The town is the last part before the code: "12 High Street, London SW1A 1AA".
		town := s[m[2]:m[3]]
		start := m[2]
		add(from, start, m[4], m[5], strings.TrimSpace(town)+" "+s[m[4]:m[5]])
	}
	slices.SortFunc(found, func(a, b Address) int { return a.Start - b.Start })
	return found
}

// linkWord joins a street to its town: "rue Natalis 60 à 4020 Liège".
var linkWord = regexp.MustCompile(`[\s,](?:à|te|in)\s*$`)

// aside is a remark between a street and its town: "(bâtiment II)".
var aside = regexp.MustCompile(`\s\([^()\n]{1,40}\)[\s,|-]*$`)

// trimLink returns where the street before end ends, without what joins it to
// the town.
func trimLink(s string, start, end int) int {
	from := max(start, end-60)
	for _, e := range []*regexp.Regexp{linkWord, aside} {
		if m := e.FindStringIndex(s[from:end]); m != nil {
			end = from + m[0]
		}
	}
	return end
}

// boxLetter is a box after a house number: "1 B35".
var boxLetter = regexp.MustCompile(`^[a-z]\d{1,3}$`)

func labelledBefore(s string) bool {
	if i := strings.LastIndexByte(s, '\n'); i >= 0 && strings.TrimSpace(s[i:]) != "" {
		s = s[i:]
	}
	return addressLabel.Match(words.Fold(s).S)
}

// townAt reads the name of a town that begins at i.
func townAt(s string, i int) (string, int) {
	end := i
	for j := i; j < len(s) && end-i < 60; {
		k := j
		for k < len(s) {
			r, n := utf8.DecodeRuneInString(s[k:])
			if !unicode.IsLetter(r) && r != '\'' && r != '-' && r != '.' && !(k > j && unicode.IsDigit(r) && cedexBefore(s[i:j])) {
				if !(k == j && unicode.IsDigit(r) && cedexBefore(s[i:j])) {
					break
				}
			}
			k += n
		}
		word := s[j:k]
		if strings.HasSuffix(word, ".") && !strings.EqualFold(word, "St.") && !strings.EqualFold(word, "Ste.") && len(word) > 3 {
			k--
			word = s[j:k]
			if stopWord(word) && (j > i || !slices.Contains(addressData.Countries, word)) {
				break
			}
			end = k
			break
		}
		if n := len(strings.TrimRight(word, ".")); n < len(word) && isDigit(word[0]) {
			end = j + n // "Cedex 9."
			break
		}
		word = strings.TrimRight(word, "-")
		if word == "" || stopWord(word) && (j > i || !slices.Contains(addressData.Countries, word)) {
			break
		}
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "'"))
		inner := slices.Contains(addressData.Inner, strings.ToLower(word))
		elided := len(word) > 2 && (strings.HasPrefix(word, "d'") || strings.HasPrefix(word, "l'") || strings.HasPrefix(word, "'s-"))
		inner = inner || strings.EqualFold(word, "cedex") && j > i
		if !unicode.IsUpper(first) && !inner && !elided && !unicode.IsDigit(first) {
			break
		}
		if !inner || strings.EqualFold(word, "cedex") {
			end = j + len(word)
		}
		if k >= len(s) || s[k] != ' ' || k > j+len(word) {
			break
		}
		j = k + 1
	}
	town := strings.Trim(s[i:end], " -.'")
	if strings.HasPrefix(s[i:end], "'s-") {
		town = s[i:end]
	}
	if utf8.RuneCountInString(town) < 2 {
		return "", i
	}
	return town, end
}

func cedexBefore(s string) bool {
	return strings.HasSuffix(strings.ToLower(strings.TrimSpace(s)), "cedex")
}

func stopWord(w string) bool {
	return slices.Contains(addressData.Stop, strings.Trim(words.Fold(w).S, ".:"))
}

// streetParts reads the parts before a post code, backward, as long as they
// are those of an address. start bounds how far back; it returns where they begin.
func streetParts(s string, start, end int, labelled bool) ([]string, int) {
	for start < end && strings.IndexByte(" ,;.)/|\n-", s[start]) >= 0 {
		start++
	}
	var parts []string
	street, zone := false, false
	at := end
	for len(parts) < 4 {
		// the next part back
		e := at
		for e > start && strings.ContainsRune(" ,-/|;.\n(", rune(s[e-1])) {
			e--
		}
		if e == start {
			break
		}
		b := partStart(s, start, e)
		part := strings.TrimSpace(s[b:e])
		if i := labelEnd(part); i > 0 {
			b += i + len(part[i:]) - len(strings.TrimLeft(part[i:], " "))
			part = strings.TrimSpace(part[i:])
		}
		part = strings.TrimSpace(strings.Trim(part, ":"))
		kind := partKind(part)
		if kind == noPart {
			if i := numberBefore(s, start, b); i >= 0 && !street && (startsUpper(part) || frontWords.MatchString(words.Fold(part).S)) && !hasDigit(part) && len(strings.Fields(part)) <= 6 {
				// "33, Rives de Clausen": a way of any name after its number
				parts = append(parts, strings.TrimSpace(strings.Trim(s[i:b], " ,"))+" "+part)
				return reversed(parts), i
			}
			if c := trailingStreet(part); c > 0 && !street {
				parts = append(parts, strings.TrimSpace(part[c:]))
				return reversed(parts), b + c
			}
			if (labelled || slices.Contains(addressData.Hamlet, words.Fold(part).S)) && !street && len(parts) == 0 && villageOf(part) {
				parts = append(parts, part)
				at = b
			}
			break
		}
		if kind == streetPart {
			if r, _ := utf8.DecodeRuneInString(part); unicode.IsLower(r) && !frontWords.MatchString(words.Fold(part).S) {
				if c := trailingStreet(part); c > 0 { // "gevestigd te Wetstraat 16"
					b += c
					part = part[c:]
				}
			}
			wide := zoneWords.MatchString(words.Fold(part).S)
			if street && (!zone || wide) {
				break
			}
			zone = wide && len(parts) == 0
			if street { // "9, allée des Sources" before "ZA de la Gare"
				parts = append(parts, part)
				at = b
				continue
			}
			street = true
			// "Rue X, 12": the number is a part of its own
			if len(parts) > 0 && (partKind(parts[len(parts)-1]) == numberPart || strings.Trim(parts[len(parts)-1], "0123456789 bistercdaBACD/-") == "") {
				parts[len(parts)-1] = part + " " + parts[len(parts)-1]
				at = b
				continue
			}
		}
		if kind == numberPart && !street {
			parts = append(parts, part)
			at = b
			continue
		}
		if kind == numberPart {
			if street && !zone { // "12, rue X"
				parts[len(parts)-1] = part + " " + parts[len(parts)-1]
				at = b
			}
			break
		}
		parts = append(parts, part)
		at = b
		if b == start {
			break
		}
	}
	ok := street
	for _, p := range parts {
		k := partKind(p)
		ok = ok || k == boxPart || labelled && villageOf(p) || slices.Contains(addressData.Hamlet, words.Fold(p).S)
	}
	if !ok {
		return nil, end
	}
	return reversed(parts), at
}

var zoneWords = regexp.MustCompile(`^(?:` + choice(addressData.Zone) + `)(?:\s|$)`)

var numberEnds = regexp.MustCompile(`(?:^|[\s,;(])(\d{1,4}(?:\s?(?:bis|ter|[a-hA-H]))?)\s?,\s*$`)

// numberBefore returns where a house number that ends before b, with a comma,
// begins, or -1.
func numberBefore(s string, start, b int) int {
	m := numberEnds.FindStringSubmatchIndex(s[start:b])
	if m == nil {
		return -1
	}
	return start + m[2]
}

func reversed(s []string) []string { slices.Reverse(s); return s }

// longestPart bounds how far back a part of an address may begin, in bytes.
const longestPart = 160

// partStart returns where the part of an address that ends at end begins.
func partStart(s string, start, end int) int {
	start = max(start, end-longestPart)
	for i := end - 1; i > start; i-- {
		switch c := s[i]; {
		case c == '\n' || c == ';' || c == '|' || c == '(' || c == '?' || c == '!':
			return i + 1
		case c == ',' && i+1 < len(s):
			return i + 1
		case (c == '-' || c == '/') && i > 0 && s[i-1] == ' ' && i+1 < len(s) && s[i+1] == ' ' && !(isDigit(s[max(i-2, 0)]) && i+2 < len(s) && isDigit(s[i+2])):
			return i + 1
		case c == '.' && i+2 < len(s) && s[i+1] == ' ' && !isDigit(s[i+2]) && i-start > 4 && (isDigit(s[i-1]) || strings.LastIndexAny(s[start:i], " .,\n") < i-start-5):
			return i + 1 // the end of a sentence, not "av."
		case c == '.' && i+2 < len(s) && s[i+1] == ' ' && isDigit(s[i+2]) && s[i-1] == ')':
			return i + 1
		case c == '.' && s[i-1] == ' ' || c == ':' && i+1 < len(s) && s[i+1] == ' ':
			return i + 1
		}
	}
	return start
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// labelEnd returns where a part begins after words such as "Adresse".
func labelEnd(part string) int {
	f := words.Fold(part)
	if m := addressLabel.Find(f.S); m != nil && m[0] == 0 && m[1] < len(f.S) {
		rest := strings.TrimLeft(f.S[m[1]:], " :")
		if rest == "" {
			return 0
		}
		named := startsUpper(strings.TrimLeft(part[f.At[m[1]]:], " :\u00a0")) && houseLast.MatchString(rest) // "Bezoekadres Stadsplateau 1"
		if isDigit(rest[0]) || frontWords.MatchString(rest) || addressBox.MatchString(rest) || named {
			return f.At[m[1]]
		}
	}
	return 0
}

type kindOfPart uint8

const (
	noPart     kindOfPart = iota
	streetPart            // street and number
	numberPart            // a number alone
	boxPart               // post box
	extraPart             // floor, building
)

// partKind says what a part of an address is.
func partKind(part string) kindOfPart {
	f := words.Fold(part).S
	n := len(strings.Fields(f))
	switch {
	case f == "" || len(f) > 90 || n > 11:
		return noPart
	case addressBox.MatchString(f):
		return boxPart
	case addressExtra.MatchString(f):
		return extraPart
	case phoneWords.Match(f) && manyDigits.MatchString(strings.ReplaceAll(f, " ", "")), strings.Contains(f, "@"), manyDigits.MatchString(f):
		return noPart
	}
	if m := houseFirst.FindString(f); m != "" {
		rest := f[len(m):]
		switch {
		case rest == "", boxLetter.MatchString(rest), addressExtra.MatchString(rest):
			return numberPart
		case frontWords.MatchString(rest), endingWords.MatchString(rest), regexpUpper(part):
			return streetPart
		}
	}
	if loc := houseLast.FindStringIndex(f); loc != nil {
		name := f[:loc[0]]
		if frontWords.MatchString(name) || endingWords.MatchString(name) || n <= 5 && startsUpper(part) && !hasDigit(name) {
			return streetPart
		}
	}
	if frontWords.MatchString(f) && n >= 2 && (startsUpper(part) || frontStrong(f)) && !slices.Contains([]string{"in", "im", "am", "an", "op", "om", "auf", "zum", "zur", "centre", "porte"}, strings.Fields(f)[0]) {
		return streetPart
	}
	if n <= 4 && len(f) > 5 && startsUpper(part) && !hasDigit(f) && endingLong.MatchString(f) {
		return streetPart // a square or a street without numbers
	}
	if slices.Contains(addressData.Grand, f) {
		return streetPart
	}
	return noPart
}

// trailingStreet finds a street at the end of a part that begins with other
// words, such as "Venez au 12 rue de la Gare": where it begins, or 0.
func trailingStreet(part string) int {
	f := words.Fold(part)
	fields := wordStarts.FindAllStringIndex(f.S, -1)
	for k := 1; k < len(fields); k++ {
		i := fields[k][0]
		if len(fields)-k > 10 {
			continue
		}
		rest := part[f.At[i]:]
		c := f.S[i]
		if !isDigit(c) && !frontWords.MatchString(f.S[i:]) {
			continue
		}
		if isDigit(c) {
			if m := houseFirst.FindString(f.S[i:]); m == "" || !frontWords.MatchString(f.S[i+len(m):]) {
				continue
			}
			return f.At[i]
		}
		if houseLast.MatchString(f.S[i:]) && (startsUpper(rest) || frontStrong(f.S[i:])) {
			return f.At[i]
		}
	}
	// "Bezoek ons in de Wetstraat 16"
	for k := len(fields) - 2; k >= 1 && k >= len(fields)-5; k-- {
		i := fields[k][0]
		rest := part[f.At[i]:]
		if loc := houseLast.FindStringIndex(f.S[i:]); loc != nil && startsUpper(rest) && endingWords.MatchString(f.S[i:i+loc[0]]) && !hasDigit(f.S[i:i+loc[0]]) {
			for k > 1 && startsUpper(part[f.At[fields[k-1][0]]:]) { // "te Simon Bolivarlaan 30"
				k--
			}
			return f.At[fields[k][0]]
		}
	}
	return 0
}

var wordStarts = regexp.MustCompile(`\S+`)

func frontStrong(f string) bool {
	w := strings.Fields(f)[0]
	return slices.Contains([]string{"rue", "avenue", "av.", "boulevard", "bd", "place", "chaussee", "quai", "chemin", "route", "allee", "impasse", "square", "grand-place"}, w)
}

func villageOf(part string) bool {
	f := strings.Trim(words.Fold(part).S, " .")
	for _, v := range addressData.Village {
		if f == v || strings.HasPrefix(f, v+" ") && len(strings.Fields(f)) <= 5 {
			return true
		}
	}
	return false
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	return unicode.IsUpper(r)
}

// regexpUpper reports whether a capital letter begins the word after a house number.
func regexpUpper(part string) bool {
	i := strings.IndexFunc(part, func(r rune) bool { return unicode.IsLetter(r) })
	if i < 0 || len(strings.Fields(part)) > 5 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(part[i:])
	return unicode.IsUpper(r) && !hasDigit(part[i:])
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
