package suite

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
	"github.com/usager/usager/page"
)

var update = flag.Bool("update", false, "rewrite the generated documents")

func catalog(t *testing.T) *checks.Catalog {
	t.Helper()
	c, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCatalog reads every text and finds criteria that do not exist, lists out
// of order and checks that no file declares.
func TestCatalog(t *testing.T) {
	c := catalog(t)
	for _, f := range c.Families {
		if !slices.IsSortedFunc(f.Checks, func(a, b *checks.Check) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("the checks of family %s are not sorted by ID", f.Name)
		}
		for _, check := range f.Checks {
			for _, sc := range check.Criteria {
				if _, ok := norm.Criterion(sc); !ok {
					t.Errorf("check %s: there is no success criterion %s", check, sc)
				}
			}
			file := filepath.Join("..", f.Name, strings.ReplaceAll(check.ID, "-", "_")+".go")
			if _, err := os.Stat(file); err != nil {
				t.Errorf("check %s is not in a file of its own: %v", check, err)
			}
		}
	}
}

// TestDocs keeps the catalogue of checks and the table of coverage in step
// with the code.
func TestDocs(t *testing.T) {
	c := catalog(t)
	for name, write := range map[string]func(*strings.Builder, *checks.Catalog){"checks.md": writeChecks, "coverage.md": writeCoverage} {
		var b strings.Builder
		b.WriteString("<!-- Generated: go test ./checks/suite -update -->\n\n")
		write(&b, c)
		file := filepath.Join("..", "..", "docs", name)
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != b.String() {
			t.Errorf("docs/%s is out of date: go test ./checks/suite -update", name)
		}
	}
}

func writeChecks(b *strings.Builder, c *checks.Catalog) {
	fmt.Fprintf(b, "# Checks\n\nusager has %d checks. Each says what must be true, whom a failure stops, and how to put it right.\n", len(c.Checks()))
	for _, f := range c.Families {
		fmt.Fprintf(b, "\n## %s\n", f.Name)
		for _, check := range f.Checks {
			t := c.Text(check.ID)
			fmt.Fprintf(b, "\n### %s\n\n%s.\n\n", check.ID, t.Title.EN)
			var about []string
			if len(check.Criteria) > 0 {
				about = append(about, "WCAG "+strings.Join(check.Criteria, ", "))
			}
			if len(check.ACT) > 0 {
				about = append(about, "ACT "+strings.Join(check.ACT, ", "))
			}
			if check.Practice {
				about = append(about, "good practice")
			}
			about = append(about, check.Impact.String())
			if check.Needs != 0 {
				about = append(about, "needs "+check.Needs.String())
			}
			fmt.Fprintf(b, "%s\n\n%s\n\nPut it right: %s\n", strings.Join(about, " · "), strings.TrimSpace(t.Why.EN), strings.TrimSpace(t.Fix.EN))
		}
	}
}

func writeCoverage(b *strings.Builder, c *checks.Catalog) {
	by := make(map[string][]string)
	fails, about, absence := make(map[string][]string), make(map[string][]string), make(map[string][]string)
	for _, check := range c.Checks() {
		for _, sc := range check.Criteria {
			if !check.Practice {
				by[sc] = append(by[sc], check.ID)
			}
		}
		for _, n := range norm.RGAAOf(check.ID) {
			fails[n] = append(fails[n], check.ID)
		}
		for _, n := range norm.RGAAAbout(check.ID) {
			about[n] = append(about[n], check.ID)
		}
		for _, n := range norm.Absence(check.ID).RGAA {
			absence[n] = append(absence[n], check.ID)
		}
	}
	some, all := 0, 0
	var rows, questions strings.Builder
	for _, sc := range norm.Criteria() {
		ids := strings.Join(by[sc.Number], ", ")
		if ids == "" {
			ids = "a person"
		}
		if sc.Level != "AAA" {
			all++
			if len(by[sc.Number]) > 0 {
				some++
			}
			if q, ok := norm.QuestionOf(sc.Number); ok {
				fmt.Fprintf(&questions, "| %s | %s | %s | %s |\n", sc.Number, sc.Title.EN, q.Question.EN, q.Reason.EN)
			}
		}
		fmt.Fprintf(&rows, "| %s | %s | %s | %s | %s |\n", sc.Number, sc.Level, sc.Title.EN, norm.EN(sc.Number), ids)
	}
	covered, total := 0, 0
	var rgaa strings.Builder
	for _, r := range norm.RGAA() {
		total++
		if len(fails[r.Number])+len(about[r.Number])+len(absence[r.Number]) > 0 {
			covered++
		}
		fmt.Fprintf(&rgaa, "| %s | %s | %s | %s | %s | %s |\n", r.Number, r.Title.EN, strings.Join(r.WCAG, ", "),
			strings.Join(fails[r.Number], ", "), strings.Join(about[r.Number], ", "), strings.Join(absence[r.Number], ", "))
	}
	fmt.Fprintf(b, "# Coverage\n\nSuccess criteria of levels A and AA with at least one check: %d of %d. A check sees a part of a criterion; what it leaves is asked of a person.\n\n", some, all)
	fmt.Fprintf(b, "| WCAG 2.2 | level | title | EN 301 549 | checks |\n|---|---|---|---|---|\n%s", rows.String())
	fmt.Fprintf(b, "\n## Questions for a person\n\nNo check looks at these success criteria of levels A and AA.\n\n| WCAG 2.2 | title | question | why no check |\n|---|---|---|---|\n%s", questions.String())
	fmt.Fprintf(b, "\n## RGAA 4.1.2\n\nCriteria that usager says more of than “not tested”: %d of %d. Some checks certainly fail a criterion; others look at it and leave what they find to a person; where what a criterion is about is on no page, it does not apply.\n\n| RGAA | about | WCAG | failed by | looked at by | not applicable without |\n|---|---|---|---|---|---|\n%s", covered, total, rgaa.String())
}

// TestQuestions wants, of each success criterion of levels A and AA, either a
// check or the question that a person must ask, not both.
func TestQuestions(t *testing.T) {
	checked := make(map[string]bool)
	for _, c := range catalog(t).Checks() {
		for _, sc := range c.Criteria {
			checked[sc] = checked[sc] || !c.Practice
		}
	}
	for _, sc := range norm.Criteria() {
		if _, asked := norm.QuestionOf(sc.Number); sc.Level != "AAA" && asked == checked[sc.Number] {
			t.Errorf("%s: checked %v, asked %v", sc.Number, checked[sc.Number], asked)
		}
	}
}

// FuzzPage judges whatever parses: no check may break.
func FuzzPage(f *testing.F) {
	f.Add(`<html lang=fr><title>x</title><main><h1>A</h1><img src=a.png><table><tr><td headers=x>1</table><a href="tel:+3235">03 20</a>`)
	f.Add(`<div role="tablist" aria-owns="a a b"><template shadowrootmode=open><slot></slot></template><input autocomplete="shipping street-address"><p style="color:rgb(1,2">`)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := page.Parse("http://x/", strings.NewReader(src))
		if err != nil {
			return
		}
		results, _ := Page(p, 0, nil)
		for _, r := range results {
			if strings.HasPrefix(r.Reason, "check broke") {
				t.Errorf("%s: %s", r.Check, r.Reason)
			}
		}
	})
}

// TestTechniques wants the table of techniques to be about checks that exist.
func TestTechniques(t *testing.T) {
	c, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, id := range norm.WithTechniques() {
		known[id] = true
		if c.Check(id) == nil {
			t.Errorf("techniques of %s, which is no check", id)
		}
		for _, technique := range norm.Techniques(id) {
			if strings.Contains(technique.URL, "//"+technique.ID) || strings.Contains(technique.URL, "Techniques//") {
				t.Errorf("%s: no folder of %s", id, technique.ID)
			}
		}
	}
	for _, id := range []string{"image-name", "contrast", "link-name", "keyboard-trap", "html-lang"} {
		if !known[id] {
			t.Errorf("no techniques of %s", id)
		}
	}
}
