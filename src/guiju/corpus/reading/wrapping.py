"""Lines that were broken to fit a page or an editor → paragraphs. Joined only where the layout itself says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from guiju.corpus.reading.lines import BLANK
from guiju.corpus.structure import article_head, division_head, list_mark

_FINISHED = re.compile(r"[。；：！？…”’）)】》]$")
_NOTE_BEGINS = re.compile(r"[（(]|根据|自?\d{4}\s*年")


@dataclass(frozen=True, slots=True)
class Raw:
    """A line as it stands in a file, its indent included; `at` is its number."""

    text: str
    at: int

    @property
    def bare(self) -> str:
        """Without its layout."""
        return self.text.strip(BLANK)

    @property
    def indented(self) -> bool:
        """Whether it begins as paragraphs do: two blanks or more, or one as wide as a character."""
        return bool(re.match(r"[ \u00a0\u2002]{2}|[\t\u2003\u3000]", self.text))


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """Paragraphs, and how many line breaks were taken for layout."""

    lines: tuple[tuple[str, int], ...]
    joins: int


def unwrapped(lines: Sequence[Raw]) -> Unwrapped:
    """The paragraphs of a plain text. Where the file breaks no lines, each line is a paragraph."""
    column = _column(lines)
    blank_separated = _blank_separated(lines)
    out: list[tuple[str, int]] = []
    joins, before = 0, None
    for line in lines:
        if not line.bare:
            before = None
            continue
        if before and _flows_on(before, line, column, blank_separated):
            out[-1] = (_joined(out[-1][0], line.bare), out[-1][1])
            joins += 1
        else:
            out.append((line.bare, line.at))
        before = line
    return Unwrapped(tuple(out), joins)


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a file breaks its lines, and whether it indents its paragraphs."""

    width: int
    indents: bool


def _column(lines: Sequence[Raw]) -> _Column | None:
    """The width at which lines are broken, in half-width columns; None where they are not broken.

    Broken lines pile up at one width and none is longer; the paragraphs of a regulation are of any length.
    """
    widths = sorted(width_of(line.text.rstrip(BLANK)) for line in lines if line.bare)
    if len(widths) < 12:
        return None
    limit = widths[int(len(widths) * 0.98)]
    full = [w for w in widths if limit - 3 <= w <= limit + 1]
    long = [w for w in widths if w > limit / 2]
    if not 30 <= limit <= 160 or widths[-1] > limit + 4 or len(full) < max(6, len(long) * 0.35):
        return None
    indented = sum(line.indented for line in lines if line.bare)
    return _Column(limit, indents=indented >= 0.1 * len(widths))


def _blank_separated(lines: Sequence[Raw]) -> bool:
    """Whether paragraphs are set apart by empty lines, as in Markdown, and lines within one are few."""
    bare = [bool(line.bare) for line in lines]
    pairs = list(pairwise(bare))
    touching, apart = pairs.count((True, True)), pairs.count((True, False))
    return apart > 8 and touching < 0.2 * apart


def _flows_on(before: Raw, line: Raw, column: _Column | None, blank_separated: bool) -> bool:
    """Whether a line continues the one before it."""
    if line.text.startswith("|") or (article_head(before.bare) and len(before.bare) <= 8):
        return False
    if column:
        broken = width_of(before.text.rstrip(BLANK)) >= column.width - 3
        if column.indents:
            return broken and not line.indented
        return broken and not _FINISHED.search(before.bare) and not _opens(line.bare)
    return (
        blank_separated
        and not line.indented
        and not _FINISHED.search(before.bare)
        and not _opens(line.bare)
        and not _NOTE_BEGINS.match(before.bare)
        and len(before.bare) > 12
    )


def _opens(text: str) -> bool:
    return bool(article_head(text) or division_head(text) or list_mark(text) or _NOTE_BEGINS.match(text))


def _joined(one: str, other: str) -> str:
    """Two halves of a broken line; a blank between words that are not Chinese."""
    both_narrow = one[-1].isascii() and other[0].isascii() and one[-1].isalnum() and other[0].isalnum()
    return f"{one} {other}" if both_narrow else one + other


def width_of(text: str) -> int:
    """Columns that a text takes in a fixed-width font: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
