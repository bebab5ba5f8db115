package channels

import "github.com/usager/usager/checks"

var phoneRelay = &checks.Check{
	ID:       "phone-relay",
	Affects:  []checks.Group{checks.NoHearing, checks.LimitedHearing},
	Impact:   checks.Serious,
	Practice: true,
	RunSite:  wished(Relay),
}
