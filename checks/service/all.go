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
		accessPlan,
		actionPlanFR,
		audienceEntry,
		busyHours,
		caseTracking,
		channelGuidance,
		coDesign,
		commitmentsPublished,
		complaintPath,
		conformityMention,
		documentAlreadyHeld,
		documentListOpen,
		easyRead,
		faqPresent,
		glossaryOffered,
		languagesOffered,
		legalNotice,
		lifeEvents,
		mentionMatchesStatement,
		opinionsAnswered,
		pageFeedback,
		premisesAccess,
		printSignScan,
		privacyPage,
		procedureComplete,
		procedureDated,
		procedureUniform,
		qualityCertified,
		qualityResults,
		responseTime,
		rightToError,
		satisfactionSurvey,
		schemaFR,
		searchPresent,
		servicesPublicsPlus,
		signLanguage,
		siteMapOffered,
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
