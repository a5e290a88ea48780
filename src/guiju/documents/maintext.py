"""The text of a 公文 in every form: four levels, lists, quotes, tables, pictures, 附件 on pages of their own (§7.3, §8)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from guiju.documents.blocks import (
    Annex,
    Block,
    Entry,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Signing,
    Span,
    Table,
)  # fmt: skip
from guiju.documents.drawing import inline_picture
from guiju.documents.fonts import Face
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import CHARACTER, PAGE_HEIGHT, SIZE_2, TIGHTEN, Twips, mm, pt
from guiju.documents.inlines import blank
from guiju.documents.numbering import Counter, mark
from guiju.documents.paragraphs import BODY, Shape, Type, paragraph, run
from guiju.documents.sections import section_break
from guiju.documents.styles import Style
from guiju.documents.tables import table
from guiju.documents.titles import break_title
from guiju.errors import BadTemplate

TWO = Twips(2 * CHARACTER)

TITLE_CHARACTERS = 19
"""156 mm hold 20 characters of 二号; one is left free."""

TITLE_LINE = pt(33)

_FACES = {1: Face.LEVEL1, 2: Face.LEVEL2, 3: Face.BODY, 4: Face.BODY}  # §7.3.3
_INCH = 25.4
_PIXELS = 96.0
"""Pixels an inch of a picture that says nothing of its own size."""


def title_lines(title: str) -> Iterator[str]:
    """A title, centred, in 二号小标宋, broken by meaning (§7.3.1)."""
    type = Type(Face.TITLE, SIZE_2)
    for line in break_title(title, TITLE_CHARACTERS):
        yield paragraph(run(line, type), Shape(align="center", line=TITLE_LINE, style="Title"), type)


def main_text(
    blocks: tuple[Block, ...], style: Style, gathering: Gathering, sections: Callable[[bool], str], *,
    keep: bool = False, turn_back: bool = False, turned: bool = False, first: str = "",
) -> Iterator[str]:  # fmt: skip
    """The blocks. `keep` holds the last paragraph to what follows: no signature stands on a page without text (§7.3.5.5).

    `sections` gives the properties of a section that lies on its side or not; a turn of the sheet ends one. `turn_back`
    turns the sheet upright at the end, for what follows. `turned` is how it lies at the beginning, `first` the properties
    of the first section where they are others.
    """
    counter, depth = Counter(), 0
    for position, block in enumerate(blocks, 1):
        last = (
            keep and position == len(blocks) and len(blocks) > 1
        )  # a single paragraph stays on the first page (§7.3.3)
        match block:
            case Heading(level, text):
                depth = level
                held = style.keep_headings or (keep and position >= len(blocks) - 1)
                yield _heading(level, text, counter.next(level), style, gathering, keep_next=held)
            case Paragraph(text):
                yield paragraph(gathering.text(text), Shape(first_line=TWO, keep_next=last))
            case Entry(text, number):
                lead = run(mark(4 if depth == 3 else 3, number)) if number else ""
                yield paragraph(lead + gathering.text(text), Shape(first_line=TWO, keep_next=last))
            case Quote(lines):
                quoted = Type(Face.LEVEL2, tighten=TIGHTEN)
                yield from (paragraph(gathering.text(line, quoted), Shape(first_line=TWO), quoted) for line in lines)
            case PageBreak(landscape):
                if landscape is not None and landscape != turned:
                    yield section_break(first or sections(turned))
                    turned, first = landscape, ""
                elif not (position < len(blocks) and isinstance(blocks[position], Annex)):  # which begins a page itself
                    yield paragraph("", Shape(line=pt(1), page_break_before=True), Type(size=1))
            case Annex():
                counter = Counter()
                yield from _annex(block)
            case Table():
                yield from table(block, _wide(style) if turned else style.width, gathering)
            case Picture():
                yield _picture(block, style, gathering)
            case Signing(who):
                yield _signing(who)
    if turned and turn_back:
        yield section_break(first or sections(True))


def lying(blocks: tuple[Block, ...], turned: bool = False) -> list[bool]:
    """The sections of these blocks by whether they lie on their side; `turned` is the first."""
    sides = [turned]
    for block in blocks:
        if isinstance(block, PageBreak) and block.landscape not in (None, sides[-1]):
            sides.append(not sides[-1])
    return sides


def _wide(style: Style) -> Twips:
    """The width of a page on its side: its margins are those of the upright page, turned with it."""
    return Twips(PAGE_HEIGHT - style.top - style.bottom)


def _heading(level: int, text: Inline, number: str, style: Style, gathering: Gathering, *, keep_next: bool) -> str:
    """A heading with its number as plain text, which every program shows the same."""
    type = Type(_FACES[level], tighten=TIGHTEN, bold=style.bold_third and level == 3)
    return paragraph(
        gathering.text((Span(number), *text), type), Shape(first_line=TWO, style=f"Heading{level}", keep_next=keep_next), type
    )  # fmt: skip


def _annex(block: Annex) -> Iterator[str]:
    """附件 in 三号黑体 in the first line of a new page, one line free, the title on the third (§7.3.7).

    Where it is bound apart, the 发文字号 of its document stands before 附件.
    """
    head = Type(Face.LEVEL1, tighten=TIGHTEN, all_chinese=True)
    label = f"{block.apart_from}附件{block.number or ''}"
    yield paragraph(run(label, head), Shape(align="left", page_break_before=True, style="Heading1"), head)
    if block.title:
        yield paragraph("", Shape())
        yield from title_lines(block.title)
        yield paragraph("", Shape())


def _picture(block: Picture, style: Style, gathering: Gathering) -> str:
    """A picture in a line of its own, centred, no wider than the text."""
    across, down = pixels(block.data, block.name)
    wide = min(mm(block.width or across / _PIXELS * _INCH), style.width)
    high = Twips(round(wide * down / across))
    shown = inline_picture(gathering.picture(block), wide, high, id=gathering.drawing(), told=block.told)
    return paragraph(shown, Shape(align="center", line=pt(12), at_least=True))


def pixels(data: bytes, name: str) -> tuple[int, int]:
    """Width and height of a PNG or JPEG in pixels. Raises BadTemplate for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise BadTemplate(f"图片 {name} 不是 PNG 或 JPEG", remedy="请用画图等程序另存为 PNG 或 JPEG")


def _signing(who: tuple[str, ...]) -> str:
    """Who signs, room for the name, and a date to fill."""
    room = replace(BODY, underline=True)
    content = "".join(run(f"{name}：") + run(blank(5), room) + run("　") for name in who) + (
        run("　　年　月　日") if len(who) == 1 else ""
    )
    return paragraph(content, Shape(align="left", first_line=TWO, before=pt(14)))
