"""Units → their words, document by document, as the command line's index has them. Kept from one build to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.util.numeric import length_to_byte

from guiju.search.analysis import Analyser
from guiju.search.entries import Unit
from guiju.search.shards import FIELDS, entry_words
from guiju.site.shards.coding import DIGITS, number
from guiju.site.shards.tokens import Tokens

LETTERS = dict(zip(FIELDS, "tgapq", strict=True))
"""How the fields are called in the shards."""

WORDS = "tga"
"""The fields of words; the others are of pairs of characters."""

MOST = len(DIGITS) - 1
"""A word counts at most so many times in an entry."""

FORM = 1
"""Of what is kept; another number, and all is cut anew."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of a unit. `lengths` has for each field a byte a document, the number of its words as Whoosh rounds it.

    `terms` has for each field and word the first document, the last one, and the postings: the distance from the document
    before, which the first does not have, and how often the word stands there.
    """

    docs: int
    sums: dict[str, int]
    lengths: dict[str, list[int]]
    terms: dict[str, dict[str, tuple[int, int, str]]]
    frequencies: dict[str, int]
    """How common jieba holds the words of the lexicon to be: all but mere pairs of characters."""


def cut(unit: Unit, tokens: Tokens, *, pairs: bool) -> Cut:
    """Cut the entries of a unit into words."""
    sums = dict.fromkeys(LETTERS.values(), 0)
    lengths: dict[str, list[int]] = {letter: [] for letter in LETTERS.values()}
    terms: dict[str, dict[str, tuple[int, int, str]]] = {letter: {} for letter in LETTERS.values()}
    for doc, entry in enumerate(unit.entries):
        for name, words in entry_words(entry, tokens.words, pairs=pairs).items():
            letter = LETTERS[name]
            sums[letter] += len(words)
            lengths[letter].append(length_to_byte(len(words)))
            held = terms[letter]
            for word, count in Counter(words).items():
                times = DIGITS[min(count, MOST)]
                first, last, postings = held.get(word, (doc, doc, ""))
                held[word] = (first, doc, postings + (number(doc - last) if postings else "") + times)
    words = {word: tokens.frequency(word) for letter in WORDS for word in terms[letter]}
    return Cut(len(unit.entries), sums, lengths, terms, words)


def cut_all(units: Iterable[Unit], analyser: Analyser, cache: Path | None, *, pairs: bool) -> Iterator[Cut]:
    """The words of each unit; those of units that have not changed are read from the folder `cache`, which is swept.

    jieba's dictionary, half a second, is loaded for the first unit that has changed.
    """
    used, tokens = set[str](), None
    for unit in units:
        path = cache / f"{unit.digest}-{int(pairs)}.json" if cache else None
        held = _kept(path) if path else None
        if held is None:
            tokens = tokens or Tokens(analyser)
            held = cut(unit, tokens, pairs=pairs)
            if path:
                _keep(path, held)
        if path:
            used.add(path.name)
        yield held
    for path in cache.glob("*.json") if cache else ():
        if path.name not in used:
            path.unlink(missing_ok=True)


def _keep(path: Path, held: Cut) -> None:
    """Half a file, should this be interrupted, is no JSON, and cut anew the next time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [FORM, held.docs, held.sums, held.lengths, held.terms, held.frequencies]
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _kept(path: Path) -> Cut | None:
    try:
        data: list[Any] = json.loads(path.read_text("utf-8"))
        form, *rest = data
        return Cut(*rest) if form == FORM and len(rest) == 5 else None
    except (OSError, ValueError, TypeError):
        return None
