package service

import (
	"regexp"
	"strconv"
	"time"

	"github.com/usager/usager/checks/words"
)

var (
	monthNames = func() map[string]time.Month {
		m := make(map[string]time.Month)
		for _, names := range statementData.Months {
			for i, name := range names {
				m[words.Fold(name).S] = time.Month(i + 1)
			}
		}
		return m
	}()
	dateWritten = regexp.MustCompile(`\b(\d{1,2})(?:er|\.|st|nd|rd|th|e)?\s+(?:of\s+)?([a-z]{3,10})\.?,?\s+((?:19|20)\d\d)\b`)
	dateEnglish = regexp.MustCompile(`\b([a-z]{3,10})\s+(\d{1,2})(?:st|nd|rd|th)?,\s+((?:19|20)\d\d)\b`)
	dateNumbers = regexp.MustCompile(`\b(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)\b`)
	dateISO     = regexp.MustCompile(`\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b`)
	dateMonth   = regexp.MustCompile(`\b([a-z]{3,10})\s+((?:19|20)\d\d)\b`)
)

// dated is a date and where it stands in a folded text.
type dated struct {
	time  time.Time
	start int
}

// datesIn returns the dates in folded text, in order. A month without a day
// stands for its last day: nothing is called old that may not be.
func datesIn(s string) []dated {
	var found []dated
	add := func(at int, y, m, d string, month time.Month) {
		year, _ := strconv.Atoi(y)
		day, _ := strconv.Atoi(d)
		if month == 0 {
			n, _ := strconv.Atoi(m)
			month = time.Month(n)
		}
		if month < 1 || month > 12 || day < 1 || day > 31 {
			return
		}
		for _, f := range found {
			if f.start == at {
				return
			}
		}
		found = append(found, dated{time.Date(year, month, day, 0, 0, 0, 0, time.UTC), at})
	}
	for _, m := range dateWritten.FindAllStringSubmatchIndex(s, 50) {
		if month, ok := monthNames[s[m[4]:m[5]]]; ok {
			add(m[0], s[m[6]:m[7]], "", s[m[2]:m[3]], month)
		}
	}
	for _, m := range dateEnglish.FindAllStringSubmatchIndex(s, 50) {
		if month, ok := monthNames[s[m[2]:m[3]]]; ok {
			add(m[0], s[m[6]:m[7]], "", s[m[4]:m[5]], month)
		}
	}
	for _, m := range dateNumbers.FindAllStringSubmatchIndex(s, 50) {
		add(m[0], s[m[6]:m[7]], s[m[4]:m[5]], s[m[2]:m[3]], 0)
	}
	for _, m := range dateISO.FindAllStringSubmatchIndex(s, 50) {
		add(m[0], s[m[2]:m[3]], s[m[4]:m[5]], s[m[6]:m[7]], 0)
	}
	if len(found) == 0 {
		for _, m := range dateMonth.FindAllStringSubmatchIndex(s, 50) {
			if month, ok := monthNames[s[m[2]:m[3]]]; ok {
				year, _ := strconv.Atoi(s[m[4]:m[5]])
				found = append(found, dated{time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC), m[0]})
			}
		}
	}
	return found
}
