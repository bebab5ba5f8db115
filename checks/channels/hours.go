package channels

import (
	"cmp"
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/usager/usager/checks/words"
)

// DayNames are the keys of weekly hours, those of OpenStreetMap in lower case.
var DayNames = [7]string{"mo", "tu", "we", "th", "fr", "sa", "su"}

// days is a set of days of the week, bit 0 being Monday.
type days uint8

const (
	workDays days = 1<<5 - 1
	weekend  days = 1<<5 | 1<<6
	everyDay days = 1<<7 - 1
)

// interval is a time of opening in minutes after midnight.
type interval struct{ from, to int }

func (iv interval) String() string { return clock(iv.from) + "-" + clock(iv.to) }

func clock(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// A Schedule is the opening hours of a week.
type Schedule struct {
	open        [7][]interval
	closed      days // said to be closed
	appointment days // by appointment only, or also so
	Seasonal    bool // holds in some months or in holidays only
}

// Empty reports whether the schedule opens on no day.
func (s *Schedule) Empty() bool { return s.set() == 0 }

// set returns the days with times.
func (s *Schedule) set() days {
	var d days
	for i, ivs := range s.open {
		if len(ivs) > 0 {
			d |= 1 << i
		}
	}
	return d
}

// Weekly returns the hours by day, "mo" to "su", as "09:00-12:00"; days
// without hours are absent.
func (s *Schedule) Weekly() map[string][]string {
	m := make(map[string][]string)
	for i, ivs := range s.open {
		for _, iv := range ivs {
			m[DayNames[i]] = append(m[DayNames[i]], iv.String())
		}
	}
	return m
}

// String returns the schedule in the syntax of OpenStreetMap's opening_hours,
// such as `Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; Su off`.
func (s *Schedule) String() string {
	rule := func(i int) string {
		var parts []string
		for _, iv := range s.open[i] {
			parts = append(parts, iv.String())
		}
		r := strings.Join(parts, ",")
		if r == "" && s.closed&(1<<i) != 0 {
			return "off"
		}
		if r != "" && s.appointment&(1<<i) != 0 {
			r += ` "on appointment"`
		}
		return r
	}
	var rules []string
	var done days
	for i := range 7 {
		r := rule(i)
		if done&(1<<i) != 0 || r == "" {
			continue
		}
		var names []string
		for j := i; j < 7; j++ {
			if done&(1<<j) != 0 || rule(j) != r {
				continue
			}
			k := j
			for k+1 < 7 && done&(1<<(k+1)) == 0 && rule(k+1) == r {
				k++
			}
			name := osmDay(j)
			if k > j+1 {
				name += "-" + osmDay(k)
			} else if k == j+1 {
				name += "," + osmDay(k)
			}
			names = append(names, name)
			for ; j <= k; j++ {
				done |= 1 << j
			}
			j--
		}
		rules = append(rules, strings.Join(names, ",")+" "+r)
	}
	return strings.Join(rules, "; ")
}

func osmDay(i int) string { return strings.ToUpper(DayNames[i][:1]) + DayNames[i][1:] }

// put adds an interval on a set of days. It returns false, and adds nothing,
// if it contradicts what is there for the same or more days; for fewer days it
// takes the place of what overlaps.
func (s *Schedule) put(d days, iv interval) bool {
	conflict := false
	for i := range 7 {
		if d&(1<<i) == 0 {
			continue
		}
		if iv.from < 7*60 && iv.to <= 8*60 && slices.ContainsFunc(s.open[i], func(o interval) bool { return o.from >= 7*60 && o.to <= 13*60 }) {
			iv.from, iv.to = iv.from+12*60, iv.to+12*60 // "8:30-12:30, 1:30-4:00"
		}
		for _, o := range s.open[i] {
			if o != iv && o.from < iv.to && iv.from < o.to {
				conflict = true
			}
		}
	}
	set := s.set()
	if conflict && (d&set == set || bits.OnesCount8(uint8(d)) > 2) {
		return false
	}
	for i := range 7 {
		if d&(1<<i) == 0 || slices.Contains(s.open[i], iv) {
			continue
		}
		s.open[i] = slices.DeleteFunc(slices.Clone(s.open[i]), func(o interval) bool { return o.from < iv.to && iv.from < o.to })
		s.open[i] = append(s.open[i], iv)
		slices.SortFunc(s.open[i], func(a, b interval) int { return cmp.Compare(a.from, b.from) })
		s.closed &^= 1 << i
	}
	return true
}

type hourWords struct {
	Letters                                                          string
	Days                                                             []string
	Short                                                            [][]string
	Range, List, Fill, Closed, Every, Work, Weekend, Except, Until   []string
	Morning, Afternoon, Noon, Midnight, Monthly, Months, Appointment []string
	OfMonth                                                          []string `yaml:"ofMonth"`
	Season, Holiday, Allday                                          []string
}

var hoursData = load[struct {
	Languages             map[string]hourWords
	Opening, Event, Never []string
	Exception, Winter     []string
	Neutral               []string
	From, To              []string
}]("hours.yaml")

var (
	openingWords   = words.Compile(hoursData.Opening)
	winterWords    = words.Compile(hoursData.Winter)
	exceptionWords = words.Compile(hoursData.Exception)
	neverWords     = words.Compile(hoursData.Never)
	eventWords     = words.Compile(hoursData.Event)
	hourLexicons   = func() map[string]*hourLexicon {
		m := make(map[string]*hourLexicon)
		for lang := range hoursData.Languages {
			m[lang] = newHourLexicon(lang)
		}
		return m
	}()
	neutralHeads = func() map[string]bool {
		m := map[string]bool{"": true}
		for _, w := range hoursData.Neutral {
			m[words.Fold(w).S] = true
		}
		return m
	}()
)

type tokenKind uint8

const (
	tOther tokenKind = iota
	tDay
	tShort // an abbreviated day, which may be another word
	tTime
	tNumber
	tUnit
	tRange
	tList
	tFill
	tClosed
	tExcept
	tUntil
	tMorning
	tAfternoon
	tMonthly
	tOfMonth
	tMonth
	tSeason
	tAppointment
	tHoliday
	tAllday
	tStop // the end of a sentence or part
)

type token struct {
	kind       tokenKind
	days       days
	half       tokenKind // tMorning or tAfternoon of a day whose name holds it: "woensdagnamiddag"
	minutes    int
	meridiem   byte // 'a', 'p' or 0
	dotted     bool // an abbreviation with its dot
	mark       byte // the punctuation that the token is, or 0
	start, end int  // of the folded text
}

type hourLexicon struct {
	phrases map[string]token
	longest int // words
	starred []struct {
		prefix string
		kind   tokenKind
	}
	season *words.Set
}

func newHourLexicon(lang string) *hourLexicon {
	l := &hourLexicon{phrases: make(map[string]token)}
	add := func(list []string, t token) {
		for _, w := range list {
			w = words.Fold(w).S
			if p, ok := strings.CutSuffix(w, "*"); ok {
				l.starred = append(l.starred, struct {
					prefix string
					kind   tokenKind
				}{p, t.kind})
				continue
			}
			l.longest = max(l.longest, strings.Count(w, " ")+1)
			l.phrases[w] = t
		}
	}
	// The words of the language come last and win.
	w := hoursData.Languages[lang]
	for _, k := range sortedKeys(hoursData.Languages) {
		o := hoursData.Languages[k]
		for i, d := range o.Days {
			ds := days(1) << i
			add([]string{d}, token{kind: tDay, days: ds})
			switch k { // plurals and adverbs: "lundis", "mondays", "montags"; "maandagen"
			case "fr", "en", "de", "nl":
				add([]string{d + "s"}, token{kind: tDay, days: ds})
			}
			if k == "nl" {
				add([]string{d + "en"}, token{kind: tDay, days: ds})
			}
			for _, m := range slices.Concat(o.Morning, o.Afternoon) {
				if (k == "de" || k == "nl") && !strings.ContainsAny(m, " '") {
					half := tAfternoon
					if slices.Contains(o.Morning, m) {
						half = tMorning
					}
					add([]string{d + m}, token{kind: tDay, days: ds, half: half})
				}
			}
		}
	}
	add(w.Season, token{kind: tSeason})
	add(w.Months, token{kind: tMonth})
	add(w.Fill, token{kind: tFill})
	add(w.Morning, token{kind: tMorning})
	add(w.Afternoon, token{kind: tAfternoon})
	add(w.Monthly, token{kind: tMonthly})
	add(w.OfMonth, token{kind: tOfMonth})
	add(w.List, token{kind: tList})
	add(w.Range, token{kind: tRange})
	add(w.Until, token{kind: tUntil})
	add(w.Closed, token{kind: tClosed})
	add(w.Except, token{kind: tExcept})
	add(w.Appointment, token{kind: tAppointment})
	add(w.Holiday, token{kind: tHoliday})
	add(w.Allday, token{kind: tAllday})
	add(w.Noon, token{kind: tTime, minutes: 12 * 60})
	add(w.Midnight, token{kind: tTime, minutes: 24 * 60})
	add(w.Every, token{kind: tDay, days: everyDay})
	add(w.Work, token{kind: tDay, days: workDays})
	add(w.Weekend, token{kind: tDay, days: weekend})
	for i, list := range w.Short {
		add(list, token{kind: tShort, days: 1 << i})
	}
	l.season = words.Compile(append(slices.Clone(w.Season), w.OfMonth...))
	return l
}

var (
	timeUnit   = regexp.MustCompile(`^(\d{1,2})\s?(?:heures?|uhr|uur|hrs?|h|u\.?)\s?(\d{2})?(?:min)?`)
	timePoint  = regexp.MustCompile(`^(\d{1,2})\s?[:.]\s?(\d{2})(?:\s?(am|pm|a\.m\.?|p\.m\.?|uhr|uur|hrs|h|u)\b\.?)?`)
	timeHalf   = regexp.MustCompile(`^(\d{1,2})\s?(am|pm|a\.m\.?|p\.m\.?|o'clock)`)
	wordRun    = regexp.MustCompile(`^(?:'s\s)?[a-z0-9]+(?:[-'/.][a-z0-9]+)*\.?`)
	afterTime  = regexp.MustCompile(`^\s?(?:[hu]\b|:\d|uhr|uur)`)
	noTime     = regexp.MustCompile(`^\s?(?:€|eur\b|euros?\b|%|ct\b|km|m2|kg|chf|jours|mois|ans|dagen|tage\b|wochen|weken|semaines|minutes|minuten|personnes|places)`)
	moreDigits = regexp.MustCompile(`^[./-]?\d`)
)

// longestToken bounds the length of one token, in bytes.
const longestToken = 64

// tokens reads folded text. Nothing in it is longer than words.MaxLine.
func (l *hourLexicon) tokens(s string) []token {
	var ts []token
	emit := func(t token, start, end int) int {
		t.start, t.end = start, end
		ts = append(ts, t)
		return end
	}
	for i := 0; i < len(s); {
		c := s[i]
		near := s[i:min(len(s), i+longestToken)] // so that a long run costs no square
		switch {
		case c == ' ':
			i++
		case c == '\n':
			i = emit(token{kind: tFill}, i, i+1)
		case c == '.' || c == ';' || c == '|' || c == '!' || c == '?':
			i = emit(token{kind: tStop, mark: c}, i, i+1)
		case c == ',' || c == '&' || c == '/' || c == '+':
			i = emit(token{kind: tList, mark: c}, i, i+1)
		case c == '-' || c == '>':
			i = emit(token{kind: tRange}, i, i+1)
		case c == ':' || c == '(' || c == ')' || c == '*':
			i = emit(token{kind: tFill}, i, i+1)
		case isDigit(c):
			t, n := readTime(near)
			if p, m := l.phrase(near); m > 0 && (p.kind == tAllday || p.kind == tMonthly || p.kind == tDay || p.kind == tTime && m > n) && m >= n {
				i = emit(p, i, i+m)
				break
			}
			i = emit(t, i, i+n)
		case words.IsWord(c) || c == '\'':
			if t, n := l.phrase(near); n > 0 {
				i = emit(t, i, i+n)
				break
			}
			n := len(wordRun.FindString(near))
			if n == 0 {
				n = 1
			}
			w := strings.TrimSuffix(s[i:i+n], ".")
			if j := strings.IndexAny(w, "-'/."); j > 0 { // "lundi-vendredi", "l'apres-midi"
				if t, m := l.phrase(s[i : i+j]); m == j && (t.kind == tDay || t.kind == tShort || t.kind == tFill || t.kind == tTime || t.kind == tMonth || w[j] == '.') {
					i = emit(t, i, i+j)
					break
				}
				w = w[:j]
			}
			kind := tOther
			switch w {
			case "uhr", "uur", "h", "u", "hrs", "heures":
				kind = tUnit
			}
			for _, st := range l.starred {
				if strings.HasPrefix(w, st.prefix) {
					kind = st.kind
				}
			}
			i = emit(token{kind: kind}, i, i+max(len(w), 1))
		case strings.HasPrefix(near, "→"):
			i = emit(token{kind: tRange}, i, i+len("→"))
		default:
			i++
		}
		if len(ts) > 4000 {
			break
		}
	}
	return ts
}

// phrase finds the longest known phrase that s begins with.
func (l *hourLexicon) phrase(s string) (token, int) {
	end := 0
	best, n := token{}, 0
	for k := 0; k < l.longest; k++ {
		m := wordRun.FindString(s[end:])
		if m == "" {
			break
		}
		for _, e := range []int{end + len(m), end + len(strings.TrimSuffix(m, "."))} {
			if t, ok := l.phrases[strings.TrimSuffix(s[:e], ".")]; ok && e > n {
				best, n = t, e
				if strings.HasSuffix(s[:e], ".") {
					if t.kind == tShort {
						best.dotted = true
					} else if t.kind != tRange || !strings.Contains(s[:e-1], ".") { // "t.e.m."
						n = e - 1
					}
				}
			} else if t, ok := l.phrases[s[:e]]; ok && e > n {
				best, n = t, e
			}
		}
		end += len(m)
		if end >= len(s) || s[end] != ' ' {
			break
		}
		end++
	}
	return best, n
}

// readTime reads a time of day, or else a number, at the start of s.
func readTime(s string) (token, int) {
	hm := func(h, m string) (int, bool) {
		hour, _ := strconv.Atoi(h)
		minute, _ := strconv.Atoi("0" + m)
		return hour*60 + minute, hour <= 24 && minute < 60 && hour*60+minute <= 24*60
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 2 {
		n := digits
		for m := moreDigits.FindString(s[n:]); m != ""; m = moreDigits.FindString(s[n:]) {
			n += len(m)
		}
		if digits == 4 && n == 4 { // "0900-1700" is not read; a year
			return token{kind: tOther}, n
		}
		return token{kind: tOther}, n
	}
	if m := timePoint.FindStringSubmatchIndex(s); m != nil && !moreDigits.MatchString(s[m[5]:]) || m != nil && m[6] >= 0 ||
		m != nil && strings.HasPrefix(s[m[5]:], "-") {
		minutes, ok := hm(s[m[2]:m[3]], s[m[4]:m[5]])
		spaced := strings.Contains(s[m[0]:m[5]], " ")
		rest := s[m[1]:]
		if ok && !noTime.MatchString(rest) && (!spaced || m[6] >= 0) && !(s[m[4]-1] == '.' && strings.HasPrefix(rest, ".") && len(rest) > 1 && isDigit(rest[1])) &&
			!(len(rest) > 0 && isDigit(rest[0])) {
			t := token{kind: tTime, minutes: minutes}
			if m[6] >= 0 && (s[m[6]] == 'a' || s[m[6]] == 'p') {
				t.meridiem = s[m[6]]
				t.minutes = meridiem(minutes, t.meridiem)
			}
			return t, m[1]
		}
	}
	if m := timeHalf.FindStringSubmatchIndex(s); m != nil && (m[1] == len(s) || !words.IsWord(s[m[1]])) {
		if minutes, ok := hm(s[m[2]:m[3]], ""); ok {
			t := token{kind: tTime, minutes: minutes}
			if c := s[m[4]]; c == 'a' || c == 'p' {
				t.meridiem = c
				t.minutes = meridiem(minutes, c)
			}
			return t, m[1]
		}
	}
	if m := timeUnit.FindStringSubmatchIndex(s); m != nil {
		end := len(strings.TrimRight(s[:m[1]], " "))
		minutes := ""
		if m[4] >= 0 {
			minutes = s[m[4]:m[5]]
			if afterTime.MatchString(s[m[5]:]) || m[5] < len(s) && words.IsWord(s[m[5]]) && !strings.HasPrefix(s[m[5]:], "min") {
				minutes, end = "", m[0]+len(strings.TrimRight(s[m[0]:m[4]], " "))
			}
		}
		if v, ok := hm(s[m[2]:m[3]], minutes); ok && (end == len(s) || !words.IsWord(s[end])) {
			return token{kind: tTime, minutes: v}, end
		}
	}
	v, _ := strconv.Atoi(s[:digits])
	rest := s[digits:]
	if moreDigits.MatchString(rest) && rest[0] != '-' { // a date, an amount
		n := digits
		for m := moreDigits.FindString(s[n:]); m != ""; m = moreDigits.FindString(s[n:]) {
			n += len(m)
		}
		return token{kind: tOther}, n
	}
	if v > 24 || noTime.MatchString(rest) || len(rest) > 0 && words.IsWord(rest[0]) {
		return token{kind: tOther}, digits
	}
	return token{kind: tNumber, minutes: v * 60}, digits
}

func meridiem(minutes int, c byte) int {
	switch {
	case c == 'p' && minutes < 12*60:
		return minutes + 12*60
	case c == 'a' && minutes >= 12*60 && minutes < 13*60:
		return minutes - 12*60
	}
	return minutes
}

// hourParser puts the tokens of one or more lines together.
type hourParser struct {
	done     []*Schedule
	current  *Schedule
	days     days // those that times belong to
	fresh    bool // they have no time yet
	pending  []interval
	reversed bool // the times stand before the days
	last     days // of the last interval put
	seen     bool // days were named, whatever became of them
	skip     bool // times belong to no day of the week
	except   []halfDays
}

// halfDays are mornings or afternoons.
type halfDays struct {
	days  days
	after bool // noon
}

func (p *hourParser) schedule() *Schedule {
	if p.current == nil {
		p.current = new(Schedule)
	}
	return p.current
}

// close ends the schedule under way.
func (p *hourParser) close() {
	if p.current != nil && !p.current.Empty() {
		p.done = append(p.done, p.current)
	}
	*p = hourParser{done: p.done, seen: p.seen}
}

func (p *hourParser) put(d days, iv interval) {
	for _, e := range p.except {
		if e.after == (iv.from >= 12*60) {
			d &^= e.days
		}
	}
	if d == 0 {
		return
	}
	if !p.schedule().put(d, iv) {
		p.done = append(p.done, p.current)
		p.current = new(Schedule)
		p.current.put(d, iv)
	}
	p.last = d
}

// line reads one line. Days said in the line before stay in force if the
// line does not name its own.
func (p *hourParser) line(ts []token) {
	p.pending, p.reversed, p.skip, p.except = nil, false, false, nil
	for i := 0; i < len(ts); {
		t := ts[i]
		switch t.kind {
		case tDay, tShort:
			d, next := readDays(ts, i)
			if d == 0 {
				i++
				continue
			}
			p.seen = true
			if monthly(ts, i, next) && d == p.last && p.current != nil && bracketed(ts, i) {
				p.current.drop(d, ts, len(ts)) // "Sa. 9-12 (jeden ersten Samstag im Monat)"
			}
			if isDate(ts, next) || monthly(ts, i, next) {
				p.days, p.fresh, p.skip, p.pending = 0, false, true, nil
				i = next
				continue
			}
			p.skip = false
			if len(p.pending) > 0 {
				for _, iv := range p.pending {
					p.put(d, iv)
				}
				p.pending, p.reversed, p.days, p.fresh = nil, true, d, false
			} else {
				p.days, p.fresh, p.except = d, true, nil
			}
			i = next
		case tTime, tNumber:
			iv, next, ok := readInterval(ts, i, p.fresh || p.days != 0 && p.last == p.days)
			if !ok {
				if d, after := readDaysAfterFill(ts, i+1); d != 0 && t.kind == tTime && p.last&d == d && !daysAhead(ts, after) && !timesAhead(ts, after) {
					p.schedule().until(d, t.minutes) // "(16h le vendredi)"
					i = after
					continue
				}
				i++
				continue
			}
			i = next
			switch {
			case p.skip:
			case p.days == 0 || p.reversed && daysAhead(ts, i):
				p.pending = append(p.pending, iv)
			default:
				p.put(p.days, iv)
				p.fresh = false
			}
		case tAllday:
			iv := interval{0, 24 * 60}
			if p.days != 0 && !p.skip {
				p.put(p.days, iv)
				p.fresh = false
			} else if !p.skip && !daysAhead(ts, i) {
				p.put(everyDay, iv)
			} else if !p.skip {
				p.pending = append(p.pending, iv)
			}
			i++
		case tClosed:
			if d, next := readDaysAfterFill(ts, i+1); d != 0 && !p.fresh && !isDate(ts, next) {
				s := p.schedule()
				if !closedWhole(ts, next) {
					i = s.drop(d, ts, next)
					continue
				}
				s.closed |= d
				for k := range 7 {
					if d&(1<<k) != 0 {
						s.open[k] = nil
					}
				}
				i = next
				p.days, p.fresh = 0, false
				continue
			}
			switch {
			case p.fresh && closedWhole(ts, i+1):
				p.schedule().closed |= p.days &^ p.schedule().set()
			case p.fresh && p.days&p.schedule().set() == p.days: // "mardi fermé le matin"
				i = p.schedule().drop(p.days, ts, i+1)
				p.fresh = false
				continue
			}
			i++
		case tExcept:
			d, next := readDaysAfterFill(ts, i+1)
			if d == 0 || isDate(ts, next) {
				i++
				continue
			}
			half := ts[next-1].half
			if half == 0 && next < len(ts) && (ts[next].kind == tMorning || ts[next].kind == tAfternoon) {
				half = ts[next].kind
			}
			i = next
			if p.days == 0 && len(p.pending) > 0 && half == 0 { // "de 9 à 17 h, sauf le week-end"
				for _, iv := range p.pending {
					p.put(everyDay&^d, iv)
				}
				p.pending = nil
				continue
			}
			if p.fresh && half != 0 {
				p.except = append(p.except, halfDays{d, half == tAfternoon})
				continue
			}
			if p.fresh {
				p.days &^= d
				continue
			}
			i = p.schedule().drop(d, ts, i)
			if iv, next, ok := readIntervalSoon(ts, i); ok {
				p.put(d, iv)
				p.days, p.fresh = d, false
				i = next
			}
		case tUntil:
			j := i + 1
			for j < len(ts) && ts[j].kind == tFill {
				j++
			}
			if d, next := readDaysAfterFill(ts, j+1); j < len(ts) && ts[j].kind == tTime && d != 0 && p.last != 0 && !p.skip && !timesAhead(ts, next) {
				p.schedule().copyDay(p.last, d) // "jusqu'à 15h30 le vendredi"
				p.schedule().until(d, ts[j].minutes)
				i = next
				continue
			}
			if j < len(ts) && ts[j].kind == tTime && p.days != 0 && p.fresh && !p.skip {
				if p.last != 0 {
					p.schedule().copyDay(p.last, p.days) // "le vendredi jusqu'à 16 h 30"
				}
				p.schedule().until(p.days, ts[j].minutes)
				p.fresh = false
				i = j + 1
				continue
			}
			i++
		case tAppointment:
			if p.last != 0 {
				p.schedule().appointment |= p.last
			}
			i++
		case tSeason:
			if p.schedule().Empty() {
				p.current.Seasonal = true
			}
			i++
		case tStop:
			if t.mark == '.' {
				p.reversed = false
			}
			i++
		default:
			i++
		}
	}
}

// copyDay gives days without times those of the first of others.
func (s *Schedule) copyDay(from, to days) {
	ivs := s.open[bits.TrailingZeros8(uint8(from))]
	for k := range 7 {
		if to&(1<<k) != 0 && len(s.open[k]) == 0 {
			s.open[k] = slices.Clone(ivs)
		}
	}
}

// until moves the end of the last opening of some days.
func (s *Schedule) until(d days, minutes int) {
	for k := range 7 {
		if n := len(s.open[k]); d&(1<<k) != 0 && n > 0 && s.open[k][n-1].from < minutes {
			s.open[k] = slices.Clone(s.open[k])
			s.open[k][n-1].to = minutes
		}
	}
}

// drop takes away the times of some days: all, or those of the part of the
// day that the tokens at i name. It returns the index after them.
func (s *Schedule) drop(d days, ts []token, i int) int {
	from, to := 0, 24*60
	for i < len(ts) && (ts[i].kind == tFill || ts[i].kind == tMorning || ts[i].kind == tAfternoon) {
		if ts[i].kind == tMorning {
			to = 13 * 60
		} else if ts[i].kind == tAfternoon {
			from = 12 * 60
		}
		i++
	}
	for k := range 7 {
		if d&(1<<k) == 0 {
			continue
		}
		s.open[k] = slices.DeleteFunc(slices.Clone(s.open[k]), func(iv interval) bool { return iv.from >= from && iv.from < to })
		if from == 0 && to == 24*60 {
			s.closed |= 1 << k
		}
	}
	return i
}

// closedWhole reports whether "closed" is not narrowed to a part of the day.
func closedWhole(ts []token, i int) bool {
	for ; i < len(ts) && (ts[i].kind == tFill || ts[i].kind == tOther); i++ {
	}
	return i >= len(ts) || ts[i].kind != tMorning && ts[i].kind != tAfternoon && ts[i].kind != tTime && ts[i].kind != tNumber
}

func daysAhead(ts []token, i int) bool {
	for ; i < len(ts) && ts[i].kind != tStop; i++ {
		if ts[i].kind == tDay || ts[i].kind == tShort {
			return true
		}
	}
	return false
}

func timesAhead(ts []token, i int) bool {
	for ; i < len(ts) && ts[i].kind != tStop; i++ {
		if ts[i].kind == tTime || ts[i].kind == tNumber {
			return true
		}
	}
	return false
}

func readDaysAfterFill(ts []token, i int) (days, int) {
	for i < len(ts) && (ts[i].kind == tFill || ts[i].kind == tRange && ts[i].end-ts[i].start > 1) {
		i++
	}
	if i < len(ts) && (ts[i].kind == tDay || ts[i].kind == tShort) {
		return readDays(ts, i)
	}
	return 0, i
}

// readDays reads a set of days, such as "lundi, mardi et du jeudi au samedi",
// and returns it and the index after it.
func readDays(ts []token, i int) (days, int) {
	isDay := func(j int) bool { return j < len(ts) && (ts[j].kind == tDay || ts[j].kind == tShort) }
	if ts[i].kind == tShort && !shortHolds(ts, i) {
		return 0, i + 1
	}
	d := ts[i].days
	prev := d
	i++
	chain := false // "lu-me-ve" is a list
	for i < len(ts) {
		j, connector := i, tFill
		colon := false
		for j < len(ts) && (ts[j].kind == tFill || ts[j].kind == tRange || ts[j].kind == tList || ts[j].kind == tUntil || ts[j].kind == tHoliday ||
			ts[j].kind == tStop && ts[j].end-ts[j].start == 1 && isDay(j+1) && ts[j-1].kind == tShort) {
			if ts[j].kind != tFill && ts[j].kind != tHoliday && ts[j].kind != tStop && connector == tFill {
				connector = ts[j].kind
				if connector == tUntil {
					connector = tRange
				}
			}
			if connector == tRange && ts[j].kind == tList {
				connector = tList // "maandag- en woensdagnamiddag"
			}
			if ts[j].mark == '/' && bits.OnesCount8(uint8(d)) > 1 {
				if after := otherDays(ts, j+1); after > 0 {
					return d, after
				}
			}
			colon = colon || ts[j].kind == tFill && ts[j].end-ts[j].start == 1
			j++
		}
		if !isDay(j) || connector == tFill && colon {
			break
		}
		next := ts[j].days
		if connector == tRange && (chain || j+2 < len(ts) && ts[j+1].kind == tRange && ts[j+1].end-ts[j+1].start == 1 && isDay(j+2)) {
			chain, connector = true, tList
		}
		switch connector {
		case tRange:
			from, to := bits.Len8(uint8(prev))-1, bits.TrailingZeros8(uint8(next))
			if from < 0 || to > 6 {
				return d, i
			}
			for k := from; k != to; k = (k + 1) % 7 {
				d |= 1 << k
			}
			d |= next
		default:
			d |= next
		}
		prev = next
		i = j + 1
	}
	return d, i
}

// otherDays returns where the days that begin at i end if they are named in
// another language, "ma-di-do" after "lu-ma-je/", or else 0.
func otherDays(ts []token, i int) int {
	other := false
	for ; i < len(ts) && (ts[i].kind == tOther || ts[i].kind == tDay || ts[i].kind == tShort || ts[i].kind == tRange || ts[i].kind == tList); i++ {
		other = other || ts[i].kind == tOther
	}
	if !other {
		return 0
	}
	return i
}

// shortHolds reports whether an abbreviated day is meant as one: it is joined
// to another day or followed by a time, a colon or "closed".
func shortHolds(ts []token, i int) bool {
	if i > 0 {
		j := i - 1
		for j > 0 && (ts[j].kind == tRange || ts[j].kind == tList || ts[j].kind == tStop) {
			j--
		}
		if j < i-1 && (ts[j].kind == tDay || ts[j].kind == tShort) {
			return true
		}
	}
	if len(ts) == 1 {
		return ts[0].end-ts[0].start > 1
	}
	if monthly(ts, i, i+1) {
		return true
	}
	for j := i + 1; j < len(ts); j++ {
		switch ts[j].kind {
		case tFill, tStop, tMorning, tAfternoon:
		case tRange, tList:
		case tDay, tShort:
			if j == i+1 && !ts[i].dotted {
				// "Lu Ma Je : 9h-12h"
				if ts[j].kind == tShort && ts[i].end-ts[i].start > 1 && ts[j].end-ts[j].start > 1 {
					continue
				}
				return false
			}
			return true
		case tTime, tClosed, tAllday:
			return true
		case tUntil:
			return j+1 < len(ts) && (ts[j+1].kind == tTime || ts[j+1].kind == tShort || ts[j+1].kind == tDay)
		case tNumber:
			return j+1 < len(ts) && (ts[j+1].kind == tRange || ts[j+1].kind == tUnit || ts[j+1].kind == tUntil)
		default:
			return false
		}
	}
	// nothing but marks after it
	return i == 0
}

// isDate reports whether a date follows a day: "samedi 12 mars", "Sat. 12/3".
func isDate(ts []token, i int) bool {
	for i < len(ts) && (ts[i].kind == tStop || ts[i].kind == tFill || ts[i].kind == tList) && ts[i].end-ts[i].start <= 3 {
		i++
	}
	if i >= len(ts) {
		return false
	}
	if ts[i].kind == tMonth {
		return true
	}
	if ts[i].kind == tNumber || ts[i].kind == tMonthly || ts[i].kind == tOther {
		for j := i + 1; j < len(ts) && j <= i+2; j++ {
			if ts[j].kind == tMonth || ts[j].kind == tSeason {
				return true
			}
		}
	}
	return false
}

// monthly reports whether the days from i to next are those of some weeks
// only: "le premier samedi du mois".
func monthly(ts []token, i, next int) bool {
	for j := next; j < len(ts) && j < next+3; j++ {
		if ts[j].kind == tOfMonth {
			return true
		}
	}
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if ts[j].kind == tMonthly {
			return true
		}
	}
	return false
}

// bracketed reports whether a bracket opens just before the days at i.
func bracketed(ts []token, i int) bool {
	for j := i - 1; j >= max(0, i-3); j-- {
		if ts[j].kind == tFill && ts[j].end-ts[j].start == 1 {
			return true
		}
	}
	return false
}

// readInterval reads "9h-12h" or "de 9h à 12h" at i. Numbers without a unit
// count only where a unit follows or days stand before.
func readInterval(ts []token, i int, afterDays bool) (interval, int, bool) {
	from := ts[i]
	j := i + 1
	if j < len(ts) && ts[j].kind == tUnit {
		j++
	}
	if j < len(ts) && (ts[j].kind == tMorning || ts[j].kind == tAfternoon) {
		j++
	}
	ranged := false
	for j < len(ts) && (ts[j].kind == tRange || ts[j].kind == tUntil) {
		ranged = true
		j++
	}
	if !ranged && from.kind == tTime && slashed(ts, j) {
		ranged = true
		j++
	}
	if !ranged && j+1 < len(ts) && ts[j].kind == tList && ts[j].end-ts[j].start > 1 && i > 0 && between(ts, i) {
		ranged = true
		j++ // "between 9 and 12", "entre 9h et 12h"
	}
	if !ranged || j >= len(ts) {
		return interval{}, i, false
	}
	for j < len(ts) && ts[j].kind == tFill && ts[j].end-ts[j].start > 1 {
		j++ // "jusqu'à la"
	}
	if j >= len(ts) || ts[j].kind != tTime && ts[j].kind != tNumber {
		return interval{}, i, false
	}
	to := ts[j]
	next := j + 1
	if next < len(ts) && ts[next].kind == tUnit {
		next++
	} else if from.kind == tNumber && to.kind == tNumber {
		if !afterDays && !unitAhead(ts, next) || next < len(ts) && (ts[next].kind == tMonth || ts[next].kind == tSeason) {
			return interval{}, i, false
		}
	}
	iv := interval{from.minutes, to.minutes}
	if to.meridiem == 'p' && from.meridiem == 0 && from.minutes < 12*60 {
		if pm := from.minutes + 12*60; pm < iv.to {
			iv.from = pm
		}
	}
	if from.meridiem == 'a' && to.meridiem == 0 && iv.to < iv.from || from.kind == tNumber && to.kind == tNumber && iv.to <= iv.from && iv.to < 9*60 {
		iv.to += 12 * 60
	}
	if iv.from == iv.to || iv.from >= 24*60 || from.kind == tNumber && to.kind == tNumber && to.minutes == 0 || iv.to < iv.from && iv.to > 6*60 {
		return interval{}, i, false
	}
	if iv.to == 0 {
		iv.to = 24 * 60
	}
	return iv, next, true
}

// slashed reports whether the slash at j joins two times, as in "14h/17h",
// rather than two intervals.
func slashed(ts []token, j int) bool {
	if j+1 >= len(ts) || ts[j].mark != '/' || ts[j+1].kind != tTime {
		return false
	}
	another := j+3 < len(ts) && ts[j+2].kind == tRange && (ts[j+3].kind == tTime || ts[j+3].kind == tNumber)
	return !another || j+4 < len(ts) && ts[j+4].mark == '/'
}

func between(ts []token, i int) bool {
	return ts[i-1].kind == tFill && ts[i-1].end-ts[i-1].start > 4
}

// unitAhead reports whether the list of times goes on to one with a unit.
func unitAhead(ts []token, i int) bool {
	for ; i < len(ts); i++ {
		switch ts[i].kind {
		case tUnit:
			return true
		case tTime:
			return true
		case tNumber, tRange, tUntil, tList, tFill:
		default:
			return false
		}
	}
	return false
}

func readIntervalSoon(ts []token, i int) (interval, int, bool) {
	for ; i < len(ts) && (ts[i].kind == tFill); i++ {
	}
	if i < len(ts) && (ts[i].kind == tTime || ts[i].kind == tNumber) {
		return readInterval(ts, i, true)
	}
	return interval{}, i, false
}

// Hours finds the weekly opening hours in a text by the words of a language
// ("fr", "nl", "de", "en"). Lines are separated by "\n". Times on a date, on
// some weeks of the month or without a day are left out.
func Hours(text, lang string) []*Schedule {
	for _, l := range langsFrom(lang) {
		var p hourParser
		for line := range strings.SplitSeq(text, "\n") {
			p.line(hourLexicons[l].tokens(words.Fold(line).S))
		}
		p.close()
		if p.seen {
			return p.done
		}
	}
	return nil
}

// langsFrom returns the languages of which to try the words, that of the text first.
func langsFrom(lang string) []string {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	list := []string{"fr", "nl", "de", "en"}
	if i := slices.Index(list, lang); i > 0 {
		list = append([]string{lang}, slices.Delete(list, i, i+1)...)
	}
	return list
}
