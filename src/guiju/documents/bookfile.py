"""An xlsx file ↔ an openpyxl workbook: read with limits, written so that the same workbook gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from guiju.corpus.reading.archive import open_archive
from guiju.corpus.reading.limits import LARGEST_FILE, LARGEST_TEXT, MiB
from guiju.documents.titles import width
from guiju.errors import BadData, BadImport
from guiju.writing import cause_of

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv")
"""How names of tables end; only the first is read, the others are told what to do."""

LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”"
_STAMP = dt.datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORMULA = tuple("=+-@")
_LINE_HEIGHT, _HIGHEST = 16.5, 405.0


def open_book(path: Path) -> openpyxl.Workbook:
    """The workbook, its formulas as formulas. Raises BadData for what is no xlsx, is locked, or is made to do harm."""
    data = _bytes(path)
    if data.startswith(_COMPOUND):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        cause = "加了密码，打不开" if locked else "不是 xlsx，是老格式的表格（xls 或 et）"
        remedy = "请打开后取消密码，再另存为 xlsx" if locked else _SAVE_AS
        raise BadData(cause, remedy=remedy, place=path)
    if path.suffix.lower() != ".xlsx":
        raise BadData(f"只认 xlsx，不认 {path.suffix}", remedy=_SAVE_AS, place=path)
    try:
        archive = open_archive(data, str(path), "xlsx")
    except BadImport as error:
        raise BadData(error.cause, remedy=f"来历不明的不要用；{_SAVE_AS}", place=path) from error
    size = sum(part.file_size for part in archive.file.infolist() if part.filename.endswith(".xml"))
    if size > LARGEST_TEXT:
        cause = f"里面的表格解开后有 {size // MiB} MB，超过 {LARGEST_TEXT // MiB} MB"
        raise BadData(cause, remedy="请只留下要用的工作表，或把数据分成几个文件", place=path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what the library leaves out when it writes, which nobody does here
            book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # a damaged part makes the library raise anything
        raise BadData("里面有损坏的内容，读不出来", remedy=_SAVE_AS, place=path) from error
    if not book.worksheets:
        raise BadData("里面没有工作表", remedy=_SAVE_AS, place=path)
    return book


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadData(f"超过 {LARGEST_FILE // MiB} MB，太大了", remedy="请把数据分成几个文件", place=path)
        return path.read_bytes()
    except FileNotFoundError:
        raise BadData("没有这个文件", remedy="请核对文件名和所在文件夹", place=path) from None
    except OSError as error:
        raise BadData(f"读不出来：{cause_of(error)}", remedy="请检查文件的读取权限", place=path) from error


def book_bytes(book: openpyxl.Workbook) -> bytes:
    """The finished file, without the time at which it was written."""
    book.properties.creator, book.properties.created = "规矩", _STAMP
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(info, part)
    return out.getvalue()


def put_text(cell: Cell, text: str) -> None:
    """Write a text as text, whatever it looks like: `=1+1` is what somebody wrote, no formula. What no cell can hold goes."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL].encode("utf-8", "replace").decode()
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(_FORMULA)


def fit_row(page: Worksheet, row: int) -> None:
    """Make a row as high as its longest cell; LibreOffice and WPS do not by themselves."""
    lines = 1
    for at, cell in enumerate(page[row], 1):
        room = page.column_dimensions[get_column_letter(at)].width - 1
        shown = str(cell.value or "").split("\n")
        lines = max(lines, sum(max(1, math.ceil(2 * width(line) / room)) for line in shown))
    page.row_dimensions[row].height = min(_LINE_HEIGHT * lines, _HIGHEST)
