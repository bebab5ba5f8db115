package service

import (
	"runtime"
	"sync"
	"weak"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// memo keeps what was computed of each page for as long as the page is in
// memory: several checks ask for the same.
type memo[T any] struct{ m sync.Map } // weak.Pointer[page.Page] to T

func (c *memo[T]) of(p *page.Page, compute func(*page.Page) T) T {
	k := weak.Make(p)
	if v, ok := c.m.Load(k); ok {
		return v.(T)
	}
	v := compute(p)
	if _, loaded := c.m.LoadOrStore(k, v); !loaded {
		runtime.AddCleanup(p, func(k weak.Pointer[page.Page]) { c.m.Delete(k) }, k)
	}
	return v
}

var procedureOf memo[*checks.Procedure]
