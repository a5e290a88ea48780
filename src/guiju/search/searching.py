"""A query → ranked hits. References and names win before any ranking."""

from __future__ import annotations

import json
import time
from array import array
from dataclasses import dataclass
from datetime import date
from typing import Any

from guiju.citations.reading import named_regulation, read_reference
from guiju.corpus.store import Corpus
from guiju.errors import ArticleNotFound, BadReference
from guiju.regulation import ArticleRef, Status, TextKind
from guiju.search.index import Entry, OpenIndex, Span, entries_of
from guiju.search.ranking import rank
from guiju.search.snippets import Snippet, snippet


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: a 位阶, a regulation's id, a 时效; `on` is the day whose versions are searched."""

    on: date
    level: str = ""
    regulation: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: an article or a part of a regulation in one version."""

    ref: str
    regulation: str
    version: str
    article: str
    title: str
    status: Status
    score: float
    snippet: Snippet
    divisions: tuple[str, ...]
    is_digest: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `total` counts all that matched, `note` says what a reference could not find."""

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    note: str = ""


REFERENCE_SCORE = 1000.0
"""The score of what was asked for by its address: above anything that ranking gives."""


MODEL_PRIOR = 0.6
"""The weight of a model rule: of two articles with the same words the one that binds comes first."""


def search(query: str, corpus: Corpus, index: OpenIndex, filters: Filters, limit: int = 10) -> Answer:
    """The best hits for a query. A reference gives what it names, and no ranking takes place."""
    began = time.perf_counter()
    direct, note = _by_reference(query, corpus, index, filters)
    hits, total = (direct, len(direct)) if direct else _by_words(query, corpus, index, filters, limit)
    return Answer(query, total, round((time.perf_counter() - began) * 1000, 1), tuple(hits[:limit]), note)


def _by_reference(query: str, corpus: Corpus, index: OpenIndex, filters: Filters) -> tuple[list[Hit], str]:
    try:
        ref = read_reference(query, corpus.names())
        if ref is None:
            return [], ""
        version = corpus.version(ref, filters.on)
        if ref.article:
            corpus.article(ref, filters.on)
    except (BadReference, ArticleNotFound) as error:
        return [], str(error)
    entries = [e for e in entries_of(Corpus({ref.regulation: corpus.regulation(ref.regulation)})) if _is_named(e, ref)]
    same = [e for e in entries if e.version == version.meta.effective.isoformat()]
    return [_hit(e, corpus, index, filters, (REFERENCE_SCORE, set())) for e in same], ""


def _is_named(entry: Entry, ref: ArticleRef) -> bool:
    return (
        ref.article is None or entry.ref.partition("#")[2] == str(ArticleRef("x", None, ref.article, ref.inserted))[2:]
    )


def _by_words(query: str, corpus: Corpus, index: OpenIndex, filters: Filters, limit: int) -> tuple[list[Hit], int]:
    named = named_regulation(query, corpus.names())
    id, text = named if named and named[1] else (filters.regulation, query)
    terms = _terms(index, text)
    wanted = [span for span in index.spans if id in ("", span.regulation) and _is_wanted(span, corpus, filters)]
    with index.whoosh.reader() as reader:
        weights = array("d", bytes(8 * reader.doc_count_all()))
        for span in wanted:
            weights[span.first : span.end] = array("d", [_prior(span, corpus)]) * (span.end - span.first)
        ranked, total = rank(reader, terms, weights.__getitem__, limit)
        found = [(_stored_entry(reader, doc), (score, set(terms))) for score, doc in ranked]
    return [_hit(entry, corpus, index, filters, why) for entry, why in found], total


def _prior(span: Span, corpus: Corpus) -> float:
    """What a version's articles count for beside others: a sample that nobody issued stands behind what is in force."""
    is_model = corpus.regulation(span.regulation).versions[-1].meta.text is TextKind.MODEL
    return MODEL_PRIOR if is_model else 1.0


def _terms(index: OpenIndex, text: str) -> list[str]:
    """The words to look for. Single characters are what is left of unknown words, and count only where all are."""
    words = [word.text for word in index.analyser.words(text)]
    return [word for word in words if len(word) > 1] or words


def _is_wanted(span: Span, corpus: Corpus, filters: Filters) -> bool:
    """Whether a version is the one for the day asked about and passes the filters."""
    regulation = corpus.regulation(span.regulation)
    version = regulation.current(filters.on)
    return (
        span.version == version.meta.effective.isoformat()
        and filters.level in ("", version.meta.level)
        and filters.status in ("", regulation.status(version, filters.on))
    )


def _stored_entry(reader: Any, doc: int) -> Entry:
    data = json.loads(reader.stored_fields(doc)["entry"])
    return Entry(**data | {"divisions": tuple(data["divisions"])})


def _hit(entry: Entry, corpus: Corpus, index: OpenIndex, filters: Filters, found: tuple[float, set[str]]) -> Hit:
    regulation = corpus.regulation(entry.regulation)
    version = next(v for v in regulation.versions if v.meta.effective.isoformat() == entry.version)
    words = list(index.analyser.words(entry.body))
    return Hit(
        ref=entry.ref,
        regulation=entry.regulation,
        version=entry.version,
        article=entry.label,
        title=entry.title,
        status=regulation.status(version, filters.on),
        score=round(found[0], 3),
        snippet=snippet(entry.body, words, found[1]),
        divisions=entry.divisions,
        is_digest=entry.is_digest,
    )
