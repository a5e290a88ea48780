// The search box in the head of a page: what the query may become and the best hits, while one types (a combobox with
// a listbox, as the ARIA Authoring Practices have it). The search page's own box uses it for recent queries alone.
(function () {
  "use strict";

  const guiju = (window.guiju = window.guiju || {});

  const WAIT = 120; // milliseconds without a key before a search
  const BEST = 6; // hits under the box
  const BEGUN = 4; // completions under the box
  const RECENT = 8; // queries that are remembered

  let boxes = 0;
  const attached = new WeakSet();

  // ---- what several parts of the search show alike

  /** An element with attributes and children; strings become text, so nothing that was typed or found is ever HTML. */
  guiju.element = function (name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };
  const element = guiju.element;

  /** The pieces of a passage, those that were asked for marked. */
  guiju.marked = function (pieces) {
    return (pieces || []).map(([text, mark]) => (mark ? element("mark", {}, text) : text));
  };

  /** How a hit is called: 《中国共产党章程》第四十六条; what is no regulation has a title of its own, and perhaps a bare id. */
  guiju.called = function (hit) {
    if (hit.regulation) return `《${hit.title}》${hit.label || ""}`;
    return [hit.title, hit.label].filter((part) => part && !/^[\w-]+$/.test(part)).join("：");
  };

  /** The address of the search page with a query. */
  guiju.searchAddress = (query) => `${guiju.root}search.html?q=${encodeURIComponent(query)}`;

  guiju.recent = {
    list() {
      const kept = guiju.kept("recent", []);
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string" && query).slice(0, RECENT) : [];
    },
    add(query) {
      const said = query.trim().slice(0, 100);
      if (said) guiju.keep("recent", [said, ...guiju.recent.list().filter((one) => one !== said)].slice(0, RECENT));
    },
    clear: () => guiju.keep("recent", null),
  };

  /** Call `ask(text)` when somebody stops typing; never in the middle of a word that an input method still composes. */
  guiju.whenTyped = function (input, ask) {
    let timer = 0;
    let composing = false;
    const later = function () {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(() => ask(input.value), WAIT);
    };
    input.addEventListener("compositionstart", function () {
      composing = true;
      clearTimeout(timer);
    });
    input.addEventListener("compositionend", function () {
      composing = false;
      later();
    });
    input.addEventListener("input", later);
    return () => clearTimeout(timer);
  };

  // ---- the box

  /** Make a form a search box. `asks`: whether it searches itself; otherwise it offers recent queries alone. */
  guiju.box = {
    attach(form, { asks = true } = {}) {
      const input = form.querySelector('input[name="q"]');
      if (!input || attached.has(form)) return;
      attached.add(form);
      new Box(form, input, asks).start();
    },
  };

  class Box {
    constructor(form, input, asks) {
      this.form = form;
      this.input = input;
      this.asks = asks;
      this.id = `gj-box-${++boxes}`;
      this.turn = 0; // of the last question: answers to earlier ones are dropped
      this.active = -1;
      this.options = [];
      this.list = element("div", { role: "listbox", id: this.id, "aria-label": "检索提示" });
      this.foot = element("div", { class: "gj-panel__foot" });
      this.panel = element("div", { class: "gj-panel", hidden: true }, this.list, this.foot);
      this.said = element("div", { class: "gj-unseen", role: "status" });
    }

    start() {
      const { form, input, panel } = this;
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id };
      for (const [name, value] of Object.entries({ ...roles, autocomplete: "off" })) input.setAttribute(name, value);
      form.append(panel, this.said);
      this.hush = guiju.whenTyped(input, () => this.refresh());
      input.addEventListener("focus", () => this.refresh());
      input.addEventListener("click", () => panel.hidden && this.refresh());
      input.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("submit", () => {
        guiju.recent.add(input.value);
        this.close();
      });
      form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
      // A press on an option must not take the focus from the field, or the panel would be gone before the click.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => event.target.closest("[role=option]") && this.chosen(event));
      if (document.activeElement === input) this.refresh();
    }

    async refresh() {
      const text = this.input.value.trim();
      const turn = ++this.turn;
      if (!text) return this.showRecent();
      if (!this.asks) return this.close();
      const engine = guiju.asked;
      const [begun, answer] = await Promise.all([engine.complete(text), engine.search(text, { limit: BEST })]).catch(() => []);
      // Whoever has typed on, or left, is not shown what came too late.
      if (turn !== this.turn || !answer || document.activeElement !== this.input) return;
      this.showFound(text, begun || [], answer);
    }

    showRecent() {
      const queries = guiju.recent.list();
      if (!queries.length) return this.close();
      const clear = element("button", { type: "button", class: "gj-panel__clear" }, "清除");
      clear.addEventListener("click", () => {
        guiju.recent.clear();
        this.close();
        this.input.focus();
      });
      this.show([this.group("最近查过", queries.map((query) => this.queryOption(query)))], [clear]);
    }

    showFound(text, begun, answer) {
      const same = begun.filter((one) => one !== text).slice(0, BEGUN).map((one) => this.queryOption(one));
      const best = answer.hits.slice(0, BEST).map((hit) => this.hitOption(hit));
      const all = best.length ? [this.option(guiju.searchAddress(text), "gj-option gj-option--all", `全部结果（${answer.total} 条）`)] : [];
      const nothing = best.length ? [] : [element("p", { class: "gj-panel__none" }, `没有找到“${text}”，按回车看怎样换个说法。`)];
      const groups = [this.group("可能要查", same), this.group("条文", [...best, ...all])];
      this.show(groups, nothing);
      this.said.textContent = best.length ? `找到 ${answer.total} 条，用上下键选择` : "没有找到";
    }

    group(label, options) {
      if (!options.length) return null;
      const name = element("div", { class: "gj-panel__label", "aria-hidden": "true" }, label);
      return element("div", { role: "group", "aria-label": label }, name, ...options);
    }

    option(address, css, ...children) {
      return element("a", { role: "option", tabindex: "-1", "aria-selected": "false", class: css, href: address }, ...children);
    }

    queryOption(query) {
      const option = this.option(guiju.searchAddress(query), "gj-option gj-option--query", query);
      option.dataset.query = query;
      return option;
    }

    hitOption(hit) {
      const name = element("span", { class: "gj-option__name" }, guiju.called(hit));
      const passage = element("span", { class: "gj-option__passage" }, ...guiju.marked(hit.pieces));
      return this.option(guiju.root + hit.url, "gj-option", name, passage);
    }

    show(groups, foot) {
      this.list.replaceChildren(...groups.filter(Boolean));
      this.foot.replaceChildren(...foot);
      this.list.hidden = !this.list.childElementCount;
      this.options = [...this.list.querySelectorAll("[role=option]")];
      this.options.forEach((option, number) => (option.id = `${this.id}-${number}`));
      this.panel.hidden = false;
      this.panel.scrollTop = 0;
      this.input.setAttribute("aria-expanded", String(this.options.length > 0));
      this.activate(-1);
    }

    close() {
      this.turn += 1;
      this.hush();
      this.panel.hidden = true;
      this.said.textContent = "";
      this.input.setAttribute("aria-expanded", "false");
      this.activate(-1);
    }

    activate(number) {
      this.active = number;
      this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      if (number < 0) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", this.options[number].id);
      this.options[number].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      // Enter and the arrows belong to the input method while it composes.
      if (event.isComposing || event.keyCode === 229) return;
      const open = !this.panel.hidden;
      if (event.key === "Escape" && open) {
        this.close();
      } else if (event.key === "Enter" && open && this.active >= 0) {
        this.options[this.active].click();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open) this.refresh();
        else if (this.options.length) this.step(event.key === "ArrowDown" ? 1 : -1);
      } else {
        return;
      }
      event.preventDefault();
    }

    /** The next option; beyond the last (and before the first) is the field itself. */
    step(by) {
      const places = this.options.length + 1;
      this.activate(((this.active + 1 + by + places) % places) - 1);
    }

    chosen(event) {
      const option = event.target.closest("[role=option]");
      const query = option.dataset.query;
      guiju.recent.add(query || this.input.value);
      if (this.asks || !query) return void this.close(); // the link is followed; it may lead to a place on this very page
      event.preventDefault();
      this.input.value = query;
      this.form.requestSubmit();
    }
  }
})();
