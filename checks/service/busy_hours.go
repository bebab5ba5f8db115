package service

import "github.com/usager/usager/checks"

var busyHours = &checks.Check{
	ID:       "busy-hours",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  counter(wished("busyhours")),
}
