"""The grammar of headings and marks: what 第…条, 第…章 and （一） look like. One place for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guiju.numerals import NUMERAL, BadNumeral, article_number, to_int
from guiju.regulation import DIVISION_KINDS, Item, Paragraph

_ARTICLE = re.compile(rf"第({NUMERAL})条(之{NUMERAL})?")
_DIVISION = re.compile(rf"第({NUMERAL})({'|'.join(sorted(DIVISION_KINDS, key=len, reverse=True))})")
_ITEM = re.compile(rf"[（(]({NUMERAL})[）)]")
_POINT = re.compile(r"(?:[0-9０-９]{1,2}[.．、](?![0-9０-９])|[①-⑳])")


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """第四十六条 at the start of a line; `length` is how much of the line it takes."""

    number: int
    inserted: int
    length: int


@dataclass(frozen=True, slots=True)
class DivisionHead:
    """第八章 at the start of a line."""

    kind: str
    number: int
    length: int


def article_head(line: str) -> ArticleHead | None:
    """The article number that a line begins with; None where there is none that a law would write."""
    m = _ARTICLE.match(line)
    if not m:
        return None
    try:
        number, inserted = article_number(m[1] + (m[2] or ""))
    except BadNumeral:
        return None
    return ArticleHead(number, inserted, m.end())


def division_head(line: str) -> DivisionHead | None:
    """The 编, 分编, 章 or 节 that a line begins with."""
    m = _DIVISION.match(line)
    if not m:
        return None
    try:
        return DivisionHead(m[2], to_int(m[1]), m.end())
    except BadNumeral:
        return None


def item_number(line: str) -> int | None:
    """The number of the 项 that a line begins with: 2 for （二）…, also in half-width brackets."""
    m = _ITEM.match(line)
    if not m:
        return None
    try:
        return to_int(m[1])
    except BadNumeral:
        return None


def paragraphs_from_lines(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """Group the lines of an article into 款, 项 and 目.

    A line that begins with （一）, or with the next number in turn, is an item of the paragraph before it; a line that
    begins with `1.` or ① after an item is a point of it; any other line begins a paragraph. No character is changed,
    so the lines of the result are the lines given.
    """
    groups: list[list[tuple[int, str, list[str]]]] = []
    leads: list[str] = []
    for line in lines:
        number = item_number(line)
        items = groups[-1] if groups else []
        if number is not None and number == (items[-1][0] + 1 if items else 1):
            if not groups:
                leads.append("")
                groups.append([])
            groups[-1].append((number, line, []))
        elif items and _POINT.match(line):
            items[-1][2].append(line)
        else:
            leads.append(line)
            groups.append([])
    return tuple(
        Paragraph(lead, tuple(Item(number, text, tuple(points)) for number, text, points in items))
        for lead, items in zip(leads, groups, strict=True)
    )
