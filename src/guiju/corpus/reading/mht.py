"""Single-file web pages (mht, mhtml): a mail message whose first page holds the text."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from guiju.corpus.reading.encoding import decoded
from guiju.corpus.reading.lines import Gathered
from guiju.corpus.reading.webpage import take_page
from guiju.errors import BadImport

_REMEDY = "请在浏览器里打开，另存为“网页，仅 HTML”后再导入"


def read_mht(data: bytes, got: Gathered) -> None:
    """The paragraphs of the page in an mht file. Raises BadImport where there is none."""
    text, encoding = page_in(data, got.name)
    got.remark("encoding", f"文字编码是 {encoding}")
    take_page(text, got)


def page_in(data: bytes, name: str) -> tuple[str, str]:
    """The largest page of the message as text, and its encoding. Raises BadImport."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [page for part in message.walk() if (page := _page(part)) is not None]
    except (ValueError, LookupError, AttributeError, TypeError, IndexError, KeyError, RecursionError):
        raise BadImport("mht 文件无法解析，或已损坏", code="unreadable", remedy=_REMEDY, place=name) from None
    if not pages:
        raise BadImport("mht 文件里没有网页", code="unreadable", remedy=_REMEDY, place=name)
    largest, charset = max(pages, key=lambda page: len(page[0]))
    if re.fullmatch(r"utf-?16(-?[lb]e)?", charset):
        try:
            return largest.decode(charset), "UTF-16"
        except UnicodeDecodeError:
            raise BadImport("mht 文件里的网页读不通", code="undecodable", remedy=_REMEDY, place=name) from None
    return decoded(largest, name)


def _page(part: EmailMessage) -> tuple[bytes, str] | None:
    """The bytes of a part that is a page, and the character set that it names."""
    if part.is_multipart() or part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return None
    payload = part.get_payload(decode=True)
    return (payload, (part.get_content_charset() or "").lower()) if isinstance(payload, bytes) else None
