"""Files as offices have them → the lines of text in them. Layout goes (indents, soft breaks), characters stay."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from guiju.corpus.structure import article_head
from guiju.errors import BadImport
from guiju.writing import cause_of

LARGEST_FILE = 50 * 2**20
"""Bytes of a file that is read at all; the longest law of the country is 1 MB as docx."""

LARGEST_UNPACKED = 200 * 2**20
"""Bytes that a docx may hold when unpacked: more is a zip bomb."""

_BLANK = " \t\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff"
"""What indents a line: layout, not text."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a file says: its lines without blank ones, and in what form it came."""

    lines: tuple[str, ...]
    form: str


def read_source(path: Path) -> SourceText:
    """The lines of a docx, html, md or txt file. Raises BadImport with cause and remedy; nothing is guessed."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(_READERS)
        raise BadImport(
            f"不认识的文件类型“{path.suffix or '（无扩展名）'}”", remedy=f"可以导入的类型：{known}", place=path
        )
    data = _bytes(path)
    lines = tuple(clean for line in reader(data, path) if (clean := line.strip(_BLANK + "\r\n")))
    if not lines:
        raise BadImport("文件里没有文字", remedy="请用 Word 或浏览器打开核对，重新下载或另存后再导入", place=path)
    return SourceText(lines, path.suffix.lower().lstrip("."))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except FileNotFoundError:
        raise BadImport("没有这个文件", remedy="请核对文件名和所在文件夹", place=path) from None
    except OSError as error:
        raise BadImport(
            f"读不出来：{cause_of(error)}", remedy="请检查它是不是文件夹、有没有读取权限", place=path
        ) from error
    if size > LARGEST_FILE:
        raise BadImport(
            f"文件有 {size // 2**20} MB，超过 50 MB 的上限", remedy="法规文本不会这么大，请核对文件", place=path
        )
    if not data:
        raise BadImport("文件是空的（0 字节）", remedy="请重新下载或重新保存后再导入", place=path)
    return data


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        data.decode("gb18030")
        found = "看起来是 GB18030（GBK）编码"
    except UnicodeDecodeError:
        found = "也不是 GB18030 编码"
    raise BadImport(
        f"不是 UTF-8 编码，{found}", remedy="请用记事本打开并核对文字，另存为 UTF-8 编码后再导入", place=path
    )


def _text_lines(data: bytes, path: Path) -> Iterator[str]:
    return iter(_decoded(data, path).split("\n"))


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKDOWN_LEFT = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[a-zA-Z/][^>]*>|^\|.*\|$|^```")


def _markdown_lines(data: bytes, path: Path) -> Iterator[str]:
    """Lines without the marks of Markdown: heading signs, bold, comments. Other markup is refused."""
    for number, line in enumerate(_COMMENT.sub("", _decoded(data, path)).split("\n"), 1):
        bare = re.sub(r"^#{1,6}[ \t\u3000]+", "", line.strip(_BLANK + "\r"))
        bare = bare.replace("**", "")
        if _MARKDOWN_LEFT.search(bare):
            raise BadImport(
                f"第{number}行含有链接、表格或网页标记，不能确定哪些字是正文：{bare[:20]}",
                remedy="请把这一行改成纯文字，或换一份文本",
                place=path,
            )
        yield bare


def _docx_lines(data: bytes, path: Path) -> Iterator[str]:
    """Paragraphs of the body. Whatever would be lost in silence is refused by name."""
    body = _docx_body(data, path)
    for tag, what, remedy in _DOCX_REFUSED:
        if next(body.iter(f"{{*}}{tag}"), None) is not None:
            raise BadImport(what, remedy=remedy, place=path)
    for paragraph in body.iter(f"{_W}p"):
        yield from _broken("".join(_run_text(paragraph)))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MERGE = "请在 Word“审阅”里接受或拒绝全部修订，保存后再导入"
_DOCX_REFUSED = (
    ("altChunk", "正文不在文档里，而是嵌入的网页（altChunk），直接读取会得到空文本",
     "请用 Word 或 WPS 打开，全选复制到新文档，另存为 docx 后再导入"),
    ("del", "文档带有未接受的修订（删除）", _MERGE),
    ("ins", "文档带有未接受的修订（插入）", _MERGE),
    ("moveFrom", "文档带有未接受的修订（移动）", _MERGE),
    ("tbl", "正文里有表格，这一版还不能导入表格", "请核对表格是否属于正文；如只是版面，请改成文字后再导入"),
    ("txbxContent", "正文里有文本框，其中的文字顺序无法确定", "请把文本框里的文字移到正文后再导入"),
    ("drawing", "正文里有图片，导入会丢失", "请核对图片里有没有文字；确认不要的，删去图片另存后再导入"),
    ("pict", "正文里有图片，导入会丢失", "请核对图片里有没有文字；确认不要的，删去图片另存后再导入"),
    ("object", "正文里有嵌入的对象，导入会丢失", "请把它的内容改成文字后再导入"),
    ("footnoteReference", "正文里有脚注，导入会丢失", "请把脚注移到正文，或核对后删去再导入"),
    ("endnoteReference", "正文里有尾注，导入会丢失", "请把尾注移到正文，或核对后删去再导入"),
    ("sym", "正文里有用符号字体写的字，读不出来", "请把这些符号改成普通文字后再导入"),
    ("oMath", "正文里有公式，导入会丢失", "请把公式改成文字后再导入"),
)  # fmt: skip

_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How a file of Word 97–2003 begins, and any encrypted docx."""


def _docx_body(data: bytes, path: Path) -> etree._Element:
    """The body of the main part, read without python-docx, which breaks on damaged packages in many ways."""
    remedy = "请用 Word 或 WPS 打开核对，另存为 docx 后再导入"
    if data.startswith(_OLD_WORD):
        raise BadImport("这是旧版 doc 格式或加了密码的文档", remedy=remedy, place=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            if unpacked > LARGEST_UNPACKED:
                raise BadImport(
                    f"解压后有 {unpacked // 2**20} MB，像是压缩炸弹",
                    remedy="请不要打开来历不明的文件，改用官方网站下载的文本",
                    place=path,
                )
            document = etree.fromstring(package.read("word/document.xml"), _SAFE)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        etree.LxmlError,
    ):
        document = None
    body = None if document is None else document.find(f"{_W}body")
    if body is None:
        raise BadImport("不是有效的 docx 文件，或文件已损坏", remedy=remedy, place=path)
    return body


_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
"""No entity of a document is expanded, and nothing is fetched."""


def _run_text(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab"):
        yield (node.text or "") if node.tag == f"{_W}t" else "\n" if node.tag != f"{_W}tab" else "\u3000"


def _broken(text: str) -> Iterator[str]:
    """A paragraph at its soft breaks: each piece a line where it begins an article, else joined to the one before."""
    pieces = [piece.strip(_BLANK) for piece in text.split("\n")]
    joined = pieces[0]
    for piece in pieces[1:]:
        if article_head(piece):
            yield joined
            joined = piece
        else:
            joined += piece
    yield joined


_SKIPPED = {"script", "style", "noscript", "template", "nav", "header", "footer", "head", "title", "select", "button"}
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "td", "th", "section", "article", "ul", "ol",
           "table", "body", "dd", "dt", "blockquote", "pre"}  # fmt: skip


def _html_lines(data: bytes, path: Path) -> Iterator[str]:
    """Lines of the smallest part of the page that holds every article: navigation around it is cut."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data, path))
    try:
        page = html.document_fromstring(text)
    except (etree.LxmlError, ValueError):
        raise BadImport("网页无法解析", remedy="请在浏览器里打开，另存为“网页，仅 HTML”后再导入", place=path) from None
    main = _main_part(page)
    if main.find(".//table") is not None:
        raise BadImport(
            "正文里有表格，这一版还不能导入表格", remedy="请把正文复制成纯文本（UTF-8 的 txt）后再导入", place=path
        )
    return iter(_layout_free(_flow(main)).split("\n"))


def _main_part(page: html.HtmlElement) -> html.HtmlElement:
    """The lowest element over all article headings; the whole page where there are none."""
    heads = [e for e in page.iter("p", "div", "li", "td", "h2", "h3", "h4", "h5") if _opens_article(e)]
    if not heads:
        return page
    chains = [[e, *e.iterancestors()][::-1] for e in heads]
    shared = [level[0] for level in zip(*chains, strict=False) if all(e is level[0] for e in level)]
    main = shared[-1]
    return main.getparent() if main in heads and main.getparent() is not None else main


def _opens_article(element: html.HtmlElement) -> bool:
    return article_head("".join(element.itertext()).strip(_BLANK + "\r\n")) is not None


def _flow(element: html.HtmlElement) -> str:
    """The text with a line break at the borders of blocks; source line breaks are marked for `_layout_free`."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return (element.tail or "").replace("\n", "\r")
    edge = "\n" if element.tag in _BLOCKS else ""
    inner = (element.text or "").replace("\n", "\r") + "".join(_flow(child) for child in element)
    return f"{edge}{inner}{edge}" + (element.tail or "").replace("\n", "\r")


def _layout_free(text: str) -> str:
    """A line break in the source of a page is layout: nothing between Han characters, a blank elsewhere."""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*\r[ \t\r]*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t]*\r[ \t\r]*", " ", text)


_READERS: dict[str, Callable[[bytes, Path], Iterator[str]]] = {
    ".docx": _docx_lines,
    ".html": _html_lines,
    ".htm": _html_lines,
    ".md": _markdown_lines,
    ".txt": _text_lines,
}
