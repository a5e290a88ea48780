"""信函: the mark 30 mm from the edge of the paper, two double red lines of 170 mm, no number on page 1 (GB/T 9704-2012 §10.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from guiju.documents.blocks import Document, Envelope
from guiju.documents.drawing import rule_line, text_box
from guiju.documents.fonts import Face
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import CHARACTER, PAGE_HEIGHT, SIZE_3, TIGHTEN, Twips, mm, pt
from guiju.documents.head import MARK_LINE, lead, mark_type
from guiju.documents.maintext import title_lines
from guiju.documents.notice import assembled, recipients
from guiju.documents.numbers import NONE, UPRIGHT
from guiju.documents.package import Package
from guiju.documents.paragraphs import RED, Shape, Type, paragraph, run
from guiju.documents.sections import Margins, section
from guiju.documents.styles import Style

_MARK_TOP = mm(30)  # §10.1: from the edge of the paper to the top edge of the mark
_UNDER_MARK = mm(4)  # §10.1: from the mark to the first line
_LINE_WIDTH = mm(170)  # §10.1
_FROM_BOTTOM = mm(20)  # §10.1: the second line, from the edge of the paper
_THICK, _THIN = 12, 6  # eighths of a point; the standard gives no thickness
_BETWEEN = mm(1)
_SEVEN_EIGHTHS = Twips(round(CHARACTER * 7 / 8))  # §10.1: between the first line and what stands under it
_INK = 0.86  # of the size: the height of the mark's ink above the baseline, see head.py
_DESCENT = 0.06
_LARGEST = 36.0


def layout(document: Document, style: Style) -> Package:
    """The document laid out."""
    gathering = Gathering()
    opening = [*_head(document.envelope, style, gathering), *_title(document.envelope), *recipients(document.envelope)]
    return assembled(document, style, gathering, opening, partial(_sheet, style), bare_first=True, rules=False)


def _sheet(style: Style, turned: bool = False) -> str:
    margins = Margins(style.top, style.right, style.bottom, style.left, foot=style.foot)
    return section(margins, odd=UPRIGHT[0], even=UPRIGHT[1], first=NONE, landscape=turned)


def _head(envelope: Envelope, style: Style, gathering: Gathering) -> Iterator[str]:
    """The mark and the four lines at their places of the page, then 份号, 密级, 紧急 on the left and the number on the right."""
    left = Twips(style.left + (style.width - _LINE_WIDTH) // 2)
    text = "".join(envelope.marks) + envelope.suffix
    type = mark_type(text, style.width, _LARGEST)
    line = pt(MARK_LINE * type.size)
    content = paragraph(run(text, type), Shape(align="center", line=line), type)
    top = Twips(_MARK_TOP - lead(type.size))
    first = Twips(_MARK_TOP + pt((_INK + _DESCENT) * type.size) + _UNDER_MARK)
    second = Twips(PAGE_HEIGHT - _FROM_BOTTOM)
    id = gathering.drawing
    drawn = text_box(
        content, left, top, _LINE_WIDTH, line, id=id(), name="发文机关标志", told=text, anchor="t", wrap="wrapNone"
    )
    for at, eighths in ((first, _THICK), (first + _BETWEEN, _THIN), (second - _BETWEEN, _THIN), (second, _THICK)):
        drawn += rule_line(left, Twips(at), _LINE_WIDTH, eighths, RED, id=id(), name="红色双线")
    rows = _rows(envelope)
    before = Twips(first + _BETWEEN + _SEVEN_EIGHTHS - style.top - _glyph_top(style))
    for number, (text, type) in enumerate(rows):
        number_here = envelope.doc_number if number == 0 else ""
        stop = f'<w:tab w:val="right" w:pos="{style.width}"/>'
        content = run(text, type) + ("<w:r><w:tab/></w:r>" + run(number_here) if number_here else "")
        shape = Shape(align="left", tabs=stop, before=before if number == 0 else Twips(0))
        yield paragraph((drawn if number == 0 else "") + content, shape, type)


def _glyph_top(style: Style) -> Twips:
    """From the top of a line of text to the top of its characters: LibreOffice sets the baseline at 0.8 of an exact line."""
    return Twips(round(0.8 * style.line) - pt(_INK * SIZE_3))


def _rows(envelope: Envelope) -> list[tuple[str, Type]]:
    """份号, 密级, 紧急程度 one under the other; an empty row where there is none, for the number beside it."""
    plain, bold = Type(tighten=TIGHTEN), Type(Face.LEVEL1, tighten=TIGHTEN)
    rows = [(envelope.copy_number, plain), (envelope.secrecy, bold), (envelope.urgency, bold)]
    return [row for row in rows if row[0]] or [("", plain)]


def _title(envelope: Envelope) -> Iterator[str]:
    """Two lines under the last of these (§10.1)."""
    yield from [paragraph("", Shape())] * 2
    yield from title_lines(envelope.title)
