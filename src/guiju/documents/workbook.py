"""Data for documents: an Excel workbook with a row a document, or, where the kind says so, a workbook a document; a YAML or
JSON file with a list under `rows`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from guiju.documents.bookfile import WORKBOOKS, open_book
from guiju.documents.cellvalues import Unusable, is_blank, printable, text_of, value_of
from guiju.documents.columns import CHOICES, DATA, DOCUMENT, GUIDE, NUMBER, Column, Sheet, get, plain, put, sheets_of
from guiju.documents.data import read_data
from guiju.documents.kinds import Kind
from guiju.errors import BadData, Place
from guiju.yamlfile import Data, Lines, read_text

ROWS = "rows"
"""In YAML and JSON: the list of documents. What stands beside it holds for all of them."""

MOST_CELLS = 1_000_000
"""Cells of a sheet, its blank ones counted: a thousand documents of thirty fields are a thirtieth."""

MOST_NAMED = 10
"""Problems that one message names."""


@dataclass(frozen=True, slots=True)
class Row:
    """The data of one document. `number` is the row of the sheet, or the place in the list from 1 (`unit` says which);
    0 where the file is a single document. `lines` has the lines of a YAML file, or, in a workbook that is one document, the
    rows of sheet 数据.
    """

    number: int
    data: Data
    lines: Lines = field(default_factory=dict)
    unit: str = "行"

    def place(self, source: Path) -> Place:
        """Where it stands."""
        return Place(str(source), self.number or None, self.unit)


def read_rows(path: Path, kind: Kind) -> list[Row]:
    """The rows of a workbook or of a YAML or JSON file; at least one. Raises BadData that names files, cells and remedies.

    What a cell cannot hold is refused here; whether the data fit the schema is asked of each row when it is made.
    """
    rows = _workbook_rows(path, kind) if path.suffix.lower() in WORKBOOKS else _listed_rows(path, kind)
    if not rows:
        raise BadData(
            "里面没有一份数据", remedy=f"请至少填一行；空白表用 guiju new {kind.name} --xlsx 得到", place=path
        )
    return rows


def _listed_rows(path: Path, kind: Kind) -> list[Row]:
    data, lines = _array(path) or read_data(path)
    if ROWS not in data or ROWS in kind.schema.get("properties", {}):
        return [Row(0, data, lines)]
    given = data[ROWS]
    shared = {key: value for key, value in data.items() if key != ROWS}
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise BadData(f"“{ROWS}”应是一组数据，每份一项", remedy="每份写成一组“名称: 值”", place=path)
    own: list[Lines] = [{} for _ in given]
    for where, line in lines.items():
        if len(where) > 1 and where[0] == ROWS and isinstance(where[1], int):
            own[where[1]][where[2:]] = line
    beside = {where: line for where, line in lines.items() if where[:1] != (ROWS,)}
    return [Row(i, shared | row, beside | own[i - 1], "份") for i, row in enumerate(given, 1)]


def _array(path: Path) -> tuple[Data, Lines] | None:
    """A JSON file that is a list, as if it stood under `rows`; None for any other file."""
    if path.suffix != ".json" or not (text := read_text(path)).lstrip().startswith("["):
        return None
    try:
        return {ROWS: json.loads(text, parse_constant=_no_number)}, {}
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise BadData("JSON 写法有误", remedy="请检查引号、逗号和括号是否成对", place=Place(str(path), line)) from error


def _no_number(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(word)


@dataclass(frozen=True, slots=True)
class _Problem:
    row: int | None
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a sheet that is not blank: the document that it says it belongs to ('' where it does not), and its values."""

    row: int
    number: str
    values: Data


def _workbook_rows(path: Path, kind: Kind) -> list[Row]:
    sheets = sheets_of(kind)
    pages = {page.title: page for page in open_book(path).worksheets}
    others = [sheet.name for sheet in sheets[1:]]
    spare = [page for name, page in pages.items() if name not in others]
    first = pages.get(DATA) or (spare or [*pages.values()])[0]
    problems: list[_Problem] = []
    if others:
        _refuse_others(pages, [first.title, *others], problems)
    if not problems and any(not sheet.path and sheet.name not in pages for sheet in sheets[1:]):
        remedy = f"请补上，填一行；空白表用 guiju new {kind.name} --xlsx 得到"
        problems.append(_Problem(None, f"缺少“{DOCUMENT}”这张工作表", remedy))
    main = list(_lines_of(first, sheets[0], problems))
    rest = [(s, list(_lines_of(pages[s.name], s, problems))) for s in sheets[1:] if s.name in pages]
    rows = _one(sheets[0].path, main, rest, problems) if sheets[0].path else _many(main, first.title, rest, problems)
    if problems:
        raise _refusal(problems, path)
    return rows


def _one(
    path: tuple[str, ...], items: Sequence[_Line], rest: Sequence[tuple[Sheet, list[_Line]]], problems: list[_Problem]
) -> list[Row]:  # fmt: skip
    """The document that all rows make: the rows of sheet 数据 as items of the list at `path`, its own fields, further lists."""
    own = [line for sheet, lines in rest if not sheet.path for line in lines if line.values]
    for line in own[1:]:
        cause = f"“{DOCUMENT}”表第{line.row}行是多出的：这个文件只做一份文书，这张表只填一行"
        problems.append(_Problem(line.row, cause, "请删去多出的行；要做几份的，每份用一个 Excel 文件"))
    data = own[0].values if own else {}
    where: Lines = {}
    for at, line in enumerate(line for line in items if line.values):
        _append(data, path, line.values)
        _note_row(where, (*path, at), line.values, line.row)
    for sheet, lines in rest:
        for line in lines if sheet.path else []:
            _append(data, sheet.path, line.values)
    return [Row(0, data, where)] if data else []


def _note_row(lines: Lines, path: tuple[str | int, ...], value: object, row: int) -> None:
    """Write down the row of a value and of all that it holds."""
    lines[path] = row
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        _note_row(lines, (*path, key), each, row)


def _many(
    main: Sequence[_Line], name: str, lists: Sequence[tuple[Sheet, list[_Line]]], problems: list[_Problem]
) -> list[Row]:  # fmt: skip
    """The documents, a row each, with the items that name them by 序号. `name` is that of their sheet."""
    documents = _numbered(main, name, any(lines for _, lines in lists), problems)
    for sheet, lines in lists:
        for line in lines:
            if line.number in documents:
                _append(documents[line.number].values, sheet.path, line.values)
            else:
                cause = f"“{sheet.name}”表第{line.row}行的序号“{printable(line.number)}”，“{name}”表里没有"
                problems.append(_Problem(line.row, cause, f"请填“{name}”表里的序号"))
    return [Row(line.row, line.values) for line in documents.values() if line.values]


def _refuse_others(pages: Mapping[str, Worksheet], known: Sequence[str], problems: list[_Problem]) -> None:
    """Where there are several sheets, one of another name may be one of them misspelt."""
    for name, page in pages.items():
        corner = (cell for row in page.iter_rows(max_row=20, max_col=20) for cell in row)
        if name not in {*known, GUIDE, CHOICES} and any(not is_blank(cell.value) for cell in corner):
            problems.append(_unknown(f"“{name}”这张工作表", name, known, None))


def _numbered(
    lines: Sequence[_Line], name: str, needed: bool, problems: list[_Problem]
) -> dict[str, _Line]:  # fmt: skip
    """The documents by their 序号; where none is written, by their order. `needed`: other sheets name them by it."""
    out: dict[str, _Line] = {}
    for order, line in enumerate(lines, 1):
        number = line.number or str(order)
        if number in out and needed:
            cause = f"“{name}”表第{out[number].row}行和第{line.row}行的序号都是“{printable(number)}”"
            problems.append(_Problem(line.row, cause, "请改成不同的序号，其他表里的也跟着改"))
        out[f"{number}#{line.row}" if number in out else number] = line
    return out


def _append(data: Data, path: tuple[str, ...], item: Data) -> None:
    if not item:
        return
    if get(data, path) is None:
        put(data, path, [])
    get(data, path).append(item)


def _lines_of(page: Worksheet, sheet: Sheet, problems: list[_Problem]) -> Iterator[_Line]:
    """The rows of a sheet under its head that are not blank; what cannot be used goes to the problems."""
    if page.max_row * page.max_column > MOST_CELLS:
        cause = f"“{page.title}”表有 {page.max_row} 行 {page.max_column} 列，太大了"
        problems.append(_Problem(None, cause, "请删去下面和右边的空行、空列，或把数据分成几个文件"))
        return
    every = ([c for c in row if isinstance(c, Cell) and not is_blank(c.value)] for row in page.iter_rows())
    rows = (row for row in every if row)
    head = next(rows, None)
    if head is None:
        return
    for area in page.merged_cells.ranges:
        if area.max_row >= head[0].row:
            cause = f"“{page.title}”表的 {area.coord} 是合并的单元格"
            problems.append(_Problem(area.min_row, cause, "请取消合并，每一格都填上"))
    columns = _columns(head, sheet, page.title, problems)
    for row in rows:
        number = row[0].row
        if page.row_dimensions[number].hidden:
            cause = f"“{page.title}”表第{number}行是隐藏的，可能是筛选造成的"
            problems.append(_Problem(number, cause, "请取消隐藏或删去"))
        else:
            yield _line(row, columns, page.title, problems)


_NUMBERS = Column((NUMBER,), NUMBER, {"type": "string"}, required=False)


def _columns(
    head: Sequence[Cell], sheet: Sheet, name: str, problems: list[_Problem]
) -> dict[int, Column | None]:  # fmt: skip
    """What each column of the sheet that has a head stands for; None where the head cannot be used."""
    known = {plain(each): column for column in sheet.columns for each in reversed(column.names)}
    known[plain(NUMBER)] = _NUMBERS
    out: dict[int, Column | None] = {}
    for cell in head:
        title = printable(text_of(str(cell.value)))
        column = known.get(plain(title))
        if column is None:
            titles = [NUMBER, *(each for column in sheet.columns for each in column.names)]
            problems.append(_unknown(f"“{name}”表 {cell.coordinate} 的列名“{title[:20]}”", title, titles, cell.row))
        elif column in out.values():
            cause = f"“{name}”表有两列“{column.title}”，第二列在 {cell.coordinate}"
            problems.append(_Problem(cell.row, cause, "请删去一列，或改成正确的列名"))
            column = None
        out[cell.column] = column
    if sheet.path and sheet.numbered and _NUMBERS not in out.values():
        problems.append(_Problem(head[0].row, f"“{name}”表缺少“{NUMBER}”这一列", f"请补上，填“{DATA}”表里的序号"))
    return out


def _line(
    cells: Sequence[Cell], columns: Mapping[int, Column | None], name: str, problems: list[_Problem]
) -> _Line:  # fmt: skip
    data: Data = {}
    for cell in cells:
        where = f"“{name}”表 {cell.coordinate}"
        if cell.column not in columns:
            problems.append(_Problem(cell.row, f"{where} 有内容，这一列却没有列名", "请补上列名，或删去内容"))
        elif column := columns[cell.column]:
            try:
                put(data, column.path, value_of(cell, column))
            except Unusable as error:
                problems.append(_Problem(cell.row, f"{where} {printable(error.cause)}", error.remedy))
    return _Line(cells[0].row, plain(data.pop(NUMBER, "")), data)


def _unknown(what: str, given: str, known: Sequence[str], row: int | None) -> _Problem:
    near = difflib.get_close_matches(given, known, 1, cutoff=0.5)
    hint = f"，是不是想写“{near[0]}”" if near else ""
    return _Problem(row, f"不认识{what}{hint}", "请改成正确的名称，或删去")


def _refusal(problems: Sequence[_Problem], path: Path) -> BadData:
    """One error that names the first problems; the place is the row of a single one."""
    named = problems[:MOST_NAMED]
    rest = f"；此外还有 {len(problems) - MOST_NAMED} 处" if len(problems) > MOST_NAMED else ""
    remedies = "；".join(dict.fromkeys(problem.remedy for problem in named))
    place = Place(str(path), problems[0].row if len(problems) == 1 else None)
    return BadData("；".join(problem.cause for problem in named) + rest, remedy=remedies, place=place)
