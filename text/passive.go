package text

import (
	"slices"
	"strings"
)

// passives finds the passive forms of a text.
func passives(tokens []token, sentences []sentence, lang Lang) []tokenRange {
	var found []tokenRange
	g := grammarOf(lang)
	for _, s := range sentences {
		last := s.from
		for i := s.from; i < s.to; i++ {
			if i < last {
				continue
			}
			var r tokenRange
			var ok bool
			switch {
			case g.perfect.has(tokens[i].low):
				r, ok = perfectPassive(tokens, i, s.tokenRange, g)
			case tokens[i].class&classAuxiliary == 0:
				continue
			case lang == French || lang == English:
				r, ok = passiveAhead(tokens, i, s.from, s.to, g)
			default:
				r, ok = passiveInClause(tokens, i, s.tokenRange, lang)
			}
			if ok && r.from >= last {
				found = append(found, r)
				last = r.to
			}
		}
	}
	return found
}

// passiveAhead looks for a participle after the auxiliary at i, with nothing
// but adverbs between.
func passiveAhead(tokens []token, i, from, end int, g *grammar) (tokenRange, bool) {
	lang := g.lang
	if lang == French && (reflexive(tokens, i) || amounts(tokens, i)) {
		return tokenRange{}, false
	}
	for j, skipped := i+1, 0; j < end && skipped <= 4; j, skipped = j+1, skipped+1 {
		t := &tokens[j]
		if t.kind != kindWord && t.kind != kindClitic {
			return tokenRange{}, false
		}
		if t.low == "été" || lang == English && (t.low == "been" || t.low == "being") {
			continue
		}
		if n := insertedAt(tokens, j, end, g); n > 0 {
			j += n - 1
			continue
		}
		if participle(t, lang) || lang == English && t.low == "run" && agentFollows(tokens, j, end, lang) {
			if t.class&classNotPassive != 0 && (slices.Contains(g.unaccusative, t.low) || !agentFollows(tokens, j, end, lang)) {
				return tokenRange{}, false
			}
			return tokenRange{i, j + 1}, true
		}
		adverb := t.class&classAdverb != 0
		if lang == English && !adverb && i <= from+questionOpening && t.class&(classPreposition|classSubordinator) == 0 && asks(tokens, i, end) {
			adverb = true // "Was the payment stopped?": the subject stands between
		}
		switch lang {
		case French:
			adverb = adverb || strings.HasSuffix(t.low, "ment") && len(t.low) > 7
		case English:
			adverb = adverb || strings.HasSuffix(t.low, "ly")
		}
		if !adverb {
			return tokenRange{}, false
		}
	}
	return tokenRange{}, false
}

// insertedAt returns how many tokens of a phrase such as "d'abord" stand at j.
func insertedAt(tokens []token, j, end int, g *grammar) int {
	if tokens[j].class&(classPreposition|classFunction|classNegation|classArticle) == 0 {
		return 0
	}
phrases:
	for _, p := range g.inserted {
		n := 0
		for w := range strings.SplitSeq(p, "_") {
			if j+n >= end || tokens[j+n].low != w {
				continue phrases
			}
			n++
		}
		return n
	}
	return 0
}

// amounts reports whether "sommes" at i is the noun: without "nous" beside it.
func amounts(tokens []token, i int) bool {
	if tokens[i].low != "sommes" {
		return false
	}
	for j := max(0, i-3); j < i; j++ {
		if tokens[j].low == "nous" {
			return false
		}
	}
	return true
}

// questionOpening is how many words may stand before the auxiliary of a question:
// "Why was", "How much is".
const questionOpening = 2

// asks reports whether the auxiliary at i opens a question.
func asks(tokens []token, i, end int) bool {
	for j := end - 1; j > i && j >= end-2; j-- {
		if tokens[j].low == "?" {
			return tokens[i].low != "be" && tokens[i].low != "been" && tokens[i].low != "being"
		}
	}
	return false
}

// reflexive reports whether the French auxiliary at i belongs to a reflexive
// verb: "s'est", "nous nous sommes".
func reflexive(tokens []token, i int) bool {
	if i == 0 {
		return false
	}
	switch w := tokens[i-1].low; w {
	case "s'", "se", "me", "m'", "te", "t'":
		return true
	case "nous", "vous":
		return i > 1 && tokens[i-2].low == w
	}
	return false
}

// agentFollows reports whether the words after the participle at i name who
// acts, which settles that an adjective is meant as a participle.
func agentFollows(tokens []token, i, end int, lang Lang) bool {
	agent := "by"
	if lang == French {
		agent = "par"
	}
	return i+1 < end && tokens[i+1].low == agent
}

// clauseWords bounds the distance between auxiliary and participle.
const clauseWords = 30

// passiveInClause looks for the participle of the Dutch or German auxiliary at
// i within its clause: after it in a main clause, before it in a subordinate
// one.
func passiveInClause(tokens []token, i int, s tokenRange, lang Lang) (tokenRange, bool) {
	// Verb-final: "ingediend wordt", "geprüft werden kann", "worden ingediend".
	for j := i - 1; j >= s.from && j >= i-2; j-- {
		t := &tokens[j]
		if t.kind != kindWord || t.class&classSubordinator != 0 {
			break
		}
		if lang == German && t.caps != capsNone && j > s.from {
			break // a noun
		}
		if participle(t, lang) && (t.class&classNotPassive == 0 || tokens[i].low == "worden" && lang == German && j == i-1) && !nounBefore(tokens, j, s) {
			return tokenRange{j, i + 1}, true
		}
		if t.class&classModal == 0 {
			break
		}
	}
	if tokens[i].low == "geworden" || tokens[i].low == "worden" && lang == German {
		return tokenRange{}, false
	}
	found := -1
	for j := i + 1; j < s.to && j <= i+clauseWords; j++ {
		t := &tokens[j]
		if t.kind == kindPunct {
			if strings.Contains(",;:", t.low) {
				break
			}
			continue
		}
		if t.kind != kindWord || t.caps == capsAll {
			continue
		}
		if t.class&classAuxiliary != 0 {
			break
		}
		if lang == German && t.caps != capsNone {
			continue // nouns
		}
		if participle(t, lang) && t.class&classNotPassive == 0 && !nounBefore(tokens, j, s) {
			found = j
			break
		}
	}
	if found < 0 {
		return tokenRange{}, false
	}
	return tokenRange{i, found + 1}, true
}

// perfectPassive looks for a passive in the perfect, which Dutch makes with the
// same auxiliary as the active perfect of verbs of motion and change: "is
// goedgekeurd" beside "is vertrokken".
func perfectPassive(tokens []token, i int, s tokenRange, g *grammar) (tokenRange, bool) {
	from, to := i, i+1
	breaks := func(t *token) bool {
		return t.kind == kindPunct && strings.Contains(",;:()", t.low)
	}
	for from > s.from && !breaks(&tokens[from-1]) && i-from < clauseWords {
		from--
	}
	for to < s.to && !breaks(&tokens[to]) && tokens[to].class&classSubordinator == 0 && to-i < clauseWords {
		to++
	}
	at, agent, others := -1, false, false
	fits := func(j int) bool {
		t := &tokens[j]
		return t.kind == kindWord && t.caps == capsNone && t.class&classNotPassive == 0 && participle(t, g.lang) && !nounBefore(tokens, j, s)
	}
	if i > from && fits(i-1) && (to == i+1 || tokens[i+1].kind == kindPunct) {
		at = i - 1 // "nadat het formulier ontvangen is"
	}
	for j := from; j < to; j++ {
		t := &tokens[j]
		switch {
		case j == i:
		case g.have.has(t.low), t.class&classAuxiliary != 0:
			return tokenRange{}, false
		case g.perfect.has(t.low), t.class&classModal != 0:
			others = true
		case t.low == "door":
			agent = true
		case at < 0 && j > i && fits(j):
			at = j
		}
	}
	if at < 0 || at > from+1 && at+1 < to && tokens[at-2].class&classArticle != 0 && tokens[at+1].kind == kindWord && tokens[at+1].class&classFunction == 0 {
		return tokenRange{}, false // "is een goed geschreven tekst"
	}
	// "zijn" may be a possessive where another verb stands in the clause.
	if tokens[i].low == "zijn" && others && at != i+1 && at != i-1 {
		return tokenRange{}, false
	}
	word := tokens[at].low
	if g.stative.has(word) && !agent || slices.ContainsFunc(g.unaccusative, func(end string) bool { return strings.HasSuffix(word, end) }) {
		return tokenRange{}, false
	}
	return tokenRange{min(i, at), max(i, at) + 1}, true
}

// nounBefore reports whether the word at j is a noun or an adjective rather than
// a participle, since an article or a possessive stands before it.
func nounBefore(tokens []token, j int, s tokenRange) bool {
	if j == s.from {
		return false
	}
	previous := &tokens[j-1]
	if previous.class&classArticle != 0 {
		return true
	}
	return previous.class&classPreposition != 0 && strings.HasSuffix(tokens[j].low, "en") && tokens[j].class&classParticiple == 0
}

// participle reports whether a word has the form of a past participle.
func participle(t *token, lang Lang) bool {
	if t.class&classParticiple != 0 {
		return true
	}
	if t.class&classFunction != 0 {
		return false
	}
	w := t.low
	switch lang {
	case French:
		if len(w) < 4 {
			return false
		}
		for _, end := range []string{"é", "ée", "és", "ées"} {
			if strings.HasSuffix(w, end) {
				return true
			}
		}
		if len(w) < 5 {
			return false
		}
		for _, end := range []string{"i", "ie", "is", "ies", "u", "ue", "us", "ues"} {
			if strings.HasSuffix(w, end) {
				return t.class&(classAdverb|classSubordinator|classPreposition|classNotPassive) == 0
			}
		}
	case Dutch:
		return !strings.HasSuffix(w, "heid") && (germanicParticiple(w, dutchPrefixes, nil, "dt") ||
			dutchEnding(w) && germanicParticiple(w, dutchPrefixes, []string{"be", "ver", "ont", "her", "er"}, "dt"))
	case German:
		return germanicParticiple(w, germanPrefixes, []string{"be", "ver", "er", "ent", "zer", "emp", "miss"}, "t") ||
			len(w) > 6 && strings.HasSuffix(w, "iert")
	default:
		return len(w) > 3 && strings.HasSuffix(w, "ed") && strings.IndexByte(w, '-') < 0
	}
	return false
}

var (
	dutchPrefixes  = []string{"aan", "achter", "af", "bij", "binnen", "deel", "door", "gelijk", "goed", "in", "kwijt", "los", "mede", "mee", "na", "neer", "om", "onder", "op", "over", "plaats", "samen", "stil", "tegen", "terug", "toe", "uit", "vast", "vol", "voor", "vrij", "weg"}
	germanPrefixes = []string{"ab", "an", "auf", "aus", "bei", "bekannt", "bereit", "dar", "durch", "ein", "fest", "fort", "frei", "gut", "heim", "her", "heran", "heraus", "hervor", "hin", "hinzu", "klar", "los", "mit", "nach", "nieder", "sicher", "statt", "still", "teil", "um", "unter", "vor", "voraus", "weg", "weiter", "wieder", "zu", "zurück", "zusammen", "über"}
)

// dutchEnding reports whether w may end a Dutch participle without ge-: in -t
// only after a voiceless consonant, where the present tense has -t after any.
func dutchEnding(w string) bool {
	if len(w) < 3 {
		return false
	}
	before := w[len(w)-2]
	switch w[len(w)-1] {
	case 't':
		return strings.IndexByte("tkfshpxc", before) >= 0
	case 'd':
		return strings.IndexByte("kpt", before) < 0
	}
	return true
}

// germanicParticiple reports whether w has the form [prefix]ge…t, [prefix]ge…en
// or, with an inseparable prefix, be…t; weak lists the final letters of weak
// participles.
func germanicParticiple(w string, prefixes, inseparable []string, weak string) bool {
	if len(w) < 5 {
		return false
	}
	ending := strings.IndexByte(weak, w[len(w)-1]) >= 0
	strong := strings.HasSuffix(w, "en")
	if !ending && !strong {
		return false
	}
	if strings.HasPrefix(w, "ge") {
		return true
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 4 {
			if strings.HasPrefix(rest, "ge") {
				return true
			}
			if ending && hasAnyPrefix(rest, inseparable) {
				return true
			}
		}
	}
	return ending && len(w) > 5 && hasAnyPrefix(w, inseparable)
}

func hasAnyPrefix(w string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(w, p) {
			return true
		}
	}
	return false
}
