"""Page numbers: — 1 — on the outer side, in the turned page where the upright one has them (GB/T 9704-2012 §7.5, §8)."""

from __future__ import annotations

from guiju.documents.drawing import text_box
from guiju.documents.fonts import Face
from guiju.documents.geometry import PAGE_HEIGHT, SIZE_4, TEXT_BOTTOM, Twips, mm, pt
from guiju.documents.package import Part, footer
from guiju.documents.paragraphs import Shape, Type, page_field, paragraph, run
from guiju.documents.styles import Style

_TYPE = Type(Face.NUMBER, SIZE_4)
_LINE = pt(14)
_UNDER = mm(7)  # §7.5: from the text area to the dash
_BOX = mm(6)
_EMPTY = paragraph("", Shape(line=pt(1)), Type(size=1))

UPRIGHT, TURNED = ("rOdd", "rEven"), ("rOddTurned", "rEvenTurned")
"""The ids of the footers of odd and even pages, upright and on their side."""

NONE = "rNoNumber"
"""The id of an empty footer."""


def number_parts(style: Style, *, turned: bool, bare_first: bool) -> tuple[Part, ...]:
    """The footers of a document."""
    parts = [footer(id, _number(style, odd=odd)) for id, odd in zip(UPRIGHT, (True, False), strict=True)]
    if turned:
        parts += [footer(id, _turned(style, odd=odd)) for id, odd in zip(TURNED, (True, False), strict=True)]
    return (*parts, footer(NONE, _EMPTY)) if bare_first else tuple(parts)


def _number(style: Style, *, odd: bool) -> str:
    """In half-width 四号宋体, one character in from the outer side."""
    one = pt(SIZE_4)
    side = "center" if style.number == "centre" else "right" if odd else "left"
    left, right = (one if side == "left" else Twips(0)), (one if side == "right" else Twips(0))
    content = run("— ", _TYPE) + page_field(_TYPE) + run(" —", _TYPE)
    return paragraph(content, Shape(align=side, line=_LINE, left=left, right=right), _TYPE)


def _turned(style: Style, *, odd: bool) -> str:
    """The same at the same place of the sheet: the page was turned a quarter to the right, and the number with it."""
    left = Twips(PAGE_HEIGHT - TEXT_BOTTOM - _UNDER - _BOX + mm(1.5))
    box = text_box(
        _number(style, odd=odd), left, style.left, _BOX, style.width,
        id=900 + odd, name="页码", told="页码", anchor="t", turned=True, wrap="wrapNone",
    )  # fmt: skip
    return paragraph(box, Shape(line=pt(1)), Type(size=1))
