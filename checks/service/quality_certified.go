package service

import "github.com/usager/usager/checks"

var qualityCertified = &checks.Check{
	ID:       "quality-certified",
	Affects:  []checks.Group{checks.NoDigital},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("certified")),
}
