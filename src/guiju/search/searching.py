"""A query → ranked hits. What was named by its address comes first, and no ranking takes place."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from guiju.corpus.store import Corpus
from guiju.errors import GuijuError
from guiju.regulation import LEVELS, ArticleRef, Metadata, Status, TextKind, parse_ref
from guiju.search.entries import Entry, Kind
from guiju.search.index import OpenIndex
from guiju.search.scoring import NEVER, Allowed, Found, Term, best_of, rank, scored
from guiju.search.shards import Span, stored_entry
from guiju.search.snippets import Snippet, snippet
from guiju.search.understanding import Reader, Understood, understand
from guiju.search.weights import WEIGHTS, Weights

PARTY_LEVELS = frozenset(LEVELS[: LEVELS.index("细则") + 1])
"""位阶 of the Party's own rules: what this tool is asked about first."""

OTHER_LAWS = "其他"
"""In content/asked-about.yml: all laws that it does not name."""

REFERENCE_SCORE = 1000.0
"""The score of what was asked for by its address: above anything that ranking gives."""

POOL = 2000
"""Hits whose text is read for exact phrases, words that must not stand, and chapters."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: a 位阶, a regulation's id, a 时效; `on` is the day whose versions are searched."""

    on: date
    level: str = ""
    regulation: str = ""
    status: str = ""
    expand: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `status` is None for what is no regulation. `shares` says which word gave how much of the score."""

    kind: Kind
    ref: str
    regulation: str
    version: str
    article: str
    title: str
    status: Status | None
    score: float
    snippet: Snippet
    divisions: tuple[str, ...]
    is_digest: bool
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `total` counts all that matched, `others` are from the handbook and the question bank.

    `by_address`: the hits are what was named by its address, and nothing was ranked.
    """

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    note: str = ""
    steps: tuple[str, ...] = ()
    others: tuple[Hit, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """Which of the hits are wanted, and with what beside them."""

    skip: int
    limit: int
    explain: bool
    facets: bool


class Index(Protocol):
    """What answers queries: Whoosh now, another engine where Whoosh is too slow."""

    def search(self, query: str, k: int, filters: Filters) -> Answer:
        """The best `k` hits for a query."""


@dataclass(frozen=True, slots=True)
class WhooshIndex:
    """An index of Whoosh's shards as such an engine."""

    opened: OpenIndex

    def search(self, query: str, k: int, filters: Filters) -> Answer:
        """The best `k` hits for a query."""
        return search(query, self.opened, filters, k)


def search(
    query: str, index: OpenIndex, filters: Filters, limit: int = 10, *, skip: int = 0, explain: bool = False,
    facets: bool = False, weights: Weights = WEIGHTS,
) -> Answer:  # fmt: skip
    """The best hits for a query, from the one after `skip`. Raises nothing that a user could have typed."""
    began = time.perf_counter()
    asked = understand(
        query, Reader(index.corpus, index.names, index.analyser, index.vocabulary, weights, filters.expand), filters.on
    )
    if asked.refs:
        answer = _by_address(query, asked, index, filters, skip, limit)
    else:
        answer = _by_words(query, asked, index, filters, _Page(skip, limit, explain, facets), weights)
    return replace(answer, took_ms=round((time.perf_counter() - began) * 1000, 1))


def _by_address(
    query: str, asked: Understood, index: OpenIndex, filters: Filters, skip: int, limit: int
) -> Answer:  # fmt: skip
    entries = []
    for ref in asked.refs:
        version = index.corpus.version(ref, filters.on)
        entries += _entries_of(str(version.ref), index, ref.article, ref.inserted)
    hits = [_hit(entry, REFERENCE_SCORE, index, filters, set()) for entry in entries]
    return Answer(query, len(hits), 0.0, tuple(hits[skip : skip + limit]), asked.note, asked.steps, by_address=True)


def _entries_of(key: str, index: OpenIndex, article: int | None, inserted: int) -> list[Entry]:
    """The entries of a version, or the one of an article of it."""
    wanted = str(ArticleRef("x", None, article, inserted))[2:] if article else ""
    out = []
    for shard, reader in index.shards:
        for span in shard.spans:
            if span.key == key:
                found = (stored_entry(reader, doc) for doc in range(span.first, span.end))
                out += [e for e in found if not article or e.ref.partition("#")[2] == wanted]
    return out


def _by_words(
    query: str, asked: Understood, index: OpenIndex, filters: Filters, page: _Page, weights: Weights
) -> Answer:  # fmt: skip
    narrowed = replace(
        filters,
        level=asked.level or filters.level,
        regulation=asked.regulation or filters.regulation,
        status=asked.status or filters.status,
    )
    articles, others = _allowed(index, narrowed, asked, weights)
    scores = scored(index.postings, asked.terms, weights)
    narrowed_by_text = bool(asked.phrases or asked.without or asked.division)
    ranked = best_of(scores, articles, POOL if narrowed_by_text else page.skip + page.limit)
    best = _refined(ranked.best, asked, index)
    words = {term.word for term in asked.terms if len(term.word) > 1} | set(asked.phrases)
    hits = []
    for found, entry in best[page.skip : page.skip + page.limit]:
        shares = _shares(found, asked.terms, index, weights) if page.explain else ()
        hits.append(replace(_hit(entry, found.score, index, narrowed, words), shares=shares))
    beside = best_of(scores, others, 3).best if others and not page.skip else []
    more = tuple(_hit(stored_entry(index.shards[f.shard][1], f.doc), f.score, index, narrowed, words) for f in beside)
    total = len(best) if narrowed_by_text else ranked.total
    counted = _facets(scores, articles, index, narrowed) if page.facets else {}
    return Answer(query, total, 0.0, tuple(hits), asked.note, asked.steps, more, counted)


def _allowed(
    index: OpenIndex, filters: Filters, asked: Understood, weights: Weights
) -> tuple[list[Allowed], list[Allowed]]:
    """What each document counts for, as an article and as something beside the articles; kept for the next query."""
    key = (filters, asked.year, asked.title, weights)
    if key not in index.allowed:
        index.allowed.clear()
        index.allowed[key] = _counted(index, filters, asked, weights)
    return index.allowed[key]  # type: ignore[no-any-return]


def _counted(
    index: OpenIndex, filters: Filters, asked: Understood, weights: Weights
) -> tuple[list[Allowed], list[Allowed]]:
    articles, others = [], []
    narrow = bool(filters.level or filters.regulation or filters.status or asked.year or asked.title)
    for shard, reader in index.shards:
        own, other = Allowed.none(reader.doc_count_all()), Allowed.none(reader.doc_count_all())
        for span in shard.spans:
            if "@" in span.key:
                factor, bonus = _prior(span, index, filters, asked, weights)
                if factor:
                    own.allow(span.first, span.end, factor, bonus)
            elif not narrow:
                other.allow(span.first, span.end, 1.0, 0.0)
        articles.append(own)
        others.append(other)
    return articles, others if any(any(other.factor) for other in others) else []


def _prior(span: Span, index: OpenIndex, filters: Filters, asked: Understood, weights: Weights) -> tuple[float, float]:
    """Factor and bonus of the articles of a version; factor 0 where the filters leave it out."""
    ref = parse_ref(span.key)
    regulation = index.corpus.regulations.get(ref.regulation)
    if regulation is None or filters.regulation not in ("", regulation.id):
        return 0.0, 0.0
    version = next((v for v in regulation.versions if v.meta.effective == ref.version), None)
    if version is None or filters.level not in ("", version.meta.level) or asked.title not in version.meta.title:
        return 0.0, 0.0
    status = regulation.status(version, filters.on)
    current = version is regulation.current(filters.on)
    if filters.status:
        if status != filters.status or (filters.status != Status.AMENDED and not current):
            return 0.0, 0.0
    elif asked.year:
        if version.meta.effective.year != asked.year:
            return 0.0, 0.0
    elif not current:
        return 0.0, 0.0
    return prior(version.meta, status, index.asked_about, index.own, weights)


def prior(
    meta: Metadata, status: Status, asked_about: Mapping[str, float], own: Container[str], weights: Weights = WEIGHTS
) -> tuple[float, float]:
    """What the scores of a version's articles are multiplied by, and what is added to them."""
    factor = weights.status(status) * (weights.listed if meta.text is TextKind.OUTLINE else 1.0)
    factor *= weights.constitution if meta.level == LEVELS[0] else 1.0
    return factor, weights.asked_about * _asked_about(meta, asked_about, own)


def _asked_about(meta: Metadata, about: Mapping[str, float], own: Container[str]) -> float:
    """How often people ask about a law, as a logarithm; what the office itself works with counts as the most asked about."""
    if meta.level in PARTY_LEVELS or meta.id in own:
        return max(about.values(), default=0.0)
    return next((about[name] for name in (meta.title, *meta.aliases) if name in about), about.get(OTHER_LAWS, 0.0))


def _refined(
    best: Sequence[Found], asked: Understood, index: OpenIndex
) -> list[tuple[Found, Entry]]:  # fmt: skip
    """The best hits with what only their text shows: phrases that must stand, words that must not, the chapter asked for."""
    out = []
    for found in best:
        entry = stored_entry(index.shards[found.shard][1], found.doc)
        text = f"{entry.title} {' '.join(entry.divisions)} {entry.body} {entry.gist}"
        if all(phrase in text for phrase in asked.phrases) and not any(word in text for word in asked.without):
            if asked.division and not any(asked.division in division for division in entry.divisions):
                continue
            out.append((found, entry))
    return out


def _shares(
    found: Found, terms: Iterable[Term], index: OpenIndex, weights: Weights
) -> tuple[tuple[str, float], ...]:  # fmt: skip
    """How much of a score each word gave, the largest first."""
    readers = index.postings.readers
    count = Counter[str]()
    alone = [Allowed.none(reader.doc_count_all()) for reader in readers]
    alone[found.shard].allow(found.doc, found.doc + 1, 1.0, 0.0)
    for term in terms:
        for one in rank(index.postings, [term], alone, 1, replace(weights, common=1.0)).best:
            name = term.word if term.said in ("", term.word) else f"{term.said}→{term.word}"
            count[name] = count[name] + one.score  # type: ignore[assignment]
    return tuple((word, round(share, 2)) for word, share in count.most_common(12))


def _facets(
    scores: Sequence[dict[int, float]], allowed: Sequence[Allowed], index: OpenIndex, filters: Filters
) -> dict[str, dict[str, int]]:
    """How many of the hits there are by 位阶, 时效, 法规 and 年."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("位阶", "时效", "法规", "年")}
    hits = Counter[tuple[int, int]]()
    starts = [[span.first for span in shard.spans] for shard, _ in index.shards]
    for number, (out, allow) in enumerate(zip(scores, allowed, strict=True)):
        for doc in out:
            if allow.bonus[doc] != NEVER:
                hits[number, bisect_right(starts[number], doc) - 1] += 1
    for (number, place), count in hits.items():
        _count(index.shards[number][0].spans[place], count, counts, index, filters)
    return {name: dict(count.most_common()) for name, count in counts.items() if count}


def _count(
    span: Span, hits: int, counts: dict[str, Counter[str]], index: OpenIndex, filters: Filters
) -> None:  # fmt: skip
    ref = parse_ref(span.key)
    regulation = index.corpus.regulations.get(ref.regulation)
    version = next((v for v in regulation.versions if v.meta.effective == ref.version), None) if regulation else None
    if regulation is None or version is None or version is not regulation.current(filters.on):
        return
    counts["位阶"][version.meta.level] += hits
    counts["时效"][str(regulation.status(version, filters.on))] += hits
    counts["法规"][version.meta.title] += hits
    counts["年"][str(version.meta.effective.year)] += hits


def _hit(entry: Entry, score: float, index: OpenIndex, filters: Filters, wanted: set[str]) -> Hit:
    return Hit(
        kind=entry.kind,
        ref=entry.ref,
        regulation=entry.regulation,
        version=entry.version,
        article=entry.label,
        title=entry.title,
        status=_status(entry, index.corpus, filters.on),
        score=round(score, 3),
        snippet=snippet(entry.body, wanted),
        divisions=entry.divisions,
        is_digest=entry.is_digest,
    )


def _status(entry: Entry, corpus: Corpus, on: date) -> Status | None:
    if not entry.regulation:
        return None
    try:
        regulation = corpus.regulation(entry.regulation)
    except GuijuError:
        return None
    version = next((v for v in regulation.versions if v.meta.effective.isoformat() == entry.version), None)
    return regulation.status(version, on) if version else None
