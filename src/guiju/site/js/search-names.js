/* The regulations by name: the shelf of index.js, and what a query names of all the others. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const LONGEST_NAME = 60;
  const TOGETHER = 16;

  /** A regulation: number, id, versions, and which of its versions is the one to show. */
  class Regulation {
    constructor([number, id, versions], spans) {
      this.number = number;
      this.id = id;
      this.versions = versions.map(
        ([effective, title, unit, place, first, parts]) => new Version({ regulation: this, effective, title, unit, place, first, parts })
      );
      this.current = this.versions.find((v) => v.place >= 0 && spans[v.place].current) || this.last;
    }

    get last() {
      return this.versions[this.versions.length - 1];
    }

    get title() {
      return this.last.title;
    }
  }

  /** A version: its articles, and in which documents they stand. */
  class Version {
    constructor(facts) {
      Object.assign(this, facts);
    }

    get year() {
      return Number(this.effective.slice(0, 4));
    }

    /** Of each article, written 46 or 46-i1, its document; of what is no article the key is 0. */
    get places() {
      if (!this.held) {
        this.held = [];
        for (const part of this.parts ? this.parts.split(",") : []) {
          const run = /^(\d+)-(\d+)$/.exec(part);
          for (let n = run ? Number(run[1]) : 0; run && n <= Number(run[2]); n++) this.held.push(String(n));
          if (!run) this.held.push(part);
        }
      }
      return this.held;
    }

    get articles() {
      return this.places.filter((part) => part !== "0");
    }

    /** The documents of an article, or all. */
    documents(article) {
      return this.places.flatMap((part, n) => (!article || part === article ? [this.first + n] : []));
    }
  }

  /** What queries name. `names` are pairs of name and regulation, the longest first. */
  search.Names = class {
    constructor(index, patterns, spans) {
      this.index = index;
      this.patterns = patterns;
      this.spans = spans;
      this.regulations = new Map();
      this.ids = new Map();
      index.shelf.forEach((record) => this.add(record));
      this.names = index.names
        ? index.names.split("\n").map((row) => row.split("\t")).map(([name, n]) => [name, this.regulations.get(Number(n))])
        : [];
      this.syllables = new Map(index.pinyin.split(" ").filter(Boolean).map((row) => [row[0], row.slice(1)]));
      this.marks = new Set((index.far || "").match(/[^]{4}/g));
      this.met = new Set(this.names.map(([name]) => name));
    }

    add(record) {
      if (!this.regulations.has(record[0])) {
        const regulation = new Regulation(record, this.spans);
        this.regulations.set(regulation.number, regulation);
        this.ids.set(regulation.id, regulation);
      }
      return this.regulations.get(record[0]);
    }

    flat(text) {
      return search.flat(text, this.patterns);
    }

    /** The regulation of that name or id; undefined where there is none. */
    named(text) {
      const plain = this.flat(text);
      const found = this.names.find(([name, regulation]) => this.flat(name) === plain || regulation.id === plain);
      return found && found[1];
    }

    /** Read the regulations that are not on the shelf and whose names some of these texts begin or end with. */
    async meet(texts, file) {
      if (!this.index.far) return;
      const wanted = new Set();
      for (const text of texts) {
        const plain = this.flat(text).slice(0, 600);
        for (let n = 2; n <= Math.min(LONGEST_NAME, plain.length); n++) {
          for (const part of [plain.slice(0, n), plain.slice(-n)]) if (this.marks.has(this.mark(part))) wanted.add(part);
        }
        const id = /^([a-z][a-z0-9-]+)/.exec(text.toLowerCase());
        if (id && !this.ids.has(id[1])) wanted.add(id[1]);
      }
      const found = await Promise.all(
        [...wanted].map(async (part) => search.own((await file(`n/${search.hash(part) % this.index.n}`)) || {}, part))
      );
      for (const row of found) if (row && !this.met.has(row[0])) await this.bring(row, file);
      this.names.sort((a, b) => b[0].length - a[0].length);
    }

    async bring([name, number], file) {
      const records = (await file(`r/${Math.floor(number / TOGETHER)}`)) || [];
      const record = records.find((one) => one[0] === number);
      if (!record) return;
      const regulation = this.add(record);
      this.met.add(name);
      if (name !== regulation.id) this.names.push([name, regulation]);
    }

    mark(name) {
      const { digits } = this.index;
      const value = search.hash(name);
      return [0, 1, 2, 3].map((n) => digits[Math.floor(value / digits.length ** n) % digits.length]).join("");
    }
  };
})();
