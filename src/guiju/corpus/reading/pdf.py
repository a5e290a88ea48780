"""PDF files with a text layer: page furniture goes, lines are joined to paragraphs by where they stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guiju.corpus.reading.limits import MOST_PAGES
from guiju.corpus.reading.lines import BLANK, Gathered
from guiju.corpus.structure import article_head, division_head, list_mark
from guiju.errors import BadImport

_PAGE_NUMBER = re.compile(
    r"[-—–―－─·•~\s]*(?:第\s*)?\d{1,4}\s*(?:页)?\s*(?:[/／]|共|,|，)?\s*(?:共\s*)?(?:\d{1,4})?\s*(?:页)?[-—–―－─·•~\s]*"
)
_PRINTED = re.compile(r"https?://|file:///|^\d{4}[/-]\d{1,2}[/-]\d{1,2}[ ,]+\d{1,2}:\d{2}")
_CLOSERS = "，。、；：！？）》〉」』】”’…"
_NARROW_RUN = re.compile(r"[\x21-\x7e]+")

FEWEST_CHARACTERS = 20
"""Characters a page, on average, under which a PDF is taken for pictures of pages."""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line on a page; positions in points, y from the bottom. `unit` is the width up to its first break."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    unit: float

    @property
    def size(self) -> float:
        """About the size of its characters."""
        return max(self.top - self.bottom, 1.0)


def read_pdf(data: bytes, got: Gathered) -> None:
    """The paragraphs of a PDF. Raises BadImport for a scanned, encrypted or damaged one."""
    pages = _pages(data, got.name)
    lines = [line for page in pages for line in page]
    kept = _without_furniture(pages)
    if len(kept) < len(lines):
        got.remark("page_furniture", f"去掉了 {len(lines) - len(kept)} 行页眉、页脚和页码")
    _join(kept, got)


def _pages(data: bytes, name: str) -> list[list[_Printed]]:
    remedy = "请用浏览器或 PDF 阅读器打开核对，重新下载或另存后再导入"
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        why = "PDF 加了密码" if "assword" in str(error) else "不是有效的 PDF，或文件已损坏"
        raise BadImport(why, code="unreadable", remedy=remedy, place=name) from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise BadImport(
                f"PDF 有 {count} 页，超过 {MOST_PAGES} 页的上限", code="too_large", remedy=remedy, place=name
            )
        pages = [_page_lines(document, number) for number in range(count)]
    except pdfium.PdfiumError:
        raise BadImport("PDF 有读不出来的页，文件可能已损坏", code="unreadable", remedy=remedy, place=name) from None
    finally:
        document.close()
    if sum(len(line.text) for page in pages for line in page) < FEWEST_CHARACTERS * max(count, 1):
        raise BadImport(
            "PDF 里没有文字层，是扫描或拍照的图片",
            code="scanned",
            remedy="请先用 OCR（文字识别）软件识别并逐字校对，存成 docx 或 txt 再导入；更好的办法是到官方网站下载电子文本",
            place=name,
        )
    return pages


def _page_lines(document: pdfium.PdfDocument, number: int) -> list[_Printed]:
    page = document[number]
    text_page = page.get_textpage()
    count = text_page.count_chars()
    codes = [raw.FPDFText_GetUnicode(text_page, i) for i in range(count)]
    lines, start = [], 0
    for i, code in enumerate([*codes, 10]):
        if code in (10, 13):
            if i > start and (line := _line(text_page, codes, start, i, number + 1)):
                lines.append(line)
            start = i + 1
    text_page.close()
    page.close()
    return lines


def _line(text_page: pdfium.PdfTextPage, codes: Sequence[int], start: int, end: int, page: int) -> _Printed | None:
    while start < end and chr(codes[start]) in BLANK:
        start += 1
    while end > start and chr(codes[end - 1]) in BLANK:
        end -= 1
    if start == end:
        return None
    text = _text(codes[start:end])
    first, last = text_page.get_charbox(start, loose=True), text_page.get_charbox(end - 1, loose=True)
    unit = text_page.get_charbox(start + _unit(text) - 1, loose=True)[2] - first[0]
    # 一 is a stroke and a comma a dot: the height of a line is that of the tallest of some characters.
    boxes = [text_page.get_charbox(i, loose=True) for i in range(start, end, max(1, (end - start) // 12))]
    return _Printed(text, page, first[0], last[2], min(b[1] for b in boxes), max(b[3] for b in boxes), unit)


def _text(codes: Sequence[int]) -> str:
    """The characters of UTF-16 code units: a pair is one rare character, half of one is a character lost (U+FFFD)."""
    units = "".join("-" if code in (2, 0xFFFE) else chr(code) for code in codes)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unit(text: str) -> int:
    """Characters at the start of a line that a typesetter keeps together: a Latin word, or a character with what closes."""
    word = _NARROW_RUN.match(text)
    length = word.end() if word else 1
    while length < len(text) and text[length] in _CLOSERS:
        length += 1
    return length


def _without_furniture(pages: Sequence[Sequence[_Printed]]) -> list[_Printed]:
    """The lines of the text: what stands at the edge of most pages, and page numbers there, are left out."""
    edges = Counter(mark for page in pages for mark in {_mark(line) for line in _edge(page)})
    often = {mark for mark, count in edges.items() if len(pages) > 2 and count * 3 >= len(pages) * 2}
    out = []
    for page in pages:
        edge = _edge(page)
        out += [
            line
            for line in page
            if not any(line is e for e in edge)
            or not (_mark(line) in often or _PAGE_NUMBER.fullmatch(line.text) or _PRINTED.search(line.text))
        ]
    return out


def _edge(page: Sequence[_Printed]) -> list[_Printed]:
    """The two highest and the two lowest lines of a page."""
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered if len(ordered) <= 4 else [*ordered[:2], *ordered[-2:]]


def _mark(line: _Printed) -> tuple[str, int]:
    """What a line has in common with its like on other pages: its words without numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 4)


def _join(lines: Sequence[_Printed], got: Gathered) -> None:
    """Lines to paragraphs. A break that had to come (the next word did not fit) joins; one that had not, ends."""
    if not lines:
        return
    edge = sorted(line.right for line in lines)[int(len(lines) * 0.97)]
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    indented = sum(line.left > left + 1.2 * line.size for line in lines)
    by_indent = 0.05 * len(lines) <= indented
    text, at, before = lines[0].text, lines[0].page, lines[0]
    for line in lines[1:]:
        full = before.right + line.unit > edge + 0.5
        starts = line.left > left + 1.2 * line.size if by_indent else _opens(line.text)
        apart = before.page == line.page and before.bottom - line.top > 0.9 * before.size
        if full and not starts and not apart and abs(before.size - line.size) < 0.3 * line.size:
            if not by_indent and text.endswith(("。", "；", "：")):
                got.remark("doubtful_join", "这一行写满又以句末标点结尾，分不清是否分段", at, before.text[-20:])
            text = _glued(text, line.text)
        else:
            got.add(text, at)
            text, at = line.text, line.page
        before = line
    got.add(text, at)


def _opens(text: str) -> bool:
    return bool(article_head(text) or division_head(text) or list_mark(text) or re.match(r"根据\d{4}年", text))


def _glued(one: str, other: str) -> str:
    narrow = one[-1].isascii() and other[0].isascii() and one[-1].isalnum() and other[0].isalnum()
    return f"{one} {other}" if narrow else one + other
