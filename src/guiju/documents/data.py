"""Data that fills a document: read, completed from the office's own facts, checked against the kind's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from guiju.documents.kinds import Kind
from guiju.errors import BadData, Place
from guiju.schema import field_name, schema_sentences
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, mapping_from_text, read_mapping, read_text

_UNSEEN = re.compile(r"[\n\r\x00-\x08\x0b-\x1f\u2028\u2029]")
"""Characters that would bring a paragraph, or markup, of their own into a document."""


def load_data(path: Path, kind: Kind, workspace: Workspace) -> Data:
    """The data of a file, with what content/office.yml says where the file is silent. Raises BadData with the line."""
    text = read_text(path)
    data, lines = _json_mapping(text, path) if path.suffix == ".json" else mapping_from_text(text, str(path))
    properties = kind.schema.get("properties", {})
    office = {key: value for key, value in _office(workspace).items() if key in properties}
    whole = {**office, **data}
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
