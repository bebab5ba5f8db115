package journeys

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/profiles"
)

//go:embed constants.yaml
var constantsYAML []byte

// constants are the figures of the model; see constants.yaml for what each is
// and where it comes from.
type constants struct {
	Mental   profiles.Figure `yaml:"mental_s"`
	Click    profiles.Figure `yaml:"click_s"`
	FittsA   profiles.Figure `yaml:"fitts_a_s"`
	FittsB   profiles.Figure `yaml:"fitts_b_s"`
	Scroll   profiles.Figure `yaml:"scroll_s"`
	Exchange profiles.Figure `yaml:"exchanges"`
	Reload   profiles.Figure `yaml:"reload_s"`

	Skim        profiles.Figure `yaml:"skim"`
	GlanceWords profiles.Figure `yaml:"glance_words"`
	GlanceHeard profiles.Figure `yaml:"glance_heard"`
	Explain     profiles.Figure `yaml:"explain_words"`
	Foreign     profiles.Figure `yaml:"foreign"`
	Unclear     profiles.Figure `yaml:"unclear"`

	Wide   profiles.Figure `yaml:"wide_px"`
	Narrow profiles.Figure `yaml:"narrow_px"`
	Line   profiles.Figure `yaml:"line_px"`

	Sharpness profiles.Figure `yaml:"sharpness"`
	Leave     profiles.Figure `yaml:"leave"`
	Fold      profiles.Figure `yaml:"fold"`
	Behind    profiles.Figure `yaml:"behind"`
	Context   profiles.Figure `yaml:"context"`
	Heading   profiles.Figure `yaml:"heading"`
	Inferred  profiles.Figure `yaml:"inferred"`
	Synonym   profiles.Figure `yaml:"synonym"`
	Unknown   profiles.Figure `yaml:"unknown"`
	Search    profiles.Figure `yaml:"search"`
	Telling   profiles.Figure `yaml:"telling"`
	Switch    profiles.Figure `yaml:"switch"`

	Risk      profiles.Figure `yaml:"risk_s"`
	Success   profiles.Figure `yaml:"success"`
	Difficult profiles.Figure `yaml:"difficult"`
	Worth     profiles.Figure `yaml:"worth"`
}

var model = func() (c constants) {
	mustDecode("constants.yaml", constantsYAML, &c)
	return c
}()

// mustDecode reads embedded data, which a test has read before.
func mustDecode(name string, b []byte, v any) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(v); err != nil {
		panic(fmt.Sprintf("journeys: %s: %v", name, err))
	}
}
