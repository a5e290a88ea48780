// The search page: results while one types, filters, grouping and paging; what is asked stands in the address.
(function () {
  "use strict";

  const guiju = (window.guiju = window.guiju || {});

  const SIDE = 10; // hits at a time
  const STATUSES = ["现行有效", "尚未施行", "已被修订", "已废止"];
  const CSS_OF_STATUS = { 现行有效: "current", 尚未施行: "future", 已被修订: "past", 已废止: "past", 示范文本: "model" };
  const FILTERS = [
    { name: "level", label: "位阶", any: "全部位阶" },
    { name: "status", label: "时效", any: "现在的版本" },
    { name: "regulation", label: "法规", any: "全部法规" },
  ];

  guiju.results = {
    /** Make the place the search page. The form, and the plain lists for those without script, stand in it already. */
    mount(place) {
      new Results(place).start();
    },
  };

  class Results {
    constructor(place) {
      const { element } = guiju;
      this.place = place;
      this.form = place.querySelector("form.gj-find");
      this.input = this.form.querySelector('input[name="q"]');
      this.plain = place.querySelector(".gj-plain");
      this.title = document.title;
      this.turn = 0; // of the last question: answers to earlier ones are dropped
      this.hits = [];
      this.begun = element("p", { class: "gj-begun", hidden: true });
      this.count = element("p", { class: "gj-count", role: "status" });
      this.read = element("div", { class: "gj-read" });
      this.filters = element("div", { class: "gj-filters", role: "group", "aria-label": "筛选", hidden: true });
      this.list = element("div", { class: "gj-hits" });
      this.more = element("button", { type: "button", class: "gj-button gj-more", hidden: true }, "再看十条");
      this.others = element("aside", { class: "gj-others", "aria-label": "手册、术语、问答和题库", hidden: true });
      this.selects = {};
    }

    start() {
      const { element } = guiju;
      const found = element("div", { class: "gj-found" }, element("div", { class: "gj-found__main" }, this.list, this.more), this.others);
      this.form.after(this.begun, this.filters, this.count, this.read, found);
      this.drawFilters();
      guiju.box.attach(this.form, { asks: false });
      this.hush = guiju.whenTyped(this.input, () => this.ask());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask();
      });
      this.more.addEventListener("click", () => this.askMore());
      this.list.addEventListener("click", (event) => event.target.closest("a") && guiju.recent.add(this.input.value));
      this.fromAddress();
      if (!this.input.value) this.input.focus({ preventScroll: true });
    }

    // ---- the address

    fromAddress() {
      const asked = new URLSearchParams(location.search);
      // Who typed before the scripts were there goes on with that.
      this.input.value = asked.get("q") || this.input.value;
      for (const { name } of FILTERS) this.choose(this.selects[name], asked.get(name) || "");
      this.grouping.checked = asked.has("group");
      guiju.recent.add(asked.get("q") || "");
      this.ask();
    }

    toAddress(query) {
      const asked = new URLSearchParams();
      if (query) asked.set("q", query);
      for (const [name, value] of Object.entries(this.chosen())) asked.set(name, value);
      if (this.grouping.checked) asked.set("group", "1");
      const said = asked.toString();
      document.title = query ? `${query} - ${this.title}` : this.title;
      try {
        history.replaceState(history.state, "", location.pathname + (said ? `?${said}` : ""));
      } catch (refused) {
        // Some browsers keep the address of a page from a folder as it is; the results are there all the same.
      }
    }

    // ---- filters

    drawFilters() {
      const { element } = guiju;
      for (const { name, label, any } of FILTERS) {
        const id = `gj-filter-${name}`;
        const select = element("select", { name, id }, element("option", { value: "" }, any));
        select.addEventListener("change", () => this.ask());
        this.selects[name] = select;
        this.filters.append(element("span", { class: "gj-filter" }, element("label", { for: id }, label), select));
      }
      this.grouping = element("input", { type: "checkbox" });
      this.grouping.addEventListener("change", () => {
        this.toAddress(this.input.value.trim());
        this.drawHits();
      });
      this.clear = element("button", { type: "button", class: "gj-clear", hidden: true }, "清除筛选");
      this.clear.addEventListener("click", () => {
        for (const { name } of FILTERS) this.choose(this.selects[name], "");
        this.selects.level.focus();
        this.ask();
      });
      this.filters.append(element("label", { class: "gj-filter" }, this.grouping, "按法规归并"), this.clear);
    }

    /** Choose a value of a filter, which has it from then on even where nothing is counted for it. */
    choose(select, value) {
      if (value && ![...select.options].some((option) => option.value === value)) {
        select.append(guiju.element("option", { value }, value));
      }
      select.value = value;
    }

    chosen() {
      const pairs = FILTERS.map(({ name }) => [name, this.selects[name].value]);
      return Object.fromEntries(pairs.filter(([, value]) => value));
    }

    /** A filter that is in use offers what there is without it; the others what is left. */
    fillFilters(all, left) {
      for (const { name, label, any } of FILTERS) {
        const select = this.selects[name];
        const value = select.value;
        const counts = (value ? all : left)[label] || {};
        const names = [...new Set([...(name === "status" ? STATUSES : []), ...Object.keys(counts)])];
        if (value && !names.includes(value)) names.unshift(value);
        const options = names.map((key) => [key, counts[key] === undefined ? key : `${key}（${counts[key]}）`]);
        select.replaceChildren(...[["", any], ...options].map(([key, words]) => guiju.element("option", { value: key }, words)));
        select.value = value;
      }
    }

    // ---- asking

    async ask() {
      this.hush();
      const query = this.input.value.trim();
      const turn = ++this.turn;
      const chosen = this.chosen();
      this.toAddress(query);
      if (!query) return this.drawNothingAsked();
      this.place.setAttribute("aria-busy", "true");
      const engine = guiju.asked;
      try {
        const begun = await engine.complete(query);
        const all = await engine.search(query, { limit: SIDE });
        const answer = Object.keys(chosen).length && !all.byAddress ? await engine.search(query, { ...chosen, limit: SIDE }) : all;
        if (turn !== this.turn) return;
        this.answer = answer;
        this.hits = answer.hits;
        this.draw(query, begun, all);
      } catch (failed) {
        if (turn !== this.turn) return;
        this.count.textContent = "检索没有成功，请用下面的目录。";
        this.plain.hidden = false;
      }
      this.place.removeAttribute("aria-busy");
    }

    async askMore() {
      const shown = this.hits.length;
      const turn = ++this.turn;
      const next = await guiju.asked.search(this.input.value.trim(), { ...this.chosen(), limit: SIDE, skip: shown });
      if (turn !== this.turn) return;
      this.hits = [...this.hits, ...next.hits];
      this.drawHits();
      const first = this.list.querySelector(`[data-number="${shown}"] a`);
      if (first) first.focus();
    }

    // ---- drawing

    drawNothingAsked() {
      this.hits = [];
      for (const part of [this.begun, this.filters, this.more, this.others]) part.hidden = true;
      for (const part of [this.list, this.read]) part.replaceChildren();
      this.count.textContent = "";
      this.plain.hidden = false;
    }

    draw(query, begun, all) {
      const { element } = guiju;
      const { answer } = this;
      const filtered = Object.keys(this.chosen()).length > 0;
      this.plain.hidden = answer.total > 0 || answer.others.length > 0;
      this.filters.hidden = answer.byAddress || (!filtered && !answer.total);
      this.clear.hidden = !filtered;
      if (!this.filters.hidden) this.fillFilters(all.facets || {}, answer.facets || {});
      const further = begun.filter((one) => one !== query).slice(0, 5);
      const meant = element("p", { class: "gj-meant" });
      this.drawQueries(this.begun, "接着写：", further);
      this.drawQueries(meant, "您是不是要找：", (answer.suggestions || []).filter((one) => !further.includes(one)));
      this.read.replaceChildren(
        ...(answer.steps.length ? [element("p", { class: "gj-said" }, `解读：${answer.steps.join("；")}`)] : []),
        ...(answer.note ? [element("p", { class: "gj-note" }, answer.note)] : []),
        ...(meant.hidden ? [] : [meant]),
        ...(answer.total ? [] : [this.nothing(filtered)]),
      );
      this.drawHits();
      this.drawOthers();
    }

    nothing(filtered) {
      const { element } = guiju;
      const lists = element("a", { href: `${guiju.root}regulations/index.html` }, "法规目录");
      const advice = filtered ? "清除筛选再试，或者看" : "换一个说法、少写几个字再试，或者看";
      return element("p", {}, advice, lists, "。");
    }

    /** Queries to go on with, as buttons in a line. */
    drawQueries(line, label, queries) {
      const { element } = guiju;
      line.hidden = !queries.length;
      line.replaceChildren(label, ...queries.map((query) => {
        const button = element("button", { type: "button", class: "gj-query" }, query);
        button.addEventListener("click", () => {
          this.input.value = query;
          this.input.focus();
          this.ask();
        });
        return button;
      }));
    }

    drawHits() {
      const { element } = guiju;
      const { total } = this.answer;
      const groups = new Map();
      this.hits.forEach((hit, number) => {
        const name = this.grouping.checked ? hit.regulation || hit.title : "";
        groups.set(name, [...(groups.get(name) || []), this.hit(hit, number)]);
      });
      const heading = this.hits.length ? [element("h2", { class: "gj-unseen" }, "条文")] : [];
      this.list.replaceChildren(...heading, ...[...groups].flatMap(([name, hits]) => {
        const list = element("ol", { class: "gj-list" }, ...hits);
        const hit = this.hits.find((one) => name && (one.regulation || one.title) === name);
        return hit ? [element("h3", { class: "gj-group" }, `${hit.title}（${hits.length}）`), list] : [list];
      }));
      this.more.hidden = this.hits.length >= total;
      const shown = this.hits.length < total ? `，显示前 ${this.hits.length} 条` : "";
      this.count.textContent = total ? `共找到 ${total} 条${shown}` : `没有找到“${this.answer.query}”的条文`;
    }

    hit(hit, number) {
      const { element } = guiju;
      const link = element("a", { class: "gj-hit__name", href: guiju.root + hit.url }, guiju.called(hit));
      const css = `gj-status gj-status--${CSS_OF_STATUS[hit.status]}`;
      const status = hit.status ? element("span", { class: css }, hit.status) : null;
      const version = hit.version ? element("span", { class: "gj-hit__version" }, `${hit.version} 版`) : null;
      const path = hit.divisions.length ? element("p", { class: "gj-hit__path" }, hit.divisions.join(" › ")) : null;
      const digest = hit.isDigest ? element("span", { class: "gj-digest__label" }, "要点") : null;
      const passage = element("p", { class: "gj-hit__passage" }, digest, ...guiju.marked(hit.pieces));
      return element("li", { class: "gj-hit", "data-number": number }, element("p", { class: "gj-hit__head" }, link, status, version), path, passage);
    }

    drawOthers() {
      const { element } = guiju;
      const others = this.answer.others;
      this.others.hidden = !others.length;
      const items = others.map((hit) => {
        const link = element("a", { href: guiju.root + hit.url }, guiju.called(hit));
        const kind = element("span", { class: "gj-kind" }, hit.kind);
        return element("li", {}, element("p", { class: "gj-hit__head" }, kind, link), element("p", { class: "gj-hit__passage" }, ...guiju.marked(hit.pieces)));
      });
      this.others.replaceChildren(element("h2", {}, "手册、术语、问答和题库"), element("ul", {}, ...items));
    }
  }
})();
