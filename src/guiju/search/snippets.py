"""The passage of a text that shows best why it was found, with the words marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guiju.search.analysis import Word, fold

WIDTH = 90
"""Characters of a snippet: two lines of a terminal or of a page."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Pieces of text in order; those marked are words that were asked for. The text itself is unchanged."""

    pieces: tuple[tuple[str, bool], ...]

    def marked(self, before: str, after: str) -> str:
        """The snippet as one string, each marked word between `before` and `after`."""
        return "".join(f"{before}{text}{after}" if mark else text for text, mark in self.pieces)


def snippet(body: str, wanted: set[str]) -> Snippet:
    """The window of `WIDTH` characters with the most different wanted words, from the start of a sentence."""
    plain = fold(body)
    hits = [Word(word, at, at + len(word)) for word in wanted for at in _places(word, plain)]
    start = _best_start(body, hits)
    end = min(len(body), start + WIDTH)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for left, right in _merged(hits, start, end):
        pieces += [(body[at:left], False), (body[left:right], True)]
        at = right
    pieces += [(body[at:end] + ("…" if end < len(body) else ""), False)]
    return Snippet(tuple((text.replace("\n", " "), mark) for text, mark in pieces if text))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _best_start(body: str, hits: Sequence[Word]) -> int:
    """The start of the sentence from which a window shows the most different wanted words; the first such."""
    starts = [0] + [i + 1 for i, char in enumerate(body[:-1]) if char in "。；\n！？"]
    return max(starts, key=lambda s: (len({h.text for h in hits if s <= h.start and h.end <= s + WIDTH}), -s))


def _merged(hits: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """The marked stretches within a window, overlapping words joined."""
    out: list[tuple[int, int]] = []
    for left, right in sorted((h.start, h.end) for h in hits if start <= h.start and h.end <= end):
        if out and left <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out
