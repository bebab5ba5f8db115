// What a walk through a site asks of a page, in a world of its own: the page
// sees nothing of it. Elements that were found are kept in usager.found.
globalThis.usager = (() => {
	const clean = s => (s || '').replace(/\s+/g, ' ').trim();
	const squeezed = s => (s || '').replace(/\s+/g, '').toLowerCase();
	const bare = u => {
		try {
			const x = new URL(u, document.baseURI);
			x.hash = '';
			return x.href;
		} catch {
			return '';
		}
	};
	const maxNodes = 50000;

	// every element, those of open shadow trees included, in document order.
	const every = (root, selector, out = [], budget = {left: maxNodes}) => {
		for (const e of root.querySelectorAll('*')) {
			if (budget.left-- <= 0) break;
			if (e.matches(selector)) out.push(e);
			if (e.shadowRoot) every(e.shadowRoot, selector, out, budget);
		}
		return out;
	};
	const up = e => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
	const within = (outer, e) => {
		for (; e; e = up(e)) if (e === outer) return true;
		return false;
	};
	const deepest = (x, y) => {
		let e = document.elementFromPoint(x, y);
		while (e && e.shadowRoot) {
			const inner = e.shadowRoot.elementFromPoint(x, y);
			if (!inner || inner === e) break;
			e = inner;
		}
		return e;
	};
	const name = e => clean(e.getAttribute('aria-label') || e.innerText || e.textContent || e.getAttribute('title') || (e.querySelector && e.querySelector('img[alt]') || {}).alt);

	// rect returns the first place of an element that can be seen.
	const rect = e => {
		const usable = r => r.width >= 2 && r.height >= 2;
		for (const r of e.getClientRects()) if (usable(r)) return r;
		for (const c of e.querySelectorAll('*')) for (const r of c.getClientRects()) if (usable(r)) return r;
		return null;
	};
	const shows = e => {
		if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})) return false;
		const r = rect(e);
		if (!r) return false;
		const s = document.scrollingElement || document.documentElement;
		if (r.right + scrollX <= 0 || r.bottom + scrollY <= 0 || r.left + scrollX >= Math.max(innerWidth, s.scrollWidth)) return false;
		for (let a = e; a; a = up(a)) { // what is only for screen readers
			const b = a.getBoundingClientRect(), c = getComputedStyle(a);
			if (c.display !== 'inline' && c.display !== 'contents' && c.overflowX !== 'visible' && (b.width < 2 || b.height < 2)) return false;
			if (c.position === 'absolute' && /rect\(0(px)?[, ]|inset\((50|100)%/.test(c.clip + c.clipPath)) return false;
		}
		return true;
	};
	const form = e => (e.type === 'submit' || e.type === 'image') && e.form && e.form.getAttribute('method') !== 'dialog';
	// place is where a rectangle is in what can be seen: on a telephone, that is
	// a part of what the page takes for its window.
	const place = r => ({x: r.left - visualViewport.offsetLeft, y: r.top - visualViewport.offsetTop, width: r.width, height: r.height});
	const inView = (x, y) => {
		const v = visualViewport;
		return x >= v.offsetLeft && y >= v.offsetTop && x < v.offsetLeft + v.width && y < v.offsetTop + v.height;
	};
	const links = () => every(document, 'a[href], area[href]');

	// opener finds what would show an element that does not show: the summary
	// of details, a control that names it, or a closed one in the same landmark.
	const opener = e => {
		const closed = e.closest('details:not([open])');
		if (closed) return closed.querySelector(':scope > summary');
		const ids = [];
		for (let a = e; a; a = up(a)) if (a.id) ids.push(a.id);
		const controls = every(document, 'button, [role=button], summary, label[for], [aria-expanded], [aria-controls], [aria-haspopup], a[href^="#"], input[type=button], input[type=checkbox]')
			.filter(c => shows(c) && !form(c));
		const names = c => (c.getAttribute('aria-controls') || '').split(/\s+/);
		return controls.find(c => names(c).some(id => ids.includes(id))) ||
			controls.find(c => {
				const land = c.closest('nav, header, [role=navigation], [role=banner]');
				return land && within(land, e) && (c.getAttribute('aria-expanded') === 'false' || c.hasAttribute('aria-haspopup'));
			}) || null;
	};
	// parentItem finds the item of a menu that opens when it is pointed at.
	const parentItem = e => {
		for (let li = e.parentElement && e.parentElement.closest('li'); li; li = li.parentElement && li.parentElement.closest('li')) {
			if (!shows(li)) continue;
			const c = [...li.querySelectorAll('a, button, span')].find(x => x !== e && shows(x));
			if (c) return c;
		}
		return null;
	};
	const interactive = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [onclick]';
	const u = {
		found: [],
		active() {
			let e = document.activeElement;
			while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
			return e && e !== document.body && e !== document.documentElement ? e : null;
		},
		// find lists the links to an address, those that say the same first.
		find(href, text) {
			const to = bare(href);
			let all = links().filter(e => bare(e.href) === to);
			if (!all.length && text) all = links().filter(e => name(e) === text);
			const weight = e => (name(e) === text ? 0 : 2) + (shows(e) ? 0 : 1);
			u.found = all.map((e, i) => [weight(e), i, e]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 20).map(x => x[2]);
			return u.found.map(e => ({shows: shows(e), same: name(e) === text}));
		},
		// open finds what shows the first link that was found, and puts it into
		// found instead.
		open(hover) {
			const c = hover ? parentItem(u.found[0]) : opener(u.found[0]);
			if (!c) return false;
			u.found = [c];
			return true;
		},
		shows(i) { return shows(u.found[i]); },
		// look scrolls an element into view, as a person would, and tells what
		// is there.
		look(i, tolerance) {
			const e = u.found[i], before = visualViewport.pageTop;
			const seen = r => r && inView(r.left, r.top) && inView(r.right - 1, r.bottom - 1);
			if (!seen(rect(e))) e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
			const r = rect(e), out = {windows: Math.abs(visualViewport.pageTop - before) / visualViewport.height, free: null, cover: ''};
			if (!r) return out;
			out.box = place(r);
			out.blank = /^_blank$/i.test(e.target || '') || (e.target || '') !== '' && !/^_(self|parent|top)$/i.test(e.target);
			const s = document.scrollingElement || document.documentElement;
			out.wide = s.scrollWidth - document.documentElement.clientWidth;
			let over = null;
			for (const [fx, fy] of [[.5, .5], [.25, .5], [.75, .5], [.5, .25], [.5, .75], [.1, .5], [.9, .5]]) {
				const x = r.left + r.width * fx, y = r.top + r.height * fy;
				if (!inView(x, y)) continue;
				const hit = deepest(x, y);
				if (hit && within(e, hit)) {
					out.free = {x: x - visualViewport.offsetLeft, y: y - visualViewport.offsetTop};
					break;
				}
				over = over || hit;
			}
			if (!out.free && over) {
				let cover = over;
				for (let a = over; a && a !== document.body && !within(a, e); a = up(a)) {
					cover = a;
					if (a.matches('dialog, [role=dialog], [role=alertdialog]') || /fixed|absolute|sticky/.test(getComputedStyle(a).position)) break;
				}
				u.cover = cover;
				out.cover = name(cover).slice(0, 60) || cover.tagName.toLowerCase();
			}
			if (out.free && Math.min(r.width, r.height) < tolerance) {
				const d = tolerance / 2, cx = r.left + r.width / 2, cy = r.top + r.height / 2;
				out.risky = [[d, 0], [-d, 0], [0, d], [0, -d]].some(([dx, dy]) => {
					const hit = deepest(cx + dx, cy + dy), other = hit && hit.closest(interactive);
					return other && other !== e && !within(e, other) && !(other.href && bare(other.href) === bare(e.href));
				});
			}
			return out;
		},
		// hits reports whether a place in the window is on what was found at i.
		hits(i, x, y) {
			const hit = deepest(x + visualViewport.offsetLeft, y + visualViewport.offsetTop);
			return !!hit && within(u.found[i], hit);
		},
		// dismiss finds the control that closes what covers, by its words, those
		// of the first list before those of the second.
		dismiss(...lists) {
			const all = every(u.cover, interactive).concat(u.cover.matches(interactive) ? [u.cover] : [])
				.filter(c => shows(c) && !form(c) && !(c.matches('a[href]') && !/^(#|javascript:)/i.test(c.getAttribute('href'))));
			for (const words of lists) {
				for (const c of all) {
					const n = name(c).toLowerCase();
					if (n.length <= 60 && words.some(w => n === w || n.startsWith(w + ' ') || n.includes(' ' + w))) {
						u.found = [c];
						return true;
					}
				}
			}
			return false;
		},
		// stop tells where the focus is: on the element, nowhere, or at a place
		// for the n-th time.
		stop(i) {
			const e = u.active();
			if (!e) return {none: true, times: 0};
			u.times = u.times || new Map();
			u.times.set(e, (u.times.get(e) || 0) + 1);
			return {there: e === u.found[i], times: u.times.get(e), frame: e.matches('iframe, object, embed')};
		},
		forget() { u.times = new Map(); },
		focus(i) {
			u.found[i].focus();
			return u.active() === u.found[i];
		},
		click(i) { u.found[i].click(); return true; },
		still() {
			for (const a of document.getAnimations()) {
				try { a.pause(); a.currentTime = 0; } catch { /* it is not of that kind */ }
			}
			return true;
		},
		moving() {
			for (const a of document.getAnimations()) if (a.playState === 'paused') try { a.play(); } catch { /* as above */ }
			return true;
		},
		page() {
			const words = clean((document.body || {}).innerText).split(' ').length;
			const login = every(document, 'input[type=password]').some(shows);
			return {url: location.href, title: document.title, login: login && words < 150};
		},
		// answer looks for texts among what can be perceived, and for its place.
		answer(texts, heard) {
			const body = document.body;
			if (!body) return {};
			const shown = squeezed(body.innerText), all = squeezed(body.textContent), out = {};
			for (const t of texts.map(squeezed)) {
				if (!t || !all.includes(t) && !shown.includes(t)) continue;
				out.known = true;
				let e = body;
				if (!shown.includes(t)) {
					out.hidden = true;
					e = null;
				}
				for (let c = e; c; c = [...e.children].find(c => squeezed(c.innerText || c.textContent).includes(t))) e = c;
				if (e && heard && e.closest('[aria-hidden=true], [inert]')) out.hidden = true;
				if (e && !heard && !shows(e)) out.hidden = true;
				if (e && !out.box && !out.hidden) {
					e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
					out.box = place(e.getBoundingClientRect());
				}
			}
			const s = document.scrollingElement || document.documentElement;
			out.wide = s.scrollWidth - document.documentElement.clientWidth;
			return out;
		},
		// scale is how much smaller or larger than its size a page is shown.
		scale() { return visualViewport.scale; },
	};
	return u;
})();
