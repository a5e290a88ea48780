"""One version of a regulation as a Markdown file, both ways. Canonical files survive read and write byte for byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from guiju.corpus.frontmatter import metadata_from_text, metadata_to_text
from guiju.corpus.structure import article_head, division_head, paragraphs_from_lines, part_head
from guiju.errors import BadData, BadRegulationFile, Place
from guiju.regulation import Article, ArticleForm, Division, Metadata, Paragraph, TextKind, Version
from guiju.yamlfile import read_text

DIGEST_MARK = "> 要点："
"""How the line of a gist begins."""

_HEADING = re.compile(r"(#{1,6}) (.+)")
_ESCAPED = ("#", ">", "\\", "---")


def read_version(path: Path, shown: str = "") -> Version:
    """The version that a file holds. Raises BadRegulationFile with the line; `shown` is the name used in messages."""
    try:
        text = read_text(path)
    except BadData as error:
        raise BadRegulationFile(error.cause, remedy=error.remedy, place=error.place) from error
    return version_from_text(text, shown or str(path))


def version_from_text(text: str, source: str) -> Version:
    """The same from text. Windows line ends are accepted; they are layout."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise BadRegulationFile(
            "文件开头没有用两行 --- 围起来的文件头", remedy="请参照其他法规文件补上文件头", place=Place(source, 1)
        )
    end = lines.index("---", 1)
    meta = metadata_from_text("\n".join(lines[1:end]), source)
    return _Body(meta, source, end + 1).read(lines[end + 1 :])


def version_to_text(version: Version) -> str:
    """The canonical file: front matter, title, then headings, paragraphs and gists, a blank line between blocks."""
    blocks = [f"# {version.meta.title}", *_matter(version.preamble, version.digests)]
    for path, node in version.walk():
        blocks.append(f"{'#' * (len(path) + 2)} {node.label}")
        digests = node.digests if isinstance(node, Division) else (node.digest,) if node.digest else ()
        blocks.extend(_matter(node.paragraphs, digests))
    return metadata_to_text(version.meta) + "\n\n".join(blocks) + "\n"


def official_text(version: Version) -> str:
    """The normalised wording over which `sha256` is taken: title, 题注, headings and text, a line each, without gists."""
    return "".join(f"{line}\n" for _, lines in blocks_of(version) for line in lines)


def blocks_of(version: Version) -> Iterator[tuple[str, list[str]]]:
    """The wording in blocks, each with its name: title, 题注 and preamble first, then every heading with its lines."""
    meta = version.meta
    yield "标题、题注和序言", [meta.title, *([meta.history] if meta.history else []), *_lines(version.preamble)]
    for _, node in version.walk():
        yield node.label, [node.label, *_lines(node.paragraphs)]


def text_hash(version: Version) -> str:
    """sha256 of `official_text`, in hexadecimal."""
    return hashlib.sha256(official_text(version).encode()).hexdigest()


def block_checks(version: Version) -> tuple[str, ...]:
    """Four hexadecimal digits for each block of the wording, in order."""
    return tuple(
        hashlib.sha256("\n".join(lines).encode()).hexdigest()[:4] for _, lines in blocks_of(version)
    )  # fmt: skip


def sealed(version: Version) -> Version:
    """The version with the hash and checks of its wording in its front matter."""
    return replace(version, meta=replace(version.meta, sha256=text_hash(version), checks=block_checks(version)))


def changed_blocks(version: Version) -> list[str]:
    """What was changed since the wording was sealed, by name: 第四条, 第九条之后 where something is gone."""
    names = [name for name, _ in blocks_of(version)]
    out: list[str] = []
    matcher = SequenceMatcher(None, version.meta.checks, block_checks(version), autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag == "delete":
            out.append(f"{names[start - 1]}之后" if start else "开头")
        elif tag != "equal":
            out += names[start:end]
    return out


def is_intact(version: Version) -> bool:
    """Whether imported wording is what was imported. Model texts and gists have no hash to keep."""
    return version.meta.text is not TextKind.OFFICIAL or version.meta.sha256 == text_hash(version)


def _lines(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from paragraph.lines()


def _matter(paragraphs: tuple[Paragraph, ...], digests: tuple[str, ...]) -> Iterator[str]:
    for line in _lines(paragraphs):
        yield f"\\{line}" if line.startswith(_ESCAPED) else line
    for digest in digests:
        yield DIGEST_MARK + digest


@dataclass
class _Node:
    """A heading being read, until its children are complete."""

    label: str
    line: int
    depth: int
    lines: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


class _Body:
    """Reads what follows the front matter, one line after another."""

    def __init__(self, meta: Metadata, source: str, first: int) -> None:
        self.meta, self.source, self.first = meta, source, first
        self.path: list[_Node] = []
        self.numbered = False

    def read(self, lines: list[str]) -> Version:
        blank = True
        for number, line in enumerate(lines, self.first + 1):
            if line and not blank:
                raise self.refusal("两段之间缺空行", "一款一段，段与段之间空一行", number)
            # The title follows the front matter at once.
            blank = not line
            if line:
                self.take(line, number)
        if not self.path:
            raise self.refusal(f"没有标题“# {self.meta.title}”", "请在文件头之后写上标题", self.first)
        root = self.path[0]
        return replace(
            Version(self.meta),
            preamble=paragraphs_from_lines(root.lines),
            digests=tuple(root.digests),
            children=tuple(self.finish(child) for child in root.children),
        )

    def take(self, line: str, number: int) -> None:
        if line.isspace():
            raise self.refusal("这一行只有空格", "请删去这些空格，空行里不要有任何字符", number)
        heading = _HEADING.fullmatch(line)
        if heading:
            self.open(_Node(heading[2], number, len(heading[1])))
        elif not self.path:
            raise self.refusal("正文之前没有标题", f"请在文件头之后写上“# {self.meta.title}”", number)
        elif line.startswith(DIGEST_MARK):
            self.path[-1].digests.append(line.removeprefix(DIGEST_MARK))
        elif line.startswith((">", "#")):
            raise self.refusal(f"看不懂这一行：{line[:20]}", f"标题写作“### 第一条”，要点写作“{DIGEST_MARK}…”", number)
        else:
            self.path[-1].lines.append(line.removeprefix("\\"))

    def open(self, node: _Node) -> None:
        if not self.path:
            if node.depth != 1 or node.label != self.meta.title:
                raise self.refusal(f"第一个标题应是“# {self.meta.title}”", "请让标题与文件头的 title 一致", node.line)
        elif not 2 <= node.depth <= self.path[-1].depth + 1:
            raise self.refusal(
                f"“{node.label}”的标题层级不对", f"上一级标题有{self.path[-1].depth}个 #，这里最多再多一个", node.line
            )
        else:
            while self.path[-1].depth >= node.depth:
                self.path.pop()
            parent = self.path[-1]
            if article_head(parent.label):
                raise self.refusal(f"“{node.label}”写在了“{parent.label}”里面", "请减少 # 的个数", node.line)
            parent.children.append(node)
            # A text with 条 may head groups of them by 一、; in one without, 一、 is what is cited.
            self.numbered = self.numbered or article_head(node.label) is not None
        self.path.append(node)

    def finish(self, node: _Node) -> Division | Article:
        head = article_head(node.label)
        if head and head.length == len(node.label):
            return Article(head.number, head.inserted, paragraphs_from_lines(node.lines), self.digest_of(node))
        part = part_head(node.label)
        if part and not node.children and not self.numbered:
            paragraphs, heading = paragraphs_from_lines(node.lines), node.label[part.length :]
            return Article(part.number, 0, paragraphs, self.digest_of(node), ArticleForm.PART, heading)
        division = division_head(node.label)
        title = node.label[division.length :] if division else node.label
        finished = Division(
            kind=division.kind if division else "",
            number=division.number if division else None,
            title=title.strip(),
            paragraphs=paragraphs_from_lines(node.lines),
            digests=tuple(node.digests),
            children=tuple(self.finish(child) for child in node.children),
        )
        if finished.label != node.label:
            raise self.refusal(f"标题“{node.label}”写法不规范", f"应写作“{finished.label}”", node.line)
        return finished

    def digest_of(self, node: _Node) -> str | None:
        if len(node.digests) > 1:
            raise self.refusal(f"{node.label}有{len(node.digests)}条要点", "每条只写一条要点", node.line)
        return node.digests[0] if node.digests else None

    def refusal(self, cause: str, remedy: str, line: int) -> BadRegulationFile:
        return BadRegulationFile(cause, remedy=remedy, place=Place(self.source, line))
