// Command channels measures how well the ways to reach a service are found:
// precision and recall of telephone numbers, e-mail addresses, opening hours
// and postal addresses, on pages with their truth beside them. The format of
// the folder is described in docs/channels.md.
//
//	go run ./bench/channels [DIR]
//	go run ./bench/channels -procedures [DIR]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/page"
)

// truth is what a person finds on a page.
type truth struct {
	URL       string              `json:"url"` // of the page; "" for one that tells nothing
	Phones    []string            `json:"phones"`
	Emails    []string            `json:"emails"`
	Hours     map[string][]string `json:"hours"`
	Addresses []string            `json:"addresses"`
}

// score counts items of one kind.
type score struct{ found, wanted, right int }

func (s score) precision() float64 { return ratio(s.right, s.found) }
func (s score) recall() float64    { return ratio(s.right, s.wanted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

var kinds = []string{"phone", "email", "hours", "address"}

func main() {
	verbose := flag.Bool("v", false, "list what is missed and what is found in excess")
	procedures := flag.Bool("procedures", false, "measure how pages that explain a procedure are read")
	flag.Parse()
	if *procedures {
		dir := "testdata/procedures"
		if flag.NArg() > 0 {
			dir = flag.Arg(0)
		}
		total, byField, diffs, pages, err := measureProcedures(dir)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		if *verbose {
			for _, d := range diffs {
				fmt.Println(d)
			}
		}
		fmt.Printf("%d pages in %s\n", pages, dir)
		for _, k := range slices.Sorted(maps.Keys(byField)) {
			s := byField[k]
			fmt.Printf("%-18s precision %.3f  recall %.3f  (%d found, %d wanted, %d right)\n", k, s.precision(), s.recall(), s.found, s.wanted, s.right)
		}
		fmt.Printf("%-18s precision %.3f  recall %.3f  (%d found, %d wanted, %d right)\n", "all", total.precision(), total.recall(), total.found, total.wanted, total.right)
		return
	}
	dir := "testdata/channels"
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	scores, diffs, pages, err := measure(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if *verbose {
		for _, d := range diffs {
			fmt.Println(d)
		}
	}
	fmt.Printf("%d pages in %s\n", pages, dir)
	for _, k := range kinds {
		s := scores[k]
		fmt.Printf("%-8s precision %.3f  recall %.3f  (%d found, %d wanted, %d right)\n", k, s.precision(), s.recall(), s.found, s.wanted, s.right)
	}
}

// measure compares every page of a folder with its truth.
func measure(dir string) (scores map[string]score, diffs []string, pages int, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return nil, nil, 0, err
	}
	if len(files) == 0 {
		return nil, nil, 0, fmt.Errorf("no pages in %s", dir)
	}
	scores = make(map[string]score)
	for _, file := range files {
		b, err := os.ReadFile(strings.TrimSuffix(file, ".html") + ".json")
		if err != nil {
			return nil, nil, 0, fmt.Errorf("truth of %s: %w", file, err)
		}
		var t truth
		if err := json.Unmarshal(b, &t); err != nil {
			return nil, nil, 0, fmt.Errorf("truth of %s: %w", file, err)
		}
		f, err := os.Open(file)
		if err != nil {
			return nil, nil, 0, err
		}
		if t.URL == "" {
			t.URL = "https://example.org/" + filepath.Base(file)
		}
		p, err := page.Parse(t.URL, f)
		f.Close()
		if err != nil {
			return nil, nil, 0, err
		}
		pages++
		got := items(p)
		want := map[string][]string{"phone": t.Phones, "email": t.Emails, "hours": hourItems(t.Hours)}
		for _, a := range t.Addresses {
			want["address"] = append(want["address"], canonical(a))
		}
		for _, k := range kinds {
			g, w := unique(got[k]), unique(want[k])
			s := scores[k]
			s.found += len(g)
			s.wanted += len(w)
			for _, v := range g {
				if slices.Contains(w, v) {
					s.right++
				} else {
					diffs = append(diffs, fmt.Sprintf("%s: %s in excess: %s", filepath.Base(file), k, v))
				}
			}
			for _, v := range w {
				if !slices.Contains(g, v) {
					diffs = append(diffs, fmt.Sprintf("%s: %s missed: %s", filepath.Base(file), k, v))
				}
			}
			scores[k] = s
		}
	}
	return scores, diffs, pages, nil
}

func items(p *page.Page) map[string][]string {
	m := make(map[string][]string)
	for _, c := range channels.Extract(p) {
		switch c.Kind {
		case channels.Phone, channels.Mail:
			m[c.Kind] = append(m[c.Kind], c.Value)
		case channels.Opening:
			m[c.Kind] = append(m[c.Kind], hourItems(c.Weekly)...)
		case channels.Postal:
			m[c.Kind] = append(m[c.Kind], canonical(c.Value))
		}
	}
	return m
}

func hourItems(weekly map[string][]string) []string {
	var list []string
	for d, ivs := range weekly {
		for _, iv := range ivs {
			list = append(list, d+" "+iv)
		}
	}
	return list
}

var notAlnum = regexp.MustCompile(`[^a-z0-9]+`)

// canonical leaves of an address what two people would write alike.
func canonical(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if r < 0x80 {
			b.WriteRune(r)
		} else if r == 'ß' {
			b.WriteString("ss")
		} else if unicode.IsPunct(r) {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(notAlnum.ReplaceAllString(b.String(), " "))
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
