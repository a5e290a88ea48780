"""YAML as people type it: dates stay text, a repeated key is an error, and every value knows its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from guiju.errors import BadData, Place
from guiju.writing import cause_of

Data = dict[str, Any]
"""A mapping of text keys to text, numbers, booleans, None, lists and mappings of the same."""

Lines = dict[tuple[str | int, ...], int]
"""For each path into the data, the line (from 1) where it stands."""


_UNWANTED = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML was built with it: a workspace with all law is read in half the time."""


class _Loader(_Safe):  # type: ignore[misc]
    """The safe loader without its surprises: 2026-09-25 stays text, and so do `no`, `on`, `yes`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _UNWANTED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_mapping(path: Path) -> tuple[Data, Lines]:
    """The mapping that a YAML file holds, with its lines. Raises BadData naming file and line."""
    return mapping_from_text(read_text(path), str(path))


def mapping_from_text(text: str, source: str, *, first_line: int = 1) -> tuple[Data, Lines]:
    """The same from text; `first_line` is the line of the file where the text begins."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        if node is not None:
            _note_lines(node, (), lines, source, first_line)
            data = loader.construct_document(node)
        else:
            data = None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if "flow" in str(getattr(error, "context", "")):  # a bracket that is not closed is noticed a line too late
            mark = getattr(error, "context_mark", mark)
        raise BadData(
            "YAML 写法有误，程序读到这里无法理解",
            remedy="请检查冒号后是否有空格、缩进是否对齐、引号是否成对；也可以运行 guiju new 重新生成一份数据文件再填",
            place=Place(source, mark.line + first_line if mark else None),
        ) from error
    finally:
        loader.dispose()
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise BadData(
            "内容不是“名称: 值”的形式", remedy="每行写成“名称: 值”，名称见模板说明", place=Place(source, first_line)
        )
    return data, lines


def read_text(path: Path) -> str:
    """A text file as UTF-8, a byte order mark dropped. Raises BadData naming file, cause and remedy."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadData("没有这个文件", remedy="请核对文件名和所在文件夹", place=path) from None
    except IsADirectoryError:
        raise BadData("这是一个文件夹，不是文件", remedy="请写出其中文件的名字", place=path) from None
    except OSError as error:
        raise BadData(f"读不出来：{cause_of(error)}", remedy="请检查文件的读取权限", place=path) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadData(
            "不是 UTF-8 编码", remedy="请在记事本中“另存为”，编码选 UTF-8", place=Place(str(path), line)
        ) from error


def _note_lines(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, source: str, first_line: int) -> None:
    lines[path] = node.start_mark.line + first_line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            line = key.start_mark.line + first_line
            if inner in lines:
                raise BadData(f"“{key.value}”写了两次", remedy="请删去一处", place=Place(source, line))
            _note_lines(value, inner, lines, source, first_line)
            lines[inner] = line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*path, index), lines, source, first_line)
