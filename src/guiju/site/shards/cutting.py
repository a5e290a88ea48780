"""Units → their words, entry by entry, as the command line's index has them. Kept from one build to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guiju.search.analysis import Analyser
from guiju.search.entries import Unit
from guiju.search.shards import FIELDS, entry_words
from guiju.site.shards.tokens import Tokens

LETTERS = dict(zip(FIELDS, "tgapq", strict=True))
"""How the fields are called in the shards."""

WORDS = "tga"
"""The fields of words; the others are of pairs of characters."""

FORM = 4
"""Of what is kept; another number, and all is cut anew."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of a unit: by the letter of the field a list for each entry.

    `frequencies` is how common jieba holds the words of the lexicon to be: all but mere pairs of characters.
    """

    words: dict[str, list[list[str]]]
    frequencies: dict[str, int]


def cut(unit: Unit, tokens: Tokens, *, pairs: bool) -> Cut:
    """Cut the entries of a unit into words."""
    entries = [entry_words(entry, tokens.words, pairs=pairs) for entry in unit.entries]
    words = {letter: [entry[name] for entry in entries] for name, letter in LETTERS.items()}
    lexicon = {word for letter in WORDS for held in words[letter] for word in held}
    return Cut(words, {word: tokens.frequency(word) for word in lexicon})


def cut_all(units: Iterable[Unit], analyser: Analyser) -> Iterator[Cut]:
    """The words of each unit, one after the other: for more than any cache should hold, and without pairs of characters."""
    tokens = Tokens.of(analyser)
    for unit in units:
        yield cut(unit, tokens, pairs=False)


def cut_anew(units: Sequence[Unit], cache: Path) -> Iterator[Cut]:
    """The words of each unit with pairs of characters; those of units that have not changed are read from the folder `cache`,
    which is swept.
    """
    paths = [cache / f"{unit.digest}.json" for unit in units]
    held = [_kept(path) for path in paths]
    changed = [unit for unit, known in zip(units, held, strict=True) if known is None]
    if changed:
        cache.mkdir(parents=True, exist_ok=True)
        tokens = Tokens.within(dict.fromkeys(text for unit in changed for text in _texts(unit)))
    for unit, path, known in zip(units, paths, held, strict=True):
        if known is None:
            known = cut(unit, tokens, pairs=True)
            _keep(path, known)
        yield known
    for path in set(cache.glob("*.json")) - set(paths):
        path.unlink(missing_ok=True)


def _texts(unit: Unit) -> Iterator[str]:
    for entry in unit.entries:
        yield from (entry.title, *entry.divisions, entry.label, entry.body, entry.gist, *entry.asked)


def _keep(path: Path, held: Cut) -> None:
    """Half a file, should this be interrupted, is no JSON, and cut anew the next time."""
    words = {letter: [" ".join(entry) for entry in entries] for letter, entries in held.words.items()}
    rows = [FORM, words, held.frequencies]
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _kept(path: Path) -> Cut | None:
    try:
        form, words, frequencies = json.loads(path.read_text("utf-8"))
        read = {letter: [entry.split() for entry in entries] for letter, entries in words.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return Cut(read, frequencies) if form == FORM else None
