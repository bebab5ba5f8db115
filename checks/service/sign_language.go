package service

import "github.com/usager/usager/checks"

var signLanguage = &checks.Check{
	ID:       "sign-language",
	Affects:  []checks.Group{checks.NoHearing},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  wished("signlanguage"),
}
