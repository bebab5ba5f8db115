package service

import "github.com/usager/usager/checks"

var easyRead = &checks.Check{
	ID:       "easy-read",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite:  wished("easyread"),
}
