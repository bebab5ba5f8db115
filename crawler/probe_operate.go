package crawler

import (
	"context"
	"time"

	"github.com/usager/usager/page"
)

// Bounds of the probe of controls.
const (
	maxControls = 10
	maxOperate  = 4 * time.Second        // no other control is tried after that
	pressTime   = 120 * time.Millisecond // for what appears, or goes
	maxInside   = 12                     // Tabs pressed in a modal dialog
)

type pressed struct {
	Acted                  bool
	Shown, Expanded, Name  string
	Dialog, Modal, Entered bool
	Connected              bool
}

// operate presses the controls that say they show something, and nothing else,
// with the keys that must work: does something appear, is the state told, does
// the focus go into a dialog and come back, does Escape close it.
func (p *prober) operate(ctx context.Context) error {
	var controls []struct{ Expanded, Popup string }
	if err := p.ask(ctx, "usager.controls()", &controls); err != nil {
		return err
	}
	objects, err := p.found(ctx, min(len(controls), maxControls))
	if err != nil {
		return err
	}
	seen := &page.Operated{}
	begin := time.Now()
	for i, o := range objects {
		if time.Since(begin) > maxOperate {
			break
		}
		var shows bool
		if err := p.call(ctx, o, "usager.shows", &shows); err != nil {
			return err
		}
		if !shows || o.ref == 0 {
			continue
		}
		c := page.Control{Node: o.ref, Before: controls[i].Expanded}
		seen.Tried++
		ok, err := p.press(ctx, o, &c)
		if err != nil {
			return err
		}
		if ok {
			seen.Controls = append(seen.Controls, c)
		}
	}
	if seen.Widgets, err = p.widgets(ctx); err != nil {
		return err
	}
	p.out.Observed.Operated = seen
	return nil
}

// widgets presses arrow keys in what says that they move in it.
func (p *prober) widgets(ctx context.Context) ([]page.Widget, error) {
	var list []struct {
		Role  string
		Items int
	}
	if err := p.ask(ctx, "usager.widgets()", &list); err != nil {
		return nil, err
	}
	objects, err := p.found(ctx, 2*len(list))
	if err != nil {
		return nil, err
	}
	var widgets []page.Widget
	for i, w := range list {
		container, item := objects[2*i], objects[2*i+1]
		seen := page.Widget{Node: container.ref, Role: w.Role, Item: item.ref, Items: w.Items}
		for _, key := range []string{"ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"} {
			var focused, moved bool
			if err := p.call(ctx, item, "usager.enterWidget", &focused); err != nil {
				return nil, err
			}
			if !focused {
				break
			}
			if err := p.key(ctx, key, 0); err != nil {
				return nil, err
			}
			for _, wait := range []time.Duration{0, pressTime} {
				if err := pause(ctx, wait); err != nil {
					return nil, err
				}
				if err := p.ask(ctx, "usager.widgetMoved()", &moved); err != nil {
					return nil, err
				}
				if moved {
					break
				}
			}
			seen.Tried = true
			if moved {
				seen.Key = key
				break
			}
		}
		widgets = append(widgets, seen)
	}
	return widgets, nil
}

// reach finds out whether the focus comes to what has appeared: at once, with
// the arrow down or with Tab.
func (p *prober) reach(ctx context.Context, c *page.Control) error {
	if err := p.ask(ctx, "usager.opens()", &c.Interactive); err != nil || !c.Interactive {
		return err
	}
	for _, key := range []string{"", "Tab", "ArrowDown"} {
		if key != "" {
			if err := p.key(ctx, key, 0); err != nil {
				return err
			}
			if err := pause(ctx, frames); err != nil {
				return err
			}
		}
		if err := p.ask(ctx, "usager.inOpened()", &c.Reached); err != nil || c.Reached {
			return err
		}
	}
	return nil
}

// press operates one control; ok says whether it could be told what it does.
func (p *prober) press(ctx context.Context, o object, c *page.Control) (ok bool, err error) {
	var focused bool
	var a pressed
	for _, key := range []struct{ name, key string }{{"Enter", "Enter"}, {"Space", " "}} {
		if err := p.call(ctx, o, "usager.begin", &focused); err != nil {
			return false, err
		}
		if !focused {
			break
		}
		if a, err = p.act(ctx, o, func() error { return p.key(ctx, key.key, 0) }); err != nil {
			return false, err
		}
		if a.Acted {
			c.Keys = append(c.Keys, key.name)
			break
		}
	}
	if len(c.Keys) == 0 {
		var at struct {
			X, Y float64
			OK   bool
		}
		if err := p.call(ctx, o, "usager.point", &at); err != nil {
			return false, err
		}
		if !at.OK {
			return false, nil
		}
		if err := p.call(ctx, o, "usager.begin", &focused); err != nil {
			return false, err
		}
		if a, err = p.act(ctx, o, func() error { return p.click(ctx, at.X, at.Y) }); err != nil {
			return false, err
		}
		if c.Mouse = a.Acted && (a.Shown != "" || a.Expanded != c.Before); !c.Mouse {
			return false, nil
		}
	}
	c.Shown, c.After, c.Dialog, c.Modal, c.Name, c.Entered = a.Shown, a.Expanded, a.Dialog, a.Modal, a.Name, a.Entered
	if c.Dialog && len(c.Keys) > 0 {
		if err := p.dialog(ctx, c); err != nil {
			return false, err
		}
	}
	if !c.Dialog && c.Shown != "" && len(c.Keys) > 0 {
		if err := p.reach(ctx, c); err != nil {
			return false, err
		}
	}
	if err := p.leave(ctx, o, c); err != nil {
		return false, err
	}
	return true, nil
}

// act does something to a control and looks what came of it.
func (p *prober) act(ctx context.Context, o object, do func() error) (a pressed, err error) {
	if err := do(); err != nil {
		return a, err
	}
	for wait := pressTime; ; wait = 3 * pressTime {
		if err := pause(ctx, wait); err != nil {
			return a, err
		}
		// A transition or a timer may take a while.
		if err := p.call(ctx, o, "usager.after", &a); err != nil || a.Acted && a.Shown != "" || wait > pressTime {
			return a, err
		}
	}
}

// dialog walks through a dialog that has opened.
func (p *prober) dialog(ctx context.Context, c *page.Control) error {
	c.Reached, c.Held = c.Entered, true
	if !c.Entered {
		c.Held = false
		if err := p.key(ctx, "Tab", 0); err != nil {
			return err
		}
		return p.ask(ctx, "usager.inDialog()", &c.Reached)
	}
	for range maxInside {
		if err := p.key(ctx, "Tab", 0); err != nil {
			return err
		}
		var inside bool
		if err := p.ask(ctx, "usager.inDialog()", &inside); err != nil {
			return err
		}
		if !inside {
			// A browser's own dialog lets the focus go to the browser, as it should.
			var away string
			if err := p.ask(ctx, "usager.where(null)", &away); err != nil {
				return err
			}
			if away == "elsewhere" {
				return p.ask(ctx, "!usager.dialogShows()", &c.Held)
			}
		}
	}
	return nil
}

// leave presses Escape and finds out whether what appeared is gone and where
// the focus is. If it is still there, it is closed as it was opened.
func (p *prober) leave(ctx context.Context, o object, c *page.Control) error {
	if err := p.key(ctx, "Escape", 0); err != nil {
		return err
	}
	if err := pause(ctx, pressTime); err != nil {
		return err
	}
	var still bool
	question := "usager.shownStill()"
	if c.Dialog {
		question = "usager.dialogShows()"
	}
	if err := p.ask(ctx, question, &still); err != nil {
		return err
	}
	if !still && c.Shown != "" {
		c.Escaped, c.Closed = true, true
		var where string
		if err := p.call(ctx, o, "usager.where", &where); err != nil {
			return err
		}
		c.Returned, c.Lost = where == "control", where == "nowhere"
		return nil
	}
	return p.call(ctx, o, "usager.close", nil)
}
