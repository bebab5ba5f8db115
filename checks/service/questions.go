package service

import "github.com/usager/usager/checks"

// A Question is for the people of a service: it asks what no machine can see.
type Question struct {
	ID       string           `yaml:"id"`
	Practice checks.Localized `yaml:"practice"` // that it comes from, by language: "fr", "nl", "de", "en"
	Question checks.Localized `yaml:"question"` // by language
}

// Questions returns the questions for people, in the order in which to print
// them. The caller owns the list.
func Questions() []Question { return load[[]Question]("questions.yaml") }

// A Commitment is one of a published set of commitments of public reception.
type Commitment struct {
	Set    string           `yaml:"set"`    // such as "spplus@2023": Services Publics +, the version of that year
	Number int              `yaml:"number"` // in its set, from 1
	Text   checks.Localized `yaml:"text"`   // in short, by language
	Checks []string         `yaml:"checks"` // identifiers of the checks that bear on it
}

// CurrentCommitments is the set in force.
const CurrentCommitments = "spplus@2023"

// Commitments returns the commitments known, by set and number. Those whose
// text is not established are absent. The caller owns the list.
func Commitments() []Commitment { return load[[]Commitment]("commitments.yaml") }
