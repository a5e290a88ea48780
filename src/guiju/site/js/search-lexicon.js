/* The words that a query is cut and understood with, read as the query needs them (wordfiles.py). */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  search.Lexicon = class {
    constructor(index, patterns, file) {
      this.index = index;
      this.patterns = patterns;
      this.file = file;
      this.stop = new Set(index.stop.split(" "));
      this.logTotal = Math.log(index.frequencies);
      this.frequencies = new Map();
      this.syllables = new Map();
      this.entries = new Map();
      this.lay = new Map();
      this.related = new Map();
      this.done = new Set();
      this.bytes = 0;
    }

    /** Read what is known of the characters of a text and of its pairs of them. */
    async read(text) {
      const wanted = new Set();
      for (const form of new Set([text, search.fold(text)])) {
        const chars = Array.from(form);
        chars.forEach((char, at) => {
          if (/\s/.test(char)) return;
          if (char >= "\u3400") wanted.add(`c/${search.hash(char) % this.index.c}`);
          if (at + 1 < chars.length) wanted.add(this.placeOf(char + chars[at + 1]));
        });
      }
      await this.takeAll(wanted);
    }

    /** Read where words stand in the texts, in their order, while no more than `most` bytes of words have been read. */
    async readEntries(words, most) {
      const wanted = new Set(words.map((word) => this.placeOf(word)).filter((name) => !this.done.has(name)));
      await this.takeAll([...wanted].slice(0, Math.max(0, Math.floor((most - this.bytes) / this.index.wordShard))));
    }

    async takeAll(names) {
      await Promise.all([...names].filter((name) => !this.done.has(name)).map((name) => this.take(name)));
    }

    placeOf(word) {
      return `w/${search.hash(word.slice(0, 2)) % this.index.w}`;
    }

    async take(name) {
      const data = await this.file(name);
      this.done.add(name);
      if (!data) return;
      if (name[0] === "c") {
        const row = data.split(" ");
        for (let n = 0; n < row.length; n += 3) {
          if (row[n + 1] !== "-") this.syllables.set(row[n], row[n + 1]);
          this.frequencies.set(row[n], Number(row[n + 2]));
        }
        return;
      }
      for (const [word, entry] of Object.entries(data.t || {})) {
        this.bytes += 3 * word.length + entry.length;
        const numbers = new search.Numbers(entry, this.index.digits);
        if (word.length > 1) this.frequencies.set(word, numbers.next());
        else numbers.next();
        this.entries.set(word, entry.slice(numbers.at));
      }
      for (const [table, rows] of [[this.lay, data.l], [this.related, data.r]]) {
        for (const [said, means] of Object.entries(rows || {})) {
          this.bytes += 3 * means.length;
          table.set(said, means);
        }
      }
    }

    /** How common a word is; 0 where it is none. */
    frequency(word) {
      return this.frequencies.get(word) || 0;
    }

    cut(text) {
      return search.cut(text, this, this.patterns, this.stop);
    }

    /** Words that sound like this one, whose characters have been read. */
    async alike(word) {
      const sound = Array.from(word, (char) => this.syllables.get(char) || char).join(" ");
      const set = word.length > 2 && (await this.file("sounds"));
      if (set && !search.mayHold(set, sound, this.index.digits)) return [];
      const shard = (await this.file(`s/${search.hash(sound) % this.index.s}`)) || {};
      return (search.own(shard, sound) || "").split(" ").filter(Boolean);
    }
  };
})();
