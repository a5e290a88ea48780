"""Numbers of a 公文: headings 一、 （一） 1. （1） (GB/T 9704-2012 §7.3.3), counted anew under each higher one."""

from __future__ import annotations

from guiju.corpus.structure import division_head
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

    def mark_of(self, level: int, heading: str) -> str:
        """The mark of the next heading; '' for one that has a number of its own (第一章)."""
        return "" if division_head(heading) else self.next(level)


def mark(level: int, number: int) -> str:
    """The n-th mark of a level."""
    forms = {1: f"{to_chinese(number)}、", 2: f"（{to_chinese(number)}）", 3: f"{number}.", 4: f"（{number}）"}
    return forms[level]
