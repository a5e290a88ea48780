"""Whether a text was spun: a copy in which a program put synonyms in the place of words, to look new to a search engine.

Two kinds of evidence. A set phrase with one word exchanged (周全从严治党) occurs in no text by accident. A word that such
programs put in, and that regulations hardly ever use, counts for less. Every point comes with the words it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from guiju.yamlfile import mapping_from_text

_FILE = "spinning.yml"

PHRASE_POINTS = 3.0
"""For a set phrase with a word exchanged. An odd word has its own points in the table, one or two."""

SPUN = 9.0
"""Points from which a text is refused: three set phrases damaged, or as many words as a few pages of spun text have."""

SUSPECT = 2.0
"""Points from which the user is asked to look. Of 1,749 laws that the table was not made from, 32 had as many."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word that should be another: what stands there, what it probably was, and how much it counts."""

    found: str
    meant: str
    points: float
    line: int


@dataclass(frozen=True, slots=True)
class Spinning:
    """The points of a text and what they rest on. One word that occurs often counts three times at most."""

    score: float
    evidence: tuple[Evidence, ...]

    def said(self) -> str:
        """周全从严治党（全面从严治党）、…: the first five."""
        shown = list(dict.fromkeys(f"{e.found}（应为{e.meant}？）" for e in self.evidence))
        return "、".join(shown[:5]) + ("等" if len(shown) > 5 else "")


def spinning_of(lines: Sequence[str]) -> Spinning:
    """How far a text looks spun; `line` of the evidence counts the lines given, from 0."""
    damaged, words = _tables()
    whole = "\n".join(lines)
    phrases = {found: meant for found, meant in damaged.items() if found in whole}
    odd = {found: word for found, word in words.items() if found in whole}
    evidence = [hit for number, line in enumerate(lines) for hit in _hits(line, number, phrases, odd)]
    counted: Counter[str] = Counter()
    score = 0.0
    for hit in evidence:
        counted[hit.found] += 1
        score += hit.points if counted[hit.found] <= 3 else 0
    return Spinning(score, tuple(evidence))


def _hits(line: str, number: int, phrases: dict[str, str], odd: dict[str, _OddWord]) -> Iterator[Evidence]:
    taken: set[int] = set()
    for found, meant in phrases.items():
        at = line.find(found)
        if at >= 0:
            taken.update(range(at, at + len(found)))
            yield Evidence(found, meant, PHRASE_POINTS, number)
    for found, word in odd.items():
        for at in _places(line, found):
            left, right = line[max(0, at - 1) : at], line[at + len(found) : at + len(found) + 1]
            usual = (left and left in word.after) or (right and right in word.before)
            if at not in taken and not usual:
                yield Evidence(found, word.meant, word.points, number)


def _places(line: str, word: str) -> Iterator[int]:
    at = line.find(word)
    while at >= 0:
        yield at
        at = line.find(word, at + 1)


@dataclass(frozen=True, slots=True)
class _OddWord:
    """A word that regulations hardly use: what it was, its points, and the characters beside it where it is in place."""

    meant: str
    points: float
    after: str
    before: str


@cache
def _tables() -> tuple[dict[str, str], dict[str, _OddWord]]:
    """Damaged phrases with the right ones, and odd words with the usual ones."""
    text = resources.files("guiju.corpus").joinpath(_FILE).read_text(encoding="utf-8")
    data, _ = mapping_from_text(text, _FILE)
    swaps: dict[str, list[str]] = data["swaps"]
    phrases: list[str] = data["phrases"]
    right = set(phrases)
    damaged: dict[str, str] = {}
    for phrase in phrases:
        for word, others in swaps.items():
            if word in phrase:
                damaged.update({made: phrase for other in others if (made := phrase.replace(word, other)) not in right})
    for made in data["not_damaged"]:
        damaged.pop(made, None)
    odd = {
        word: _OddWord(entry["meant"], float(entry["points"]), entry.get("after", ""), entry.get("before", ""))
        for word, entry in data["odd_words"].items()
    }
    return damaged, odd
