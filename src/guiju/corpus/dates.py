"""Dates in the words of a 题注, a letter or a closing article: Arabic and Chinese figures, and days counted from another."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guiju.numerals import NUMERAL, BadNumeral, to_int

_YEAR_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
    "O": "0",
    "０": "0",
}

_ARABIC = r"(?P<y>\d{4})\s*(?:年|[.．/-])\s*(?P<m>\d{1,2})\s*(?:月|[.．/-])\s*(?P<d>\d{1,2})\s*日?"
_CHINESE = (
    r"(?P<cy>[一二三四五六七八九〇○零ＯO０]{4})\s*年\s*"
    r"(?P<cm>[一二三四五六七八九十]{1,2})\s*月\s*(?P<cd>[一二三四五六七八九十]{1,3})\s*日"
)
DATE = re.compile(f"{_ARABIC}|{_CHINESE}")
"""A full date as laws write it: 2019年6月1日, 2019.6.1, 一九九四年五月一日, 二○○七年四月二十二日."""

_BEGINS = re.compile(r"起?\s*(?:施行|实施|生效|执行|试行)")
_MADE = re.compile(r"通过|批准|修正|修订|修改|决定")
_AMENDED = re.compile(r"修正|修订|修改")
_PUBLISHED = re.compile(r"发布|公布|印发|下发|颁布")
_RELATIVE = re.compile(
    rf"自\s*(?:公布|发布|印发|颁布|下发|通过)\s*之日\s*(?:起)?\s*(?:满)?\s*(?:第?(?P<n>\d{{1,3}}|{NUMERAL})\s*(?:个)?\s*(?P<unit>日|天|个?月|年)\s*(?:后|起)?(?:之日)?(?:起)?)?\s*起?\s*(?P<what>施行|实施|生效|执行|试行)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text, and what the clause about it tells: adopted, amended, published, in effect."""

    day: date
    offset: int
    made: bool
    amended: bool
    published: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """自公布之日起三十日后施行: how long after which act a text takes effect. `count` 0 is the day itself."""

    words: str
    count: int
    unit: str

    def after(self, day: date) -> date:
        """The day on which the text takes effect, counted from `day`.

        Days are added as they are; of months and years the same day is taken, or the last of a shorter month.
        """
        if not self.count:
            return day
        if self.unit in ("日", "天"):
            return day + timedelta(days=self.count)
        return _months_after(day, self.count * (12 if self.unit == "年" else 1))


def dates_in(text: str) -> list[Dated]:
    """Every date in a text, with what its clause tells. A clause ends where the next date or a semicolon begins."""
    found = [(m, day) for m in DATE.finditer(text) for day in _existing(m)]
    out = []
    for i, (m, day) in enumerate(found):
        end = found[i + 1][0].start() if i + 1 < len(found) else len(text)
        clause = re.split("[；;。]", text[m.end() : end])[0]
        begins = bool(_BEGINS.match(clause))
        rest = clause[_BEGINS.match(clause).end() :] if begins else clause  # type: ignore[union-attr]
        told = "" if begins else rest
        out.append(
            Dated(
                day,
                m.start(),
                bool(_MADE.search(told)),
                bool(_AMENDED.search(told)),
                bool(_PUBLISHED.search(told)),
                begins,
            )
        )
    return out


def effective_in(text: str) -> date | None:
    """The date from which a text says it applies (自2019年6月1日起施行), the last where several are named."""
    found = [dated.day for dated in dates_in(text) if dated.begins]
    return found[-1] if found else None


def relative_in(text: str) -> Relative | None:
    """How a text says it takes effect where it names no date: 自发布之日起施行, 自公布之日起三十日后施行."""
    m = _RELATIVE.search(text)
    if not m:
        return None
    try:
        count = 0 if not m["n"] else int(m["n"]) if m["n"].isdigit() else to_int(m["n"])
    except BadNumeral:
        return None
    return Relative(m[0], count, (m["unit"] or "").removeprefix("个"))


def _existing(m: re.Match[str]) -> Iterator[date]:
    """The date of a match; nothing for one that no calendar has."""
    try:
        if m["y"]:
            yield date(int(m["y"]), int(m["m"]), int(m["d"]))
        else:
            year = int("".join(_YEAR_DIGITS[c] for c in m["cy"]))
            yield date(year, to_int(m["cm"]), to_int(m["cd"]))
    except (ValueError, BadNumeral):
        return


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
