package text

import (
	"bufio"
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data
var files embed.FS

// grammar holds the closed word classes of a language.
type grammar struct {
	lang Lang

	abbreviation, abbreviationNumber, abbreviationEnd set
	month, ordinalBefore, title, law, street          set
	subordinator, preposition, conjunction, negation  set
	person, personCapital, pronoun, article, function set
	auxiliary, copula, adverb, participle, notPassive set
	modal, finite, lightVerb, notNominal              set
	perfect, have, stative, step                      set
	knownAcronym, impossible                          set
	endingVerb, endingNoun, endingAdjective           set
	possessive, monthShort                            set
	nominal                                           []string // endings
	unaccusative                                      []string // endings of participles that go with "zijn" or "être" in the active
	inserted                                          []string // phrases between auxiliary and participle, words joined by "_"
}

type set map[string]struct{}

func (s set) has(w string) bool { _, ok := s[w]; return ok }

// readFile returns an embedded data file. That it is there is a matter of the
// build, so its absence is a programming error.
func readFile(name string) string {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		panic(fmt.Sprintf("text: %v", err))
	}
	return string(b)
}

// perLang loads something once for each language, when first asked for.
func perLang[T any](load func(Lang) T) func(Lang) T {
	loaders := make(map[Lang]func() T, len(Langs))
	for _, l := range Langs {
		loaders[l] = sync.OnceValue(func() T { return load(l) })
	}
	return func(l Lang) T { return loaders[l]() }
}

var grammarOf = perLang(loadGrammar)

func loadGrammar(lang Lang) *grammar {
	sections := map[string][]string{}
	name := ""
	for line := range strings.Lines(readFile(string(lang) + "/grammar.txt")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			name = strings.Trim(line, "[]")
		default:
			sections[name] = append(sections[name], strings.Fields(line)...)
		}
	}
	words := func(section string) set {
		s := make(set, len(sections[section]))
		for _, w := range sections[section] {
			s[w] = struct{}{}
		}
		return s
	}
	return &grammar{
		lang:               lang,
		abbreviation:       words("abbreviation"),
		abbreviationNumber: words("abbreviation-number"),
		abbreviationEnd:    words("abbreviation-end"),
		month:              words("month"),
		ordinalBefore:      words("ordinal-before"),
		title:              words("title"),
		law:                words("law"),
		street:             words("street"),
		subordinator:       words("subordinator"),
		preposition:        words("preposition"),
		conjunction:        words("conjunction"),
		negation:           words("negation"),
		person:             words("person"),
		personCapital:      words("person-capital"),
		pronoun:            words("pronoun"),
		article:            words("article"),
		function:           words("function"),
		auxiliary:          words("auxiliary"),
		copula:             words("copula"),
		adverb:             words("adverb"),
		participle:         words("participle"),
		notPassive:         words("not-passive"),
		modal:              words("modal"),
		finite:             words("finite"),
		lightVerb:          words("light-verb"),
		notNominal:         words("not-nominal"),
		knownAcronym:       words("known-acronym"),
		impossible:         words("impossible"),
		endingVerb:         words("ending-verb"),
		endingNoun:         words("ending-noun"),
		endingAdjective:    words("ending-adjective"),
		possessive:         words("possessive"),
		monthShort:         words("month-short"),
		perfect:            words("perfect"),
		have:               words("have"),
		stative:            words("stative"),
		step:               words("step"),
		nominal:            sections["nominal"],
		unaccusative:       sections["unaccusative"],
		inserted:           sections["inserted"],
	}
}

// tableRows splits a tab-separated data file into rows; empty lines and lines
// that begin with # are left out.
func tableRows(data string) [][]string {
	var rows [][]string
	scanner := bufio.NewScanner(strings.NewReader(data))
	for scanner.Scan() {
		line := scanner.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}
