"""Data that fills a document: read, completed from the office's own facts and the schema's defaults, checked."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guiju.documents.kinds import Kind
from guiju.errors import BadData, Place
from guiju.schema import field_name, schema_sentences
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, mapping_from_text, read_mapping, read_text

_UNSEEN = re.compile(
    "[\n\r\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"  # a paragraph, or markup, of its own
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # shown otherwise than it is stored: a reader would be misled
    "\ud800-\udfff\ufffe\uffff]"  # cannot be written to a file
)
"""Characters that nobody sees and that no document may hold."""


def load_data(path: Path, kind: Kind, workspace: Workspace) -> Data:
    """The data of a file, with what content/office.yml says where the file is silent. Raises BadData with the line."""
    data, lines = read_data(path)
    return complete(data, lines, kind, load_office(workspace), str(path))


def read_data(path: Path) -> tuple[Data, Lines]:
    """What a YAML or JSON file holds, with its lines; those of JSON are not known. Raises BadData."""
    text = read_text(path)
    return _json_mapping(text, path) if path.suffix == ".json" else mapping_from_text(text, str(path))


def load_office(workspace: Workspace) -> Data:
    """The facts of this office, content/office.yml; empty where there is none. Raises BadData."""
    path = workspace.content / "office.yml"
    return read_mapping(path)[0] if path.is_file() else {}


def complete(data: Data, lines: Lines, kind: Kind, office: Data, source: str) -> Data:
    """The data with what they leave open: first from the office's facts, then from the schema's `default`; checked.

    A known field that is given as nothing (`printer:`) counts as left open. `source` names the file or row in messages.
    Raises BadData that names every field that is wrong; its place has a line where only one is wrong.
    """
    properties = kind.schema.get("properties", {})
    given = {key: value for key, value in data.items() if value is not None or key not in properties}
    known = {key: value for key, value in office.items() if key in properties and value is not None}
    whole: Data = _filled(known | given, kind.schema)
    said = schema_sentences(whole, kind.schema, lines)
    said += [
        (
            lines.get(where),
            f"{field_name(where, kind.schema)}里有换行或不可见的字符，应写成一行；要分段的，写成一组，每段一项",
        )
        for where, text in _texts(whole)
        if _UNSEEN.search(text)
    ]
    if said:
        raise _refusal(said, kind, source)
    return whole


def _filled(value: Any, schema: Data) -> Any:
    """A value with the defaults of its schema, and of those of what it holds; nothing that was given changes."""
    if isinstance(value, list):
        inner = schema.get("items", {})
        return [_filled(item, inner) for item in value] if isinstance(inner, dict) else value
    if not isinstance(value, dict):
        return value
    out = dict(value)
    for key, field in schema.get("properties", {}).items():
        if key in out:
            out[key] = _filled(out[key], field)
        elif "default" in field:
            out[key] = copy.deepcopy(field["default"])
    return out


def _json_mapping(text: str, path: Path) -> tuple[Data, Lines]:
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise BadData("JSON 写法有误", remedy="请检查引号、逗号和括号是否成对", place=Place(str(path), line)) from error
    if not isinstance(data, dict):
        raise BadData("内容不是一个对象", remedy="最外层应是 {…}", place=path)
    return data, {}


def _no_number(word: str) -> None:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(word)


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


def _refusal(said: list[tuple[int | None, str]], kind: Kind, source: str) -> BadData:
    """One error that names every field that is wrong; the place is that of a single one."""
    one = said[0][0] if len(said) == 1 else None
    causes = [f"第{line}行，{cause}" if line and not one else cause for line, cause in said]
    return BadData(
        "；".join(causes), remedy=f"请改好后再运行；运行 guiju new {kind.name} 可以得到一份带说明的数据文件",
        place=Place(source, one),
    )  # fmt: skip
