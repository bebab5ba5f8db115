// Command clarity measures the clarity models of package text on texts with
// human levels, and fits them.
//
//	go run ./bench/clarity [DIR]        print the table
//	go run ./bench/clarity -fit [DIR]   fit the models, write text/data/models.json
//
// DIR holds files of one JSON object a line: lang, text, level (higher is
// harder) and, where two versions belong together, pair. The texts are split in
// two halves; texts that share a sentence, a group or a pair stay on one side.
// A figure under "held" is the mean over both halves, each judged by models
// fitted in the same way on the other, and under "other data" by models fitted on
// the other files of the language alone. Under "shipped" stands the model of the
// package itself, which was fitted on both halves of the texts named in
// docs/clarity.md: on those texts that column flatters, on others it counts.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/usager/usager/text"
)

func main() {
	fit := flag.Bool("fit", false, "fit the models and write them to -o")
	out := flag.String("o", "text/data/models.json", "file the fitted models are written to")
	flag.Parse()
	dir := "../shared/language"
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if err := run(dir, *fit, *out); err != nil {
		fmt.Fprintln(os.Stderr, "clarity:", err)
		os.Exit(1)
	}
}

func run(dir string, fit bool, out string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("skipped: no folder %s with texts and their levels\n", dir)
		return nil
	}
	sets, err := load(dir)
	if err != nil {
		return err
	}
	if fit {
		for _, lang := range text.Langs {
			if !slices.ContainsFunc(sets, func(set *dataset) bool { return set.lang == lang }) {
				return fmt.Errorf("fit: %s holds no text in %q", dir, lang)
			}
		}
		models := fitAll(sets, func(*item) bool { return true })
		data, err := json.MarshalIndent(models, "", " ")
		if err != nil {
			return fmt.Errorf("encode models: %w", err)
		}
		if err := os.WriteFile(out, append(compact(data), '\n'), 0o644); err != nil {
			return fmt.Errorf("write models: %w", err)
		}
		fmt.Printf("wrote %s\n", out)
	}
	table(sets)
	return nil
}

// compact puts the numbers of an indented JSON array on one line.
func compact(data []byte) []byte {
	var b strings.Builder
	depth := 0
	for _, line := range strings.Split(string(data), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(trimmed, "["):
			depth++
			b.WriteString(line)
		case strings.HasPrefix(trimmed, "]"):
			depth--
			b.WriteString(trimmed + "\n")
		case depth > 0:
			b.WriteString(trimmed)
		default:
			b.WriteString(line + "\n")
		}
	}
	return []byte(strings.TrimRight(b.String(), "\n"))
}

// item is one text with its level.
type item struct {
	Lang  text.Lang `json:"lang"`
	Text  string    `json:"text"`
	Level float64   `json:"level"`
	Pair  string    `json:"pair"`
	Group string    `json:"group"`

	read   *text.Text
	values []float64 // features
	half   int
}

// dataset is one file: texts with levels, or pairs of a harder and an easier
// version.
type dataset struct {
	name  string
	lang  text.Lang
	items []*item
	pairs [][2]*item // harder first
}

func load(dir string) ([]*dataset, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	slices.Sort(names)
	var sets []*dataset
	for _, name := range names {
		of, err := loadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for _, lang := range text.Langs {
			if set := of[lang]; set != nil {
				set.pair()
				sets = append(sets, set)
			}
		}
	}
	split(sets)
	return sets, nil
}

// loadFile returns the texts of a file by language; those in a language without
// a model are left out.
func loadFile(name string) (map[text.Lang]*dataset, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sets := map[text.Lang]*dataset{}
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		it := new(item)
		if err := json.Unmarshal(scanner.Bytes(), it); err != nil {
			return nil, err
		}
		if !it.Lang.Known() {
			continue
		}
		it.read = text.Read(it.Text, it.Lang)
		st := it.read.Stats()
		it.values = st.Features()
		set := sets[it.Lang]
		if set == nil {
			set = &dataset{name: strings.TrimSuffix(filepath.Base(name), ".jsonl"), lang: it.Lang}
			sets[it.Lang] = set
		}
		set.items = append(set.items, it)
	}
	return sets, scanner.Err()
}

// pair puts the items of a set that belong together side by side.
func (set *dataset) pair() {
	byPair := map[string][]*item{}
	var order []string
	for _, it := range set.items {
		if it.Pair == "" {
			continue
		}
		if byPair[it.Pair] == nil {
			order = append(order, it.Pair)
		}
		byPair[it.Pair] = append(byPair[it.Pair], it)
	}
	for _, p := range order {
		if two := byPair[p]; len(two) == 2 && two[0].Level != two[1].Level {
			if two[0].Level < two[1].Level {
				two[0], two[1] = two[1], two[0]
			}
			set.pairs = append(set.pairs, [2]*item{two[0], two[1]})
		}
	}
}

// split puts each text in one of two halves. Texts of a language that share a
// sentence, a pair or a group go together.
func split(sets []*dataset) {
	parent := map[string]string{}
	var find func(string) string
	find = func(k string) string {
		p, ok := parent[k]
		if !ok || p == k {
			parent[k] = k
			return k
		}
		root := find(p)
		parent[k] = root
		return root
	}
	union := func(a, b string) {
		ra, rb := find(a), find(b)
		if ra > rb {
			ra, rb = rb, ra
		}
		parent[rb] = ra
	}
	keys := func(set *dataset, it *item) []string {
		k := []string{set.name + "\x00t" + it.Text}
		if it.Pair != "" {
			k = append(k, set.name+"\x00p"+it.Pair)
			if it.Group != "" {
				k = append(k, set.name+"\x00g"+it.Group)
			}
		}
		for _, s := range it.read.Sentences() {
			if s.End-s.Start > 20 {
				k = append(k, string(set.lang)+"\x00s"+strings.ToLower(s.In(it.Text)))
			}
		}
		return k
	}
	for _, set := range sets {
		for _, it := range set.items {
			k := keys(set, it)
			for _, other := range k[1:] {
				union(k[0], other)
			}
		}
	}
	for _, set := range sets {
		for _, it := range set.items {
			h := fnv.New32a()
			h.Write([]byte(find(set.name + "\x00t" + it.Text)))
			it.half = int(h.Sum32()>>7) & 1
		}
	}
}

// table prints, per data set, how well our score and the formulas order held
// texts.
func table(sets []*dataset) {
	var models [2]*text.Models
	for half := range models {
		models[half] = fitAll(sets, func(it *item) bool { return it.half == half })
	}
	// Models fitted without the data set they are measured on.
	transfer := map[*dataset]*text.Models{}
	for _, set := range sets {
		var others []*dataset
		for _, o := range sets {
			if o != set && o.lang == set.lang {
				others = append(others, o)
			}
		}
		if len(others) > 0 {
			transfer[set] = fitAll(others, func(*item) bool { return true })
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "texts\tn\tmeasure\theld\tother data\tshipped\t")
	for _, f := range formulas {
		fmt.Fprint(w, f.name, "\t")
	}
	fmt.Fprintln(w)
	for _, set := range sets {
		for _, z := range sizes {
			n := 0
			if (z == mixed || z == article) && len(set.pairs) > 0 {
				continue
			}
			held, shipped, other := 0.0, 0.0, 0.0
			classic := make([]float64, len(formulas))
			for half := range 2 {
				s := set.samples(z, func(it *item) bool { return it.half == half })
				if z != single {
					s = s.long()
				}
				n += s.len()
				held += s.measure(func(d *doc) float64 { return models[1-half].Difficulty(&d.stats, set.lang) }) / 2
				if m := transfer[set]; m != nil {
					other += s.measure(func(d *doc) float64 { return m.Difficulty(&d.stats, set.lang) }) / 2
				}
				shipped += s.measure(func(d *doc) float64 { return text.Fitted().Difficulty(&d.stats, set.lang) }) / 2
				for i, f := range formulas {
					classic[i] += s.measure(func(d *doc) float64 { return f.of(&d.stats, set.lang) }) / 2
				}
			}
			if n == 0 {
				continue
			}
			measure := "ρ"
			if len(set.pairs) > 0 {
				measure = "pairs"
			}
			elsewhere := "–"
			if transfer[set] != nil {
				elsewhere = fmt.Sprintf("%.3f", other)
			}
			fmt.Fprintf(w, "%s, %s\t%d\t%s\t%.3f\t%s\t%.3f\t", set.name, z.name, n, measure, held, elsewhere, shipped)
			for _, v := range classic {
				fmt.Fprintf(w, "%.3f\t", v)
			}
			fmt.Fprintln(w)
		}
	}
	w.Flush()
}
