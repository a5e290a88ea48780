"""Tables: full grid, 三线表, or no lines at all; head rows repeat, no row breaks over pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from guiju.documents.blocks import Cell, Table
from guiju.documents.fonts import Face
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import Twips, pt
from guiju.documents.paragraphs import Shape, Type, paragraph, run

_THIN, _THICK = 4, 12
_PADDING = {"top": pt(1), "left": pt(4), "bottom": pt(4), "right": pt(4)}
"""The line of a cell holds its characters low, so there is more room under them."""


def table(block: Table, width: Twips, gathering: Gathering) -> Iterator[str]:
    """The caption, the table, and an empty line of one point: two tables that touch become one in Word."""
    text = Type(Face.BODY, block.size)
    if block.caption:
        head = Type(Face.LEVEL1, block.size + 2)
        yield paragraph(run(block.caption, head), Shape(align="center", line=pt(26), keep_next=True), head)
    else:
        yield paragraph("", Shape(line=pt(6), keep_next=True), Type(size=1))
    columns = _columns(block, width)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    rows = "".join(_row(block, number, row, columns, text, gathering) for number, row in enumerate(block.rows))
    padding = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in _PADDING.items())
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>{_borders(block)}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )
    yield paragraph("", Shape(line=pt(1)), Type(size=1))


def _columns(block: Table, width: Twips) -> list[int]:
    shares = sum(block.widths)
    edges = [round(width * sum(block.widths[:n]) / shares) for n in range(len(block.widths) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _borders(block: Table) -> str:
    if block.rules == "none":
        return ""
    sides = {"grid": dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), _THIN),
             "three": {"top": _THICK, "bottom": _THICK}}[block.rules]  # fmt: skip
    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides.items()
    )
    return f"<w:tblBorders>{drawn}</w:tblBorders>"


def _row(
    block: Table, number: int, row: tuple[Cell, ...], columns: list[int], text: Type, gathering: Gathering
) -> str:  # fmt: skip
    is_head = number < block.head
    out, at = "", 0
    for cell in row:
        wide = sum(columns[at : at + cell.across])
        out += _cell(
            block, cell, wide, block.aligns[at], text, gathering, is_head=is_head, last=number == block.head - 1
        )
        at += cell.across
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{out}</w:tr>"


def _cell(
    block: Table, cell: Cell, wide: int, align: str, text: Type, gathering: Gathering, *, is_head: bool, last: bool
) -> str:  # fmt: skip
    type = Type(Face.LEVEL1, block.size) if is_head else text
    shape = Shape(align="center" if is_head else align, line=pt(block.size * 1.5), at_least=True)
    lines = "".join(paragraph(gathering.text(line, type), shape, type) for line in cell.lines or ((),))
    merged = "" if cell.down == 1 else '<w:vMerge w:val="restart"/>' if cell.down else "<w:vMerge/>"
    under = (
        f'<w:tcBorders><w:bottom w:val="single" w:sz="{_THIN + 2}" w:space="0" w:color="000000"/></w:tcBorders>'
        if block.rules == "three" and is_head and last
        else ""
    )
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{merged}{under}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
