"""What stands within a line of document Markdown: bold, footnotes, blanks to fill, boxes to tick."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiju.documents.blocks import Inline, Span

_PIECES = re.compile(r"\*\*(?P<bold>.+?)\*\*|\^\[(?P<note>[^\]]+)\]|(?P<blank>_{3,})|\[(?P<box>[ xX])\](?=[^(]|$)")

EMPTY_BOX, TICKED = "☐", "√"
"""A ticked box is in hardly any Chinese font."""


def blank(characters: int) -> str:
    """Room to write, to be underlined. What follows the blanks is no blank, or none would be underlined at a line's end."""
    return "　" * max(2, characters) + "\u2060"


def inline(text: str) -> Inline:
    """A line as spans. `**粗体**`, `^[脚注]`, `____` (two underscores a character of blank), `[ ]` and `[x]`."""
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    at = 0
    for m in _PIECES.finditer(text):
        if m.start() > at or m["note"]:
            yield Span(text[at : m.start()], note=m["note"] or "")
        if m["bold"]:
            yield Span(m["bold"], bold=True)
        elif m["blank"]:
            yield Span(blank(len(m["blank"]) // 2), underline=True)
        elif m["box"]:
            yield Span(EMPTY_BOX if m["box"] == " " else TICKED)
        at = m.end()
    if at < len(text):
        yield Span(text[at:])
