package channels

import "github.com/usager/usager/checks"

var callbackOffered = &checks.Check{
	ID:       "callback-offered",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  wished(Callback),
}
