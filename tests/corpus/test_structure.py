from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.structure import article_head, division_head, list_mark, paragraphs_from_lines, part_head, rows_of


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("第一条　为了", (1, 0)),
        ("第一百零一条 甲", (101, 0)),
        ("第一百〇一条", (101, 0)),
        ("第一百二十条之一　甲", (120, 1)),
        ("第三人应当", None),
        ("第一款所称", None),
        ("第二审人民法院", None),
        ("第一百三条", None),  # no law writes this
        ("依照第一条", None),
    ],
)
def test_article_heads(line: str, number: tuple[int, int] | None) -> None:
    head = article_head(line)
    assert (head and (head.number, head.inserted)) == number
    assert not (head and head.odd)


@pytest.mark.parametrize("line", ["第 四十六条　甲", "第四十六 条甲", "第46条 甲", "第４６条　甲"])
def test_an_article_number_written_oddly_is_read_and_marked(line: str) -> None:
    head = article_head(line)
    assert head is not None
    assert (head.number, head.odd) == (46, True)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("第八章 党的纪律", ("章", 8)),
        ("第一编 总则", ("编", 1)),
        ("第二分编 物权", ("分编", 2)),
        ("第一节", ("节", 1)),
        ("第八届", None),
    ],
)
def test_division_heads(line: str, found: tuple[str, int] | None) -> None:
    head = division_head(line)
    assert (head and (head.kind, head.number)) == found


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("（一）甲", ("（一）", 1)),
        ("(十二)甲", ("（一）", 12)),
        ("一、甲", ("一、", 1)),
        ("1.甲", ("1.", 1)),
        ("１．甲", ("1.", 1)),
        ("2、甲", ("1.", 2)),
        ("3　甲", ("1.", 3)),
        ("(4)甲", ("（1）", 4)),
        ("③甲", ("①", 3)),
        ("丙、甲", ("甲、", 3)),
        ("1.5米以上", None),
        ("2024年起", None),
        ("（甲）", None),
    ],
)
def test_marks_of_lists(line: str, mark: tuple[str, int] | None) -> None:
    found = list_mark(line)
    assert (found and (found.style, found.number)) == mark


def test_parts_of_a_text_without_articles() -> None:
    head = part_head("十二、加强监督")
    assert head is not None
    assert (head.number, head.length) == (12, 3)


def shape(lines: list[str]) -> list[tuple[str, list[tuple[int, int]]]]:
    """The 款 with the numbers of their 项, each with how many 目 it has."""
    return [(p.text, [(i.number, len(i.points)) for i in p.items]) for p in paragraphs_from_lines(lines)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["甲：", "（一）乙；", "1.丙；", "2.丁；", "（二）戊。", "己。", "（一）庚。"],
         [("甲：", [(1, 2), (2, 0)]), ("己。", [(1, 0)])]),
        (["甲：", "一、乙；", "二、丙。"], [("甲：", [(1, 0), (2, 0)])]),
        (["甲：", "1　乙；", "2　丙。"], [("甲：", [(1, 0), (2, 0)])]),
        (["一、甲：", "（一）乙；", "（二）丙。", "二、丁。"], [("", [(1, 2), (2, 0)])]),
        (["（一）甲；", "（二）乙。"], [("", [(1, 0), (2, 0)])]),
        (["甲：", "（三）乙。"], [("甲：", []), ("（三）乙。", [])]),
        (["甲：", "（一）乙。", "（三）丙。"], [("甲：", [(1, 0)]), ("（三）丙。", [])]),
    ],
    ids=["points", "一、", "1", "points-under-一、", "no-lead", "late", "gap"],
)  # fmt: skip
def test_lines_are_grouped_into_paragraphs_items_and_points(
    lines: list[str], found: list[tuple[str, list[tuple[int, int]]]]
) -> None:
    assert shape(lines) == found


@given(st.lists(st.text("（一二三）1.、①甲乙。| ", min_size=1, max_size=8)))
def test_grouping_changes_no_line(lines: list[str]) -> None:
    assert [line for p in paragraphs_from_lines(lines) for line in p.lines()] == lines


def test_rows_of_a_table_stand_together() -> None:
    assert list(rows_of(["甲", "| a |", "| b |", "乙", "| c |"])) == [["甲"], ["| a |", "| b |"], ["乙"], ["| c |"]]
