// Finds elements for a sign-in recipe, in a world of its own.
globalThis.usagerSignIn = (() => {
	const {clean, every, take} = usagerPress;
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
			const e = take(u.element);
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
		address() { return location.href; },
	};
	return u;
})();
true
