"""What a template may call beside its citations: pure functions of values, by the names in FUNCTIONS.

A value that cannot be used is refused with BadData in words; the place, the line of the template, is added by `fill`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from guiju import numerals
from guiju.documents.redacting import redact
from guiju.errors import BadData
from guiju.schema import read_amount

LARGEST = Decimal("999999999999.99")
"""9999亿9999万9999元9角9分: three groups of four digits, which is as far as 亿 counts without being doubled."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UPPER = "零壹贰叁肆伍陆柒捌玖"
_LONGEST_RANGE = 10_000


@dataclass(frozen=True, slots=True)
class Group:
    """The items that have the same value under a key, in their order. No mapping, so that `group.items` is the list."""

    key: Any
    items: list[Any]


def read_day(value: object) -> date:
    """The day that a date or a text such as 2026-09-11 names. Raises BadData."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise BadData(
        f"“{_short(value)}”不是存在的日期", remedy="日期写作 2026-09-11；可不填的日期，请先在模板里判断有没有"
    )


def cn_date(day: object) -> str:
    """2026年9月11日 for a date or its ISO text: full year, no leading zeros (GB/T 9704-2012 §7.3.5.4). Raises BadData."""
    return numerals.cn_date(read_day(day))


def cn_number(value: object) -> str:
    """一百零三 for 103, 零 for 0, up to 9999: the numerals of laws and of 一、二、三. Raises BadData."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= numerals.LARGEST:
        raise BadData(f"“{_short(value)}”不能写成中文数字", remedy=f"请给 0 至 {numerals.LARGEST} 之间的整数")
    return numerals.to_chinese(value) if value else "零"


def money(amount: object) -> str:
    """大写金额: 人民币壹仟肆佰零玖元伍角 for 1409.5, 人民币负壹佰元整 for -100. Raises BadData.

    《正确填写票据和结算凭证的基本规定》 (《支付结算办法》附件一): 人民币 with nothing between, 整 after 元 and never after 分,
    left out after 角; one 零 for a run of zeros; where a 零 is left to the writer (万位 or 元位 is 0 and what follows
    is not), the first of the two forms that it shows: 壹拾万柒仟元零伍角叁分, 壹仟陆佰捌拾元零叁角贰分.
    """
    value = _amount(amount)
    sign, cents = "负" if value < 0 else "", int(abs(value) * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    out = _upper(whole) + "元" if whole else ""
    if out and (jiao or fen) and (not jiao or whole % 10 == 0):
        out += "零"
    out += (f"{_UPPER[jiao]}角" if jiao else "") + (f"{_UPPER[fen]}分" if fen else "")
    if not jiao and not fen:
        out = (out or "零元") + "整"
    return f"人民币{sign}{out}"


def _upper(whole: int) -> str:
    """A whole number of 元 from 1, in groups of four digits: 亿, 万 and the rest."""
    out, skipped = "", False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group = whole // size % 10_000
        if not group:
            skipped = bool(out)
            continue
        out += ("零" if out and (skipped or group < 1000) else "") + _upper_group(group) + unit
        skipped = False
    return out


def _upper_group(group: int) -> str:
    out, skipped = "", False
    for unit, size in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        digit = group // size % 10
        if digit:
            out += ("零" if skipped else "") + _UPPER[digit] + unit
        skipped = bool(out) and not digit
    return out


def yuan(amount: object) -> str:
    """1,234.50元: two decimals, thousands apart. Raises BadData."""
    return f"{_amount(amount):,.2f}元"


def _amount(value: object) -> Decimal:
    amount = _number(value)
    if amount != amount.quantize(Decimal("0.01")):
        raise BadData(f"金额“{_short(value)}”不止两位小数", remedy="金额到分为止，请先核对数据")
    if abs(amount) > LARGEST:
        raise BadData(f"金额“{_short(value)}”过大", remedy="最多写到 9999亿9999万9999.99 元")
    return amount


def _number(value: object) -> Decimal:
    try:
        amount = read_amount(value)
        if abs(amount) < 10**15:
            return amount
    except ValueError:
        pass
    raise BadData(f"“{_short(value)}”不是数字", remedy="数字写作 1234.50 或 1,234.50，不带单位")


def percent(part: object, whole: object, digits: int = 1, with_counts: bool = False) -> str:
    """91.2% of 279 and 306, rounded half up; with_counts: 91.2%（279/306）, so that a reader can do the sum. Raises BadData."""
    top, bottom = _number(part), _number(whole)
    if bottom <= 0 or top < 0 or top > bottom * 10**6:
        raise BadData(
            f"算不出百分比：{_plain(top)}/{_plain(bottom)}", remedy="总数应大于 0，部分不小于 0；总数可能为 0 的，请先在模板里判断"
        )  # fmt: skip
    if not isinstance(digits, int) or not 0 <= digits <= 6:
        raise BadData(f"百分比的小数位数“{_short(digits)}”不对", remedy="请写 0 至 6 的整数")
    share = (top * 100 / bottom).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{share:f}%" + (f"（{_plain(top)}/{_plain(bottom)}）" if with_counts else "")


def count(items: Sequence[Any] | None) -> int:
    """How many items a list has; 0 for an optional list that was not given."""
    return len(_items(items, "count"))


def total(items: Sequence[Any] | None, key: str) -> int | Decimal:
    """The sum of the numbers under a key, exact; an item without one is refused, never counted as 0. Raises BadData."""
    numbers = [_number(value) for value in _values(items, key, "sum")]
    whole = sum(numbers, Decimal(0))
    return int(whole) if all(number == int(number) for number in numbers) else whole


def group(items: Sequence[Any] | None, key: str) -> list[Group]:
    """The items by their value under a key, groups in the order in which they first appear. Raises BadData."""
    groups: dict[Any, list[Any]] = {}
    rows = _items(items, "group")
    for row, value in zip(rows, _values(items, key, "group"), strict=True):
        if isinstance(value, dict | list):
            raise BadData(f"不能按“{key}”分组", remedy="请按一行文字、数字或 true/false 的字段分组")
        groups.setdefault(value, []).append(row)
    return [Group(value, found) for value, found in groups.items()]


def listed(items: Sequence[Any] | None, last: str | None = None, sep: str = "、") -> str:
    """甲; 甲和乙; 甲、乙和丙. With another `sep` it stands before the last item too, unless `last` is given: 甲；乙；丙."""
    words = [str(item) for item in _items(items, "listed")]
    final = last if last is not None else "和" if sep == "、" else sep
    return final.join([sep.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted_range(*bounds: int) -> range:
    """`range`, of 10,000 numbers at most. Raises BadData."""
    numbers = range(*bounds)
    if len(numbers) > _LONGEST_RANGE:
        raise BadData(f"range 过长，要数 {len(numbers)} 个数", remedy=f"最多 {_LONGEST_RANGE} 个，请检查模板里的循环")
    return numbers


def _items(items: object, name: str) -> list[Any]:
    if items is None:
        return []
    if isinstance(items, str | Mapping) or not isinstance(items, Iterable):
        raise BadData(f"{name} 要一组内容，给的是“{_short(items)}”", remedy="请核对模板里的字段名")
    return list(items)


def _values(items: object, key: str, name: str) -> list[Any]:
    out = []
    for number, item in enumerate(_items(items, name), 1):
        if not isinstance(item, Mapping) or item.get(key) is None:
            raise BadData(f"{name} 在第{number}项里找不到“{key}”", remedy="请核对模板里的字段名，或在数据里补上这一项")
        out.append(item[key])
    return out


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 30 else text[:30] + "…"


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cn_date": cn_date,
    "cn_number": cn_number,
    "money": money,
    "yuan": yuan,
    "percent": percent,
    "count": count,
    "sum": total,
    "group": group,
    "listed": listed,
    "redact": redact,
    "range": counted_range,
}
"""The functions by the names that templates use."""
