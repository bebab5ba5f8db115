package service

import "github.com/usager/usager/checks"

var faqPresent = &checks.Check{
	ID:       "faq-present",
	Affects:  []checks.Group{checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("faq")),
}
