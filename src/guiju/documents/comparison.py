"""条文对照表: a landscape sheet with three columns, old, new and what changed; new words marked, the head row on every page."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.corpus.comparison import Compared, Comparison, change_said, counts_said, side_label, side_lines
from guiju.documents.fonts import Face
from guiju.documents.geometry import PAGE_HEIGHT, Twips, mm, pt
from guiju.documents.package import Package, footer, to_bytes
from guiju.documents.paragraphs import Shape, Type, page_field, paragraph, run
from guiju.documents.sections import Margins, section
from guiju.documents.titles import break_title

_MARGIN = mm(20)
_WIDTH = Twips(PAGE_HEIGHT - 2 * _MARGIN)
_SAID = mm(26)
_SIDE = Twips((_WIDTH - _SAID) // 2)
_COLUMNS = (_SIDE, _SIDE, _SAID)

_TITLE = Type(Face.TITLE, 20)
_SMALL = Type(Face.LEVEL2, 11)
_HEAD = Type(Face.LEVEL1, 12)
_TEXT = Type(Face.BODY, 12)
_OLD = Type(Face.BODY, 12, colour="A11111", strike=True)
_NEW = Type(Face.BODY, 12, colour="00563B", bold=True, underline=True)
_LINE = pt(19)
_TITLE_CHARACTERS = 34


def comparison_docx(comparison: Comparison) -> bytes:
    """The finished file."""
    title = f"《{comparison.new.version.meta.title}》条文对照表"
    return to_bytes(_layout(comparison, title), title, f"{comparison.old.label} {comparison.new.label}")


def _layout(comparison: Comparison, title: str) -> Package:
    number = Type(Face.NUMBER, 10.5)
    foot = paragraph(
        run("第 ", number) + page_field(number) + run(" 页", number), Shape(align="center", line=pt(16)), number
    )
    body = [
        paragraph(run(line, _TITLE), Shape(align="center", line=pt(30), style="Title"), _TITLE)
        for line in break_title(title, _TITLE_CHARACTERS)
    ]
    body.append(
        paragraph(run(counts_said(comparison), _SMALL), Shape(align="center", line=pt(22), after=pt(6)), _SMALL)
    )
    body += [_table(comparison), paragraph("", Shape(line=pt(1)), Type(size=1))]
    margins = Margins(top=mm(20), right=_MARGIN, bottom=mm(20), left=_MARGIN, foot=mm(10))
    properties = section(margins, landscape=True, odd="rFoot", even="rFoot")
    return Package("".join(body), properties, (footer("rFoot", foot),))


def _table(comparison: Comparison) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = "".join(f'<w:{side} w:w="90" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _COLUMNS)
    rows = "".join(_row(compared) for compared in (*comparison.parts, *comparison.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_head_row(comparison)}{rows}</w:tbl>"
    )


def _head_row(comparison: Comparison) -> str:
    cells = "".join(
        _cell(width, paragraph(run(text, _HEAD), Shape(align="center", line=pt(22)), _HEAD))
        for width, text in zip(_COLUMNS, (comparison.old.label, comparison.new.label, "说明"), strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(compared: Compared) -> str:
    said = paragraph(run(change_said(compared), _TEXT), Shape(align="center", line=_LINE), _TEXT)
    cells = (
        _cell(_SIDE, "".join(_side(compared, "old"))) + _cell(_SIDE, "".join(_side(compared, "new"))) + _cell(_SAID, said)
    )  # fmt: skip
    return f"<w:tr>{cells}</w:tr>"


def _side(compared: Compared, side: str) -> Iterator[str]:
    lines = side_lines(compared, side)
    if not lines:
        yield paragraph("", Shape(line=_LINE), _TEXT)
        return
    yield paragraph(run(side_label(compared, side), _HEAD), Shape(align="left", line=_LINE), _HEAD)
    marked = _OLD if side == "old" else _NEW
    for line in lines:
        content = "".join(run(piece.text, marked if piece.kind == side else _TEXT) for piece in line)
        yield paragraph(content, Shape(first_line=pt(24), line=_LINE), _TEXT)


def _cell(width: Twips, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
