// What the scripts share that find something in a world of their own, for a
// press of the mouse.
globalThis.usagerPress = (() => {
	const up = e => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
	const every = (root, out = [], budget = {left: 50000}) => {
		for (const e of root.querySelectorAll('*')) {
			if (budget.left-- <= 0) break;
			out.push(e);
			if (e.shadowRoot) every(e.shadowRoot, out, budget);
		}
		return out;
	};
	let found = null;
	return {
		// clean makes words comparable.
		clean: s => (s || '').toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/\u00ad/g, '').replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
		// every lists the elements below a root, shadow trees included.
		every,
		// take remembers what is to be pressed.
		take: e => found = e,
		// place scrolls it into view and tells where a press meets it.
		place(block) {
			found.scrollIntoView({block, inline: 'nearest', behavior: 'instant'});
			const r = found.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
			let hit = document.elementFromPoint(x, y);
			while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y);
			let free = false;
			for (let e = hit; e; e = up(e)) if (e === found) free = true;
			return {x, y, free};
		},
		click() { found.click(); return true; },
	};
})();
