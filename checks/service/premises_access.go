package service

import "github.com/usager/usager/checks"

var premisesAccess = &checks.Check{
	ID:       "premises-access",
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach, checks.NoVision, checks.NoHearing},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  counter(wished("premises")),
}
