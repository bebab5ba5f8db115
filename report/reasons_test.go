package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
)

func TestReasons(t *testing.T) {
	for _, s := range sentences {
		for _, lang := range checks.Languages {
			got := gap.FindAllString(s.In(lang), -1)
			want := slices.Clone(s.names)
			slices.Sort(got)
			slices.Sort(want)
			if s.In(lang) == "" || !slices.Equal(got, want) {
				t.Errorf("%q: %q in %s", s.EN, s.In(lang), lang)
			}
		}
	}
	for english, french := range map[string]string{
		"www.example.org is not audited":                                       "www.example.org n’est pas audité",
		"the server answers 404 Not Found":                                     "le serveur répond 404 Not Found",
		"it redirects to http://a/, and b is not audited":                      "elle redirige vers http://a/, et b n’est pas audité",
		"3 pages in a row failed, the last: the server did not answer in time": "3 pages de suite ont échoué, la dernière : le serveur n’a pas répondu à temps",
		"read tcp 127.0.0.1:1: connection reset by peer":                       "read tcp 127.0.0.1:1: connection reset by peer",
	} {
		if got := Reason(english, "fr"); got != french {
			t.Errorf("%q: %q, want %q", english, got, french)
		}
		if got := Reason(english, "en"); got != english {
			t.Errorf("%q: %q in English", english, got)
		}
	}
}

func FuzzReason(f *testing.F) {
	f.Add("it matches it matches {x}")
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range checks.Languages {
			if Reason(s, lang) == "" && s != "" {
				t.Errorf("nothing in %s", lang)
			}
		}
	})
}

// TestReasonsAreKnown reads in the source of the crawler what it says in
// English, and expects to know it in the other languages.
func TestReasonsAreKnown(t *testing.T) {
	files, err := filepath.Glob("../crawler/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range said(file) {
			english := example(e)
			if strings.Trim(english, "# ()") == "" {
				continue
			}
			found++
			for _, lang := range []string{"fr", "nl", "de"} {
				if Reason(english, lang) == english {
					t.Errorf("%s: reasons.yaml has no %q", filepath.Base(name), english)
					break
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d sentences found in the source", found)
	}
}

// said returns the expressions of a file that become reasons.
func said(file *ast.File) []ast.Expr {
	var out []ast.Expr
	reasons := map[string]bool{"reason": true, "Reason": true, "Problem": true, "Advice": true, "Incomplete": true, "incomplete": true}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			// The terminal has its own words for what to do.
			return n.Name.Name != "Error" && n.Name.Name != "advice"
		case *ast.CompositeLit:
			name, _ := n.Type.(*ast.Ident)
			for i, e := range n.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if ok {
					if key, ok := kv.Key.(*ast.Ident); ok && reasons[key.Name] {
						out = append(out, kv.Value)
					}
				} else if name != nil && name.Name == "fetchError" && i == 1 {
					out = append(out, e)
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == len(n.Rhs) {
				for i, l := range n.Lhs {
					switch l := l.(type) {
					case *ast.SelectorExpr:
						if reasons[l.Sel.Name] {
							out = append(out, n.Rhs[i])
						}
					case *ast.Ident:
						if reasons[l.Name] || l.Name == "advice" {
							out = append(out, n.Rhs[i])
						}
					}
				}
			}
		case *ast.ReturnStmt:
			if len(n.Results) == 1 && strings.Count(example(n.Results[0]), " ") > 1 {
				out = append(out, n.Results[0])
			}
			if len(n.Results) == 2 {
				if rule, ok := n.Results[0].(*ast.Ident); ok && strings.HasPrefix(rule.Name, "Rule") {
					out = append(out, n.Results[1])
				}
			}
		}
		return true
	})
	return out
}

var verb = regexp.MustCompile(`%[a-z]`)

// example returns what an expression may say, with ### for what differs.
func example(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil {
			return s
		}
	case *ast.BinaryExpr:
		return example(e.X) + example(e.Y)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			return verb.ReplaceAllString(example(e.Args[0]), "###")
		}
	}
	return "###"
}
