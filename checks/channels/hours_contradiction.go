package channels

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var hoursContradiction = &checks.Check{
	ID:      "hours-contradiction",
	Affects: everyone,
	Impact:  checks.Serious,
	RunSite: func(p *checks.SitePass) {
		first := make(map[string]offer)
		var order []string
		differ := make(map[string]offer)
		twice := make(map[string]bool)
		for _, o := range offers(p, Opening) {
			k := words.Fold(o.Purpose).S
			if o.Text == "" || len(k) < 4 || seasonWords.Match(k) {
				continue
			}
			f, ok := first[k]
			if !ok {
				first[k] = o
				order = append(order, k)
				continue
			}
			twice[k] = twice[k] || f.url != o.url
			if _, known := differ[k]; !known && f.url != o.url && weekKey(f.Weekly) != weekKey(o.Weekly) {
				differ[k] = o
			}
		}
		slices.Sort(order)
		for _, k := range order {
			if o, ok := differ[k]; ok {
				p.CantTell(o.url, "differ", "purpose", o.Purpose, "first", first[k].Value, "second", o.Value, "page", first[k].url)
			} else if twice[k] {
				p.Passed()
			}
		}
		// What machines read and what people see, on one page.
		for _, f := range p.Pages {
			var seen, machine []checks.Channel
			for _, c := range f.Channels {
				if c.Kind == Opening && c.Text == "" {
					machine = append(machine, c)
				} else if c.Kind == Opening {
					seen = append(seen, c)
				}
			}
			if len(seen) == 1 && len(machine) == 1 {
				p.CantTell(f.URL, "machine", "first", seen[0].Value, "second", machine[0].Value)
			}
		}
	},
}

// seasonWords are those of months and holidays in every language.
var seasonWords = func() *words.Set {
	var list []string
	for _, lang := range sortedKeys(hoursData.Languages) {
		list = append(list, hoursData.Languages[lang].Season...)
	}
	return words.Compile(list)
}()
