"""A document → its file, by form."""

from __future__ import annotations

from collections.abc import Callable

from guiju.documents import card, handout, letter, notice
from guiju.documents.blocks import Document, Form
from guiju.documents.package import Package, to_bytes
from guiju.documents.styles import STYLES, Style
from guiju.documents.webpage import webpage
from guiju.errors import BadTemplate

_LAYOUTS: dict[Form, Callable[[Document, Style], Package]] = {
    Form.NOTICE: notice.layout,
    Form.ORDER: notice.layout,
    Form.MINUTES: notice.layout,
    Form.LETTER: letter.layout,
    Form.CARD: card.layout,
    Form.HANDOUT: handout.layout,
}


def to_docx(document: Document, style: Style = STYLES["word"]) -> bytes:
    """The document as docx; the same document gives the same bytes."""
    about = "引用：" + "、".join(document.cites) if document.cites else ""
    return to_bytes(_LAYOUTS[document.form](document, style), document.envelope.title, about, style)


def to_html(document: Document) -> str:
    """The document as one HTML file. Raises BadTemplate for a form that only exists on paper."""
    if document.form is not Form.HANDOUT:
        raise BadTemplate(f"“{document.form}”这种版式没有网页形式", remedy="请在 schema.yml 的 x-outputs 里去掉 html")
    return webpage(document)
