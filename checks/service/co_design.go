package service

import "github.com/usager/usager/checks"

var coDesign = &checks.Check{
	ID:       "co-design",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("codesign")),
}
