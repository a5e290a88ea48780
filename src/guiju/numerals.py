"""Chinese numerals as laws write them in 第…条, both ways. The only place where they are parsed."""

from __future__ import annotations

import re
from datetime import date

from guiju.errors import GuijuError

LARGEST = 9999
"""Highest value read or written. The longest law of the country has 1,260 articles."""

NUMERAL = r"[零〇○一二三四五六七八九十百千]+"
"""A run that may be a numeral: for grammars that look for one inside text, to be handed to `to_int`."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_ZEROS = frozenset("零〇○")
_UNITS = {"千": 1000, "百": 100, "十": 10}
_WRITTEN = "零一二三四五六七八九"


class BadNumeral(GuijuError):
    """Not a numeral as laws write it. `offset` is that of the first bad character."""

    def __init__(self, text: str, offset: int, why: str) -> None:
        super().__init__(
            f"“{text}”不是规范的条文数字：第{offset + 1}个字{why}", remedy="请写成“一百零三”“一百三十”的形式"
        )
        self.text = text
        self.offset = offset


def to_int(text: str) -> int:
    """Value of a numeral, 1 to 9999: units in falling order, 零 (or 〇, ○) exactly where a place is skipped.

    Spoken short forms (一百三 for 130), bare runs of digits (一二) and doubled zeros are refused, because no
    article number is written so. Raises BadNumeral with the offset of the first bad character.
    """
    if not text:
        raise BadNumeral(text, 0, "为空")
    total, limit, zero = 0, 10_000, False
    i = 0
    while i < len(text):
        char = text[i]
        if char in _ZEROS:
            if not total or zero:
                raise BadNumeral(text, i, "不应是零")
            zero, i = True, i + 1
            continue
        value, unit, width = _place(text, i, first=not total)
        expected_zero = total > 0 and limit > unit * 10
        if unit >= limit:
            raise BadNumeral(text, i, "的数位应当由大到小")
        if zero is not expected_zero:
            raise BadNumeral(text, i, "之前多了零" if zero else "之前缺零")
        total, limit, zero = total + value * unit, unit, False
        i += width
    if zero:
        raise BadNumeral(text, len(text) - 1, "不应是零")
    return total


def to_chinese(value: int) -> str:
    """A number 1 to 9999 as laws write it: 10 is 十, 110 一百一十, 103 一百零三. Raises ValueError outside that."""
    if not 1 <= value <= LARGEST:
        raise ValueError(f"{value} is not between 1 and {LARGEST}")
    out, skipped = "", False
    for char, unit in (*_UNITS.items(), ("", 1)):
        digit = value // unit % 10
        if not digit:
            skipped = bool(out)
            continue
        out += ("零" if skipped else "") + ("" if char == "十" and digit == 1 and not out else _WRITTEN[digit]) + char
        skipped = False
    return out


def article_number(text: str) -> tuple[int, int]:
    """The parts of 一百二十, 一百二十之一 or their Arabic forms 120, 120之1: (number, inserted), inserted 0 without 之.

    Full-width digits count as digits. Raises BadNumeral.
    """
    head, mark, tail = text.partition("之")
    if mark and not tail:
        raise BadNumeral(text, len(head), "之后缺数字")
    return _number(head), _number(tail) if mark else 0


def article_label(number: int, inserted: int = 0) -> str:
    """第一百二十条之一 for (120, 1): the form in which a law heads its article."""
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(inserted)}" if inserted else "")


def _number(text: str) -> int:
    if re.fullmatch(r"[0-9０-９]{1,4}", text):
        value = int(text)
        if not value:
            raise BadNumeral(text, 0, "不应是零")
        return value
    return to_int(text)


def _place(text: str, i: int, *, first: bool) -> tuple[int, int, int]:
    """Digit, unit and width of the place that starts at i; 十 without a digit only at the very start."""
    char = text[i]
    if char == "十" and first:
        return 1, 10, 1
    if char not in _DIGITS:
        raise BadNumeral(text, i, "不是数字" if char not in _UNITS else "之前缺数字")
    following = text[i + 1 : i + 2]
    if first and text.startswith("一十"):
        raise BadNumeral(text, 0, "多余，开头的“一十”写作“十”")
    if following in _UNITS and following:
        return _DIGITS[char], _UNITS[following], 2
    return _DIGITS[char], 1, 1


def cn_date(day: date) -> str:
    """2026年9月1日: Arabic, full year, no leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
