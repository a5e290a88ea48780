"""Plain text from a kind: template.txt.j2, for SMS and messages to paste."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from guiju.corpus.store import Corpus
from guiju.documents.kinds import Kind
from guiju.documents.templates import fill_text
from guiju.errors import BadData, BadTemplate
from guiju.yamlfile import Data


def to_text(
    kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str] = MappingProxyType({})
) -> bytes:  # fmt: skip
    """The plain text of a kind with its data, UTF-8. Raises what `fill_text` and `text_bytes` raise."""
    return text_bytes(fill_text(kind, data, corpus, on, variables).markdown, kind)


def text_bytes(text: str, kind: Kind) -> bytes:
    """A text that a template has written, trimmed, with one line end at its end.

    Raises BadData where the kind has `x-sms-length` and the text is longer: of Chinese, a message holds 70 characters
    (3GPP TS 23.040: 140 octets, UCS-2); those outside the basic plane, as emoji, count twice.
    """
    trimmed = text.strip()
    if not trimmed:
        raise BadTemplate("模板没有写出文字", remedy="请检查模板", place=kind.text_template)
    limit = kind.schema.get("x-sms-length")
    if limit is not None:
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise BadTemplate(
                f"x-sms-length 写的是“{limit}”", remedy="请写一个正整数，如 70", place=kind.folder / "schema.yml"
            )
        length = len(trimmed.encode("utf-16-le")) // 2
        if length > limit:
            remedy = "请缩短数据里的文字，或模板里的文字"
            raise BadData(f"短信有 {length} 个字，超过 {limit} 个字", remedy=remedy, place=kind.text_template)
    return f"{trimmed}\n".encode()
