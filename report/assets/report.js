// Sorting and filtering for tables that are complete without it.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const lang = document.documentElement.lang;
  const order = new Intl.Collator(lang, { numeric: true });
  const value = (row, i) => row.cells[i].dataset.value ?? row.cells[i].textContent.trim();
  const compare = (a, b) => (a !== "" && b !== "" && a - b) || order.compare(a, b);

  for (const [i, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...[...rows].sort((a, b) => compare(value(a, i), value(b, i)) * (down ? -1 : 1)));
    });
  }

  const holder = table.closest(".scroll");
  if (!table.dataset.filter || rows.length < 8 || !holder) continue;
  const box = document.createElement("div");
  box.className = "filter";
  const label = document.createElement("label");
  label.textContent = table.dataset.filter;
  const input = document.createElement("input");
  input.type = "search";
  input.id = table.id + "-filter";
  label.htmlFor = input.id;
  const shown = document.createElement("span");
  shown.setAttribute("role", "status");
  box.append(label, input, shown);
  holder.before(box);
  input.addEventListener("input", () => {
    const words = input.value.toLocaleLowerCase(lang).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase(lang);
      row.hidden = !words.every((w) => text.includes(w));
      if (!row.hidden) n++;
    }
    shown.textContent = table.dataset.shown.replace("{n}", n).replace("{of}", rows.length);
  });
}
