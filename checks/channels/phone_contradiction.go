package channels

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var phoneContradiction = &checks.Check{
	ID:      "phone-contradiction",
	Affects: everyone,
	Impact:  checks.Serious,
	RunSite: func(p *checks.SitePass) {
		type page struct {
			url    string
			values []string
		}
		byPurpose := make(map[string][]page)
		names := make(map[string]string)
		for _, o := range offers(p, Phone) {
			k := strings.Join(strings.FieldsFunc(words.Fold(o.Purpose).S, func(r rune) bool { return r < 'a' || r > 'z' }), " ")
			k = strings.TrimSpace(phoneOnly.Remove(k))
			if o.Text == "" || len(k) < 5 || contactWords.Match(k) || len(o.Value) <= 3 {
				continue // says not whose number it is
			}
			names[k] = o.Purpose
			ps := byPurpose[k]
			if n := len(ps); n > 0 && ps[n-1].url == o.url {
				ps[n-1].values = append(ps[n-1].values, o.Value)
			} else {
				byPurpose[k] = append(ps, page{o.url, []string{o.Value}})
			}
		}
		for _, k := range sortedKeys(byPurpose) {
			ps := byPurpose[k]
			if len(ps) < 2 {
				continue
			}
			other := slices.IndexFunc(ps, func(o page) bool {
				return !slices.ContainsFunc(o.values, func(v string) bool { return slices.Contains(ps[0].values, v) })
			})
			if other < 0 {
				p.Passed()
				continue
			}
			p.CantTell(ps[other].url, "differ", "purpose", names[k], "first", ps[0].values[0], "second", ps[other].values[0], "page", ps[0].url)
		}
	},
}
