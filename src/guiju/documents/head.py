"""版头: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人 and the red line (GB/T 9704-2012 §7.2)."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.documents.blocks import Envelope
from guiju.documents.fonts import Face
from guiju.documents.geometry import CHARACTER, TIGHTEN, Twips, mm, pt
from guiju.documents.paragraphs import BODY, NO_MARGINS, RED, Shape, Type, paragraph, rule, run
from guiju.documents.styles import Style
from guiju.documents.titles import width

MARK_LINE = 1.3
"""Line height of the 发文机关标志 in its own size: a tighter exact line is clipped by Word."""

MARK_LARGEST = 42.0
"""初号; the size is free (§7.2.4)."""

_NARROWEST = 60  # percent: narrower characters look squeezed, so the size goes down instead
_INK = 0.86  # of the size: how far the ink of 小标宋 reaches above the baseline
_BASELINE = 0.8  # of an exact line: where LibreOffice sets the baseline

MARK_TOP = mm(35)
"""§7.2.4: from the top of the text area to the top edge of the mark."""

_RULE_GAP = mm(3.65)  # §7.2.7: 4 mm from the number's ink to the line; measured, with 0.35 mm of descent
_NUMBER_LINE = pt(20)
_RULE = rule("bottom", 12, RED)  # 1.5 pt: the standard gives no thickness
_SIGNERS_A_ROW = 2  # §7.2.6


def head(envelope: Envelope, style: Style, *, mark_top: Twips = MARK_TOP) -> Iterator[str]:
    """The head of the general form."""
    above = list(_rows_above(envelope))
    yield from above
    yield from organ_marks(envelope, style, mark_top, len(above))
    if envelope.doc_number or envelope.signers:
        yield from [paragraph("", Shape())] * 2  # §7.2.5: two lines under the mark
        yield from _number_rows(envelope, style)
    if envelope.marks or envelope.doc_number:
        yield red_line()


def red_line() -> str:
    """The 版头分隔线, as wide as the text area, 4 mm under what stands above (§7.2.7)."""
    return paragraph("", Shape(line=_RULE_GAP, borders=_RULE), Type(size=1))


def organ_marks(envelope: Envelope, style: Style, mark_top: Twips, rows: int) -> Iterator[str]:
    """One organ in one line; several one above the other, 文件 in the middle of their right (§7.2.4)."""
    if len(envelope.marks) > 1:
        yield from _joint_marks(envelope, style, mark_top, rows)
    elif envelope.marks:
        type = mark_type(envelope.marks[0] + envelope.suffix, style.width)
        before = Twips(mark_top + style.shift - rows * style.line - lead(type.size))
        shape = Shape(align="center", before=before, line=pt(MARK_LINE * type.size))
        yield paragraph(run(envelope.marks[0] + envelope.suffix, type), shape, type)


def mark_type(text: str, room: Twips, largest: float = MARK_LARGEST) -> Type:
    """The type of a mark: as large as fits into one line."""
    points = room / 20
    size = min(largest, points / (width(text) * _NARROWEST / 100))
    scale = min(100, int(points / (width(text) * size) * 100))
    return Type(Face.TITLE, round(size * 2 - 0.5) / 2, colour=RED, scale=scale)


def lead(size: float) -> Twips:
    """How far the top of a mark's line lies above its ink, in twips."""
    return pt((_BASELINE * MARK_LINE - _INK) * size)


def _rows_above(envelope: Envelope) -> Iterator[str]:
    """份号, 密级, 紧急程度, in this order, flush left (§7.2.1 to §7.2.3)."""
    bold = Type(Face.LEVEL1, tighten=TIGHTEN)
    if envelope.copy_number:
        yield paragraph(run(envelope.copy_number), Shape(align="left"))
    for text in (envelope.secrecy, envelope.urgency):
        if text:
            yield paragraph(run(text, bold), Shape(align="left"), bold)


def _joint_marks(envelope: Envelope, style: Style, mark_top: Twips, rows: int) -> Iterator[str]:
    """A table without lines: the names spread over one width, 文件 beside them in the middle."""
    aside = envelope.suffix
    size = min(MARK_LARGEST * 0.75, style.width / 20 / (max(map(width, envelope.marks)) + width(aside) + 1))
    size = round(size * 2 - 0.5) / 2
    type, line = Type(Face.TITLE, size, colour=RED), pt(MARK_LINE * size)
    right = pt((width(aside) + 0.5) * size) if aside else Twips(0)
    left = Twips(min(style.width - right, pt((max(map(width, envelope.marks)) + 0.5) * size)))
    above = Twips(mark_top + style.shift - rows * style.line - lead(size))
    yield paragraph("", Shape(line=above), Type(size=1))
    names = ""
    for number, mark in enumerate(envelope.marks):
        cell = paragraph(run(mark, type), Shape(align="distribute", line=line), type)
        merged = '<w:vMerge w:val="restart"/>' if number == 0 else "<w:vMerge/>"
        beside = paragraph(run(aside, type) if number == 0 else "", Shape(align="center", line=line), type)
        names += (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{line}" w:hRule="exact"/></w:trPr>'
            f'<w:tc><w:tcPr><w:tcW w:w="{left}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        )
        if aside:
            middle = f'<w:tcW w:w="{right}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
            names += f"<w:tc><w:tcPr>{middle}</w:tcPr>{beside}</w:tc>"
        names += "</w:tr>"
    columns = f'<w:gridCol w:w="{left}"/>' + (f'<w:gridCol w:w="{right}"/>' if aside else "")
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{left + right}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{NO_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{names}</w:tbl>"
    )


def _number_rows(envelope: Envelope, style: Style) -> Iterator[str]:
    """The number centred; with 签发人 one character from the left, in the row of the last of them (§7.2.5, §7.2.6)."""
    if not envelope.signers:
        yield paragraph(run(envelope.doc_number), Shape(align="center", line=_NUMBER_LINE))
        return
    names = [_three_wide(name) for name in envelope.signers]
    a_row = _SIGNERS_A_ROW if len(names) > 1 else 1
    slot = Twips(round((max(map(width, names)) + 1) * CHARACTER))
    first = Twips(style.width - CHARACTER - a_row * slot + CHARACTER)
    label = Twips(first - 4 * CHARACTER - pt(2))  # a tab goes on to the next stop where the text reaches this one
    rows = [names[at : at + a_row] for at in range(0, len(names), a_row)]
    stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in (label, first, Twips(first + slot))[: a_row + 1])
    name_type = Type(Face.LEVEL2, tighten=TIGHTEN)
    for number, row in enumerate(rows):
        is_last = number == len(rows) - 1
        content = run(envelope.doc_number) if is_last and envelope.doc_number else ""
        reached = text_width(envelope.doc_number) + CHARACTER >= label if is_last else False
        content += _TAB + run("签发人：") if number == 0 else "" if reached else _TAB
        content += "".join(_TAB + run(name, name_type) for name in row)
        shape = Shape(align="left", left=CHARACTER, tabs=stops, line=_NUMBER_LINE if is_last else Shape().line)
        yield paragraph(content, shape)


_TAB = "<w:r><w:tab/></w:r>"


def _three_wide(name: str) -> str:
    """A name of two characters spread to three, as names stand in columns: 张　三."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def text_width(text: str) -> Twips:
    """The advance of a line of body text."""
    return Twips(round(width(text) * 320) + BODY.tighten * len(text))
