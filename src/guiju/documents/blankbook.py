"""The workbook to fill in for a kind: a sheet of documents, a sheet a list, notes and drop-downs, and how to use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from guiju.documents.bookfile import book_bytes, fit_row, put_text
from guiju.documents.columns import CHOICES, GUIDE, NUMBER, STAR, Column, Sheet, get, one_of, sheets_of, types_of
from guiju.documents.kinds import Kind
from guiju.documents.titles import width
from guiju.yamlfile import Data

_LAST = 5000
"""The row down to which drop-downs and checks of dates reach."""

_NARROWEST, _WIDEST = 8, 48
_FONT = "宋体"
_HEAD = Font(name=_FONT, size=11, bold=True)
_BODY = Font(name=_FONT, size=11)
_EXAMPLE = Font(name=_FONT, size=11, italic=True, color="808080")
_FILL = PatternFill("solid", start_color="F2E6E6")
_LINE = Border(bottom=Side(style="thin"))
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_FORMATS = {"date": "yyyy-mm-dd"}
_SHAPES = {
    "date": "填日期，如 2026-09-18",
    "month": "填年月，如 2026-09",
    "time": "填时间，如 09:30",
    "money": "填金额，单位元，如 1234.50",
    "phone": "填电话号码，固定电话带区号",
    "doc_number": "填发文字号，如 滨档机纪〔2026〕5号",
}
_WORDS = {True: "是", False: "否"}


def blank_workbook(kind: Kind, example: Data | None) -> bytes:
    """The workbook, with one row of example data where they are given; the same kind gives the same bytes.

    `workbook.read_rows` reads the example back from it. Raises BadTemplate for a kind that no workbook can hold.
    """
    sheets = sheets_of(kind)
    book = Workbook()
    for page in book.worksheets:
        book.remove(page)
    choices: list[Sequence[str]] = []
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet, sheets, example or {}, choices)
    _guide(book.create_sheet(GUIDE), kind, sheets)
    if choices:
        _list(book.create_sheet(CHOICES), choices)
    book.properties.title = kind.title
    return book_bytes(book)


def _write(
    page: Worksheet, sheet: Sheet, sheets: Sequence[Sheet], example: Data, choices: list[Sequence[str]]
) -> None:  # fmt: skip
    """The head, how each column is shown and checked, and the example."""
    main = not sheet.path
    rows = ([example] if example else []) if main else get(example, sheet.path) or []
    first = 1
    if sheet.numbered:
        others = "、".join(f"“{other.name}”" for other in sheets[1:])
        about = (
            f"给每份文书一个序号；{others}表里写同一个序号的行，归这一份"
            if main
            else f"填“{sheets[0].name}”表里的序号，说明这一行归哪一份"
        )
        _head(page, 1, NUMBER, about + "。", _NARROWEST)
        page.column_dimensions["A"].font, page.column_dimensions["A"].alignment = _BODY, _TOP
        for at in range(len(rows)):
            _put(page, at + 2, 1, 1, {"type": "integer"})
        first = 2
    for at, column in enumerate(sheet.columns, first):
        letter = get_column_letter(at)
        values = [get(row, column.path) for row in rows]
        longest = max([width(line) for value in values for line in _shown(value).split("\n")], default=0)
        _head(page, at, column.title + (STAR if column.required else ""), _note(column), 2 * longest + 2)
        own = page.column_dimensions[letter]
        own.number_format, own.font, own.alignment = _format(column), _BODY, _TOP
        _check(page, letter, column, choices)
        for below, value in enumerate(values, 2):
            if value is not None and value != []:
                _put(page, below, at, value, column.rule)
    for below in range(2, len(rows) + 2):
        fit_row(page, below)
    page.freeze_panes = "A2"


def _head(page: Worksheet, at: int, title: str, note: str, room: float) -> None:
    cell = cast(Cell, page.cell(1, at))
    put_text(cell, title)
    cell.font, cell.fill, cell.border, cell.alignment = _HEAD, _FILL, _LINE, _MIDDLE
    cell.comment = Comment(note, "规矩", height=40 + 18 * (len(note) // 14 + note.count("\n")), width=240)
    page.column_dimensions[get_column_letter(at)].width = min(max(room, 2 * width(title) + 4, _NARROWEST), _WIDEST)


def _note(column: Column) -> str:
    """What the field is for, whether it must be filled, and how."""
    parts = ["必填。" if column.required else "可不填。"]
    if about := column.rule.get("description"):
        parts.append(str(about).rstrip("。") + "。")
    types, item = types_of(column.item), column.item
    if allowed := item.get("enum"):
        parts.append(("从这些里选：" if column.many else "从下拉框里选：") + "、".join(map(str, allowed)) + "。")
    elif "boolean" in types:
        parts.append("填“是”或“否”。")
    elif shape := _SHAPES.get(item.get("format", "")):
        parts.append(shape + "。")
    elif "string" not in types:
        parts.append("填数字。")
    if column.many:
        parts.append("可填几项，每项一行（按 Alt+Enter 换行），或者用“；”隔开。")
    return "\n".join(parts)


def _format(column: Column) -> str:
    """Dates as dates, numbers as they come, text as text, so that Excel changes nothing that is typed."""
    types = types_of(column.item)
    if not column.many and column.item.get("format") in _FORMATS:
        return _FORMATS[column.item["format"]]
    return "General" if not column.many and "string" not in types else "@"


def _check(page: Worksheet, letter: str, column: Column, choices: list[Sequence[str]]) -> None:
    """A drop-down for a choice, a check for a date; nothing where a cell holds several."""
    check = None
    allowed = [_WORDS[True], _WORDS[False]] if "boolean" in types_of(column.rule) else column.rule.get("enum")
    if column.many:
        return
    if allowed:
        choices.append([_shown(value) for value in allowed])
        there = get_column_letter(len(choices))
        check = DataValidation(
            type="list", formula1=f"'{CHOICES}'!${there}$1:${there}${len(allowed)}", allow_blank=True
        )
        check.error = "请从下拉框里选"
    elif column.rule.get("format") == "date":
        check = DataValidation(type="date", operator="greaterThan", formula1="18264", allow_blank=True)
        check.error = "请填日期，如 2026-09-18"
    if check:
        check.errorTitle, check.showErrorMessage = column.title[:32], True
        check.add(f"{letter}2:{letter}{_LAST}")
        page.add_data_validation(check)


def _put(page: Worksheet, row: int, at: int, value: Any, rule: Data) -> None:
    """A value so that it is read back as it is."""
    cell = cast(Cell, page.cell(row, at))
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    elif rule.get("format") == "date" and (day := _day(value)):
        cell.value, cell.number_format = day, _FORMATS["date"]
    else:
        put_text(cell, _shown(value))
    cell.font, cell.alignment = _EXAMPLE, _TOP


def _day(value: object) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(str(value))
    return None


def _shown(value: Any) -> str:
    """A value as text. A single item that has “；” in it gets a line of its own, or it would be taken for several."""
    if isinstance(value, list):
        items = [_shown(item) for item in value]
        return "\n".join(items) + ("\n" if len(items) == 1 and "；" in items[0] else "")
    if isinstance(value, bool):
        return _WORDS[value]
    return "" if value is None else str(value)


def _guide(page: Worksheet, kind: Kind, sheets: Sequence[Sheet]) -> None:
    """How to fill the workbook, and what to run."""
    others = "、".join(f"“{sheet.name}”" for sheet in sheets[1:])
    one = one_of(kind)
    lines = [
        f"{kind.title}：怎样填这个表",
        kind.description,
        *(_rows_of_one(one, sheets) if one else _rows_of_many(sheets)),
        f"    表头带 {STAR} 的必填；鼠标放在表头上，可以看到说明。",
        f"二、灰色斜体的是虚构的示例，请改成本单位的，或者整行删去{f'（{others}表里的也一样）' if others else ''}。",
        "三、一格填几项的，每项一行（按 Alt+Enter 换行），或者用“；”隔开；一项里面本身有“；”的，请每项一行。",
        "四、单位的名称、电话等，content/office.yml 里写了的可以不填；这里填了，就用这里的。",
        "五、不要合并单元格，不要写公式，不要隐藏行；不用的行请删去。电话、文号按原样填写，不要让 Excel 改成数字或日期。",
        f"六、填好、保存以后，在工作区运行：guiju make {kind.name} 这个文件.xlsx -o 成品",
        "    先看看有没有问题，不生成文件：在后面加上 --dry-run",
        f"七、{'' if one else '每一行'}做成了没有、为什么没有、怎么办，见“成品”文件夹里的 结果.xlsx。"
        + (f"里面说的第几行，是“{sheets[0].name}”表的行。" if one else ""),
        "八、改好以后再运行一次，已经做成、没有变动的不会重做；手工改过的会重做，所以要改就改这个表。",
    ]
    page.column_dimensions["A"].width = 100
    for row, line in enumerate(filter(None, lines), 1):
        cell = cast(Cell, page.cell(row, 1))
        put_text(cell, line)
        cell.font, cell.alignment = (_HEAD if row == 1 else _BODY), _TOP
        fit_row(page, row)


def _rows_of_many(sheets: Sequence[Sheet]) -> list[str]:
    """What the rows are where each is a document."""
    lists = "、".join(f"“{sheet.name}”" for sheet in sheets[1:])
    about = f"    {lists}是单独的表，每行一项；第一列的序号写“{sheets[0].name}”表里的序号，说明归哪一份。"
    return [f"一、“{sheets[0].name}”表一行是一份文书，有几份填几行。", *([about] if lists else [])]


def _rows_of_one(items: Column, sheets: Sequence[Sheet]) -> list[str]:
    """What the rows are where all of them make one document. `items` is the list that sheet 数据 holds."""
    lists = "、".join(f"“{sheet.name}”" for sheet in sheets[1:] if sheet.path)
    own = "".join(f"；其他内容填在“{sheet.name}”表里，只填一行" for sheet in sheets if not sheet.path)
    return [
        f"一、这个文件是一份文书，所有的行合在一起。“{sheets[0].name}”表每行是“{items.title}”的一项，有几项填几行{own}。",
        *([f"    {lists}是单独的表，每行一项。"] if lists else []),
        "    要做几份的，每份用一个文件。",
    ]


def _list(page: Worksheet, choices: Sequence[Sequence[str]]) -> None:
    """What the drop-downs offer, a column each, out of sight."""
    for at, allowed in enumerate(choices, 1):
        for row, text in enumerate(allowed, 1):
            put_text(cast(Cell, page.cell(row, at)), text)
    page.sheet_state = "hidden"
