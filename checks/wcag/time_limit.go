package wcag

import (
	"math"
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var timeLimit = &checks.Check{
	ID:       "time-limit",
	Criteria: []string{"2.2.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Needs:    page.Changing,
	Run: func(p *checks.Pass) {
		c, root := p.Page.Observed.Changes, rootElement(p.Page)
		switch {
		case root == nil:
		case len(c.Leads) == 0:
			p.Passed(root)
		case len(p.Page.Find("button, input, select, [role=button], a[href^='#']")) > 0:
			p.CantTell(root, "leaves-perhaps", "seconds", seconds(c), "url", short(c.Leads[0]))
		default:
			p.Failed(root, "leaves", "seconds", seconds(c), "url", short(c.Leads[0]))
		}
	},
}

func seconds(c *page.Changes) string { return strconv.Itoa(int(math.Ceil(c.Seconds))) }
