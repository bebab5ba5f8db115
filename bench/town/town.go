// Package town generates a site of as many pages as wanted, always the same,
// for measurements: a public service with a menu, procedures that link to each
// other, documents, redirects, duplicates and dead links.
package town

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

var words = strings.Fields(`demande carte identité passeport mairie guichet rendez-vous horaire ouverture dossier pièce justificatif
domicile délai gratuit timbre acte naissance mariage école inscription cantine transport déchets collecte impôt taxe logement aide
famille santé travaux permis déclaration attestation formulaire courrier téléphone accueil service agent commune habitant`)

// A Town is a site with the pages /, /p/1 … /p/N-1.
type Town struct {
	N     int
	Delay time.Duration // before each answer
}

// ServeHTTP answers without a Date, so that the same page is the same to the byte.
func (t Town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(t.Delay)
	w.Header()["Date"] = nil
	path := r.URL.Path
	switch {
	case path == "/":
		t.page(w, 0)
		return
	case path == "/robots.txt":
		io.WriteString(w, "User-agent: *\nDisallow: /intern/\nSitemap: http://"+r.Host+"/sitemap.xml\n")
		return
	case path == "/sitemap.xml":
		w.Header().Set("Content-Type", "application/xml")
		io.WriteString(w, "<urlset>")
		for i := 0; i < t.N; i += 7 {
			fmt.Fprintf(w, "<url><loc>http://%s/p/%d</loc></url>", r.Host, i)
		}
		io.WriteString(w, "</urlset>")
		return
	case path == "/style.css":
		w.Header().Set("Content-Type", "text/css")
		io.WriteString(w, "body{font:16px/1.5 sans-serif;max-width:60em;margin:auto}nav li{display:inline-block;padding:.5em}.card{border:1px solid #777;padding:1em}")
		return
	case strings.HasPrefix(path, "/doc/"):
		w.Header().Set("Content-Type", "application/pdf")
		io.WriteString(w, "%PDF-1.7 "+path)
		return
	}
	kind, number, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= t.N {
		http.NotFound(w, r)
		return
	}
	switch kind {
	case "p", "copy": // the latter is a duplicate of the former
		t.page(w, i)
	case "old":
		http.Redirect(w, r, fmt.Sprintf("/p/%d", i), http.StatusMovedPermanently)
	default:
		http.NotFound(w, r)
	}
}

func (t Town) page(w io.Writer, i int) {
	if h, ok := w.(http.ResponseWriter); ok {
		h.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	h := fnv.New64a()
	fmt.Fprint(h, i)
	rnd := rand.New(rand.NewPCG(h.Sum64(), uint64(i)))
	phrase := func(n int) string {
		out := make([]string, n)
		for k := range out {
			out[k] = words[rnd.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	title := phrase(3) + " " + strconv.Itoa(i)
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>%s – Ville</title><link rel="stylesheet" href="/style.css"></head><body>`, title)
	b.WriteString(`<header><a href="/">Accueil</a><nav aria-label="Menu principal"><ul>`)
	for k := 1; k < min(t.N, 12); k++ {
		fmt.Fprintf(&b, `<li><a href="/p/%d">Rubrique %d</a></li>`, k, k)
	}
	fmt.Fprintf(&b, `</ul></nav></header><main><h1>%s</h1>`, title)
	for k := range 4 + rnd.IntN(6) {
		fmt.Fprintf(&b, `<h2>%s</h2><p>%s. %s.</p>`, phrase(2+k%3), phrase(12+rnd.IntN(20)), phrase(8+rnd.IntN(20)))
		if rnd.IntN(3) == 0 {
			b.WriteString(`<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40"></p>`)
		}
	}
	b.WriteString(`<ul class="card">`)
	for k := 3*i + 1; k <= 3*i+3 && k < t.N; k++ {
		fmt.Fprintf(&b, `<li><a href="/p/%d">%s</a></li>`, k, phrase(3))
	}
	for range 5 {
		fmt.Fprintf(&b, `<li><a href="/p/%d">%s</a></li>`, rnd.IntN(t.N), phrase(2))
	}
	fmt.Fprintf(&b, `<li><a href="/old/%d">%s</a></li></ul>`, i, phrase(2))
	switch i % 10 {
	case 2:
		fmt.Fprintf(&b, `<p><a href="/copy/%d">Version imprimable</a></p>`, i)
	case 3:
		fmt.Fprintf(&b, `<p><a href="/doc/%d.pdf">Formulaire (PDF)</a></p>`, i)
	case 5:
		fmt.Fprintf(&b, `<p><a href="/gone/%d">%s</a> <a href="https://elsewhere.invalid/%d">ailleurs</a></p>`, i, phrase(2), i)
	case 7:
		fmt.Fprintf(&b, `<form action="/chercher"><label>Rechercher <input name="q"></label><input name="zip"><button>OK</button></form><p><a href="/intern/%d">Interne</a></p>`, i)
	}
	fmt.Fprintf(&b, `</main><footer><p>Mairie : <a href="tel:+3311223%04d">01 12 23 %02d %02d</a>. <a href="mailto:contact@ville.example">contact@ville.example</a></p></footer></body></html>`, i, i/100%100, i%100)
	io.WriteString(w, b.String())
}
