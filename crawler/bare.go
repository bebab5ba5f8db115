package crawler

import (
	"context"
	"time"
)

// Load loads a page in a tab, waits until it has come to rest as [Browser.Render]
// does, and captures nothing: the unit in which the cost of an audit is told.
func (b *Browser) Load(ctx context.Context, url string) error {
	return b.inTab(ctx, b.cfg.PageTimeout, func(ctx context.Context, t *tab) (unruly bool, err error) {
		t.reset(&document{url: url})
		if err := t.blockDead(ctx); err != nil {
			return true, err
		}
		loader, err := t.navigate(ctx, url)
		if err != nil {
			return true, err
		}
		incomplete, err := t.load(ctx, time.Now(), loader)
		if err != nil || incomplete != "" {
			return true, err
		}
		world, err := t.world(ctx)
		if err != nil {
			return true, err
		}
		changes := true
		if err := t.ask(ctx, world, activeScript, &changes); err != nil || !changes {
			return err != nil, err
		}
		incomplete, err = t.settle(ctx)
		return incomplete != "", err
	})
}

// activeScript tells of a page that is loaded what active tells of its source.
const activeScript = "!!document.querySelector('script,iframe,frame,object,embed,video,audio,[onload],[href^=\"javascript:\" i],meta[http-equiv=refresh i]')"
