package service

import "github.com/usager/usager/checks"

var satisfactionSurvey = &checks.Check{
	ID:       "satisfaction-survey",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("survey")),
}
