"""Dates as texts write them, and from when a text applies."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.corpus.dates import dates_in, effective_in, relative_in
from guiju.numerals import to_chinese

DAY = date(2007, 4, 22)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2007年4月22日", [DAY]),
        ("2007 年 4 月 22 日", [DAY]),
        ("2007.4.22", [DAY]),
        ("2007-04-22", [DAY]),
        ("2007/4/22", [DAY]),
        ("二〇〇七年四月二十二日", [DAY]),
        ("二○○七年四月二十二日", [DAY]),
        ("二零零七年四月二十二日", [DAY]),
        ("二OO七年四月二十二日", [DAY]),
        ("一九九四年五月一日", [date(1994, 5, 1)]),
        ("2007年4月22日第一次通过　2010年1月1日修正", [DAY, date(2010, 1, 1)]),
        ("2007年2月30日", []),
        ("二〇〇七年十三月一日", []),
        ("2007年4月", []),
        ("第2007号", []),
    ],
)
def test_a_date_in_any_writing(text: str, days: list[date]) -> None:
    assert [dated.day for dated in dates_in(text)] == days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2031年5月3日甲市第九届人民代表大会常务委员会第二次会议修订", (True, True, False, False)),
        ("2031年5月3日甲市第九届人民代表大会常务委员会第二次会议通过", (True, False, False, False)),
        ("2017年9月1日中共中央批准", (True, False, False, False)),
        ("2017年9月8日中共中央发布", (False, False, True, False)),
        ("2019年6月1日起施行", (False, False, False, True)),
        ("2019年6月1日起实施", (False, False, False, True)),
        ("2019年6月1日", (False, False, False, False)),
    ],
)
def test_what_the_clause_about_a_date_tells(text: str, told: tuple[bool, ...]) -> None:
    (dated,) = dates_in(text)
    assert (dated.made, dated.amended, dated.published, dated.begins) == told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本条例自2024年1月1日起施行。", date(2024, 1, 1)),
        ("本法自二〇二四年一月一日起施行。", date(2024, 1, 1)),
        ("本规则自2019年1月1日起施行。2017年1月15日发布的试行规则同时废止。", date(2019, 1, 1)),
        ("本条例自发布之日起施行。", None),
        ("2017年1月15日发布的规定同时废止。", None),
    ],
)
def test_the_day_that_a_closing_article_names(text: str, day: date | None) -> None:
    assert effective_in(text) == day


@pytest.mark.parametrize(
    ("text", "after", "day"),
    [
        ("本条例自发布之日起施行。", date(2020, 3, 1), date(2020, 3, 1)),
        ("本办法自公布之日起30日后施行。", date(2020, 3, 1), date(2020, 3, 31)),
        ("本办法自公布之日起三十日后施行。", date(2020, 3, 1), date(2020, 3, 31)),
        ("本办法自公布之日起六个月后施行。", date(2020, 8, 31), date(2021, 2, 28)),
        ("本办法自公布之日起满一年施行。", date(2020, 2, 29), date(2021, 2, 28)),
        ("本规定自印发之日起试行。", date(2020, 3, 1), date(2020, 3, 1)),
        ("本规定由办公室负责解释。", date(2020, 3, 1), None),
    ],
)
def test_the_day_that_is_counted_from_another(text: str, after: date, day: date | None) -> None:
    relative = relative_in(text)
    assert (relative and relative.after(after)) == day


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    digits = "〇一二三四五六七八九"
    year = "".join(digits[int(c)] for c in str(day.year))
    chinese = f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    for text in (f"{day.year}年{day.month}月{day.day}日", chinese, day.isoformat()):
        assert effective_in(f"本法自{text}起施行。") == day
