"""Lines of a text → the tree of a regulation, with findings. Pure; nothing is repaired, doubts are findings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guiju.corpus.body import Body, articles_body, parts_body
from guiju.corpus.completeness import completeness_findings
from guiju.corpus.ending import without_ending
from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.headings import UNNUMBERED, article_opened, division_of, is_contents, part_heading, plain
from guiju.corpus.opening import heads_under, looks_like_title, read_opening
from guiju.corpus.reading.lines import Line, LineKind, SourceText
from guiju.corpus.spinning import SPUN, SUSPECT, spinning_of
from guiju.corpus.structure import article_head, paragraphs_from_lines, part_head
from guiju.corpus.wording import wording_findings
from guiju.regulation import Article, Division, Paragraph, walk

_PAGE_OF = re.compile(r"[\s.．…·\-—]*\d{1,4}$")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text as a tree. `note` is the 题注 in one line; `lead` and `signature` are not stored but may tell dates.

    `title_year` is a year that the copy has after its title (…条例2018) and that the title does not.
    """

    title: str
    note: str
    preamble: tuple[Paragraph, ...]
    children: tuple[Division | Article, ...]
    lead: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    title_year: int | None = None
    findings: tuple[Finding, ...] = ()

    def articles(self) -> list[Article]:
        """Every article in order."""
        return [node for _, node in walk(self.children) if isinstance(node, Article)]

    def count(self, kind: str) -> int:
        """How many divisions of a kind there are, or with `条` articles."""
        return sum(1 for _, node in walk(self.children) if _kind(node) == kind)


def recognise(source: SourceText, *, split: bool = False) -> list[Recognised]:
    """The regulations in a source: one, or with `split` as many as begin again with 第一条 under a title of their own."""
    starts = _starts(source.lines)
    if len(starts) > 1 and not split:
        whole = _recognised(source)
        titles = [_title_at(source.lines, start) for start in starts]
        shown = "、".join(f"《{title}》" if title else "（没有标题）" for title in titles)
        finding = Finding("several_regulations", f"一个文件里有 {len(starts)} 部法规：{shown}", source.place(None))
        return [replace(whole, findings=(finding, *whole.findings))]
    if len(starts) <= 1:
        return [_recognised(source)]
    ends = [*starts[1:], len(source.lines)]
    starts[0] = 0
    return [
        _recognised(replace(source, lines=source.lines[start:end], findings=source.findings if not start else ()))
        for start, end in zip(starts, ends, strict=True)
    ]


def _recognised(source: SourceText) -> Recognised:
    lines = source.lines
    numbered = _has_articles(lines)
    start = _body_start(lines, numbered=numbered)
    opening = read_opening(lines[:start], source, whole=start == len(lines))
    body_lines, contents = _without_contents(lines[start:], source)
    last_head = max((i for i, line in enumerate(body_lines) if _heads(line, numbered=numbered)), default=-1)
    ending = without_ending(body_lines, last_head, source)
    body = _body(ending.lines, source, numbered=numbered)
    found = Recognised(
        title=opening.title,
        note=opening.note,
        preamble=paragraphs_from_lines(line.text for line in opening.preamble),
        children=(*contents.kept, *body.children),
        lead=opening.lead,
        signature=ending.signature,
        title_year=opening.title_year,
    )
    kept = [*opening.preamble, *ending.lines]
    findings = [
        *source.findings,
        *opening.findings,
        *contents.findings(body, source),
        *body.findings,
        *ending.findings,
        *wording_findings(kept, source),
        *_spun_findings(kept, source),
        *completeness_findings(found.articles(), source),
    ]
    return replace(found, findings=tuple(findings))


def _body(lines: Sequence[Line], source: SourceText, *, numbered: bool) -> Body:
    return articles_body(lines, source) if numbered else parts_body(lines, source)


def _has_articles(lines: Sequence[Line]) -> bool:
    """Whether a text is numbered by 条: it opens articles in turn, and not first a series of 一、 (an amendment)."""
    heads = [i for i, line in enumerate(lines) if line.kind is LineKind.TEXT and article_opened(line.text, (0, 0))]
    if not heads:
        return False
    numbers = [head.number for i in heads if (head := article_head(lines[i].text))]
    in_turn = sum(b == a + 1 for a, b in pairwise(numbers))
    parts = [part.number for line in lines[: heads[0]] if (part := part_head(line.text))]
    if parts[:1] == [1] and (len(heads) == 1 or in_turn < 0.8 * (len(numbers) - 1)) and numbers[0] != 1:
        return False
    return numbers[0] == 1 or len(numbers) >= 2 or not parts


def _heads(line: Line, *, numbered: bool) -> bool:
    """Whether a line opens an article or a division; for a text without 条, a part."""
    if line.kind is not LineKind.TEXT:
        return False
    if not numbered:
        return part_head(line.text) is not None
    return article_head(line.text) is not None or division_of(line.text) is not None


def _body_start(lines: Sequence[Line], *, numbered: bool) -> int:
    """The line where the text begins: 目录, 总纲, the first division, article or part, whichever is first."""
    after_title = _first_title(lines)
    for i, line in enumerate(lines):
        if line.kind is not LineKind.TEXT:
            continue
        if is_contents(line.text) or (plain(line.text) in UNNUMBERED and i > 0):
            return i
        if numbered and (article_opened(line.text, (0, 0)) or division_of(line.text) or _heads_first(lines, i)):
            return i
        head = part_head(line.text)
        if not numbered and head and head.number == 1 and i > after_title:
            return i
    return len(lines)


def _heads_first(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is 一、管辖 over the first article, or a group heading without a number over it."""
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    head = article_opened(following, (0, 0))
    if not head or head.number != 1 or not i:
        return False
    text = lines[i].text
    return part_heading(text) or heads_under(lines, i)


def _first_title(lines: Sequence[Line]) -> int:
    return next((i for i, line in enumerate(lines[:40]) if looks_like_title(line.text)), -1)


@dataclass(frozen=True, slots=True)
class _Contents:
    """A 目录 that was set aside; `kept` is where it is the only copy of what it lists."""

    listed: tuple[Line, ...] = ()
    kept: tuple[Division, ...] = ()

    def findings(self, body: Body, source: SourceText) -> list[Finding]:
        """What the contents list and the body does not have."""
        if not self.listed:
            return []
        if self.kept:
            return [
                Finding("contents_only", "章节只见于目录，正文里没有；目录保留在正文之前", source.place(self.listed[0]))
            ]
        here = {_key(node.label) for _, node in walk(body.children) if isinstance(node, Division)}
        missing = [line for line in self.listed if division_of(_unpaged(line.text)) and _key(line.text) not in here]
        out = [
            Finding("missing_division", "目录里有，正文里没有", source.place(line), excerpt(line.text))
            for line in missing
        ]
        return out or [
            Finding(
                "contents_dropped", f"目录共 {len(self.listed)} 行没有存入，正文里都有", source.place(self.listed[0])
            )
        ]


def _without_contents(lines: Sequence[Line], source: SourceText) -> tuple[Sequence[Line], _Contents]:
    """Without a 目录: its headings stand in the text again. Kept as a part of its own where none does."""
    headed = bool(lines) and is_contents(lines[0].text)
    first = 1 if headed else 0
    listed = first
    while listed < len(lines) and _listed(lines[listed]):
        listed += 1
        if listed > first + 1 and listed < len(lines) and _key(lines[listed].text) == _key(lines[first].text):
            return lines[listed:], _Contents(tuple(lines[first:listed]))
    if not headed:
        return lines, _Contents()
    entries = lines[first:listed]
    later = {_key(line.text) for line in lines[listed:]}
    if not entries or any(_key(line.text) in later for line in entries):
        return lines[listed:], _Contents(tuple(entries))
    kept = Division("", None, "目录", paragraphs_from_lines(line.text for line in entries))
    return lines[listed:], _Contents(tuple(entries), (kept,))


def _listed(line: Line) -> bool:
    """Whether a line could stand in a table of contents."""
    text = _unpaged(line.text)
    return bool(
        line.kind is LineKind.TEXT
        and (division_of(text) or plain(text) in UNNUMBERED or part_heading(text) or re.match(r"附[件表录则]?", text))
        and len(text) <= 70
    )


def _unpaged(text: str) -> str:
    return _PAGE_OF.sub("", text)


def _key(text: str) -> str:
    return plain(_unpaged(text))


def _starts(lines: Sequence[Line]) -> list[int]:
    """Where each regulation of a file begins: its title, found above each 第一条 that begins the numbers again."""
    starts: list[int] = []
    last, before = 0, 0
    for i, line in enumerate(lines):
        if line.kind is not LineKind.TEXT or not (head := article_opened(line.text, (0, 0))) or head.inserted:
            continue
        if head.number == 1:
            title = _start_above(lines, i, before) if starts else 0
            if title is not None and (last >= 2 or not starts):
                starts.append(title)
        last, before = head.number, i
    return starts


def _start_above(lines: Sequence[Line], first: int, lowest: int) -> int | None:
    """The line of the title above a 第一条, not higher than `lowest`; None for articles quoted inside a text."""
    for i in range(first - 1, lowest, -1):
        if looks_like_title(lines[i].text):
            return i
    return None


def _title_at(lines: Sequence[Line], start: int) -> str:
    return next((plain(line.text) for line in lines[start : start + 60] if looks_like_title(line.text)), "")


def _spun_findings(lines: Sequence[Line], source: SourceText) -> list[Finding]:
    spun = spinning_of([line.text for line in lines])
    if spun.score < SUSPECT:
        return []
    code = "spun_wording" if spun.score >= SPUN else "spun_suspect"
    first = lines[spun.evidence[0].line]
    cause = f"用词反常，得 {spun.score:g} 分（{SPUN:g} 分以上拒绝）：{spun.said()}"
    return [Finding(code, cause, source.place(first), excerpt(first.text))]


def _kind(node: Division | Article) -> str:
    return node.form if isinstance(node, Article) else node.kind
