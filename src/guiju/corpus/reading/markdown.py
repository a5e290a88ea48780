"""Markdown files: the marks go, the words stay."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from guiju.corpus.reading.encoding import decoded
from guiju.corpus.reading.lines import Gathered, row_text
from guiju.corpus.reading.plain import LINE_BREAK, take_lines
from guiju.corpus.reading.wrapping import Raw

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s]))(.*?)[ \t]*#*[ \t]*$")
_ONLY_LINK = re.compile(r"(?:\[[^\[\]]*\]\([^()]*\)|\\\[\\\[.*\\\]\\\]|https?://\S+)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^()]*\)|\{\{[^{}]*\}\}")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|em|strong|span|font|center|div|sup|sub|small|big|hr|h[1-6]|del|ins)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*---[ \t:|-]*$")
_GIST = re.compile(r">[ \t]*要点：")


def read_markdown(data: bytes, got: Gathered) -> None:
    """The paragraphs of a Markdown file. Raises BadImport for an unknown encoding."""
    text, encoding = decoded(data, got.name)
    got.remark("encoding", f"文字编码是 {encoding}")
    text = LINE_BREAK.sub("\n", text)
    front = _FRONT.match(text)
    if front:
        got.hints += [title[1] for title in [_FRONT_TITLE.search(front[1])] if title]
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    stripped = _Stripped(got)
    take_lines(list(stripped.lines(text.split("\n"))), got)
    if stripped.links:
        got.remark("markdown", f"去掉了 {stripped.links} 行只有链接的文字")
    if stripped.gists:
        got.remark("markdown", f"{stripped.gists} 行要点不是原文，没有导入")


class _Stripped:
    """Takes the marks off line by line, and counts what was left out."""

    def __init__(self, got: Gathered) -> None:
        self.got, self.links, self.gists = got, 0, 0

    def lines(self, lines: list[str]) -> Iterator[Raw]:
        fenced = False
        for at, line in enumerate(lines, 1):
            if re.match(r"[ \t]*(?:```|~~~)", line):
                fenced = not fenced
                continue
            if fenced:
                yield Raw(line, at)
            elif not line.strip():
                yield Raw("", at)
            else:
                yield from self.line(line, at)

    def line(self, line: str, at: int) -> Iterator[Raw]:
        heading = _HEADING.match(line)
        if heading:
            text = self.words(heading[2], at)
            self.got.hints.append(text.strip())
            # A heading is a paragraph of its own, whether or not empty lines surround it.
            yield from (Raw("", at), Raw(text, at), Raw("", at))
        elif _ONLY_LINK.fullmatch(line.strip()):
            self.links += 1
        elif _GIST.match(line):
            self.gists += 1
        elif _RULE.match(line) and set(line.strip()) <= set("|-: \t"):
            return
        elif row := _ROW.match(line):
            cells = re.split(r"(?<!\\)\|", row[1])
            yield Raw(row_text([self.words(cell, at) for cell in cells]), at)
        else:
            for piece in _BREAK.split(re.sub(r"^[ \t]{0,3}(?:>[ \t]?|[-*+][ \t]+)", "", line)):
                yield Raw(self.words(piece, at), at)

    def words(self, text: str, at: int) -> str:
        """The text without inline marks. Blanks stay, so that an indent can be seen."""
        if _IMAGE.search(text):
            self.got.remark("picture", "有图片，导入后看不到", at, text)
            text = _IMAGE.sub("", text)
        text = _LINK.sub(r"\1", text).replace("**", "")
        text = _TAG.sub("", text)
        return html.unescape(_ESCAPE.sub(r"\1", text))
