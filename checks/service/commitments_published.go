package service

import "github.com/usager/usager/checks"

var commitmentsPublished = &checks.Check{
	ID:       "commitments-published",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  wished("commitments"),
}
