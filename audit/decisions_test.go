package audit

import (
	"strings"
	"testing"
	"time"
)

func TestParseDecisions(t *testing.T) {
	good := `
- fingerprint: 0123456789abcdef
  state: false-positive
  who: Anne
  why: The text is in the picture.
- check: image-alt
  scope: ^https://x\.example/blog/
  state: derogation
  who: Legal
  why: Old pages.
  until: 2027-06-30
`
	ds, err := ParseDecisions(strings.NewReader(good))
	if err != nil || len(ds) != 2 || ds[1].Until != "2027-06-30" || ds[0].State != "false-positive" {
		t.Errorf("%+v, %v", ds, err)
	}
	if ds, err := ParseDecisions(strings.NewReader("# nothing yet\n")); err != nil || len(ds) != 0 {
		t.Errorf("empty file: %v, %v", ds, err)
	}
	const rest = ", who: a, why: b}"
	for bad, want := range map[string]string{
		"state: accepted": "want a list",
		"- x":             "want a mapping",
		"- {check: a, state: accepted, because: b}":                          `line 1: no key "because"`,
		"- {check: a, state: accepted, why: b}":                              "want who",
		"- {check: a, state: accepted, who: b}":                              "want why",
		"- {check: a, state: fixed" + rest:                                   `state "fixed"`,
		"- {state: accepted" + rest:                                          "either fingerprint or check",
		"- {fingerprint: 12, state: accepted" + rest:                         "16 hexadecimal digits",
		"- {check: a, scope: '(', state: accepted" + rest:                    "scope: error parsing",
		"- {check: a, until: 31/12/2027, state: accepted" + rest:             "want a day",
		"- {check: a, check: b, state: accepted" + rest:                      "check stands twice",
		"- {check: [a], state: accepted" + rest:                              "check: want one text",
		"- {fingerprint: 0123456789abcdef, scope: x, state: accepted" + rest: "scope goes with check",
		"\n\n- {fingerprint: 0123456789abcdef, state: accepted" + rest + "\n- {fingerprint: 0123456789abcdef, state: accepted" + rest: "line 4: fingerprint 0123456789abcdef was decided on line 3",
		"- {": "read decisions: yaml",
	} {
		if _, err := ParseDecisions(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n\terror %v, want %s", bad, err, want)
		}
	}
}

func TestDecide(t *testing.T) {
	s := testStore(t)
	ctx := t.Context()
	id := visit(t, s, "/a/1", "<main><img src=a.png><img src=b.png>", "/b/2", "<main><img src=b.png>", "/a/3", "<main><img src=c.png>")
	a, err := s.Load(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	source := func(i Issue) string {
		_, src, _ := strings.Cut(i.Example.HTML, `src="`)
		return src[:1]
	}
	prints := make(map[string]string)
	for _, i := range a.Issues {
		prints[source(i)] = i.Fingerprint
	}
	ds, err := ParseDecisions(strings.NewReader(`
- {check: image-alt, scope: /a/, state: third-party, who: w, why: y}
- {fingerprint: ` + prints["c"] + `, state: assigned, who: w, why: y, until: 2026-11-30}
- {check: image-alt, scope: /b/, state: accepted, who: w, why: y}
- {fingerprint: ` + prints["b"] + `, state: accepted, who: w, why: y, until: 2026-10-01}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day     string
		want    map[string]string
		expired []bool
	}{
		{"2026-11-30", map[string]string{"a": "third-party", "b": "", "c": "assigned"}, []bool{false, false, false, true}},
		{"2026-12-01", map[string]string{"a": "third-party", "b": "", "c": "third-party"}, []bool{false, true, false, true}},
	} {
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Decide(ctx, a, ds, day.Add(23*time.Hour)); err != nil {
			t.Fatal(err)
		}
		for _, i := range a.Issues {
			got := ""
			if i.Decision != nil {
				got = i.Decision.State
			}
			if got != c.want[source(i)] {
				t.Errorf("%s: issue %s is %q, want %q", c.day, source(i), got, c.want[source(i)])
			}
		}
		for i, d := range a.Decisions {
			if d.Expired != c.expired[i] {
				t.Errorf("%s: decision %d expired: %v", c.day, i, d.Expired)
			}
		}
		if n := a.Decisions[2].Issues; n != 0 {
			t.Errorf("the decision about /b/ is about %d issues, but none is there alone", n)
		}
	}
}

func FuzzParseDecisions(f *testing.F) {
	f.Add("- {check: a, scope: x, state: accepted, who: b, why: c, until: 2027-01-01}")
	f.Add("- &a {check: *a}")
	f.Fuzz(func(t *testing.T, src string) {
		ds, err := ParseDecisions(strings.NewReader(src))
		if err != nil {
			return
		}
		for _, d := range ds {
			if d.Who == "" || d.Why == "" || d.scope == nil {
				t.Errorf("accepted %+v", d)
			}
		}
	})
}
