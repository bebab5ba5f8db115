package journeys

import (
	"math"

	"github.com/usager/usager/profiles"
)

// Effort is what it took, in the browser, to come from one page to the next.
type Effort struct {
	Bytes    int     // that the page cost the network
	Moves    int     // presses of Tab, links and headings heard, windows scrolled
	Words    int     // heard
	Presses  int     // that activated something
	Distance float64 // of the pointer from the target, CSS pixels
	Size     float64 // of the target, CSS pixels
}

// Seconds returns the time that a persona needs for it, by the constants of the
// model: the page arrives, a choice is made, the way to the link, the press.
// There are no wrong turns in it and no reading.
func (e Effort) Seconds(p *profiles.Profile) float64 {
	s := model.Exchange.Value*p.Latency.Value/1000 + float64(e.Bytes)*8/1000/p.Network.Value
	if e.Presses == 0 {
		return s
	}
	s += model.Mental.Value * p.Thinking.Value
	if p.Hand == profiles.Keyboard {
		s += float64(e.Moves+e.Presses) * p.Keystroke.Value
		if p.Sense == profiles.ScreenReader {
			s += float64(e.Words) * 60 / p.Listening.Value
		}
		return s
	}
	return s + float64(e.Moves)*model.Scroll.Value + float64(e.Presses)*point(p, e.Distance, e.Size)
}

// point is the time to point at a target and press: Fitts' law. A target
// smaller than the persona can hit is missed in proportion.
func point(p *profiles.Profile, distance, size float64) float64 {
	if size <= 0 {
		size = p.Target.Value // unknown: no harm is assumed
	}
	t := (model.FittsA.Value+model.FittsB.Value*math.Log2(distance/size+1))*p.Pointing.Value + model.Click.Value
	const misses = 3 // at most
	return t * min(misses, max(1, p.Target.Value/size))
}
