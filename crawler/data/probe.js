// What the probes ask of a page, in a world that the page cannot see. Each
// answer is plain data; elements are left in `found`, in the order of the answer.
// Called with the beginnings of words that a button must not have to be pressed.
(unsafe => {
	const limit = 8000; // elements looked at
	const found = [];
	const elements = () => {
		const out = [];
		const walk = root => {
			for (const e of root.querySelectorAll('*')) {
				if (out.length >= limit) return;
				out.push(e);
				if (e.shadowRoot) walk(e.shadowRoot);
			}
		};
		walk(document);
		return out;
	};
	const up = e => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
	const within = (a, e) => { for (; e; e = up(e)) if (e === a) return true; return false; };
	const number = s => parseFloat(s) || 0;
	const clips = s => s === 'hidden' || s === 'clip';
	// Clipped away as pages hide text from sight alone.
	const folded = s => /^inset\((50|100)%/.test(s.clipPath) || s.clipPath.startsWith('circle(0px')
		|| (s.position === 'absolute' || s.position === 'fixed') && /^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(s.clip);
	const cutBy = (e, rect, own) => { // the part of a rectangle that its boxes let show; own: that of e, too
		let r = {l: rect.left, t: rect.top, r: rect.right, b: rect.bottom};
		for (let a = e, fixed = false; a && !fixed; a = up(a)) {
			const s = getComputedStyle(a);
			if (folded(s)) return null;
			if ((own || a !== e) && a !== document.body && a !== document.documentElement) {
				const b = a.getBoundingClientRect();
				if (s.overflowX !== 'visible') { r.l = Math.max(r.l, b.left); r.r = Math.min(r.r, b.right); }
				if (s.overflowY !== 'visible') { r.t = Math.max(r.t, b.top); r.b = Math.min(r.b, b.bottom); }
			}
			fixed = s.position === 'fixed';
		}
		return r.r - r.l > 1 && r.b - r.t > 1 ? r : null;
	};
	const reachable = r => r.right + scrollX > 0 && r.bottom + scrollY > 0;
	const shows = e => {
		if (!e.isConnected || !e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})) return false;
		const r = e.getBoundingClientRect();
		return r.width > 1 && r.height > 1 && reachable(r) && cutBy(e, r) !== null;
	};
	const skipped = /^(script|style|noscript|template|iframe|object|svg|math|textarea|select|option|head|title)$/i;
	const textNodes = root => {
		const out = [];
		const walk = n => {
			for (let c = n.firstChild; c && out.length < 4000; c = c.nextSibling) {
				if (c.nodeType === 3) { if (/[\p{L}\p{N}]/u.test(c.data)) out.push(c); }
				else if (c.nodeType === 1 && !skipped.test(c.localName)) { if (c.shadowRoot) walk(c.shadowRoot); walk(c); }
			}
		};
		walk(root);
		return out;
	};
	const short = (s, n = 120) => { s = s.replace(/\s+/g, ' ').trim(); return s.length > n ? s.slice(0, n - 1) + '…' : s; };
	const pageBox = r => ({x: r.left + scrollX, y: r.top + scrollY, width: r.width, height: r.height});
	const clear = c => c === 'transparent' || /[,/]\s*0\)$/.test(c);
	const opaque = e => {
		const s = getComputedStyle(e);
		if (number(s.opacity) < 0.9) return false;
		if (/^(img|video|canvas|iframe|picture|embed|object)$/.test(e.localName)) return true;
		return /^rgb\(/.test(s.backgroundColor) || /url\(|gradient/.test(s.backgroundImage) && !/transparent|rgba\(/.test(s.backgroundImage);
	};
	const hit = (x, y) => {
		let e = document.elementFromPoint(x, y);
		while (e && e.shadowRoot) {
			const inner = e.shadowRoot.elementFromPoint(x, y);
			if (!inner || inner === e) break;
			e = inner;
		}
		return e;
	};
	// What hides a point of an element, or null.
	const coverAt = (e, x, y) => {
		const h = hit(x, y);
		if (!h || within(e, h) || within(h, e)) return null;
		if (e.labels && [...e.labels].some(l => within(l, h))) return null;
		const s = getComputedStyle(e);
		if (s.pointerEvents === 'none') return null;
		for (let a = h; a && !within(a, e); a = up(a)) if (opaque(a)) return a;
		return null;
	};
	const sticks = e => { for (; e; e = up(e)) if (/fixed|sticky/.test(getComputedStyle(e).position)) return true; return false; };

	const api = {found, elements, shows, up, within, pageBox: e => pageBox(e.getBoundingClientRect())};
	let windows = 0;
	let came = []; // places, on the walk, that got the focus since the last step
	document.addEventListener('usager-window', () => { windows++; });
	api.windows = () => windows;
	// Lets nothing have the focus. Where nothing had it before, the next Tab begins at the top.
	api.unfocus = () => {
		const f = focus();
		if (f) f.blur();
		came = [];
		scrollTo({top: 0, behavior: 'instant'});
		getSelection().removeAllRanges();
		return windows;
	};
	const set = list => { found.length = 0; found.push(...list); };

	// How a stop of the walk stands in the window.
	api.stop = e => {
		const rects = [...e.getClientRects()].filter(r => r.width > 1 && r.height > 1);
		const all = e.getBoundingClientRect();
		const out = {box: pageBox(all), hidden: false, outside: false, covered: false, stuck: false, windows};
		set([]);
		const holds = [...e.children].slice(0, 20).some(shows); // an element without a box may hold some
		if (!shows(e)) { out.hidden = !holds; return out; }
		const parts = rects.length ? rects : [all];
		const inside = [];
		for (const r of parts.slice(0, 4)) {
			const c = cutBy(e, r);
			if (!c) continue;
			const l = Math.max(c.l, 0), t = Math.max(c.t, 0), w = Math.min(c.r, innerWidth) - l, h = Math.min(c.b, innerHeight) - t;
			if (w > 0.5 && h > 0.5) inside.push({l, t, w, h});
		}
		if (!inside.length) { out.outside = true; return out; }
		let cover = null;
		for (const r of inside) {
			for (const fx of [0.05, 0.35, 0.65, 0.95]) for (const fy of [0.1, 0.5, 0.9]) {
				const c = coverAt(e, r.l + r.w * fx, r.t + r.h * fy);
				if (!c) return out;
				cover = c;
			}
		}
		out.covered = true;
		out.stuck = sticks(cover);
		set([cover]);
		return out;
	};

	// Text that is cut off where the style sheet is in force and was not before.
	const measure = () => {
		const m = new Map();
		for (const n of textNodes(document.body || document.documentElement)) {
			const e = n.parentElement || (n.parentNode.host || null);
			if (!e || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
			const range = document.createRange();
			range.selectNodeContents(n);
			const rects = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1).slice(0, 60);
			if (rects.length) m.set(n, rects.map(r => ({l: r.left + scrollX, t: r.top + scrollY, r: r.right + scrollX, b: r.bottom + scrollY, w: r.width, h: r.height})));
		}
		return m;
	};
	const clipping = e => {
		const out = [];
		for (let a = e; a && a !== document.body && a !== document.documentElement; a = up(a)) {
			const s = getComputedStyle(a);
			if (s.display === 'inline' || s.display === 'contents') continue;
			const x = clips(s.overflowX), y = clips(s.overflowY);
			if (x || y) {
				const r = a.getBoundingClientRect();
				out.push({e: a, x, y, l: r.left + scrollX, t: r.top + scrollY, r: r.right + scrollX, b: r.bottom + scrollY,
					dots: s.textOverflow !== 'clip' || s.webkitLineClamp !== 'none', fold: folded(s) || r.width <= 2 || r.height <= 2});
			}
			if (/auto|scroll/.test(s.overflowX + s.overflowY) || s.position === 'fixed') break;
		}
		return out;
	};
	// The greatest part of one line of a text that a box cuts off.
	const lost = (rects, c) => {
		let most = 0;
		for (const r of rects) {
			const w = Math.max(0, Math.min(r.r, c.r) - Math.max(r.l, c.l)), h = Math.max(0, Math.min(r.b, c.b) - Math.max(r.t, c.t));
			if (c.x) { const gone = r.w - w; if (gone > 6) most = Math.max(most, gone / r.w); }
			if (c.y) { const gone = r.h - h; if (gone > r.h * 0.34) most = Math.max(most, gone / r.h); }
		}
		return most;
	};
	// The page as it is laid out now, to compare it with another layout.
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('*:not(svg *):not(math *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
	const still = new CSSStyleSheet();
	still.replaceSync('*, *::before, *::after { transition: none !important; animation-play-state: paused !important }');
	const wear = sheets => {
		for (const r of [document, ...elements().map(e => e.shadowRoot).filter(Boolean)]) r.adoptedStyleSheets = [...r.adoptedStyleSheets.filter(s => s !== sheet && s !== still), ...sheets];
		return true;
	};
	api.wear = apart => wear(apart ? [still, sheet] : [still]);
	api.unwear = () => wear([]);
	// Lines of different texts that lie over each other.
	const lines = m => { const out = []; for (const [n, rs] of m) for (const r of rs) out.push({n, ...r}); return out.sort((a, b) => a.t - b.t).slice(0, 3000); };
	const overlaps = (m, want) => {
		const out = new Map(), open = [];
		for (const a of lines(m)) {
			for (let i = open.length - 1; i >= 0; i--) {
				const b = open[i];
				if (b.b <= a.t) { open.splice(i, 1); continue; }
				if (b.n === a.n) continue;
				const w = Math.min(a.r, b.r) - Math.max(a.l, b.l), h = Math.min(a.b, b.b) - Math.max(a.t, b.t);
				if (w > 3 && h > 0 && w * h > want * Math.min(a.w * a.h, b.w * b.h)) {
					if (!out.has(a.n)) out.set(a.n, new Map());
					if (!out.get(a.n).has(b.n)) out.get(a.n).set(b.n, [a, b]);
				}
			}
			open.push(a);
			if (open.length > 200) open.shift();
		}
		return out;
	};
	const press = 'a[href], button, input, select, summary, [role=button]';
	let old = null;
	api.note = () => {
		wear([still]);
		const before = measure(), boxes = new Map();
		for (const [n] of before) {
			const cs = clipping(n.parentElement || n.parentNode.host);
			if (cs.length) boxes.set(n, cs.filter(c => !c.fold && lost(before.get(n), c) === 0).map(c => c.e));
		}
		const shown = [...before.keys()].filter(n => n.parentElement && shows(n.parentElement));
		old = {before, boxes, overlaps: overlaps(before, 0.02), shown, controls: new Set([...document.querySelectorAll(press)].filter(shows))};
		return before.size;
	};
	api.cuts = () => {
		const {before, boxes} = old, after = measure();
		const cuts = [], nodes = [];
		const seen = new Set();
		for (const [n, list] of boxes) {
			const rects = after.get(n);
			if (!rects || !list.length) continue;
			for (const c of clipping(n.parentElement || n.parentNode.host)) {
				if (!list.includes(c.e) || seen.has(c.e)) continue;
				const part = lost(rects, c);
				// What is moved out of the box as a whole comes in when it is wanted.
				const away = rects.every(r => Math.min(r.r, c.r) - Math.max(r.l, c.l) <= 0 || Math.min(r.b, c.b) - Math.max(r.t, c.t) <= 0);
				if (part > 0) { seen.add(c.e); cuts.push({text: short(n.data), part, dotted: c.dots || away}); nodes.push(c.e); }
			}
		}
		const pair = (m, a, b) => m.get(a)?.has(b) || m.get(b)?.has(a);
		for (const [one, others] of overlaps(after, 0.25)) for (const [two, rects] of others) {
			const [a, b] = one.compareDocumentPosition(two) & 4 ? [one, two] : [two, one];
			const e = a.parentElement;
			if (!e || cuts.length >= 40 || !before.has(a) || !before.has(b) || pair(old.overlaps, a, b) || seen.has(e) || sticks(a.parentElement) !== sticks(b.parentElement)) continue;
			const [u, v] = rects.map(r => r.n.parentElement && shows(r.n.parentElement) && cutBy(r.n.parentElement, {left: r.l - scrollX, top: r.t - scrollY, right: r.r - scrollX, bottom: r.b - scrollY}, true));
			if (!u || !v || (Math.min(u.r, v.r) - Math.max(u.l, v.l)) * (Math.min(u.b, v.b) - Math.max(u.t, v.t)) < 0.25 * Math.min(rects[0].w * rects[0].h, rects[1].w * rects[1].h)) continue;
			seen.add(e);
			cuts.push({text: short(a.data), beyond: short(b.data)});
			nodes.push(e);
		}
		set(nodes.slice(0, 40));
		return {texts: boxes.size, cuts: cuts.slice(0, 40)};
	};
	// Brings an element into the window and tells where it is, with some room around it.
	api.near = e => {
		e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
		const r = e.getBoundingClientRect(), m = 24;
		const l = Math.max(0, r.left - m), t = Math.max(0, r.top - m), right = Math.min(innerWidth, r.right + m, l + 640), bottom = Math.min(innerHeight, r.bottom + m, t + 400);
		return {x: l + scrollX, y: t + scrollY, width: right - l, height: bottom - t};
	};
	let unclipped = '';
	api.unclip = e => { unclipped = e.style.cssText; for (const [p, v] of [['overflow', 'visible'], ['text-overflow', 'clip'], ['-webkit-line-clamp', 'none']]) e.style.setProperty(p, v, 'important'); return true; };
	api.reclip = e => { e.style.cssText = unclipped; return true; };
	// What a small window leaves of the page.
	api.small = () => {
		scrollTo({top: (document.documentElement.scrollHeight - innerHeight) / 2, behavior: 'instant'});
		const stuck = new Set();
		let covered = 0, all = 0;
		const scrolls = document.documentElement.scrollHeight > innerHeight * 2;
		for (let x = 0.5; x < 8; x++) for (let y = 0.5; y < 16; y++) {
			all++;
			let e = hit(innerWidth * x / 8, innerHeight * y / 16);
			for (let a = e; a; a = up(a)) if (/fixed|sticky/.test(getComputedStyle(a).position)) { const r = a.getBoundingClientRect(); if (opaque(a) || (a.innerText || '').trim()) { stuck.add(a); covered++; break; } if (r.height < 1) continue; }
		}
		scrollTo({top: 0, behavior: 'instant'});
		const now = [];
		for (const n of textNodes(document.body || document.documentElement)) if (n.parentElement && shows(n.parentElement)) now.push(n.data.replace(/\s+/g, ' ').trim());
		const said = ' ' + now.join(' ') + ' ';
		const gone = old.shown.filter(n => n.isConnected && !shows(n.parentElement) && !said.includes(n.data.replace(/\s+/g, ' ').trim()));
		const fresh = [...document.querySelectorAll(press)].some(e => !old.controls.has(e) && shows(e));
		set([...stuck].slice(0, 3));
		return {sticky: found.length, covered: scrolls ? covered / all : 0, words: fresh ? '' : short(gone.map(n => n.data).join(' ')), gone: gone.reduce((s, n) => s + n.data.trim().length, 0)};
	};

	// What runs by itself.
	api.motions = () => {
		const out = [], nodes = [];
		for (const a of document.getAnimations()) {
			const e = a.effect && a.effect.target;
			if (!e || a.playState !== 'running' || out.length >= 60 || !shows(e)) continue;
			const t = a.effect.getComputedTiming();
			const properties = new Set();
			const values = {};
			for (const k of a.effect.getKeyframes()) for (const p in k) {
				if (/^(offset|computedOffset|easing|composite)$/.test(p)) continue;
				(values[p] ||= new Set()).add(k[p]);
			}
			for (const p in values) if (values[p].size > 1) properties.add(p);
			if (!properties.size) continue;
			const r = e.getBoundingClientRect();
			out.push({box: pageBox(r), properties: [...properties].sort(), seconds: isFinite(t.endTime) ? t.endTime / 1000 : -1,
				period: t.duration / 1000, text: /[\p{L}\p{N}]/u.test(e.innerText || ''), effect: !!a.effect.pseudoElement});
			nodes.push(e);
		}
		// Animation that is written into an image.
		for (const svg of document.querySelectorAll('svg')) {
			const runs = [...svg.querySelectorAll('animate, animateTransform, animateMotion')].filter(a => a.getAttribute('repeatCount') === 'indefinite' || parseFloat(a.getAttribute('dur')) * (parseFloat(a.getAttribute('repeatCount')) || 1) > 5);
			if (!runs.length || out.length >= 60 || !shows(svg) || svg.animationsPaused()) continue;
			out.push({box: pageBox(svg.getBoundingClientRect()), properties: ['frames'], seconds: -1, period: parseFloat(runs[0].getAttribute('dur')) || 1, text: !!svg.querySelector('text'), effect: false});
			nodes.push(svg);
		}
		set(nodes);
		return out;
	};
	// Images whose file may hold several frames, with their addresses.
	api.pictures = () => {
		const out = [], nodes = [];
		const add = (e, url) => { if (out.length < 8 && /^data:image\/(gif|webp|png|apng)|\.(gif|webp|apng|png)([?#]|$)/i.test(url) && !/^data:.{3000000}/.test(url) && shows(e)) { out.push({url, box: pageBox(e.getBoundingClientRect())}); nodes.push(e); } };
		for (const e of document.images) if (/gif|webp|apng/i.test(e.currentSrc.slice(0, 300))) add(e, e.currentSrc);
		for (const e of elements()) { if (out.length >= 8) break; const m = /url\("([^"]+\.(?:gif|apng)[^"]*)"\)/i.exec(getComputedStyle(e).backgroundImage); if (m) add(e, m[1]); }
		set(nodes);
		return out;
	};

	// Counts which elements change their words, or what they show, by themselves.
	api.watch = () => {
		if (api.watched) api.watched();
		const log = new Map(), begin = performance.now();
		const seen = new Map(); // what words an element had
		const live = e => { for (; e; e = up(e)) { if (/^(status|alert|log|timer|marquee|progressbar)$/.test(e.getAttribute('role') || '') || /^(polite|assertive)$/.test(e.getAttribute('aria-live') || '') || e.localName === 'progress' || e.localName === 'output') return true; } return false; };
		const note = (e, kind) => {
			if (!e || e.nodeType !== 1) e = e && e.parentElement;
			if (!e || skipped.test(e.localName) || log.size > 300 || !e.isConnected) return;
			const now = performance.now();
			const l = log.get(e) || {times: 0, first: now, last: -1e9, kind, live: live(e)};
			if (now - l.last < 40) return; // one change in many steps
			l.times++;
			l.last = now;
			log.set(e, l);
		};
		const observer = new MutationObserver(records => {
			for (const r of records) {
				if (r.type === 'characterData') {
					if (r.oldValue !== r.target.data) note(r.target.parentElement, 'text');
				} else if (r.type === 'childList') {
					const words = l => [...l].map(n => n.textContent).join('').trim();
					if (words(r.addedNodes) !== words(r.removedNodes)) note(r.target, 'text');
				} else if (r.target !== document.body && r.target !== document.documentElement && r.oldValue !== r.target.getAttribute(r.attributeName)) {
					note(r.target, 'shown');
				}
			}
		});
		observer.observe(document, {subtree: true, childList: true, characterData: true, characterDataOldValue: true, attributes: true, attributeOldValue: true, attributeFilter: ['class', 'style', 'hidden', 'src', 'aria-hidden', 'background']});
		api.restless = () => log.size > 0;
		api.watched = () => {
			observer.disconnect();
			const out = [], nodes = [];
			for (const [e, l] of log) {
				if (l.times < 2 || !e.isConnected || out.length >= 60 || !(e.innerText || '').trim() && l.kind === 'text') continue;
				const r = e.getBoundingClientRect();
				if (!shows(e) && l.kind === 'text') continue;
				out.push({box: pageBox(r), times: l.times, last: (l.last - l.first) / 1000, live: l.live, kind: l.kind});
				nodes.push(e);
			}
			set(nodes);
			return {changes: out, seconds: (performance.now() - begin) / 1000};
		};
		return 1;
	};

	// How light an element is, over a second, as its colour and opacity say.
	const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
	const light = c => { // of a colour: its relative luminance and how opaque it is
		const m = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(c);
		return m ? {l: 0.2126 * channel(+m[1]) + 0.7152 * channel(+m[2]) + 0.0722 * channel(+m[3]), a: m[4] === undefined ? 1 : +m[4]} : null;
	};
	api.film = e => new Promise(done => {
		const r = e.getBoundingClientRect(), h = hit(r.left + r.width / 2, r.top + r.height / 2);
		if (!h || !within(e, h)) { done([]); return; }
		let behind = 1;
		for (let a = up(e); a; a = up(a)) { const c = light(getComputedStyle(a).backgroundColor); if (c && c.a > 0.9) { behind = c.l; break; } }
		const out = [], begin = performance.now();
		const frame = () => {
			const s = getComputedStyle(e), c = light(s.backgroundColor) || {l: 1, a: 0};
			const a = s.display === 'none' || s.visibility !== 'visible' ? 0 : c.a * number(s.opacity);
			out.push(c.l * a + behind * (1 - a));
			if (performance.now() - begin < 1000) requestAnimationFrame(frame); else done(out);
		};
		frame();
		setTimeout(() => done(out), 1500);
	});
	api.clock = () => performance.now() / 1000;
	api.scripted = () => document.scripts.length > 0;

	// Elements at which something may appear when the pointer comes.
	api.hoverables = () => {
		const triggers = new Set();
		const add = e => { if (triggers.size < 40 && shows(e) && !/^(html|body|main)$/.test(e.localName)) triggers.add(e); };
		const sheets = [...document.styleSheets];
		for (const e of elements()) if (e.shadowRoot) sheets.push(...e.shadowRoot.styleSheets);
		let rules = 0;
		const rule = (list, root) => {
			for (const r of list) {
				if (++rules > 6000) return;
				if (r.cssRules && !r.selectorText) { if (!r.media || matchMedia(r.media.mediaText).matches) rule(r.cssRules, root); continue; }
				if (!r.selectorText || !r.selectorText.includes(':hover') || !/display|visibility|opacity|height|clip|transform|left|top|content/.test(r.style.cssText)) continue;
				for (const part of r.selectorText.split(',')) {
					const m = /^(.*?):hover(.*)$/.exec(part);
					if (!m || !/[\s>+~]|::(before|after)/.test(m[2].trim() ? m[2] : '')) continue;
					const head = m[1].trim() || '*';
					try { for (const e of [...root.querySelectorAll(head)].slice(0, 15)) add(e); } catch { /* a selector of another kind */ }
				}
			}
		};
		for (const s of sheets) { try { rule(s.cssRules, s.ownerNode ? s.ownerNode.getRootNode() : document); } catch { /* of another origin */ } }
		for (const e of elements()) {
			const id = e.getAttribute('aria-describedby');
			if (id) for (const i of id.split(/\s+/)) { const d = e.getRootNode().getElementById?.(i); if (d && !shows(d) && d.textContent.trim()) add(e); }
			if (e.hasAttribute('onmouseover') || e.hasAttribute('onmouseenter') || e.hasAttribute('data-tooltip') || e.hasAttribute('data-tippy-content') || e.getAttribute('data-bs-toggle') === 'tooltip') add(e);
		}
		set([...triggers]);
		return found.length;
	};
	let before = null;
	// Remembers what shows.
	api.remember = () => { before = new Set(elements().filter(shows)); return before.size; };
	// The outermost elements with words that show and did not; or null.
	const fresh = () => {
		const out = [];
		for (const e of elements()) {
			if (before.has(e) || !shows(e) || out.some(o => within(o, e))) continue;
			if ((e.innerText || '').trim() || e.querySelector('img, svg, input')) out.push(e);
		}
		return out;
	};
	let popup = null, trigger = null;
	const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
	api.appeared = t => {
		trigger = t;
		const list = fresh();
		popup = list.find(e => e !== t && (e.innerText || '').trim()) || null;
		if (!popup) return null;
		const r = popup.getBoundingClientRect(), tr = t.getBoundingClientRect();
		// The words below it: what is hit once it does not catch the pointer.
		let covers = '';
		const old = popup.style.cssText;
		const texts = new Set();
		const positioned = [popup, ...popup.querySelectorAll('*')];
		for (const n of textNodes(document.body)) {
			const e = n.parentElement;
			if (!e || within(popup, e) || !before.has(e) || positioned.includes(e)) continue;
			const range = document.createRange();
			range.selectNodeContents(n);
			for (const q of range.getClientRects()) {
				const w = Math.min(q.right, r.right) - Math.max(q.left, r.left), h = Math.min(q.bottom, r.bottom) - Math.max(q.top, r.top);
				if (w > 8 && h > 6 && cutBy(e, q, true)) {
					const top = hit(Math.max(q.left, r.left) + w / 2, Math.max(q.top, r.top) + h / 2);
					if (top && within(popup, top)) { texts.add(n.data.trim()); break; }
				}
			}
			if (texts.size > 3) break;
		}
		covers = short([...texts].join(' '));
		const gap = Math.max(0, r.left - tr.right, tr.left - r.right, r.top - tr.bottom, tr.top - r.bottom);
		const handler = e => e && (e.onclick || e.hasAttribute('onclick'));
		set([popup]);
		const c = cutBy(popup, r) || {l: r.left, t: r.top, r: r.right, b: r.bottom};
		const cl = Math.max(c.l, 0), ct = Math.max(c.t, 0), cr = Math.min(c.r, innerWidth), cb = Math.min(c.b, innerHeight);
		return {text: short(popup.innerText), covers, gap, inside: within(t, popup), interactive: !!popup.querySelector(focusable), clicks: !!handler(t),
			box: {x: cl, y: ct, width: cr - cl, height: cb - ct}, from: {x: tr.left, y: tr.top, width: tr.width, height: tr.height}};
	};
	// Gives the focus to an element or the first in it that can have it.
	api.attend = e => {
		const f = e.matches(focusable) ? e : e.querySelector(focusable);
		if (!f || !before.has(f)) return false;
		f.focus();
		return focus() === f;
	};
	api.still = () => popup !== null && shows(popup) && (popup.innerText || '').trim() !== '';
	api.window = e => {
		e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
		const r = [...e.getClientRects()].find(r => r.width > 1 && r.height > 1) || e.getBoundingClientRect();
		return {x: r.left, y: r.top, width: r.width, height: r.height};
	};
	api.point = e => { // a point of an element that the pointer really meets
		const r = api.window(e);
		for (const [fx, fy] of [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]]) {
			const x = r.x + r.width * fx, y = r.y + r.height * fy, h = hit(x, y);
			if (x > 0 && y > 0 && x < innerWidth && y < innerHeight && h && within(e, h)) return {x, y, ok: true};
		}
		return {x: 0, y: 0, ok: false};
	};

	const risky = s => { s = ' ' + s.toLowerCase().replace(/[^\p{L}]+/gu, ' '); return unsafe.some(w => s.includes(' ' + w)); };
	// Controls that show something when they are pressed, and change nothing else.
	api.controls = () => {
		const out = [], nodes = [];
		for (const e of elements()) {
			if (out.length >= 14) break;
			const role = (e.getAttribute('role') || '').trim().toLowerCase();
			const summary = e.localName === 'summary' && e.parentElement && e.parentElement.localName === 'details';
			const button = e.localName === 'button' || role === 'button' || e.localName === 'input' && e.type === 'button' || e.localName === 'a' && /^#/.test(e.getAttribute('href') || '');
			if (!summary && !button) continue;
			const expanded = e.getAttribute('aria-expanded'), popup = e.getAttribute('aria-haspopup');
			const declares = summary || expanded === 'false' || popup && popup !== 'false' || e.hasAttribute('popovertarget') || e.getAttribute('command') === 'show-modal' || /^(collapse|dropdown|modal|offcanvas)$/.test(e.getAttribute('data-bs-toggle') || e.getAttribute('data-toggle') || '') || e.hasAttribute('aria-controls');
			if (!declares || expanded === 'true' || summary && e.parentElement.open) continue;
			if ((e.type === 'submit' || e.type === 'image') && e.form && e.localName !== 'a' || e.disabled || e.getAttribute('aria-disabled') === 'true' || e.hasAttribute('download')) continue;
			if (/^(tab|option|combobox|switch|checkbox|menuitemcheckbox|menuitemradio)$/.test(role) || e.hasAttribute('aria-pressed')) continue;
			if (risky((e.innerText || '') + ' ' + (e.getAttribute('aria-label') || '') + ' ' + (e.value || '')) || !shows(e)) continue;
			out.push({expanded: expanded || '', popup: popup || '', native: summary || e.localName === 'button' || e.localName === 'input', modalOpen: false});
			nodes.push(e);
		}
		set(nodes);
		return out;
	};
	const dialogs = () => [...document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]')].filter(shows);
	const focus = () => { let e = document.activeElement; while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement; return e; };
	let opened = [], state0 = '', oldDialogs = [], dialog = null;
	const signs = t => ['aria-expanded', 'aria-pressed', 'open', 'class'].map(a => t.getAttribute(a)).join('|') + (t.parentElement && t.parentElement.open);
	api.begin = t => { api.remember(); state0 = signs(t); oldDialogs = dialogs(); opened = []; dialog = null; t.focus({preventScroll: false}); return focus() === t; };
	api.focused = t => focus() === t;
	api.after = t => {
		opened = fresh().filter(e => !within(e, t));
		dialog = dialogs().find(d => !oldDialogs.includes(d)) || null;
		const hidden = [...before].some(e => e.isConnected && !shows(e) && (e.textContent || '').trim());
		const f = focus();
		return {
			acted: opened.length > 0 || signs(t) !== state0 || hidden || !t.isConnected,
			shown: short(opened.map(e => e.innerText || e.getAttribute('aria-label') || '').join(' ')), expanded: t.getAttribute('aria-expanded') || '',
			dialog: !!dialog, modal: !!dialog && (dialog.getAttribute('aria-modal') === 'true' || dialog.matches(':modal')),
			name: dialog ? short(dialog.getAttribute('aria-label') || (dialog.getAttribute('aria-labelledby') || '').split(/\s+/).map(i => document.getElementById(i)?.innerText || '').join(' ')) : '',
			entered: !!dialog && !!f && within(dialog, f), connected: t.isConnected,
		};
	};
	api.inDialog = () => { const f = focus(); return !!dialog && !!f && f !== document.body && within(dialog, f); };
	api.dialogShows = () => !!dialog && shows(dialog);
	api.shownStill = () => opened.some(e => e.isConnected && shows(e));
	api.where = t => { const f = focus(); return f === t ? 'control' : !f || f === document.body || f === document.documentElement ? 'nowhere' : 'elsewhere'; };
	api.close = t => { // put things back as they were, for what follows
		if (dialog && dialog.close && dialog.open) dialog.close();
		if (t.isConnected && (t.getAttribute('aria-expanded') === 'true' || t.localName === 'summary' && t.parentElement.open)) t.click();
	};

	// Widgets in which arrow keys move: the item that can have the focus, and what it is in.
	const itemOf = {tablist: 'tab', menubar: 'menuitem', radiogroup: 'radio', listbox: 'option', tree: 'treeitem'};
	const native = 'input, select, textarea, video, audio';
	api.widgets = () => {
		const out = [], nodes = [];
		const tabbable = e => e.tabIndex >= 0 && shows(e);
		for (const w of document.querySelectorAll('[role=tablist], [role=menubar], [role=radiogroup], [role=listbox], [role=tree], [role=slider], [role=spinbutton]')) {
			const role = w.getAttribute('role');
			if (out.length >= 6 || !shows(w) || w.matches(native) || w.closest('[aria-disabled=true], [inert], [aria-hidden=true]')) continue;
			if (!itemOf[role]) { if (tabbable(w)) { out.push({role, items: 1}); nodes.push(w, w); } continue; }
			const items = [...w.querySelectorAll(`[role^=${itemOf[role]}]`)].filter(e => shows(e) && e.getAttribute('aria-disabled') !== 'true');
			if (items.length < 2 || items.some(e => e.matches(native)) || w.querySelector(native)) continue;
			const item = items.find(tabbable) || (tabbable(w) ? w : null);
			if (!item) continue;
			out.push({role, items: items.length});
			nodes.push(w, item);
		}
		set(nodes);
		return out;
	};
	let widget = null, widgetLook = '';
	const lookOfWidget = () => widget.outerHTML.length + widget.outerHTML + (focus() ? [...document.querySelectorAll('*')].indexOf(focus()) : -1);
	api.enterWidget = e => { widget = e.closest('[role=tablist], [role=menubar], [role=radiogroup], [role=listbox], [role=tree]') || e; e.focus(); widgetLook = lookOfWidget(); return focus() === e; };
	api.widgetMoved = () => widget.isConnected ? lookOfWidget() !== widgetLook : true;
	// What opened has something to press, and whether the focus is in it.
	api.opens = () => opened.some(e => e.isConnected && (e.matches(focusable) || e.querySelector(focusable)));
	api.inOpened = () => { const f = focus(); return !!f && opened.some(e => within(e, f)); };

	// The page as it stands, for comparing it upright and on its side.
	let sides = {};
	api.side = name => {
		let characters = 0;
		const shown = new Map(), turned = new Set();
		for (const n of textNodes(document.body || document.documentElement)) {
			const e = n.parentElement;
			if (!e || !shows(e)) continue;
			characters += n.data.trim().length;
			shown.set(n, n.data.trim());
		}
		for (const e of elements()) {
			const s = getComputedStyle(e), angles = [];
			if (s.transform !== 'none') { const m = new DOMMatrix(s.transform); angles.push(Math.atan2(m.b, m.a) * 180 / Math.PI); }
			if (s.rotate && s.rotate !== 'none') angles.push(number(s.rotate));
			const angle = angles.reduce((a, b) => a + b, 0);
			if (Math.abs(Math.abs(angle) % 180 - 90) < 2 && shows(e) && (e.innerText || '').trim().length > 20) turned.add(e);
		}
		sides[name] = {characters, shown, turned};
		return characters;
	};
	api.sides = () => {
		const {p, l} = sides, nodes = [];
		for (const e of new Set([...p.turned, ...l.turned])) if (p.turned.has(e) !== l.turned.has(e) && nodes.length < 10) nodes.push(e);
		const rotated = nodes.length;
		let words = '', message = null;
		const few = p.characters < l.characters ? p : l, many = few === p ? l : p;
		for (const [n, w] of few.shown) if (!many.shown.has(n)) { words += ' ' + w; message ||= n.parentElement; }
		if (message) nodes.push(message);
		set(nodes);
		return {portrait: p.characters, landscape: l.characters, rotated, words: short(words)};
	};

	// Controls without text and without image, which live by their background.
	api.pictured = () => {
		const out = [], nodes = [];
		for (const e of document.querySelectorAll('a[href], button, [role=button], [role=link]')) {
			if (out.length >= 8 || !shows(e) || (e.innerText || '').trim() || e.querySelector('img, svg, canvas, video, input, object')) continue;
			const pseudo = ['::before', '::after'].some(p => { const c = getComputedStyle(e, p).content; return c && c !== 'none' && c !== 'normal' && c !== '""'; });
			if (pseudo) continue;
			nodes.push(e);
			out.push(1);
		}
		set(nodes);
		return out.length;
	};

	// Fields whose change must not change the context.
	api.changeable = () => {
		const nodes = [];
		for (const e of document.querySelectorAll('select:not([multiple]), input[type=checkbox], input[type=radio]')) {
			if (nodes.length >= 8 || !shows(e) && !(e.labels && [...e.labels].some(shows)) || e.disabled) continue;
			if (e.localName === 'select' && e.options.length < 2) continue;
			nodes.push(e);
		}
		set(nodes);
		return nodes.length;
	};
	// The value is changed as a person would with the arrow keys or the space bar.
	api.change = e => {
		e.focus();
		const fire = type => e.dispatchEvent(new Event(type, {bubbles: true}));
		if (e.localName === 'select') {
			const old = e.selectedIndex;
			e.selectedIndex = [...e.options].findIndex((o, i) => i !== old && !o.disabled && o.value !== '') ;
			if (e.selectedIndex < 0) e.selectedIndex = old;
			fire('input'); fire('change');
		} else e.click();
	};
	api.forms = () => {
		const nodes = [];
		for (const f of document.forms) {
			if (nodes.length >= 2 || !shows(f)) continue;
			const required = [...f.elements].filter(e => shows(e) && !e.disabled && (e.required || e.getAttribute('aria-required') === 'true') && !e.value && /^(input|textarea|select)$/.test(e.localName) && !/^(checkbox|radio|hidden|submit|button)$/.test(e.type));
			if (required.length) nodes.push(f);
		}
		set(nodes);
		return nodes.length;
	};
	// Fills a form with words where an address or a number is asked for; false if it asks for none.
	const wrongFor = e => e.localName === 'input' && (/^(email|url)$/.test(e.type) || /^(text|tel)$/.test(e.type) && (e.pattern || /e-?mail|courriel|postcode|postal|code.?post|plz|zip|t[eé]l|phone|iban/i.test(e.name + ' ' + e.id + ' ' + e.autocomplete)));
	api.misfill = f => {
		const fields = [...f.elements].filter(e => shows(e) && !e.disabled && !e.readOnly && /^(input|textarea|select)$/.test(e.localName));
		const wrong = fields.filter(wrongFor);
		if (!wrong.length || fields.some(e => e.type === 'password' || e.type === 'file')) return false;
		for (const e of fields) {
			if (e.type === 'checkbox' || e.type === 'radio') { if (e.required) e.checked = true; continue; }
			if (e.localName === 'select') { const i = [...e.options].findIndex(o => o.value !== '' && !o.disabled); if (i >= 0) e.selectedIndex = i; continue; }
			if (/^(hidden|submit|button|image|reset|range|color)$/.test(e.type)) continue;
			e.value = wrong.includes(e) ? 'a b?' : {date: '2001-02-03', time: '10:00', number: e.min || '1', month: '2001-02', week: '2001-W05', 'datetime-local': '2001-02-03T10:00'}[e.type] ?? 'Anna';
			e.dispatchEvent(new Event('input', {bubbles: true}));
			e.dispatchEvent(new Event('change', {bubbles: true}));
		}
		misfilled = wrong;
		return true;
	};
	let misfilled = null;
	let form = null, required = [], words0 = null, attempts = 0, looks = new Map();
	const words = () => { const m = new Map(); for (const n of textNodes(document.body)) { const e = n.parentElement; if (e && shows(e)) m.set(n, n.data.trim()); } return m; };
	const about = e => {
		let s = '';
		for (const a of ['aria-describedby', 'aria-errormessage', 'aria-labelledby']) for (const i of (e.getAttribute(a) || '').split(/\s+/)) { const d = i && document.getElementById(i); if (d && shows(d)) s += ' ' + d.innerText; }
		for (const l of e.labels || []) s += ' ' + l.innerText;
		return s.replace(/\s+/g, ' ');
	};
	const look = e => { const s = getComputedStyle(e); return [s.borderTopColor, s.backgroundColor, s.outlineColor, s.boxShadow, s.color, s.outlineStyle].join('|'); };
	api.send = f => {
		form = f;
		required = [...f.elements].filter(e => shows(e) && !e.disabled && (e.required || e.getAttribute('aria-required') === 'true') && !e.value && /^(input|textarea|select)$/.test(e.localName) && !/^(checkbox|radio|hidden|submit|button)$/.test(e.type)).slice(0, 20);
		if (focus()) focus().blur();
		if (misfilled) required = misfilled;
		misfilled = null;
		words0 = words();
		looks = new Map(required.map(e => [e, look(e)]));
		let native = false;
		const invalid = () => { native = true; };
		f.addEventListener('invalid', invalid, true);
		let prevented = false, submitted = false;
		const submit = ev => { if (ev.target === f) { submitted = true; setTimeout(() => 0); } };
		addEventListener('submit', submit, true);
		const button = f.querySelector('button:not([type]), button[type=submit], input[type=submit], input[type=image]');
		try { if (button && !button.disabled) button.click(); else if (!button) f.requestSubmit(); } catch { /* not now */ }
		removeEventListener('submit', submit, true);
		f.removeEventListener('invalid', invalid, true);
		return {native: native && !f.noValidate, submitted, pressed: !(button && button.disabled)};
	};
	api.answered = () => {
		const fresh = [], live = [];
		for (const [n, w] of words()) if (words0.get(n) !== w && w) {
			fresh.push(n);
			for (let e = n.parentElement; e; e = up(e)) if (/^(alert|status|log)$/.test(e.getAttribute('role') || '') || /^(polite|assertive)$/.test(e.getAttribute('aria-live') || '')) { live.push(n); break; }
		}
		const f = focus();
		const holds = fresh.some(n => f && f !== document.body && (within(f, n.parentElement) || f === n.parentElement));
		const list = fresh.map(n => n.data.replace(/\s+/g, ' ').trim());
		const tied = required.map(e => { const a = about(e); return list.some(w => w && a.includes(w)); });
		const bad = required.map(e => e.getAttribute('aria-invalid') === 'true');
		const coloured = required.map(e => look(e) !== looks.get(e));
		set([form, ...required]);
		return {messages: list.slice(0, 10).map(w => short(w)), tied, invalid: bad, coloured, live: live.length > 0, focused: holds || required.includes(f)};
	};
	api.pastes = () => {
		const nodes = [], out = [];
		for (const e of document.querySelectorAll('input[type=password], input[autocomplete~="one-time-code"], input[autocomplete~="username"], input[type=email], input[type=tel]')) {
			if (nodes.length >= 12 || !shows(e) || e.disabled || e.readOnly) continue;
			const ev = new ClipboardEvent('paste', {bubbles: true, cancelable: true, composed: true, clipboardData: new DataTransfer()});
			ev.clipboardData.setData('text/plain', 'usager');
			const old = e.value;
			e.dispatchEvent(ev);
			out.push(ev.defaultPrevented && e.value === old);
			nodes.push(e);
		}
		set(nodes);
		return out;
	};
	// The walk with the Tab key.
	const met = []; // what got the focus, in the order in which it did first
	const at = new Map(); // their places in it
	const place = e => { if (!at.has(e)) { at.set(e, met.length); met.push(e); } return at.get(e); };
	const focused = () => { const e = focus(); return e && e !== document.body && e !== document.documentElement ? e : null; };
	const isFrame = e => /^(iframe|frame|object|embed)$/.test(e.localName);
	const hasCaret = e => e.localName === 'textarea' || e.isContentEditable || e.localName === 'input' && !/^(checkbox|radio|range|color|file|image|submit|button|reset|hidden)$/.test(e.type);
	let byScript = false, fromNowhere = false; // how the last of them got it
	document.addEventListener('usager-focus', () => { byScript = true; });
	addEventListener('focus', ev => { const e = ev.composedPath()[0]; if (e && e.nodeType === 1) { came.push(place(e)); fromNowhere = !ev.relatedTarget; } }, true);
	// Whether the focus left the page and the browser, not the page, put it back.
	const wrapped = () => { const w = came.length > 0 && fromNowhere && !byScript; byScript = false; return w; };
	const seenBy = ['boxShadow', 'backgroundColor', 'backgroundImage', 'color', 'textDecorationLine', 'textDecorationColor', 'textDecorationStyle',
		'textDecorationThickness', 'transform', 'opacity', 'filter', 'fontWeight', 'fontStyle', 'fontSize', 'visibility', 'clip', 'clipPath',
		'textShadow', 'width', 'height', 'left', 'top', 'letterSpacing', 'display', 'content', 'fill', 'stroke'];
	const lookOf = (e, pseudo) => {
		const s = getComputedStyle(e, pseudo);
		if (pseudo && (s.content === 'none' || s.content === 'normal')) return {};
		const o = {};
		if (s.outlineStyle !== 'none' && number(s.outlineWidth) > 0 && !clear(s.outlineColor)) o.outline = [s.outlineStyle, s.outlineWidth, s.outlineColor, s.outlineOffset].join(' ');
		for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
			const style = s['border' + side + 'Style'];
			if (style === 'none') continue;
			o['border' + side] = style + s['border' + side + 'Width'];
			o['border' + side + 'Color'] = s['border' + side + 'Color'];
		}
		for (const p of seenBy) o[p] = s[p];
		return o;
	};
	// How an element and what is near it look now. What shows the focus of another element is left out.
	const lookAround = e => {
		const near = [e, e.parentElement, e.parentElement && e.parentElement.parentElement, e.previousElementSibling, e.nextElementSibling, ...[...e.querySelectorAll('*')].slice(0, 8), ...[...e.labels || []].slice(0, 2)];
		const active = e.getRootNode().activeElement;
		const out = [];
		for (const n of near) {
			if (!n) continue;
			const known = !(active && active !== e && n.contains(active) && !n.contains(e));
			for (const pseudo of [null, '::before', '::after']) out.push(known ? lookOf(n, pseudo) : null);
		}
		return out;
	};
	// The properties in which two looks differ.
	const differ = (a, b) => {
		if (a.length !== b.length) return ['number'];
		const out = new Set();
		for (let i = 0; i < a.length; i++) if (a[i] && b[i]) for (const p of new Set([...Object.keys(a[i]), ...Object.keys(b[i])])) if (a[i][p] !== b[i][p]) out.add(p);
		return [...out].sort();
	};
	let last = null, lastLook = null;
	const listening = new Set();
	api.listens = e => { listening.add(e); return true; };
	const walked = new Set(), compared = new Set(), covers = [];
	// What has the focus after a key, how it stands in the window, and how the one before looks now that it has not.
	api.step = () => {
		const e = focused();
		const out = {at: -1, fresh: false, frame: false, taken: -1, listens: false, windows, left: {at: -1, changed: [], kind: '', caret: false}};
		if (last && last !== e) {
			if (!compared.has(last) && last.isConnected && !isFrame(last)) {
				compared.add(last);
				const now = lookAround(last), changed = differ(lastLook, now), style = lastLook[0] || {};
				const own = differ(lastLook.slice(0, 3), now.slice(0, 3));
				let behind = '';
				for (let a = up(last); a && !behind; a = up(a)) { const c = getComputedStyle(a).backgroundColor; if (!clear(c)) behind = c; }
				// Stops of one kind show the focus alike: the same changes on the same ground.
				out.left = {at: place(last), changed, kind: [last.localName, last.type || '', own.length ? own : changed, style.outline || '', style.boxShadow || '', behind].join('|'), caret: hasCaret(last), native: changed.length === 1 && changed[0] === 'outline' && /^auto /.test(style.outline || '')};
			}
			last = null;
		}
		out.wrapped = wrapped();
		const passed = came;
		came = [];
		if (!e) { if (passed.length) out.taken = passed[passed.length - 1]; return out; }
		out.at = place(e);
		out.frame = isFrame(e);
		for (let a = e; a && !out.listens; a = up(a)) out.listens = listening.has(a);
		if (!walked.has(e)) {
			walked.add(e);
			out.fresh = true;
			if (!out.frame) {
				out.stop = api.stop(e);
				out.stop.cover = -1;
				if (out.stop.covered) { out.stop.cover = covers.length; covers.push(found[0]); }
				lastLook = lookAround(e);
			}
			last = e;
		}
		return out;
	};
	api.at = () => { const e = focused(), w = wrapped(); came = []; return e ? {at: place(e), frame: isFrame(e), wrapped: w} : {at: -1, frame: false, wrapped: w}; };
	api.back = () => { const out = came; came = []; return out; };
	api.met = () => { set([...met, ...covers]); return {met: met.length, covers: covers.length}; };
	api.restand = i => { const s = api.stop(met[i]); s.cover = -1; if (s.covered) { s.cover = covers.length; covers.push(found[0]); } return s; };
	const steady = new CSSStyleSheet();
	steady.replaceSync('*, *::before, *::after { transition: none !important; caret-color: transparent !important }');
	api.steady = on => { for (const r of [document, ...elements().map(e => e.shadowRoot).filter(Boolean)]) r.adoptedStyleSheets = on ? [...r.adoptedStyleSheets, steady] : r.adoptedStyleSheets.filter(s => s !== steady); return true; };
	// Gives the focus to what was met at a place, as a key would, and tells where it stands; or takes it away.
	api.show = (i, on) => {
		const e = met[i];
		if (!e || !e.isConnected) return {ok: false};
		if (on) e.focus(); else e.blur();
		const r = e.getBoundingClientRect();
		return {ok: on ? document.hasFocus() && e.matches(':focus-visible') : true, box: pageBox(r), window: {x: scrollX, y: scrollY, width: innerWidth, height: innerHeight}};
	};

	globalThis.usager = api;
	return true;
})
