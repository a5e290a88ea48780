"""Document Markdown → blocks. What it does not know is an error with its line, never guessed at.

Front matter: `form`, `title` and the parts of the envelope. Body, a blank line between blocks: `#` to `####` headings,
paragraphs, `- ` points, `1. ` entries, `> ` quotes (a line a paragraph), `---` alone for a new page, `**bold**`.
A backslash at the start of a line takes the meaning from what follows it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import fields
from typing import Any

from guiju.documents.blocks import (
    Block,
    Document,
    Entry,
    Envelope,
    Form,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Quote,
    Span,
)  # fmt: skip
from guiju.errors import BadData, BadTemplate, Place
from guiju.yamlfile import Data, Lines, mapping_from_text

_HEADING = re.compile(r"(#{1,4}) (.+)")
_ENTRY = re.compile(r"(\d{1,3})\. (.+)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_UNKNOWN = (
    (re.compile(r"\|"), "表格", "这一版还不支持表格，请改成段落或列表"),
    (re.compile(r"!?\[[^\]]*\]\("), "链接或图片", "文书里不放链接和图片，请写成文字"),
    (re.compile(r"<[a-zA-Z/!]"), "网页标记", "请写成文字；要用尖括号，请用书名号或全角符号"),
    (re.compile(r"```"), "代码块", "请写成段落"),
    (re.compile(r"#{5,}|#+\S"), "不认识的标题", "标题最多四级，# 和文字之间空一格"),
    (re.compile(r"[*+] "), "不认识的列表", "列表写作“- 内容”或“1. 内容”"),
)
_STARTS_ONLY = {"表格", "代码块", "不认识的标题", "不认识的列表"}

_LISTS = {"attachments", "signatories", "cc"}
_DATES = {"date", "print_date"}
_SECRET = ("secrecy", "classification", "密级")

DOC_NUMBER = re.compile(r"[^〔〕\s]+〔\d{4}〕[1-9]\d*号")
"""GB/T 9704-2012 §7.2.5: full year in 〔〕, no 第, no leading zero."""


def parse(text: str, source: str) -> Document:
    """The document that the text describes. Raises BadTemplate with the line of what it cannot read."""
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise BadTemplate(
            "开头没有用两行 --- 围起来的文件头", remedy="请参照其他模板补上 form 和 title", place=Place(source, 1)
        )
    end = lines.index("---", 1)
    form, envelope = _front_matter("\n".join(lines[1:end]), source)
    return Document(form, envelope, tuple(_Body(source, end + 1).read(lines[end + 1 :])))


def _front_matter(text: str, source: str) -> tuple[Form, Envelope]:
    try:
        data, lines = mapping_from_text(text, source, first_line=2)
    except BadData as error:
        raise BadTemplate(error.cause, remedy=error.remedy, place=error.place) from error
    _check_keys(data, lines, source)
    form = data.pop("form", None)
    if form not in list(Form):
        raise _refusal(source, lines, "form", f"form 的值“{form}”不认识", "可用的有：" + "、".join(Form))
    values = {key: _value(key, value, lines, source) for key, value in data.items() if value is not None}
    if not values.get("title"):
        raise _refusal(source, lines, "title", "缺少标题 title", "请补上 title")
    _check_formats(values, lines, source)
    return Form(form), Envelope(**values)


def _check_keys(data: Data, lines: Lines, source: str) -> None:
    known = ["form", *(f.name for f in fields(Envelope))]
    for key in data:
        if key in _SECRET:
            raise _refusal(
                source, lines, key, f"不能印密级（{data[key]}）", "本工具不处理国家秘密，涉密文件请在涉密计算机上办理"
            )
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"是不是想写 {near[0]}？" if near else "可用的名称有：" + "、".join(known)
            raise _refusal(source, lines, key, f"文件头里不认识“{key}”", hint)


def _value(key: str, value: Any, lines: Lines, source: str) -> Any:
    if key in _LISTS:
        items = value if isinstance(value, list) else [value]
        return tuple(str(item) for item in items if item not in (None, ""))
    if key in _DATES:
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise _refusal(source, lines, key, f"“{key}”的日期“{value}”不对", "日期写作 2026-09-18") from None
    if isinstance(value, dict | list):
        raise _refusal(source, lines, key, f"“{key}”应是一行文字", "请写成一行")
    return str(value)


def _check_formats(values: dict[str, Any], lines: Lines, source: str) -> None:
    number = values.get("doc_number", "")
    if number and not DOC_NUMBER.fullmatch(number):
        raise _refusal(
            source,
            lines,
            "doc_number",
            f"发文字号“{number}”不合 GB/T 9704",
            "写作 机关代字〔2026〕5号：六角括号、全年份、不编虚位",
        )
    copy = values.get("copy_number", "")
    if copy and not re.fullmatch(r"\d{6}", copy):
        raise _refusal(source, lines, "copy_number", f"份号“{copy}”不合 GB/T 9704", "份号是6位阿拉伯数字，如 000012")


def _refusal(source: str, lines: Lines, key: str, cause: str, remedy: str) -> BadTemplate:
    return BadTemplate(cause, remedy=remedy, place=Place(source, lines.get((key,), 1)))


class _Body:
    """Reads the lines after the front matter."""

    def __init__(self, source: str, before: int) -> None:
        self.source, self.before = source, before
        self.blocks: list[Block] = []
        self.quote: list[Inline] = []

    def read(self, lines: list[str]) -> list[Block]:
        blank, listing = True, False
        for number, line in enumerate(lines, self.before + 1):
            in_list = bool(re.match(r"- |\d{1,3}\. ", line))
            if line and not blank and not line.startswith(">") and not (in_list and listing):
                raise self.refusal("两段之间缺空行", "段与段之间空一行", number)
            if not line.startswith(">"):
                self.close_quote()
            if line:
                self.take(line.rstrip(), number)
            blank, listing = not line, in_list
        self.close_quote()
        return self.blocks

    def take(self, line: str, number: int) -> None:
        if line.startswith("\\"):
            self.blocks.append(Paragraph(_inline(line[1:])))
            return
        self.check(line, number)
        heading, entry = _HEADING.fullmatch(line), _ENTRY.fullmatch(line)
        if line == "---":
            self.blocks.append(PageBreak())
        elif heading:
            self.blocks.append(Heading(len(heading[1]), _inline(heading[2])))
        elif entry:
            self.blocks.append(Entry(_inline(entry[2]), int(entry[1])))
        elif line.startswith("- "):
            self.blocks.append(Entry(_inline(line[2:])))
        elif line.startswith(">"):
            self.quote.append(_inline(line[1:].removeprefix(" ")))
        else:
            self.blocks.append(Paragraph(_inline(line)))

    def check(self, line: str, number: int) -> None:
        for pattern, what, remedy in _UNKNOWN:
            found = pattern.match(line) if what in _STARTS_ONLY else pattern.search(line)
            if found and not _HEADING.fullmatch(line):
                raise self.refusal(f"这一行有{what}：{line[:20]}", remedy, number)

    def close_quote(self) -> None:
        if self.quote:
            self.blocks.append(Quote(tuple(self.quote)))
            self.quote = []

    def refusal(self, cause: str, remedy: str, line: int) -> BadTemplate:
        return BadTemplate(cause, remedy=remedy, place=Place(self.source, line))


def _inline(text: str) -> Inline:
    """A line as spans: every second piece of the split stood between ** and **."""
    pieces = _BOLD.split(text)
    return tuple(Span(piece, bold=bool(i % 2)) for i, piece in enumerate(pieces) if piece)
