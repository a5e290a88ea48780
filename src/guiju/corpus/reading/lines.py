"""What a reader gives: lines of text with their places, and what there was beside text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from guiju.corpus.findings import Finding, excerpt
from guiju.errors import Place

BLANK = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
"""What indents a line: layout, not text."""


class LineKind(StrEnum):
    """Text, a row of a table, or a footnote moved to the end."""

    TEXT = "text"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the source without its layout; `at` is its number there, from 1, in the source's unit."""

    text: str
    at: int
    kind: LineKind = LineKind.TEXT


@dataclass(frozen=True, slots=True)
class SourceText:
    """What one file says. `name` is how messages call it, `unit` what `Line.at` counts (行, 段, 页).

    `hints` are texts that may be the title (the title of a web page, the first heading), the most trusted first.
    """

    name: str
    form: str
    unit: str
    lines: tuple[Line, ...]
    hints: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def place(self, line: Line | None) -> Place:
        """Where a line stands."""
        return Place(self.name, line.at if line else None, self.unit)


@dataclass
class Gathered:
    """Lines and findings while a reader is at work."""

    name: str
    unit: str
    lines: list[Line] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, text: str, at: int, kind: LineKind = LineKind.TEXT) -> None:
        """Keep a line, its layout gone; an empty one is none."""
        clean = text.strip(BLANK)
        if clean:
            self.lines.append(Line(clean, at, kind))

    def remark(self, code: str, cause: str, at: int | None = None, text: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(code, cause, Place(self.name, at, self.unit), excerpt(text)))


def row_text(cells: Sequence[str]) -> str:
    """A row of a table as a line: | 税目 | 税率 |. A bar inside a cell is escaped."""
    return "| " + " | ".join(cell.strip(BLANK).replace("|", "\\|") for cell in cells) + " |"


def joined_cell(paragraphs: Iterable[str]) -> str:
    """The paragraphs of a cell as one text; the break between two is kept as <br>."""
    return "<br>".join(clean for text in paragraphs if (clean := text.strip(BLANK)))
