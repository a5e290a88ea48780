"""Numbers of a 公文: headings 一、 （一） 1. （1） (GB/T 9704-2012 §7.3.3), counted anew under each higher one; dates."""

from __future__ import annotations

import datetime as dt

from guiju.numerals import to_chinese


class Counter:
    """Counts headings of four levels."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        """The mark of the next heading of that level (1 to 4)."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        return mark(level, self._counts[level - 1])


def mark(level: int, number: int) -> str:
    """The n-th mark of a level."""
    forms = {1: f"{to_chinese(number)}、", 2: f"（{to_chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}
    return forms[level]


def cn_date(day: dt.date) -> str:
    """2026年9月1日: Arabic, full year, no leading zeros (§7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
