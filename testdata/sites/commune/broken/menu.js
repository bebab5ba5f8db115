// Folds the main menu behind a button on narrow screens. Without this script the menu is simply open.
"use strict";
const button = document.querySelector(".menu-bouton");
const menu = document.getElementById("menu");
if (button && menu) {
  button.hidden = false;
  menu.classList.add("pliable");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    menu.classList.toggle("ouvert", !open);
  });
}
