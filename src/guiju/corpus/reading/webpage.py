"""Web pages: the part of the page that holds the text, without navigation, a line a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree, html

from guiju.corpus.reading.encoding import decoded
from guiju.corpus.reading.lines import BLANK, Gathered, LineKind, joined_cell, row_text
from guiju.corpus.structure import article_head, division_head, part_head
from guiju.errors import BadImport

_SKIPPED = frozenset(
    "script style noscript template nav header footer head title select button form iframe object svg aside".split()
)
_BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 section article ul ol body dd dt dl blockquote pre center main figure".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SITE_NAME = re.compile(r"\s*[-_|—–]{1,2}\s*[^-_|—–]{2,30}$")
_REMEDY = "请在浏览器里打开，选中正文复制到记事本，存为 UTF-8 的 txt 后再导入"

DEEPEST = 250
"""Elements inside one another that the parser follows; beyond that it would drop text in silence."""


def read_webpage(data: bytes, got: Gathered) -> None:
    """The paragraphs of an html file. Raises BadImport where the page cannot be read whole."""
    text, encoding = decoded(data, got.name)
    got.remark("encoding", f"文字编码是 {encoding}")
    take_page(text, got)


def take_page(text: str, got: Gathered) -> None:
    """The same from decoded text: what an mht file or an embedded page holds."""
    page = _parsed(text, got.name)
    got.hints += _hints(page)
    main = _main_part(page)
    for at, (line, kind) in enumerate(_lines(main, got), 1):
        got.add(line, at, kind)


def _parsed(text: str, name: str) -> html.HtmlElement:
    # A declaration of an encoding is about bytes; lxml refuses it in text.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise BadImport("网页无法解析", code="unreadable", remedy=_REMEDY, place=name) from None
    if any("xcessive depth" in entry.message for entry in parser.error_log) or _depth(page) > DEEPEST:
        raise BadImport("网页的层次太深，读不全", code="too_deep", remedy=_REMEDY, place=name)
    return page


def _depth(page: html.HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _hints(page: html.HtmlElement) -> Iterator[str]:
    """What the page says its title is: the headline, then the title of the page without the name of the site."""
    for meta in page.iter("meta"):
        if meta.get("name", "").lower() in ("articletitle", "og:title") or meta.get("property") == "og:title":
            yield meta.get("content") or ""
    for tag in ("h1", "h2", "title"):
        for element in page.iter(tag):
            words = re.sub(r"\s+", " ", "".join(element.itertext())).strip()
            yield words
            yield _SITE_NAME.sub("", words)


_OPENERS: tuple[Callable[[str], object], ...] = (article_head, division_head, part_head)


def _main_part(page: html.HtmlElement) -> html.HtmlElement:
    """The lowest element over the headings of the text; without headings, the one with the most text of its own."""
    openings = [
        (e, words) for e in page.iter("p", "div", "li", "td", "h2", "h3", "h4", "h5", "br") if (words := _opening(e))
    ]
    for opens in _OPENERS:
        heads = [element for element, words in openings if opens(words)]
        if len(heads) > 1:
            return _lowest_over(heads)
    return _densest(page)


def _lowest_over(heads: list[html.HtmlElement]) -> html.HtmlElement:
    chains = [[e, *e.iterancestors()][::-1] for e in heads]
    shared = [level[0] for level in zip(*chains, strict=False) if all(e is level[0] for e in level)]
    main = shared[-1]
    return main.getparent() if main in heads and main.getparent() is not None else main


def _opening(element: html.HtmlElement) -> str:
    """The first characters of an element; of a line break, of the text that follows it."""
    opening = ""
    for piece in [element.tail or ""] if element.tag == "br" else element.itertext():
        opening += piece
        if len(opening.strip(BLANK + "\r\n")) > 20:
            break
    return opening.strip(BLANK + "\r\n")


def _densest(page: html.HtmlElement) -> html.HtmlElement:
    """The element whose own paragraphs hold the most text."""
    weights: dict[html.HtmlElement, int] = {}
    for paragraph in page.iter("p", "br", "div"):
        parent = paragraph.getparent()
        if parent is None:
            continue
        own = (paragraph.tail or "") if paragraph.tag == "br" else _own_text(paragraph)
        weights[parent] = weights.get(parent, 0) + len(own.strip())
    body = page.find("body")
    return max(weights, key=lambda e: weights[e], default=body if body is not None else page)


def _own_text(element: html.HtmlElement) -> str:
    if element.tag == "div":
        return element.text or ""
    return "".join(element.itertext())


def _lines(main: html.HtmlElement, got: Gathered) -> Iterator[tuple[str, LineKind]]:
    """The lines of an element, walked without recursion: pages are nested as deep as their makers like."""
    buffer: list[str] = []
    skip: html.HtmlElement | None = None
    for event, element in etree.iterwalk(main, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                buffer.append(_source_text(element.tail if element is not main else ""))
            continue
        if event == "start":
            rows = _table_rows(element) if tag == "table" else None
            if tag in _SKIPPED or _HIDDEN.search(element.get("style") or "") or rows is not None:
                yield from _flushed(buffer)
                for row in rows or ():
                    yield row, LineKind.ROW
                if rows:
                    got.remark("table", f"有一张 {len(rows)} 行的表格，按行存入", text=rows[0])
                skip = element
                continue
            if tag == "img" and _is_content(element):
                got.remark("picture", "有图片，导入后看不到", text=element.get("alt") or element.get("src") or "")
            if tag in _BLOCKS or tag in ("br", "tr", "td", "th", "table", "hr"):
                yield from _flushed(buffer)
            buffer.append(_source_text(element.text))
        else:
            if tag in _BLOCKS or tag in ("tr", "td", "th", "table"):
                yield from _flushed(buffer)
            if element is not main:
                buffer.append(_source_text(element.tail))
    yield from _flushed(buffer)


def _flushed(buffer: list[str]) -> Iterator[tuple[str, LineKind]]:
    text = _layout_free("".join(buffer))
    buffer.clear()
    if text.strip(BLANK):
        yield text, LineKind.TEXT


def _source_text(text: str | None) -> str:
    """Text with the line breaks of the source marked, to be told from the characters of the text."""
    return re.sub(r"\r\n?|\n", "\r", text or "")


def _layout_free(text: str) -> str:
    """A line break in the source of a page is layout: nothing between Han characters, a blank elsewhere."""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*\r[ \t\r]*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t]*\r[ \t\r]*", " ", text)


def _table_rows(table: html.HtmlElement) -> list[str] | None:
    """The rows of a table of data; None for a table that only lays out the page."""
    if len(table.findall(".//table")) or not _is_data(table):
        return None
    rows = []
    for tr in table.iter("tr"):
        cells = [joined_cell(_cell_lines(cell)) for cell in tr if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(row_text(cells))
    return rows


def _is_data(table: html.HtmlElement) -> bool:
    """Two columns or more in most rows, and no heading of the text inside: else the table is layout."""
    widths = [sum(cell.tag in ("td", "th") for cell in tr) for tr in table.iter("tr")]
    wide = sum(width > 1 for width in widths)
    if not widths or wide * 2 < len(widths):
        return False
    return not any(article_head(_opening(cell)) for cell in table.iter("td", "th", "p", "br"))


def _cell_lines(cell: html.HtmlElement) -> list[str]:
    return [_layout_free(_source_text(piece)) for piece in re.split("\n", _with_breaks(cell))]


def _with_breaks(cell: html.HtmlElement) -> str:
    out: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        edge = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
        if event == "start":
            out += [edge, _source_text(element.text)]
        else:
            out += [edge if element.tag != "br" else "", _source_text(element.tail if element is not cell else "")]
    return "".join(out)


def _is_content(image: html.HtmlElement) -> bool:
    """Whether a picture may hold text: not an icon and not a spacer, as far as its stated size tells."""
    sizes = [int(m[0]) for key in ("width", "height") if (m := re.match(r"\d+", image.get(key) or ""))]
    return not sizes or min(sizes) > 40
