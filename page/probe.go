package page

import "golang.org/x/net/html"

// Ref names a node of the page by Info.Backend; 0 names none. See [Page.Node].
type Ref int64

// Observations are what came of driving the page after it was captured: of
// keys, a pointer, other media, time. A part is nil where its probe was not
// made, or did not come to its end; see the inputs of the same names.
type Observations struct {
	Walk     *Walk     // with Keyboard
	Spacing  *Spacing  // with TextSpacing
	Reflowed *Reflowed // with Reflow
	Motion   *Motion   // with Moving
	Changes  *Changes  // with Changing
	Hover    *Hover    // with Hovering
	Operated *Operated // with Operating
	Turned   *Turned   // with Turning
	Forced   *Forced   // with ForcedColours
	Forms    *Forms    // with Filling

	Shots []Shot            // pictures of what the probes met, a few of each kind
	Lacks map[string]string // why a probe did not come to its end, by the name of its input
}

// A Shot is a pair of pictures (JPEG) of a place of the page, without and with
// what a probe did to it: the focus, other spacing, a narrow window.
type Shot struct {
	Node          Ref
	Of            Input
	Before, After []byte
}

// Shot returns the place, from 1, of the first pair of pictures of a node that
// shows one of some inputs; 0 if there is none.
func (p *Page) Shot(n *html.Node, of Input) int {
	info := p.info[n]
	if info == nil || info.Backend == 0 {
		return 0
	}
	for i, s := range p.Observed.Shots {
		if s.Of&of != 0 && int64(s.Node) == info.Backend {
			return i + 1
		}
	}
	return 0
}

// Walk is what the focus met on its way through the page with the Tab key.
type Walk struct {
	Stops []Stop // in the order of the walk; Info.Stop counts the same
	Ended bool   // the focus left the page by itself: there is no further stop
	Back  []Ref  // in the order in which Shift and Tab came to them; nil if that was not tried
}

// A Stop is an element that got the focus from the Tab key.
type Stop struct {
	Node    Ref
	Box     Box      // its border box when it had the focus
	Hidden  bool     // it had no area, was transparent, clipped away or out of reach
	Outside bool     // no part of it was in the window
	Cover   Ref      // what hides every part of it that is in the window
	Stuck   bool     // Cover is fixed or sticks to the window
	Leads   []string // where the page wanted to go when it got the focus
	Opens   int      // windows that the page wanted to open then
	Taken   bool     // the page took the focus away as soon as it was there
	Look    *Look    // nil if it was not measured
}

// Look is how pixels change when an element gets the focus. One element stands
// for those that change alike.
type Look struct {
	Default  bool    // the browser draws it, unchanged
	Area     float64 // CSS pixels² that change by a contrast of 3 : 1 or more
	Least    float64 // CSS pixels² of an edge two pixels wide around the element
	Contrast float64 // the highest between before and after, 1 to 21; a few pixels do not count
	Unforced bool    // no pixel changes where the reader's own colours are in force
}

// Spacing is what becomes of text at the spacing of WCAG 1.4.12.
type Spacing struct {
	Texts int   // boxes that could cut text and were looked at
	Cuts  []Cut // those that do, and did not before
}

// A Cut is a piece of text that its box cuts off.
type Cut struct {
	Box    Ref
	Text   string  // of the piece
	Part   float64 // of the piece that is cut off, 0 to 1
	Dotted bool    // a sign says that it is cut
	Beyond string  // "" or the words of other text that it now lies over
	Looked bool    // pictures were compared
	Seen   bool    // and they change when the box lets all of it show
}

// Reflowed is what becomes of the page in a window of 320 by 256 CSS pixels.
type Reflowed struct {
	Spacing
	Sticky  []Ref   // what stays in the window while the page scrolls
	Covered float64 // the part of the window that it takes, 0 to 1
	Lost    string  // words that are shown no more, and that no new control can bring back
	Gone    int     // their characters
}

// Motion is what moves by itself.
type Motion struct {
	Moves   []Move
	Flashes []Flash
}

// Changes is what changes by itself while nobody does anything.
type Changes struct {
	Seconds  float64 // of the page's own time, which may run faster than ours
	Elements []Change
	Leads    []string // where the page wanted to go
}

// A Move is an animation that runs by itself.
type Move struct {
	Node       Ref
	Box        Box
	Properties []string // that it changes, sorted
	Seconds    float64  // how long it lasts; +Inf for ever
	Text       bool     // what moves has words
	Still      bool     // it stops where reduced motion is asked for
}

// A Change is an element whose words changed again and again by themselves.
type Change struct {
	Node  Ref
	Box   Box
	Times int
	Last  float64 // seconds from the first change to the last
	Live  bool    // it is a live region, a timer or a progress bar
	Kind  string  // "text": its words; "shown": which parts of it are shown
}

// A Flash is an element whose picture flashes.
type Flash struct {
	Node      Ref
	Box       Box
	PerSecond float64 // pairs of opposing changes of relative luminance by a tenth or more
}

// Hover is what appears at the pointer.
type Hover struct {
	Tried  int
	Popups []Popup
}

// A Popup is content that appears when the pointer comes to an element.
type Popup struct {
	Trigger     Ref
	Content     Ref // 0 if it was made only then
	Text        string
	Covers      string  // words that it hides; "" if none
	Dismissed   bool    // Escape takes it away
	Hoverable   bool    // the pointer can move onto it without it going away
	Persistent  bool    // it stays as long as the pointer does
	Gap         float64 // CSS pixels between the trigger and it
	Interactive bool    // it holds something to press
	Clicks      bool    // the trigger, or what is around it, answers to a click or a key
	FocusStays  bool    // it appears with the focus, hides words, and Escape does not take it away
	Focus       string  // "shown": it appears with the focus as well; "absent": it does not; "" unknown
}

// Operated is what became of controls that show something.
type Operated struct {
	Tried    int
	Controls []Control
	Widgets  []Widget
}

// A Widget is a list of tabs, a menu, a slider or another thing in which arrow
// keys move.
type Widget struct {
	Node  Ref
	Role  string
	Item  Ref // what had the focus: an item, or the widget itself
	Items int
	Tried bool
	Key   string // the arrow key that moved something; "" if none did
}

// A Control is a button, or what says it is one, that was pressed.
type Control struct {
	Node        Ref
	Keys        []string // that made it act: "Enter", "Space"; none if neither did
	Mouse       bool     // a click made it act, tried where no key did
	Shown       string   // words that appeared
	Before      string   // aria-expanded before
	After       string   // aria-expanded while what it shows was shown
	Dialog      bool     // a dialog appeared
	Modal       bool     // which says that the rest of the page cannot be used
	Name        string   // of the dialog
	Entered     bool     // the focus was in the dialog at once
	Reached     bool     // or came there with Tab; for what is no dialog, with the arrow down too
	Interactive bool     // what appeared, and is no dialog, holds something to press
	Held        bool     // Tab did not leave the modal dialog
	Escaped     bool     // Escape closed what had appeared
	Closed      bool     // it was closed in some way
	Returned    bool     // and then the focus was at the control
	Lost        bool     // or nowhere
}

// Turned compares the page upright and on its side.
type Turned struct {
	Portrait, Landscape int   // characters of text that show
	Rotated             []Ref // turned by a right angle in one of the two
	Message             Ref   // what shows in one of the two alone
	Words               string
}

// Forced is what is lost when the reader's colours replace the page's.
type Forced struct {
	Tried int
	Lost  []Ref // controls of which nothing shows any more
}

// Forms is what became of fields and forms. Nothing was sent.
type Forms struct {
	Inputs []InputTry
	Forms  []FormTry
	Pastes []PasteTry
}

// An InputTry is a field whose value was changed.
type InputTry struct {
	Node  Ref
	Leads []string // where the page wanted to go
	Sent  int      // forms it wanted to send elsewhere than by address
	Opens int      // windows it wanted to open
}

// A FormTry is a form that was sent with its required fields empty, or with
// words where an address or a number is asked for; the request was refused.
type FormTry struct {
	Node     Ref
	Wrong    bool // not empty, but filled in with what cannot be right; Required are those fields
	Required []Ref
	Native   bool     // the browser itself held it back, and says why
	Tried    bool     // the page asked for it to be sent, empty as it was
	Messages []string // words that appeared
	Tied     []Ref    // required fields whose description or label now holds words that appeared
	Invalid  []Ref    // required fields that now say that they are invalid
	Coloured []Ref    // required fields whose colours changed
	Live     bool     // words appeared in a live region or an alert
	Focused  bool     // the focus moved to a field, or to words that appeared
}

// A PasteTry is a field into which something was pasted.
type PasteTry struct {
	Node    Ref
	Refused bool
}

type refsKey struct{}

// Node returns the node that an observation names, or nil.
func (p *Page) Node(r Ref) *html.Node {
	if r == 0 {
		return nil
	}
	return Derive(p, refsKey{}, func() map[Ref]*html.Node {
		m := make(map[Ref]*html.Node, len(p.info))
		for n, i := range p.info {
			m[Ref(i.Backend)] = n
		}
		return m
	})[r]
}
