// The list of contents on a narrow screen, where the theme has no room for it: a button that stays in reach opens it from below.
(function () {
  "use strict";

  const side = document.querySelector(".md-sidebar--secondary:not([hidden])");
  const page = document.getElementById("gj-content");
  if (!side || !page || !side.querySelector("nav a")) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "gj-contents gj-screen";
  button.textContent = "目录";
  side.id = side.id || "gj-side";
  button.setAttribute("aria-controls", side.id);
  page.prepend(button);

  function show(open) {
    document.documentElement.classList.toggle("gj-contents-open", open);
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    const links = [...side.querySelectorAll("nav a")];
    const here = links.filter((link) => link.classList.contains("md-nav__link--active")).pop() || links[0];
    here.scrollIntoView({ block: "center" });
    here.focus({ preventScroll: true });
  }

  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  show(false);
  button.addEventListener("click", () => show(!isOpen()));
  document.addEventListener("click", function (event) {
    if (!isOpen() || !(event.target instanceof Element) || button.contains(event.target)) return;
    // A link of the list leads on; a touch beside it puts it away.
    if (event.target.closest("a") || !side.contains(event.target)) show(false);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !isOpen()) return;
    show(false);
    button.focus();
  });
})();
