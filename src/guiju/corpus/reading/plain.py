"""Plain text files."""

from __future__ import annotations

import re

from guiju.corpus.reading.encoding import decoded
from guiju.corpus.reading.lines import Gathered
from guiju.corpus.reading.wrapping import Raw, unwrapped

LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
"""Every character that ends a line, the form feed of old printer files among them."""


def read_plain(data: bytes, got: Gathered) -> None:
    """The paragraphs of a txt file. Raises BadImport for an unknown encoding."""
    text, encoding = decoded(data, got.name)
    got.remark("encoding", f"文字编码是 {encoding}")
    take_lines([Raw(line, at) for at, line in enumerate(LINE_BREAK.split(text), 1)], got)


def take_lines(lines: list[Raw], got: Gathered) -> None:
    """Keep the paragraphs of these lines, and say how many breaks were taken for layout."""
    found = unwrapped(lines)
    for text, at in found.lines:
        got.add(text, at)
    if found.joins:
        got.remark("unwrapped", f"有 {found.joins} 处段内断行，已接成段")
