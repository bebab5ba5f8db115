package service

import "github.com/usager/usager/checks"

var rightToError = &checks.Check{
	ID:       "right-to-error",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.NoDigital},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  french(wished("righttoerror")),
}
