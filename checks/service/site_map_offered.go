package service

import "github.com/usager/usager/checks"

var siteMapOffered = &checks.Check{
	ID:       "site-map-offered",
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("sitemap")),
}
