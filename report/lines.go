package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// writeLines writes one line for each issue that nobody has decided about, as
// compilers do: address, severity, message, check and fingerprint. Editors and
// the problem matchers of continuous integration read it.
func writeLines(_ context.Context, out io.Writer, a *audit.Audit, t *words) error {
	w := bufio.NewWriter(out)
	for _, i := range a.Issues {
		kind := list(i)
		if kind != required && !(kind == questions && t.Questions) {
			continue
		}
		severity := "warning"
		switch {
		case i.Outcome != checks.Failed:
			severity = "notice"
		case i.Impact >= checks.Serious:
			severity = "error"
		}
		url := line(i.Example.URL)
		if url == "" && len(a.Manifest.Seeds) > 0 {
			url = line(a.Manifest.Seeds[0])
		}
		fmt.Fprintf(w, "%s: %s: %s (%s) [%s %s]\n", strings.ReplaceAll(url, " ", "%20"), severity, t.Message(i.Example), t.N("pages", max(1, i.Pages)), i.Check, i.Fingerprint)
	}
	return w.Flush()
}
