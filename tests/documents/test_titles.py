from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.documents.titles import break_title, width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于开展节前检查的通知", ["关于开展节前检查的通知"]),
        (
            "关于做好2026年中秋节、国庆节期间廉洁提醒工作的通知",
            ["关于做好2026年中秋节、国庆节期间", "廉洁提醒工作的通知"],
        ),
        ("甲乙丙\n丁戊", ["甲乙丙", "丁戊"]),  # the template decides
    ],
)
def test_titles_break_by_meaning(title: str, lines: list[str]) -> None:
    assert list(break_title(title, 19)) == lines


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《机关纪委委员会议制度》和《机关纪委委员分工》的通知",
        "关于转发市级机关纪检监察工委关于进一步加强机关干部请销假管理和值班值守工作有关要求的通知",
        "关于2026年上半年机关党员干部纪律教育学习情况和下半年工作打算的报告",
    ],
)
def test_long_titles_keep_names_and_numbers_whole(title: str) -> None:
    lines = break_title(title, 19)
    assert "".join(lines) == title
    assert all(width(line) <= 19 for line in lines)
    assert not any(line.startswith(("的", "》", "、", "年")) or line.endswith(("《", "、")) for line in lines)
    assert ("2026年" in title and any("2026年" in line for line in lines)) or "2026" not in title


@given(st.text(alphabet="关于开展《甲》（乙）工作的通知2026年、纪律检查", min_size=1, max_size=60))
def test_breaking_loses_no_character(title: str) -> None:
    assert "".join(break_title(title, 19)) == title
