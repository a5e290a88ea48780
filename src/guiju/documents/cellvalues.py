"""What a cell holds → the value that the schema asks for. What Excel may have changed unseen is refused, never guessed at."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from guiju.corpus.dates import DATE, dates_in
from guiju.documents.columns import Column, types_of
from guiju.yamlfile import Data

_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
_BLANK = " \t\r\n\v\f\u3000\xa0\u200b\ufeff\u2028\u2029"
_WORDS = {"是": True, "否": False, "true": True, "false": False}
_AS_TEXT = "请把这一格的格式设为“文本”，再重新输入"


class Unusable(Exception):
    """A cell that is refused: what it holds, and what to do."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause)
        self.cause, self.remedy = cause, remedy


def is_blank(value: object) -> bool:
    """Whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not text_of(value))


def text_of(value: str) -> str:
    """The text of a cell without the blanks around it; line ends as \\n, Excel's _x000D_ as the character it stands for."""
    return _decoded(value).strip(_BLANK)


def printable(text: str) -> str:
    """A text that may hold anything, fit for a message: what is not seen, or would move the cursor, is shown as �."""
    return "".join("�" if unicodedata.category(c)[0] == "C" else c for c in text.replace("\n", " "))


def value_of(cell: Any, column: Column) -> Any:
    """The value of an openpyxl cell that is not blank, typed as far as it can be read so. Raises Unusable.

    What is of another type stays as it is, so that the check of the data says what it should be.
    """
    if cell.data_type == "f":
        raise Unusable("是公式", "请选中它，复制，再“选择性粘贴”为数值")
    if cell.data_type == "e":
        raise Unusable(f"是错误值 {cell.value}", "请改成正确的内容")
    value = cell.value
    if isinstance(value, str):
        return _from_text(value, column)
    if isinstance(value, bool):
        one: Any = value
    elif isinstance(value, int | float):
        one = _from_number(value, column.item, cell.number_format)
    else:
        one = _from_date(value, column.item)
    return [one] if column.many else one


def _from_text(value: str, column: Column) -> Any:
    if not column.many:
        return _typed(text_of(value), column.item)
    lines = _decoded(value)  # with the line break after a single item, which keeps the “；” inside it
    items = [text_of(piece) for piece in lines.split("\n" if "\n" in lines else "；")]
    return [_typed(item, column.item) for item in items if item]


def _decoded(value: str) -> str:
    plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _typed(text: str, rule: Data) -> Any:
    """A text as what the schema asks for."""
    types = types_of(rule)
    narrow = unicodedata.normalize("NFKC", text)
    if rule.get("format") == "date":
        found = dates_in(narrow) if DATE.fullmatch(narrow) else []
        return found[0].day.isoformat() if found else text
    if "boolean" in types and narrow.casefold() in _WORDS:
        return _WORDS[narrow.casefold()]
    if "boolean" in types and "string" not in types:
        raise Unusable(f"写的是“{text[:20]}”", "请填“是”或“否”")
    if {"integer", "number"} & {*types} and "string" not in types:
        return _number(narrow, text)
    return text


def _number(narrow: str, text: str) -> int | float | str:
    """1,200 and １２００ as numbers; anything else stays text."""
    digits = narrow.replace(",", "") if _THOUSANDS.fullmatch(narrow) else narrow
    if not _NUMBER.fullmatch(digits):
        return text
    return _whole(float(digits)) if "." in digits else int(digits)


def _from_number(value: float, rule: Data, shown: str) -> Any:
    types = types_of(rule)
    if {"integer", "number"} & {*types}:
        return _whole(value)
    if rule.get("format") in ("date", "month"):
        raise Unusable(f"是数字 {value}，不是日期", "请把这一格的格式设为“日期”，再重新输入")
    if abs(value) >= _EXACT:
        raise Unusable("是超过 15 位的数字，Excel 已经把末尾几位改成了 0", _AS_TEXT)
    if "%" in shown:
        raise Unusable(f"显示的是百分数，存的是 {value}", _AS_TEXT)
    text = str(_whole(value))
    return text.zfill(len(shown)) if re.fullmatch("0+", shown) else text


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def _from_date(value: object, rule: Data) -> str:
    """A date or a time as the text that the schema asks for."""
    format = rule.get("format")
    if isinstance(value, dt.date):
        if format in ("date", "month"):
            return f"{value:%Y-%m-%d}" if format == "date" else f"{value:%Y-%m}"
        raise Unusable(f"被 Excel 认成了日期 {value:%Y-%m-%d}", _AS_TEXT)
    if isinstance(value, dt.time) and format == "time":
        return f"{value:%H:%M}"
    raise Unusable(f"被 Excel 认成了时间 {value}", _AS_TEXT)
