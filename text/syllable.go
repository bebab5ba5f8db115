package text

import (
	"strings"
	"unicode/utf8"
)

// Syllables estimates the number of syllables of a word by its vowel groups,
// with the silent endings of the language. A word has one syllable at least;
// the empty string has none.
func Syllables(word string, lang Lang) int {
	if word == "" {
		return 0
	}
	return syllables(strings.ToLower(word), lang)
}

// syllables counts the syllables of a word in lower case.
func syllables(w string, lang Lang) int {
	n := 0
	var previous rune
	inside := false
	for i := 0; i < len(w); {
		r, size := rune(w[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(w[i:])
		}
		v := isVowel(r)
		if r == 'y' && !inside && i+size < len(w) && lang != Dutch {
			// "yeux", "year": a consonant before a vowel.
			next, _ := utf8.DecodeRuneInString(w[i+size:])
			v = !isVowel(next) || next == 'y'
		}
		if r == 'u' && previous == 'q' {
			v = false
		}
		switch {
		case v && !inside:
			n++
		case v && hiatus(previous, r, lang):
			n++
		}
		inside = v
		previous = r
		i += size
	}
	n -= silent(w, lang, n)
	return max(n, 1)
}

func isVowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'à', 'â', 'ä', 'á', 'é', 'è', 'ê', 'ë', 'í', 'î', 'ï', 'ó', 'ô', 'ö', 'ú', 'ù', 'û', 'ü', 'æ', 'œ', 'ÿ':
		return true
	}
	return false
}

// hiatus reports whether two vowels side by side belong to two syllables.
func hiatus(a, b rune, lang Lang) bool {
	switch b {
	case 'ë', 'ï':
		return true
	}
	switch lang {
	case French:
		switch a {
		case 'é':
			return true
		case 'a', 'o':
			return b == 'é' || a == 'o' && b == 'a' || a == 'a' && b == 'o'
		}
	case Dutch:
		switch a {
		case 'e':
			return b == 'o' || b == 'a'
		case 'i':
			return b == 'a' || b == 'o' || b == 'u'
		case 'ë', 'ï', 'ü', 'ö', 'y':
			return true
		}
	case German:
		switch a {
		case 'i':
			return b == 'a' || b == 'o' || b == 'u' || b == 'ä' || b == 'ö'
		case 'e':
			return b == 'a' || b == 'o' || b == 'ä' || b == 'ü'
		case 'u', 'ü', 'ö':
			return b == 'e' || b == 'a' || b == 'i'
		}
	case English:
		switch a {
		case 'i':
			return b == 'a' || b == 'o' || b == 'u'
		case 'u':
			return b == 'a'
		}
	}
	return false
}

// silent returns how many of the n vowel groups of w are not heard.
func silent(w string, lang Lang, n int) int {
	if n < 2 {
		return 0
	}
	switch lang {
	case French:
		for _, end := range []string{"e", "es", "ent"} {
			stem, ok := strings.CutSuffix(w, end)
			if !ok || stem == "" {
				continue
			}
			last, _ := utf8.DecodeLastRuneInString(stem)
			if isVowel(last) {
				return 0 // one group with the vowel before it
			}
			if end == "ent" && (strings.HasSuffix(stem, "m") || strings.HasSuffix(stem, "d")) {
				return 0 // -ment, -dent are heard in nouns and adverbs
			}
			return 1
		}
	case English:
		lost := 0
		switch {
		case strings.HasSuffix(w, "le") && len(w) > 3 && !isVowel(rune(w[len(w)-3])):
		case strings.HasSuffix(w, "e"):
			if !isVowel(rune(w[len(w)-2])) {
				lost++
			}
		case strings.HasSuffix(w, "es"):
			if len(w) > 3 && !strings.ContainsRune("sxzcgh", rune(w[len(w)-3])) && !isVowel(rune(w[len(w)-3])) {
				lost++
			}
		case strings.HasSuffix(w, "ed"):
			if len(w) > 3 && w[len(w)-3] != 't' && w[len(w)-3] != 'd' && !isVowel(rune(w[len(w)-3])) {
				lost++
			}
		}
		if (strings.Contains(w, "tion") || strings.Contains(w, "sion") || strings.Contains(w, "cial") || strings.Contains(w, "tial") || strings.Contains(w, "cious") || strings.Contains(w, "tious")) && n-lost > 1 {
			lost++ // hiatus counted i+o, i+a, but it is one sound
		}
		if strings.Contains(w, "ely") || strings.Contains(w, "eful") || strings.Contains(w, "ement") && n-lost > 2 {
			lost++
		}
		return min(lost, n-1)
	}
	return 0
}
