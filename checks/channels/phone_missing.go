package channels

import "github.com/usager/usager/checks"

var phoneMissing = &checks.Check{
	ID:      "phone-missing",
	Affects: []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.NoVision},
	Impact:  checks.Critical,
	// Numbers of two or three digits are those of emergency services.
	RunSite: required(Phone, func(c *checks.Channel) bool { return len(c.Value) > 3 }),
}
