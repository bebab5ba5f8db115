package service

import "github.com/usager/usager/checks"

var opinionsAnswered = &checks.Check{
	ID:       "opinions-answered",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("answers")),
}
