package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// probeChecks judge what came of driving the page: keys, a pointer, other
// spacing and colours, time.
var probeChecks = []*checks.Check{
	dialogEscape,
	dialogFocus,
	errorAnnounced,
	errorShown,
	errorSuggestion,
	expandedState,
	expanderKeyboard,
	flashing,
	focusAppearance,
	focusContext,
	focusContrast,
	focusObscured,
	focusOrder,
	forcedColours,
	hoverContent,
	hoverReach,
	inputContext,
	keyActivation,
	keyboardReach,
	motionReduced,
	movingContent,
	orientationContent,
	pasteRefused,
	smallWindow,
	textSpacing,
	timeLimit,
	widgetKeys,
}

// manual are those who use the keyboard, or what acts as one.
var manual = []checks.Group{checks.NoVision, checks.LimitedManipulation}

// node returns what an observation names; the html element stands for what is
// not in the snapshot.
func node(p *page.Page, r page.Ref) *html.Node {
	if n := p.Node(r); n != nil {
		return n
	}
	return rootElement(p)
}
