from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.structure import article_head, division_head, item_number, paragraphs_from_lines


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


@pytest.mark.parametrize(("line", "number"), [("（一）甲", 1), ("(十二)甲", 12), ("（甲）", None), ("一、甲", None)])
def test_item_marks(line: str, number: int | None) -> None:
    assert item_number(line) == number


def test_items_and_points_belong_to_the_paragraph_before_them() -> None:
    lines = ["有下列情形之一的：", "（一）甲；", "1.子目；", "（二）乙。", "前款规定同样适用。", "（一）另起。"]
    first, second = paragraphs_from_lines(lines)
    assert [(i.number, i.points) for i in first.items] == [(1, ("1.子目；",)), (2, ())]
    assert (second.text, [i.number for i in second.items]) == ("前款规定同样适用。", [1])


def test_an_item_out_of_turn_is_a_paragraph_of_its_own() -> None:
    assert [p.text for p in paragraphs_from_lines(["甲：", "（三）乙。"])] == ["甲：", "（三）乙。"]


@given(st.lists(st.text("（一二三）1.甲乙。", min_size=1, max_size=8)))
def test_grouping_changes_no_line(lines: list[str]) -> None:
    assert [line for p in paragraphs_from_lines(lines) for line in p.lines()] == lines
