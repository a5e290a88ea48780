/* Words → documents with their scores: scoring.py, and what searching.py counts versions for. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const BREAK = "~";
  const READ_THROUGH = 400;
  const PER_POSTING = 2.8;
  const BESIDE = 700;

  /* Bytes that a query may read: of shards of words, and with the long lists. Long questions about the law of the whole country
   * would read three times as much, for words that say little. */
  const WORDS = 52000;
  const ALL = 70000;

  /* An office's own library is so small that every word of a question can be read. */
  const FEW = 20000;
  const WORDS_OF_FEW = 120000;

  /** The versions as the index has them: their documents, what they are, and what their articles count for. */
  search.readSpans = function (index) {
    const numbers = new search.Numbers(index.spans, index.digits);
    const out = [];
    let first = 0;
    let regulation = -1;
    while (numbers.more) {
      const kind = numbers.next() - 1;
      const span = { first, docs: numbers.next(), regulation: -1, own: kind >= 0 };
      if (span.own) {
        regulation += kind & 1;
        const place = kind >> 2;
        const [factor, bonus] = ((span.year = index.firstYear + numbers.next()), index.priors[numbers.next()]);
        Object.assign(span, {
          regulation, factor, bonus, current: Boolean(kind & 2),
          level: index.levels[Math.floor(place / index.statuses.length)],
          status: index.statuses[place % index.statuses.length],
        });
      }
      out.push(span);
      first += span.docs;
    }
    return out;
  };

  /** Whether the filters let the articles of a version in. `titled` tells which regulations have the title asked for. */
  search.lets = function (span, narrow, titled) {
    if (!span.own || (narrow.level && span.level !== narrow.level)) return false;
    if (narrow.regulation >= 0 && span.regulation !== narrow.regulation) return false;
    if (titled && !titled(span.regulation)) return false;
    if (narrow.status) return span.status === narrow.status && (narrow.status === "已被修订" || span.current);
    return narrow.year ? span.year === narrow.year : span.current;
  };

  /** The score of every document for the terms: an array by document, and the documents that have one.
   * `before` is how many bytes of words had been read before this query; `within` are the documents of the only version that is
   * let in, or null. */
  search.score = async function (terms, lexicon, before, within) {
    const { index, file } = lexicon;
    await lexicon.readEntries(terms.slice().sort((a, b) => b.weight - a.weight).map((term) => term.word), before + (index.docs > FEW ? WORDS : WORDS_OF_FEW));
    const known = [];
    for (const term of terms) {
      const posted = lexicon.entries.has(term.word) && read(lexicon.entries.get(term.word), term.field, index);
      if (posted) known.push({ term, ...posted });
    }
    const chosen = choose(known, index);
    await bringMore(chosen, index, file, before + ALL - lexicon.bytes);
    const scores = new Float64Array(index.docs);
    const met = [];
    const add = (doc, score) => {
      if (!scores[doc]) met.push(doc);
      scores[doc] += score;
    };
    const short = within && within.length <= READ_THROUGH ? chosen.filter((one) => one.lacks) : [];
    const texts = short.length ? await search.entries(within, index, file) : [];
    for (const one of chosen) {
      const gain = one.gain * index.most;
      const told = new Set(short.includes(one) ? within : []);
      for (const numbers of [one.postings, one.more]) {
        let doc = 0;
        while (numbers && numbers.at < numbers.end) {
          doc += numbers.next();
          const adds = gain * (numbers.digit() + 0.5);
          if (!told.has(doc)) add(doc, adds);
        }
      }
      if (told.size) texts.forEach((found, n) => found && addText(one, found, (score) => add(within[n], score), index));
    }
    return { scores, met };
  };

  /** What a word adds to the score of a document whose text is here, of middling length as nobody has counted. */
  function addText({ term, gain }, found, add, index) {
    const text = term.field === "t" ? `${search.textOf(found)} ${found.label}` : term.field === "g" ? found.gist : "";
    const times = search.fold(text).split(term.word).length - 1;
    if (times) add((gain * times * (index.k1 + 1)) / (times + index.k1));
  }

  /** The postings of a field of an entry: how many documents have the word, those in the shard, and where the others are. */
  function read(entry, field, index) {
    let at = 0;
    for (const part of entry.split(BREAK)) {
      const end = at + part.length;
      if (part[0].toLowerCase() === field) {
        const numbers = new search.Numbers(entry, index.digits, at + 1);
        const long = part[0] !== field;
        const [df, list, place, others] = long ? [numbers.next(), numbers.next(), numbers.next(), numbers.next()] : [0, -1, 0, 0];
        numbers.end = end;
        return { df: df || count(entry, numbers.at, end, index), postings: numbers, list, place, others };
      }
      at = end + 1;
    }
    return null;
  }

  function count(entry, at, end, index) {
    const numbers = new search.Numbers(entry, index.digits, at);
    let out = 0;
    for (; numbers.at < end; out++) {
      numbers.next();
      numbers.digit();
    }
    return out;
  }

  /** The terms to score: what stands almost everywhere is left out. */
  function choose(known, index) {
    const { common, common_pairs: commonPairs, fewest } = index.weights;
    const sorted = known.slice().sort((a, b) => a.df - b.df);
    const rare = sorted.filter(({ term, df }) => df <= ("pq".includes(term.field) ? commonPairs : common) * index.docs);
    const chosen = new Set(rare.map(({ term }) => term.word)).size >= 2 ? rare : sorted.slice(0, fewest);
    for (const one of chosen) {
      one.gain = (Math.log(Math.max(index.having[one.term.field], one.df + 1) / (one.df + 1)) + 1) * one.term.weight;
    }
    return chosen;
  }

  /** Read long lists, those of the words that count most first, while no more than `left` bytes are read. */
  async function bringMore(chosen, index, file, left) {
    const long = chosen.filter((one) => one.list >= 0).sort((a, b) => b.gain - a.gain);
    const wanted = long.filter((one) => {
      const bytes = one.others * PER_POSTING + BESIDE;
      if (bytes > left) return false;
      left -= bytes;
      return true;
    });
    await Promise.all(
      wanted.map(async (one) => {
        const lists = await file(`l/${one.list}`);
        if (!lists) return;
        one.more = new search.Numbers(lists[one.place], index.digits);
        one.more.end = lists[one.place].length;
      })
    );
    for (const one of long) one.lacks = !one.more || one.others + index.best < one.df;
  }

  /** The documents that the versions or other things let in, best first; of equals the first in the index. */
  search.best = function ({ scores, met }, spanOf, letIn, weigh) {
    const out = [];
    for (const doc of met) {
      const place = spanOf[doc];
      if (letIn[place]) out.push([weigh ? weigh(scores[doc], place) : scores[doc], doc]);
    }
    return out.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  };
})();
