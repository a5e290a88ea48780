"""通用格式, 命令 and 纪要: head, text, closing, 版记 (GB/T 9704-2012 §7, §10.2, §10.3). Clause numbers stand beside the figures.

Which of several ways to write each thing works in LibreOffice as in Word was measured; the ones used here are plain
features: exact line spacing and character spacing instead of the document grid, a page-anchored text box for 版记.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from guiju.documents.blocks import Annex, Block, Document, Envelope, Form, PageBreak
from guiju.documents.closing import closing
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import CHARACTER, TEXT_HEIGHT, mm, pt
from guiju.documents.head import MARK_LARGEST, MARK_LINE, MARK_TOP, head, organ_marks
from guiju.documents.imprint import imprint
from guiju.documents.maintext import TITLE_CHARACTERS, TITLE_LINE, lying, main_text, title_lines
from guiju.documents.numbers import TURNED, UPRIGHT, number_parts
from guiju.documents.package import Package
from guiju.documents.paragraphs import Shape, Type, paragraph, run
from guiju.documents.sections import Margins, section, section_break
from guiju.documents.styles import Style
from guiju.documents.titles import break_title, width

_ORDER_TOP = mm(20)  # §10.2: from the top of the text area to the mark of a 命令


def layout(document: Document, style: Style) -> Package:
    """The document laid out."""
    envelope, gathering = document.envelope, Gathering()
    if document.form is Form.ORDER:
        return assembled(document, style, gathering, [*head_of_order(envelope, style)], partial(sheet, style))
    fits = text_on_first_page(envelope, style)
    addressed = envelope if fits else replace(envelope, recipients="")
    opening = [*head(envelope, style), *_title(envelope), *recipients(addressed)]
    return assembled(
        document, style, gathering, opening, partial(sheet, style), to="" if fits else envelope.recipients
    )  # fmt: skip


def assembled(
    document: Document, style: Style, gathering: Gathering, opening: list[str], sections: partial[str], *,
    bare_first: bool = False, rules: bool = True, to: str = "",
) -> Package:  # fmt: skip
    """Opening, text, closing, 附件, 版记 and 附件 bound apart as one package. `to` are recipients that stand in 版记.

    `rules`: 版记 has its lines and its 印发 row (§10.1).
    """
    envelope = document.envelope
    text, annexes, apart = split(document.blocks)
    has_imprint = bool(to or envelope.cc or (rules and (envelope.printer or envelope.print_date)))
    closed = list(closing(envelope, style))
    body = [
        *opening,
        *main_text(
            text, style, gathering, sections, keep=bool(closed), turn_back=bool(closed or annexes or has_imprint)
        ),
        *closed,
        *main_text(annexes, style, gathering, sections, turn_back=has_imprint),
    ]
    if has_imprint:
        # An anchor of its own: where the last side has no room left, 版记 goes to the next by itself.
        last = imprint(envelope, style, gathering.drawing(), to=to, rules=rules)
        body.append(paragraph(last, Shape(line=pt(1), page_break_before=document.own_side), Type(size=1)))
    ends = sections(not has_imprint and lying(annexes or (() if closed else text))[-1])
    for each in apart:
        body.append(section_break(ends))
        pages, ends = _bound_apart(each, style, gathering)
        body.append(pages)
    turned = any(isinstance(block, PageBreak) and block.landscape for block in document.blocks)
    numbers = number_parts(style, turned=turned, bare_first=bare_first)
    return Package("".join(body), ends, (*numbers, *gathering.parts()))


def sheet(style: Style, turned: bool = False, *, restart: bool = False) -> str:
    """The properties of a section: upright, or turned a quarter to the right with all its margins (§8)."""
    if turned:
        margins = Margins(style.left, style.top, style.right, style.bottom, foot=mm(10))
        return section(margins, landscape=True, odd=TURNED[0], even=TURNED[1], restart=restart)
    margins = Margins(style.top, style.right, style.bottom, style.left, foot=style.foot)
    return section(margins, odd=UPRIGHT[0], even=UPRIGHT[1], restart=restart)


def split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...], list[tuple[Block, ...]]]:
    """The text; the 附件 that stand behind the signature, before 版记; each 附件 that is bound apart (§7.3.7)."""
    text, bound, apart = list[Block](), list[Block](), list[list[Block]]()
    into = text
    for block in blocks:
        if isinstance(block, Annex):
            turn = [into.pop()] if into and isinstance(into[-1], PageBreak) else []  # the sheet is turned for the 附件
            if block.apart_from:
                apart.append([])
            into = apart[-1] if block.apart_from else bound
            into += turn
        into.append(block)
    return tuple(text), tuple(bound), [tuple(each) for each in apart]


def _bound_apart(blocks: tuple[Block, ...], style: Style, gathering: Gathering) -> tuple[str, str]:
    """An 附件 that is bound by itself, its pages numbered from 1, and the properties of its last section.

    It begins upright, unless the sheet is turned just before it.
    """
    turned = isinstance(blocks[0], PageBreak) and blocks[0].landscape is True
    own = blocks[1:] if isinstance(blocks[0], PageBreak) else blocks
    sides = lying(own, turned)
    first = sheet(style, turned, restart=True)
    pages = main_text(own, style, gathering, partial(sheet, style), turned=turned, first=first)
    return "".join(pages), sheet(style, sides[-1]) if len(sides) > 1 else first


def bound_together(document: Document) -> Document:
    """The document without the 附件 that are bound apart from it."""
    text, annexes, _ = split(document.blocks)
    return replace(document, blocks=(*text, *annexes))


def recipients(envelope: Envelope) -> Iterator[str]:
    """One line free, flush left, a full-width colon at the end (§7.3.2)."""
    yield paragraph("", Shape())
    if envelope.recipients:
        yield paragraph(run(envelope.recipients.rstrip("：:") + "："), Shape())


def text_on_first_page(envelope: Envelope, style: Style) -> bool:
    """Whether a line of text still stands on the first page under head, title and recipients (§7.3.3)."""
    marks = max(1, len(envelope.marks))
    above = MARK_TOP + pt(MARK_LARGEST * 0.75 * MARK_LINE * marks if marks > 1 else MARK_LARGEST * MARK_LINE)
    titles = len(break_title(envelope.title, TITLE_CHARACTERS)) * TITLE_LINE
    addressed = math.ceil(width(envelope.recipients + "：") * CHARACTER / style.width) if envelope.recipients else 0
    signed = max(1, math.ceil(len(envelope.signers) / 2))
    # Two lines over the number, its row, the red line, two over the title, one over the recipients, one of text.
    lines = 2 + signed + 1 + 2 + 1 + addressed + 1
    return above + titles + lines * style.line <= TEXT_HEIGHT


def _title(envelope: Envelope) -> Iterator[str]:
    """Two lines free, then the title (§7.3.1)."""
    yield from [paragraph("", Shape())] * 2
    yield from title_lines(envelope.title)


def head_of_order(envelope: Envelope, style: Style) -> Iterator[str]:
    """The mark 20 mm under the top of the text area, two lines, the number of the order, two lines; no red line (§10.2)."""
    yield from organ_marks(envelope, style, _ORDER_TOP, 0)
    yield from [paragraph("", Shape())] * 2
    yield paragraph(run(envelope.doc_number), Shape(align="center"))
    yield from [paragraph("", Shape())] * 2
