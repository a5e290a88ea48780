"""Which lines are headings: of divisions, articles, parts and annexes, and which only look like them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guiju.corpus.structure import ArticleHead, article_head, division_head, list_mark, part_head
from guiju.regulation import Division

BLANKS = re.compile(r"[\s\u3000\u00a0\u2002\u2003]+")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])[\s\u3000\u00a0\u2002\u2003]+(?=[^\x00-\x7f])")

UNNUMBERED = frozenset(("总纲", "序言", "引言", "前言", "总则", "附则", "结束语", "导言"))
"""Parts that stand at the top without a number."""

_CONTENTS = frozenset(("目录", "目次"))

_SENTENCE = re.compile(r"[。；：，]")
_FINISHED = re.compile(r"[。；：，、！？…]$")

_REFERRING = re.compile(
    r"(?:第[一二三四五六七八九十百]+[款项目])|规定|的|所[列称指述]|[、，至）)]|和第|或者?第|及|以及|中的|之|修改|增加|删去|改为"
)
"""What follows 第三十一条 at the start of a line where it is a reference and not a heading."""

_ANNEX = re.compile(
    r"(?:附件|附表|附录|附图|附)(?:[一二三四五六七八九十]+|\d{1,2})?(?:[:：.．、 \u3000]|$)|附件[一二三四五六七八九十\d]{1,3}(?=[^\d、])"
)

LONGEST_HEADING = 60
"""Characters of a division's heading; the longest in the law of the country has 38."""


def plain(line: str) -> str:
    """A line without any blank: how headings are compared."""
    return BLANKS.sub("", line)


def closed_up(line: str) -> str:
    """A heading without the blanks that only space out its characters: 总　　则 is 总则."""
    return _HAN_GAP.sub("", line).strip()


def spaced(line: str) -> str:
    """A heading in which a blank tells two things apart: 附件一　名单 is 附件一 名单."""
    return BLANKS.sub(" ", line).strip()


def is_contents(line: str) -> bool:
    """Whether a line heads a table of contents."""
    return plain(line).strip("：:") in _CONTENTS


def division_of(line: str) -> Division | None:
    """The empty division that a line heads: 第一章　总　则 is 第一章 总则. A sentence is no heading."""
    head = division_head(line)
    if not head or len(line) > LONGEST_HEADING or re.search("[。；]", line[:-1]):
        return None
    title = line[head.length :].strip("\u3000\u00a0\u2002\u2003 \t：:")
    # 第五节 生活、卫生。 with its full stop is a heading that a copyist ended; a longer line is a sentence.
    stopped = title.endswith("。") and len(title) <= 12 and "，" not in title
    if _REFERRING.match(title) or (_FINISHED.search(title.rstrip("、")) and not stopped):
        return None
    return Division(head.kind, head.number, closed_up(title))


def in_turn(number: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether an article number follows another: 五 after 四, 四之一 after 四, 五 after 四之二."""
    return number in ((last[0] + 1, 0), (last[0], last[1] + 1))


FARTHEST_JUMP = 3
"""How many numbers may be missing before a heading without a blank after it is taken for a reference."""


def article_opened(line: str, last: tuple[int, int], *, tight: bool = False) -> ArticleHead | None:
    """The article that a line opens. Without a blank after it, only where it is the next in turn and no reference.

    `tight` texts have no blank after any article number; there, one that skips a few numbers is a heading too.
    """
    head = article_head(line)
    if not head:
        return None
    after = line[head.length : head.length + 1]
    if not after or BLANKS.match(after):
        rest = line[head.length :].lstrip("\u3000\u00a0\u2002\u2003 \t")
        # 第三十一条 第二款 at the start of a line is a reference that was spaced out.
        return None if rest and re.match(r"第[一二三四五六七八九十百]+[款项]", rest) else head
    near = tight and last[0] < head.number <= last[0] + FARTHEST_JUMP
    follows = in_turn((head.number, head.inserted), last) or near
    return head if follows and not _REFERRING.match(line, head.length) else None


def is_tight(lines: Iterable[str]) -> bool:
    """Whether a text sets no blank between an article's number and its words."""
    heads = [(line, head) for line in lines if (head := article_head(line)) and len(line) > head.length]
    own = [BLANKS.match(line, head.length) is None for line, head in heads if not _REFERRING.match(line, head.length)]
    return sum(own) > 0.6 * len(own)


def part_heading(line: str) -> bool:
    """Whether a line is 一、 with words that head what follows, and no sentence."""
    head = part_head(line)
    return bool(head) and len(line) <= LONGEST_HEADING and not _FINISHED.search(line) and "。" not in line


def sub_heading(line: str) -> bool:
    """Whether a line is （一） with words that head what follows: under 一、 in some interpretations."""
    mark = list_mark(line)
    return bool(mark and mark.style == "（一）") and len(line) <= 30 and not re.search("[。；：，]", line)


def is_plain_heading(line: str) -> bool:
    """Whether a line without a number could head a group of articles: short, and nothing that sentences have."""
    return (
        2 <= len(plain(line)) <= 30
        and not _SENTENCE.search(line)
        and not re.search(r"[\d（(）)〔\[“”|、]|年|第[一二三四五六七八九十]", line)
    )


def annex_heading(line: str) -> bool:
    """Whether a line heads an annex: 附件一, 附：国旗制法说明, 附表."""
    return len(line) <= LONGEST_HEADING + 40 and bool(_ANNEX.match(line)) and not re.search(r"[。；]$", line)
