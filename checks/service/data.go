package service

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks/words"
)

//go:embed data
var data embed.FS

// load reads one of the embedded word lists. They are part of the program: a
// malformed one is a bug.
func load[T any](name string) T {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	var v T
	if err := yaml.Unmarshal(b, &v); err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return v
}

// topic is something that a site offers beside its procedures.
type topic struct {
	Words, Not []string
	Prose      bool

	words, not *words.Set
}

// says reports whether folded text names the topic.
func (t *topic) says(folded string) bool {
	return t.words.Match(folded) && (t.not == nil || !t.not.Match(folded))
}

var topics = func() map[string]*topic {
	m := load[map[string]*topic]("topics.yaml")
	for _, t := range m {
		t.words = words.Compile(t.Words)
		if len(t.Not) > 0 {
			t.not = words.Compile(t.Not)
		}
	}
	return m
}()

// part is one of the parts of a statement that the law asks for.
type part struct {
	Name  string
	Words []string
	words *words.Set
}

// law is a text of Belgian law and the domains of the authorities under it.
type law struct {
	Name           string
	Words, Domains []string
	words          *words.Set
}

var statementData = load[struct {
	Title, Sure, Body, France                             []string
	State                                                 struct{ Total, Partial, None string }
	Mention, Rate, Period                                 string
	RateWords                                             []string `yaml:"rateWords"`
	Parts                                                 []part
	Schema, Plan, Established, Updated, Defender, Redress []string
	RedressBE                                             []string `yaml:"redressBE"`
	Laws                                                  []law
	Months                                                map[string][]string
}]("statement.yaml")

var (
	statementTitle = words.Compile(statementData.Title)
	statementSure  = words.Compile(statementData.Sure)
	statementBody  = words.Compile(statementData.Body)
	franceWords    = words.Compile(statementData.France)
	stateTotal     = regexp.MustCompile(statementData.State.Total)
	statePartial   = regexp.MustCompile(statementData.State.Partial)
	stateNone      = regexp.MustCompile(statementData.State.None)
	mention        = regexp.MustCompile(statementData.Mention)
	rate           = regexp.MustCompile(statementData.Rate)
	rateWords      = words.Compile(statementData.RateWords)
	period         = regexp.MustCompile(statementData.Period)
	schemaWords    = words.Compile(statementData.Schema)
	planWords      = words.Compile(statementData.Plan)
	establishWords = words.Compile(statementData.Established)
	updateWords    = words.Compile(statementData.Updated)
	defenderWords  = words.Compile(statementData.Defender)
	redressWords   = words.Compile(statementData.Redress)
	redressBEWords = words.Compile(statementData.RedressBE)
	statementParts = func() []part {
		for i := range statementData.Parts {
			statementData.Parts[i].words = words.Compile(statementData.Parts[i].Words)
		}
		return statementData.Parts
	}()
	laws = func() []law {
		for i := range statementData.Laws {
			statementData.Laws[i].words = words.Compile(statementData.Laws[i].Words)
		}
		return statementData.Laws
	}()
)

var procedureData = load[struct {
	Title, Not   []string
	DocumentList []string `yaml:"documentList"`
	Etc          string
	Updated      []string
	Choice, If   string
	Bring, Step  string
	Form, Online []string
	Held         []string
	Print        string
}]("procedure.yaml")

var (
	procedureTitle = words.Compile(procedureData.Title)
	procedureNot   = words.Compile(procedureData.Not)
	documentWords  = words.Compile(procedureData.DocumentList)
	etcWords       = regexp.MustCompile(procedureData.Etc)
	refreshWords   = words.Compile(procedureData.Updated)
)

// clip shortens s to at most n runes.
func clip(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}
