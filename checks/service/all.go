// Package service checks whether a public service says what people need to
// know and what the law asks: accessibility statements in France, Belgium and
// the European Union, legal and privacy notices, complaints, feedback, help in
// easy language, and pages that explain a procedure whole.
package service

import (
	"embed"

	"github.com/usager/usager/checks"
)

//go:embed *.yaml
var catalogue embed.FS

// Family is the checks of this package.
var Family = checks.Family{
	Name:      "service",
	Dimension: checks.Channels,
	Checks: []*checks.Check{
		actionPlanFR,
		commitmentsPublished,
		complaintPath,
		conformityMention,
		documentListOpen,
		easyRead,
		faqPresent,
		languagesOffered,
		legalNotice,
		mentionMatchesStatement,
		pageFeedback,
		privacyPage,
		procedureComplete,
		procedureDated,
		procedureUniform,
		schemaFR,
		searchPresent,
		signLanguage,
		statementContact,
		statementDate,
		statementLawBE,
		statementLink,
		statementMissing,
		statementRate,
		statementRedress,
		statementSections,
		statementState,
	},
	Texts:   catalogue,
	Extract: extract,
}
