"""Where each word stands, as entries for the shards of words (wordfiles.py), and l/<n>.js for what is too long for those.

An entry has a part for each field that has the word, with `BREAK` between: the letter of the field, then postings: the distance
from the document before (a number), and what the word adds there as one digit of `DIGITS`, BM25 less the idf. A capital letter
is followed by how many documents have the word, the file of a long list and its place there, how many postings that has, and the
best of all postings.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from whoosh.util.numeric import byte_to_length, length_to_byte

from guiju.search.scoring import SHORTEST
from guiju.search.weights import K1, WEIGHTS, B
from guiju.site.page import SiteFile
from guiju.site.shards.coding import BASE, BREAK, DIGITS, NEAR, VALUES, number, read_number, script
from guiju.site.shards.cutting import LETTERS, WORDS, Cut

BEST = 60
"""Postings of a word with many that lie in its shard: those that add most."""

NEXT = 4000
"""The next best, which lie in a list that is read while a query may still read more."""

LIST_FILE = 1200
"""Bytes after which another file of lists begins."""

MOST = len(DIGITS) - 1
"""A word counts at most so many times in a document."""

_NUMBERS = [number(n).encode() for n in range(2000)]
_TIMES = [digit.encode() for digit in DIGITS]


@dataclass(slots=True)
class Gathered:
    """The words of all documents so far. By the letter of the field: how many words in all, how many in each document, as the
    byte that Whoosh keeps, and for each word the last document that has it and its postings: the distance from the document
    before, and how often the word stands there.
    """

    docs: int = 0
    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LETTERS.values(), 0))
    lengths: dict[str, bytearray] = field(default_factory=lambda: {letter: bytearray() for letter in LETTERS.values()})
    terms: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: {letter: {} for letter in LETTERS.values()})

    words: dict[str, int] = field(default_factory=dict)
    """The lexicon with its frequencies."""

    def add(self, cut: Cut) -> None:
        """Add the documents of a unit behind those that are there."""
        for letter, entries in cut.words.items():
            terms, lengths = self.terms[letter], self.lengths[letter]
            for doc, words in enumerate(entries, self.docs):
                self.sums[letter] += len(words)
                lengths.append(length_to_byte(len(words)))
                for word, times in Counter(words).items():
                    held = terms.get(word)
                    if held is None:
                        held = terms[word] = [0, bytearray()]
                    last, row = held
                    distance = doc - last
                    row += _NUMBERS[distance] if distance < len(_NUMBERS) else number(distance).encode()
                    row += _TIMES[times] if times < MOST else _TIMES[MOST]
                    held[0] = doc
        self.words |= cut.frequencies
        self.docs += len(entries)

    @property
    def having(self) -> dict[str, int]:
        """How many documents have something in a field."""
        return {letter: len(lengths) - lengths.count(0) for letter, lengths in self.lengths.items()}


def term_entries(gathered: Gathered, entries: dict[str, str], whole: int) -> Iterator[SiteFile]:
    """Fill in the entry of each word, all of it where it has up to `whole` postings; the long lists."""
    lists, file = list[str](), 0
    for name, letter in LETTERS.items():
        average = gathered.sums[letter] / max(gathered.docs, 1)
        added = _added(max(average, SHORTEST.get(name, 1e-9)))
        cap = (WEIGHTS.common if letter in WORDS else WEIGHTS.common_pairs) * gathered.docs
        for word, (_, row) in sorted(gathered.terms[letter].items()):
            count = _weigh(row, gathered.lengths[letter], added)
            if count <= whole:
                part = letter + row.decode()
            else:
                best, more = _layers(_read(row), common=count > cap)
                where = map(number, (count, file, len(lists), len(more)))
                part = letter.upper() + "".join(where) + _coded(best)
                lists.append(_coded(more))
                if sum(map(len, lists)) > LIST_FILE:
                    yield script(f"l/{file}", lists)
                    lists, file = [], file + 1
            entries[word] = f"{entries[word]}{BREAK}{part}" if word in entries else part
    if lists:
        yield script(f"l/{file}", lists)


def _added(average: float) -> list[bytes]:
    """What a word adds to the score of a document, as a digit: by the digit of how often it stands there, then by the byte of
    the document's length.
    """
    norms = [K1 * (1 - B + B * byte_to_length(byte) / average) for byte in range(256)]
    out = [b""] * 128
    for times in range(1, BASE):
        levels = (min(BASE - 1, int(times / (times + norm) * BASE)) for norm in norms)
        out[ord(DIGITS[times])] = "".join(DIGITS[level] for level in levels).encode()
    return out


def _weigh(row: bytearray, lengths: bytearray, added: list[bytes]) -> int:
    """Put what the word adds in place of how often it stands there, in all its postings; how many these are."""
    doc = at = count = 0
    while at < len(row):
        distance = NEAR[row[at]]
        if distance >= 0:  # in one digit, as nearly all are; a call for each would take longer than all else here
            at += 1
        else:
            distance, at = read_number(row, at)
        doc += distance
        row[at] = added[row[at]][lengths[doc]]
        at += 1
        count += 1
    return count


def _read(row: bytearray) -> list[tuple[int, int]]:
    """Postings as documents with what the word adds to their scores."""
    out, doc, at = [], 0, 0
    while at < len(row):
        distance, at = read_number(row, at)
        doc += distance
        out.append((doc, VALUES[row[at]]))
        at += 1
    return out


def _layers(postings: list[tuple[int, int]], *, common: bool) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The best postings, and the next best; of a word that hardly ever counts all lie apart."""
    best = [] if common else sorted(heapq.nlargest(BEST, postings, key=lambda p: (p[1], -p[0])))
    held = set(best)
    others = [posting for posting in postings if posting not in held]
    return best, sorted(heapq.nlargest(NEXT, others, key=lambda p: (p[1], -p[0])))


def _coded(postings: list[tuple[int, int]]) -> str:
    before, out = 0, []
    for doc, adds in postings:
        out.append(number(doc - before) + DIGITS[adds])
        before = doc
    return "".join(out)
