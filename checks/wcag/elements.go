package wcag

import "github.com/usager/usager/checks"

// elementChecks look at single elements: their role, name, states and
// references.
var elementChecks = []*checks.Check{
	imageName,
}
