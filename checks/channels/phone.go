package channels

import (
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/usager/usager/checks/words"
)

// Label says what the words around a number declare it to be.
type Label uint8

// The labels.
const (
	Unlabelled Label = iota
	PhoneLabel       // "Tél.", "telefoon", "call us on"
	FaxLabel         // "Fax", "télécopie"
	DecoyLabel       // "TVA", "IBAN", "Aktenzeichen": the number is not to be called
)

// A Number is a telephone number in a text.
type Number struct {
	Value      string // E.164, or the digits of a short number
	Start, End int    // bytes of the text
	Premium    bool   // the call costs more than an ordinary one
}

var phoneData = load[struct {
	Papers, Places, Help         []string
	ForWhom                      string `yaml:"forWhom"`
	Phone, How, Fax, Decoy, Weak []string
	CallAfter                    string `yaml:"callAfter"`
	Icons                        struct{ Phone, Fax []string }
	Both, Joins, Call, Article   string
	NotAfter                     string `yaml:"notAfter"`
	ArticleOnly                  string `yaml:"articleOnly"`
	Paid                         string
	NotPaid                      string `yaml:"notPaid"`
	Premium, Shapes, Short       map[string]string
	Known                        map[string][]string
	Overseas                     map[string]string
	Countries                    map[string]struct{ TLD, Words []string }
	ByLang                       map[string]string `yaml:"byLang"`
}]("phone.yaml")

var (
	phoneWords = words.Compile(phoneData.Phone)
	faxWords   = words.Compile(phoneData.Fax)
	decoyWords = words.Compile(phoneData.Decoy)
	weakWords  = words.Compile(phoneData.Weak)
	placeWords = words.Compile(phoneData.Places)
	paperWords = words.Compile(phoneData.Papers)
	phoneOnly  = words.Compile(phoneData.How)
	helpWords  = words.Compile(phoneData.Help)
	phoneIcons = words.Compile(phoneData.Icons.Phone)
	faxIcons   = words.Compile(phoneData.Icons.Fax)

	labelGap      = regexp.MustCompile(`^(?:` + phoneData.Both + `)$`)
	joinedBy      = regexp.MustCompile(phoneData.Joins)
	callAfter     = regexp.MustCompile(`^` + phoneData.CallAfter)
	callBefore    = regexp.MustCompile(`\b` + phoneData.Call + phoneData.Article)
	numberMark    = regexp.MustCompile(`^\s*(?:(?:n[°ºor]\.?|nummer|numero|number)[\s:]*)?$`)
	wordAfter     = regexp.MustCompile(`^(?:[a-z]|-[a-z](?:[^a-z]|$))`)
	articleBefore = regexp.MustCompile(`(?:^|[\s(])` + phoneData.ArticleOnly + `$`)
	introduced    = regexp.MustCompile(`[a-z]\s?(?::\s?)?$`)
	forWhom       = regexp.MustCompile(phoneData.ForWhom)
	notAfter      = regexp.MustCompile(phoneData.NotAfter)
	paidWords     = regexp.MustCompile(phoneData.Paid)
	freeWords     = regexp.MustCompile(phoneData.NotPaid)
	emailWord     = regexp.MustCompile(`\S+@\S+`)
	letterFax     = regexp.MustCompile(`(?:^|[^a-z0-9'])f\s?$`)
	letterPhone   = regexp.MustCompile(`(?:^|[^a-z0-9'])[tpm]\s?$`)
	faxInParens   = regexp.MustCompile(`^[\s,;-]*[(\[]\s*`)
	faxAlone      = regexp.MustCompile(`^\s*[-,:]?\s*(?:fax|telecopie|telefax)\s*[).;,]?\s*$`)
	digitRun      = regexp.MustCompile(`(?:\+\s?|\(\s?\+\s?|\()?\d(?:[ ().\-/]{0,4}\d)*`)
	digitGroups   = regexp.MustCompile(`\d+`)
	dateLike      = regexp.MustCompile(`^(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-][01]\d[./-][0-3]\d)\b`)
	companyLike   = regexp.MustCompile(`^[01]?\d{3}\.\d{3}\.\d{3}\b`)
	timesLike     = regexp.MustCompile(`^[0-2]?\d[.:][0-5]\d\s?-\s?[0-2]?\d[.:][0-5]\d(?:$|[^.\d]|\.(?:$|\D))`)
	areaCode      = regexp.MustCompile(`^14 0\d{2,3}$`)       // of a Dutch town, known to all
	fileLike      = regexp.MustCompile(`\d/(?:19|20)\d\d/\d`) // 0361/2024/17
	trailing      = regexp.MustCompile(`^(?:\s-\s|\s?/\s?|\s-|-\s|\s\(|\)\s)`)

	regionShapes, regionShort, regionPremium = compileAll(phoneData.Shapes), compileAll(phoneData.Short), compileAll(phoneData.Premium)
	regionOrder                              = sortedKeys(phoneData.Shapes)
)

func compileAll(m map[string]string) map[string]*regexp.Regexp {
	out := make(map[string]*regexp.Regexp, len(m))
	for k, v := range m {
		out[k] = regexp.MustCompile(v)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// LabelOf returns what the last word for it in a text declares a number after
// it to be.
func LabelOf(text string) Label { return lastLabel(words.Fold(text).S, false) }

// lastLabel looks for the last label in folded text. weak also counts words
// that tell only of numbers which do not look like telephone numbers.
func lastLabel(s string, weak bool) Label {
	label, at, end := Unlabelled, -1, -1
	note := func(l Label, m []int) {
		// A single letter counts only next to the number.
		if m[1]-m[0] <= 3 && strings.ContainsAny(s[m[0]:m[1]], ".:") && strings.Trim(s[m[1]:], " .:(") != "" {
			return
		}
		if l == PhoneLabel && label == FaxLabel && m[0]-end <= 25 && placeWords.Match(s[m[0]:m[1]]) {
			return // "Fax accueil"
		}
		if m[1] > end || m[1] == end && m[0] < at {
			if l == FaxLabel && label == PhoneLabel && end >= 0 && end <= m[0] && labelGap.MatchString(s[end:m[0]]) && phoneOnly.Match(s[at:end]) {
				l = PhoneLabel // "Tél./Fax"
			}
			label, at, end = l, m[0], m[1]
		}
	}
	all := func(l Label, e *words.Set) (ms [][]int) {
		for _, m := range e.FindAll(s, -1) {
			ms = append(ms, []int{m[0], m[1], int(l)})
		}
		return ms
	}
	ms := slices.Concat(all(PhoneLabel, phoneWords), all(FaxLabel, faxWords), all(DecoyLabel, decoyWords))
	if weak {
		ms = append(ms, all(DecoyLabel, weakWords)...)
	}
	slices.SortStableFunc(ms, func(a, b []int) int {
		if a[1] != b[1] {
			return a[1] - b[1]
		}
		return a[0] - b[0]
	})
	for _, m := range ms {
		note(Label(m[2]), m)
	}
	return label
}

// Numbers finds the telephone numbers in a line of text that belong to a
// service: fax numbers, bank accounts, dates and the like are left out.
// region is the country whose national numbers are expected ("FR"), inherited
// what the words before the line, such as the head of a row, say.
func Numbers(text, region string, inherited Label) []Number {
	f := words.Fold(text)
	s := f.S
	if strings.Contains(s, "@") { // the words and digits of an e-mail address say nothing
		s = emailWord.ReplaceAllStringFunc(s, func(m string) string { return strings.Repeat(" ", len(m)) })
	}
	runs := digitRuns(s)
	var found []Number
	prevEnd, prevLabel, prevNational := 0, Unlabelled, ""
	prevFound := false
	for ri, run := range runs {
		start, end := run[0], run[1]
		next := len(s)
		if ri+1 < len(runs) {
			next = runs[ri+1][0]
		}
		before := s[prevEnd:start]
		if len(before) > 90 {
			before = before[len(before)-90:]
		}
		label := lastLabel(before, false)
		switch {
		case letterFax.MatchString(before):
			label = FaxLabel
		case letterPhone.MatchString(before):
			label = PhoneLabel
		}
		if label == Unlabelled {
			switch {
			case ri > 0 && joinedBy.MatchString(before):
				label = prevLabel
			case ri == 0 || prevLabel == Unlabelled:
				label = inherited
			}
		}
		if ms := paperWords.FindAll(before, -1); len(ms) > 0 && numberMark.MatchString(before[ms[len(ms)-1][1]:]) {
			label = DecoyLabel
		}
		weak := label
		if lastLabel(before, true) == DecoyLabel {
			weak = DecoyLabel
		}
		after := s[end:min(next, end+60)]
		if faxFollows(after) && (next == len(s) || strings.Contains(after, ")")) {
			label = FaxLabel
		}
		prevEnd, prevLabel = end, label
		if attached(s, start) || label == FaxLabel || label == DecoyLabel {
			continue
		}
		ns := numbersIn(s, start, end, region, label, weak)
		if len(ns) == 0 {
			if n, ok := shortNumber(s, start, end, prevFound && joinedBy.MatchString(before), region, label, inherited); ok {
				ns = append(ns, n)
			}
		}
		// "03 20 11 22 33" may be followed by "ou 34": another end.
		if len(ns) == 0 && prevNational != "" && end-start == 2 && len(found) > 0 && joinedBy.MatchString(before) &&
			strings.TrimSpace(before) != "" && strings.TrimSpace(before) != "," && !notAfter.MatchString(s[end:]) {
			last := found[len(found)-1]
			ns = append(ns, Number{Value: last.Value[:len(last.Value)-2] + s[start:end], Start: start, End: end, Premium: last.Premium})
		}
		prevNational, prevFound = "", len(ns) > 0
		for _, n := range ns {
			n.Premium = n.Premium || paidAfter(s, n.End)
			if strings.HasPrefix(n.Value, "+33") || strings.HasPrefix(n.Value, "+32") {
				prevNational = n.Value
			}
			n.Start, n.End = f.At[n.Start], f.At[n.End]
			found = append(found, n)
		}
	}
	return found
}

// digitRuns returns the runs of digits and separators in folded text. A
// closing bracket that the run did not open ends it.
func digitRuns(s string) [][]int {
	var runs [][]int
	for _, m := range digitRun.FindAllStringIndex(s, -1) {
		start, depth := m[0], 0
		for i := m[0]; i < m[1]; i++ {
			switch s[i] {
			case '(':
				depth++
			case ')':
				if depth--; depth < 0 {
					runs = append(runs, []int{start, i})
					for i++; i < m[1] && !isDigit(s[i]) && s[i] != '(' && s[i] != '+'; i++ {
					}
					start, depth = i, 0
					i--
				}
			}
		}
		if start < m[1] {
			runs = append(runs, []int{start, m[1]})
		}
	}
	return runs
}

// faxFollows reports whether the words after a number say that it is a fax:
// "(fax)", or "fax" and nothing else.
func faxFollows(after string) bool {
	m := faxInParens.FindString(after)
	return m != "" && faxWords.Begins(after[len(m):]) > 0 || faxAlone.MatchString(after)
}

// paidAfter reports whether the words after a number state a surcharge.
func paidAfter(s string, end int) bool {
	after := s[end:min(len(s), end+90)]
	m := paidWords.FindStringIndex(after)
	if m == nil {
		return false
	}
	free := freeWords.FindStringIndex(after)
	return free == nil || free[0] > m[0]
}

// attached reports whether digits that begin at i are the end of a longer
// word, code or amount.
func attached(s string, i int) bool {
	if i == 0 {
		return false
	}
	switch c := s[i-1]; {
	case c == '_' || c == '@' || c == '#' || c == '=' || c == '&' || c == '?' || c == '$' || c == '%':
		return true
	case '0' <= c && c <= '9':
		return true
	case 'a' <= c && c <= 'z':
		j := i
		for j > 0 && words.IsWord(s[j-1]) {
			j--
		}
		return lastLabel(s[j:i], false) != PhoneLabel
	case c == '-' || c == '.' || c == '/' || c == ',':
		return i > 1 && s[i-2] >= '0' && s[i-2] <= '9' || (c == '-' || c == '/') && i > 1 && words.IsWord(s[i-2])
	}
	return strings.HasSuffix(s[:i], "€ ") || strings.HasSuffix(s[:i], "€")
}

type group struct{ start, end int }

// numbersIn reads one run of digits and separators, which may hold several
// numbers.
func numbersIn(s string, start, end int, region string, label, weak Label) []Number {
	var groups []group
	for _, m := range digitGroups.FindAllStringIndex(s[start:end], 40) {
		groups = append(groups, group{start + m[0], start + m[1]})
	}
	var found []Number
	for i := 0; i < len(groups); {
		if i > 0 && !strongBreak(s, groups, i) && (len(found) == 0 || found[len(found)-1].End != groups[i-1].end) {
			i++
			continue
		}
		from := groups[i].start
		if i == 0 {
			from = start
		}
		if m := dateLike.FindString(s[groups[i].start:end]); m != "" && !moreDigits.MatchString(s[groups[i].start+len(m):end]) {
			i += 3
			continue
		}
		if timesLike.MatchString(s[groups[i].start:end]) {
			i += 4
			continue
		}
		best, used, score := "", 0, -1
		bestPremium := false
		for j := i; j < len(groups) && j < i+9; j++ {
			if j > i && strongBreak(s, groups, j) && strings.HasPrefix(s[groups[j].start:], "0") && groups[j].end-groups[j].start > 1 {
				break
			}
			rest := s[groups[j].end:end]
			if rest != "" && !trailing.MatchString(rest) && label != PhoneLabel {
				continue
			}
			if rest == "" && (notAfter.MatchString(s[groups[j].end:]) || wordAfter.MatchString(s[groups[j].end:])) {
				continue
			}
			v, p, sc := readNumber(s, from, groups[i:j+1], region, label, weak)
			if sc > score || sc == score && sc >= 0 && j-i+1 > used {
				best, used, score, bestPremium = v, j-i+1, sc, p
			}
		}
		if score < 0 {
			// "33 / 34", "22 00 - 01", "4796-2200 / 2201": another ending for the number before.
			if n := len(found); n > 0 && found[n-1].End == groups[i-1].end && otherTail(s, groups, i) {
				v := found[n-1].Value // "56 55 00 / 58 00"
				found = append(found, Number{Value: v[:len(v)-4] + s[groups[i].start:groups[i].end] + s[groups[i+1].start:groups[i+1].end], Start: groups[i].start, End: groups[i+1].end, Premium: found[n-1].Premium})
				i += 2
				continue
			}
			if n := len(found); n > 0 && found[n-1].End == groups[i-1].end && otherEnding(s, groups, i) {
				v, size := found[n-1].Value, groups[i].end-groups[i].start
				found = append(found, Number{Value: v[:len(v)-size] + s[groups[i].start:groups[i].end], Start: groups[i].start, End: groups[i].end, Premium: found[n-1].Premium})
			}
			i++
			continue
		}
		last := groups[i+used-1].end
		found = append(found, Number{Value: best, Start: from, End: last, Premium: bestPremium})
		i += used
	}
	return found
}

// otherEnding reports whether group i is as long as the last of the number
// before it and joined to that by a slash or a dash.
func otherEnding(s string, gs []group, i int) bool {
	size := gs[i].end - gs[i].start
	sep := strings.TrimSpace(s[gs[i-1].end:gs[i].start])
	return (size == 2 || size == 4) && size == gs[i-1].end-gs[i-1].start && (sep == "/" || sep == "-" && !notAfter.MatchString(s[gs[i].end:]))
}

// otherTail reports whether groups i and i+1, of two digits each and the last
// of the run, stand after a slash for the last two of the number before.
func otherTail(s string, gs []group, i int) bool {
	if i < 2 || i+2 != len(gs) || strings.TrimSpace(s[gs[i-1].end:gs[i].start]) != "/" || strings.Contains(s[gs[i].end:gs[i+1].start], "/") {
		return false
	}
	for _, g := range gs[i-2:] {
		if g.end-g.start != 2 {
			return false
		}
	}
	return true
}

// strongBreak reports whether a new number may begin at group i.
func strongBreak(s string, gs []group, i int) bool {
	sep := s[gs[i-1].end:gs[i].start]
	return strings.Contains(sep, "/") || strings.Contains(sep, " -") || strings.Contains(sep, "- ") || strings.Contains(sep, " (") || strings.Contains(sep, ") ") || strings.Contains(sep, ". ")
}

// readNumber reads groups of digits as one number. The score is -1 if they are none;
// a higher one is surer.
func readNumber(s string, from int, gs []group, region string, label, weak Label) (value string, premium bool, score int) {
	text := s[from:gs[len(gs)-1].end]
	var parts []string
	total := 0
	for k, g := range gs {
		d := s[g.start:g.end]
		// the "(0)" of "+33 (0)3"
		if d == "0" && k > 0 && strings.HasSuffix(s[gs[k-1].end:g.start], "(") && k+1 < len(gs) && strings.HasPrefix(s[g.end:], ")") {
			continue
		}
		parts = append(parts, d)
		total += len(d)
	}
	if total < 6 || total > 15 || len(parts) == 0 {
		return "", false, -1
	}
	digits := strings.Join(parts, "")
	head := strings.TrimLeft(text, "( ")
	if strings.HasPrefix(head, "+") || strings.HasPrefix(digits, "00") && total > 9 {
		return international(strings.TrimPrefix(digits, "00"))
	}
	if (companyLike.MatchString(text) || fileLike.MatchString(text)) && label != PhoneLabel {
		return "", false, -1
	}
	if weak == DecoyLabel && len(parts) < 3 {
		return "", false, -1
	}
	shape := strings.Join(parts, " ")
	regions := append([]string{region}, regionOrder...)
	score = -1
	for k, r := range regions {
		if k > 0 && r == region || r == "" {
			continue
		}
		e := regionShapes[r]
		spread := r == "DE" && k == 0 && label == PhoneLabel && len(parts) >= 5 // "(0 89) 2 33-4 56 78"
		if e == nil || !e.MatchString(shape) && !spread {
			continue
		}
		if k > 0 && (label != PhoneLabel && len(parts) < 3 || r == "LU" || r == "DE" || r == "AT" || r == "IE" || r == "GB") {
			continue // a foreign number written as at home must be plain to see
		}
		if r == "FR" && len(parts[0]) == 4 {
			r = overseas(parts[0])
		}
		n, err := phonenumbers.Parse(digits, r)
		if err != nil || phonenumbers.GetCountryCodeForRegion(r) != int(n.GetCountryCode()) {
			continue
		}
		sc := 0
		if phonenumbers.IsValidNumberForRegion(n, r) {
			sc += 4
		} else if label != PhoneLabel && (k > 0 || len(parts) < 3) || !phonenumbers.IsPossibleNumber(n) {
			continue
		}
		if r == "LU" && label != PhoneLabel && (len(parts) < 3 || sc == 0 || weak == DecoyLabel) {
			continue // without a trunk prefix any number looks like one
		}
		if r == "DE" || r == "AT" {
			if label != PhoneLabel && (len(parts) < 2 || sc == 0) {
				continue
			}
		}
		if len(parts) == 1 && label != PhoneLabel && sc == 0 {
			continue
		}
		if k == 0 {
			sc += 3
		}
		sc += min(len(parts), 2)
		if sc > score {
			value, premium, score = phonenumbers.Format(n, phonenumbers.E164), surcharged(n, r), sc
		}
	}
	return value, premium, score
}

// overseas returns the region of a French number by its first four digits:
// those of the overseas departments have country codes of their own.
func overseas(prefix string) string {
	if r, ok := phoneData.Overseas[prefix]; ok {
		return r
	}
	return "FR"
}

func international(digits string) (string, bool, int) {
	digits = strings.TrimLeft(digits, "0")
	n, err := phonenumbers.Parse("+"+digits, "ZZ")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", false, -1
	}
	score := 6
	if phonenumbers.IsValidNumber(n) {
		score = 12
	}
	region := phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	return phonenumbers.Format(n, phonenumbers.E164), surcharged(n, region), score
}

func surcharged(n *phonenumbers.PhoneNumber, region string) bool {
	e := regionPremium[region]
	return e != nil && e.MatchString(phonenumbers.GetNationalSignificantNumber(n))
}

// shortNumber reads a number of three to six digits, which must be introduced
// as one to call; joined says that it is, to a number before it.
func shortNumber(s string, start, end int, joined bool, region string, label, inherited Label) (Number, bool) {
	if i := strings.Index(s[start:end], " ("); i > 0 {
		end = start + i
	}
	bracket := strings.HasPrefix(s[start:end], "(")
	if bracket {
		start++
	}
	run := s[start:end]
	ds := strings.NewReplacer(" ", "", ".", "").Replace(run)
	e := regionShort[region]
	if e == nil || strings.Trim(ds, "0123456789") != "" || !e.MatchString(ds) || notAfter.MatchString(s[end:]) {
		return Number{}, false
	}
	if len(digitGroups.FindAllString(run, 4)) > 2 && len(ds) < 6 {
		return Number{}, false
	}
	before := s[max(0, start-60):start]
	alone := strings.Trim(s[:start]+s[end:], " .:()") == "" && inherited == PhoneLabel
	list := label == PhoneLabel && joined
	known := slices.Contains(phoneData.Known[region], ds) &&
		(articleBefore.MatchString(before) || helpWords.Match(before) && introduced.MatchString(before) || bracket && forWhom.MatchString(s[end:]))
	area := region == "NL" && areaCode.MatchString(run)
	if !area && !callBefore.MatchString(before) && !callAfter.MatchString(s[end:]) && !alone && !list && !known {
		return Number{}, false
	}
	premium := region == "FR" && strings.HasPrefix(ds, "118")
	return Number{Value: ds, Start: start, End: end, Premium: premium}, true
}

// LinkNumber reads the target of a tel: link: E.164 or a short number, or "".
func LinkNumber(href, region string) string {
	f := words.Fold(href).S
	rest, ok := strings.CutPrefix(strings.TrimSpace(f), "tel:")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, ";") // ;ext=, ;phone-context=
	if strings.Contains(rest, "%") {
		rest = unescape(rest)
	}
	rest = strings.TrimLeft(strings.TrimSpace(rest), "/")
	rest = strings.NewReplacer("(0)", "", "+33 0", "+33", "+330", "+33", "+32 0", "+32", "+320", "+32").Replace(rest)
	var b strings.Builder
	for i, r := range rest {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" .-/()_", r):
		default:
			return ""
		}
	}
	ds := b.String()
	switch {
	case len(ds) < 2 || len(ds) > 16:
		return ""
	case strings.HasPrefix(ds, "+"), strings.HasPrefix(ds, "00") && len(ds) > 9:
		v, _, score := international(strings.TrimPrefix(strings.TrimPrefix(ds, "+"), "00"))
		if score < 0 {
			return ""
		}
		return v
	}
	if e := regionShort[region]; e != nil && e.MatchString(ds) || len(ds) <= 4 {
		return ds
	}
	if region == "FR" && len(ds) == 10 {
		region = overseas(ds[:4])
	}
	n, err := phonenumbers.Parse(ds, region)
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return ""
	}
	return phonenumbers.Format(n, phonenumbers.E164)
}

// LinkPremium reports whether a number read by LinkNumber is surcharged.
func LinkPremium(value string) bool {
	n, err := phonenumbers.Parse(value, "ZZ")
	return err == nil && surcharged(n, phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode())))
}
