package wcag

import "github.com/usager/usager/checks"

// pageChecks look at the page and its parts: language, structure, tables,
// media, contrast, spacing, keyboard.
var pageChecks = []*checks.Check{
	contrast,
	contrastEnhanced,
	htmlLang,
	htmlLangMatches,
	htmlLangValid,
	langOfParts,
	langValid,
	letterSpacing,
	lineHeight,
	metaRefresh,
	metaRefreshNoException,
	metaViewport,
	pageTitle,
	wordSpacing,
}
