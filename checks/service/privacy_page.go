package service

import "github.com/usager/usager/checks"

var privacyPage = &checks.Check{
	ID:       "privacy-page",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  required("privacy"),
}
