package page

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/google/go-cmp/cmp"
)

func parse(t *testing.T, src string) *Page {
	t.Helper()
	p, err := Parse("https://example.org/dir/page.html", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFlatTree(t *testing.T) {
	p := parse(t, `<div id=host><template shadowrootmode=open><h2 id=a>In</h2><slot></slot> after</template><p id=a>light</p></div>`)
	host := p.Find("#host")[0]
	if p.Shadow(host) == nil {
		t.Fatal("no shadow tree")
	}
	if got, want := p.Text(host), "In light after"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	h2, light := p.Find("h2")[0], p.Find("p")[0]
	if p.ByID(h2, "a") != h2 || p.ByID(light, "a") != light {
		t.Error("ids are not looked up in their own tree")
	}
	if got := p.Parent(light); got == nil || got.Data != "slot" {
		t.Errorf("parent of slotted element is %v, want the slot", got)
	}
	if got, want := p.Selector(h2), "#host >>> #a"; got != want {
		t.Errorf("selector %q, want %q", got, want)
	}
	if p.Closest(h2, "div") != host {
		t.Error("closest does not leave the shadow tree")
	}
}

func TestBlocks(t *testing.T) {
	p := parse(t, `<html lang=fr><header><a href=/>Accueil</a></header><main><h1>Le   titre</h1>
<p>Un <b>mot</b>.<br>Ligne deux<p hidden>caché</p><ul><li>a<li lang=nl>b <span>c</span></ul></main><footer>Fin</footer>`)
	var got []string
	for _, b := range p.Blocks() {
		got = append(got, string(b.Region)+" "+b.Kind+" "+b.Lang+" "+b.Text)
	}
	want := []string{"banner header fr Accueil", "content h1 fr Le titre", "content p fr Un mot.\nLigne deux", "content li fr a", "content li nl b c", "footer footer fr Fin"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVisibleText(t *testing.T) {
	p := parse(t, `<p><b>a</b> <i>b</i><span hidden>c</span>`)
	if got, want := p.VisibleText(p.Find("p")[0]), "a b"; got != want {
		t.Errorf("visible text %q, want %q", got, want)
	}
}

func TestSelector(t *testing.T) {
	p := parse(t, `<body><p>a<p class=x>b<div id="1x"><span>c</span></div><div id=ok><i>d</i><i>e</i></div>`)
	for _, n := range p.Find("body *") {
		s := p.Selector(n)
		if got := p.Find(s); len(got) != 1 || got[0] != n {
			t.Errorf("selector %q matches %d elements", s, len(got))
		}
	}
}

func TestEncode(t *testing.T) {
	p := parse(t, `<!doctype html><html lang=fr><body><p style="color:red">Été <b>x</b><svg viewBox="0 0 1 1"><title>t</title></svg>`)
	n := p.Find("p")[0]
	ax := &AX{Role: "paragraph", Name: "Été", Node: n, Properties: []Property{{"level", "1"}}}
	p.AXRoot = &AX{Role: "RootWebArea", Node: p.Root, Children: []*AX{ax}}
	ax.Parent = p.AXRoot
	style := make([]string, len(Properties))
	style[0] = "block"
	p.info[n] = &Info{Rendered: true, Box: Box{1, 2, 3, 4}, Style: style, AX: ax, Pseudos: []Pseudo{{Type: "before", Text: "→", Style: style}}}
	p.info[p.Root].AX = p.AXRoot
	p.Inputs = Style | Layout | Keyboard | Moving
	p.info[n].Backend = 7
	p.Observed = Observations{
		Walk:   &Walk{Ended: true, Stops: []Stop{{Node: 7, Box: Box{1, 2, 3, 4}, Leads: []string{"https://example.org/"}}}},
		Motion: &Motion{Moves: []Move{{Node: 7, Seconds: math.Inf(1), Properties: []string{"left"}}}},
		Forms:  &Forms{},
	}
	var b1, b2 bytes.Buffer
	if err := p.Encode(&b1); err != nil {
		t.Fatal(err)
	}
	q, err := Decode(bytes.NewReader(b1.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Encode(&b2); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b1.Bytes(), b2.Bytes()) {
		t.Error("encoding a decoded page gives other bytes")
	}
	m := q.Find("p")[0]
	if q.Style(m, "display") != "block" || q.AX(m).Prop("level") != "1" || q.AX(m).Parent.Node != q.Root || q.Info(m).Pseudos[0].Get("display") != "block" {
		t.Errorf("lost in encoding: %+v", q.Info(m))
	}
	if diff := cmp.Diff(p.Observed, q.Observed); diff != "" {
		t.Error("observations lost in encoding:", diff)
	}
	if q.Node(q.Observed.Walk.Stops[0].Node) != m {
		t.Error("the stop is another node")
	}
}

func FuzzDecode(f *testing.F) {
	p, err := Parse("http://x/", strings.NewReader("<p>a"))
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := Decode(bytes.NewReader(data)); err == nil {
			p.Blocks()
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("<div><template shadowrootmode=open><slot></template>x")
	f.Fuzz(func(t *testing.T, src string) {
		p, err := Parse("http://x/", strings.NewReader(src))
		if err != nil {
			return
		}
		p.Blocks()
		for _, n := range p.Find("*") {
			p.Selector(n)
			p.Visible(n)
		}
	})
}

func TestFind(t *testing.T) {
	p := parse(t, `<main><a href=x role=button class=c>1</a><p role=note>2</p><svg viewBox="0 0 1 1"><a xlink:href=y /></svg><button>3</button><div id=h><template shadowrootmode=open><a href=z>4</a></template></div></main>`)
	for _, selector := range []string{"a[href]", "button, a", "[role], a[href], button", "a.c, [role=note]", "main a", "main > *", "p", "body *", "a:not([href])", "[viewbox]", `[role="button"], button`} {
		want := cascadia.QueryAll(p.Root, mustParse(selector))
		if got := p.Find(selector); len(got) != len(want) {
			t.Errorf("%s finds %d elements, want %d", selector, len(got), len(want))
		} else if diff := cmp.Diff(true, slices.Equal(got, want)); diff != "" {
			t.Errorf("%s: %s", selector, diff)
		}
	}
}
