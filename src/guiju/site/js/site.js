// Small things of every page: large type, copying, printing, and the search that is loaded when somebody asks for it.
// Other scripts use what it keeps in window.guiju: root, kept, keep, tell, script.
(function () {
  "use strict";

  const guiju = (window.guiju = window.guiju || {});
  const meta = document.querySelector('meta[name="guiju-root"]');
  const scripts = new Map();

  /** The root of the site as a full address, ending in a slash. */
  guiju.root = new URL((meta && meta.content) || "./", document.baseURI).href;

  /** What the browser keeps under a name; `otherwise` where it keeps nothing or a folder on a disk may not keep anything. */
  guiju.kept = function (name, otherwise) {
    try {
      const found = JSON.parse(localStorage.getItem("guiju-" + name));
      return found === null ? otherwise : found;
    } catch (refused) {
      return otherwise;
    }
  };

  /** Keep a value under a name; null forgets it. Where nothing may be kept, nothing happens. */
  guiju.keep = function (name, value) {
    try {
      if (value === null) localStorage.removeItem("guiju-" + name);
      else localStorage.setItem("guiju-" + name, JSON.stringify(value));
    } catch (refused) {
      // The page works without a memory.
    }
  };

  /** Load a script of the site once, by its address from the root. */
  guiju.script = function (address) {
    if (!scripts.has(address)) {
      const loading = new Promise(function (resolve, reject) {
        const tag = document.createElement("script");
        tag.src = guiju.root + address;
        tag.onload = resolve;
        tag.onerror = function () {
          scripts.delete(address);
          tag.remove();
          reject(new Error(address));
        };
        document.head.append(tag);
      });
      scripts.set(address, loading);
    }
    return scripts.get(address);
  };

  /** Say a short sentence to everybody: seen for a moment, read aloud politely. */
  guiju.tell = function (sentence) {
    const told = document.querySelector(".gj-told");
    clearTimeout(guiju.tell.timer);
    told.textContent = sentence;
    told.classList.add("gj-told--shown");
    guiju.tell.timer = setTimeout(function () {
      told.classList.remove("gj-told--shown");
      told.textContent = "";
    }, 2500);
  };

  // ---- large type

  function setLarge(large) {
    document.documentElement.classList.toggle("gj-large", large);
    for (const button of document.querySelectorAll("button.gj-type")) {
      button.setAttribute("aria-pressed", String(large));
      button.hidden = false; // without script it would do nothing, so the page comes without it
    }
  }

  function switchType() {
    const large = !document.documentElement.classList.contains("gj-large");
    guiju.keep("large", large || null);
    setLarge(large);
  }

  // ---- copying

  /** The clipboard of pages that are not served securely (file://, an intranet's http): a field that nobody sees. */
  function copyBySelection(text) {
    const before = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.setAttribute("aria-hidden", "true");
    field.className = "gj-unseen";
    document.body.append(field);
    field.select();
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch (refused) {
      copied = false;
    }
    field.remove();
    if (before && before.focus) before.focus({ preventScroll: true });
    return copied;
  }

  async function copy(text) {
    let copied = false;
    if (window.isSecureContext && navigator.clipboard) {
      copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    }
    copied = copied || copyBySelection(text);
    guiju.tell(copied ? "已复制" : "没有复制成功，请选中文字后复制");
  }

  document.addEventListener("click", function (event) {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("button.gj-type, [data-copy], [data-print]");
    if (!button) return;
    if (button.matches(".gj-type")) switchType();
    else if (button.matches("[data-copy]")) copy(button.getAttribute("data-copy"));
    else window.print();
  });

  // ---- search

  /** The scripts of the search, loaded once; the forms still work by themselves where they cannot be loaded. */
  guiju.withSearch = async function () {
    await guiju.script("assets/search.js");
    guiju.asked = guiju.asked || guiju.engine(guiju.root);
    return guiju.asked;
  };

  function startBox(target) {
    const form = target instanceof Element && target.matches("input") && target.closest("form.gj-find");
    if (form && !form.closest("#gj-search")) guiju.withSearch().then(() => guiju.box.attach(form), () => {});
  }

  function startResults() {
    const place = document.getElementById("gj-search");
    if (!place) return;
    guiju.withSearch().then(
      () => guiju.results.mount(place),
      () => place.classList.add("gj-search--absent"),
    );
  }

  function isWriting(target) {
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("focusin", (event) => startBox(event.target));
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const places = ["main form.gj-find input", "form.gj-find input"]; // the large box before that in the head
    const fields = places.flatMap((place) => [...document.querySelectorAll(place)]);
    const field = fields.find((one) => one.getClientRects().length > 0);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  function start() {
    const told = document.createElement("div");
    told.className = "gj-told";
    told.setAttribute("role", "status");
    document.body.append(told);
    setLarge(guiju.kept("large", false) === true);
    startBox(document.activeElement);
    startResults();
  }

  // Before anything is drawn where the script stands in the head, so that no page changes its type under the reader's eyes.
  setLarge(guiju.kept("large", false) === true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
