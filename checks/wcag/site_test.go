package wcag

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

func link(region page.Region, url, name string) checks.Link {
	return checks.Link{URL: "https://x.example/" + url, Name: name, Region: region, Visible: true, Exposed: true}
}

func menu(urls ...string) []checks.Link {
	var ls []checks.Link
	for _, u := range urls {
		ls = append(ls, link(page.Navigation, u, "The "+u))
	}
	return ls
}

func TestSite(t *testing.T) {
	catalog, err := checks.NewCatalog(Family)
	if err != nil {
		t.Fatal(err)
	}
	home := func(f checks.Facts) checks.Facts { f.Lang, f.Status = "en", 200; return f }
	search := []checks.Form{{Kind: "search"}}
	for _, c := range []struct {
		name  string
		check *checks.Check
		pages []checks.Facts
		want  []string // outcome, key, page
	}{
		{"search and menu", multipleWays, []checks.Facts{
			{Forms: search, Links: menu("a", "b", "c")}, {Forms: search, Links: menu("a", "b", "c")}, {Links: menu("a", "b", "c"), Forms: search},
		}, nil},
		{"menu only", multipleWays, []checks.Facts{{Links: menu("a", "b", "c")}, {Links: menu("a", "b", "c")}, {Links: menu("a", "b", "c")}}, []string{"cantTell menu "}},
		{"no way", multipleWays, []checks.Facts{{}, {}, {}}, []string{"cantTell none "}},
		{"same order", consistentNavigation, []checks.Facts{{Links: menu("a", "b", "c")}, {Links: menu("a", "x", "b", "c")}}, nil},
		{"other order", consistentNavigation, []checks.Facts{{Links: menu("a", "b", "c")}, {Links: menu("b", "a", "c")}}, []string{"failed order p1"}},
		{"other order among more", consistentNavigation, []checks.Facts{{Links: menu("a", "b", "c")}, {Links: menu("b", "a", "c", "d")}}, []string{"cantTell differs p1"}},
		{"a link twice", consistentNavigation, []checks.Facts{{Links: menu("a", "b", "c", "d")}, {Links: menu("d", "a", "b", "c", "d")}}, nil},
		{"same names", consistentIdentification, []checks.Facts{{Links: []checks.Link{link(page.Footer, "c", "Contact")}}, {Links: []checks.Link{link(page.Footer, "c", "Contact us")}}}, nil},
		{"other names", consistentIdentification, []checks.Facts{{Links: []checks.Link{link(page.Footer, "c", "Contact")}}, {Links: []checks.Link{link(page.Footer, "c", "Write here")}}}, []string{"cantTell names p1"}},
		{"help stays", consistentHelp, []checks.Facts{{Links: []checks.Link{link(page.Footer, "c", "Contact")}}, {Links: []checks.Link{link(page.Footer, "c", "Contact")}}}, nil},
		{"help moves", consistentHelp, []checks.Facts{
			{Links: []checks.Link{link(page.Footer, "c", "Contact")}}, {Links: []checks.Link{link(page.Footer, "c", "Contact")}}, {Links: []checks.Link{link(page.Banner, "c", "Contact")}},
		}, []string{"cantTell moved p2"}},
		{"titles differ", pageTitleUnique, []checks.Facts{{Title: "A"}, {Title: "B"}}, nil},
		{"titles same", pageTitleUnique, []checks.Facts{
			{Title: "A", Headings: []checks.Heading{{Level: 1, Text: "One"}}}, {Title: "a ", Headings: []checks.Heading{{Level: 1, Text: "Two"}}},
		}, []string{"cantTell same p1"}},
		{"one page twice", pageTitleUnique, []checks.Facts{
			{Title: "A", Headings: []checks.Heading{{Level: 1, Text: "One"}}}, {Title: "A", Headings: []checks.Heading{{Level: 1, Text: "One"}}},
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var pages []*checks.Facts
			for i := range c.pages {
				f := home(c.pages[i])
				f.URL = fmt.Sprintf("p%d", i)
				pages = append(pages, &f)
			}
			r := checks.RunSite(checks.Site{}, pages, []*checks.Check{c.check})[0]
			var got []string
			for _, f := range r.Findings {
				if err := catalog.Complete(f.Check, f.Message); err != nil {
					t.Error(err)
				}
				got = append(got, f.Outcome.String()+" "+f.Message.Key+" "+f.URL)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if c.want == nil && r.Outcome != checks.Passed {
				t.Errorf("outcome %s", r.Outcome)
			}
		})
	}
}
