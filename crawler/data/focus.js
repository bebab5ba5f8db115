// Called on an element: how it and what is near it look now, as one string.
// Two strings that differ mean that something changed to be seen.
function () {
	const near = [this, this.parentElement, this.parentElement && this.parentElement.parentElement, this.previousElementSibling, this.nextElementSibling];
	for (const c of [...this.querySelectorAll('*')].slice(0, 8)) near.push(c);
	if (this.labels) near.push(...[...this.labels].slice(0, 2));
	const look = (e, pseudo) => {
		const s = getComputedStyle(e, pseudo);
		const clear = c => c === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(c);
		const out = [];
		if (pseudo && (s.content === 'none' || s.content === 'normal')) return '';
		if (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 && !clear(s.outlineColor)) out.push(s.outlineStyle, s.outlineWidth, s.outlineColor, s.outlineOffset);
		for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
			if (s['border' + side + 'Style'] !== 'none') out.push(s['border' + side + 'Style'], s['border' + side + 'Width'], s['border' + side + 'Color']);
		}
		out.push(s.boxShadow, s.backgroundColor, s.backgroundImage, s.color, s.textDecorationLine, s.textDecorationColor, s.textDecorationStyle,
			s.textDecorationThickness, s.transform, s.opacity, s.filter, s.fontWeight, s.fontStyle, s.fontSize, s.visibility, s.clip, s.clipPath,
			s.textShadow, s.width, s.height, s.left, s.top, s.letterSpacing, s.display, s.content);
		return out.join(' ');
	};
	// What shows the focus of another element is left out.
	const active = this.getRootNode().activeElement;
	const elsewhere = e => active && active !== this && e.contains(active) && !e.contains(this);
	return near.map(e => !e ? '' : elsewhere(e) ? '@' : look(e) + '|' + look(e, '::before') + '|' + look(e, '::after')).join('\n');
}
