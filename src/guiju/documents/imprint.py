"""版记: 抄送, 印发机关 and 印发日期 at the foot of the last side (GB/T 9704-2012 §7.4), as a page-anchored text box.

Of five ways tried only a DrawingML text box stays at the foot in LibreOffice: floating tables and frames fall back into
the line. Its place is counted from the page, so it is the same in every margin profile.
"""

from __future__ import annotations

import math

from guiju.documents.blocks import Envelope
from guiju.documents.fonts import Face
from guiju.documents.geometry import (
    EMU_PER_TWIP,
    LEFT,
    LINE,
    SIZE_4,
    TEXT_BOTTOM,
    TEXT_WIDTH,
    Twips,
    pt,
)  # fmt: skip
from guiju.documents.paragraphs import Shape, Type, paragraph, rule, run
from guiju.documents.titles import width
from guiju.numerals import cn_date

_TYPE = Type(Face.BODY, SIZE_4)
_ONE = pt(SIZE_4)  # §7.4.2, §7.4.3: one 四号 character free on each side
_THICK, _THIN = 8, 6  # §7.4.1: 0.35 mm is 1 pt; 0.25 mm is nearest to 0.75 pt, eighths of a point
_RULE_LINE = pt(1)
_RULE_HEIGHT = pt(2)  # the line of a rule's paragraph and the rule itself
_CAPACITY = int((TEXT_WIDTH - 2 * _ONE) / pt(SIZE_4))


def imprint(envelope: Envelope) -> str:
    """A run that holds the text box. The last rule lies on the bottom edge of the text area (§7.4.1)."""
    rows = _rows(envelope)
    height = Twips(sum(lines for _, lines in rows) * LINE + (len(rows) + 1) * _RULE_HEIGHT)
    content = _rule(_THICK)
    for position, (row, _) in enumerate(rows, 1):
        content += row + _rule(_THICK if position == len(rows) else _THIN)
    return _anchored(content, Twips(TEXT_BOTTOM - height), height)


def _rows(envelope: Envelope) -> list[tuple[str, int]]:
    """Each row as XML, with the lines it takes."""
    rows = []
    if envelope.cc:
        rows.append(_copies("抄送：" + "，".join(envelope.cc).rstrip("。") + "。"))
    if envelope.printer or envelope.print_date:
        rows.append((_printer(envelope), 1))
    return rows


def _rule(eighths: int) -> str:
    """A rule over the whole width: a border would follow the indents of the row."""
    return paragraph("", Shape(line=_RULE_LINE, borders=rule("bottom", eighths)), Type(size=1))


def _copies(text: str) -> tuple[str, int]:
    """抄送, wrapped lines under the first organ, a full stop at the end (§7.4.2)."""
    hang = Twips(3 * _ONE)
    lines = math.ceil((width(text) - 3) / (_CAPACITY - 3))
    shape = Shape(align="left", left=Twips(_ONE + hang), right=_ONE, first_line=Twips(-hang))
    return paragraph(run(text, _TYPE), shape, _TYPE), lines


def _printer(envelope: Envelope) -> str:
    """印发机关 left, 印发日期 with 印发 right (§7.4.3)."""
    date = f"{cn_date(envelope.print_date)}印发" if envelope.print_date else ""
    stop = f'<w:tab w:val="right" w:pos="{TEXT_WIDTH - _ONE}"/>'
    content = run(envelope.printer, _TYPE) + f"<w:r><w:tab/></w:r>{run(date, _TYPE)}"
    return paragraph(content, Shape(align="left", left=_ONE, right=_ONE, tabs=stop), _TYPE)


def _anchored(content: str, top: Twips, height: Twips) -> str:
    wide, high = TEXT_WIDTH * EMU_PER_TWIP, height * EMU_PER_TWIP
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{LEFT * EMU_PER_TWIP}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU_PER_TWIP}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="版记" descr="版记：抄送机关、印发机关和印发日期"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
