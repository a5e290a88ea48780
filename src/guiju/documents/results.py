"""结果.xlsx: what became of each row of a batch, and what to do about those that were not made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from guiju.documents.bookfile import book_bytes, fit_row, put_text
from guiju.documents.workbook import Row
from guiju.errors import GuijuError

RESULTS = "结果.xlsx"
"""The name of the file, in the folder of the documents."""

MOST_SHOWN = 10
"""Rows that were not made of which the terminal tells; the file has all of them."""

MADE, EARLIER, FAILED = "已生成", "先前已生成", "未生成"

_WIDTHS = {"数据": 24, "行号": 8, "文件": 48, "结果": 14, "原因": 60, "怎么办": 48}
_FONT = "宋体"
_RED = "C00000"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row. `error` where it was not made; `earlier` where its files were there from an earlier run."""

    source: Path
    row: Row
    outputs: tuple[Path, ...] = ()
    cites: tuple[str, ...] = ()
    error: GuijuError | None = None
    earlier: bool = False

    @property
    def said(self) -> str:
        """已生成, 先前已生成 or 未生成."""
        return FAILED if self.error else EARLIER if self.earlier else MADE


def results_workbook(outcomes: Sequence[Outcome]) -> bytes:
    """The workbook: a row for each outcome. The column 数据 is there where they come from several files."""
    several = len({outcome.source for outcome in outcomes}) > 1
    titles = [title for title in _WIDTHS if several or title != "数据"]
    book = Workbook()
    page = book.worksheets[0]
    page.title = "结果"
    for at, title in enumerate(titles, 1):
        cell = cast(Cell, page.cell(1, at))
        put_text(cell, title)
        cell.font, cell.alignment = Font(name=_FONT, bold=True), Alignment(horizontal="center", vertical="center")
        page.column_dimensions[get_column_letter(at)].width = _WIDTHS[title]
    top, body, red = Alignment(vertical="top", wrap_text=True), Font(name=_FONT), Font(name=_FONT, color=_RED)
    for below, outcome in enumerate(outcomes, 2):
        error = outcome.error
        files = "\n".join(path.name for path in outcome.outputs)
        told = [outcome.source.name] if several else []
        said = [*told, "", files, outcome.said, error.cause if error else "", error.remedy if error else ""]
        for at, text in enumerate(said, 1):
            cell = cast(Cell, page.cell(below, at))
            put_text(cell, text)
            cell.font, cell.alignment = (red if error else body), top
        number = cast(Cell, page.cell(below, len(told) + 1))
        number.value, number.number_format = outcome.row.number or None, "General"
        fit_row(page, below)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(outcomes) + 1}"
    return book_bytes(book)


def batch_text(outcomes: Sequence[Outcome], folder: Path, *, dry_run: bool) -> str:
    """How many rows came to what, in a line."""
    failed = sum(outcome.error is not None for outcome in outcomes)
    earlier = sum(outcome.earlier for outcome in outcomes)
    fresh = len(outcomes) - failed - earlier
    if dry_run:
        return f"共 {len(outcomes)} 份：可以生成 {fresh}，不能生成 {failed}；只是试做，没有写入"
    counts = f"已生成 {fresh}，先前已生成 {earlier}，未生成 {failed}"
    return f"共 {len(outcomes)} 份：{counts}，见 {folder / RESULTS}"


def batch_facts(kind: str, outcomes: Sequence[Outcome]) -> dict[str, list[dict[str, Any]]]:
    """What was made and what was not, for scripts: as of single files, with the row."""
    made = [
        {**made_facts(kind, o.source, o.outputs, o.cites), "row": o.row.number, "earlier": o.earlier}
        for o in outcomes
        if not o.error
    ]
    failed = [{"source": str(o.source), "error": str(o.error), "row": o.row.number} for o in outcomes if o.error]
    return {"made": made, "failed": failed}


def made_facts(kind: str, source: Path, outputs: Iterable[Path], cites: Iterable[str]) -> dict[str, Any]:
    """A document that was made, for scripts."""
    return {"kind": kind, "source": str(source), "outputs": [str(path) for path in outputs], "cites": list(cites)}
