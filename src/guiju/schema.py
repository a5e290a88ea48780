"""What is wrong with data beside its JSON Schema, as Chinese sentences that name fields by their titles."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from guiju.yamlfile import Data, Lines

DOC_NUMBER = re.compile(r"[^〔〕\s]+〔(?:19|20)\d{2}〕[1-9]\d*号", re.ASCII)
"""GB/T 9704-2012 §7.2.5: 机关代字, full year in 〔〕, no 第, no leading zero, 号."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_AMOUNT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_TRILLION = 10**12
_DASH = "[-－—]"
_PHONE = re.compile(
    rf"""1[3-9]\d{{9}}                                            # 手机
       | (?:0\d{{2,3}}{_DASH}?|[(（]0\d{{2,3}}[)）])\d{{7,8}}     # 区号和固定电话
         (?:{_DASH}\d{{1,6}}|转\d{{1,6}})?                        # 分机
       | 1[012]\d{{1,3}} | 9[56]\d{{3,4}}                         # 12388, 12345, 110; 95xxx, 96xxx
       | [48]00{_DASH}?\d{{3}}{_DASH}?\d{{4}}                     # 400, 800
    """,
    re.VERBOSE | re.ASCII,
)

_TYPES = {"string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false", "array": "一组内容（每项一行，以“- ”开头）",
          "object": "一组“名称: 值”", "null": "空"}  # fmt: skip


def read_amount(value: object) -> Decimal:
    """An amount as data give it: 1234.5, "1234.50", "1,234.50", with a sign or without. Raises ValueError for anything else.

    A number is taken as it is written, so that 0.1 is a tenth; a sum of floats that no longer is one shows its decimals.
    """
    if isinstance(value, Decimal):
        amount = value
    elif isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("no amount")
    elif isinstance(value, str):
        if not _AMOUNT.fullmatch(value):
            raise ValueError("no amount")
        amount = Decimal(value.replace(",", ""))
    else:
        amount = Decimal(repr(value))
    if not amount.is_finite():
        raise ValueError("no amount")
    return amount


def _is_money(value: object) -> bool:
    amount = read_amount(value)
    return 0 <= amount < _TRILLION and amount == round(amount, 2)


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text) and date.fromisoformat(text))


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Format:
    """A test that returns False or raises ValueError, and what it expects, in words."""

    test: Callable[[Any], bool]
    expected: str
    numbers: bool = False
    """Whether it is asked about numbers too; otherwise about texts alone."""

    def allows(self, value: object) -> bool:
        return not isinstance(value, (str, int, float) if self.numbers else str) or self.test(value)


_FORMATS = {
    "date": _Format(_is_date, "存在的日期，写作 2026-09-18"),
    "month": _Format(_matches(_MONTH), "年月，写作 2026-09"),
    "time": _Format(_matches(_TIME), "24 小时制的时间，写作 09:30"),
    "money": _Format(_is_money, "不小于 0、不到一万亿、最多两位小数的金额，写作 1234.50 或 1,234.50", numbers=True),
    "phone": _Format(_matches(_PHONE), "电话号码，固定电话带区号，写作 025-83630000；有分机的写作 025-83630000-8012；手机写 11 位数字"),
    "doc_number": _Format(_matches(DOC_NUMBER), "发文字号，写作 滨档机纪〔2026〕5号：年份写全，用六角括号〔〕，序号前不加“第”和 0"),
}  # fmt: skip

FORMATS = tuple(_FORMATS)
"""What a schema may write under `format`."""


def schema_sentences(data: Data, schema: Data, lines: Lines) -> list[tuple[int | None, str]]:
    """Every rule of the schema that the data break, with its line where one is known, in the order of the fields."""
    errors = sorted(_validator(schema).iter_errors(data), key=_order)
    return [sentence for error in errors for sentence in _sentences(error, schema, lines)]


def _order(error: ValidationError) -> list[str]:
    """By path, the tenth item after the ninth."""
    return [f"{part:09}" if isinstance(part, int) else part for part in error.absolute_path]


_made: dict[int, tuple[Data, Any]] = {}
"""Validators by the identity of their schema, with the schema, which keeps the identity from being given away."""


def _validator(schema: Data) -> Any:
    """The validator of a schema, made once: a batch asks about thousands of rows. The schema must not change afterwards."""
    known = _made.get(id(schema))
    if known is None:
        if len(_made) >= 64:
            _made.clear()
        known = _made[id(schema)] = (schema, Draft202012Validator(schema, format_checker=_CHECKER))
    return known[1]


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, format in _FORMATS.items():
        checker.checks(name, raises=ValueError)(format.allows)
    return checker


_CHECKER = _checker()


def _sentences(error: ValidationError, schema: Data, lines: Lines) -> Iterator[tuple[int | None, str]]:
    path = tuple(error.absolute_path)
    line = lines.get(path)
    name = field_name(path, schema)
    rule, given = error.validator, cast(Any, error.instance)
    wanted = cast(Any, error.validator_value)
    if rule == "required":
        for key in (key for key in wanted if key not in given):
            yield (None if not path else line), f"缺少{field_name((*path, key), schema)}"
    elif rule == "additionalProperties":
        known = list(cast(Data, error.schema).get("properties", {}))
        for key in (key for key in given if key not in known):
            near = difflib.get_close_matches(key, known, 1)
            yield lines.get((*path, key)), f"不认识“{key}”" + (f"，是不是想写“{near[0]}”" if near else "")
    else:
        yield line, name + _broken(rule, wanted, given, error.schema)


def _broken(rule: object, wanted: Any, given: Any, schema: object) -> str:
    """What is expected of a value and what was given, after the name of the field."""
    shown = f"给的是“{_short(given)}”"
    if rule == "type":
        types = wanted if isinstance(wanted, list) else [wanted]
        number = isinstance(given, int | float) and not isinstance(given, bool)
        quotes = "；数字两边要加引号" if types == ["string"] and number else ""
        return f"应是{'或'.join(_TYPES.get(str(type), str(type)) for type in types)}，{shown}{quotes}"
    if rule == "format":
        return f"应是{_FORMATS[wanted].expected}，{shown}"
    if rule in ("minItems", "minLength"):
        return f"不能为空或过少（至少 {wanted}），{shown}"
    if rule in ("maxItems", "maxLength"):
        return f"过多或过长（至多 {wanted}），给的有 {len(given)}"
    if rule in ("minimum", "maximum"):
        return f"应{'不小于' if rule == 'minimum' else '不大于'} {wanted}，{shown}"
    if rule == "enum":
        return f"只能是 {'、'.join(map(str, wanted))}，{shown}"
    if rule == "uniqueItems":
        return f"里有重复的，{shown}"
    about = schema.get("description", "") if isinstance(schema, Mapping) else ""
    return f"的值“{_short(given)}”不合要求" + (f"（{about}）" if about else "")


def field_name(path: tuple[Any, ...], schema: Data) -> str:
    """The field by its Chinese title and its key: “成文日期”(date), “提醒事项”第2项的“内容”(text)."""
    out, here = "", schema
    for part in path:
        if isinstance(part, int):
            here = here.get("items", {})
            out += f"第{part + 1}项"
        else:
            here = here.get("properties", {}).get(part, {})
            out += ("的" if out else "") + f"“{here.get('title', part)}”({part})"
    return out or "全部内容"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 30 else text[:30] + "…"
