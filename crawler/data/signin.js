// Finds elements for a sign-in recipe, in a world of its own.
globalThis.usagerSignIn = (() => {
	const clean = s => (s || '').toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/\u00ad/g, '').replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
	const every = (root, out = [], budget = {left: 50000}) => {
		for (const e of root.querySelectorAll('*')) {
			if (budget.left-- <= 0) break;
			out.push(e);
			if (e.shadowRoot) every(e.shadowRoot, out, budget);
		}
		return out;
	};
	const up = e => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
	const shows = e => {
		const r = e.getBoundingClientRect();
		return e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && r.width > 0 && r.height > 0;
	};
	const fields = 'input:not([type=hidden]), textarea, select, [contenteditable]';
	const controls = 'button, a, summary, [role=button], [role=link], input[type=submit], input[type=button], input[type=image]';
	const name = e => clean(e.getAttribute('aria-label') || e.innerText || e.value || e.getAttribute('alt') || e.getAttribute('title'));
	const labels = e => [e.getAttribute('aria-label'), e.getAttribute('placeholder'), e.getAttribute('title'),
		...[...(e.labels || [])].map(l => l.innerText), ...(e.getAttribute('aria-labelledby') || '').split(/\s+/).map(id => (e.getRootNode().getElementById(id) || {}).innerText)].map(clean);
	const u = {
		element: null,
		find(what) {
			const all = every(document);
			const words = clean(what.replace(/^(text|label)=/, ''));
			if (what.startsWith('label=')) {
				u.element = all.find(e => e.matches(fields) && shows(e) && labels(e).some(l => l === words)) || null;
			} else if (what.startsWith('text=')) {
				u.element = all.find(e => e.matches(controls) && shows(e) && name(e) === words) ||
					all.find(e => shows(e) && !e.children.length && clean(e.innerText) === words) || null;
			} else {
				u.element = all.find(e => e.matches(what) && shows(e)) || null;
			}
			const e = u.element;
			return {found: !!e, secret: !!e && e.matches('input[type=password]'), choice: !!e && e.matches('select'), off: !!e && e.matches(':disabled')};
		},
		focus() {
			const e = u.element;
			e.scrollIntoView({block: 'center', behavior: 'instant'});
			e.focus();
			if (e.select) e.select();
			else if (e.isContentEditable) getSelection().selectAllChildren(e);
			return e.getRootNode().activeElement === e;
		},
		choose(value) {
			const e = u.element, o = [...e.options].find(o => o.value === value || clean(o.text) === clean(value));
			if (!o) return false;
			e.value = o.value;
			for (const type of ['input', 'change']) e.dispatchEvent(new Event(type, {bubbles: true}));
			return true;
		},
		place() {
			const e = u.element;
			e.scrollIntoView({block: 'center', behavior: 'instant'});
			const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
			let hit = document.elementFromPoint(x, y);
			while (hit && hit.shadowRoot && hit.shadowRoot.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) hit = hit.shadowRoot.elementFromPoint(x, y);
			let free = false;
			for (let a = hit; a; a = up(a)) if (a === e) free = true;
			return {x, y, free};
		},
		click() { u.element.click(); return true; },
		address() { return location.href; },
	};
	return u;
})();
true
