"""BM25 over Whoosh's postings, one term at a time.

Whoosh's own matcher tree gives the same hits many times slower, because OR over thousands of articles becomes a binary
tree of unions; the index is not what is slow.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

K1 = 1.2
B = 0.75
"""The usual constants; other pairs gave no gain on the development questions."""

COMMON = 0.10
"""A word in more than this share of the articles is left out of scoring, while at least two words remain."""

FEWEST = 4
"""So many of the rarest words are scored when all are common."""

Hit = tuple[float, int]
"""Score and document number."""


def rank(reader: Any, terms: Iterable[str], weight: Callable[[int], float], limit: int) -> tuple[list[Hit], int]:
    """The best documents for any of the terms, highest score first, and how many there are in all.

    `weight` multiplies the score of a document by its number; 0 leaves it out.
    """
    total = reader.doc_count_all()
    frequencies = {term: reader.doc_frequency("content", term) for term in dict.fromkeys(terms)}
    known = sorted((df, term) for term, df in frequencies.items() if df)
    rare = [(df, term) for df, term in known if df <= COMMON * total]
    chosen = rare if len(rare) >= 2 else known[:FEWEST]
    average = reader.field_length("content") / max(total, 1)
    scores: dict[int, float] = defaultdict(float)
    for df, term in chosen:
        idf = math.log(total / (df + 1)) + 1
        matcher = reader.postings("content", term)
        while matcher.is_active():
            doc, frequency = matcher.id(), matcher.weight()
            norm = K1 * (1 - B + B * reader.doc_field_length(doc, "content") / average)
            scores[doc] += idf * frequency * (K1 + 1) / (frequency + norm)
            matcher.next()
    hits = [(score * weight(doc), -doc) for doc, score in scores.items() if weight(doc)]
    return [(score, -doc) for score, doc in heapq.nlargest(limit, hits)], len(hits)
