(() => {
	let nodes = 0, depth = 0, deepest = 0, media = false;
	for (let n = document; n; ) {
		if (++nodes > 1e6) break;
		if (n.nodeType === 1 && (n instanceof HTMLImageElement || n instanceof HTMLMediaElement || n.shadowRoot)) media = true;
		if (n.firstChild) {
			n = n.firstChild;
			if (++depth > deepest) deepest = depth;
			continue;
		}
		while (n && !n.nextSibling) {
			n = n.parentNode;
			depth--;
		}
		n = n && n.nextSibling;
	}
	return {nodes, deepest, media};
})()
