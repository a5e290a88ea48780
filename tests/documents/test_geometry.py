"""The ruler of GB/T 9704-2012, clause by clause, held against every form in both profiles; the result is docs/geometry.md.

What the standard gives as a place is measured on the page that LibreOffice prints. `python -m tests.documents.test_geometry`
writes the table anew.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from guiju.documents.blocks import Paragraph, Span
from guiju.documents.forms import to_docx
from guiju.documents.markup import parse
from guiju.documents.render import to_pdf
from guiju.documents.styles import STYLES
from tests.conftest import ROOT
from tests.documents.ruler import SAMPLES, Line, Page, Rule, measure

pytestmark = pytest.mark.office

TABLE = ROOT / "docs" / "geometry.md"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

PUNCTUATION = "，。、；：）》”"
CHARACTER = 15.75 * 25.4 / 72
FOUR = 14 * 25.4 / 72
FILLER = (
    "这一段文字只用来占满版面，每行二十八个字，看看一页能排多少行，读的人不必留意它的意思，写到这里正好再补几个字凑足。"
)

NUMBER = "滨档机纪〔2026〕5号"
APART_TOP = "另装的附件，第一行在版心上边"

Pages = dict[str, list[Page]]


@dataclass(frozen=True)
class Row:
    """A figure of the standard: its clause, what is measured, in which sample, what it should be (mm unless said) and how."""

    clause: str
    what: str
    sample: str
    want: float
    got: Callable[[list[Page]], float]
    tolerance: float = 1.0


def documents() -> dict[str, str]:
    """The samples, and what is made of them: thirty pages, long lists, titles of one line to four."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.md"))}
    head = texts["unsealed"].split("\n---\n")[0].replace("seal: none\n", "")
    texts["thirty"] = head + "\n---\n\n" + "\n\n".join([FILLER * 2] * 160) + "\n"
    for name, times in (("addressees", 1), ("crowded", 4)):
        places = "，".join(f"市第{n}档案馆" for n in "一二三四五六七八九十" * times)
        texts[name] = texts["notice"].replace("各处室，各直属单位\n", f"{places}\n")
    texts["signers"] = texts["upward"].replace(
        "[张明, 欧阳文华, 李强]", "[" + ", ".join(["张明", "王小红", "欧阳文华"] * 4) + "]"
    )
    for count, title in enumerate(TITLES, 1):
        texts[f"title{count}"] = texts["unsealed"].replace("关于报送学习情况的通知", title)
    for lines in (20, 21, 22):
        texts[f"ends{lines}"] = (
            texts["notice"].split("\n---\n")[0] + "\n---\n\n" + "\n\n".join(["正文一行。"] * (lines - 9)) + "\n"
        )
    return texts


TITLES = (
    "关于报送学习情况的通知",
    "关于开展节日期间公务用车使用管理情况专项监督检查的通知",
    "关于进一步加强机关纪律作风建设深入开展公务用车公务接待办公用房管理情况专项监督检查工作的通知",
    "关于进一步加强机关纪律作风建设深入开展公务用车公务接待办公用房差旅会议培训管理情况专项监督检查和问题整改落实情况回头看工作的通知",
)


def rows() -> Iterator[Row]:
    """Every row of the standard that can be measured."""
    yield from _page_rows()
    yield from _head_rows()
    yield from _text_rows()
    yield from _closing_rows()
    yield from _imprint_rows()
    yield from _other_forms()


def _page_rows() -> Iterator[Row]:
    yield Row("5.1", "纸宽", "notice", 210, lambda p: p[0].width, 0.5)
    yield Row("5.1", "纸高", "notice", 297, lambda p: p[0].height, 0.5)
    yield Row("5.2.1", "订口（满行的左边）", "thirty", 28, lambda p: statistics.median(line.left for line in full(p)))
    yield Row(
        "5.2.1", "版心右边（满行的右边）", "thirty", 184, lambda p: statistics.median(line.right for line in full(p))
    )
    yield Row("5.2.3", "满页的行数", "thirty", 22, lambda p: min(len(body(page)) for page in p[1:-2]), 0)
    yield Row("5.2.3", "满行的字数", "thirty", 28, lambda p: statistics.mode(len(line.text) for line in full(p)), 0)
    yield Row("5.2.3", "行距", "thirty", 225 / 22, lambda p: statistics.median(pitch(p[1])), 0.2)
    yield Row(
        "5.2.1", "版心上边", "thirty", 37, lambda p: body(p[1])[0].baseline - 0.8 * statistics.median(pitch(p[1]))
    )
    yield Row(
        "5.2.1", "版心下边", "thirty", 262, lambda p: body(p[1])[-1].baseline + 0.2 * statistics.median(pitch(p[1]))
    )


def _head_rows() -> Iterator[Row]:
    yield Row("7.2.1", "份号在版心第一行", "upward", 0, lambda p: nth(p[0], "000012"), 0)
    yield Row("7.2.2", "密级位置在第二行", "upward", 1, lambda p: nth(p[0], "内部"), 0)
    yield Row("7.2.3", "紧急程度在第三行", "upward", 2, lambda p: nth(p[0], "特急"), 0)
    yield Row("7.2.1", "份号顶格", "upward", 28, lambda p: p[0].find("000012").left)
    yield Row("7.2.4", "标志上边（版心上边下 35）", "notice", 72, lambda p: top_of(p[0], p[0].find("滨江市档案局文件")))
    yield Row(
        "7.2.4",
        "标志上边，上面有三行",
        "upward",
        72,
        lambda p: top_of(p[0], p[0].find("中共滨江市档案局机关纪律检查委员会文件"), 68.5),
    )
    yield Row("7.2.4", "标志居中", "notice", 106, lambda p: middle(p[0].find("滨江市档案局文件")))
    yield Row("7.2.4", "联合标志上边", "joint", 72, lambda p: top_of(p[0], p[0].find("滨江市档案局机关纪律检查委员会")))
    yield Row("7.2.5", "发文字号居中", "notice", 106, lambda p: middle(p[0].find("滨档发")))
    yield Row("7.2.5", "上行文的发文字号左空一字", "upward", 28 + CHARACTER, lambda p: p[0].find("滨档机纪〔").left)
    yield Row("7.2.6", "签发人右空一字", "upward", 184 - CHARACTER, lambda p: p[0].find("签发人").right)
    yield Row("7.2.6", "第二行签发人与第一个对齐", "upward", 0, lambda p: offset(p[0], "签发人：", 4, "李　强"))
    yield Row("7.2.6", "十二位签发人共六行", "signers", 6, lambda p: signer_rows(p[0]), 0)
    for sample in ("notice", "upward", "joint", "minutes"):
        yield Row("7.2.7", f"红线与字号的距离（{sample}）", sample, 4, lambda p: red_gap(p[0]), 0.6)
    yield Row("7.2.7", "红线左端", "notice", 28, lambda p: red(p[0])[0].left, 0.5)
    yield Row("7.2.7", "红线右端", "notice", 184, lambda p: red(p[0])[0].right, 0.5)


def _text_rows() -> Iterator[Row]:
    for count in range(1, 5):
        yield Row("7.3.1", f"{count} 行的标题", f"title{count}", count, lambda p: len(title(p[0])), 0)
        yield Row(
            "7.3.1",
            f"{count} 行的标题居中",
            f"title{count}",
            0,
            lambda p: max(abs(middle(line) - 106) for line in title(p[0])),
            0.5,
        )
        if count > 1:
            yield Row("7.3.1", f"{count} 行成梯形或菱形（1 是）", f"title{count}", 1, lambda p: shaped(title(p[0])), 0)
    yield Row(
        "7.3.1",
        "标题与红线空两行",
        "notice",
        2,
        lambda p: blanks(p[0], red(p[0])[0].y, title(p[0])[0].baseline - 8),
        0.6,
    )
    yield Row("7.3.2", "主送机关顶格", "notice", 28, lambda p: p[0].find("各处室，各直属单位：").left)
    yield Row(
        "7.3.2",
        "十个主送机关回行顶格",
        "addressees",
        28,
        lambda p: max(x.left for x in between(p[0], "市第一", "为了把日常")),
    )
    yield Row(
        "7.3.2",
        "四十个主送机关移到版记（1 是）",
        "crowded",
        1,
        lambda p: float("主送" in p[-1].text and "市第" not in p[0].text),
        0,
    )
    yield Row(
        "7.3.3", "四十个主送机关，首页有正文（1 是）", "crowded", 1, lambda p: float("为了把日常" in p[0].text), 0
    )
    yield Row("7.3.3", "段首空两字", "notice", 28 + 2 * CHARACTER, lambda p: p[0].find("为了把日常").left)
    for mark in ("一、", "（一）", "1.", "（1）"):
        yield Row("7.3.3", f"“{mark}”空两字", "notice", 28 + 2 * CHARACTER, partial(left_of, mark))
    yield Row("7.3.4", "附件说明空两字", "notice", 28 + 2 * CHARACTER, lambda p: p[-1].find("附件：").left)
    yield Row("7.3.4", "附件名称回行对齐", "notice", 0, lambda p: wrapped_under(p[-1]), 1.0)


def _closing_rows() -> Iterator[Row]:
    yield Row("7.3.5.1", "成文日期右空四字", "notice", 184 - 4 * CHARACTER, lambda p: p[-1].find("2026年9月11日").right)
    yield Row(
        "7.3.5.1",
        "署名对日期居中",
        "notice",
        0,
        lambda p: middle(p[-1].find("滨江市档案局")) - middle(p[-1].find("2026年9月11日")),
    )
    yield Row(
        "7.3.5.1", "联合署名的日期右空四字", "joint", 184 - 4 * CHARACTER, lambda p: any_line(p, "2026年9月11日").right
    )
    yield Row(
        "7.3.5.2",
        "不盖章：日期在署名右两字",
        "unsealed",
        2 * CHARACTER,
        lambda p: p[0].find("2026年9月11日").left - p[0].find("机关纪委").left,
    )
    yield Row(
        "7.3.5.2",
        "不盖章：日期长时右空两字",
        "unsealed",
        184 - 2 * CHARACTER,
        lambda p: p[0].find("2026年9月11日").right,
    )
    yield Row(
        "7.3.5.3", "签名章：日期右空四字", "order", 184 - 4 * CHARACTER, lambda p: p[0].find("2026年9月11日").right
    )
    for lines in (20, 21, 22):
        yield Row("7.3.5.5", f"写到第 {lines} 行，日期那一面有正文（1 是）", f"ends{lines}", 1, date_has_text, 0)
    yield Row("7.3.6", "附注空两字", "upward", 28 + 2 * CHARACTER, lambda p: any_line(p, "（联系人").left)
    yield Row("7.3.7", "“附件1”在第一行顶格", "upward", 28, lambda p: any_page(p, "附件1").lines[0].left)
    yield Row("7.3.7", "附件标题在第三行居中", "upward", 106, lambda p: middle(any_page(p, "附件1").lines[1]))
    yield from _apart_rows()


def _apart_rows() -> Iterator[Row]:
    """附件 that are bound apart: 附件2 stands upright, 附件3 lies on its side and ends upright."""
    yield Row(
        "7.3.7", "另装的附件，发文字号和附件序号在第一行", "apart", 0, lambda p: nth(apart(p), f"{NUMBER}附件2"), 0
    )
    yield Row(
        "7.3.7", APART_TOP, "apart", 37, lambda p: apart(p).lines[0].baseline - 0.8 * statistics.median(pitch(apart(p)))
    )
    yield Row("7.3.7", "另装的附件，第一行顶格", "apart", 28, lambda p: apart(p).lines[0].left)
    yield Row("7.3.7", "另装的附件，第一行用三号黑体（1 是）", "apart", 1, lambda p: in_heiti(apart(p).lines[0]), 0)
    yield Row("7.3.7", "另装的附件，标题在第三行", "apart", 3, lambda p: row_of(apart(p), title(apart(p))[0]), 0.2)
    yield Row("7.3.7", "另装的附件，标题居中", "apart", 106, lambda p: middle(title(apart(p))[0]), 0.5)
    yield Row("7.3.7", "横放的另装附件，标题居中", "apart", 147.5, lambda p: middle(title(p[-2])[0]), 0.5)
    yield Row("7.3.7", "另装的附件从一张纸的正面起（1 是）", "apart", 1, lambda p: float(p.index(apart(p)) % 2 == 0), 0)
    yield Row("7.5", "另装的附件，页码从 1 起", "apart", 1, lambda p: float(number(apart(p)).text.strip("— ")), 0)
    yield Row("7.5", "另装的附件横放以后，页码接着编", "apart", 2, lambda p: float(number(p[-1]).text.strip("— ")), 0)


def _imprint_rows() -> Iterator[Row]:
    for sample in ("notice", "upward", "crowded"):
        yield Row("7.4.1", f"末条线与版心下边重合（{sample}）", sample, 262, lambda p: black(p[-1])[-1].y)
    yield Row("7.4.1", "首条线粗", "notice", 0.35, lambda p: black(p[-1])[0].thickness, 0.03)
    yield Row("7.4.1", "中间线粗", "notice", 0.25, lambda p: black(p[-1])[1].thickness, 0.03)
    yield Row("7.4.1", "末条线粗", "notice", 0.35, lambda p: black(p[-1])[2].thickness, 0.03)
    yield Row("7.4.1", "线长", "notice", 156, lambda p: black(p[-1])[0].right - black(p[-1])[0].left, 0.5)
    yield Row("7.4.2", "抄送左空一字", "notice", 28 + FOUR, lambda p: p[-1].find("抄送：").left)
    yield Row("7.4.3", "印发机关左空一字", "notice", 28 + FOUR, lambda p: p[-1].find("滨江市档案局办公室").left)
    yield Row("7.4.3", "印发日期右空一字", "notice", 184 - FOUR, lambda p: p[-1].find("滨江市档案局办公室").right)
    yield Row("7.5", "一字线在版心下 7", "thirty", 269, lambda p: dash_top(p[0]), 0.5)
    yield Row("7.5", "单页右空一字", "thirty", 184 - FOUR, lambda p: number(p[0]).right)
    yield Row("7.5", "双页左空一字", "thirty", 28 + FOUR, lambda p: number(p[1]).left)
    yield Row("8", "横放的双页，页码在纸的原处", "landscape", 269, lambda p: 297 - turned_ink(p[3])[2], 1.5)
    yield Row("8", "横放的单页，页码在切口一侧", "landscape", 184 - FOUR, lambda p: turned_ink(p[2])[3], 1.5)


def _other_forms() -> Iterator[Row]:
    yield Row(
        "10.1",
        "信函标志上边距纸边",
        "letter",
        30,
        lambda p: top_of(p[0], p[0].find("中共滨江市档案局机关纪律检查委员会"), 12),
    )
    yield Row("10.1", "第一条线在标志下 4", "letter", 4, letter_gap)
    yield Row("10.1", "第二条线距纸的下边 20", "letter", 20, lambda p: 297 - red(p[0])[-1].y, 0.5)
    yield Row("10.1", "红色双线长", "letter", 170, lambda p: red(p[0])[0].right - red(p[0])[0].left, 0.5)
    yield Row("10.1", "红色双线居中", "letter", 106, lambda p: (red(p[0])[0].right + red(p[0])[0].left) / 2, 0.5)
    yield Row(
        "10.1",
        "字号与第一条线",
        "letter",
        CHARACTER * 7 / 8,
        lambda p: p[0].ink(130, red(p[0])[1].y + 1, 184, 70)[1] - red(p[0])[1].y,
    )
    yield Row("10.1", "发文字号顶格居右", "letter", 184, lambda p: p[0].find("加急").right)
    yield Row("10.1", "首页不编页码（行数）", "letter", 0, lambda p: sum("—" in line.text for line in p[0].lines), 0)
    yield Row(
        "10.2", "命令标志上边（版心上边下 20）", "order", 57, lambda p: top_of(p[0], p[0].find("滨江市档案局令"), 45)
    )
    yield Row("10.2", "令号居中", "order", 106, lambda p: middle(p[0].find("第3号")))
    yield Row(
        "10.3", "纪要标志上边", "minutes", 72, lambda p: top_of(p[0], p[0].find("滨江市档案局机关纪委委员会议纪要"))
    )
    yield Row("10.3", "出席空两字", "minutes", 28 + 2 * CHARACTER, lambda p: any_line(p, "出席：").left)
    yield Row("10.3", "出席人回行对齐", "minutes", 28 + 5 * CHARACTER, lambda p: any_line(p, "吴某某").left)


def body(page: Page) -> list[Line]:
    return [line for line in page.lines if line.size == 16]


def full(pages: list[Page]) -> list[Line]:
    """Full lines that no punctuation makes shorter."""
    wide = [line for page in pages for line in body(page) if line.left < 29 and line.right > 180]
    return [line for line in wide if line.text[-1] not in PUNCTUATION and not any(c.isascii() for c in line.text)]


def pitch(page: Page) -> list[float]:
    return [b.baseline - a.baseline for a, b in pairwise(body(page))]


def nth(page: Page, start: str) -> float:
    return next(n for n, line in enumerate(page.lines) if line.text.startswith(start))


def top_of(page: Page, line: Line, above: float = 60) -> float:
    return page.ink(28, max(above, 1), 184, line.baseline + 1)[1]


def middle(line: Line) -> float:
    return (line.left + line.right) / 2


def offset(page: Page, first: str, characters: int, second: str) -> float:
    """How far the second text stands from what follows so many characters of the first."""
    label = page.find(first)
    other = next(line for line in page.lines if second.replace("　", "") in line.text.replace("　", ""))
    at = other.text.replace("　", "").index(second.replace("　", "")[0])
    return other.starts[at] - label.starts[characters]


def signer_rows(page: Page) -> float:
    first = page.find("签发人").baseline
    last = page.find("滨档机纪〔").baseline
    return sum(first - 1 < line.baseline < last + 1 for line in page.lines)


def red(page: Page) -> list[Rule]:
    return [rule for rule in page.rules if rule.red]


def black(page: Page) -> list[Rule]:
    return [rule for rule in page.rules if not rule.red]


def red_gap(page: Page) -> float:
    line = red(page)[0]
    bottom = page.ink(28, line.y - 9, 184, line.y - 1)[3]
    return line.y - line.thickness / 2 - bottom


def title(page: Page) -> list[Line]:
    return [line for line in page.lines if line.size == 22]


def shaped(lines: list[Line]) -> float:
    """1 where the lines grow, shrink, or grow and then shrink."""
    steps = [len(b.text) - len(a.text) for a, b in pairwise(lines)]
    turns = sum((a > 0) != (b > 0) for a, b in pairwise(steps))
    return float(0 not in steps and turns <= 1 and (turns == 0 or steps[0] > 0))


def blanks(page: Page, upper: float, lower: float) -> float:
    return (lower - upper) / (225 / 22)


def between(page: Page, first: str, last: str) -> list[Line]:
    upper, lower = page.find(first).baseline, page.find(last).baseline
    return [line for line in page.lines if upper <= line.baseline < lower]


def any_line(pages: list[Page], start: str) -> Line:
    return next(line for page in pages for line in page.lines if line.text.startswith(start))


def left_of(start: str, pages: list[Page]) -> float:
    return any_line(pages, start).left


def any_page(pages: list[Page], start: str) -> Page:
    return next(page for page in pages if page.lines and page.lines[0].text.replace(" ", "").startswith(start))


def apart(pages: list[Page]) -> Page:
    return any_page(pages, NUMBER)


def in_heiti(line: Line) -> float:
    return float(line.size == 16 and all(name.startswith("FandolHei") for name in line.fonts))


def row_of(page: Page, line: Line) -> float:
    return 1 + (line.baseline - page.lines[0].baseline) / statistics.median(pitch(page))


def wrapped_under(page: Page) -> float:
    second, wrapped = page.find("2. "), page.find("查开始前")
    return wrapped.left - second.starts[3]


def date_has_text(pages: list[Page]) -> float:
    page = next(page for page in pages if any(line.text.startswith("2026年9月11日") for line in page.lines))
    return float(any(line.text.startswith("正文一行") for line in page.lines))


def number(page: Page) -> Line:
    return next(line for line in page.lines if line.text.startswith("—"))


def dash_top(page: Page) -> float:
    line = number(page)
    return page.ink(line.left, 264, line.left + 4.5, 280)[1]


def turned_ink(page: Page) -> tuple[float, float, float, float]:
    """The page number on a page that lies on its side: in the margin at its left."""
    return page.ink(15, 25, 34, 190)


def letter_gap(pages: list[Page]) -> float:
    page = pages[0]
    line = red(page)[0]
    return line.y - line.thickness / 2 - page.ink(28, 20, 184, line.y - 1)[3]


def measured(style: str, cache: Path) -> Pages:
    """Every sample in a style, measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for sample, text in documents().items():
            document = parse(text, sample)
            if sample == "thirty":
                document = replace(document, blocks=tuple(Paragraph((Span(FILLER * 2),)) for _ in range(160)))
            sources.append(folder / f"{sample}.docx")
            sources[-1].write_bytes(to_docx(document, STYLES[style]))
        return {path.stem: measure(path) for path in to_pdf(sources, folder, cache)}


@pytest.fixture(scope="module", params=list(STYLES))
def printed(request: pytest.FixtureRequest, office_cache: Path) -> tuple[str, Pages]:
    return request.param, measured(request.param, office_cache)


def test_every_figure_of_the_standard_is_kept(printed: tuple[str, Pages]) -> None:
    style, pages = printed
    wrong = []
    for row in rows():
        got = row.got(pages[row.sample])
        if abs(got - wanted(row, style)) > row.tolerance + 1e-6:
            wrong.append(f"{row.clause} {row.what}: {got:.2f}, {wanted(row, style):.2f} ± {row.tolerance}")
    assert wrong == []


XML: tuple[tuple[str, str, str, dict[str, str], dict[str, str]], ...] = (
    ("5.1", "纸", "w:pgSz", {"w:w": "11906", "w:h": "16838"}, {}),
    ("5.2.1", "天头、订口、翻口、地脚", "w:pgMar", {"w:top": "2098", "w:left": "1587", "w:right": "1474", "w:bottom": "1984"},
     {"w:top": "1960", "w:left": "1587", "w:right": "1474", "w:bottom": "1847"}),
    ("5.2.2", "正文三号仿宋", "w:sz", {"w:val": "32"}, {}),
    ("5.2.3", "行距固定值", "w:spacing", {"w:line": "579", "w:lineRule": "exact"}, {"w:line": "589", "w:lineRule": "exact"}),
    ("5.2.3", "字距收紧四分之一磅", "w:spacing", {"w:val": "-5"}, {}),
    ("7.3.1", "标题二号", "w:sz", {"w:val": "44"}, {}),
    ("7.4.1", "版记首末条线 1 磅", "w:bottom", {"w:sz": "8"}, {}),
    ("7.4.1", "版记中间线 0.75 磅", "w:bottom", {"w:sz": "6"}, {}),
    ("7.5", "页码四号", "w:sz", {"w:val": "28"}, {}),
)  # fmt: skip
"""Clause, what, element and attributes in the profile `word`, and in `strict` where they differ (twips, half points, 1/8 pt)."""


@pytest.mark.parametrize("style", list(STYLES))
def test_the_docx_says_what_the_page_shows(style: str) -> None:
    data = to_docx(parse((SAMPLES / "notice.md").read_text("utf-8"), "notice"), STYLES[style])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        foot = etree.fromstring(package.read("word/rOdd.xml"))
    for clause, what, name, word, strict in XML:
        wanted = strict or word if style == "strict" else word
        found = [*root.iter(W + name.removeprefix("w:")), *foot.iter(W + name.removeprefix("w:"))]
        said = [{key: element.get(W + key.removeprefix("w:")) for key in wanted} for element in found]
        assert wanted in said, (clause, what)


def wanted(row: Row, style: str) -> float:
    """What LibreOffice should print: it sets line boxes, so the text of `strict` begins 2.42 mm higher and ends lower."""
    shift = {"版心上边": -2.42, "版心下边": 1.14, APART_TOP: -2.42}.get(row.what, 0.0) if style == "strict" else 0.0
    if style == "strict" and row.what == "行距":
        return 29.45 * 25.4 / 72
    return row.want + shift


def test_the_table_of_figures_is_the_one_in_the_documentation() -> None:
    written = TABLE.read_text("utf-8")
    for row in rows():
        assert f"| {row.clause} | {row.what} |" in written, "run: make geometry"


def table(cache: Path) -> str:
    """The table of docs/."""
    lines = [
        "# 版面实测",
        "",
        "GB/T 9704-2012 的每一项，用 LibreOffice 打印出来量（毫米，行数、字数除外）。`make geometry` 重做这张表。",
        "",
    ]
    lines += [
        "`word` 是 Word 页面设置里看到 37/35 毫米的版面，`strict` 是用尺子量字边得到 37 毫米的版面（行框高出字边 2.42 毫米）。",
        "",
    ]
    lines += ["| 条款 | 项目 | 应为 | word | strict | 允许差 |", "|---|---|---|---|---|---|"]
    pages = {style: measured(style, cache) for style in STYLES}
    for row in rows():
        got = {style: row.got(pages[style][row.sample]) for style in STYLES}
        figures = " | ".join(f"{got[style]:.2f}" for style in STYLES)
        lines.append(f"| {row.clause} | {row.what} | {row.want:.2f} | {figures} | {row.tolerance} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1])), "utf-8")
