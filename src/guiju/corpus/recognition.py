"""Lines of a text → the tree of a regulation, with findings. Pure; nothing is repaired, doubts are findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from guiju.corpus.structure import ArticleHead, article_head, division_head, paragraphs_from_lines
from guiju.numerals import NUMERAL, to_chinese
from guiju.regulation import DIVISION_KINDS, Article, Division

_BLANK = re.compile(r"[\s\u3000\u00a0\u2002\u2003]+")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000\u00a0\u2002\u2003]+(?=[^\x00-\x7f])")
_UNNUMBERED = ("总纲", "序言", "引言", "前言")
_CONTENTS = ("目录", "目次")
_TITLE_END = re.compile(
    r"(章程|准则|条例|规定|办法|规则|细则|法|制度|决定|意见|方案|通则|基本法)(?:[（(][^（）()]*[）)])?$"
)
_NOTE = re.compile(r"\d{4}\s*[年.．]|通过|施行|印发|发布|公布|修正|修订")
_REFERRING = re.compile(r"规定|的|所[列称指]|[、，至第款项]|和第|或者?第|及|以及|中的|之")
"""What follows 第三十一条 at the start of a line where it is a reference and not a heading."""

_GLUED = re.compile(rf"[。；]第{NUMERAL}条(?:之{NUMERAL})?[ \u3000\u00a0\u2002\u2003]")
"""An article number with the blank that only headings have, in the middle of a line."""

_FURNITURE = re.compile(
    r"上一篇|下一篇|责任编辑|责编|打印正文|打印本页|【打印|关闭窗口|版权所有|点击数|点击量|相关链接|延伸阅读|扫一扫|分享到|返回顶部|ICP备"
)
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]|锟斤拷|烫烫烫")


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to refuse a text: a code, what is wrong, the line of the text it shows in."""

    code: str
    cause: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text as a tree. `note` is the 题注, in one line; findings are in the order of the text."""

    title: str
    note: str
    children: tuple[Division | Article, ...]
    findings: tuple[Finding, ...]

    def count(self, kind: str) -> int:
        """How many divisions of a kind there are, or with `条` articles."""
        return sum(1 for node in _walk(self.children) if _kind(node) == kind)


def recognise(lines: Sequence[str]) -> Recognised:
    """The regulation in these lines: title, 题注, then divisions and articles. What stands before the title is dropped."""
    start = _body_start(lines)
    if start is None:
        return Recognised("", "", (), (Finding("no_articles", "没有找到“第一条”，看不出条文结构"),))
    title_at = _title_line(lines, start)
    title = _HAN_GAP.sub("", lines[title_at]).strip("《》") if title_at is not None else ""
    head = [line for line in lines[title_at + 1 : start] if not _is_contents(line)] if title_at is not None else []
    note = [line for line in head if _NOTE.search(line) and len(line) < 1000]
    builder = _Builder()
    for line in _without_contents(lines[start:]):
        builder.take(line)
    findings = [] if title else [Finding("no_title", "没有找到标题", lines[0][:30])]
    findings += [
        Finding("stray_line", "标题与正文之间有一行看不出是什么", line[:30]) for line in head if line not in note
    ]
    return Recognised(title, "\u3000".join(note), builder.tree(), tuple(findings + builder.findings))


def _body_start(lines: Sequence[str]) -> int | None:
    """The line where the text begins: 目录, 总纲, the first division or the first article, whichever is first."""
    if not any((head := article_head(line)) and (head.number, head.inserted) == (1, 0) for line in lines):
        return None
    for i, line in enumerate(lines):
        if _is_contents(line) or _plain(line) in _UNNUMBERED or _division(line) or _opens(line, (0, 0)):
            return i
    return None


def _title_line(lines: Sequence[str], start: int) -> int | None:
    """The last short line before the body that ends as titles do."""
    for i in range(start - 1, max(start - 12, -1), -1):
        if (
            len(lines[i]) <= 60
            and _TITLE_END.search(_plain(lines[i]).strip("《》"))
            and not re.search("[。，]", lines[i])
        ):
            return i
    return None


def _without_contents(lines: Sequence[str]) -> Sequence[str]:
    """Without a 目录: its headings stand in the text again. Kept where they do not, so that nothing is lost."""
    if not lines or not _is_contents(lines[0]):
        return lines
    listed = 1
    while listed < len(lines) and (_division(lines[listed]) or _plain(lines[listed]) in _UNNUMBERED):
        listed += 1
        if listed > 2 and _plain(lines[listed - 1]) == _plain(lines[1]):
            return lines[listed - 1 :]
    return lines[listed:]


def _is_contents(line: str) -> bool:
    return _plain(line) in _CONTENTS


def _plain(line: str) -> str:
    return _BLANK.sub("", line)


def _division(line: str) -> Division | None:
    """The empty division that a line heads: 第一章　总　则 is 第一章 总则. A sentence is not a heading."""
    head = division_head(line)
    if not head or len(line) > 45 or re.search("[。；，：]", line):
        return None
    return Division(head.kind, head.number, _HAN_GAP.sub("", line[head.length :].strip("\u3000\u00a0\u2002\u2003 \t")))


def _opens(line: str, last: tuple[int, int]) -> ArticleHead | None:
    """The article that a line opens. Without a blank after it, only where it is the next in turn and no reference."""
    head = article_head(line)
    if not head:
        return None
    after = line[head.length : head.length + 1]
    if not after or _BLANK.match(after):
        return head
    return head if _in_turn(head, last) and not _REFERRING.match(line, head.length) else None


def _in_turn(head: ArticleHead, last: tuple[int, int]) -> bool:
    return (head.number, head.inserted) in ((last[0] + 1, 0), (last[0], last[1] + 1))


@dataclass
class _Open:
    """A division or article that may still grow."""

    node: Division | Article
    lines: list[str] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)

    def close(self) -> Division | Article:
        paragraphs = paragraphs_from_lines(self.lines)
        if isinstance(self.node, Article):
            return Article(self.node.number, self.node.inserted, paragraphs)
        children = tuple(child.close() for child in self.children)
        return Division(self.node.kind, self.node.number, self.node.title, paragraphs, (), children)


class _Builder:
    """Takes the lines of a body one by one and notes what does not fit."""

    def __init__(self) -> None:
        self.root = _Open(Division("", None, ""))
        self.path = [self.root]
        self.last = (0, 0)
        self.findings: list[Finding] = []
        self.numbers: dict[str, int] = {}
        self.may_restart: set[str] = set()

    def take(self, line: str) -> None:
        self.check(line)
        division = _division(line)
        head = None if division else _opens(line, self.last)
        if division:
            self.open_division(division)
        elif _plain(line) in _UNNUMBERED:
            self.open_division(Division("", None, _plain(line)))
        elif head:
            self.open_article(head, line)
        else:
            self.take_text(line)

    def take_text(self, line: str) -> None:
        """A line of text; one that begins with the very next article number may be that article, and is not guessed."""
        next_head = article_head(line)
        if next_head and _in_turn(next_head, self.last):
            self.findings.append(Finding("doubtful_article", "分不清这是条的开头还是引用", line[:30]))
        if _GLUED.search(line):
            self.findings.append(Finding("glued_article", "一段之中出现了条号，可能是两条连在了一起", line[:30]))
        self.path[-1].lines.append(line)

    def check(self, line: str) -> None:
        if _BROKEN.search(line):
            self.findings.append(Finding("mojibake", "有乱码或不能显示的字符", line[:30]))
        if _FURNITURE.search(line) and len(line) < 60:
            self.findings.append(Finding("furniture", "混进了网页上的文字", line[:30]))

    def open_division(self, division: Division) -> None:
        rank = _rank(division)
        while len(self.path) > 1 and _rank(self.path[-1].node) >= rank:
            self.path.pop()
        if division.number:
            self.check_number(division, rank)
        self.push(_Open(division))

    def check_number(self, division: Division, rank: int) -> None:
        """Numbers run on; under a new wider division they may also begin again (chapters of a code do not always)."""
        expected = self.numbers.get(division.kind, 0) + 1
        if division.number != expected and not (division.number == 1 and division.kind in self.may_restart):
            cause = f"{division.kind}的序号不连续：应为第{to_chinese(expected)}{division.kind}，却是{division.label}"
            self.findings.append(Finding("division_gap", cause, division.label))
        self.numbers[division.kind] = division.number or expected
        self.may_restart -= {division.kind}
        self.may_restart |= set(DIVISION_KINDS[rank + 1 :])

    def open_article(self, head: ArticleHead, line: str) -> None:
        if isinstance(self.path[-1].node, Article):
            self.path.pop()
        opened = _Open(Article(head.number, head.inserted))
        text = line[head.length :].lstrip("\u3000\u00a0\u2002\u2003 \t")
        self.last = (head.number, head.inserted)
        self.push(opened)
        if text:
            self.take_text(text)

    def push(self, opened: _Open) -> None:
        self.path[-1].children.append(opened)
        self.path.append(opened)

    def tree(self) -> tuple[Division | Article, ...]:
        if self.root.lines:
            self.findings.append(Finding("stray_line", "第一条之前有看不出归属的文字", self.root.lines[0][:30]))
        return tuple(child.close() for child in self.root.children)


def _rank(node: Division | Article) -> int:
    """How narrow a division is. An unnumbered one (总纲) stands at the top and holds no numbered one; an article none."""
    if isinstance(node, Article) or not node.kind:
        return len(DIVISION_KINDS) if isinstance(node, Article) or node.title else -1
    return DIVISION_KINDS.index(node.kind)


def _kind(node: Division | Article) -> str:
    return "条" if isinstance(node, Article) else node.kind


def _walk(children: Sequence[Division | Article]) -> list[Division | Article]:
    out: list[Division | Article] = []
    for node in children:
        out.append(node)
        if isinstance(node, Division):
            out += _walk(node.children)
    return out
