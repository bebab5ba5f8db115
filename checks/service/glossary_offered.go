package service

import "github.com/usager/usager/checks"

var glossaryOffered = &checks.Check{
	ID:       "glossary-offered",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("glossary")),
}
