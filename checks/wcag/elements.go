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
	autocompleteValid,
	buttonName,
	decorativeExposed,
	dialogName,
	formFieldName,
	frameName,
	frameSameName,
	frameTabindex,
	gaugeName,
	headingName,
	imageButtonName,
	imageName,
	itemName,
	labelInName,
	linkName,
	menuitemName,
	nativeFieldName,
	objectName,
	presentationalChildren,
	roleValid,
	summaryName,
	svgName,
}
