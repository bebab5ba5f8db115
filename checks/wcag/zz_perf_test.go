package wcag
import ("testing";"context";"fmt";"net/http";"net/http/httptest";"strings";"syscall";"time";"sort"
"github.com/usager/usager/checks";"github.com/usager/usager/crawler";"github.com/usager/usager/page")
func cpu() time.Duration { var r syscall.Rusage; syscall.Getrusage(syscall.RUSAGE_SELF,&r); return time.Duration(r.Utime.Nano()+r.Stime.Nano()) }
func TestZZPerf(t *testing.T){
 for _,sections:=range []int{75,350} {
 var src strings.Builder
 src.WriteString(`<!DOCTYPE html><html lang="en"><head><title>Waste</title><style>section{background:#fff}p{color:#333}.c{opacity:.9}</style></head><body><nav><ul><li><a href="a">A</a></li></ul></nav><main><h1>Waste</h1>`)
 for i := range sections { fmt.Fprintf(&src, `<section class=c><h2>Part %d</h2><p>Waste is collected on <a href="d%d">Tuesday</a> in the centre.</p><ul><li>One</li><li>Two <b>bold</b></li></ul><table><tr><th>A</th></tr><tr><td>B</td></tr></table><form action="x"><label for="f%d">Name</label> <input id="f%d"></form></section>`, i, i, i, i) }
 src.WriteString(`</main></body></html>`)
 srv:=httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter,r *http.Request){w.Header().Set("Content-Type","text/html");w.Write([]byte(src.String()))}))
 b,err:=crawler.StartBrowser(context.Background(),crawler.Config{Tabs:1,Narrow:true,Zoom:true,Screenshots:true}); if err!=nil{t.Fatal(err)}
 p,err:=b.Render(context.Background(),&page.Page{URL:srv.URL+"/"},nil); if err!=nil{t.Fatal(err)}; b.Stop(); srv.Close()
 n:=0; for range p.Find("*"){n++}
 var cs []*checks.Check; for _,c:=range Family.Checks{ if c.Run!=nil{cs=append(cs,c)} }
 checks.Run(p,cs)
 c0:=cpu(); for range 5 { checks.Run(p,cs) }; t.Log(n,"elements; all checks CPU:",(cpu()-c0)/5)
 type kv struct{k string;d time.Duration}; var s []kv
 for _,c:=range cs { c0:=cpu(); for range 5{ checks.Run(p,[]*checks.Check{c}) }; s=append(s,kv{c.ID,(cpu()-c0)/5}) }
 sort.Slice(s,func(i,j int)bool{return s[i].d>s[j].d}); for _,x:=range s[:14]{ t.Log(x.k,x.d)} }
}
