package channels

import (
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/usager/usager/checks/words"
)

// An Email is an e-mail address in a text.
type Email struct {
	Value      string // lower case
	Start, End int    // bytes of the text
	Obfuscated bool   // written so that machines do not see it, as "info [at] ville [point] be"
}

var emailData = load[struct {
	At, Dot, Pattern, Files []string
	PlainAt                 []string `yaml:"plainAt"`
	PatternLocal            string   `yaml:"patternLocal"`
	PatternDomain           string   `yaml:"patternDomain"`
	Noreply                 string
}]("email.yaml")

var (
	emailPlain = regexp.MustCompile(`[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}[\p{L}\p{N}])?\.){1,8}[\p{L}]{2,24}`)
	// With brackets around the sign, the dots may be plain; without, both are words.
	emailBracketed = regexp.MustCompile(`([a-z0-9][a-z0-9._%+-]{0,63})\s?[\[({<|_]{1,2}\s?(?:` + choice(emailData.At) + `)\s?[\])}>|_]{1,2}\s?(` + domainWords(`\s?[\[({<|_]{1,2}\s?(?:`+choice(emailData.Dot)+`)\s?[\])}>|_]{1,2}\s?|\s(?:`+choice(emailData.Dot[:4])+`)\s|\s\.\s|\.`) + `)`)
	emailSpelled   = regexp.MustCompile(`([a-z0-9][a-z0-9._%+-]{0,63})\s(?:` + choice(emailData.PlainAt) + `)\s(` + domainWords(`\s(?:`+choice(emailData.Dot[:4])+`)\s`) + `)`)
	emailArobase   = regexp.MustCompile(`([a-z0-9][a-z0-9._%+-]{0,63})\s?(?:arobase|arobas|apenstaartje|klammeraffe)\s?(` + domainWords(`\.`) + `)`)
	emailCapitals  = regexp.MustCompile(`\b([a-z0-9][a-z0-9._+-]{0,63}?)[-_ ]{1,2}AT[-_ ]{1,2}([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24})\b`)
	emailSpaced    = regexp.MustCompile(`([a-z0-9][a-z0-9._%+-]{0,63})\s?@\s(` + domainWords(`\s?\.\s?`) + `)`)
	emailSeparator = regexp.MustCompile(`\s?[\[({<|_]{1,2}\s?(?:` + choice(emailData.Dot) + `)\s?[\])}>|_]{1,2}\s?|\s(?:` + choice(emailData.Dot[:4]) + `)\s|\s?\.\s?`)

	spelledAt     = words.Compile(emailData.PlainAt)
	patternWords  = words.Compile(emailData.Pattern)
	patternLocal  = regexp.MustCompile(emailData.PatternLocal)
	patternDomain = regexp.MustCompile(emailData.PatternDomain)
	noreply       = regexp.MustCompile(emailData.Noreply)
)

func choice(list []string) string {
	quoted := make([]string, len(list))
	for i, w := range list {
		quoted[i] = regexp.QuoteMeta(words.Fold(w).S)
	}
	return strings.Join(quoted, "|")
}

func domainWords(dot string) string {
	return `[a-z0-9][a-z0-9-]{0,62}(?:(?:` + dot + `)[a-z0-9][a-z0-9-]{0,62}){0,4}(?:` + dot + `)[a-z]{2,24}\b`
}

// Emails finds the e-mail addresses in a text, plain and obfuscated. Names of
// files, handles and patterns such as "prénom.nom@domaine.be" are left out.
func Emails(text string) []Email {
	p := words.Plain(text)
	var found []Email
	for _, m := range plainAddresses(p.S) {
		start, end := m[0], m[1]
		for start < end && strings.ContainsRune(".'-_+%", rune(p.S[start])) {
			start++
		}
		if start > 0 && strings.ContainsRune("@/=:", rune(p.S[start-1])) && !strings.HasSuffix(p.S[:start], ":") {
			continue // part of an URL
		}
		if strings.HasSuffix(p.S[:start], "//") || end < len(p.S) && p.S[end] == '@' {
			continue
		}
		value := strings.ToLower(p.S[start:end])
		if real(value, p.S[:start]) {
			found = append(found, Email{Value: value, Start: p.At[start], End: p.At[end]})
		}
	}
	for _, m := range emailCapitals.FindAllStringSubmatchIndex(p.S, -1) {
		if value := strings.ToLower(p.S[m[2]:m[3]] + "@" + p.S[m[4]:m[5]]); real(value, p.S[:m[0]]) {
			found = append(found, Email{Value: value, Start: p.At[m[0]], End: p.At[m[1]], Obfuscated: true})
		}
	}
	f := words.Fold(text)
	if !strings.ContainsAny(f.S, "[({<|@") && !spelledAt.Match(f.S) {
		return found // nothing that stands for the sign
	}
	for _, e := range []*regexp.Regexp{emailBracketed, emailSpelled, emailArobase, emailSpaced} {
		for _, m := range e.FindAllStringSubmatchIndex(f.S, -1) {
			start, end := f.At[m[2]], f.At[m[5]]
			if slices.ContainsFunc(found, func(o Email) bool { return start < o.End && o.Start < end }) {
				continue
			}
			local := strings.Trim(f.S[m[2]:m[3]], ".-_%+")
			domain := emailSeparator.ReplaceAllString(f.S[m[4]:m[5]], ".")
			value := local + "@" + domain
			if m[2] > 0 && (f.S[m[2]-1] == '@' || f.S[m[2]-1] == '/') || local == "" {
				continue
			}
			if e == emailSpaced && (!strings.Contains(text[start:end], "@") || strings.Contains(f.S[m[4]:m[5]], ". ")) {
				continue // the end of a sentence
			}
			if real(value, f.S[:m[2]]) {
				found = append(found, Email{Value: value, Start: start, End: end, Obfuscated: true})
			}
		}
	}
	slices.SortFunc(found, func(a, b Email) int { return a.Start - b.Start })
	return found
}

func plainAddresses(s string) [][]int {
	if !strings.Contains(s, "@") {
		return nil
	}
	return emailPlain.FindAllStringIndex(s, -1)
}

// real reports whether an address stands for a mailbox, given the words before.
func real(value, before string) bool {
	local, domain, ok := strings.Cut(value, "@")
	if !ok || local == "" || len(value) > 254 || strings.Contains(value, "..") {
		return false
	}
	labels := strings.Split(domain, ".")
	if slices.Contains(emailData.Files, labels[len(labels)-1]) || strings.Trim(labels[0], "0123456789x") == "" && len(labels) < 3 {
		return false
	}
	if patternLocal.MatchString(words.Fold(local).S) && patternDomain.MatchString(domain) || strings.HasPrefix(local, "prenom.nom") || strings.HasPrefix(local, "prénom.nom") {
		return false
	}
	if len(before) > 40 {
		before = strings.ToValidUTF8(before[len(before)-40:], "")
	}
	return !endsWith(patternWords, words.Fold(before).S)
}

// endsWith reports whether folded text ends with one of some words and marks.
func endsWith(set *words.Set, text string) bool {
	ms := set.FindAll(text, -1)
	return len(ms) > 0 && strings.Trim(text[ms[len(ms)-1][1]:], " :,(\"'«") == ""
}

// LinkEmails reads the target of a mailto: link: the addresses it writes to.
func LinkEmails(href string) []string {
	rest, ok := cutPrefixFold(strings.TrimSpace(href), "mailto:")
	if !ok {
		return nil
	}
	rest, query, _ := strings.Cut(rest, "?")
	list := unescape(rest)
	if q, err := url.ParseQuery(query); err == nil && q.Get("to") != "" {
		list += "," + q.Get("to")
	}
	var found []string
	for item := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' }) {
		for _, e := range Emails(item) {
			if !slices.Contains(found, e.Value) && len(found) < 20 {
				found = append(found, e.Value)
			}
		}
	}
	return found
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// decodeProtected undoes Cloudflare's e-mail protection: hexadecimal, the
// first byte being the key of all others.
func decodeProtected(s string) string {
	b, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(b) < 2 || len(b) > 300 {
		return ""
	}
	for i := range b[1:] {
		b[i+1] ^= b[0]
	}
	if found := Emails(string(b[1:])); len(found) == 1 {
		return found[0].Value
	}
	return ""
}

// IsNoReply reports whether nobody reads what is sent to an address.
func IsNoReply(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	return noreply.MatchString(words.Fold(local).S)
}

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
