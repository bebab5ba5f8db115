package service

import "github.com/usager/usager/checks"

var channelGuidance = &checks.Check{
	ID:       "channel-guidance",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite:  large(wished("guidance")),
}
