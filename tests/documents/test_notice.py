"""A ruler held against a notice: GB/T 9704-2012, each figure with its clause, ±1 mm as the standard allows (§6.1)."""

from __future__ import annotations

import re
import statistics
from itertools import pairwise
from pathlib import Path

import pytest

from guiju.documents.forms import to_docx
from guiju.documents.markup import parse
from guiju.documents.styles import STYLES
from tests.documents.ruler import SAMPLES, Page, measure, rendered

pytestmark = pytest.mark.office

PUNCTUATION = "，。、；：）》”"

APART = (SAMPLES / "apart.md").read_text("utf-8")


@pytest.fixture(scope="module")
def pages(office_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    docx = to_docx(parse((SAMPLES / "notice.md").read_text("utf-8"), "notice.md"))
    return measure(rendered(docx, "notice", tmp_path_factory.mktemp("notice"), office_cache))


def near(value: float, tolerance: float = 1.0) -> object:
    return pytest.approx(value, abs=tolerance)


def test_the_paper_is_a4(pages: list[Page]) -> None:
    assert len(pages) >= 3
    assert all((page.width, page.height) == (near(210, 0.5), near(297, 0.5)) for page in pages)


def test_margins_left_28_right_184(pages: list[Page]) -> None:  # §5.2.1
    full = [line for page in pages for line in page.lines if len(line.text) >= 28 and line.text[-1] not in PUNCTUATION]
    body = [line for line in full if line.size == 16]
    assert len(body) >= 10
    for line in body:
        assert (line.left, line.right) == (near(28), near(184)), line.text


def test_22_lines_of_28_characters(pages: list[Page]) -> None:  # §5.2.3
    body = [line for line in pages[1].lines if line.size == 16]
    assert len(body) == 22
    pitch = [b.baseline - a.baseline for a, b in pairwise(body)]
    assert statistics.median(pitch) == near(225 / 22, 0.1)
    full = [line for page in pages for line in page.lines if line.size == 16 and line.left < 29 and line.right > 183]
    uninterrupted = [
        line for line in full if line.text[-1] not in PUNCTUATION and not any(c.isascii() for c in line.text)
    ]
    assert uninterrupted
    assert {len(line.text) for line in uninterrupted} == {28}


def test_the_text_area_begins_37_mm_from_the_top_and_ends_at_262(pages: list[Page]) -> None:  # §5.2.1
    body = [line for line in pages[1].lines if line.size == 16]
    line_height = 28.95 * 25.4 / 72
    assert body[0].baseline - 0.8 * line_height == near(37)
    assert body[-1].baseline + 0.2 * line_height == near(262)


def test_the_head(pages: list[Page]) -> None:
    first = pages[0]
    mark, number = first.find("滨江市档案局文件"), first.find("滨档发〔2026〕12号")
    assert first.ink(28, 60, 184, mark.baseline + 5)[1] == near(72)  # §7.2.4: 35 mm under the top of the text area
    assert (mark.left + mark.right) / 2 == near(106, 0.5)
    assert (number.left + number.right) / 2 == near(106, 0.5)  # §7.2.5
    red = [rule for rule in first.rules if rule.red]
    assert len(red) == 1
    assert (red[0].left, red[0].right) == (near(28), near(184))  # §7.2.7: as wide as the text area
    bottom = first.ink(28, number.baseline - 6, 184, red[0].y - 1)[3]
    assert red[0].y - red[0].thickness / 2 - bottom == near(4)  # §7.2.7: 4 mm under the number


def test_the_title_is_centred_and_broken_into_a_trapezium(pages: list[Page]) -> None:  # §7.3.1
    title = [line for line in pages[0].lines if line.size == 22]
    assert "".join(line.text for line in title) == "关于开展机关纪律作风专项检查进一步严格请销假和值班管理工作的通知"
    assert len(title) == 2
    assert len(title[0].text) != len(title[1].text)
    for line in title:
        assert (line.left + line.right) / 2 == near(106, 0.5)
        assert not line.text.startswith(("的", "工作"))


def test_four_levels_of_headings(pages: list[Page]) -> None:  # §7.3.3
    lines = [line for page in pages for line in page.lines]
    expected = {"一、": "FandolHei", "（一）": "FandolKai", "1.": "FandolFang", "（1）": "FandolFang"}
    for mark, font in expected.items():
        heading = next(line for line in lines if line.text.startswith(mark) and line.left > 38)
        assert any(name.startswith(font) for name in heading.fonts), mark
        assert heading.left == near(28 + 11.1)
    assert [line.text[:2] for line in lines if line.text[:2] in ("一、", "二、", "三、")] == ["一、", "二、", "三、"]


def test_recipients_are_flush_left_and_end_in_a_colon(pages: list[Page]) -> None:  # §7.3.2
    line = pages[0].find("各处室，各直属单位")
    assert (line.left, line.text[-1]) == (near(28), "：")


def test_attachments_wrap_under_their_names(pages: list[Page]) -> None:  # §7.3.4
    last = pages[-1]
    first, second, wrapped = last.find("附件："), last.find("2. "), last.find("查开始前")
    assert first.left == near(28 + 11.1)
    assert second.left == near(first.left + 3 * 5.56)
    assert wrapped.left == near(second.left + 5.4)


def test_signature_and_date(pages: list[Page]) -> None:  # §7.3.5.1
    last = pages[-1]
    date, name = last.find("2026年9月11日"), last.find("滨江市档案局")
    assert date.right == near(184 - 22.2)
    assert (name.left + name.right) / 2 == near((date.left + date.right) / 2)
    assert any(line.baseline < name.baseline and line.left < 40 and line.size == 16 for line in last.lines), (
        "no text above"
    )


def test_the_imprint_stands_at_the_foot_of_the_last_side(pages: list[Page]) -> None:  # §7.4
    rules = [rule for rule in pages[-1].rules if not rule.red]
    assert [rule.thickness for rule in rules] == [near(0.35, 0.02), near(0.25, 0.02), near(0.35, 0.02)]
    assert all((rule.left, rule.right) == (near(28), near(184)) for rule in rules)
    assert rules[-1].y == near(262)
    copies, printer = pages[-1].find("抄送："), pages[-1].find("滨江市档案局办公室")
    assert (copies.left, printer.left) == (near(28 + 4.94), near(28 + 4.94))
    assert (copies.size, printer.text.endswith("2026年9月14日印发")) == (14, True)
    assert printer.right == near(184 - 4.94)


def test_page_numbers_on_the_outer_side(pages: list[Page]) -> None:  # §7.5
    for number, page in enumerate(pages, 1):
        line = page.find("—")
        assert line.text.replace(" ", "") == f"—{number}—"
        assert any(name.startswith("FandolSong") for name in line.fonts)
        outer = line.right if number % 2 else line.left
        assert outer == near(184 - 4.94 if number % 2 else 28 + 4.94)
        dash = page.ink(line.left, 264, line.left + 4.5, 280)
        assert dash[1] == near(269)  # 7 mm under the text area


def numbers(pages: list[Page]) -> list[str]:
    """The page numbers as printed, upright or on their side; '' where there is none."""
    return ["".join(re.findall(r"^—?\s*(\d+)\s*—?$", page.text, re.M)) for page in pages]


@pytest.mark.parametrize("style", list(STYLES))
def test_what_is_bound_apart_comes_after_the_imprint_on_leaves_of_its_own(  # §7.3.7
    style: str, office_cache: Path, tmp_path: Path
) -> None:
    pages = measure(rendered(to_docx(parse(APART, "x"), STYLES[style]), "apart", tmp_path, office_cache))
    firsts = [page.lines[0].text if page.lines else "" for page in pages]
    assert firsts[2:5] == ["附件1", "", "滨档机纪〔2026〕5号附件2"]
    assert pages[2].lines[-2].text.endswith("2026年9月11日印发")
    assert "滨档机纪〔2026〕5号附件3" in pages[6].text
    assert numbers(pages) == ["1", "2", "3", "", "1", "2", "1", "2"]
    assert not any(rule.red for page in pages[1:] for rule in page.rules)


def test_an_annex_that_is_bound_with_the_text_stays_before_the_imprint(office_cache: Path, tmp_path: Path) -> None:
    text = APART.replace("附件1 ", "附件1（另装） ").replace("附件2（另装） ", "附件2 ")
    pages = measure(rendered(to_docx(parse(text, "x")), "order", tmp_path, office_cache))
    heads = [line.text for page in pages for line in page.lines if "附件" in line.text and "：" not in line.text]
    assert heads == ["附件2", "滨档机纪〔2026〕5号附件1", "滨档机纪〔2026〕5号附件3"]
    assert numbers(pages) == ["1", "2", "3", "4", "1", "", "1", "2"]
    assert "2026年9月11日印发" in pages[3].text


def test_a_letter_leaves_its_first_page_without_a_number_and_what_is_bound_apart_not(
    office_cache: Path, tmp_path: Path
) -> None:  # §10.1
    text = APART.replace("form: notice", "form: letter")
    pages = measure(rendered(to_docx(parse(text, "x")), "letter", tmp_path, office_cache))
    at = next(n for n, page in enumerate(pages) if page.lines and page.lines[0].text.endswith("5号附件2"))
    assert numbers(pages)[0] == ""
    assert numbers(pages)[at:] == ["1", "2", "1", "2"]


def test_a_page_break_before_an_annex_leaves_no_empty_page(office_cache: Path, tmp_path: Path) -> None:
    head = APART.split("\n---\n")[0] + "\n---\n\n正文。\n\n"
    text = (
        head + "---\n\n=== 附件1 甲\n\n一。\n\n--- 横向\n\n=== 附件2 乙\n\n二。\n\n--- 横向\n\n=== 附件3 丙\n\n三。\n"
    )
    pages = measure(rendered(to_docx(parse(text, "x")), "breaks", tmp_path, office_cache))
    firsts = [next(line.text for line in page.lines if len(line.text) > 1) for page in pages]
    assert [first for first in firsts if first.startswith("附件") and "：" not in first] == ["附件1", "附件2", "附件3"]
    assert [len(line.text) for line in pages[-1].lines if line.text.endswith("印发")]
    assert len(pages) == 6
