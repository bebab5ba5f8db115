// Package norm holds the referentials that findings are reported under: the
// success criteria of WCAG 2.2, the clauses of EN 301 549 and the criteria of
// RGAA 4.1.2, and how they map to one another.
package norm

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
)

// A Referential is one edition of a standard.
type Referential struct {
	ID      string `yaml:"id"` // "wcag", "en", "rgaa"
	Name    string `yaml:"name"`
	Version string `yaml:"version"`
	Date    string `yaml:"date"` // of publication, ISO 8601
}

func (r Referential) String() string { return r.Name + " " + r.Version }

// A SuccessCriterion is one of the 86 of WCAG 2.2.
type SuccessCriterion struct {
	Number string           `yaml:"number"` // "1.4.3"
	Level  string           `yaml:"level"`  // "A", "AA", "AAA"
	Since  string           `yaml:"since"`  // version of WCAG that brought it: "2.0", "2.1", "2.2"
	Clause string           `yaml:"clause"` // of EN 301 549 V3.2.1, "" if it has none
	Title  checks.Localized `yaml:"title"`
	RGAA   []string         `yaml:"-"` // numbers of the RGAA criteria that cite it
}

// An RGAACriterion is one of the 106 of RGAA 4.1.2.
type RGAACriterion struct {
	Number string           `yaml:"number"` // "1.1"
	WCAG   []string         `yaml:"wcag"`   // success criteria of WCAG 2.1 that it cites; 4.1.1 among them, which 2.2 dropped
	Title  checks.Localized `yaml:"title"`  // a short wording of our own
}

// A Topic is one of the 13 groups of RGAA criteria.
type Topic struct {
	Number int              `yaml:"number"`
	Title  checks.Localized `yaml:"title"`
}

var (
	//go:embed wcag.yaml
	wcagYAML []byte
	//go:embed rgaa.yaml
	rgaaYAML []byte
	//go:embed checks.yaml
	checksYAML []byte
	//go:embed questions.yaml
	questionsYAML []byte
	//go:embed techniques.yaml
	techniquesYAML []byte

	wcag struct {
		Referentials []Referential      `yaml:"referentials"`
		Criteria     []SuccessCriterion `yaml:"criteria"`
	}
	rgaa struct {
		Referential Referential     `yaml:"referential"`
		Topics      []Topic         `yaml:"topics"`
		Criteria    []RGAACriterion `yaml:"criteria"`
	}
	byNumber = map[string]int{}
	byCheck  struct {
		Fails, About map[string][]string // RGAA criteria by ID of the check
		Absence      map[string]Absent
	}
	questions  map[string]Question // by number of the success criterion
	techniques map[string][]string // by ID of the check
)

func init() {
	decode(wcagYAML, &wcag)
	decode(rgaaYAML, &rgaa)
	decode(checksYAML, &byCheck)
	decode(questionsYAML, &questions)
	decode(techniquesYAML, &techniques)
	for i, c := range wcag.Criteria {
		byNumber[c.Number] = i
	}
	for _, r := range rgaa.Criteria {
		for _, number := range r.WCAG {
			if i, ok := byNumber[number]; ok {
				wcag.Criteria[i].RGAA = append(wcag.Criteria[i].RGAA, r.Number)
			}
		}
	}
}

func decode(b []byte, into any) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		panic(fmt.Sprintf("norm: embedded table: %v", err))
	}
}

// Referentials returns the editions that this package holds: WCAG, EN 301 549,
// RGAA.
func Referentials() []Referential { return append(slices.Clone(wcag.Referentials), rgaa.Referential) }

// Criteria returns the success criteria in the order of WCAG.
func Criteria() []SuccessCriterion { return slices.Clone(wcag.Criteria) }

// Criterion returns the success criterion with a number such as "1.4.3".
func Criterion(number string) (SuccessCriterion, bool) {
	i, ok := byNumber[number]
	if !ok {
		return SuccessCriterion{}, false
	}
	return wcag.Criteria[i], true
}

// EN returns the clause of EN 301 549 V3.2.1 that a success criterion is
// required by, or "" if it is not: AAA, or newer than WCAG 2.1.
func EN(number string) string {
	c, _ := Criterion(number)
	return c.Clause
}

// Anchor returns the name of the success criterion in the Recommendation and
// in what W3C writes about it, such as "contrast-minimum".
func (c SuccessCriterion) Anchor() string {
	return strings.Trim(notAnchor.ReplaceAllString(strings.ToLower(c.Title.EN), "-"), "-")
}

var notAnchor = regexp.MustCompile(`[^a-z0-9]+`)

// RGAAOf returns the criteria of RGAA that a failure of a check certainly
// fails, none where a person must tell which.
func RGAAOf(check string) []string { return slices.Clone(byCheck.Fails[check]) }

// RGAAAbout returns the criteria of RGAA that a check looks at without being
// able to tell by itself that they fail: its failures and its questions are
// for a person to judge under them.
func RGAAAbout(check string) []string { return slices.Clone(byCheck.About[check]) }

// Absent lists what does not apply to a site where a check applies to nothing
// on any page, such as captions where there are no media.
type Absent struct {
	RGAA []string `yaml:"rgaa"` // numbers of RGAA criteria
	WCAG []string `yaml:"wcag"` // numbers of success criteria
}

// Absence returns what a check proves not to apply by applying to nothing.
func Absence(check string) Absent { return byCheck.Absence[check] }

// A Question is what a person must ask under a success criterion that no check
// looks at.
type Question struct {
	Question checks.Localized `yaml:"question"`
	Reason   checks.Localized `yaml:"reason"` // why no check looks at it
}

// QuestionOf returns the question under the success criterion with a number
// such as "3.3.7"; ok is false where checks look at it.
func QuestionOf(number string) (q Question, ok bool) {
	q, ok = questions[number]
	return q, ok
}

// CheckIDs returns the checks that RGAAOf, RGAAAbout and Absence know, sorted.
func CheckIDs() []string {
	ids := slices.Collect(maps.Keys(byCheck.Fails))
	ids = slices.AppendSeq(ids, maps.Keys(byCheck.About))
	ids = slices.AppendSeq(ids, maps.Keys(byCheck.Absence))
	slices.Sort(ids)
	return slices.Compact(ids)
}

// RGAA returns the criteria of RGAA in its order.
func RGAA() []RGAACriterion { return slices.Clone(rgaa.Criteria) }

// Topics returns the topics of RGAA in its order.
func Topics() []Topic { return slices.Clone(rgaa.Topics) }

// Topic returns the number of the topic that the criterion belongs to, from 1.
func (r RGAACriterion) Topic() int {
	n, _, _ := strings.Cut(r.Number, ".")
	topic, _ := strconv.Atoi(n) // a test reads every number
	return topic
}

// A Technique is one of W3C's Techniques for WCAG 2.2: how to meet a criterion
// or, where its ID begins with F, how to fail it.
type Technique struct{ ID, URL string }

// techniqueFolder is where W3C keeps the techniques of each technology.
var techniqueFolder = map[string]string{
	"ARIA": "aria", "C": "css", "F": "failures", "G": "general", "H": "html", "PDF": "pdf", "SCR": "client-side-script",
}

// Techniques returns what W3C writes about how to put right what a check finds,
// nothing if nothing is known.
func Techniques(check string) []Technique {
	var all []Technique
	for _, id := range techniques[check] {
		all = append(all, Technique{id, "https://www.w3.org/WAI/WCAG22/Techniques/" + techniqueFolder[strings.TrimRight(id, "0123456789")] + "/" + id})
	}
	return all
}

// WithTechniques returns the IDs of the checks that Techniques knows, sorted.
func WithTechniques() []string { return slices.Sorted(maps.Keys(techniques)) }

// Understanding returns the address of what W3C writes about the criterion.
func (c SuccessCriterion) Understanding() string {
	return "https://www.w3.org/WAI/WCAG22/Understanding/" + c.Anchor()
}
