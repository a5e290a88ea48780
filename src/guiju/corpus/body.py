"""The lines of a body → divisions, articles and annexes, with what does not fit as findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.headings import (
    UNNUMBERED,
    annex_heading,
    article_opened,
    closed_up,
    division_of,
    in_turn,
    is_plain_heading,
    is_tight,
    part_heading,
    plain,
    spaced,
    sub_heading,
)
from guiju.corpus.reading.lines import BLANK, Line, LineKind, SourceText
from guiju.corpus.structure import ArticleHead, division_head, paragraphs_from_lines, part_head
from guiju.numerals import NUMERAL, BadNumeral, article_label, article_number, to_chinese
from guiju.regulation import DIVISION_KINDS, Article, ArticleForm, Division

_INNER = re.compile(rf"(?<=[。；：）])[ \u3000]*第({NUMERAL})条(之{NUMERAL})?(?=(.?))")
"""An article number after the end of a sentence, in the middle of a line."""

_INNER_DIVISION = re.compile(rf"[。；][ \u3000]*第{NUMERAL}(?:编|分编|章|节)[ \u3000]*[^。；，]{{2,30}}$")

_NOTES = "注释"


@dataclass
class _Open:
    """A division or article that may still grow."""

    node: Division | Article
    lines: list[str] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)
    at: Line | None = None

    def close(self) -> Division | Article:
        paragraphs = paragraphs_from_lines(self.lines)
        if isinstance(self.node, Article):
            return replace(self.node, paragraphs=paragraphs)
        return replace(
            self.node, paragraphs=paragraphs, children=tuple(child.close() for child in self.children)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The tree of a body, and what was found on the way."""

    children: tuple[Division | Article, ...]
    findings: tuple[Finding, ...]


def articles_body(lines: Sequence[Line], source: SourceText) -> Body:
    """The body of a text that has 条."""
    builder = _Builder(source, tight=is_tight(line.text for line in lines))
    for i, line in enumerate(lines):
        builder.take(line, lines[i + 1 : i + 4])
    return builder.body()


def parts_body(lines: Sequence[Line], source: SourceText) -> Body:
    """The body of a text without 条 whose parts are numbered 一、二、."""
    builder = _Builder(source, tight=False)
    for line in lines:
        builder.take_part(line)
    return builder.body()


class _Builder:
    """Takes the lines of a body one by one."""

    def __init__(self, source: SourceText, *, tight: bool) -> None:
        self.source, self.tight = source, tight
        self.root = _Open(Division("", None, ""))
        self.path = [self.root]
        self.last = (0, 0)
        self.seen: set[tuple[int, int]] = set()
        self.part = 0
        self.in_annex = False
        self.findings: list[Finding] = []
        self.numbers: dict[str, int] = {}
        self.may_restart: set[str] = set()
        self.notes: list[str] = []

    def take(self, line: Line, following: Sequence[Line]) -> None:
        """A line of a text with 条; `following` are the next few."""
        if line.kind is LineKind.NOTE:
            self.notes.append(line.text)
        elif line.kind is LineKind.ROW:
            self.add(line)
        elif self.in_annex:
            self.take_annex(line)
        elif division := division_of(line.text):
            self.open_division(division, line)
        elif plain(line.text) in UNNUMBERED:
            self.open_top(Division("", None, plain(line.text)), line)
        elif head := article_opened(line.text, self.last, tight=self.tight):
            self.open_article(head, line)
        elif self.seen and annex_heading(line.text):
            self.take_annex(line)
        elif self.heads_group(line, following):
            self.open_group(line)
        elif self.continues_heading(line):
            self.lengthen_heading(line)
        else:
            self.take_text(line)

    def take_part(self, line: Line) -> None:
        """A line of a text without 条."""
        head = part_head(line.text) if line.kind is LineKind.TEXT else None
        if line.kind is LineKind.NOTE:
            self.notes.append(line.text)
        elif self.in_annex or (self.part and annex_heading(line.text)):
            self.take_annex(line)
        elif head and head.number == self.part + 1:
            self.part += 1
            rest = line.text[head.length :].strip(BLANK)
            heading = closed_up(rest) if part_heading(line.text) else ""
            self.close_article()
            self.push(_Open(Article(head.number, form=ArticleForm.PART, heading=heading), at=line))
            if rest and not heading:
                self.path[-1].lines.append(rest)
        else:
            self.add(line)

    def add(self, line: Line) -> None:
        self.path[-1].lines.append(line.text)

    def tell(self, code: str, cause: str, line: Line | None, shown: str = "") -> None:
        self.findings.append(
            Finding(code, cause, self.source.place(line), excerpt(shown or (line.text if line else "")))
        )  # fmt: skip

    def take_text(self, line: Line) -> None:
        """A line of text; an article number inside it, the next in turn, means that two articles were run together."""
        self.look_for_glue(line, line.text)
        self.add(line)

    def look_for_glue(self, line: Line, text: str) -> None:
        for m in _INNER.finditer(text):
            try:
                number = article_number(m[1] + (m[2] or ""))
            except BadNumeral:
                continue
            blank_after = not m[3] or m[3] in BLANK
            if blank_after or (
                in_turn(number, self.last) and article_opened(text[m.start() :].lstrip(BLANK), self.last)
            ):
                self.tell(
                    "glued_article",
                    f"一段之中出现了{article_label(*number)}，可能是两条连在了一起",
                    line,
                    text[m.start() :],
                )
        if _INNER_DIVISION.search(text) or (division_head(text) and not division_of(text) and _INNER.search(text)):
            self.tell("glued_article", "一段之中出现了章节的标题，可能连在了一起", line)

    def open_article(self, head: ArticleHead, line: Line) -> None:
        number = (head.number, head.inserted)
        self.check_article(number, line)
        if head.odd:
            self.tell("odd_number", f"条号的写法不规范，读作{article_label(*number)}", line)
        self.close_article()
        self.last = number
        self.seen.add(number)
        self.push(_Open(Article(*number), at=line))
        text = line.text[head.length :].lstrip(BLANK)
        if text:
            self.look_for_glue(line, text)
            self.path[-1].lines.append(text)

    def check_article(self, number: tuple[int, int], line: Line) -> None:
        label = article_label(*number)
        before = f"{article_label(*self.last)}之后" if self.last[0] else "开头"
        if number in self.seen:
            self.tell("article_repeat", f"条号重复：{before}又出现{label}", line)
        elif number < self.last:
            self.tell("article_order", f"条的次序颠倒：{before}出现{label}", line)
        elif not in_turn(number, self.last):
            missing = article_label(self.last[0] + 1)
            lost = number[0] - self.last[0] - 1
            what = f"缺{missing}" + (f"等 {lost} 条" if lost > 1 else "")
            self.tell("article_gap", f"条号不连续：{before}出现{label}，{what}", line)

    def open_division(self, division: Division, line: Line) -> None:
        rank = DIVISION_KINDS.index(division.kind)
        while len(self.path) > 1 and _rank(self.path[-1].node) >= rank:
            self.path.pop()
        self.check_division(division, rank, line)
        self.push(_Open(division, at=line))

    def check_division(self, division: Division, rank: int, line: Line) -> None:
        """Numbers run on; under a new wider division they may also begin again (chapters of a code do not always)."""
        expected = self.numbers.get(division.kind, 0) + 1
        if division.number != expected and not (division.number == 1 and division.kind in self.may_restart):
            cause = f"{division.kind}的序号不连续：应为第{to_chinese(expected)}{division.kind}，却是{division.label}"
            self.tell("division_gap", cause, line)
        self.numbers[division.kind] = division.number or expected
        self.may_restart -= {division.kind}
        self.may_restart |= set(DIVISION_KINDS[rank + 1 :])

    def open_top(self, division: Division, line: Line) -> None:
        self.path = [self.root]
        self.push(_Open(division, at=line))

    def heads_group(self, line: Line, following: Sequence[Line]) -> bool:
        """Whether a line heads the articles that follow: 一、管辖, （一）动产, or a short line without a number in a 准则."""
        if not self.leads_to_article(following):
            return False
        if part_heading(line.text):
            head = part_head(line.text)
            return head is not None and head.number == self.part + 1
        before = self.path[-1]
        finished = not before.lines or before.lines[-1].endswith(("。", "；", "！"))
        if sub_heading(line.text):
            return finished and self.part > 0
        chapters = any(_rank(opened.node) < _GROUP for opened in self.path[1:])
        return finished and not chapters and is_plain_heading(line.text)

    def leads_to_article(self, following: Sequence[Line]) -> bool:
        """Whether the next article comes at once, or after headings of narrower groups."""
        for line in following:
            opened = article_opened(line.text, self.last, tight=self.tight)
            if opened:
                return in_turn((opened.number, opened.inserted), self.last)
            if not (sub_heading(line.text) or part_heading(line.text)):
                return False
        return False

    def open_group(self, line: Line) -> None:
        self.close_article()
        group = Division("", None, closed_up(line.text))
        while len(self.path) > 1 and _rank(self.path[-1].node) >= _rank(group):
            self.path.pop()
        if part_heading(line.text):
            self.part += 1
        elif not sub_heading(line.text):
            self.tell("plain_heading", f"把“{closed_up(line.text)}”认作没有编号的标题", line)
        self.push(_Open(group, at=line))

    def continues_heading(self, line: Line) -> bool:
        """Whether a line is the rest of a chapter's heading: nothing has followed the heading, and it is no sentence."""
        here = self.path[-1]
        return (
            isinstance(here.node, Division)
            and bool(here.node.kind)
            and not here.lines
            and not here.children
            and len(here.node.title) + len(line.text) <= 45
            and is_plain_heading(line.text.replace("、", ""))
        )

    def lengthen_heading(self, line: Line) -> None:
        here = self.path[-1]
        assert isinstance(here.node, Division)
        here.node = replace(here.node, title=here.node.title + closed_up(line.text))
        self.tell("plain_heading", f"把“{closed_up(line.text)}”认作“{here.node.label}”的一部分", line)

    def take_annex(self, line: Line) -> None:
        """A line of an annex; its own articles and parts are text, for they are not cited as those of the regulation."""
        if annex_heading(line.text) and not (self.in_annex and not self.path[-1].lines and len(line.text) <= 4):
            if not self.in_annex:
                self.tell("annex", "附件存在正文之后", line)
            self.in_annex = True
            self.open_top(Division("", None, spaced(line.text)), line)
        else:
            self.add(line)

    def close_article(self) -> None:
        if isinstance(self.path[-1].node, Article):
            self.path.pop()

    def push(self, opened: _Open) -> None:
        self.path[-1].children.append(opened)
        self.path.append(opened)

    def body(self) -> Body:
        """The finished tree."""
        self.check_articles(self.root)
        if self.notes:
            self.open_top(Division("", None, _NOTES), Line("", 0))
            self.path[-1].lines += self.notes
        children = [child.close() for child in self.root.children]
        return Body(tuple(children), tuple(self.findings))

    def check_articles(self, opened: _Open) -> None:
        """Articles without text, and two with the same text."""
        texts: dict[str, str] = {}
        stack = list(reversed(opened.children))
        while stack:
            here = stack.pop()
            stack.extend(reversed(here.children))
            if not isinstance(here.node, Article):
                continue
            text = "\n".join(here.lines)
            if not text and not here.node.heading:
                self.tell("empty_article", f"{here.node.label}没有正文", here.at)
            elif len(text) > 12 and text in texts:
                self.tell("same_article", f"{here.node.label}与{texts[text]}的文字完全一样", here.at)
            texts.setdefault(text, here.node.label)


_GROUP, _SUB_GROUP, _ARTICLE = range(len(DIVISION_KINDS), len(DIVISION_KINDS) + 3)


def _rank(node: Division | Article) -> int:
    """How narrow a node is: numbered divisions, groups without a number, （一） groups within them, articles."""
    if isinstance(node, Article):
        return _ARTICLE
    if node.kind:
        return DIVISION_KINDS.index(node.kind)
    if not node.title:
        return -1
    return _SUB_GROUP if sub_heading(node.title) else _GROUP
