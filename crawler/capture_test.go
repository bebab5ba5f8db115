package crawler

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// outline writes what a snapshot holds, one node a line, without what differs
// from one visit to the next.
func outline(p *page.Page) string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Status, p.Viewport, p.Inputs, p.ScrollWidth, p.ScrollHeight, p.NarrowScrollWidth, len(p.Screenshot) > 0)
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		i := *p.Info(n)
		ax := ""
		if i.AX != nil {
			ax = fmt.Sprintf("%s %q %q", i.AX.Role, i.AX.Name, i.AX.NameFrom)
		}
		i.AX, i.Backend = nil, 0
		tree, media := page.TreeInfo{}, page.MediaInfo{}
		if i.Tree != nil {
			tree = *i.Tree
		}
		if i.Media != nil {
			media = *i.Media
		}
		i.Tree, i.Media = nil, nil
		fmt.Fprintf(&b, "%*s%d %q %q %v %s %+v %+v %+v\n", depth, "", n.Type, n.Data, n.Namespace, n.Attr, ax, i, tree, media)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	walk(p.Root, 0)
	var walkAX func(a *page.AX, depth int)
	walkAX = func(a *page.AX, depth int) {
		fmt.Fprintf(&b, "%*s%s %q %q %q %q %v %v %v %v\n", depth, "", a.Role, a.Name, a.NameFrom, a.Description, a.Value, a.Ignored, a.Reasons, a.Properties, a.Node != nil)
		for _, c := range a.Children {
			if c.Parent != a {
				fmt.Fprintln(&b, "wrong parent")
			}
			walkAX(c, depth+1)
		}
	}
	walkAX(p.AXRoot, 0)
	return b.String()
}

const treesPage = `<!DOCTYPE html><html lang=fr><head><title>Arbres</title><template id=tt><p>in template</p></template>
<style>q::before{content:"« "} #sc{overflow:auto;height:50px}</style></head><body style="margin:8px">
<div id=host><template shadowrootmode=open><style>b{color:red}</style><b id=in>before</b><slot name=a>fallback a</slot><slot>fallback</slot></template><span>default</span><em slot=a>named</em><u slot=none>unslotted</u></div>
<div id=closed><template shadowrootmode=closed><p id=in>closed</p></template>light</div>
<q>quote</q>
<input id=field value=abc placeholder=ph><textarea id=area>t</textarea><select><option>a<option id=opt selected>b</select>
<input type=checkbox checked aria-label=cb title=tt>
<svg width=10 height=10 role=img><title>Titre</title><a xlink:href="/svg"><text>x</text></a><foreignObject><p id=fo>fo</p></foreignObject></svg><math><mi>x</mi></math>
<div id=sc><div style="height:500px">scroll</div></div>
<iframe id=frame src="/frame" style="border:5px solid;padding:3px;width:300px;height:150px">fallback text</iframe>
<p aria-hidden=true>hid</p><p style="display:none" id=none>none</p>
<img id=img alt="Logo" src="/pixel.png"><img id=broken alt="x" src="/missing.png"><img id=bg alt="" src="/pixel.png">
<button id=button aria-describedby=d>B <span>C</span></button><p id=d>desc</p>
<div id=contents style="display:contents"><span>dc</span></div>
<div style="opacity:.5;background:red"><span id=semi style="color:#000">semi</span></div>
<video id=video controls src=/none.mp4></video>
<script>document.getElementById("button").addEventListener("click", () => {});
document.getElementById("field").value = "typed";
document.addEventListener("keydown", () => {}); window.addEventListener("devicemotion", () => {});</script>
</body></html>`

// onePixel is a PNG of 3 by 2 pixels.
var threeByTwo = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00\x00\x12\x16\xf1M\x00\x00\x00\x0fIDATx\x9cc\xf8\xff\xff?\x03\x0c\x00\x001\xf2\x05\xfb\x1e\x87T\x0e\x00\x00\x00\x00IEND\xaeB`\x82")

func captureServer(t *testing.T) *httptest.Server {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'")
			io.WriteString(w, treesPage)
		case "/frame":
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<title>F</title><p id=inframe style='margin:30px'>in frame</p><button onclick=1>go</button>")
		case "/pixel.png":
			w.Header().Set("Content-Type", "image/png")
			w.Write(threeByTwo)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

func TestCapture(t *testing.T) {
	b := sharedBrowser(t)
	srv := captureServer(t)
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := page.Style | page.Layout | page.Accessibility | page.Media | page.Listeners | page.Narrow | page.Pixels
	if p.Inputs != want {
		t.Errorf("inputs %v, want %v", p.Inputs, want)
	}
	one := func(sel string) *html.Node {
		t.Helper()
		n := p.Find(sel)
		if len(n) == 0 {
			t.Fatalf("no %s", sel)
		}
		return n[0]
	}
	check := func(what string, got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
	check("status", p.Status, 200)
	check("CSP", p.Header.Get("Content-Security-Policy") != "", true)
	check("tree", *p.Tree(p.Root), page.TreeInfo{Kind: page.Document, URL: srv.URL + "/", Base: srv.URL + "/"})

	host := one("#host")
	shadow := p.Shadow(host)
	if shadow == nil || host.FirstChild != shadow || shadow.Data != "#shadow-root" {
		t.Fatal("no shadow root as first child of its host")
	}
	check("shadow text", p.VisibleText(host), "beforenameddefault")
	check("closed shadow", p.VisibleText(one("#closed")), "closed")
	check("ids are of their tree", p.ByID(shadow.FirstChild, "in") != nil && p.ByID(host, "in") == nil, true)
	check("unslotted", p.Visible(one("u")), false)

	check("placeholder name", p.AX(one("#field")).NameFrom, "placeholder")
	check("value", p.Info(one("#field")).Value, "typed")
	check("textarea", p.Info(one("#area")).Value, "t")
	check("option", p.Info(one("#opt")).Selected, true)
	check("checkbox", p.Info(one("[type=checkbox]")).Checked, true)
	check("checkbox name", [2]string{p.AX(one("[type=checkbox]")).Name, p.AX(one("[type=checkbox]")).NameFrom}, [2]string{"cb", "attribute"})
	check("button name", [3]string{p.AX(one("#button")).Name, p.AX(one("#button")).NameFrom, p.AX(one("#button")).Description}, [3]string{"B C", "contents", "desc"})
	check("focusable", p.AX(one("#button")).Prop("focusable"), "true")

	check("svg", one("svg").Namespace, "svg")
	check("xlink", one("svg a").Attr[0], html.Attribute{Namespace: "xlink", Key: "href", Val: "/svg"})
	check("svg title", p.AX(one("svg")).Name, "Titre")
	check("foreignObject", [2]string{one("#fo").Namespace, one("#fo").Parent.Namespace}, [2]string{"", "svg"})
	check("math", one("mi").Namespace, "math")

	q := p.Info(one("q")).Pseudos
	if len(q) != 2 || q[0].Type != "before" || q[0].Text != "« " || q[0].Get("display") != "inline" {
		t.Errorf("pseudo-elements %+v", q)
	}
	for _, n := range p.Find("*") {
		if strings.Contains(n.Data, "::") {
			t.Errorf("%s is an element", n.Data)
		}
	}

	frame := one("#frame")
	if frame.FirstChild == nil || frame.FirstChild != frame.LastChild || p.Info(frame.FirstChild).Tree == nil || p.Info(frame.FirstChild).Tree.Kind != page.Frame {
		t.Fatal("no document in the frame")
	}
	check("quirks", p.Tree(frame.FirstChild).Quirks, true)
	fb, ib := p.Info(frame).Box, p.Info(one("#inframe")).Box
	check("frame offset", [2]float64{ib.X - fb.X, ib.Y - fb.Y}, [2]float64{5 + 3 + 8 + 30, 5 + 3 + 30})
	fb, ib = p.Info(frame).NarrowBox, p.Info(one("#inframe")).NarrowBox
	check("narrow frame offset", [2]float64{ib.X - fb.X, ib.Y - fb.Y}, [2]float64{5 + 3 + 8 + 30, 5 + 3 + 30})
	inFrame := p.AX(p.FindIn(frame, "button")[0])
	check("frame button", inFrame.Name, "go")
	top := inFrame
	for top.Parent != nil {
		top = top.Parent
	}
	check("one accessibility tree", top == p.AXRoot, true)
	check("frame listeners", p.Info(p.FindIn(frame, "button")[0]).Listeners, []string{"click"})

	check("scroll", [2]float64{p.Info(one("#sc")).Scroll.Height, p.Info(one("#sc")).Client.Height}, [2]float64{500, 50})
	check("natural", p.Info(one("#img")).Natural, page.Box{Width: 3, Height: 2})
	check("broken", p.Info(one("#broken")).Natural, page.Box{})
	check("current source", p.Info(one("#img")).CurrentSrc, srv.URL+"/pixel.png")
	check("none", p.Info(one("#none")).Rendered, false)
	check("contents", p.Style(one("#contents"), "display"), "contents")
	check("contents text", p.Visible(one("#contents").FirstChild), true)
	check("background", p.Info(one("#semi")).Background, "#ff8080")
	check("opacity", p.Info(one("#semi")).Opacity, 0.5)
	check("clickable", p.Info(one("#button")).Clickable, true)
	check("listeners", p.Info(one("#button")).Listeners, []string{"click"})
	check("page listeners", p.Info(one("html")).Listeners, []string{"devicemotion", "keydown"})
	check("media", p.Info(one("#video")).Media, &page.MediaInfo{Paused: true, Controls: true, Volume: 1, Error: "source not supported"})
	check("narrow", p.Info(one("#d")).NarrowBox.Width <= page.NarrowWidth && p.Info(one("#d")).NarrowSeen, true)
	check("wide again", p.Info(one("#d")).Box.Width > 1000, true)
	check("texts", len(p.Info(one("#d").FirstChild).Texts), 1)
	check("screenshot", bytes.HasPrefix(p.Screenshot, []byte("\xff\xd8")), true)

	// What comes back from the store is the same, to the byte.
	var first, second bytes.Buffer
	if err := p.Encode(&first); err != nil {
		t.Fatal(err)
	}
	raw := slices.Clone(first.Bytes())
	back, err := page.Decode(&first)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(outline(p), outline(back)); d != "" {
		t.Errorf("decoded (-captured +decoded):\n%s", d)
	}
	if err := back.Encode(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, second.Bytes()) {
		t.Error("the decoded page is encoded otherwise")
	}

	again, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(outline(p), outline(again)); d != "" {
		t.Errorf("rendered twice (-first +second):\n%s", d)
	}
}

// TestScale checks that boxes are in CSS pixels whatever the screen.
func TestScale(t *testing.T) {
	needChrome(t)
	srv := serve(t, map[string]string{"/": `<!DOCTYPE html><meta name=viewport content="width=device-width"><body style="margin:0"><p id=p style="margin:10px;width:100px;height:20px">x<div style="height:3000px">`})
	b, err := StartBrowser(t.Context(), Config{Viewport: page.Viewport{Width: 360, Height: 640, Scale: 2, Mobile: true}, Narrow: true, Screenshots: true})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	i, text := p.Info(p.Find("#p")[0]), p.Info(p.Find("#p")[0].FirstChild)
	want := page.Box{X: 10, Y: 10, Width: 100, Height: 20}
	if i.Box != want || i.NarrowBox != want || text.Texts[0].Box.X != 10 || i.Client.Width != 100 {
		t.Errorf("box %v, narrow %v, client %v, text %v", i.Box, i.NarrowBox, i.Client, text.Texts)
	}
	if p.ScrollWidth != 360 || math.Abs(p.ScrollHeight-3040) > 15 || p.NarrowScrollWidth != 320 {
		t.Errorf("scroll %v %v, narrow %v", p.ScrollWidth, p.ScrollHeight, p.NarrowScrollWidth)
	}
}

func TestHexColour(t *testing.T) {
	for in, want := range map[string]string{
		"rgb(255, 128, 0)": "#ff8000", "rgba(0, 0, 0, 0.5)": "#00000080", "": "", "color(srgb 1 0 0)": "", "rgb(1, 2)": "", "rgb(300, -1, 0)": "#ff0000",
	} {
		if got := hexColour(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

// TestTooLarge renders pages beyond the bounds, which are refused at once, and
// pages within.
func TestTooLarge(t *testing.T) {
	b := sharedBrowser(t)
	nested := `<p id=top>top<script>let e = document.getElementById("top"); for (let i = 0; i < %d; i++) { const d = document.createElement("div"); e.append(d); e = d; } e.append("bottom")</script>`
	many := `<p>x<script>for (let i = 0; i < %d; i++) document.body.append(document.createElement("i"))</script>`
	for name, tc := range map[string]struct{ src, want string }{
		"nested":          {fmt.Sprintf(nested, 400), ""},
		"nested too deep": {fmt.Sprintf(nested, 1000), "nested"},
		"many":            {fmt.Sprintf(many, 5_000), ""},
		"too many":        {fmt.Sprintf(many, 160_000), "nodes"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := serve(t, map[string]string{"/": tc.src})
			_, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
			switch {
			case tc.want == "" && err != nil:
				t.Error(err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}
