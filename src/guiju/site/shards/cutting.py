"""Units → their words, document by document, as the command line's index has them. Kept from one build to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.util.numeric import length_to_byte

from guiju.corpus.workers import run_each
from guiju.search.analysis import Analyser
from guiju.search.entries import Unit
from guiju.search.shards import FIELDS, entry_words
from guiju.site.shards.coding import BREAK, DIGITS, number
from guiju.site.shards.tokens import Tokens

LETTERS = dict(zip(FIELDS, "tgapq", strict=True))
"""How the fields are called in the shards."""

WORDS = "tga"
"""The fields of words; the others are of pairs of characters."""

MOST = len(DIGITS) - 1
"""A word counts at most so many times in an entry."""

MANY = 800
"""Entries that are cut as fast by one process as by several."""

LONGEST, LARGEST = 600.0, 4 * 1024**3
"""Seconds and bytes of a process that cuts: far above what any library of an office takes."""

FORM = 2
"""Of what is kept; another number, and all is cut anew."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where some words stand: of each the first document, the last, and the postings: the distance from the document before,
    which the first does not have, and how often the word stands there. Four columns, which are read faster than rows.
    """

    words: list[str]
    firsts: list[int]
    lasts: list[int]
    rows: list[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of a unit by field: how many in all, and how many in each document, as the byte that Whoosh keeps.

    `frequencies` is how common jieba holds the words of the lexicon to be: all but mere pairs of characters.
    """

    docs: int
    sums: dict[str, int]
    lengths: dict[str, list[int]]
    terms: dict[str, Postings]
    frequencies: dict[str, int]


def cut(unit: Unit, tokens: Tokens, *, pairs: bool) -> Cut:
    """Cut the entries of a unit into words."""
    sums = dict.fromkeys(LETTERS.values(), 0)
    lengths: dict[str, list[int]] = {letter: [] for letter in LETTERS.values()}
    met: dict[str, dict[str, tuple[int, int, str]]] = {letter: {} for letter in LETTERS.values()}
    for doc, entry in enumerate(unit.entries):
        for name, words in entry_words(entry, tokens.words, pairs=pairs).items():
            letter = LETTERS[name]
            sums[letter] += len(words)
            lengths[letter].append(length_to_byte(len(words)))
            held = met[letter]
            for word, count in Counter(words).items():
                times = DIGITS[min(count, MOST)]
                if word in held:
                    first, last, row = held[word]
                    held[word] = (first, doc, row + number(doc - last) + times)
                else:
                    held[word] = (doc, doc, times)
    terms = {
        letter: Postings(list(rows), *map(list, zip(*rows.values(), strict=True)))
        for letter, rows in met.items()
        if rows
    }
    frequencies = {word: tokens.frequency(word) for letter in WORDS for word in met[letter]}
    return Cut(len(unit.entries), sums, lengths, terms, frequencies)


def cut_all(
    units: Iterable[Unit], analyser: Analyser, cache: Path | None, *, pairs: bool, processes: int = 1
) -> Iterator[Cut]:
    """The words of each unit; those of units that have not changed are read from the folder `cache`, which is swept.

    jieba's dictionary, half a second, is loaded for the first unit that has changed. With a cache, which only a library of
    an office has, units are cut in several processes where many have changed.
    """
    if cache:
        held = list(units)
        _cut_ahead(
            [unit for unit in held if not _path(unit, cache, pairs=pairs).exists()], analyser, cache, pairs, processes
        )
        units = held
    used, tokens = set[str](), None
    for unit in units:
        path = _path(unit, cache, pairs=pairs) if cache else None
        kept = _kept(path) if path else None
        if kept is None:
            tokens = tokens or Tokens(analyser)
            kept = cut(unit, tokens, pairs=pairs)
            if path:
                _keep(path, kept)
        if path:
            used.add(path.name)
        yield kept
    for path in cache.glob("*.json") if cache else ():
        if path.name not in used:
            path.unlink(missing_ok=True)


def _path(unit: Unit, cache: Path, *, pairs: bool) -> Path:
    return cache / f"{unit.digest}-{int(pairs)}.json"


def _cut_ahead(units: Sequence[Unit], analyser: Analyser, cache: Path, pairs: bool, processes: int) -> None:
    """Cut many units side by side into the cache; what a process that dies leaves out is cut afterwards like any other."""
    if processes < 2 or sum(len(unit.entries) for unit in units) < MANY:
        return
    tokens = Tokens(analyser)  # the dictionary is loaded before there are several processes

    def work(part: list[int]) -> None:
        for n in part:
            _keep(_path(units[n], cache, pairs=pairs), cut(units[n], tokens, pairs=pairs))

    ordered = sorted(range(len(units)), key=lambda n: -len(units[n].entries))
    parts = [ordered[n::processes] for n in range(processes)]
    for _ in run_each(work, parts, workers=processes, seconds=LONGEST, memory=LARGEST):
        pass


def _keep(path: Path, held: Cut) -> None:
    """Half a file, should this be interrupted, is no JSON, and cut anew the next time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    terms = {
        letter: [" ".join(columns.words), columns.firsts, columns.lasts, BREAK.join(columns.rows)]
        for letter, columns in held.terms.items()
    }
    rows = [FORM, held.docs, held.sums, held.lengths, terms, held.frequencies]
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _kept(path: Path) -> Cut | None:
    try:
        form, docs, sums, lengths, terms, frequencies = json.loads(path.read_text("utf-8"))
        read = {
            letter: Postings(words.split(" "), firsts, lasts, rows.split(BREAK))
            for letter, (words, firsts, lasts, rows) in terms.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return Cut(docs, sums, lengths, read, frequencies) if form == FORM else None
