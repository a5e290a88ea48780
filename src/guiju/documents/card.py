"""The reminder card: two cards on an A4 sheet, front on one side and back on the other, to be cut along the dashes.

The two faces stand one above the other, so that a sheet turned over its long edge brings each back behind its front.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guiju.documents.blocks import (
    Annex,
    Block,
    Document,
    Entry,
    Envelope,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Signing,
    Table,
)  # fmt: skip
from guiju.documents.fonts import Face
from guiju.documents.geometry import PAGE_WIDTH, Twips, mm, pt
from guiju.documents.package import Package
from guiju.documents.paragraphs import Shape, Type, paragraph, rule, run, runs, text_of
from guiju.documents.sections import Margins, section
from guiju.documents.styles import Style
from guiju.documents.titles import width
from guiju.errors import BadTemplate

_INK = "8F1D21"
_MARGIN_X, _MARGIN_Y = mm(15), mm(8)
_WIDTH = Twips(PAGE_WIDTH - 2 * _MARGIN_X)
_FACE_HEIGHT = mm(139)  # half of A4 less the margins
_PADDING = mm(9)
_INNER = Twips(_WIDTH - 2 * _PADDING)

_BAR = Type(Face.TITLE, 24, colour="FFFFFF")
_SLOGAN = Type(Face.LEVEL2, 14, colour=_INK)
_SMALL = Type(Face.LEVEL2, 11)
_ITEM_SIZES = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_HANG = 1.6  # in the size of the text: room for the number
_ROOM = pt(244)  # height for the items between head and foot


def layout(document: Document, style: Style) -> Package:
    """The document laid out: page 1 holds the front twice, page 2 the back twice."""
    front, back = _sides(document.blocks)
    body = [_sheet(_face(document.envelope, front, is_front=True))]
    if back:
        body.append(paragraph("", Shape(line=pt(1), page_break_before=True), Type(size=1)))
        body.append(_sheet(_face(document.envelope, back, is_front=False)))
    body.append(paragraph("", Shape(line=pt(1)), Type(size=1)))
    margins = Margins(_MARGIN_Y, _MARGIN_X, _MARGIN_Y, _MARGIN_X, foot=mm(3), head=mm(3))
    return Package("".join(body), section(margins))


def _sides(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    at = next((i for i, block in enumerate(blocks) if isinstance(block, PageBreak)), len(blocks))
    return blocks[:at], blocks[at + 1 :]


def _sheet(face: str) -> str:
    """The same face twice, a dashed line between them."""
    dashed = '<w:insideH w:val="dashed" w:sz="4" w:space="0" w:color="999999"/>'
    row = (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_FACE_HEIGHT}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{face}</w:tc></w:tr>'
    )
    margins = f'<w:left w:w="{_PADDING}" w:type="dxa"/><w:right w:w="{_PADDING}" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{dashed}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/></w:tblGrid>{row}{row}</w:tbl>'
    )


def _face(envelope: Envelope, blocks: Sequence[Block], *, is_front: bool) -> str:
    head = list(_front_head(envelope)) if is_front else []
    return "".join([*head, *_body(blocks), _foot(envelope)])


def _front_head(envelope: Envelope) -> Iterator[str]:
    yield paragraph(run(envelope.title, _BAR), Shape(align="center", line=pt(44), shade=_INK, style="Title"), _BAR)
    if envelope.subtitle:
        yield paragraph(
            run(envelope.subtitle, _SLOGAN), Shape(align="center", line=pt(28), before=pt(4), after=pt(4)), _SLOGAN
        )


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """The largest type in which every item stays on one line, lines as far apart as there is room."""
    items = [text_of(block.text) for block in blocks if isinstance(block, Entry)]
    size = next((s for s in _ITEM_SIZES if all(_fits(item, s) for item in items)), _ITEM_SIZES[-1])
    type = Type(Face.BODY, size)
    line = Twips(min(pt(size * 2), _ROOM // max(len(blocks), 1)))
    for block in blocks:
        match block:
            case Heading(_, text):
                yield paragraph(
                    runs(text, _BAR),
                    Shape(align="center", line=pt(40), after=pt(8), shade=_INK, style="Heading1"),
                    _BAR,
                )
            case Entry(text, number):
                yield _entry(runs(text, type), number, type, line)
            case Paragraph(text):
                yield paragraph(runs(text, _SMALL), Shape(align="left", line=pt(18), before=pt(8)), _SMALL)
            case Quote(lines):
                yield from (
                    paragraph(runs(quoted, _SMALL), Shape(align="left", line=pt(18)), _SMALL) for quoted in lines
                )
            case PageBreak():
                raise BadTemplate("提示卡只有正反两面，出现了第二个换页", remedy="请删去多余的 ---")
            case Annex() | Table() | Picture() | Signing():
                raise BadTemplate("提示卡里不能放附件、表格、图片和签名线", remedy="请改成段落或列表")


def _fits(item: str, size: float) -> bool:
    return pt((width(item) + _HANG) * size) <= _INNER


def _entry(content: str, number: int | None, type: Type, line: Twips) -> str:
    hang = pt(_HANG * type.size)
    lead = (
        run(f"{number}.", replace(type, face=Face.LEVEL1, colour=_INK))
        if number
        else run("■", Type(Face.LEVEL1, 9, colour=_INK))
    )
    shape = Shape(
        align="left", left=hang, first_line=Twips(-hang), line=line, tabs=f'<w:tab w:val="left" w:pos="{hang}"/>'
    )
    return paragraph(f"{lead}<w:r><w:tab/></w:r>{content}", shape, type)


def _foot(envelope: Envelope) -> str:
    shape = Shape(align="center", line=pt(18), before=pt(10), borders=rule("top", 6, _INK, space=6))
    return paragraph(run(envelope.footer, _SMALL), shape, _SMALL)
