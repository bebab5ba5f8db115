package channels

import "github.com/usager/usager/checks"

var hoursMissing = &checks.Check{
	ID:       "hours-missing",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Serious,
	Practice: true,
	RunSite:  required(Opening, anyChannel),
}
