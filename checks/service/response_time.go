package service

import "github.com/usager/usager/checks"

var responseTime = &checks.Check{
	ID:       "response-time",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  wished("responsetime"),
}
