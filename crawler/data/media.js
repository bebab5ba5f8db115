(async () => {
	const found = [];
	const collect = root => {
		for (const e of root.querySelectorAll('*')) {
			if (e instanceof HTMLImageElement || e instanceof HTMLMediaElement) found.push(e);
			if (e.shadowRoot) collect(e.shadowRoot);
		}
	};
	collect(document);
	const media = found.filter(e => e instanceof HTMLMediaElement);
	const loading = media.filter(e => e.readyState === 0 && !e.error && e.networkState === HTMLMediaElement.NETWORK_LOADING);
	if (loading.length > 0) {
		const settled = loading.map(e => new Promise(done => {
			for (const type of ['loadedmetadata', 'error', 'emptied']) e.addEventListener(type, done, {once: true});
			for (const s of e.querySelectorAll('source')) s.addEventListener('error', () => setTimeout(done, 50), {once: true});
		}));
		await Promise.race([Promise.all(settled), new Promise(done => setTimeout(done, 1000))]);
	}
	const hasAudio = e => {
		if (e.webkitAudioDecodedByteCount > 0 || (e.audioTracks && e.audioTracks.length > 0)) return true;
		if (e instanceof HTMLAudioElement) return e.readyState > 0;
		try {
			return e.readyState > 0 && e.captureStream().getAudioTracks().length > 0;
		} catch {
			return false;
		}
	};
	return found.map(e => {
		if (e instanceof HTMLImageElement) return {tag: 'img', Width: e.naturalWidth, Height: e.naturalHeight};
		return {
			tag: e.localName,
			Width: e.videoWidth || 0,
			Height: e.videoHeight || 0,
			Duration: e.duration === Infinity ? -1 : (e.duration || 0),
			Autoplay: e.autoplay, Paused: e.paused, Muted: e.muted, Loop: e.loop, Controls: e.controls,
			Audio: hasAudio(e), Video: e.videoWidth > 0,
			Error: e.error ? ['', 'aborted', 'network', 'decode', 'source not supported'][e.error.code] || 'unknown' :
				e.networkState === HTMLMediaElement.NETWORK_NO_SOURCE ? 'no source' : '',
			Volume: e.volume,
		};
	});
})()
