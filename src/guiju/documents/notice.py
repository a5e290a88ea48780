"""The general form of a 公文 by GB/T 9704-2012: 版头, 主体, 版记, page numbers. Clause numbers stand beside the figures.

Which of several ways to write each thing works in LibreOffice as in Word was measured; the ones used here are plain
features: exact line spacing and character spacing instead of the document grid, a page-anchored text box for 版记.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from docx.document import Document as Docx

from guiju.documents.blocks import (
    Block,
    Document,
    Entry,
    Envelope,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Quote,
    Span,
)  # fmt: skip
from guiju.documents.fonts import Face
from guiju.documents.geometry import (
    BOTTOM,
    CHARACTER,
    LEFT,
    LINE,
    RIGHT,
    SIZE_2,
    SIZE_4,
    TEXT_WIDTH,
    TIGHTEN,
    TOP,
    Twips,
    mm,
    pt,
)  # fmt: skip
from guiju.documents.imprint import imprint
from guiju.documents.numbering import Counter, mark
from guiju.documents.package import blank
from guiju.documents.paragraphs import (
    RED,
    Shape,
    Type,
    page_field,
    paragraph,
    rule,
    run,
    runs,
)  # fmt: skip
from guiju.documents.sections import Margins, add, set_footers, set_sheet
from guiju.documents.titles import break_title, width
from guiju.numerals import cn_date

TWO = Twips(2 * CHARACTER)
FOUR = Twips(4 * CHARACTER)

_FACES = {1: Face.LEVEL1, 2: Face.LEVEL2, 3: Face.BODY, 4: Face.BODY}  # §7.3.3
_TITLE_CHARACTERS = 19  # 156 mm hold 20 characters of 二号; one is left free
_TITLE_LINE = pt(33)

_MARK_LINE = 1.3  # line height of the 发文机关标志 in its own size: a tighter exact line is clipped by Word
_MARK_TOP = mm(35)  # §7.2.4: from the top of the text area to the top edge of the mark
_MARK_LARGEST = 42.0  # 初号; the size is free (§7.2.4)
_MARK_NARROWEST = 60  # percent: narrower characters look squeezed, so the size goes down instead

_RULE_GAP = mm(3.65)  # §7.2.7: 4 mm from the number's ink to the line; measured, with 0.35 mm of descent
_FOOT = mm(25.5)  # with a line of exactly 14 pt this puts the dash 7 mm under the text area (§7.5), measured
_RULE = rule("bottom", 12, RED)  # 1.5 pt: the standard gives no thickness


def layout(document: Document) -> Docx:
    """The document laid out."""
    out = blank()
    set_sheet(out, Margins(TOP, RIGHT, BOTTOM, LEFT, foot=_FOOT))
    set_footers(out, _page_number("right"), _page_number("left"))
    envelope = document.envelope
    add(out, *_head(envelope), *_title(envelope), *_recipients(envelope), *_body(document.blocks), *_end(envelope))
    return out


def _page_number(side: str) -> str:
    """— 1 — in half-width 四号宋体, one character in from the outer side (§7.5)."""
    number = Type(Face.NUMBER, SIZE_4)
    one = pt(SIZE_4)
    shape = Shape(
        align=side, line=pt(14), left=one if side == "left" else Twips(0), right=one if side == "right" else Twips(0)
    )
    return paragraph(run("— ", number) + page_field(number) + run(" —", number), shape, number)


def _empty(count: int = 1, *, keep_next: bool = False) -> list[str]:
    return [paragraph("", Shape(keep_next=keep_next))] * count


def _head(envelope: Envelope) -> Iterator[str]:
    """份号, 紧急程度, 发文机关标志, 发文字号 and the red line (§7.2)."""
    rows = 0
    if envelope.copy_number:
        rows += 1
        yield paragraph(run(envelope.copy_number), Shape(align="left"))
    if envelope.urgency:
        rows += 1
        yield paragraph(run(envelope.urgency, Type(Face.LEVEL1)), Shape(align="left"))
    if envelope.mark:
        yield _organ_mark(envelope.mark, rows)
    if envelope.doc_number:
        yield from _empty(2)  # §7.2.5: two lines under the mark
        yield paragraph(run(envelope.doc_number), Shape(align="center", line=pt(20)))
    if envelope.mark or envelope.doc_number:
        yield paragraph("", Shape(line=_RULE_GAP, borders=_RULE), Type(size=1))


def _organ_mark(text: str, rows: int) -> str:
    """The red name of the organ in one line, as large as fits, its upper edge 35 mm under the top of the text area."""
    points = TEXT_WIDTH / 20
    size = min(_MARK_LARGEST, points / (width(text) * _MARK_NARROWEST / 100))
    scale = min(100, int(points / (width(text) * size) * 100))
    type = Type(Face.TITLE, round(size * 2 - 0.5) / 2, colour=RED, scale=scale)
    # Ink begins 0.86 of the size above the baseline; LibreOffice sets the baseline at 0.8 of an exact line.
    above = pt((0.8 * _MARK_LINE - 0.86) * type.size)
    before = Twips(_MARK_TOP - rows * LINE - above)
    return paragraph(run(text, type), Shape(align="center", before=before, line=pt(_MARK_LINE * type.size)), type)


def _title(envelope: Envelope) -> Iterator[str]:
    """Two lines free, then the title, centred, in 二号小标宋 (§7.3.1)."""
    yield from _empty(2)
    type = Type(Face.TITLE, SIZE_2)
    for line in break_title(envelope.title, _TITLE_CHARACTERS):
        yield paragraph(run(line, type), Shape(align="center", line=_TITLE_LINE, style="Title"), type)


def _recipients(envelope: Envelope) -> Iterator[str]:
    """One line free, flush left, a full-width colon at the end (§7.3.2)."""
    yield from _empty()
    if envelope.recipients:
        yield paragraph(run(envelope.recipients.rstrip("：:") + "："), Shape())


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The text. Its last paragraph stays with what follows: no signature stands on a page without text (§7.3.5.5)."""
    counter = Counter()
    for position, block in enumerate(blocks, 1):
        match block:
            case Heading(level, text):
                yield _heading(level, text, counter.next(level))
            case Paragraph(text):
                yield paragraph(runs(text), Shape(first_line=TWO, keep_next=position == len(blocks)))
            case Entry(text, number):
                lead = mark(4, number) if number else ""
                yield paragraph(run(lead) + runs(text) if lead else runs(text), Shape(first_line=TWO))
            case Quote(lines):
                yield from (
                    paragraph(runs(line, Type(Face.LEVEL2, tighten=TIGHTEN)), Shape(first_line=TWO)) for line in lines
                )
            case PageBreak():
                yield paragraph("", Shape(line=pt(1), page_break_before=True), Type(size=1))


def _heading(level: int, text: Inline, number: str) -> str:
    """A heading with its number as plain text, which every program shows the same."""
    type = Type(_FACES[level], tighten=TIGHTEN)
    return paragraph(runs((Span(number), *text), type), Shape(first_line=TWO, style=f"Heading{level}"), type)


def _end(envelope: Envelope) -> Iterator[str]:
    yield from _attachments(envelope.attachments)
    yield from _signature(envelope)
    if envelope.annotation:
        yield paragraph(run(f"（{envelope.annotation.strip('（）')}）"), Shape(first_line=TWO))  # §7.3.6
    if envelope.printer or envelope.cc:
        # An anchor of its own: where the last side has no room left, 版记 goes to the next by itself.
        yield paragraph(imprint(envelope), Shape(line=pt(1)), Type(size=1))


def _attachments(names: tuple[str, ...]) -> Iterator[str]:
    """附件：1. … one line under the text, two characters in, wrapped lines under the first of the name (§7.3.4)."""
    if not names:
        return
    yield from _empty(keep_next=True)
    lead = Twips(3 * CHARACTER)
    digits = pt(8 * 2 - 0.25 * 3) if len(names) > 1 else Twips(0)
    for number, name in enumerate(names, 1):
        text = (f"{number}. " if len(names) > 1 else "") + name.rstrip("。；，")
        left = Twips(TWO + lead + digits)
        if number == 1:
            text, hanging = f"附件：{text}", Twips(lead + digits)
        else:
            hanging = digits
        yield paragraph(run(text), Shape(align="left", left=left, first_line=Twips(-hanging), keep_next=True))


def _signature(envelope: Envelope) -> Iterator[str]:
    """署名 centred over the date, the date four characters from the right, room for a seal above (§7.3.5.1)."""
    if not (envelope.signatories or envelope.date):
        return
    yield from _empty(2, keep_next=True)
    date = cn_date(envelope.date) if envelope.date else ""
    dated = _date_width(date)
    widest = max((_width(name) for name in envelope.signatories), default=Twips(0))
    # A name wider than the room around the date pushes the date inwards, so that both keep one centre line.
    indent = Twips(max(FOUR, (widest - dated) // 2))
    centre = indent + dated // 2
    for name in envelope.signatories:
        yield paragraph(run(name), Shape(align="right", right=Twips(centre - _width(name) // 2), keep_next=bool(date)))
    if date:
        yield paragraph(run(date), Shape(align="right", right=indent))


def _width(text: str) -> Twips:
    """The advance of a line of body text."""
    return Twips(round(width(text) * 320) + TIGHTEN * len(text))


def _date_width(date: str) -> Twips:
    """The advance of a date, with the gaps that Word (¼ em) and LibreOffice (⅕ em) put between 汉字 and digits."""
    gaps = sum(1 for a, b in itertools.pairwise(date) if a.isdigit() != b.isdigit())
    return Twips(_width(date) + pt(gaps * 0.225 * 16))
