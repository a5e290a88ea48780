// The page of a regulation: wording, gists or both; copying a citation of any part of an article; what terms mean.
(function () {
  "use strict";

  const guiju = window.guiju;
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("gj-regulation").textContent);

  root.classList.add("gj-js");

  // ---- arriving at an article

  const NEAR = 120;

  /** The browser goes to where the article of the address would be if what is above were as tall as guessed; then it lays that out. */
  function arrive() {
    const place = document.querySelector(":target");
    if (!place) return;
    let turns = 3;
    requestAnimationFrame(function settle() {
      // Who came back to another place, or has begun to read, is left there.
      if (Math.abs(place.getBoundingClientRect().top - parseFloat(getComputedStyle(place).scrollMarginTop)) > NEAR) return;
      place.scrollIntoView({ behavior: "instant" });
      turns -= 1;
      if (turns) requestAnimationFrame(settle);
    });
  }

  window.addEventListener("hashchange", arrive);
  window.addEventListener("load", arrive);

  // ---- wording, gists, both

  const choices = [...document.querySelectorAll("[data-show]")];

  /** The article at the top of the window and where it stands, so that the reader does not lose the place. */
  function placeOf() {
    // Run by run first: to ask of each article would have the whole text laid out.
    const parts = [...document.querySelectorAll(".gj-run, .gj-article:not(.gj-run *)")];
    const part = parts.find((one) => one.getBoundingClientRect().bottom > 80);
    const articles = part && part.matches(".gj-run") ? [...part.querySelectorAll(".gj-article")] : [part];
    const article = articles.find((one) => one && one.getBoundingClientRect().bottom > 80);
    return article ? { article: article, top: article.getBoundingClientRect().top } : null;
  }

  function show(choice) {
    root.dataset.gjShow = choice;
    for (const button of choices) button.setAttribute("aria-pressed", String(button.dataset.show === choice));
  }

  for (const button of choices) {
    button.addEventListener("click", function () {
      const place = placeOf();
      show(button.dataset.show);
      guiju.keep("show", button.dataset.show);
      // Only where the reader is within the text; above it the switch itself must stay where it is.
      if (place && place.top < 0) window.scrollBy(0, place.article.getBoundingClientRect().top - place.top);
    });
  }
  if (choices.length) {
    const kept = guiju.kept("show", "both");
    show(choices.some((button) => button.dataset.show === kept) ? kept : "both");
  }

  // ---- long texts

  /** While the reader reads, lay out what is not near the window, so that the browser finds words in the page without a halt. */
  function prepare(runs) {
    window.requestIdleCallback(function (idle) {
      while (runs.length && idle.timeRemaining() > 4) runs.shift().firstElementChild.getBoundingClientRect();
      if (runs.length) prepare(runs);
    });
  }

  if (window.requestIdleCallback) prepare([...document.querySelectorAll(".gj-run")]);

  // ---- citations

  const DIGITS = "零一二三四五六七八九";

  /** A number below 1000 as laws write it: 十, 二十一, 一百零三. */
  function chinese(number) {
    const hundreds = Math.floor(number / 100);
    const tens = Math.floor(number / 10) % 10;
    const ones = number % 10;
    let out = hundreds ? DIGITS[hundreds] + "百" : "";
    if (tens) out += (tens === 1 && !hundreds ? "" : DIGITS[tens]) + "十";
    else if (hundreds && ones) out += "零";
    return out + (ones || !out ? DIGITS[ones] : "");
  }

  /** The parts of an article that have a place of their own: [id, 第二款第三项]; a single 款 goes without its number. */
  function partsOf(article) {
    const heading = article.querySelector("[id]");
    const parts = [...article.querySelectorAll(".gj-words [id]")].map(function (line) {
      const numbers = line.id.slice(heading.id.length + 1).split("-");
      return { id: line.id, paragraph: Number(numbers[0]), item: Number(numbers[1] || 0) };
    });
    const single = parts.every((part) => part.paragraph === 1);
    const named = parts.map(function (part) {
      const paragraph = single ? "" : "第" + chinese(part.paragraph) + "款";
      return [part.id, paragraph + (part.item ? "第" + chinese(part.item) + "项" : "")];
    });
    return [[heading.id, ""], ...named.filter((part) => part[1])];
  }

  function labelOf(article) {
    return article.dataset.label || article.querySelector("[id]").firstChild.textContent.trim();
  }

  /** The four ways to write a citation, each with its name. */
  function formsOf(label, id) {
    const address = location.href.split("#")[0] + "#" + id;
    const official = data.official + label;
    return [
      ["公文写法", official],
      ["附注写法", data.note + label],
      ["Markdown 链接", "[" + official + "](" + address + ")"],
      ["网址", address],
    ];
  }

  let opened = null;

  function close(refocus) {
    if (!opened) return;
    const button = opened.button;
    opened.panel.remove();
    opened = null;
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
  }

  function fill(list, label, id) {
    list.replaceChildren(
      ...formsOf(label, id).map(function (form) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.copy = form[1];
        const name = document.createElement("b");
        name.textContent = form[0];
        const text = document.createElement("span");
        text.textContent = form[1];
        button.append(name, text);
        return button;
      }),
    );
  }

  function open(button) {
    const article = button.closest(".gj-article");
    const label = labelOf(article);
    const parts = partsOf(article);
    const panel = document.createElement("div");
    panel.className = "gj-citing";
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", "复制" + label + "的引用");
    const list = document.createElement("div");
    list.className = "gj-citing__forms";
    if (parts.length > 1) {
      const select = document.createElement("select");
      for (const [id, name] of parts) select.add(new Option(name || "整条", id));
      select.addEventListener("change", function () {
        fill(list, label + parts[select.selectedIndex][1], select.value);
      });
      const field = document.createElement("label");
      field.append("引到 ", select);
      panel.append(field);
    }
    fill(list, label, parts[0][0]);
    panel.append(list);
    // Behind its button in the order of the keyboard, but outside the article, which may not draw beyond its own box.
    article.after(panel);
    panel.style.top = article.offsetTop + button.offsetTop + button.offsetHeight + 4 + "px";
    button.setAttribute("aria-expanded", "true");
    opened = { panel: panel, button: button };
    panel.querySelector("select, button").focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest(".gj-cite");
    const again = button && opened && opened.button === button;
    if (opened && !opened.panel.contains(event.target)) close(false);
    if (button && !again) open(button);
  });
  document.addEventListener("focusin", function (event) {
    if (opened && !opened.panel.contains(event.target) && event.target !== opened.button) close(false);
  });

  // ---- terms

  const tip = document.createElement("div");
  tip.className = "gj-tip";
  tip.id = "gj-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let told = null;
  let waiting = 0;

  function termOf(target) {
    return target instanceof Element ? target.closest("a.gj-term") : null;
  }

  function explain(term) {
    const name = decodeURIComponent(term.hash).replace("#term-", "");
    clearTimeout(waiting);
    if (told === term || !data.terms[name]) return;
    forget();
    told = term;
    tip.textContent = name + "：" + data.terms[name];
    tip.hidden = false;
    term.setAttribute("aria-describedby", tip.id);
    const box = term.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, root.clientWidth - tip.offsetWidth - 8));
    const above = box.top - tip.offsetHeight - 6;
    const top = above > 60 ? above : box.bottom + 6;
    // Not by left and top: for the browser that would be a page whose parts jump about.
    tip.style.transform = "translate(" + (left + window.scrollX) + "px, " + (top + window.scrollY) + "px)";
  }

  function forget() {
    clearTimeout(waiting);
    tip.hidden = true;
    if (told) told.removeAttribute("aria-describedby");
    told = null;
  }

  document.addEventListener("mouseover", function (event) {
    const term = termOf(event.target);
    clearTimeout(waiting);
    // Not at once: the pointer may only pass, and it needs time to move from the term to what it says.
    if (term) waiting = setTimeout(explain, 150, term);
    else if (told && document.activeElement !== told && !tip.contains(event.target)) waiting = setTimeout(forget, 200);
  });
  document.addEventListener("focusin", function (event) {
    const term = termOf(event.target);
    if (term) explain(term);
    else forget();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    if (told) forget();
    else close(true);
  });
})();
