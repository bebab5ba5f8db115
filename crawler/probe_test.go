package crawler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usager/usager/page"
)

func TestTemplate(t *testing.T) {
	parse := func(path, src string) uint64 {
		t.Helper()
		p, err := page.Parse("http://example.org"+path, strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		return template(p)
	}
	const frame = `<header><nav><ul><li><a href=/>A</a></ul></nav></header><main><div class=text>%s</div></main><footer><div><p>c</div></footer>`
	one := parse("/a", fmt.Sprintf(frame, "<h1>One</h1><p>word"))
	two := parse("/b/c", fmt.Sprintf(frame, "<h1>Two</h1><p>words <b>more</b><ul><li>x<li>y</ul><table><tr><td>1</table>"))
	form := parse("/c", fmt.Sprintf(frame, "<h1>Three</h1><form><label>a<input></label></form>"))
	if one != two {
		t.Error("two texts in one frame have two templates")
	}
	if one == form {
		t.Error("a form in the same frame has the same template")
	}
	if parse("/a/1", "<div id=app></div>") == parse("/b/1", "<div id=app></div>") {
		t.Error("two parts of a site that a script builds share a template")
	}
}

func TestTemplatesTakeTurns(t *testing.T) {
	var ts templates
	for _, u := range []string{"a", "b", "c"} {
		ts.enter(u)
	}
	took := make(chan string, 3)
	done := make(chan struct{})
	for _, u := range []string{"c", "b", "a"} { // they arrive the other way round
		go func() {
			if ts.take(u, 1, 2, done) {
				took <- u
			} else {
				took <- "not " + u
			}
		}()
		time.Sleep(20 * time.Millisecond)
	}
	got := []string{<-took, <-took, <-took}
	if slices.Sort(got); !slices.Equal(got, []string{"a", "b", "not c"}) {
		t.Errorf("probed %v, want the first two", got)
	}
}

// TestProbesSendNothing drives a page that would send and change things in
// every way it can, and one that fights back.
func TestProbesSendNothing(t *testing.T) {
	needChrome(t)
	var sent atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path == "/gone" || r.URL.Path == "/popup" {
			t.Errorf("%s %s was requested", r.Method, r.URL)
			sent.Add(1)
		}
	}))
	defer srv.Close()
	b, err := StartBrowser(t.Context(), Config{Tabs: 1, Probes: ProbesAll})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	render := func(src string) *page.Page {
		t.Helper()
		h := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
		p, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/", Status: 200, Header: h}, []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := render(`<!doctype html><title>t</title>
<form id=f action=/gone method=post><label>Name <input name=n required onfocus="this.form.submit()"></label><button>Go</button></form>
<form id=g action=/gone target=_blank><label>Name <input name=n required></label><button>Go</button></form>
<select aria-label=s onchange="location.href='/gone'"><option>1<option>2</select>
<a href="/gone" onfocus="location.href=this.href">a</a>
<button type=button aria-expanded=false id=b>More</button><div id=c hidden>shown</div>
<button type=button aria-haspopup=true id=w>Window</button>
<script>
f.noValidate = g.noValidate = true;
b.onclick = () => { c.hidden = false; fetch('/save', {method: 'POST', body: 'x'}); navigator.sendBeacon('/beacon', 'x'); const x = new XMLHttpRequest(); x.open('PUT', '/put'); x.send('x') };
w.onclick = () => window.open('/popup');
</script>`)
	if n := sent.Load(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
	all := page.Keyboard | page.TextSpacing | page.Moving | page.Hovering | page.Operating | page.Turning | page.ForcedColours | page.Filling | page.Changing
	if !p.Inputs.Has(all) {
		t.Errorf("missing inputs: %s", all&^p.Inputs)
	}
	if c := p.Observed.Operated.Controls; len(c) == 0 || c[0].Shown == "" {
		t.Errorf("the button was not pressed: %+v", c)
	}
	if i := p.Observed.Forms.Inputs; len(i) != 1 || len(i[0].Leads) == 0 {
		t.Errorf("the list leads nowhere: %+v", i)
	}
	for name, src := range map[string]string{
		"steals the focus": `<p>here<input id=a><input id=b><script>setInterval(() => (document.activeElement === a ? b : a).focus(), 5)</script>`,
		"opens dialogs":    `<p>here<a href=x onfocus="alert(1); confirm(2)">a</a><a href=y onfocus="alert(1)">b</a>`,
		"hangs on a key":   `<p>here<a href=x>a</a><script>addEventListener('keydown', () => { for (;;); })</script>`,
		"hangs on hover":   `<p>here<p onmouseover="for (;;);" style="height: 50px">b`,
		"hangs on size":    `<p>here<script>addEventListener('resize', () => { for (;;); })</script>`,
		"removes itself":   `<p>here<a href=x onfocus="document.documentElement.remove()">a</a><button aria-expanded=false>b</button>`,
		"grows":            `<p>here<a href=x onfocus="this.before(this.cloneNode(true))">a</a>`,
		"breaks scripts":   `<p>here<a href=x>a</a><script>Element.prototype.getBoundingClientRect = document.querySelectorAll = null; Array.prototype.push = () => { throw 1 }</script>`,
		"never idle":       `<p>here<script>setInterval(() => { document.body.append('x') }, 1); requestAnimationFrame(function f() { document.body.style.width = Math.random() * 100 + 'px'; requestAnimationFrame(f) })</script>`,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			p := render("<!doctype html><title>t</title>" + src)
			if took := time.Since(start); took > maxProbing+10*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Log(took.Round(time.Millisecond), p.Inputs)
			}
			if !strings.Contains(p.VisibleText(p.Root), "here") {
				t.Errorf("the page was not captured: %q", p.VisibleText(p.Root))
			}
			if p := render("<p>good"); p.VisibleText(p.Root) != "good" || !p.Inputs.Has(page.Keyboard) {
				t.Errorf("the next page: %q, %s", p.VisibleText(p.Root), p.Inputs)
			}
		})
	}
}

// TestWalkOfHundredStops walks through a page of 100 stops.
func TestWalkOfHundredStops(t *testing.T) {
	needChrome(t)
	b, err := StartBrowser(t.Context(), Config{Tabs: 1, Probes: ProbesAll})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	src := "<!doctype html><title>t</title>" + strings.Repeat("<p><a href=x>link</a> and some words", 100)
	p, err := b.Render(t.Context(), &page.Page{URL: "http://stops.test/", Status: 200, Header: http.Header{"Content-Type": {"text/html"}}}, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if w := p.Observed.Walk; w == nil || len(w.Stops) != 100 || !w.Ended {
		t.Errorf("the walk: %+v", w)
	}
	for i, n := range p.Find("a") {
		if p.Info(n).Stop != i+1 || p.Info(n).Focus != page.FocusShown {
			t.Fatalf("link %d: stop %d, focus %q", i, p.Info(n).Stop, p.Info(n).Focus)
		}
	}
}
