package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/usager/usager/checks/service"
	"github.com/usager/usager/page"
)

// procedureTruth is what a person reads on a page that explains a procedure.
type procedureTruth struct {
	URL       string            `json:"url"`
	None      bool              `json:"none"`      // the page explains no procedure
	Fields    map[string]string `json:"fields"`    // words that what is found must hold
	Documents int               `json:"documents"` // 0 is not compared
	Steps     int               `json:"steps"`     // 0 is not compared
}

// measureProcedures compares every page of a folder with its truth, field by
// field.
func measureProcedures(dir string) (total score, byField map[string]score, diffs []string, pages int, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return score{}, nil, nil, 0, err
	}
	if len(files) == 0 {
		return score{}, nil, nil, 0, fmt.Errorf("no pages in %s", dir)
	}
	byField = make(map[string]score)
	for _, file := range files {
		b, err := os.ReadFile(strings.TrimSuffix(file, ".html") + ".json")
		if err != nil {
			return score{}, nil, nil, 0, fmt.Errorf("truth of %s: %w", file, err)
		}
		var t procedureTruth
		if err := json.Unmarshal(b, &t); err != nil {
			return score{}, nil, nil, 0, fmt.Errorf("truth of %s: %w", file, err)
		}
		f, err := os.Open(file)
		if err != nil {
			return score{}, nil, nil, 0, err
		}
		p, err := page.Parse(t.URL, f)
		f.Close()
		if err != nil {
			return score{}, nil, nil, 0, err
		}
		pages++
		got, want := make(map[string]string), make(map[string]string)
		for k, v := range t.Fields {
			want[k] = v
		}
		if t.Documents > 0 {
			want["documents counted"] = strconv.Itoa(t.Documents)
		}
		if t.Steps > 0 {
			want["steps counted"] = strconv.Itoa(t.Steps)
		}
		if r := service.ReadProcedure(p); r != nil {
			for k, v := range r.Fields {
				got[k] = v
			}
			if t.Documents > 0 {
				got["documents counted"] = strconv.Itoa(len(r.Documents))
			}
			if t.Steps > 0 {
				got["steps counted"] = strconv.Itoa(r.Steps)
			}
		}
		for k := range merged(got, want) {
			g, found := got[k]
			w, wanted := want[k]
			s := score{}
			if found {
				s.found = 1
			}
			if wanted {
				s.wanted = 1
			}
			if found && wanted && strings.Contains(canonical(g), canonical(w)) {
				s.right = 1
			} else {
				diffs = append(diffs, fmt.Sprintf("%s: %s: found %q, wanted %q", filepath.Base(file), k, g, w))
			}
			total = total.plus(s)
			byField[k] = byField[k].plus(s)
		}
	}
	slices.Sort(diffs)
	return total, byField, diffs, pages, nil
}

func (s score) plus(o score) score {
	return score{s.found + o.found, s.wanted + o.wanted, s.right + o.right}
}

func merged(a, b map[string]string) map[string]bool {
	m := make(map[string]bool)
	for k := range a {
		m[k] = true
	}
	for k := range b {
		m[k] = true
	}
	return m
}
