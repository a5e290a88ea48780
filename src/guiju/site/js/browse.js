// Lists that narrow as one types: regulations by their names, terms by theirs. Without this script the lists are whole.
(function () {
  "use strict";

  const box = document.querySelector(".gj-narrow");
  if (!box) return;
  const input = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const items = Array.from(document.querySelectorAll(".gj-index > [data-names]"), function (element) {
    const name = element.querySelector("a, dt").textContent;
    return { element: element, words: (name + " " + element.dataset.names).toLowerCase() };
  });
  const lists = Array.from(document.querySelectorAll(".gj-index"), function (list) {
    return { list: list, headings: headingsOf(list) };
  });

  /** The headings that a list stands under, the nearest first, and the paragraphs in between. */
  function headingsOf(list) {
    const found = [];
    let level = 7;
    for (let before = list.previousElementSibling; before && level > 2; before = before.previousElementSibling) {
      const own = /^H[2-6]$/.test(before.tagName) ? Number(before.tagName[1]) : 0;
      if (own && own < level) {
        level = own;
        found.push(before);
      } else if (!own && level === 7 && before.tagName === "P") {
        found.push(before);
      }
    }
    return found;
  }

  function narrow() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set();
    for (const item of items) {
      const fits = words.every(function (word) { return item.words.includes(word); });
      item.element.hidden = !fits;
      if (fits) shown.add(item.element.parentElement);
    }
    const needed = new Set();
    for (const one of lists) {
      one.list.hidden = !shown.has(one.list);
      if (!one.list.hidden) one.headings.forEach(function (heading) { needed.add(heading); });
    }
    for (const one of lists) {
      for (const heading of one.headings) heading.hidden = !needed.has(heading);
    }
    const count = items.filter(function (item) { return !item.element.hidden; }).length;
    said.textContent = words.length ? (count ? "找到 " + count + " 个" : "没有，换几个字试试") : "";
  }

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    input.value = "";
    narrow();
  });
  box.hidden = false;
  if (input.value) narrow(); // a page that one comes back to keeps what was typed
})();
