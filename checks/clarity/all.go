// Package clarity checks whether pages are written so that people understand,
// in French, Dutch, German and English. The analysis of the text is that of
// package text; here it meets the page.
package clarity

import (
	"embed"

	"github.com/usager/usager/checks"
)

//go:embed *.yaml
var texts embed.FS

// Family is the family of clarity checks.
var Family = checks.Family{
	Name:      "clarity",
	Dimension: checks.Clarity,
	Checks: []*checks.Check{
		acronyms,
		capitals,
		clarityScore,
		directAddress,
		doubleNegation,
		enumerationInProse,
		impersonalForm,
		inconsistentTerms,
		jargon,
		longCompounds,
		missingTranslation,
		nominalisation,
		parentheses,
		passiveVoice,
		rareWords,
		sentenceLength,
		siteAcronyms,
		subordination,
		threateningTone,
		uninformativeHeadings,
		vagueWording,
		wallOfText,
	},
	Texts:   texts,
	Extract: extract,
}
