package service

import "github.com/usager/usager/checks"

var lifeEvents = &checks.Check{
	ID:       "life-events",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("lifeevents")),
}
