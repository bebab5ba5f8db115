package profiles

// A NamedFigure is a figure of a profile with the key it has in its file.
type NamedFigure struct {
	Name string
	Figure
}

// Figures lists the figures of a profile that are given, in the order of its
// file.
func (p *Profile) Figures() []NamedFigure {
	var given []NamedFigure
	for _, f := range []NamedFigure{
		{"zoom", p.Zoom}, {"network_kbps", p.Network}, {"latency_ms", p.Latency}, {"reading_wpm", p.Reading},
		{"listening_wpm", p.Listening}, {"clarity", p.Clarity}, {"thinking", p.Thinking}, {"keystroke_s", p.Keystroke},
		{"pointing", p.Pointing}, {"target_px", p.Target}, {"patience_s", p.Patience},
	} {
		if f.Value != 0 {
			given = append(given, f)
		}
	}
	return given
}
