package wcag

import "github.com/usager/usager/checks"

// elementChecks look at single elements: their role, name, states and
// references.
var elementChecks = []*checks.Check{
	ariaAttributeDefined,
	ariaHiddenFocus,
	ariaPermitted,
	ariaProhibited,
	ariaRequiredAttributes,
	ariaRequiredChildren,
	ariaRequiredContext,
	ariaValueValid,
	buttonName,
	decorativeExposed,
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
	presentationalChildren,
	roleValid,
	summaryName,
	svgName,
}
