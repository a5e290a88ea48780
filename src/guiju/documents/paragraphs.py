"""Paragraphs and runs as WordprocessingML, from values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import escape

from guiju.documents.blocks import Inline, Span
from guiju.documents.fonts import Face
from guiju.documents.geometry import SIZE_3, TIGHTEN, Twips
from guiju.documents.package import LINE_MARK, fonts_xml

BODY_LINE = Twips(0)
"""The line pitch of the text, which depends on the style: `package.to_bytes` puts it in."""

NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
"""Of a table that only puts things beside one another: LibreOffice leaves 2 mm where nothing is said."""

RED = "FF0000"  # GB/T 9704-2012 §6.2 prints red Y80 M80; offices use pure red on screen


@dataclass(frozen=True, slots=True)
class Type:
    """How characters look. `size` in points; `tighten` is added to every advance; `scale` in percent of the width.

    `all_chinese`: digits and Latin letters in the Chinese font too.
    """

    face: Face = Face.BODY
    size: float = SIZE_3
    tighten: Twips = Twips(0)
    colour: str = ""
    scale: int = 100
    bold: bool = False
    strike: bool = False
    underline: bool = False
    all_chinese: bool = False


BODY = Type(tighten=TIGHTEN)
"""三号仿宋, 28 to a line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands. Indents in twips; `line` exact unless `at_least`."""

    align: str = "both"
    first_line: Twips = Twips(0)
    left: Twips = Twips(0)
    right: Twips = Twips(0)
    before: Twips = Twips(0)
    after: Twips = Twips(0)
    line: Twips = BODY_LINE
    at_least: bool = False
    style: str = "Normal"
    borders: str = ""
    tabs: str = ""
    shade: str = ""
    page_break_before: bool = False
    keep_next: bool = False


def run(text: str, type: Type = BODY) -> str:
    """One run."""
    return f'<w:r><w:rPr>{type_xml(type)}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(inline: Inline, type: Type = BODY) -> str:
    """A line of text; bold spans are bold, blanks to fill are underlined."""
    return "".join(run(span.text, _marked(type, span)) for span in inline)


@lru_cache(maxsize=512)
def type_xml(type: Type) -> str:
    """Run properties, in the order of the schema: rFonts, b, strike, color, spacing, w, sz, u."""
    parts = [fonts_xml(type.face, all_chinese=type.all_chinese)]
    parts += ["<w:b/>"] if type.bold else []
    parts += ["<w:strike/>"] if type.strike else []
    parts += [f'<w:color w:val="{type.colour}"/>'] if type.colour else []
    parts += [f'<w:spacing w:val="{type.tighten}"/>'] if type.tighten else []
    parts += [f'<w:w w:val="{type.scale}"/>'] if type.scale != 100 else []
    size = round(type.size * 2)
    parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    return "".join(parts) + ('<w:u w:val="single"/>' if type.underline else "")


def paragraph(content: str, shape: Shape, mark: Type = BODY) -> str:
    """A paragraph of runs. `mark` is the type of its end, which sets the height of an empty one.

    Grid snapping and widow control are off: with a line grid LibreOffice doubles taller lines, with widow control pages
    come out at 21 lines. Order of the properties is that of the schema.
    """
    rule = "atLeast" if shape.at_least else "exact"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{shape.style}"/>'
        + ("<w:keepNext/>" if shape.keep_next else "")
        + ("<w:pageBreakBefore/>" if shape.page_break_before else "")
        + '<w:widowControl w:val="0"/>'
        + (f"<w:pBdr>{shape.borders}</w:pBdr>" if shape.borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shape.shade}"/>' if shape.shade else "")
        + (f"<w:tabs>{shape.tabs}</w:tabs>" if shape.tabs else "")
        + '<w:kinsoku/><w:overflowPunct w:val="0"/><w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{shape.before}" w:after="{shape.after}" w:line="{shape.line or LINE_MARK}" w:lineRule="{rule}"/>'
        + _indent(shape)
        + f'<w:jc w:val="{shape.align}"/><w:rPr>{type_xml(mark)}</w:rPr></w:pPr>{content}</w:p>'
    )


def plain(text: str) -> Inline:
    """Text without bold as a line."""
    return (Span(text),)


def text_of(inline: Inline) -> str:
    """A line without its marks."""
    return "".join(span.text for span in inline)


def rule(side: str, eighths: int, colour: str = "000000", kind: str = "single", space: int = 0) -> str:
    """One border of a paragraph: `top`, `bottom`, `left` …; thickness in eighths of a point."""
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def page_field(type: Type) -> str:
    """The number of the page, as a complex field."""
    properties = f"<w:rPr>{type_xml(type)}</w:rPr>"
    pieces: Iterable[str] = (
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
    )  # fmt: skip
    return "".join(f"<w:r>{properties}{piece}</w:r>" for piece in pieces)


def _indent(shape: Shape) -> str:
    first = f'w:firstLine="{shape.first_line}"' if shape.first_line >= 0 else f'w:hanging="{-shape.first_line}"'
    return f'<w:ind w:left="{shape.left}" w:right="{shape.right}" {first}/>'


def _marked(type: Type, span: Span) -> Type:
    if not span.bold and not span.underline:
        return type
    return replace(type, bold=type.bold or span.bold, underline=type.underline or span.underline)
