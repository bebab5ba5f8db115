package service

import "github.com/usager/usager/checks"

var legalNotice = &checks.Check{
	ID:       "legal-notice",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  required("legal"),
}
