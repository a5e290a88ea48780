"""A workbook from what sheet.yml.j2 writes: tables to fill in or to print, text as text, the same input the same bytes."""

from __future__ import annotations

import math
import re
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from guiju.documents.bookfile import book_bytes
from guiju.documents.titles import width
from guiju.errors import BadData, BadTemplate, Place
from guiju.schema import schema_sentences
from guiju.yamlfile import Data, mapping_from_text

_SCHEMA: Data = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sheets"],
    "properties": {
        "sheets": {
            "title": "工作表",
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["title", "columns", "rows"],
                "properties": {
                    "title": {"title": "标题", "type": "string", "minLength": 1},
                    "columns": {
                        "title": "列",
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 100,
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["title"],
                            "properties": {
                                "title": {"title": "列名", "type": "string", "minLength": 1},
                                "width": {"title": "列宽（半角字数）", "type": "number", "minimum": 2, "maximum": 120},
                            },
                        },
                    },
                    "rows": {
                        "title": "行",
                        "type": ["array", "null"],
                        "maxItems": 100_000,
                        "items": {
                            "type": "array",
                            "items": {"title": "格", "type": ["string", "number", "null"]},
                        },
                    },
                    "note": {"title": "说明", "type": ["string", "null"]},
                },
            },
        }
    },
}

_WIDTH = 14
_LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
_EXACT = 10**15
"""Excel keeps fifteen digits of a number; longer ones, as identity numbers, are text."""
_AS_TYPED = "@"
"""The number format of text: what a person types into such a cell, as 025 or 5-6, stays as it was typed."""
_FONT = "宋体"

_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


def to_sheet(markdown_yaml: str, source: str) -> bytes:
    """The workbook that a YAML text describes: `{sheets: [{title, columns: [{title, width}], rows: [[…]], note}]}`.

    `source` names the template in messages. Widths are in half-width characters, 14 where none is given; a row may be
    shorter than its columns, what is missing stays blank to fill in. Raises BadTemplate.
    """
    try:
        data, lines = mapping_from_text(markdown_yaml, source)
    except BadData as error:
        remedy = "请检查模板：印到引号外面的值请加 |yaml"
        raise BadTemplate(f"模板写出的不是 YAML：{error.cause}", remedy=remedy, place=Place(source)) from error
    if said := schema_sentences(data, _SCHEMA, lines):
        causes = "；".join(sentence for _, sentence in said[:5])
        raise BadTemplate(f"模板写出的表格不对：{causes}", remedy="请照说明改正模板", place=Place(source))
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in data["sheets"]:
        _write(book.create_sheet(_tab(sheet["title"], book.sheetnames)), sheet, source)
    book.properties.title = data["sheets"][0]["title"]
    return book_bytes(book)


def _tab(title: str, taken: list[str]) -> str:
    """A name that Excel takes for a sheet: 31 characters, none of []:*?/\\, no other sheet of that name."""
    bare = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31] or "表"
    known = {name.casefold() for name in taken}
    number, name = 1, bare
    while name.casefold() in known:
        number += 1
        name = f"{bare[: 31 - len(str(number)) - 2]}({number})"
    return name


def _write(page: Worksheet, sheet: Data, source: str) -> None:
    """Title in row 1, the heads of the columns in row 2, then the rows, then the note."""
    columns, rows = sheet["columns"], sheet["rows"] or []
    last = get_column_letter(len(columns))
    _put(page, 1, 1, sheet["title"], source, Font(name=_FONT, size=16, bold=True), _MIDDLE)
    page.merge_cells(f"A1:{last}1")
    page.row_dimensions[1].height = 30
    for at, column in enumerate(columns, 1):
        cell = _put(page, 2, at, column["title"], source, Font(name=_FONT, size=11, bold=True), _MIDDLE)
        cell.border = _GRID
        page.column_dimensions[get_column_letter(at)].width = column.get("width", _WIDTH)
    font = Font(name=_FONT, size=11)
    for number, row in enumerate(rows, 3):
        if len(row) > len(columns):
            cause = f"“{sheet['title']}”第{number - 2}行有 {len(row)} 格，只有 {len(columns)} 列"
            raise BadTemplate(cause, remedy="请改正模板", place=Place(source))
        for at in range(1, len(columns) + 1):
            value = row[at - 1] if at <= len(row) else None
            _put(page, number, at, value, source, font, _LEFT).border = _GRID
    if sheet.get("note"):
        below = len(rows) + 3
        _put(page, below, 1, sheet["note"], source, font, _LEFT)
        page.merge_cells(f"A{below}:{last}{below}")
        room = sum(column.get("width", _WIDTH) for column in columns)
        height = sum(math.ceil(width(line) * 2 / room) or 1 for line in sheet["note"].split("\n"))
        page.row_dimensions[below].height = 16 * height + 4
    _set_up(page)


def _put(page: Worksheet, row: int, column: int, value: Any, source: str, font: Font, alignment: Alignment) -> Cell:
    """A number as a number, anything else as text, whatever it looks like: `=1+1` is what somebody wrote, no formula."""
    cell = cast(Cell, page.cell(row, column))  # nothing is merged before it is written
    cell.font, cell.alignment = font, alignment
    number = isinstance(value, int | float) and abs(value) < _EXACT
    if number:
        cell.value = value
        return cell
    cell.number_format = _AS_TYPED
    text = "" if value is None else str(value)
    if len(text) > _LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text):
        what = f"有 {len(text)} 个字，Excel 的一格放不下" if len(text) > _LONGEST_CELL else "有不可见的字符"
        raise BadTemplate(f"第{row}行第{column}列{what}", remedy="请缩短或改正数据里的这一项", place=Place(source))
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    return cell


def _set_up(page: Worksheet) -> None:
    """The heads stay in sight and head every printed page; A4 landscape, as wide as one page."""
    page.freeze_panes = "A3"
    page.print_title_rows = "2:2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    page.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
