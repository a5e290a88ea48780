"""The study handout: A4, a title, numbered headings, quoted articles with a rule at their side, page numbers in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guiju.documents.blocks import (
    Annex,
    Block,
    Document,
    Entry,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Signing,
    Span,
    Table,
)  # fmt: skip
from guiju.documents.fonts import Face
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import SIZE_2, SIZE_4, Twips, mm, pt
from guiju.documents.numbering import Counter
from guiju.documents.package import Package, footer
from guiju.documents.paragraphs import RED, Shape, Type, page_field, paragraph, rule, run, runs
from guiju.documents.sections import Margins, section
from guiju.documents.styles import Style
from guiju.documents.tables import table
from guiju.documents.titles import break_title
from guiju.errors import BadTemplate

_TEXT = Type(Face.BODY, SIZE_4)
_LINE = pt(26)
_WIDTH = mm(154)
_TWO = pt(2 * SIZE_4)
_TITLE_CHARACTERS = 18
_FACES = {1: Face.LEVEL1, 2: Face.LEVEL2, 3: Face.BODY, 4: Face.BODY}
_SIZES = {1: 16.0, 2: 15.0, 3: SIZE_4, 4: SIZE_4}


def layout(document: Document, style: Style) -> Package:
    """The document laid out."""
    margins = Margins(top=mm(30), right=mm(28), bottom=mm(30), left=mm(28), foot=mm(17))
    gathering = Gathering()
    body = "".join((*_head(document), *_body(document.blocks, style, gathering)))
    foot = footer("rFoot", _foot(document.envelope.footer))
    return Package(body, section(margins, odd="rFoot", even="rFoot"), (foot, *gathering.parts()))


def _foot(text: str) -> str:
    type = Type(Face.NUMBER, 10.5)
    content = (run(f"{text}　", type) if text else "") + run("第 ", type) + page_field(type) + run(" 页", type)
    return paragraph(content, Shape(align="center", line=pt(16)), type)


def _head(document: Document) -> Iterator[str]:
    title = Type(Face.TITLE, SIZE_2)
    for line in break_title(document.envelope.title, _TITLE_CHARACTERS):
        yield paragraph(run(line, title), Shape(align="center", line=pt(36), style="Title"), title)
    small = Type(Face.LEVEL2, 12)
    borders = rule("bottom", 12, RED, space=8)
    yield paragraph(
        run(document.envelope.subtitle, small), Shape(align="center", line=pt(24), after=pt(14), borders=borders), small
    )


def _body(blocks: tuple[Block, ...], style: Style, gathering: Gathering) -> Iterator[str]:
    counter = Counter()
    for block in blocks:
        match block:
            case Heading(level, text):
                type = Type(_FACES[level], _SIZES[level])
                shape = Shape(
                    align="left", before=pt(10), after=pt(4), line=_LINE, style=f"Heading{level}", keep_next=True
                )
                mark = counter.mark_of(level, "".join(span.text for span in text))
                shown = runs((Span(mark), *text) if mark else text, type)
                yield paragraph(shown, shape if mark else replace(shape, align="center"), type)
            case Paragraph(text):
                yield paragraph(runs(text, _TEXT), Shape(first_line=_TWO, line=_LINE, keep_next=text[0].bold), _TEXT)
            case Entry(text, number):
                lead = f"{number}." if number else "·"
                shape = Shape(left=_TWO, first_line=Twips(-pt(SIZE_4)), line=_LINE)
                yield paragraph(run(lead + " ", _TEXT) + runs(text, _TEXT), shape, _TEXT)
            case Quote(lines):
                yield from (_quoted(runs(line, Type(Face.LEVEL2, SIZE_4))) for line in lines)
            case Table():
                yield from table(block, _WIDTH, gathering)
            case Annex() | Picture() | Signing():
                raise BadTemplate("学习材料里不能放附件、图片和签名线", remedy="请改成段落、列表或表格")
            case PageBreak():
                yield paragraph("", Shape(line=pt(1), page_break_before=True), Type(size=1))


def _quoted(content: str) -> str:
    borders = rule("left", 18, "C7A25A", space=8)
    return paragraph(content, Shape(left=_TWO, first_line=_TWO, line=_LINE, borders=borders), _TEXT)
