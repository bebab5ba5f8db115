package service

import "github.com/usager/usager/checks"

var searchPresent = &checks.Check{
	ID:       "search-present",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  large(wished("search")),
}
