package service

import "github.com/usager/usager/checks"

var complaintPath = &checks.Check{
	ID:       "complaint-path",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital, checks.OtherLanguage},
	Impact:   checks.Serious,
	Practice: true,
	RunSite:  required("complaint"),
}
