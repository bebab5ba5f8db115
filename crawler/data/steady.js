// Makes clock and chance the same on every visit, in the page's own world. The
// clock begins at the time given and goes on from there.
((start, seed) => {
	const Real = Date, since = performance.now.bind(performance), begin = since();
	const now = () => Math.floor(start + since() - begin);
	const Steady = function Date(...args) {
		if (!new.target) return new Real(now()).toString();
		return Reflect.construct(Real, args.length ? args : [now()], new.target);
	};
	Steady.prototype = Real.prototype;
	Object.defineProperty(Steady, 'length', {value: 7});
	Steady.now = now;
	Steady.parse = Real.parse;
	Steady.UTC = Real.UTC;
	Real.prototype.constructor = Steady;
	globalThis.Date = Steady;
	let s = seed >>> 0;
	const chance = () => { // mulberry32
		s = s + 0x6D2B79F5 >>> 0;
		let t = Math.imul(s ^ s >>> 15, 1 | s);
		t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
		return (t ^ t >>> 14) >>> 0;
	};
	Math.random = () => chance() / 4294967296;
	if (globalThis.Crypto) {
		Crypto.prototype.getRandomValues = function (a) {
			const bytes = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
			for (let i = 0; i < bytes.length; i++) bytes[i] = chance();
			return a;
		};
		Crypto.prototype.randomUUID = function () {
			const h = [...this.getRandomValues(new Uint8Array(16))].map((b, i) => (i === 6 ? b & 15 | 64 : i === 8 ? b & 63 | 128 : b).toString(16).padStart(2, '0')).join('');
			return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join('-');
		};
	}
})
