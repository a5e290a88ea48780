/* A query → filters, phrases, and the words to score with what they stand for: the second half of understanding.py. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const LONGEST_QUERY = 600;
  const LONGEST_SAID = 12;

  /** What can be told without the words of the texts. `names` must have met what the query names. */
  search.understand = function (query, names, index) {
    const blank = { refs: [], note: "", title: "", regulation: "", division: "", level: "", status: "", year: 0, phrases: [], without: [], steps: [] };
    let [text, found] = takeFields(search.flatSpaces(query).slice(0, LONGEST_QUERY), blank, names, index);
    const quoted = text;
    [text, found] = takeMarks(text, found, names.patterns);
    [text, found] = takeYear(text, found, names.patterns);
    let named = search.byAddress(text, found, names);
    if (!named.refs.length && found.phrases.length) {
      named = search.byAddress(takeYear(quoted.replace(names.patterns.all("quotes"), " "), found, names.patterns)[0], found, names);
    }
    if (named.refs.length) return named;
    found = { ...found, note: named.note };
    const [rest, narrowed] = takeName(text, found, names);
    return { ...narrowed, words: [rest, ...narrowed.phrases, ...(rest ? [] : [narrowed.title])].join(" ") };
  };

  /** The texts in which a regulation may be named, for `Names.meet`. */
  search.mentions = function (query, patterns) {
    let text = search.flatSpaces(query).slice(0, LONGEST_QUERY);
    const values = Array.from(text.matchAll(patterns.all("field")), (m) => m[2].replace(/^[《》“”"]+|[《》“”"]+$/g, ""));
    text = text.replace(patterns.all("field"), " ");
    const plain = text.replace(patterns.all("quotes"), " ").trim();
    const undated = plain.replace(patterns.all("year"), " ").trim();
    return new Set([...values, text, plain, undated].flatMap((one) => [one, ...search.bareForms(one, patterns)]));
  };

  function takeFields(text, found, names, index) {
    const rest = text.replace(names.patterns.all("field"), (whole, field, written) => {
      const key = index.fields[field];
      const value = written.replace(/^[《》“”"]+|[《》“”"]+$/g, "");
      const year = value.replace(/年+$/, "");
      if (key === "level" && index.levels.includes(value)) found = { ...found, level: value };
      else if (key === "status" && index.statuses.includes(value)) found = { ...found, status: value };
      else if (key === "year" && search.isDecimal(year)) found = { ...found, year: search.decimal(year) };
      else if (key === "regulation" && names.named(value)) found = { ...found, regulation: names.named(value).id };
      else if (key === "title" || key === "division") found = { ...found, [key]: value };
      else return whole;
      found = { ...found, steps: [...found.steps, `${field}：${value}`] };
      return " ";
    });
    return [rest.trim(), found];
  }

  function takeMarks(text, found, patterns) {
    const take = (name) => {
      const taken = Array.from(text.matchAll(patterns.all(name)), (m) => m[1]);
      text = text.replace(patterns.all(name), " ");
      return taken;
    };
    const phrases = take("phrase");
    const without = take("minus");
    const steps = [...phrases.map((phrase) => `原话“${phrase}”`), ...without.map((word) => `不要“${word}”`)];
    return [text.trim(), { ...found, phrases, without, steps: [...found.steps, ...steps] }];
  }

  function takeYear(text, found, patterns) {
    const m = patterns.all("year").exec(text);
    if (!m) return [text, found];
    const year = search.decimal(m[1]);
    const rest = `${text.slice(0, m.index)} ${text.slice(m.index + m[0].length)}`.trim();
    return rest ? [rest, { ...found, year, steps: [...found.steps, `${year}年的版本`] }] : [text, found];
  }

  /** The name of a regulation beside other words narrows the search to it. */
  function takeName(text, found, names) {
    if (found.regulation) return [text, found];
    const bare = names.flat(text);
    for (const [name, regulation] of names.names) {
      const plain = names.flat(name);
      if (plain.length < 2 || !bare.startsWith(plain) || bare.length <= plain.length + 1) continue;
      let at = plain.length;
      while (at <= text.length && names.flat(text.slice(0, at)) !== plain) at++;
      if (at > text.length) at = plain.length;
      const rest = text.slice(at).replace(names.patterns.start("afterName"), "");
      const apart = at >= text.length || " 》里中的，,、对关".includes(text[at]) || name !== text.slice(0, name.length);
      if (rest.length > 1 && apart) {
        return [rest, { ...found, regulation: regulation.id, steps: [...found.steps, `只查《${regulation.title}》`] }];
      }
    }
    return [text, found];
  }

  /** The words to score, what they stand for, and the steps to show. `words` is a Lexicon that has read the text. */
  search.terms = async function (text, words, index, plainly) {
    const weights = index.weights;
    const asked = text.replace(words.patterns.all("asking"), " ");
    const cut = (piece) => words.cut(piece).map((word) => word.text);
    const found = cut(asked).length ? cut(asked) : cut(text);
    const longer = [...new Set(found)].filter((word) => word.length > 1);
    const terms = new Map();
    const put = (field, word, weight, said) => terms.set(field + word, { field, word, weight, said });
    const add = (word, weight, said) => {
      for (const [field, share] of [["t", 1], ["g", weights.gist], ["a", weights.asked]]) {
        const held = terms.get(field + word);
        if (!held || held.weight < weight * share) put(field, word, weight * share, said);
      }
    };
    for (const word of longer.length ? longer : new Set(found)) add(word, 1, word);
    const idle = new Set(index.stopPairs.split(" "));
    for (const pair of new Set(search.pairsOf(asked))) {
      if (idle.has(pair)) continue;
      put("p", pair, weights.pairs, pair);
      put("q", pair, weights.asked_pairs, pair);
    }
    const shown = new Map();
    for (const { said, word, pieces, weight } of plainly ? [] : await expansions(asked, words, weights)) {
      for (const piece of pieces) add(piece, weight / Math.sqrt(pieces.length), said);
      shown.set(said, (shown.get(said) || new Set()).add(word));
    }
    return { terms: [...terms.values()], steps: [...shown].map(([said, means]) => `${said} → ${[...means].join("、")}`) };
  };

  /** Lay words and what they stand for, related words, and what sounds like words that the texts do not have. */
  async function expansions(text, words, weights) {
    const out = [];
    for (const [table, share] of [[words.lay, weights.lay], [words.related, weights.related]]) {
      for (let at = 0; at < text.length - 1; ) {
        let said = "";
        for (let n = Math.min(LONGEST_SAID, text.length - at); n > 1 && !said; n--) {
          if (table.has(text.slice(at, at + n))) said = text.slice(at, at + n);
        }
        const means = said ? table.get(said).split(" ") : [];
        for (let n = 0; n < means.length; n += 2) {
          const [word, ...pieces] = means[n].split("|");
          out.push({ said, word, pieces: pieces.length ? pieces : [word], weight: Number(means[n + 1]) * share });
        }
        at += said.length || 1;
      }
    }
    const strange = unknown(text, words);
    const alike = await Promise.all(strange.map(([piece]) => words.alike(piece)));
    const fitting = strange.flatMap(([piece, strict], n) =>
      alike[n].filter((word) => {
        const same = Array.from(word).filter((char, at) => char === piece[at]).length;
        return word !== piece && word.length === piece.length && same >= (strict ? piece.length - 1 : 1);
      }).map((word) => [piece, word])
    );
    await words.read(fitting.map((pair) => pair[1]).join(" "));
    for (const [said, word] of fitting) {
      const pieces = [...new Set(words.cut(word).map((one) => one.text))].filter((one) => one.length > 1);
      out.push({ said, word, pieces: pieces.length ? pieces : [word], weight: weights.sound });
    }
    return out;
  }

  /** What may be a mistyped word, and whether all but one of its characters must be right. */
  function unknown(text, words) {
    const out = [];
    for (const [run] of text.matchAll(/[一-鿿]{2,}/g)) {
      for (const n of [4, 3]) {
        for (let at = 0; at <= run.length - n; at++) if (!words.frequency(run.slice(at, at + n))) out.push([run.slice(at, at + n), true]);
      }
    }
    let before = null;
    for (const word of words.cut(text)) {
      const single = word.text.length === 1 && word.text >= "一" && word.text <= "鿿";
      if (single && before && before.end === word.start) out.push([before.text + word.text, false]);
      if (single) before = word;
      else if (word.text.length > 2 || !before || word.start !== before.start) before = null;
    }
    return out;
  }
})();
