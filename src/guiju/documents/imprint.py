"""版记: 抄送, 印发机关 and 印发日期 at the foot of the last side (GB/T 9704-2012 §7.4), as a page-anchored text box."""

from __future__ import annotations

import math

from guiju.documents.blocks import Envelope
from guiju.documents.drawing import text_box
from guiju.documents.fonts import Face
from guiju.documents.geometry import SIZE_4, TEXT_BOTTOM, Twips, pt
from guiju.documents.paragraphs import Shape, Type, paragraph, rule, run
from guiju.documents.styles import Style
from guiju.documents.titles import width
from guiju.numerals import cn_date

_TYPE = Type(Face.BODY, SIZE_4)
_ONE = pt(SIZE_4)  # §7.4.2, §7.4.3: one 四号 character free on each side
_THICK, _THIN = 8, 6  # §7.4.1: 0.35 mm is 1 pt; 0.25 mm is nearest to 0.75 pt, eighths of a point
_RULE_LINE = pt(1)
_RULE_HEIGHT = pt(2)  # the line of a rule's paragraph and the rule itself


def imprint(envelope: Envelope, style: Style, id: int, *, to: str = "", rules: bool = True) -> str:
    """A run that holds the text box. The last rule lies on the bottom edge of the text area (§7.4.1).

    Without `rules` only 抄送 stands there, as in a letter (§10.1). `to` are recipients for whom there is no room above the
    text; they stand above 抄送 (§7.3.2).
    """
    rows = _rows(envelope, style, to, printed=rules)
    ruled = (len(rows) + 1) * _RULE_HEIGHT if rules else 0
    height = Twips(sum(lines for _, lines in rows) * style.line + ruled)
    content = _rule(_THICK) if rules else ""
    for position, (row, _) in enumerate(rows, 1):
        content += row + (_rule(_THICK if position == len(rows) else _THIN) if rules else "")
    told = "版记：抄送机关、印发机关和印发日期"
    return text_box(
        content, style.left, Twips(TEXT_BOTTOM - height), style.width, height, id=id, name="版记", told=told
    )


def _rows(envelope: Envelope, style: Style, to_imprint: str, *, printed: bool) -> list[tuple[str, int]]:
    """Each row as XML, with the lines it takes."""
    rows = []
    to = _copies(f"主送：{to_imprint.rstrip('：:。')}。", style) if to_imprint else ("", 0)
    copies = _copies("抄送：" + "，".join(envelope.cc).rstrip("。") + "。", style) if envelope.cc else ("", 0)
    if to_imprint or envelope.cc:
        rows.append((to[0] + copies[0], to[1] + copies[1]))  # no rule between the two (§7.4.2)
    if printed and (envelope.printer or envelope.print_date):
        rows.append((_printer(envelope, style), 1))
    return rows


def _rule(eighths: int) -> str:
    """A rule over the whole width: a border would follow the indents of the row."""
    return paragraph("", Shape(line=_RULE_LINE, borders=rule("bottom", eighths)), Type(size=1))


def _copies(text: str, style: Style) -> tuple[str, int]:
    """抄送, wrapped lines under the first organ, a full stop at the end (§7.4.2)."""
    hang = Twips(3 * _ONE)
    capacity = int((style.width - 2 * _ONE) / _ONE)
    lines = math.ceil((width(text) - 3) / (capacity - 3))
    shape = Shape(align="left", left=Twips(_ONE + hang), right=_ONE, first_line=Twips(-hang))
    return paragraph(run(text, _TYPE), shape, _TYPE), lines


def _printer(envelope: Envelope, style: Style) -> str:
    """印发机关 left, 印发日期 with 印发 right (§7.4.3)."""
    date = f"{cn_date(envelope.print_date)}印发" if envelope.print_date else ""
    stop = f'<w:tab w:val="right" w:pos="{style.width - _ONE}"/>'
    content = run(envelope.printer, _TYPE) + f"<w:r><w:tab/></w:r>{run(date, _TYPE)}"
    return paragraph(content, Shape(align="left", left=_ONE, right=_ONE, tabs=stop), _TYPE)
