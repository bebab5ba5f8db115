package crawler

import (
	"context"
	"time"

	"github.com/usager/usager/page"
)

// fill changes fields and sends forms as they are, empty, while no request can
// leave, and finds out what the page does and says.
func (p *prober) fill(ctx context.Context) error {
	p.t.guard(guardAll)
	defer p.t.guard(guardWrites)
	seen := &page.Forms{}
	var refused []bool
	if err := p.ask(ctx, "usager.pastes()", &refused); err != nil {
		return err
	}
	fields, err := p.found(ctx, len(refused))
	if err != nil {
		return err
	}
	for i, o := range fields {
		seen.Pastes = append(seen.Pastes, page.PasteTry{Node: o.ref, Refused: refused[i]})
	}
	if err := p.changeFields(ctx, seen); err != nil {
		return err
	}
	if err := p.sendForms(ctx, seen); err != nil {
		return err
	}
	p.out.Observed.Forms = seen
	return nil
}

// answerTime is how long a page may take to say what is wrong with a form.
const answerTime = 350 * time.Millisecond

// changeFields changes what may act at once: lists, check boxes, radio buttons.
func (p *prober) changeFields(ctx context.Context, seen *page.Forms) error {
	var n int
	if err := p.ask(ctx, "usager.changeable()", &n); err != nil {
		return err
	}
	objects, err := p.found(ctx, n)
	if err != nil {
		return err
	}
	wait := frames
	if len(p.listening("change", "input", "click", "blur", "focus")) == 0 {
		wait = 0 // nothing of the page would answer
	}
	for _, o := range objects {
		attempts, _ := p.t.attempted(0)
		var before, after int
		if err := p.ask(ctx, "usager.windows()", &before); err != nil {
			return err
		}
		if err := p.call(ctx, o, "(e => { usager.change(e); return 1 })", nil); err != nil {
			return err
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		if err := p.ask(ctx, "usager.windows()", &after); err != nil {
			return err
		}
		try := page.InputTry{Node: o.ref, Opens: after - before}
		_, made := p.t.attempted(attempts)
		for _, a := range made {
			if a.post {
				try.Sent++
			}
			try.Leads = append(try.Leads, a.url)
		}
		seen.Inputs = append(seen.Inputs, try)
	}
	return nil
}

// sendForms presses the button of forms whose required fields are empty.
func (p *prober) sendForms(ctx context.Context, seen *page.Forms) error {
	var n int
	if err := p.ask(ctx, "usager.forms()", &n); err != nil {
		return err
	}
	forms, err := p.found(ctx, n)
	if err != nil {
		return err
	}
	for _, o := range forms {
		for _, wrong := range []bool{false, true} {
			if wrong {
				var filled bool
				if err := p.call(ctx, o, "usager.misfill", &filled); err != nil {
					return err
				}
				if !filled {
					continue
				}
			}
			try, err := p.send(ctx, o)
			if err != nil {
				return err
			}
			if try != nil {
				try.Wrong = wrong
				seen.Forms = append(seen.Forms, *try)
			}
		}
	}
	return nil
}

// send presses the button of a form as it is; nil if that cannot be pressed.
func (p *prober) send(ctx context.Context, o object) (*page.FormTry, error) {
	attempts, _ := p.t.attempted(0)
	var sent struct{ Native, Submitted, Pressed bool }
	if err := p.call(ctx, o, "usager.send", &sent); err != nil {
		return nil, err
	}
	if !sent.Pressed {
		return nil, nil
	}
	if !sent.Native || len(p.listening("submit", "invalid", "click", "input", "change")) > 0 {
		if err := pause(ctx, answerTime); err != nil {
			return nil, err
		}
	}
	var a struct {
		Messages                []string
		Tied, Invalid, Coloured []bool
		Live, Focused           bool
	}
	if err := p.ask(ctx, "usager.answered()", &a); err != nil {
		return nil, err
	}
	objects, err := p.found(ctx, 1+len(a.Tied))
	if err != nil {
		return nil, err
	}
	_, made := p.t.attempted(attempts)
	try := &page.FormTry{Node: o.ref, Native: sent.Native, Tried: len(made) > 0, Messages: a.Messages, Live: a.Live, Focused: a.Focused}
	pick := func(flags []bool) (refs []page.Ref) {
		for i, f := range flags {
			if f && i+1 < len(objects) {
				refs = append(refs, objects[i+1].ref)
			}
		}
		return refs
	}
	for _, f := range objects[1:] {
		try.Required = append(try.Required, f.ref)
	}
	try.Tied, try.Invalid, try.Coloured = pick(a.Tied), pick(a.Invalid), pick(a.Coloured)
	return try, nil
}
