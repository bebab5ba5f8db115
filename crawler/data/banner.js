// Finds a banner that asks for consent to cookies and what refuses it, in a
// world of its own.
(patterns => {
	const maxText = 4000;
	const {clean, every, take} = usagerPress;
	const whole = list => list.map(s => new RegExp('^(?:' + s + ')$', 'u'));
	const refuse = whole(patterns.refuse), settings = whole(patterns.settings), accept = whole(patterns.accept);
	const about = new RegExp('(?<!\\p{L})(?:' + patterns.about.join('|') + ')(?!\\p{L})', 'u');
	const marks = new RegExp(patterns.marks.join('|'), 'i');
	const shows = e => {
		if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
		const r = e.getBoundingClientRect();
		return r.width >= 2 && r.height >= 2 && r.right > 0 && r.bottom + scrollY > 0;
	};
	const seen = e => shows(e) || every(e.shadowRoot || e).some(shows);
	const name = e => clean(e.getAttribute('aria-label') || e.innerText || e.value || e.getAttribute('title') || (e.querySelector('img[alt]') || {}).alt);
	const text = e => e.shadowRoot ? every(e.shadowRoot).map(c => c.children.length ? '' : c.textContent).join(' ') : e.innerText || '';
	const matches = (e, selector) => { try { return e.matches(selector); } catch { return false; } };
	const control = 'button, a, [role=button], input[type=button], input[type=submit]';
	const any = (list, s) => list.some(r => r.test(s));
	const harmless = s => any(refuse, s) || !any(accept, s);
	let banner = null, chosen = null;

	// container finds the banner: that of a manager that is known, or what lies
	// over the page or is named after cookies, speaks of them and has a control.
	const container = all => {
		for (const m of patterns.managers) {
			const e = all.find(e => matches(e, m.banner) && seen(e));
			if (e) return {e, name: m.name, refuse: m.refuse || []};
		}
		for (const e of all) {
			if (e === document.body || e === document.documentElement || e.querySelector('h1, main, [role=main]')) continue;
			const named = marks.test(e.id) || marks.test(e.getAttribute('class') || '');
			if (!named && !matches(e, 'dialog, [role=dialog], [role=alertdialog]') && !/fixed|sticky/.test(getComputedStyle(e).position)) continue;
			if (!seen(e)) continue;
			const t = text(e);
			if (!t || t.length > maxText || !about.test(t.toLowerCase())) continue;
			if (!every(e.shadowRoot || e).some(c => matches(c, control) && any(accept.concat(refuse, settings), name(c)) && shows(c))) continue;
			return {e, name: '', refuse: []};
		}
		return null;
	};
	// find looks for a control that refuses: by the user's selectors, those of
	// the manager, then by words; failing these for one that leads on.
	const find = () => {
		const all = every(document);
		const own = all.find(e => patterns.own.some(s => matches(e, s)) && shows(e) && harmless(name(e)));
		const c = container(all);
		banner = own ? (c && c.e) || own : c && c.e;
		chosen = null;
		if (!banner) return {found: false};
		const inside = every(banner.shadowRoot || banner).filter(shows);
		const pick = s => inside.find(e => matches(e, s) && harmless(name(e)));
		const controls = inside.filter(e => matches(e, control));
		chosen = own || (c ? c.refuse : []).map(pick).find(Boolean) || controls.find(e => any(refuse, name(e)));
		const out = {found: true, manager: c ? c.name : '', refuses: !!chosen};
		if (!chosen) chosen = controls.find(e => any(settings, name(e)) && !any(accept, name(e)));
		take(chosen);
		out.control = chosen ? name(chosen).slice(0, 80) : '';
		return out;
	};
	globalThis.usagerBanner = {
		find,
		// gone waits until the banner does not show any more.
		gone: limit => new Promise(done => {
			const start = performance.now(), was = banner;
			const look = () => {
				if (!was.isConnected || !seen(was)) done(true);
				else if (performance.now() - start > limit) done(false);
				else setTimeout(look, 50);
			};
			setTimeout(look, 30);
		}),
	};
	return find();
})
