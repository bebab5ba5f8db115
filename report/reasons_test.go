package report

import (
	"slices"
	"testing"

	"github.com/usager/usager/checks"
)

func TestReasons(t *testing.T) {
	for _, s := range sentences {
		for _, lang := range checks.Languages {
			got := gap.FindAllString(s.In(lang), -1)
			want := slices.Clone(s.names)
			slices.Sort(got)
			slices.Sort(want)
			if s.In(lang) == "" || !slices.Equal(got, want) {
				t.Errorf("%q: %q in %s", s.EN, s.In(lang), lang)
			}
		}
	}
	for english, french := range map[string]string{
		"www.example.org is not audited":                                       "www.example.org n’est pas audité",
		"the server answers 404 Not Found":                                     "le serveur répond 404 Not Found",
		"it redirects to http://a/, and b is not audited":                      "elle redirige vers http://a/, et b n’est pas audité",
		"3 pages in a row failed, the last: the server did not answer in time": "3 pages de suite ont échoué, la dernière : le serveur n’a pas répondu à temps",
		"read tcp 127.0.0.1:1: connection reset by peer":                       "read tcp 127.0.0.1:1: connection reset by peer",
	} {
		if got := Reason(english, "fr"); got != french {
			t.Errorf("%q: %q, want %q", english, got, french)
		}
		if got := Reason(english, "en"); got != english {
			t.Errorf("%q: %q in English", english, got)
		}
	}
}

func FuzzReason(f *testing.F) {
	f.Add("it matches it matches {x}")
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range checks.Languages {
			if Reason(s, lang) == "" && s != "" {
				t.Errorf("nothing in %s", lang)
			}
		}
	})
}
