/* guiju.engine(root): the search of the command line, in the page. Nothing that can be typed makes it throw. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const REFERENCE_SCORE = 1000;
  const POOL = 60;
  const BESIDE = 3;
  const FACETS = 20;

  /** What has been read of the search under a root. */
  class Opened {
    constructor(index, root) {
      this.index = index;
      this.file = (name) => search.file(root, name, index.stamp);
      this.patterns = new search.Patterns(index.patterns);
      this.spans = search.readSpans(index);
      this.names = new search.Names(index, this.patterns, this.spans);
      this.lexicon = new search.Lexicon(index, this.patterns, this.file);
      this.terms = index.terms ? index.terms.split("\n") : [];
      this.spanOf = new Uint32Array(index.docs);
      this.spans.forEach((span, n) => this.spanOf.fill(n, span.first, span.first + span.docs));
    }
  }

  const engines = new Map();

  /** The engine of the site whose root is there; it reads nothing before its first search. */
  guiju.engine = function (root) {
    if (!engines.has(root)) engines.set(root, made(root));
    return engines.get(root);
  };

  function made(root) {
    let opening = null;
    const open = () => {
      opening = opening || search.file(root, "index").then((index) => index && new Opened(index, root));
      return opening;
    };
    const safely = async (work, otherwise) => {
      try {
        const opened = await open();
        return opened ? await work(opened) : otherwise("检索数据没有读到。请确认网站的 search 文件夹完整。");
      } catch (error) {
        console.warn(error);
        return otherwise("这次检索没有完成，请换一个说法。");
      }
    };
    return {
      search: (query, options) => safely((opened) => find(String(query ?? ""), options || {}, opened), (note) => blank(String(query ?? ""), note)),
      complete: (text) => safely((opened) => complete(String(text ?? ""), opened), () => []),
    };
  }

  function blank(query, note = "") {
    return { query, total: 0, note, steps: [], byAddress: false, hits: [], others: [], facets: {}, suggestions: [] };
  }

  async function complete(text, opened) {
    await opened.names.meet([text], opened.file);
    await opened.lexicon.read(Array.from(opened.names.flat(text)).slice(0, 2).join(""));
    return search.complete(text, opened.names, opened.terms, opened.lexicon);
  }

  async function find(query, options, opened) {
    const { names, patterns, index, file } = opened;
    const page = { limit: options.limit || 10, skip: options.skip || 0 };
    await names.meet([...search.mentions(query, patterns), String(options.regulation || "")], file);
    const asked = search.understand(query, names, index);
    const answer = { ...blank(query, asked.note), steps: asked.steps };
    if (asked.refs.length) return byAddress(answer, asked, page, opened);
    await byWords(answer, asked, options, page, opened);
    if (!answer.note) {
      const sayings = answer.hits.length ? null : [...opened.lexicon.lay.keys()];
      answer.suggestions = search.nearest(query.trim(), names, opened.terms, sayings);
    }
    return answer;
  }

  async function byAddress(answer, asked, { skip, limit }, { index, file }) {
    const docs = asked.refs.flatMap(({ version, article }) => version.documents(article));
    const entries = await search.entries(docs.slice(skip, skip + limit), index, file);
    const hits = entries.filter(Boolean).map((found) => search.hit(found, REFERENCE_SCORE, []));
    return { ...answer, total: docs.length, hits, byAddress: true };
  }

  async function byWords(answer, asked, options, { skip, limit }, opened) {
    const { index, file, lexicon, spans, spanOf } = opened;
    const before = lexicon.bytes;
    await lexicon.read(asked.words);
    const { terms, steps } = await search.terms(asked.words, lexicon, index, options.plain);
    answer.steps = [...asked.steps, ...steps];
    const narrow = await narrowed(asked, options, opened);
    const letIn = spans.map((span) => search.lets(span, narrow, narrow.titled));
    const only = spans.filter((_, n) => letIn[n]);
    const within = only.length === 1 ? Array.from({ length: only[0].docs }, (_, n) => only[0].first + n) : null;
    const scored = await search.score(terms, lexicon, before, within);
    const ranked = search.best(scored, spanOf, letIn, (score, place) => score * spans[place].factor + spans[place].bonus);
    const words = [...new Set([...terms.map((term) => term.word).filter((word) => word.length > 1), ...asked.phrases])];
    const byText = asked.phrases.length || asked.without.length || asked.division;
    const best = byText ? await refined(ranked.slice(0, POOL), asked, opened) : ranked;
    const beside = narrow.any || skip ? [] : search.best(scored, spanOf, spans.map((span) => !span.own)).slice(0, BESIDE);
    [answer.hits, answer.others] = await Promise.all(
      [best.slice(skip, skip + limit), beside].map(async (rows) => {
        const entries = await search.entries(rows.map((row) => row[1]), index, file);
        return rows.flatMap(([score], n) => (entries[n] ? [search.hit(entries[n], score, words)] : []));
      })
    );
    answer.total = best.length;
    if (byText && ranked.length > POOL) answer.note = answer.note || `只在最相近的${POOL}条里查了这些要求。`;
    answer.facets = facets(ranked, answer.hits, opened);
  }

  /** The filters, of the query and of the page. `titled` tells of a regulation whether it has the title asked for. */
  async function narrowed(asked, options, { names, index, file }) {
    const wanted = asked.regulation || options.regulation || "";
    const regulation = names.ids.get(wanted) || (wanted && names.named(wanted));
    const narrow = {
      level: asked.level || options.level || "",
      status: asked.status || options.status || "",
      year: asked.year,
      regulation: wanted ? (regulation ? regulation.number : Infinity) : -1,
    };
    narrow.any = Boolean(narrow.level || narrow.status || narrow.year || wanted || asked.title);
    if (asked.title) {
      const titles = index.far ? ((await file("titles")) || "").split("\n") : [];
      narrow.titled = (n) => {
        const held = names.regulations.get(n);
        return (held ? held.title : titles[n] || "").includes(asked.title);
      };
    }
    return narrow;
  }

  /** The best hits with what only their text shows. */
  async function refined(ranked, asked, { index, file }) {
    const entries = await search.entries(ranked.map((row) => row[1]), index, file);
    return ranked.filter((_, n) => {
      const found = entries[n];
      const text = found && search.textOf(found);
      return (
        found && asked.phrases.every((phrase) => text.includes(phrase)) && !asked.without.some((word) => text.includes(word)) &&
        (!asked.division || found.divisions.some((division) => division.includes(asked.division)))
      );
    });
  }

  /** How many of the hits there are by 位阶, 时效 and 法规; of regulations that are not on the shelf those that are shown. */
  function facets(ranked, hits, { spans, spanOf, names }) {
    const counts = { 位阶: new Map(), 时效: new Map(), 法规: new Map() };
    const shown = new Map(hits.map((hit, n) => [spanOf[(ranked[n] || [])[1]], hit.title]));
    for (const [, doc] of ranked) {
      const span = spans[spanOf[doc]];
      if (!span.current) continue;
      const regulation = names.regulations.get(span.regulation);
      const title = regulation ? regulation.current.title : shown.get(spanOf[doc]);
      for (const [name, value] of [["位阶", span.level], ["时效", span.status], ["法规", title]]) {
        if (value) counts[name].set(value, (counts[name].get(value) || 0) + 1);
      }
    }
    const sorted = (map) => Object.fromEntries([...map].sort((a, b) => b[1] - a[1]).slice(0, FACETS));
    return Object.fromEntries(Object.entries(counts).map(([name, map]) => [name, sorted(map)]));
  }
})();
