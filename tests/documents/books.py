"""Workbooks as people fill them, and a kind with a field of every type."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from guiju.documents.columns import NUMBER, get, sheets_of
from guiju.documents.kinds import Kind, find_kind
from guiju.workspace import Workspace

SCHEMA = """
title: 样样都有
description: 每种字段一个
x-outputs: [html]
type: object
additionalProperties: false
required: [name, day]
properties:
  name: {title: 单位名称, description: 写全称, type: string, minLength: 2}
  day: {title: 成文日期, type: string, format: date}
  month: {title: 月份, type: string, format: month}
  year: {title: 年份, type: integer}
  amount: {title: 金额, type: number}
  open: {title: 是否公开, type: boolean}
  level: {title: 等级, type: string, enum: [高, 中, "低,但要看住"]}
  phone: {title: 电话, type: string}
  cc: {title: 抄送, type: array, items: {title: 抄送机关, type: string}}
  scores: {title: 得分, type: array, items: {title: 分, type: integer}}
  contact:
    title: 联系人
    type: object
    properties:
      name: {title: 姓名, type: string}
      phone: {title: 电话, type: string}
  tasks:
    title: 任务
    type: array
    items:
      type: object
      required: [text]
      properties:
        text: {title: 内容, type: string}
        due: {title: 期限, type: string, format: date}
        helpers: {title: 协办, type: array, items: {type: string}}
"""

ONE_SCHEMA = (
    SCHEMA.replace("type: object", "x-rows: tasks\ntype: object", 1)
    + """  visits:
    title: 走访
    type: array
    items: {type: object, properties: {place: {title: 地点, type: string}}}
"""
)
"""The same, but all rows of a workbook make one document: the rows are the tasks, and there is one more list."""

TEMPLATE = """---
form: handout
title: {{ name|yaml }}
subtitle: {{ day }}
footer: {{ name|yaml }}
---
{{ cite("党章", 46) }}

{% for task in tasks or [] %}
- {{ task.text }}

{% endfor %}
"""

WHOLE: dict[str, Any] = {
    "name": "滨江市档案局", "day": "2026-09-18", "month": "2026-09", "year": 2026, "amount": 1234.5, "open": True,
    "level": "低,但要看住", "phone": "025-0000000", "cc": ["各处室；各支部"], "scores": [3, 10],
    "contact": {"name": "张三", "phone": "010"},
    "tasks": [{"text": "第一件", "due": "2026-10-01", "helpers": ["甲", "乙"]}, {"text": "第二件"}],
}  # fmt: skip


def every_type(workspace: Workspace, schema: str = SCHEMA) -> Kind:
    """A kind with a field of every type, in the workspace."""
    folder = workspace.generators / "every-type"
    folder.mkdir(exist_ok=True)
    for name, text in (("schema.yml", schema), ("template.md.j2", TEMPLATE), ("README.md", "说明\n")):
        (folder / name).write_text(text, "utf-8")
    (folder / "example.yml").write_text("name: 滨江市档案局\nday: 2026-09-18\n", "utf-8")
    return find_kind(workspace, "every-type")


def book_of(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> openpyxl.Workbook:
    """The rows as typed into the sheets of a kind, every value as it is; a list of texts is a line each."""
    book = openpyxl.Workbook()
    first, *lists = sheets_of(kind)
    main = book.worksheets[0]
    main.title = first.name
    type_row(main, 1, [NUMBER, *(column.title for column in first.columns)])
    for at, row in enumerate(rows, 2):
        type_row(main, at, [at - 1, *(get(dict(row), column.path) for column in first.columns)])
    for sheet in lists:
        page = book.create_sheet(sheet.name)
        type_row(page, 1, [NUMBER, *(column.title for column in sheet.columns)])
        items = [(n, item) for n, row in enumerate(rows, 1) for item in get(dict(row), sheet.path) or []]
        for below, (number, item) in enumerate(items, 2):
            type_row(page, below, [number, *(get(item, column.path) for column in sheet.columns)])
    return book


def type_row(page: Worksheet, row: int, values: Sequence[Any]) -> None:
    for at, value in enumerate(values, 1):
        type_in(page, f"{get_column_letter(at)}{row}", value)


def type_in(page: Worksheet, where: str, value: Any) -> None:
    """A value into a cell: texts as texts, also those that begin with =."""
    cell = page[where]
    if isinstance(value, list):
        value = "\n".join(map(str, value)) + "\n"
    if isinstance(value, bool):
        value = "是" if value else "否"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same package with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    path.write_bytes(out.getvalue())
    return path
