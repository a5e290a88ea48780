"""BM25 over Whoosh's postings, one term at a time.

Whoosh's own matcher tree gives the same hits many times slower, because OR over thousands of articles becomes a binary
tree of unions; the index is not what is slow.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from whoosh.reading import TermNotFound

from guiju.search.weights import K1, WEIGHTS, B, Weights

SHORTEST = {"gist": 20.0, "asked": 15.0, "asked_pairs": 30.0}
"""Words that a field which many entries lack has at least on the average of those that have it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for in a field; `said` is the word of the question that it stands for, `weight` what it counts."""

    field: str
    word: str
    weight: float = 1.0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """For each document of a shard what its score is multiplied by and what is added to it; 0 leaves it out."""

    factor: array[float]
    bonus: array[float]


@dataclass(frozen=True, slots=True)
class Found:
    """A document of a shard with its score."""

    score: float
    shard: int
    doc: int


@dataclass
class Ranked:
    """The best documents, how many there are in all, and which: shard and document of each."""

    best: list[Found]
    total: int
    matches: list[tuple[int, int]] = field(default_factory=list)


class Postings:
    """The readers of an index, and what scoring has read of them: the lengths of the documents that it met."""

    def __init__(self, readers: Sequence[Any]) -> None:
        self.readers = tuple(readers)
        self.total = sum(reader.doc_count_all() for reader in self.readers)
        self._average: dict[str, float] = {}
        self._norms: dict[tuple[int, str], dict[int, float]] = {}

    def average(self, name: str) -> float:
        """Words of the field in an entry; 0 where the index has no such field."""
        if name not in self._average:
            length = sum(reader.field_length(name) for reader in self.readers)
            self._average[name] = max(length / max(self.total, 1), SHORTEST.get(name, 1e-9)) if length else 0.0
        return self._average[name]

    def norms(self, shard: int, name: str) -> dict[int, float]:
        """What BM25 divides by, for each document met so far."""
        return self._norms.setdefault((shard, name), {})


def rank(
    postings: Postings, terms: Sequence[Term], allowed: Sequence[Allowed], limit: int, weights: Weights = WEIGHTS
) -> Ranked:
    """The documents for any of the terms, highest score first; of equal scores the first in the order of the index."""
    return best_of(scored(postings, terms, weights), allowed, limit)


def scored(postings: Postings, terms: Sequence[Term], weights: Weights = WEIGHTS) -> list[dict[int, float]]:
    """The score of every document for the terms, shard by shard."""
    chosen = choose(postings, [term for term in terms if postings.average(term.field)], weights)
    scores: list[dict[int, float]] = []
    for number, reader in enumerate(postings.readers):
        out: dict[int, float] = {}
        for term, idf in chosen:
            _add(reader, term, idf, postings.average(term.field), postings.norms(number, term.field), out)
        scores.append(out)
    return scores


def best_of(scores: Sequence[dict[int, float]], allowed: Sequence[Allowed], limit: int) -> Ranked:
    """The best of the documents that are allowed."""
    found: list[tuple[float, int, int]] = []
    for number, (out, allow) in enumerate(zip(scores, allowed, strict=True)):
        factor, bonus = allow.factor, allow.bonus
        found += [(score * factor[doc] + bonus[doc], -number, -doc) for doc, score in out.items() if factor[doc]]
    best = [Found(score, -number, -doc) for score, number, doc in heapq.nlargest(limit, found)]
    return Ranked(best, len(found), [(-number, -doc) for _, number, doc in found])


def choose(postings: Postings, terms: Sequence[Term], weights: Weights) -> list[tuple[Term, float]]:
    """The terms to score, each with its inverse document frequency: what stands almost everywhere is left out."""
    total = postings.total
    frequencies = [(sum(reader.doc_frequency(t.field, t.word) for reader in postings.readers), t) for t in terms]
    known = sorted(((df, t) for df, t in frequencies if df), key=lambda pair: pair[0])
    caps = {"pairs": weights.common_pairs * total, "asked_pairs": weights.common_pairs * total}
    rare = [(df, t) for df, t in known if df <= caps.get(t.field, weights.common * total)]
    kept = rare if len({t.word for _, t in rare}) >= 2 else known[: weights.fewest]
    return [(t, (math.log(total / (df + 1)) + 1) * t.weight) for df, t in kept]


def _add(
    reader: Any, term: Term, idf: float, average: float, norms: dict[int, float], out: dict[int, float]
) -> None:  # fmt: skip
    try:
        matcher = reader.postings(term.field, term.word)
    except TermNotFound:
        return
    length, name, gain = reader.doc_field_length, term.field, idf * (K1 + 1)
    held = out.get
    while matcher.is_active():
        doc = matcher.id()
        frequency = matcher.weight()
        norm = norms.get(doc)
        if norm is None:
            norm = norms[doc] = K1 * (1 - B + B * length(doc, name) / average)
        out[doc] = held(doc, 0.0) + gain * frequency / (frequency + norm)
        matcher.next()
