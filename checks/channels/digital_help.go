package channels

import "github.com/usager/usager/checks"

var digitalHelp = &checks.Check{
	ID:       "digital-help",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Practice: true,
	RunSite:  wished(DigitalHelp),
}
