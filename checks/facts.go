package checks

import "github.com/usager/usager/page"

// Facts is what the checks of a site, the journeys and the report need to know
// of one page: a few kilobytes, whatever the size of the page.
type Facts struct {
	URL      string `json:"url"`
	Final    string `json:"final"`
	Title    string `json:"title"`
	Lang     string `json:"lang"`               // declared on the html element
	Detected string `json:"detected,omitempty"` // language of the main content: "fr", "nl", "de", "en", or ""
	Depth    int    `json:"depth"`              // links from the nearest seed
	Status   int    `json:"status"`

	Words   int        `json:"words"`             // of the main content
	Score   *float64   `json:"clarity,omitempty"` // 0 very hard to 100 very clear; nil where it cannot be told
	Hardest []Sentence `json:"hardest,omitempty"` // of the main content, the hardest first
	Height  float64    `json:"height"`            // of the page, CSS pixels
	Bytes   int        `json:"bytes"`             // of the document
	Outline string     `json:"template"`          // pages of one template share it

	Headings   []Heading         `json:"headings,omitempty"`
	Links      []Link            `json:"links,omitempty"`
	Forms      []Form            `json:"forms,omitempty"`
	Channels   []Channel         `json:"channels,omitempty"`
	Alternates map[string]string `json:"alternates,omitempty"` // language to URL, from hreflang
	// Procedure is what the page says of the procedure it explains; nil if it
	// explains none.
	Procedure *Procedure `json:"procedure,omitempty"`
	// Signals are what families found and their site checks look for, such as
	// "statement.state": "partial".
	Signals map[string]string `json:"signals,omitempty"`
	// Texts are the page's visible words where a person may look for something,
	// by block in reading order, bounded.
	Texts []Passage `json:"texts,omitempty"`
}

// A Sentence is one that is hard to read.
type Sentence struct {
	Text  string  `json:"text"`            // bounded
	Score float64 `json:"score"`           // 0 very hard to 100 very clear
	Marks []Mark  `json:"marks,omitempty"` // in the order of the text, none over another
}

// A Mark is a part of a sentence that stands in the reader's way.
type Mark struct {
	Start int    `json:"start"` // in bytes of the sentence
	End   int    `json:"end"`
	Kind  string `json:"kind"` // a text.Kind, such as "jargon"
	Plain string `json:"plain,omitempty"`
}

// A Procedure is what a page says of an administrative procedure.
type Procedure struct {
	Title string `json:"title"`
	// Fields are the words in which the page says a thing, bounded, by the name
	// of the field, such as "cost": see service.ProcedureFields. What the page
	// does not say is absent.
	Fields map[string]string `json:"fields,omitempty"`
	// Order is the fields that have headings of their own, in reading order.
	Order     []string       `json:"order,omitempty"`
	Documents []Document     `json:"documents,omitempty"` // asked for
	OpenList  bool           `json:"open_list,omitempty"` // the list of documents ends in "etc."
	Steps     int            `json:"steps,omitempty"`     // of a list or of numbered headings
	Updated   string         `json:"updated,omitempty"`   // as 2006-01-02
	Languages []string       `json:"languages,omitempty"` // other than its own
	Forms     []DocumentLink `json:"forms,omitempty"`
	PDFOnly   bool           `json:"pdf_only,omitempty"` // every form is a document to download, and nothing is done online
}

// A Document that a procedure asks for.
type Document struct {
	Text   string `json:"text"`
	Choice bool   `json:"choice,omitempty"` // one or another: "a bill or a lease"
	If     bool   `json:"if,omitempty"`     // only some must bring it
}

// A DocumentLink leads to a form.
type DocumentLink struct {
	URL  string `json:"url"`
	Name string `json:"name"`
	PDF  bool   `json:"pdf,omitempty"` // or another document to fill in and print
}

// A Heading of a page.
type Heading struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
}

// A Link is what a person may follow.
type Link struct {
	URL      string      `json:"url"`               // absolute, without fragment
	Name     string      `json:"name"`              // accessible name
	Text     string      `json:"text,omitempty"`    // visible text, where it differs
	Context  string      `json:"context,omitempty"` // the block around the link, bounded
	Heading  int         `json:"heading"`           // index of the nearest heading before it, -1 if none
	Region   page.Region `json:"region"`
	Box      page.Box    `json:"box"`
	Visible  bool        `json:"visible"`          // in the ordinary layout
	Narrow   *page.Box   `json:"narrow,omitempty"` // place in the narrow layout; nil if it is not there
	Exposed  bool        `json:"exposed"`          // to assistive technology
	Focus    bool        `json:"focus"`            // the keyboard reaches it
	External bool        `json:"external,omitempty"`
	Download bool        `json:"download,omitempty"` // leads to a document such as PDF
	Lang     string      `json:"lang,omitempty"`     // hreflang or lang
	// Behind is the control that shows the link where it does not show at
	// once, such as a menu button; nil if the link shows, or none was found.
	Behind *Control `json:"behind,omitempty"`
}

// A Control shows what is hidden at first: a menu button, the summary of
// details, the item that opens a submenu.
type Control struct {
	Name    string    `json:"name"` // accessible name
	Box     page.Box  `json:"box"`
	Narrow  *page.Box `json:"narrow,omitempty"` // place in the narrow layout; nil if it is not there
	Exposed bool      `json:"exposed"`          // to assistive technology
	Focus   bool      `json:"focus"`            // the keyboard reaches it
}

// A Form of a page.
type Form struct {
	Name   string  `json:"name,omitempty"`
	Action string  `json:"action"`
	Method string  `json:"method"`
	Kind   string  `json:"kind,omitempty"` // "search", "login", "contact" or ""
	Fields []Field `json:"fields,omitempty"`
}

// A Field of a form.
type Field struct {
	Type         string `json:"type"`
	Label        string `json:"label"`
	Autocomplete string `json:"autocomplete,omitempty"`
	Required     bool   `json:"required,omitempty"`
}

// A Passage is a block of visible text.
type Passage struct {
	Text   string      `json:"text"`
	Y      float64     `json:"y"` // from the top of the page, CSS pixels
	Region page.Region `json:"region"`
}

// A Channel is one way to reach the service.
type Channel struct {
	Kind     string              `json:"kind"`              // phone, email, form, address, hours, appointment, …
	Value    string              `json:"value"`             // E.164 or short number, lower-case address, URL, one-line address, OpenStreetMap opening_hours
	Weekly   map[string][]string `json:"weekly,omitempty"`  // hours: "mo" to "su", each "09:00-12:00"
	Purpose  string              `json:"purpose,omitempty"` // what it is for, in the page's words
	Selector string              `json:"selector"`
	Text     string              `json:"text"`              // as it stands on the page
	Premium  bool                `json:"premium,omitempty"` // a surcharged number
	Link     bool                `json:"link,omitempty"`    // can be activated: tel:, mailto:
	Y        float64             `json:"y,omitempty"`       // from the top of the page, CSS pixels
	Reach    *Reach              `json:"reach,omitempty"`   // who comes to it; nil if the page was not laid out
}

// Reach tells who can come to a channel where it stands on a page.
type Reach struct {
	Narrow   bool     `json:"narrow"`          // it shows in a viewport of page.NarrowWidth
	Exposed  bool     `json:"exposed"`         // to assistive technology
	Keyboard bool     `json:"keyboard"`        // the keyboard reaches it, or it is text that needs none
	Needs    []string `json:"needs,omitempty"` // what not everybody has: "email", "smartphone"
}
