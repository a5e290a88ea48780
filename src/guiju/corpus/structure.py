"""The grammar of headings and marks: what 第…条, 第…章, 一、 and （一） look like. One place for all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from guiju.numerals import NUMERAL, BadNumeral, article_number, to_int
from guiju.regulation import DIVISION_KINDS, Item, Paragraph

_ARTICLE = re.compile(rf"第[ \u3000\u00a0]?({NUMERAL}|[0-9０-９]{{1,4}})[ \u3000\u00a0]?条(之{NUMERAL})?")
_DIVISION = re.compile(rf"第({NUMERAL})({'|'.join(sorted(DIVISION_KINDS, key=len, reverse=True))})")
_PART = re.compile(rf"({NUMERAL})、")
_OWN = r"本(?:章程|准则|条例|规定|办法|规则|细则|通则|法|制度|意见|解释|决定|标准)"
_OWN_REFERENCE = re.compile(rf"{_OWN}第({NUMERAL})条(之{NUMERAL})?")

ROW_MARK = "| "
"""How a line begins that holds a row of a table: its cells between bars, as Markdown writes them."""


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """第四十六条 at the start of a line; `length` is how much of the line it takes.

    `odd` where it is written as no law writes it (第 四十六条, 第46条) and still leaves no doubt.
    """

    number: int
    inserted: int
    length: int
    odd: bool = False


@dataclass(frozen=True, slots=True)
class DivisionHead:
    """第八章 at the start of a line."""

    kind: str
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class PartHead:
    """二、 at the start of a line."""

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
    odd = len(m[0]) != len(m[1]) + len(m[2] or "") + 2 or not re.fullmatch(NUMERAL, m[1])
    return ArticleHead(number, inserted, m.end(), odd)


def division_head(line: str) -> DivisionHead | None:
    """The 编, 分编, 章 or 节 that a line begins with."""
    m = _DIVISION.match(line)
    number = _value(m)
    return DivisionHead(m[2], number, m.end()) if m and number else None


def part_head(line: str) -> PartHead | None:
    """The 一、 that a line begins with."""
    m = _PART.match(line)
    number = _value(m)
    return PartHead(number, m.end()) if m and number else None


def own_references(text: str) -> Iterator[tuple[int, int]]:
    """The articles of its own that a text names: (5, 0) for 本规则第五条."""
    for m in _OWN_REFERENCE.finditer(text):
        try:
            yield article_number(m[1] + (m[2] or ""))
        except BadNumeral:
            continue


@dataclass(frozen=True, slots=True)
class ListMark:
    """（二） or 2. at the start of a line: the style of the mark, and its number."""

    style: str
    number: int


def _arabic(text: str) -> int:
    return int(text)


def _circled(text: str) -> int:
    return ord(text) - ord("①") + 1


def _stem(text: str) -> int:
    return "甲乙丙丁戊己庚辛壬癸".index(text) + 1


_MARKS: tuple[tuple[str, re.Pattern[str], Callable[[str], int]], ...] = (
    ("（一）", re.compile(rf"[（(]({NUMERAL})[）)]"), to_int),
    ("（1）", re.compile(r"[（(]([0-9０-９]{1,3})[）)]"), _arabic),
    ("一、", _PART, to_int),
    ("1.", re.compile(r"([0-9０-９]{1,3})(?:[.．、](?![0-9０-９])|[ \u3000](?=\D))"), _arabic),
    ("①", re.compile(r"([①-⑳])"), _circled),
    ("甲、", re.compile(r"([甲乙丙丁戊己庚辛壬癸])、"), _stem),
)
"""The styles in which laws number 项 and 目, the commonest first."""


def list_mark(line: str) -> ListMark | None:
    """The mark that a line begins with, if it begins with one that lists are numbered by."""
    for style, pattern, value in _MARKS:
        if m := pattern.match(line):
            try:
                return ListMark(style, value(m[1]))
            except BadNumeral:
                return None
    return None


@dataclass
class _Item:
    number: int
    text: str
    points: list[str] = field(default_factory=list)
    last: ListMark | None = None


@dataclass
class _Paragraph:
    """A 款 being read; `style` is how its 项 are numbered, once it has one."""

    lead: str
    style: str = ""
    items: list[_Item] = field(default_factory=list)


def paragraphs_from_lines(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """Group the lines of an article into 款, 项 and 目.

    The first mark after the words of a 款, if it is a first one (（一）, 一、, 1.), says how its 项 are numbered; the next
    number in that style is the next 项; a list in another style within a 项 are its 目; any other line begins a 款. No
    character is changed: the lines of the result are the lines given.
    """
    read: list[_Paragraph] = []
    for line in lines:
        mark = list_mark(line)
        open_ = read[-1] if read else None
        if mark and open_ and open_.items and _continues(mark, open_):
            _take(mark, line, open_)
        elif mark and mark.number == 1 and not (open_ and open_.items):
            if open_ is None:
                open_ = _Paragraph("")
                read.append(open_)
            open_.style = mark.style
            open_.items.append(_Item(1, line))
        else:
            read.append(_Paragraph(line))
    return tuple(
        Paragraph(p.lead, tuple(Item(i.number, i.text, tuple(i.points)) for i in p.items)) for p in read
    )  # fmt: skip


def _continues(mark: ListMark, paragraph: _Paragraph) -> bool:
    item = paragraph.items[-1]
    if mark.style == paragraph.style:
        return mark.number == item.number + 1
    last = item.last
    return mark.number == 1 or (last is not None and mark.style == last.style and mark.number == last.number + 1)


def _take(mark: ListMark, line: str, paragraph: _Paragraph) -> None:
    if mark.style == paragraph.style:
        paragraph.items.append(_Item(mark.number, line))
    else:
        paragraph.items[-1].points.append(line)
        paragraph.items[-1].last = mark


def rows_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in runs: each table as the list of its rows, each other line alone."""
    table: list[str] = []
    for line in lines:
        if line.startswith(ROW_MARK):
            table.append(line)
            continue
        if table:
            yield table
            table = []
        yield [line]
    if table:
        yield table


def _value(m: re.Match[str] | None) -> int | None:
    try:
        return to_int(m[1]) if m else None
    except BadNumeral:
        return None
