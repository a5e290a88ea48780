"""What templates may call: dates, numbers, amounts, lists, redaction, working days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.content.holidays import load_holidays
from guiju.documents.functions import (
    LARGEST,
    cn_date,
    cn_number,
    count,
    counted_range,
    group,
    listed,
    money,
    percent,
    total,
    yuan,
)
from guiju.documents.redacting import redact
from guiju.errors import BadData
from guiju.workspace import Workspace

ITEMS = [
    {"unit": "办公室", "amount": 120, "state": "已整改"},
    {"unit": "人事处", "amount": "1,200.50", "state": "未整改"},
    {"unit": "办公室", "amount": 0.1, "state": "已整改"},
]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2026-09-11", "2026年9月11日"),
        (date(2026, 1, 1), "2026年1月1日"),
        ("2026-12-31", "2026年12月31日"),
        ("2024-02-29", "2024年2月29日"),
    ],
)
def test_a_date_is_written_in_full_without_zeros(given: Any, written: str) -> None:
    assert cn_date(given) == written


@pytest.mark.parametrize("given", ["2026-02-29", "2026年9月11日", "20260911", "2026-W37-5", "", None, 20260911, "９月"])
def test_what_is_no_date_is_refused(given: Any) -> None:
    with pytest.raises(BadData, match="不是存在的日期") as refused:
        cn_date(given)
    assert "2026-09-11" in refused.value.remedy


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (9009, "九千零九"),
    ],
)
def test_numbers_are_written_as_laws_write_them(value: int, written: str) -> None:
    assert cn_number(value) == written


@pytest.mark.parametrize("value", [-1, 10_000, "3", 1.0, None, True])
def test_what_has_no_numeral_is_refused(value: Any) -> None:
    with pytest.raises(BadData, match="不能写成中文数字"):
        cn_number(value)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        # The examples of 《正确填写票据和结算凭证的基本规定》; of two forms that it allows, the first.
        (1409.50, "人民币壹仟肆佰零玖元伍角"),
        (6007.14, "人民币陆仟零柒元壹角肆分"),
        (1680.32, "人民币壹仟陆佰捌拾元零叁角贰分"),
        (107000.53, "人民币壹拾万柒仟元零伍角叁分"),
        (16409.02, "人民币壹万陆仟肆佰零玖元零贰分"),
        (325.04, "人民币叁佰贰拾伍元零肆分"),
        # One digit at each place, and zeros between them.
        (12345.67, "人民币壹万贰仟叁佰肆拾伍元陆角柒分"),
        (1, "人民币壹元整"),
        (10, "人民币壹拾元整"),
        (15, "人民币壹拾伍元整"),
        (100, "人民币壹佰元整"),
        (1010, "人民币壹仟零壹拾元整"),
        (1001, "人民币壹仟零壹元整"),
        (10_000, "人民币壹万元整"),
        (10_001, "人民币壹万零壹元整"),
        (10_100, "人民币壹万零壹佰元整"),
        (100_345, "人民币壹拾万零叁佰肆拾伍元整"),
        (1_000_000, "人民币壹佰万元整"),
        (100_000_000, "人民币壹亿元整"),
        (100_005_000, "人民币壹亿零伍仟元整"),
        (100_000_001, "人民币壹亿零壹元整"),
        (100_010_001, "人民币壹亿零壹万零壹元整"),
        (120_000_000, "人民币壹亿贰仟万元整"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        # Less than one 元, nothing, less than nothing.
        (0, "人民币零元整"),
        (0.5, "人民币伍角"),
        (0.05, "人民币伍分"),
        (0.55, "人民币伍角伍分"),
        (-100, "人民币负壹佰元整"),
        ("-0.01", "人民币负壹分"),
        # As people type them.
        ("1,234.50", "人民币壹仟贰佰叁拾肆元伍角"),
        ("1234.500", "人民币壹仟贰佰叁拾肆元伍角"),
        (Decimal("20.10"), "人民币贰拾元零壹角"),
    ],
)
def test_amounts_in_capitals(amount: Any, written: str) -> None:
    assert money(amount) == written


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (0.1 + 0.2, "不止两位小数"),
        ("1.234", "不止两位小数"),
        (10**12, "过大"),
        ("1000000000000", "过大"),
        (-(10**12), "过大"),
        ("一百元", "不是数字"),
        ("12元", "不是数字"),
        ("１２", "不是数字"),
        ("1,23", "不是数字"),
        ("", "不是数字"),
        (None, "不是数字"),
        (True, "不是数字"),
        (float("nan"), "不是数字"),
        (float("inf"), "不是数字"),
        (1e300, "不是数字"),
    ],
)
def test_what_is_no_amount_is_refused(amount: Any, why: str) -> None:
    with pytest.raises(BadData, match=why):
        money(amount)


def read_back(written: str) -> Decimal:
    """The value of an amount in capitals, by the plain sense of its words."""
    digits, units = "零壹贰叁肆伍陆柒捌玖", {"拾": 10, "佰": 100, "仟": 1000}
    whole = section = digit = cents = 0
    for char in written.removeprefix("人民币").removeprefix("负"):
        if char in digits:
            digit = digits.index(char)
        elif char in units:
            section, digit = section + digit * units[char], 0
        elif char in "亿万元":
            whole += (section + digit) * {"亿": 10**8, "万": 10**4, "元": 1}[char]
            section = digit = 0
        elif char in "角分":
            cents, digit = cents + digit * {"角": 10, "分": 1}[char], 0
        else:
            assert char == "整"
    value = Decimal(whole * 100 + cents) / 100
    return -value if "负" in written else value


@given(st.integers(-int(LARGEST * 100), int(LARGEST * 100)))
def test_amounts_in_capitals_read_back_as_the_amount(cents: int) -> None:
    amount = Decimal(cents) / 100
    written = money(amount)
    assert read_back(written) == amount
    assert not re.search(r"零零|零[拾佰仟万亿]|零整|[元角分]$(?<=零.)", written.replace("零元整", "整"))
    assert written.endswith("整") == (cents % 100 == 0)


@given(st.integers(0, 10**7))
def test_an_amount_is_the_same_as_number_and_as_text(cents: int) -> None:
    assert money(cents / 100) == money(f"{cents / 100:,.2f}") == money(Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (1234.5, "1,234.50元"),
        (0, "0.00元"),
        ("-3", "-3.00元"),
        (0.1, "0.10元"),
        ("999999999999.99", "999,999,999,999.99元"),
    ],
)
def test_amounts_in_figures(amount: Any, written: str) -> None:
    assert yuan(amount) == written


@pytest.mark.parametrize(
    ("part", "whole", "digits", "written"),
    [
        (279, 306, 1, "91.2%"), (279, 306, 2, "91.18%"), (774, 776, 2, "99.74%"), (6, 13, 1, "46.2%"), (14, 16, 1, "87.5%"),
        (1, 8, 0, "13%"), (0, 5, 1, "0.0%"), (5, 5, 1, "100.0%"),
        (646, 222, 1, "291.0%"), ("1,000", 3000, 3, "33.333%"), (0.5, 2, 1, "25.0%"),
    ],
)  # fmt: skip
def test_percentages(part: Any, whole: Any, digits: int, written: str) -> None:
    assert percent(part, whole, digits) == written


def test_a_percentage_shows_what_it_was_counted_from() -> None:
    assert percent(279, 306, with_counts=True) == "91.2%（279/306）"
    assert percent("1,000", 3000.0, with_counts=True) == "33.3%（1000/3000）"


@pytest.mark.parametrize(
    ("part", "whole", "why"),
    [
        (1, 0, "算不出百分比：1/0"),
        (1, -3, "算不出"),
        (-1, 3, "算不出"),
        ("很多", 3, "“很多”不是数字"),
        (1, None, "“None”不是数字"),
        (True, 3, "不是数字"),
    ],
)
def test_a_percentage_of_nothing_is_refused(part: Any, whole: Any, why: str) -> None:
    with pytest.raises(BadData, match=why):
        percent(part, whole)


def test_lists_are_counted_summed_and_grouped() -> None:
    assert count(ITEMS) == 3
    assert total(ITEMS, "amount") == Decimal("1320.60")
    assert total([{"n": 2}, {"n": "3"}], "n") == 5
    groups = group(ITEMS, "unit")
    assert [g.key for g in groups] == ["办公室", "人事处"]
    assert groups[0].items == [ITEMS[0], ITEMS[2]]


def test_an_optional_list_that_was_not_given_has_nothing_in_it() -> None:
    assert (count(None), total(None, "amount"), group(None, "unit"), listed(None)) == (0, 0, [], "")


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: total([{"n": 1}, {}], "n"), "sum 在第2项里找不到“n”"),
        (lambda: total([{"n": 1}, {"n": None}], "n"), "sum 在第2项里找不到“n”"),
        (lambda: total([{"n": "三"}], "n"), "“三”不是数字"),
        (lambda: group(["甲"], "unit"), "group 在第1项里找不到“unit”"),
        (lambda: group([{"unit": ["甲"]}], "unit"), "不能按“unit”分组"),
        (lambda: count("三个字"), "count 要一组内容，给的是“三个字”"),
        (lambda: listed({"a": 1}), "listed 要一组内容"),  # type: ignore[arg-type]
        (lambda: counted_range(10_001), "range 过长，要数 10001 个数"),
        (lambda: percent(1, 2, 1.5), "小数位数“1.5”不对"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_counted_is_refused(call: Any, why: str) -> None:
    with pytest.raises(BadData, match=why):
        call()


@pytest.mark.parametrize(
    ("items", "options", "written"),
    [
        ([], {}, ""),
        (["甲"], {}, "甲"),
        (["甲", "乙"], {}, "甲和乙"),
        (["甲", "乙", "丙"], {}, "甲、乙和丙"),
        (["甲", "乙", "丙", "丁"], {"last": "以及"}, "甲、乙、丙以及丁"),
        (["甲", "乙"], {"last": "、"}, "甲、乙"),
        (["甲", "乙", "丙"], {"sep": "；"}, "甲；乙；丙"),
        (["甲", "乙", "丙"], {"sep": "，", "last": "，并"}, "甲，乙，并丙"),
        ([1, 2], {}, "1和2"),
    ],
)
def test_lists_read_as_people_say_them(items: list[Any], options: dict[str, str], written: str) -> None:
    assert listed(items, **options) == written


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张某"), ("张三丰", "张某某"), ("张", "张某"), ("张 三", "张某"), ("张　三", "张某"),
        ("欧阳修", "欧阳某"), ("欧阳震华", "欧阳某某"),
        ("司马相如", "司马某某"), ("诸葛亮", "诸葛某"), ("上官婉儿", "上官某某"), ("东方", "东某"),
        ("皇甫嵩", "皇甫某"), ("尉迟恭", "尉迟某"), ("公孙瓒", "公孙某"),
        ("慕容复", "慕容某"), ("令狐冲", "令狐某"), ("买买提·艾力", "买某某"), ("John Smith", "J"),
    ],
)  # fmt: skip
def test_of_a_name_the_surname_stays(name: str, shown: str) -> None:
    assert redact(name) == shown


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("id", "110101199001011234", "1****************4"),
        ("id", "11010119900101123X", "1****************X"),
        ("id", "110101 19900101 1234", "1****************4"),
        ("id", "１１０１０１１９９００１０１１２３Ｘ", "1****************X"),
        ("id", "11010119900101123", "1***************3"),  # a digit is missing: hidden all the same
        ("id", "110101900101123", "1*************3"),
        ("id", "张三，110101199001011234，2026-09-11", "张三，1****************4，2026-09-11"),
        ("id", "6222 0212 3456 7890 123", "6*****************3"),
        ("phone", "13812345678", "138******78"),
        ("phone", "138 1234 5678", "138******78"),
        ("phone", "138-1234-5678", "138******78"),
        ("phone", "025-83630000", "025-******00"),
        ("phone", "02583630000转8012", "025-******00转8012"),
        ("phone", "0577-1234567", "0577-*****67"),
        ("phone", "举报请打 12388，联系人 13812345678", "举报请打 12388，联系人 138******78"),
        ("phone", "1381234567", "1********7"),  # a digit is missing
        ("id", "没有号码", "没有号码"),
    ],
)
def test_of_a_number_too_little_stays_to_be_used(kind: str, text: str, shown: str) -> None:
    assert redact(text, kind) == shown


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True), st.sampled_from(["id", "phone"]))
def test_nothing_of_an_identity_number_but_its_ends_is_printed(number: str, kind: str) -> None:
    assert redact(f"证件{number}。", kind) == f"证件{number[0]}{'*' * 16}{number[-1]}。"


@pytest.mark.parametrize(
    ("text", "kind"), [(None, "name"), ("", "name"), ("　", "id"), ("张三", "address"), (13812345678, "phone")]
)
def test_what_cannot_be_redacted_is_refused(text: Any, kind: str) -> None:
    with pytest.raises(BadData, match="redact"):
        redact(text, kind)


@pytest.mark.parametrize(
    ("day", "n", "reached"),
    [
        ("2026-09-11", 1, "2026-09-14"),  # over a weekend
        ("2026-09-11", 0, "2026-09-11"),
        ("2026-09-17", 2, "2026-09-20"),  # a Sunday that is worked
        ("2026-09-24", 1, "2026-09-28"),  # over 中秋
        ("2026-09-30", 1, "2026-10-08"),  # over 国庆
        ("2026-09-30", 3, "2026-10-10"),  # a Saturday that is worked
        ("2026-09-25", -1, "2026-09-24"),
        ("2026-09-21", -1, "2026-09-20"),
        ("2026-02-24", -1, "2026-02-14"),  # over 春节, to a Saturday that is worked
        ("2026-01-01", 1, "2026-01-04"),
    ],
)
def test_working_days_follow_the_announced_holidays(repository: Workspace, day: str, n: int, reached: str) -> None:
    holidays = load_holidays(repository)
    assert holidays.workday(date.fromisoformat(day), n) == date.fromisoformat(reached)


def test_a_year_has_as_many_working_days_as_the_holidays_leave(repository: Workspace) -> None:
    holidays = load_holidays(repository)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    # 全国年节及纪念日放假办法 (2024): 13 days off; 调休 moves days and makes none.
    assert sum(map(holidays.is_workday, days)) == sum(day.weekday() < 5 for day in days) - 13


@pytest.mark.parametrize(
    ("day", "next"), [("2026-09-24", "2026-09-24"), ("2026-09-25", "2026-09-28"), ("2026-02-15", "2026-02-24")]
)
def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day(
    repository: Workspace, day: str, next: str
) -> None:  # fmt: skip
    assert load_holidays(repository).next_workday(date.fromisoformat(day)) == date.fromisoformat(next)


@pytest.mark.parametrize(
    ("day", "n", "year"), [("2026-12-30", 3, 2027), ("2026-01-04", -1, 2025), ("2030-01-01", 1, 2030)]
)
def test_a_year_that_is_not_entered_is_never_guessed(repository: Workspace, day: str, n: int, year: int) -> None:
    with pytest.raises(BadData, match=f"{year} 年的放假和调休安排未录入") as refused:
        load_holidays(repository).workday(date.fromisoformat(day), n)
    assert f"content/holidays.yml 里加上 {year} 年" in str(refused.value)


def write(workspace: Workspace, text: str) -> Path:
    path = workspace.content / "holidays.yml"
    path.write_text(text, "utf-8")
    return path


YEAR = """years:
  - year: 2027
    source: 国务院办公厅通知（虚构）
    off:
      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
    work: [2027-01-09]
"""


def test_an_office_enters_the_next_year(workspace: Workspace) -> None:
    assert load_holidays(workspace).years == {2026}
    write(workspace, YEAR)
    assert load_holidays(workspace).workday(date(2027, 1, 8), 1) == date(2027, 1, 9)


def test_without_the_file_every_year_is_open(workspace: Workspace) -> None:
    (workspace.content / "holidays.yml").unlink()
    with pytest.raises(BadData, match="2026 年的放假和调休安排未录入"):
        load_holidays(workspace).is_workday(date(2026, 9, 11))


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("to: 2027-01-03", "to: 2026-12-31", 5, "先后不对"),
        ("to: 2027-01-03", "to: 2027-02-30", 5, "应是存在的日期"),
        ("to: 2027-01-03", "to: 2027-03-01", 5, "过长"),
        ("work: [2027-01-09]", "work: [2027-01-08]", 6, "2027-01-08 不是要调休上班的周末"),
        ("work: [2027-01-09]", "work: [2027-01-03]", 6, "2027-01-03 不是要调休上班的周末"),
        ("year: 2027", "year: 2028", 2, "2028 年的安排里没有这一年的日子"),
        ("    source: 国务院办公厅通知（虚构）\n", "", 2, "source"),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_line(
    workspace: Workspace, old: str, new: str, line: int, why: str
) -> None:  # fmt: skip
    write(workspace, YEAR.replace(old, new))
    with pytest.raises(BadData, match=why) as refused:
        load_holidays(workspace)
    assert str(refused.value).startswith(f"content/holidays.yml 第{line}行")
