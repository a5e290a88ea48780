"""Document Markdown → blocks. What it does not know is an error with its line, never guessed at.

The whole of it is one page: docs/markup.md. Front matter: frontmatter.py; what stands within a line: inlines.py; tables:
tablemarkup.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from guiju.documents.blocks import (
    Annex,
    Block,
    Document,
    Entry,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Signing,
)  # fmt: skip
from guiju.documents.frontmatter import front_matter
from guiju.documents.inlines import inline
from guiju.documents.tablemarkup import read_table
from guiju.errors import BadTemplate, Place

_HEADING = re.compile(r"(#{1,4}) (.+)")
_ENTRY = re.compile(r"(\d{1,3})\. (.+)")
_ANNEX = re.compile(r"=== 附件(\d{0,2})(（另装）)?(?: (.+))?")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)\)(?:\{宽=(\d+(?:\.\d+)?)毫米\})?")
_SIGNING = re.compile(r"\{签名 (.+)\}")
_BREAKS = {"---": None, "--- 横向": True, "--- 纵向": False}
_UNKNOWN = (
    (re.compile(r"!?\[[^\]]*\]\("), "链接", "文书里不放链接；图片独占一行，写作 ![说明](图.png)"),
    (re.compile(r"<[a-zA-Z/!]"), "网页标记", "请写成文字；要用尖括号，请用书名号或全角符号"),
    (re.compile(r"```"), "代码块", "请写成段落"),
    (re.compile(r"#{5,}|#+\S"), "不认识的标题", "标题最多四级，# 和文字之间空一格"),
    (re.compile(r"[*+] "), "不认识的列表", "列表写作“- 内容”或“1. 内容”"),
    (
        re.compile(r"\{|==="),
        "不认识的标记",
        "可用的有 {表 …}、{签名 …}、=== 附件1 名称、=== 附件1（另装） 名称，见 docs/markup.md",
    ),
    (re.compile(r"--- ?\S"), "不认识的换页", "换页写作 ---、--- 横向、--- 纵向"),
)
_STARTS_ONLY = {"代码块", "不认识的标题", "不认识的列表", "不认识的标记", "不认识的换页"}

ReadPicture = Callable[[str], bytes]
"""The bytes of a picture by the name in the text. Raises BadTemplate."""


def no_pictures(name: str) -> bytes:
    """For text that came without a folder."""
    raise BadTemplate(f"没有放图片 {name} 的文件夹", remedy="把图片放进这种文书的文件夹")


def parse(text: str, source: str, read_picture: ReadPicture = no_pictures) -> Document:
    """The document that the text describes. Raises BadTemplate with the line of what it cannot read."""
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise BadTemplate(
            "开头没有用两行 --- 围起来的文件头", remedy="请参照其他模板补上 form 和 title", place=Place(source, 1)
        )
    end = lines.index("---", 1)
    form, envelope = front_matter("\n".join(lines[1:end]), source)
    body = _Body(source, end + 1, read_picture, envelope.doc_number)
    return Document(form, envelope, tuple(body.read(lines[end + 1 :])))


class _Body:
    """Reads the lines after the front matter. `doc_number` is the 发文字号 that stands there, for what is bound apart."""

    def __init__(self, source: str, before: int, read_picture: ReadPicture, doc_number: str) -> None:
        self.source, self.before, self.read_picture, self.doc_number = source, before, read_picture, doc_number
        self.blocks: list[Block] = []
        self.quote: list[Inline] = []
        self.table: list[tuple[int, str]] = []

    def read(self, lines: list[str]) -> list[Block]:
        blank, listing = True, False
        for number, line in enumerate(lines, self.before + 1):
            in_list = bool(re.match(r"- |\d{1,3}\. ", line))
            in_table = line.startswith(("|", "{表"))
            if (
                line
                and not blank
                and not line.startswith(">")
                and not (in_list and listing)
                and not (in_table and self.table)
            ):
                raise self.refusal("两段之间缺空行", "段与段之间空一行", number)
            if not line.startswith(">"):
                self.close_quote()
            if not in_table:
                self.close_table()
            if in_table:
                self.table.append((number, line.rstrip()))
            elif line:
                self.take(line.rstrip(), number)
            blank, listing = not line, in_list
        self.close_quote()
        self.close_table()
        return self.blocks

    def take(self, line: str, number: int) -> None:
        if line.startswith("\\"):
            self.blocks.append(Paragraph(inline(line[1:])))
            return
        heading, entry, annex = _HEADING.fullmatch(line), _ENTRY.fullmatch(line), _ANNEX.fullmatch(line)
        picture, signing = _PICTURE.fullmatch(line), _SIGNING.fullmatch(line)
        if line in _BREAKS:
            self.blocks.append(PageBreak(_BREAKS[line]))
        elif annex:
            self.blocks.append(self.annexed(annex, number))
        elif picture:
            self.blocks.append(self.pictured(picture, number))
        elif signing:
            self.blocks.append(Signing(tuple(who.strip() for who in signing[1].split("|") if who.strip())))
        else:
            self.check(line, number)
            self.take_text(line, heading, entry)

    def take_text(self, line: str, heading: re.Match[str] | None, entry: re.Match[str] | None) -> None:
        if heading:
            self.blocks.append(Heading(len(heading[1]), inline(heading[2])))
        elif entry:
            self.blocks.append(Entry(inline(entry[2]), int(entry[1])))
        elif line.startswith("- "):
            self.blocks.append(Entry(inline(line[2:])))
        elif line.startswith(">"):
            self.quote.append(inline(line[1:].removeprefix(" ")))
        else:
            self.blocks.append(Paragraph(inline(line)))

    def annexed(self, found: re.Match[str], number: int) -> Annex:
        apart = self.doc_number if found[2] else ""
        if found[2] and not apart:
            raise self.refusal(
                "附件另装，第一行要印发文字号，文件头里却没有 doc_number",
                "在文件头补上 doc_number；附件和正文一起装订的，去掉“（另装）”",
                number,
            )
        return Annex(int(found[1]) if found[1] else None, found[3] or "", apart)

    def pictured(self, found: re.Match[str], number: int) -> Picture:
        told, name, width = found[1], found[2], float(found[3] or 0)
        if not told:
            raise self.refusal("图片没有说明文字", "写作 ![说明](图.png)，看不见图的人靠它知道内容", number)
        try:
            return Picture(name, self.read_picture(name), told, width)
        except BadTemplate as error:
            error.place = Place(self.source, number)
            raise

    def check(self, line: str, number: int) -> None:
        for pattern, what, remedy in _UNKNOWN:
            found = pattern.match(line) if what in _STARTS_ONLY else pattern.search(line)
            if found and not _HEADING.fullmatch(line):
                raise self.refusal(f"这一行有{what}：{line[:20]}", remedy, number)

    def close_quote(self) -> None:
        if self.quote:
            self.blocks.append(Quote(tuple(self.quote)))
            self.quote = []

    def close_table(self) -> None:
        if self.table:
            self.blocks.append(read_table(self.table, self.source))
            self.table = []

    def refusal(self, cause: str, remedy: str, line: int) -> BadTemplate:
        return BadTemplate(cause, remedy=remedy, place=Place(self.source, line))
