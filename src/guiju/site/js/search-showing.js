/* Documents → what is shown of them: hits with the passage that tells best why (snippets.py, textfiles.py). */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});

  const WIDTH = 90;
  const MODEL = "示范文本";
  const ARTICLE = "条文";

  /** The entries of some documents, in their order; what cannot be read is left out. */
  search.entries = async function (docs, index, file) {
    const blocks = new Map();
    await Promise.all(
      [...new Set(docs.map((doc) => Math.floor(doc / index.block)))].map(async (n) => blocks.set(n, await file(`d/${n}`)))
    );
    return docs.map((doc) => {
      const block = blocks.get(Math.floor(doc / index.block));
      const row = block && block.e[doc % index.block];
      return row ? entry(row, block) : null;
    });
  };

  function entry(row, block) {
    if (typeof row[0] === "string") {
      const [kind, url, label, title, within, body] = row;
      return { kind, url, label, title, divisions: block.s[within], body, gist: "", regulation: "", version: "", status: "", isDigest: false };
    }
    const [version, part, written, within, body, gist = "", digest = 0] = row;
    const [regulation, date, title, status, current] = block.v[version];
    const [number, inserted] = part.split("-i").map(Number);
    const page = current ? regulation : `${regulation}/${date}`;
    return {
      kind: status === MODEL ? MODEL : ARTICLE,
      url: `regulations/${page}.html` + (part ? `#art-${part}` : ""),
      label: written || search.articleLabel(number, inserted),
      title, divisions: block.s[within], body, gist, regulation, version: date,
      status, isDigest: Boolean(digest), ref: `${regulation}@${date}` + (part ? `#${part}` : ""),
    };
  }

  /** A hit as the page shows it. `wanted` are the words to mark. */
  search.hit = function (found, score, wanted) {
    const { body, gist, ...facts } = found;
    return { ...facts, pieces: search.snippet(body, wanted), score: Math.round(score * 1000) / 1000 };
  };

  /** The text in which phrases must stand and unwanted words must not. */
  search.textOf = (found) => `${found.title} ${found.divisions.join(" ")} ${found.body} ${found.gist}`;

  /** The window with the most different wanted words, from the start of a sentence, as pieces [text, marked]. */
  search.snippet = function (body, wanted) {
    const plain = search.fold(body);
    const hits = [];
    for (const word of wanted) {
      for (let at = word ? plain.indexOf(word) : -1; at >= 0; at = plain.indexOf(word, at + word.length)) hits.push([at, at + word.length, word]);
    }
    const start = bestStart(body, hits);
    const end = Math.min(body.length, start + WIDTH);
    const pieces = start ? [["…", false]] : [];
    let at = start;
    for (const [left, right] of merged(hits, start, end)) {
      pieces.push([body.slice(at, left), false], [body.slice(left, right), true]);
      at = right;
    }
    pieces.push([body.slice(at, end) + (end < body.length ? "…" : ""), false]);
    return pieces.filter(([text]) => text).map(([text, mark]) => [text.replaceAll("\n", " "), mark]);
  };

  function bestStart(body, hits) {
    let best = 0;
    let most = -1;
    for (let at = 0; at < Math.max(body.length, 1); at++) {
      if (at && !"。；\n！？".includes(body[at - 1])) continue;
      const words = new Set(hits.filter(([left, right]) => at <= left && right <= at + WIDTH).map((hit) => hit[2]));
      if (words.size > most) [best, most] = [at, words.size];
    }
    return best;
  }

  function merged(hits, start, end) {
    const out = [];
    for (const [left, right] of hits.filter((hit) => start <= hit[0] && hit[1] <= end).sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = out[out.length - 1];
      if (last && left <= last[1]) last[1] = Math.max(last[1], right);
      else out.push([left, right]);
    }
    return out;
  }
})();
