package report_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/report"
)

const schemaFile = "../docs/audit.schema.json"

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, schema *jsonschema.Schema, b []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

func TestJSONFollowsSchema(t *testing.T) {
	schema := compile(t)
	for _, pages := range []int{0, 7} {
		a, opts := sample(t, pages)
		if err := validate(t, schema, write(t, "json", a, opts)); err != nil {
			t.Errorf("%d pages: %v", pages, err)
		}
	}
	a, opts := sample(t, 0)
	bare := &audit.Audit{Schema: audit.Schema, ID: "x", Status: "interrupted", Manifest: a.Manifest}
	bare.Manifest.Seeds, bare.Manifest.Config = nil, nil
	if err := validate(t, schema, write(t, "json", bare, opts)); err != nil {
		t.Errorf("bare audit: %v", err)
	}
}

// TestSchemaRefuses shows that the schema sees what is wrong.
func TestSchemaRefuses(t *testing.T) {
	schema := compile(t)
	a, opts := sample(t, 3)
	good := write(t, "json", a, opts)
	for _, change := range []struct{ old, new string }{
		{`"schema": "usager/audit/1"`, `"schema": "usager/audit/2"`},
		{`"status": "complete"`, `"state": "complete"`},
		{`"outcome": "reached"`, `"outcome": "won"`},
		{`"level": "AA"`, `"level": "AAAA"`},
		{`"dimension": "clarity"`, `"dimension": "overall"`},
		{`"fetch_ms":`, `"fetch":`},
		{`"started": "2026-11-20T08:15:00Z"`, `"started": "yesterday"`},
		{`"09:00-12:00"`, `"morning"`},
	} {
		bad := bytes.Replace(good, []byte(change.old), []byte(change.new), 1)
		if bytes.Equal(bad, good) {
			t.Errorf("no %s in the sample", change.old)
		} else if validate(t, schema, bad) == nil {
			t.Errorf("%s is accepted for %s", change.new, change.old)
		}
	}
}

// TestSchemaIsComplete compares the schema with the types that are written:
// every field is described, and required unless it may be left out.
func TestSchemaIsComplete(t *testing.T) {
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	pages := root["properties"].(map[string]any)["pages"]
	delete(root["properties"].(map[string]any), "pages") // written beside the audit
	root["required"] = slices.DeleteFunc(root["required"].([]any), func(v any) bool { return v == "pages" })
	c := comparison{t: t, root: root}
	c.compare("audit", reflect.TypeFor[report.JSONAudit](), root)
	c.compare("pages", reflect.TypeFor[[]report.JSONPage](), pages.(map[string]any))
}

type comparison struct {
	t    *testing.T
	root map[string]any
}

var marshaler = reflect.TypeFor[encoding.TextMarshaler]()

func (c *comparison) compare(path string, typ reflect.Type, schema map[string]any) {
	if ref, ok := schema["$ref"].(string); ok {
		schema = c.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	switch {
	case typ.Kind() == reflect.Pointer:
		c.compare(path, typ.Elem(), schema)
	case typ.Implements(marshaler), typ == reflect.TypeFor[time.Time](), typ.Kind() == reflect.Map:
	case typ.Kind() == reflect.Slice:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			c.t.Errorf("%s: no items in the schema", path)
			return
		}
		c.compare(path+"[]", typ.Elem(), items)
	case typ.Kind() == reflect.Struct:
		properties, _ := schema["properties"].(map[string]any)
		var names, required, described, wanted []string
		c.fields(typ, func(name string, optional bool, typ reflect.Type) {
			names = append(names, name)
			if !optional {
				required = append(required, name)
			}
			if p, ok := properties[name].(map[string]any); ok {
				c.compare(path+"."+name, typ, p)
			}
		})
		for name := range properties {
			described = append(described, name)
		}
		for _, name := range schema["required"].([]any) {
			wanted = append(wanted, name.(string))
		}
		for _, l := range [][]string{names, required, described, wanted} {
			slices.Sort(l)
		}
		if diff := cmp.Diff(names, described); diff != "" {
			c.t.Errorf("%s: properties (-type +schema):\n%s", path, diff)
		}
		if diff := cmp.Diff(required, wanted); diff != "" {
			c.t.Errorf("%s: required (-type +schema):\n%s", path, diff)
		}
	}
}

// fields calls f for each JSON field of a struct. A field takes the place of
// one of an embedded struct with its name.
func (c *comparison) fields(typ reflect.Type, f func(name string, optional bool, typ reflect.Type)) {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	own := make(map[string]bool)
	var embedded []reflect.Type
	for field := range typ.Fields() {
		tag := field.Tag.Get("json")
		switch {
		case field.Anonymous && tag == "":
			embedded = append(embedded, field.Type)
		case tag == "-", !field.IsExported():
		default:
			name, options, _ := strings.Cut(tag, ",")
			if name == "" {
				name = field.Name
			}
			own[name] = true
			f(name, strings.Contains(options, "omit"), field.Type)
		}
	}
	for _, e := range embedded {
		c.fields(e, func(name string, optional bool, typ reflect.Type) {
			if !own[name] {
				f(name, optional, typ)
			}
		})
	}
}

// TestJSONReadsBack reads what was written as another program would: what is
// wrong stands there in words of the language asked for, with its data.
func TestJSONReadsBack(t *testing.T) {
	a, opts := sample(t, 5)
	for _, lang := range []string{"fr", "nl", "de", "en"} {
		opts.Lang = lang
		var got struct {
			Manifest audit.Manifest
			Pages    []struct {
				URL     string
				Results []struct {
					Findings []struct {
						Check, Message, Key, Fingerprint string
						Evidence                         map[string]string
					}
				}
			}
			Issues []struct {
				Fingerprint string
				Example     struct{ Message string }
			}
		}
		if err := json.Unmarshal(write(t, "json", a, opts), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Pages) != 5 || got.Manifest.RuleSet != a.Manifest.RuleSet || !got.Manifest.Started.Equal(a.Manifest.Started) {
			t.Errorf("read back %d pages, manifest %+v", len(got.Pages), got.Manifest)
		}
		if len(got.Issues) != len(a.Issues) || got.Issues[0].Fingerprint != a.Issues[0].Fingerprint {
			t.Errorf("read back %d issues of %d", len(got.Issues), len(a.Issues))
		}
		i := 0
		for p, err := range a.Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if got.Pages[i].URL != p.URL || len(got.Pages[i].Results) != len(p.Results) {
				t.Fatalf("page %d: %+v", i, got.Pages[i])
			}
			for k, r := range p.Results {
				for n, f := range r.Findings {
					g := got.Pages[i].Results[k].Findings[n]
					want := opts.Catalog.Message(f.Check, f.Message, lang)
					if strings.ContainsRune(want, '\x1b') {
						want = g.Message // which foreign text does not disturb
					}
					if !slices.Equal(strings.Fields(g.Message), strings.Fields(want)) || g.Message == "" || strings.ContainsRune(g.Message, '\x1b') || g.Key != f.Message.Key || g.Fingerprint != f.Fingerprint || !cmp.Equal(g.Evidence, f.Message.Args, cmpopts.EquateEmpty()) {
						t.Errorf("page %d: read back %+v, want %q", i, g, want)
					}
				}
			}
			i++
		}
	}
}
