package channels

import "github.com/usager/usager/checks"

var addressMissing = &checks.Check{
	ID:       "address-missing",
	Affects:  []checks.Group{checks.NoDigital, checks.NoVoice, checks.LimitedCognition},
	Impact:   checks.Serious,
	Practice: true,
	RunSite:  required(Postal, anyChannel),
}
