// A site that shows nothing without JavaScript: every address has the same
// source, and this script makes the page of it.
const pages = {
	'/': ['Town hall', ['/services', '/contact']],
	'/services': ['Services', ['/services/passport', '/services/waste', '/']],
	'/services/passport': ['Passport', ['/contact', '/']],
	'/services/waste': ['Waste', ['/contact', '/']],
	'/contact': ['Contact', ['/', 'tel:+3225550000', 'mailto:info@example.org', 'javascript:void(0)']],
};
const app = document.getElementById('app');
const [title, links] = pages[location.pathname] || ['Not found', ['/']];
setTimeout(() => {
	document.title = title;
	const main = document.createElement('main');
	main.innerHTML = `<h1>${title}</h1>`;
	for (const href of links) main.innerHTML += `<a href="${href}">${href}</a> `;
	app.append(main);
}, 20);
