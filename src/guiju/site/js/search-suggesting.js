/* What the beginning of a query may become, and which names it may have meant: suggesting.py. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const LONGEST_NAME = 40;
  const LIMIT = 8;

  /** Names of regulations by characters or pinyin, their articles, terms, then what people say. */
  search.complete = function (text, names, terms, lexicon) {
    const bare = names.flat(text);
    if (!bare) return [];
    return [...new Set([...articles(bare, names), ...completions(bare, names, terms, lexicon)])].slice(0, LIMIT);
  };

  /** The articles whose number begins with what has been typed: 党章4 → 党章第四条, 党章第四十条. */
  function articles(bare, names) {
    const m = names.patterns.start("begun").exec(bare);
    const pair = m && names.names.find(([name]) => names.flat(name) === m.groups.name);
    if (!pair) return [];
    const version = pair[1].current;
    const typed = m.groups.number;
    if (version.unit !== "条") return [];
    const held = new Map();
    for (const part of version.articles.filter((one) => !one.includes("i"))) {
      held.set(search.isDecimal(typed) ? part : search.toChinese(Number(part)), search.articleLabel(Number(part)));
    }
    const begun = [...held].filter(([number]) => !m.groups.closed && number.startsWith(typed) && number !== typed);
    const labels = [...(held.has(typed) ? [held.get(typed)] : []), ...begun.map((one) => one[1])];
    return labels.slice(0, LIMIT).map((label) => pair[0] + label);
  }

  function completions(bare, names, terms, lexicon) {
    const shortest = (all) => all.sort((a, b) => a.length - b.length);
    const known = shortest(names.names.map(([name]) => name));
    const begun = known.filter((name) => names.flat(name).startsWith(bare));
    const letters = /^[a-z]+$/i.test(bare) ? search.byLetters(bare, known, names.syllables, true) : [];
    const held = shortest(terms.filter((term) => names.flat(term).startsWith(bare)));
    const within = known.filter((name) => names.flat(name).includes(bare));
    return [...begun, ...letters, ...held, ...within, ...shortest([...lexicon.lay.keys()].filter((said) => said.startsWith(bare)))];
  }

  /** Names that look like the text, and where nothing was found what people say too. */
  search.nearest = function (text, names, terms, sayings, limit = 3) {
    if (text.length > LONGEST_NAME) return [];
    const plain = names.flat(text);
    const known = [...names.names.map(([name]) => name), ...terms, ...(sayings || [])];
    const close = known.map((name) => [likeness(name, plain), name]).filter(([share]) => share >= (sayings ? 0.6 : 0.72));
    const sorted = close.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1));
    return sorted.slice(0, limit).map(([, name]) => name).filter((name) => name !== text);
  };

  /** How like two texts are, 0 to 1: the characters in common stretches, the longest first, as Python's difflib counts. */
  function likeness(a, b) {
    const all = a.length + b.length;
    return all ? (2 * common(a, b)) / all : 1;
  }

  function common(a, b) {
    let [at, from, size] = [0, 0, 0];
    let before = [];
    for (let i = 0; i < a.length; i++) {
      const lengths = [];
      for (let j = b.indexOf(a[i]); j >= 0; j = b.indexOf(a[i], j + 1)) {
        lengths[j] = (before[j - 1] || 0) + 1;
        if (lengths[j] > size) [at, from, size] = [i - lengths[j] + 1, j - lengths[j] + 1, lengths[j]];
      }
      before = lengths;
    }
    if (!size) return 0;
    return size + common(a.slice(0, at), b.slice(0, from)) + common(a.slice(at + size), b.slice(from + size));
  }
})();
