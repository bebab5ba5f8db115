package service

import "github.com/usager/usager/checks"

var accessPlan = &checks.Check{
	ID:       "access-plan",
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  counter(wished("accessplan")),
}
