"""Data that fills a document: read, completed from the office's own facts, checked against the kind's schema."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from guiju.documents.kinds import Kind
from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, mapping_from_text, read_mapping, read_text

_TYPES = {"string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false", "array": "一组内容（每项一行，以“- ”开头）",
          "object": "一组“名称: 值”", "null": "空"}  # fmt: skip


_UNSEEN = re.compile(r"[\n\r\x00-\x08\x0b-\x1f\u2028\u2029]")
"""Characters that would bring a paragraph, or markup, of their own into a document."""


def load_data(path: Path, kind: Kind, workspace: Workspace) -> Data:
    """The data of a file, with what content/office.yml says where the file is silent. Raises BadData with the line."""
    text = read_text(path)
    data, lines = _json_mapping(text, path) if path.suffix == ".json" else mapping_from_text(text, str(path))
    properties = kind.schema.get("properties", {})
    office = {key: value for key, value in _office(workspace).items() if key in properties}
    whole = {**office, **data}
    errors = sorted(_validator(kind).iter_errors(whole), key=lambda e: [str(part) for part in e.absolute_path])
    said = [sentence for error in errors for sentence in _sentences(error, kind, lines)]
    said += [
        (
            lines.get(where),
            f"{_name(where, kind.schema)}里有换行或不可见的字符，应写成一行；要分段的，写成一组，每段一项",
        )
        for where, text in _texts(whole)
        if _UNSEEN.search(text)
    ]
    if said:
        raise _refusal(said, kind, path)
    return whole


def _office(workspace: Workspace) -> Data:
    path = workspace.content / "office.yml"
    return read_mapping(path)[0] if path.is_file() else {}


def _json_mapping(text: str, path: Path) -> tuple[Data, Lines]:
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise BadData("JSON 写法有误", remedy="请检查引号、逗号和括号是否成对", place=Place(str(path), line)) from error
    if not isinstance(data, dict):
        raise BadData("内容不是一个对象", remedy="最外层应是 {…}", place=path)
    return data, {}


def _validator(kind: Kind) -> Draft202012Validator:
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(
        lambda value: not isinstance(value, str) or bool(date.fromisoformat(value))
    )
    return Draft202012Validator(kind.schema, format_checker=checker)


def _texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in the data, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _refusal(said: list[tuple[int | None, str]], kind: Kind, path: Path) -> BadData:
    """One error that names every field that is wrong; the place is that of a single one."""
    one = said[0][0] if len(said) == 1 else None
    causes = [f"第{line}行，{cause}" if line and not one else cause for line, cause in said]
    return BadData(
        "；".join(causes), remedy=f"请改好后再运行；运行 guiju new {kind.name} 可以得到一份带说明的数据文件",
        place=Place(str(path), one),
    )  # fmt: skip


def _sentences(error: ValidationError, kind: Kind, lines: Lines) -> Iterator[tuple[int | None, str]]:
    path = tuple(error.absolute_path)
    line = lines.get(path)
    name = _name(path, kind.schema)
    rule, given = error.validator, cast(Any, error.instance)
    wanted = cast(Any, error.validator_value)
    if rule == "required":
        for key in (key for key in wanted if key not in given):
            yield (None if not path else line), f"缺少{_name((*path, key), kind.schema)}"
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


def _name(path: tuple[Any, ...], schema: Data) -> str:
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
