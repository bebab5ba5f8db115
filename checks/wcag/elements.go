package wcag

import "github.com/usager/usager/checks"

// elementChecks look at single elements: their role, name, states and
// references.
var elementChecks = []*checks.Check{
	buttonName,
	dialogName,
	formFieldName,
	frameName,
	gaugeName,
	headingName,
	imageButtonName,
	imageName,
	itemName,
	linkName,
	menuitemName,
	nativeFieldName,
	objectName,
	summaryName,
	svgName,
}
