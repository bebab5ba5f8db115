package service

import "github.com/usager/usager/checks"

var caseTracking = &checks.Check{
	ID:       "case-tracking",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  procedural(wished("tracking")),
}
