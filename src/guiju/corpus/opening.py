"""What stands before the body: news leads and letters, the title, the 题注, a preamble."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guiju.corpus.findings import Finding, excerpt
from guiju.corpus.headings import annex_heading, closed_up, is_contents, plain
from guiju.corpus.reading.lines import Line, LineKind, SourceText
from guiju.corpus.structure import division_head, part_head

TITLE_ENDS = tuple(
    "章程 准则 条例 规定 办法 规则 细则 法典 基本法 组织法 法 制度 决定 决议 意见 方案 通则 规程 规范 纲要 解释 批复 标准 通知 守则 "
    "安排 解答 公约 规划 要点 措施 指南 清单 修正案 体系 名单 答复 公告 命令 声明 说明".split()
)
"""What titles of rules end in, before a bracket such as （试行）."""

_STRONG = re.compile(r"(?:章程|准则|条例|规定|办法|规则|细则|法)(?:[（(][^（）()]{1,20}[）)])*$")
"""What titles of rules proper end in: a nearer line that ends in 规范 or 标准 may be a heading under such a title."""

_TITLE = re.compile(rf"(?:{'|'.join(TITLE_ENDS)})[》〉]?(?:[（(][^（）()]{{1,20}}[）)])*$")
_YEAR = re.compile(r"(?<=[一-鿿）)])\s*[（(]?(?:19|20)\d{2}(?:年)?(?:版|修订|修正)?[)）]?$")
_QUOTED_TITLE = re.compile(
    r"^[^。；，]*(?:印发|发布|公布|下发|转发)[^。；，]*《([^《》]{4,80})》(?:的通知|的公告)?(?:[（(][^（）()]*[）)])?$"
)
_WHOLE_TEXT = re.compile(r"^.{0,20}《([^《》]{4,80})》(?:[（(][^（）()]*[）)])?(?:的?全文)(?:如下)?[。：:]?$")

_TITLE_BROKEN = re.compile(
    r"^(?:(?:中华人民共和国|全国人民代表大会|第[一二三四五六七八九十]+届全国|最高人民|中共中央|中国共产党|国务院|关于|《).{0,40}|.{2,40}关于(?:.{0,30}))"
    r"(?<![。；：！？》”)）令号告])$"
)
"""A line that begins a title and does not end it: 全国人民代表大会常务委员会, 关于批准《国务院关于."""

_DATE = (
    r"(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*[年.．/-]\s*[\d一二三四五六七八九十]{1,3}\s*"
    r"[月.．/-](?:\s*[\d一二三四五六七八九十]{1,3}\s*日?)?"
)
_ONLY_DATE = re.compile(rf"[（(]?\s*{_DATE}\s*[）)]?")
_ENACTED = re.compile(r"通过|施行|实施|印发|发布|公布|批准|修正|修订|修改|废止|生效")
_NUMBER = re.compile(
    r"[（(]?[一-鿿]{1,14}?\s*[〔\[【(（]\s*\d{4}\s*[〕\]】)）]\s*第?\s*\d+\s*号.*|.{0,20}第\s*\d+\s*号令|.{0,30}令\s*[（(]?第?\s*[\d一二三四五六七八九十百〇零]+\s*号[）)]?|第\s*\d+\s*号"
)
_BYLINE = re.compile(
    r"来源[:：]|作者[:：]|发布(?:时间|日期|机构)[:：]|浏览|点击|阅读次数|字体|字号|【打印|编辑[:：]|责编|新华社.{0,8}电|文章来源|信息来源|分享"
)
_ADDRESSED = re.compile(r"^(?:各|党中央|中央|国务院|省|市|县|机关).*[：:]$")

LONGEST_TITLE = 90
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What was read before the body. `note` is the 题注 in one line, `lead` what is not stored but may tell dates."""

    title: str
    note: str
    preamble: tuple[Line, ...]
    lead: tuple[str, ...]
    title_year: int | None
    findings: tuple[Finding, ...]


def looks_like_title(text: str) -> bool:
    """Whether a line could be the title of a rule."""
    bare = _YEAR.sub("", plain(text))
    return (
        4 <= len(bare.strip("《》")) <= LONGEST_TITLE
        and bool(_TITLE.search(bare.strip("《》")))
        and not re.search("[。；，：？！]", bare)
    )


def read_opening(lines: Sequence[Line], source: SourceText, *, whole: bool) -> Opening:
    """The opening of a text: `lines` are those before its body, or with `whole` all of a text without any numbers."""
    findings: list[Finding] = []
    at, title = _continued(lines, *(_first_title(lines) if whole else _title_in(lines)))
    if at is None:
        at, title, finding = _title_elsewhere(lines, source)
        findings.append(finding)
    else:
        title = _whole_title(lines[:at], title)
    above, below = (lines[:at], lines[at + 1 :]) if at is not None else ((), lines)
    bare = _YEAR.sub("", title)
    if bare != title:
        findings.append(
            Finding("title_year", f"标题之后的“{title[len(bare) :]}”不属于标题，没有存入", source.place(None))
        )
    letter = _letter_end(below)
    head = _Head(source)
    # Many copies give the title twice, with the 题注 under the first: what stands between is no news lead.
    first = next((i for i, line in enumerate(above) if plain(line.text).strip("《》") == plain(title)), len(above))
    between = [line for line in above[first + 1 :] if head.take_note(line.text)]
    for line in below[letter:]:
        head.take(line, bare)
    unsaid = [line for line in (*above, *below[:letter]) if not any(line is kept for kept in between)]
    told = [line for line in unsaid if plain(line.text).strip("《》") not in plain(title)]
    if told:
        cause = f"标题之前的 {len(told)} 段没有存入"
        findings.append(Finding("lead_cut", cause, source.place(told[0]), excerpt(told[0].text)))
    lead = [line.text for line in unsaid]
    year = re.search(r"\d{4}", title[len(bare) :])
    return Opening(
        bare,
        head.note(),
        tuple(head.preamble),
        tuple(lead + head.dropped),
        int(year[0]) if year else None,
        tuple(findings),
    )


def _title_in(lines: Sequence[Line]) -> tuple[int | None, str]:
    """The line of the title, and the title: the nearest above the body, two lines joined where one alone is none."""
    for i in range(len(lines) - 1, -1, -1):
        text = lines[i].text
        if lines[i].kind is not LineKind.TEXT or (annex_heading(text) and len(plain(text)) < 6):
            continue
        quoted = _QUOTED_TITLE.search(plain(text)) or _WHOLE_TEXT.search(text)
        if quoted and len(text) < 300 and looks_like_title(quoted[1]) and not _inside_note(lines, i):
            return i, closed_up(quoted[1])
        if looks_like_title(text) and not _inside_note(lines, i) and not heads_under(lines, i):
            return i, _clean(_with_lines_above(lines, i))
    return None, ""


def _continued(lines: Sequence[Line], at: int | None, title: str) -> tuple[int | None, str]:
    """A title whose last line is only its end: …办法》 and then 的决议."""
    following = lines[at + 1].text if at is not None and at + 1 < len(lines) else ""
    if at is not None and following.startswith("的") and looks_like_title(title + following):
        return at + 1, title + closed_up(following)
    return at, title


def _whole_title(above: Sequence[Line], title: str) -> str:
    """The title as a line above gives it in one piece, where the nearest line is only its end."""
    whole = (_clean(line.text) for line in above if looks_like_title(line.text))
    return next((text for text in whole if len(text) > len(title) and plain(text).endswith(plain(title))), title)


def _title_elsewhere(lines: Sequence[Line], source: SourceText) -> tuple[int | None, str, Finding]:
    """A title where no line looks like one: the first line, if the file itself calls it its title; else what a page says."""
    if (
        lines
        and source.hints
        and plain(lines[0].text) == plain(source.hints[0])
        and len(lines[0].text) <= LONGEST_TITLE
    ):
        title = _clean(lines[0].text)
        return 0, title, Finding("title_guessed", f"把文件的第一行《{title}》用作标题", source.place(lines[0]))
    title = next((hint for text in source.hints for hint in [_hinted(text)] if hint), "")
    if title:
        return (
            None,
            title,
            Finding("title_guessed", f"正文之前没有标题，采用了页面或文件的标题《{title}》", source.place(None)),
        )
    return None, "", Finding("no_title", "没有找到标题", source.place(lines[0] if lines else None))


def _first_title(lines: Sequence[Line]) -> tuple[int | None, str]:
    """The title of a text without numbers: the first that looks like one, for the nearest may stand anywhere in it."""
    for i, line in enumerate(lines[:40]):
        joined = line.text
        for j in range(i, min(i + 4, len(lines))):
            if j > i:
                joined += lines[j].text
            if looks_like_title(joined) and (j == i or _TITLE_BROKEN.search(line.text)):
                return j, _clean(joined)
    return None, ""


def heads_under(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a heading under the title that the text begins with: 党员廉洁自律规范 in a 准则."""
    first = _YEAR.sub("", plain(lines[0].text)).strip("《》")
    text = lines[at].text
    return (
        at > 0
        and looks_like_title(text)
        and not _STRONG.search(plain(text))
        and looks_like_title(first)
        and bool(_STRONG.search(first))
    )


def _inside_note(lines: Sequence[Line], at: int) -> bool:
    """Whether a line lies within a bracket that was opened above it, or tells of an adoption itself."""
    text = lines[at].text
    if text.startswith(("（", "(")) and _ENACTED.search(text):
        return True
    above = "".join(line.text for line in lines[max(0, at - 6) : at])
    return _open_brackets(above) > 0 and _open_brackets(above + text) <= 0 and _ENACTED.search(above) is not None


def _with_lines_above(lines: Sequence[Line], at: int) -> str:
    """A title that is set in several lines: the lines above it begin one and end in no way that titles do."""
    title = lines[at].text
    for i in range(at - 1, max(at - 4, -1), -1):
        before = lines[i].text
        if looks_like_title(before) or _TITLE_BROKEN.search(before) is None or _ENACTED.search(plain(before)[-2:]):
            break
        title = before + title
    return title


def _clean(text: str) -> str:
    """A title without its book marks and spacing; a blank between two names (中共中央 国务院) goes too."""
    title = closed_up(text)
    return title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title


def _hinted(text: str) -> str:
    """A title out of what a page calls itself: 中共中央印发《…条例》, or the words themselves."""
    quoted = _QUOTED_TITLE.search(plain(text)) or re.search(r"《([^《》]{4,80})》", plain(text))
    if quoted and looks_like_title(quoted[1]):
        return quoted[1]
    return _clean(text) if looks_like_title(text) and not part_head(text) and not division_head(text) else ""


def _letter_end(lines: Sequence[Line]) -> int:
    """How many lines after a title are a letter that sends the rule out: it ends with a date of its own."""
    for i, line in enumerate(lines):
        if _ONLY_DATE.fullmatch(line.text) and not line.text.startswith(("（", "(")):
            before = [earlier.text for earlier in lines[:i]]
            if any(_ADDRESSED.search(text) or re.search(r"印发|现予|遵照|执行", text) for text in before):
                rest = i + 1
                while rest < len(lines) and re.fullmatch(r"附件?[:：]?|《.*》", lines[rest].text):
                    rest += 1
                return rest
    return 0


class _Head:
    """Sorts the lines between the title and the body."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.notes: list[str] = []
        self.open = 0
        self.preamble: list[Line] = []
        self.dropped: list[str] = []

    def take_note(self, text: str) -> bool:
        """Keep a line that belongs to the 题注, which may run over several paragraphs until its bracket closes."""
        if _BYLINE.search(text) and len(text) < 80 and not self.open:
            return False
        if self.open > 0 or self.is_note(text):
            self.open = max(0, self.open + _open_brackets(text))
        elif not _NUMBER.fullmatch(text):
            return False
        self.notes.append(text)
        return True

    def take(self, line: Line, title: str) -> None:
        text = line.text
        if self.take_note(text):
            return
        if plain(text).strip("《》") in (plain(title), "") or (plain(title).endswith(plain(text)) and len(text) > 3):
            return
        if (_BYLINE.search(text) and len(text) < 80) or re.fullmatch(r"附件?[:：]?", text):
            self.dropped.append(text)
        elif line.kind is LineKind.TEXT and is_contents(text):
            return
        else:
            self.preamble.append(line)

    def is_note(self, text: str) -> bool:
        if self.preamble and not (re.match(_DATE, text) and _ENACTED.search(text)):
            return False
        if text.startswith(("（", "(")) and (_ENACTED.search(text) or _ONLY_DATE.search(text)):
            return len(text) < LONGEST_NOTE
        told = re.search(_DATE, text) and _ENACTED.search(text)
        dated = re.match(rf"{_DATE}[ \u3000]", text) and len(text) < 60
        return (
            bool(told or dated or _ONLY_DATE.fullmatch(text))
            and len(text) < 400
            and not text.endswith(("。", "：", ":"))
        )

    def note(self) -> str:
        return "\u3000".join(self.notes)


def _open_brackets(text: str) -> int:
    return sum(text.count(c) for c in "（(") - sum(text.count(c) for c in "）)")
