/* A query → the addresses that it names: reading.py, and the first half of understanding.py. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const LONGEST_RANGE = 60;
  const SHORTEST_MISTYPED = 4;
  const REF = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:@(\d{4}-\d{2}-\d{2}))?(?:#([1-9]\d{0,3})(?:-i([1-9]\d{0,2}))?(?:\.([1-9]\d{0,2})(?:\.([1-9]\d{0,2}))?)?)?$/;

  const refused = (words) => new search.Refused(words);

  /** The inverse of a written ref. Throws Refused. */
  function parseRef(text) {
    const m = REF.exec(text);
    if (!m) throw refused(`“${text}”不是条文地址。地址写作 dangzhang#46 或 dangzhang@2022-10-22#46.2。`);
    const [, id, version, article, inserted, paragraph, item] = m;
    return { id, version, article: Number(article) || 0, inserted: Number(inserted) || 0, paragraph: Number(paragraph) || 0, item: Number(item) || 0 };
  }

  /** The address that the whole of a text names; null for anything else. Throws Refused. */
  function readReference(text, names) {
    if (text.includes("#") || text.includes("@")) return parseRef(text.trim());
    const plain = names.flat(text);
    if (names.ids.has(plain)) return { id: plain };
    for (const [name, regulation] of names.names) {
      const bare = names.flat(name);
      const rests = [];
      if (plain.startsWith(bare)) rests.push(plain.slice(bare.length));
      if (plain.endsWith(bare)) rests.push(plain.slice(0, plain.length - bare.length));
      for (const rest of rests) {
        const ref = address(rest, regulation.id, names.patterns);
        if (ref) return ref;
      }
    }
    return null;
  }

  function address(text, id, patterns) {
    if (!text) return { id };
    const m = patterns.whole("address").exec(text);
    if (!m) return null;
    const value = (written) => (written ? search.articleNumber(written) : 0);
    const item = value(m.groups.item || m.groups.dotted_item);
    const paragraph = value(m.groups.paragraph || m.groups.dotted) || (item ? 1 : 0);
    return { id, article: search.articleNumber(m.groups.article), inserted: value(m.groups.inserted), paragraph, item };
  }

  /** An article, a range of articles or a whole regulation, in any way in which people write one. */
  search.byAddress = function (text, found, names) {
    let note = found.note;
    for (const [form, said] of forms(text, names)) {
      try {
        const several = severalOf(form, names);
        if (several.length) return checked(several, found, names, said);
        const ref = readReference(form, names);
        if (ref && (ref.article || !found.phrases.length)) return checked([ref], found, names, said);
      } catch (error) {
        if (!(error instanceof search.Refused)) throw error;
        note = note || error.message;
      }
    }
    return { ...found, note };
  };

  /** The text as typed and in every way in which it may be meant, with what was done. */
  function* forms(text, names) {
    const { patterns } = names;
    yield [text, ""];
    const bare = [...new Set(search.bareForms(text, patterns))].filter((form) => form !== text);
    for (const form of bare) yield [form, ""];
    const lower = text.toLowerCase();
    let m = patterns.start("byId").exec(lower);
    if (m && names.ids.has(m[1])) yield [`${m[1]}#${m[2]}`, ""];
    m = patterns.start("latin").exec(lower);
    if (m) {
      const letters = m[1].replaceAll(" ", "");
      for (const name of search.byLetters(letters, names.names.map((pair) => pair[0]), names.syllables)) {
        yield [name + (m[2] || ""), `拼音 ${letters} → ${name}`];
      }
    }
    for (const form of [text, ...bare]) {
      for (const [name, wrong] of mistyped(form, names)) yield [form.replace(wrong, () => name), `“${wrong}”按“${name}”查`];
      const short = shortened(form, names);
      if (short) yield short;
    }
  }

  /** The text without the words and marks that people put around an address. */
  search.bareForms = function* (text, patterns) {
    const plain = text.replace(patterns.all("brackets"), " ").replaceAll("條", "条");
    for (const begun of new Set([plain, plain.replace(patterns.start("before"), "")])) {
      let form = begun;
      for (;;) {
        const open = form.replace(patterns.all("inBrackets"), "$1").replace(patterns.all("between"), " 第");
        yield open.split(/\s+/).filter(Boolean).join(" ");
        const shorter = form.replace(patterns.all("after"), "");
        if (shorter === form) break;
        form = shorter;
      }
    }
  };

  /** The articles of a range or a list. Throws Refused. */
  function severalOf(text, names) {
    const { patterns } = names;
    const number = (written) => (search.isDecimal(written) ? search.decimal(written) : search.toInt(written));
    let numbers = [];
    let m = patterns.start("range").exec(text);
    if (m) {
      const [first, last] = [number(m.groups.first), number(m.groups.last)];
      const length = last - first + 1;
      if (length > 1 && length <= LONGEST_RANGE + 1) numbers = Array.from({ length }, (_, n) => first + n);
    } else {
      m = patterns.start("list").exec(text);
      if (m) numbers = Array.from(m.groups.numbers.matchAll(patterns.all("number")), (one) => number(one[0]));
    }
    const regulation = numbers.length ? names.named(m.groups.name) : null;
    return regulation ? numbers.map((article) => ({ id: regulation.id, article, inserted: 0 })) : [];
  }

  /** The addresses that are there; in the version of the year that was asked for. */
  function checked(refs, found, names, said) {
    const held = [];
    let note = found.note;
    for (const ref of refs) {
      try {
        const version = versionOf(ref, found.year, names);
        const article = ref.article ? `${ref.article}${ref.inserted ? `-i${ref.inserted}` : ""}` : "";
        if (article && !version.articles.includes(article)) throw notFound(version, ref);
        held.push({ version, article });
      } catch (error) {
        if (!(error instanceof search.Refused)) throw error;
        note = error.message;
      }
    }
    return { ...found, refs: held, note, steps: said ? [...found.steps, said] : found.steps };
  }

  function versionOf(ref, year, names) {
    const regulation = names.ids.get(ref.id);
    if (!regulation) throw refused(`库里没有编号为“${ref.id}”的法规。请核对编号。`);
    const held = regulation.versions.map((v) => v.effective).join("、");
    if (ref.version) {
      const version = regulation.versions.find((v) => v.effective === ref.version);
      if (!version) throw refused(`库里没有《${regulation.title}》${ref.version}的版本。已有版本：${held}。`);
      return version;
    }
    if (!year) return regulation.current;
    const of = (wanted) => regulation.versions.filter((v) => v.year === wanted);
    const same = of(year).length ? of(year) : of(year + 1);
    if (!same.length) throw refused(`库里没有《${regulation.title}》${year}年的版本。已有版本：${held}。`);
    return same[same.length - 1];
  }

  function notFound(version, ref) {
    const count = version.articles.length;
    const whole = count ? `全文共${search.toChinese(count)}${version.unit}` : "全文不分条";
    let label = search.articleLabel(ref.article, ref.inserted, version.unit);
    label += ref.paragraph ? `第${search.toChinese(ref.paragraph)}款` : "";
    label += ref.item ? `第${search.toChinese(ref.item)}项` : "";
    return refused(`《${version.title}》（${version.effective}）没有${label}，${whole}。请核对条号。`);
  }

  /** The names whose pinyin, or its initials, are these letters, or begin with them. */
  search.byLetters = function (letters, names, syllables, beginning = false) {
    return names.filter((name) => {
      const read = Array.from(name, (char) => syllables.get(char)).filter(Boolean);
      const both = [read.join(""), read.map((syllable) => syllable[0]).join("")];
      return beginning ? both.some((sound) => sound.startsWith(letters)) : both.includes(letters);
    });
  };

  function* mistyped(text, names) {
    const m = names.patterns.start("atEnd").exec(text.replace(/[《》]/g, ""));
    const wrong = m ? m[1] : "";
    for (const [name] of names.names) {
      const near = name.length >= SHORTEST_MISTYPED && Math.abs(wrong.length - name.length) <= 1;
      if (near && isSlip(wrong, name)) yield [name, wrong];
    }
  }

  /** A title with words left out before an address; null where several fit. */
  function shortened(text, names) {
    const { patterns } = names;
    const m = patterns.start("addressed").exec(text);
    const withoutTrial = (title) => title.replace(patterns.all("trial"), "");
    const short = m ? withoutTrial(m[1]) : "";
    if (!short || names.names.some(([name]) => name === m[1])) return null;
    const titles = [...names.regulations.values()].map((regulation) => regulation.title);
    const fits = titles
      .filter((title) => short[short.length - 1] === withoutTrial(title).slice(-1) && isWithin(short, title))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    if (!fits.length || (fits.length > 1 && (short.length < 3 || fits[0].length === fits[1].length))) return null;
    return [fits[0] + m[2], `“${m[1]}”按《${fits[0]}》查`];
  }

  function isWithin(short, whole) {
    let at = 0;
    return Array.from(short).every((char) => (at = whole.indexOf(char, at) + 1) > 0);
  }

  /** Whether one character is wrong, missing or too many, or two neighbours are exchanged. */
  function isSlip(wrong, name) {
    let same = 0;
    while (same < Math.min(wrong.length, name.length) && wrong[same] === name[same]) same++;
    const rest = wrong.slice(same);
    const of = name.slice(same);
    if (!rest && !of) return false;
    const swapped = of.length > 1 ? of[1] + of[0] : of.slice(0, 1);
    return (
      rest.slice(1) === of.slice(1) || rest.slice(1) === of || rest === of.slice(1) ||
      (rest.slice(0, 2) === swapped && rest.slice(2) === of.slice(2))
    );
  }
})();
