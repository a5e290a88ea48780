/* Text → words, numerals ↔ numbers, names as they are compared: analysis.py, numerals.py and flat() of reading.py. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const WRITTEN = "零一二三四五六七八九";
  const DIGITS = { 零: 0, "〇": 0, "○": 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  const UNITS = { 千: 1000, 百: 100, 十: 10 };
  const IN_DICTIONARY = /[\u4e00-\u9fd5]+|./gu;
  const LONGEST_WORD = 16;

  /** What cannot be read, in words for the user. */
  search.Refused = class extends Error {};

  /** The patterns of the index by name, as `all` (every place), `start` or `whole`. */
  search.Patterns = class {
    constructor(sources) {
      this.sources = sources;
      this.made = new Map();
    }

    all(name) {
      return this.get(name, "all", (source) => source, "g");
    }

    start(name) {
      return this.get(name, "start", (source) => `^(?:${source})`, "");
    }

    whole(name) {
      return this.get(name, "whole", (source) => `^(?:${source})$`, "");
    }

    get(name, how, around, flag) {
      const key = name + how;
      if (!this.made.has(key)) {
        const [source, flags] = this.sources[name];
        this.made.set(key, new RegExp(around(source), flags + flag));
      }
      const made = this.made.get(key);
      made.lastIndex = 0;
      return made;
    }
  };

  /** The text as it is compared, character for character: half width, lower case. Lengths do not change. */
  search.fold = function (text) {
    return Array.from(text, (char) => {
      const plain = char.normalize("NFKC").toLowerCase();
      return plain.length === char.length && Array.from(plain).length === 1 ? plain : char;
    }).join("");
  };

  const flats = new Map();
  /** A name as it is compared: marks and blanks gone, lower case. */
  search.flat = function (text, patterns) {
    if (!flats.has(text)) {
      if (flats.size > 20000) flats.clear();
      flats.set(text, text.normalize("NFKC").replace(patterns.all("filling"), "").toLowerCase());
    }
    return flats.get(text);
  };

  /** The query on one line, without control characters or halves of characters. */
  search.flatSpaces = function (text) {
    return text
      .replace(/\p{Cs}/gu, "")
      .replace(/[\p{C}\p{Z}]/gu, " ")
      .split(/\s+/)
      .filter(Boolean)
      .join(" ");
  };

  search.isDecimal = (text) => /^\p{Nd}+$/u.test(text);

  /** Digits of any script as a number. */
  search.decimal = (text) => Number(text.normalize("NFKC"));

  /** The value of a numeral as laws write it. Throws Refused. */
  search.toInt = function (text) {
    const bad = (offset, why) =>
      new search.Refused(`“${text}”不是规范的条文数字：第${offset + 1}个字${why}。请写成“一百零三”“一百三十”的形式。`);
    if (!text) throw bad(0, "为空");
    let total = 0;
    let limit = 10000;
    let zero = false;
    let at = 0;
    while (at < text.length) {
      const char = text[at];
      if (DIGITS[char] === 0) {
        if (!total || zero) throw bad(at, "不应是零");
        zero = true;
        at += 1;
        continue;
      }
      const [value, unit, width] = place(text, at, !total, bad);
      const expected = total > 0 && limit > unit * 10;
      if (unit >= limit) throw bad(at, "的数位应当由大到小");
      if (zero !== expected) throw bad(at, zero ? "之前多了零" : "之前缺零");
      total += value * unit;
      limit = unit;
      zero = false;
      at += width;
    }
    if (zero) throw bad(text.length - 1, "不应是零");
    return total;
  };

  function place(text, at, first, bad) {
    const char = text[at];
    if (char === "十" && first) return [1, 10, 1];
    if (!(char in DIGITS)) throw bad(at, char in UNITS ? "之前缺数字" : "不是数字");
    const following = text[at + 1];
    if (first && text.startsWith("一十")) throw bad(0, "多余，开头的“一十”写作“十”");
    return following in UNITS ? [DIGITS[char], UNITS[following], 2] : [DIGITS[char], 1, 1];
  }

  /** A number as laws write it. */
  search.toChinese = function (value) {
    let out = "";
    let skipped = false;
    for (const [char, unit] of [...Object.entries(UNITS), ["", 1]]) {
      const digit = Math.floor(value / unit) % 10;
      if (!digit) {
        skipped = Boolean(out);
        continue;
      }
      out += (skipped ? "零" : "") + (char === "十" && digit === 1 && !out ? "" : WRITTEN[digit]) + char;
      skipped = false;
    }
    return out;
  };

  search.articleLabel = function (number, inserted, unit = "条") {
    return `第${search.toChinese(number)}${unit}` + (inserted ? `之${search.toChinese(inserted)}` : "");
  };

  /** The number of an article in figures or as a numeral. Throws Refused. */
  search.articleNumber = function (text) {
    if (!/^[0-9０-９]{1,4}$/.test(text)) return search.toInt(text);
    const value = search.decimal(text);
    if (!value) throw new search.Refused(`“${text}”不是规范的条文数字：第1个字不应是零。请写成“一百零三”“一百三十”的形式。`);
    return value;
  };

  /** Every two neighbouring Chinese characters. */
  search.pairsOf = function (text) {
    const runs = search.fold(text).match(/[\u3400-\u9fff\uf900-\ufaff]+/g) || [];
    return runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));
  };

  /** Cuts by a lexicon as jieba does in its search mode without guessing. `lexicon` has frequency(word) and logTotal. */
  search.cut = function (text, lexicon, patterns, stop) {
    const out = [];
    for (const run of search.fold(text).matchAll(patterns.all("run"))) {
      if (run[0] < "\u3400") {
        out.push({ text: run[0], start: run.index, end: run.index + run[0].length });
        continue;
      }
      let before = null;
      for (const [token, start] of tokens(run[0], lexicon)) {
        const word = { text: token, start: run.index + start, end: run.index + start + token.length };
        if (stop.has(token)) {
          before = null;
          continue;
        }
        out.push(word);
        const single = token.length === 1;
        if (single && before && before.end === word.start) {
          out.push({ text: before.text + token, start: before.start, end: word.end });
        }
        before = single ? word : null;
      }
    }
    return out;
  };

  function* tokens(run, lexicon) {
    for (const block of run.matchAll(IN_DICTIONARY)) {
      let at = block.index;
      for (const word of cutBlock(block[0], lexicon)) {
        for (const size of [2, 3]) {
          for (let i = 0; word.length > size && i <= word.length - size; i++) {
            const part = word.slice(i, i + size);
            if (lexicon.frequency(part)) yield [part, at + i];
          }
        }
        yield [word, at];
        at += word.length;
      }
    }
  }

  /** The most probable way to cut: the best end for each place, from the last to the first; of equals the longer word. */
  function cutBlock(text, lexicon) {
    const best = new Array(text.length + 1);
    best[text.length] = [0, 0];
    for (let at = text.length - 1; at >= 0; at--) {
      let held = null;
      for (let end = at + 1; end <= Math.min(text.length, at + LONGEST_WORD); end++) {
        const frequency = lexicon.frequency(text.slice(at, end));
        const score = frequency ? Math.log(frequency) - lexicon.logTotal + best[end][0] : -Infinity;
        if (frequency && (!held || score >= held[0])) held = [score, end];
      }
      best[at] = held || [best[at + 1][0] - lexicon.logTotal, at + 1];
    }
    const out = [];
    for (let at = 0; at < text.length; at = best[at][1]) out.push(text.slice(at, best[at][1]));
    return out;
  }
})();
