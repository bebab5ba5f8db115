package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var subordination = &checks.Check{
	ID:      "subordination",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.NoHearing},
	Impact:  checks.Minor,
	Run:     runSubordination,
}

const manyClauses = 4 // words that open a clause, in one sentence

func runSubordination(p *checks.Pass) {
	r := read(p.Page)
	found := false
	for i := range r.passages {
		b := &r.passages[i]
		for _, f := range b.findings {
			if f.Kind != text.LongSentence {
				continue
			}
			st := text.Analyse(f.In(b.Text), b.text.Lang())
			if st.Subordinators >= manyClauses {
				p.CantTell(b.node(f.Span), "nested", "clauses", count(st.Subordinators), "sentence", quote(b, f.Sentence))
				found = true
			}
		}
	}
	if !found && len(r.passages) > 0 {
		p.Passed(p.Page.Root)
	}
}
