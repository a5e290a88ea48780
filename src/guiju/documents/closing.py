"""What follows the text: 附件说明, 署名 and date in three ways, 附注, who attended (GB/T 9704-2012 §7.3.4 to §7.3.6, §10.3)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from guiju.documents.blocks import Envelope
from guiju.documents.fonts import Face
from guiju.documents.geometry import CHARACTER, TIGHTEN, Twips, mm, pt
from guiju.documents.head import text_width
from guiju.documents.maintext import TWO
from guiju.documents.paragraphs import NO_MARGINS, Shape, Type, paragraph, run
from guiju.documents.styles import Style
from guiju.numerals import cn_date

FOUR = Twips(4 * CHARACTER)

_SEAL_ROW = mm(44)  # so that seals of two rows do not touch
_STAMP = Twips(5 * CHARACTER)  # room for the stamp of a signature


def closing(envelope: Envelope, style: Style) -> Iterator[str]:
    """Everything between the text and 附件 or 版记."""
    yield from _attendance(envelope)
    yield from _attachments(envelope.attachments)
    if envelope.signatories or envelope.date or envelope.signer_title:
        yield from {"seal": _sealed, "none": _unsealed, "stamp": _stamped}[envelope.seal](envelope, style)
    if envelope.annotation:
        yield paragraph(run(f"（{envelope.annotation.strip('（）')}）"), Shape(first_line=TWO))  # §7.3.6


def _empty(count: int = 1) -> list[str]:
    return [paragraph("", Shape(keep_next=True))] * count


def _attachments(names: tuple[str, ...]) -> Iterator[str]:
    """附件：1. … one line under the text, two characters in, wrapped lines under the first of the name (§7.3.4)."""
    if not names:
        return
    yield from _empty()
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


def _attendance(envelope: Envelope) -> Iterator[str]:
    """出席：, 请假：, 列席：, the label in 黑体, wrapped lines under the first name (§10.3)."""
    label_type = Type(Face.LEVEL1, tighten=TIGHTEN)
    for number, (label, names) in enumerate(envelope.attendance):
        yield from _empty() if number == 0 else ()
        hang = Twips((len(label) + 1) * CHARACTER)
        shape = Shape(align="left", left=Twips(TWO + hang), first_line=Twips(-hang))
        yield paragraph(run(f"{label}：", label_type) + run(names), shape)


def _sealed(envelope: Envelope, style: Style) -> Iterator[str]:
    """署名 centred over the date, the date four characters from the right, room for a seal above (§7.3.5.1)."""
    names = envelope.signatories
    date = cn_date(envelope.date) if envelope.date else ""
    if len(names) > 1:
        yield _seal_rows(names, date, style)
        return
    yield from _empty(2)
    yield from _over_date(names, date, FOUR)


def _seal_rows(names: Sequence[str], date: str, style: Style) -> str:
    """Joint issue: the names in order, as many a row as stand in one line, each row with room for its seals (§7.3.5.1).

    The last seal covers the last name and the date, so the date stands under it in the same cell.
    """
    a_row = next((n for n in (3, 2) if all(text_width(name) <= style.width // n - CHARACTER for name in names)), 1)
    column = Twips(style.width // a_row)
    rows = ""
    for at in range(0, len(names), a_row):
        row = names[at : at + a_row]
        last = at + a_row >= len(names)
        alone = date if a_row == 1 else ""
        cells = [_seal_cell(name, alone, column, FOUR, dated=False) for name in row]
        if last:
            cells[-1] = _seal_cell(row[-1], date, column, FOUR, dated=True)
        blank = [_seal_cell("", "", column, FOUR, dated=False)] * (a_row - len(row))
        height = f'<w:trHeight w:val="{_SEAL_ROW}" w:hRule="atLeast"/>'
        rows += f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join((*blank, *cells))}</w:tr>"
    grid = f'<w:gridCol w:w="{column}"/>' * a_row
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{column * a_row}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{NO_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>" + paragraph("", Shape(line=pt(1)), Type(size=1))
    )


def _seal_cell(name: str, date: str, column: Twips, right: Twips, *, dated: bool) -> str:
    """A name in the middle of its cell, or on the centre line of a date `right` from the edge, which is printed if `dated`."""
    if date:
        lines = _over_date([name], date, right)[: None if dated else 1]
    else:
        lines = [paragraph(run(name), Shape(align="center", keep_next=True))]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>{"".join(lines)}</w:tc>'
    )


def _over_date(names: Sequence[str], date: str, right: Twips) -> list[str]:
    """Names centred over a date whose right edge is `right` from the edge of the text.

    A name wider than the room around the date pushes the date inwards, so that both keep one centre line.
    """
    dated = date_width(date)
    widest = max((text_width(name) for name in names), default=Twips(0))
    indent = Twips(max(right, (widest - dated) // 2))
    centre = indent + dated // 2
    lines = [
        paragraph(run(name), Shape(align="right", right=Twips(centre - text_width(name) // 2), keep_next=bool(date)))
        for name in names
    ]
    return [*lines, *([paragraph(run(date), Shape(align="right", right=indent))] if date else [])]


def _unsealed(envelope: Envelope, style: Style) -> Iterator[str]:
    """署名 one line under the text, two characters from the right; the date begins two characters right of it (§7.3.5.2).

    A date that would then reach beyond the two characters stands at them, and the name moves to the left.
    """
    yield from _empty()
    date = cn_date(envelope.date) if envelope.date else ""
    name = envelope.signatories[0] if envelope.signatories else ""
    named, dated = text_width(name), date_width(date)
    start = min(style.width - TWO - named, style.width - TWO - dated - TWO)
    for one in envelope.signatories:
        yield paragraph(run(one), Shape(align="left", left=Twips(start), keep_next=bool(date)))
    if date:
        yield paragraph(run(date), Shape(align="left", left=Twips(start + TWO)))


def _stamped(envelope: Envelope, style: Style) -> Iterator[str]:
    """The post of the signer two characters left of the stamp, the stamp four from the right, the date under (§7.3.5.3)."""
    yield from _empty(2)
    title = envelope.signer_title
    start = style.width - FOUR - _STAMP - TWO - text_width(title)
    yield paragraph(run(title), Shape(align="left", left=Twips(start), keep_next=True))
    yield from _empty()
    if envelope.date:
        yield paragraph(run(cn_date(envelope.date)), Shape(align="right", right=FOUR))


def date_width(date: str) -> Twips:
    """The advance of a date, with the gaps that Word (¼ em) and LibreOffice (⅕ em) put between 汉字 and digits."""
    gaps = sum(1 for a, b in itertools.pairwise(date) if a.isdigit() != b.isdigit())
    return Twips(text_width(date) + pt(gaps * 0.225 * 16))
