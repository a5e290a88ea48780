"""What is wrong with data beside its JSON Schema, as Chinese sentences that name fields by their titles."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from guiju.yamlfile import Data, Lines

_TYPES = {"string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false", "array": "一组内容（每项一行，以“- ”开头）",
          "object": "一组“名称: 值”", "null": "空"}  # fmt: skip


def schema_sentences(data: Data, schema: Data, lines: Lines) -> list[tuple[int | None, str]]:
    """Every rule of the schema that the data break, with its line where one is known, in the order of the fields."""
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(
        lambda value: not isinstance(value, str) or bool(date.fromisoformat(value))
    )
    validator = Draft202012Validator(schema, format_checker=checker)
    errors = sorted(validator.iter_errors(data), key=lambda e: [str(part) for part in e.absolute_path])
    return [sentence for error in errors for sentence in _sentences(error, schema, lines)]


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
    elif rule == "type":
        yield line, f"{name}应是{_TYPES.get(str(wanted), str(wanted))}，给的是“{_short(given)}”"
    elif rule == "format":
        yield line, f"{name}应是存在的日期，写作 2026-09-18，给的是“{_short(given)}”"
    elif rule in ("minItems", "minLength"):
        yield line, f"{name}不能为空或过少（至少 {wanted}），给的是“{_short(given)}”"
    elif rule in ("maxItems", "maxLength"):
        yield line, f"{name}过多或过长（至多 {wanted}）"
    elif rule == "enum":
        yield line, f"{name}只能是 {'、'.join(map(str, wanted))}，给的是“{_short(given)}”"
    else:
        about = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
        yield line, f"{name}的值“{_short(given)}”不合要求" + (f"（{about}）" if about else "")


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
