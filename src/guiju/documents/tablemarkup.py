"""Tables of document Markdown → Table. `<` joins a cell to the one on its left, `^` to the one above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from guiju.documents.blocks import Cell, Table
from guiju.documents.inlines import inline
from guiju.errors import BadTemplate, Place

_OPTIONS = re.compile(r"\{表((?: +[^ =]+=[^ ]+)*) *\}")
_RULES = {"全": "grid", "三线": "three", "无": "none"}
_ALIGNS = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): "left"}
_SPLIT = re.compile(r"(?<!\\)\|")
_MARKUP = re.compile(r"<(?!br>)[a-zA-Z/!]|```|!?\[[^\]]*\]\(")

Lines = Sequence[tuple[int, str]]
"""Lines of a table with their numbers in the file."""


def read_table(lines: Lines, source: str) -> Table:
    """The table of these lines. Raises BadTemplate with the line of what it cannot read."""
    options: dict[str, str] = {}
    if lines[0][1].startswith("{"):
        options, lines = _options(lines[0], source), lines[1:]
    rows = [(number, _cells(number, line, source)) for number, line in lines]
    at = next(
        (n for n, (_, cells) in enumerate(rows) if cells and all(re.fullmatch(r":?-+:?", c) for c in cells)), None
    )
    if at is None:
        raise _refusal("表格缺少分隔行", "表头下面写一行 |---|---|，冒号表示对齐", lines[0][0] if lines else 1, source)
    aligns = tuple(_ALIGNS[cell.startswith(":"), cell.endswith(":")] for cell in rows[at][1])
    body = [row for n, row in enumerate(rows) if n != at]
    for number, cells in body:
        if len(cells) != len(aligns):
            raise _refusal(
                f"这一行有{len(cells)}格，分隔行是{len(aligns)}格", "请补齐；合并的格写 < 或 ^", number, source
            )
    table = Table((1.0,) * len(aligns), aligns, _merged(body, source), head=at)
    return _with(table, options, lines[0][0], source)


def _options(line: tuple[int, str], source: str) -> dict[str, str]:
    m = _OPTIONS.fullmatch(line[1])
    if not m:
        raise _refusal("表格的设置写错了", "写作 {表 标题=汇总表 宽=1,3,2 线=三线}", line[0], source)
    options = dict(pair.split("=", 1) for pair in m[1].split())
    if unknown := set(options) - {"标题", "宽", "线", "字号"}:
        raise _refusal(f"表格的设置里不认识“{unknown.pop()}”", "可用的有：标题、宽、线、字号", line[0], source)
    return options


def _with(table: Table, options: dict[str, str], line: int, source: str) -> Table:
    changes: dict[str, Any] = {"caption": options.get("标题", "")}
    try:
        if "宽" in options:
            widths = tuple(float(share) for share in re.split("[,，]", options["宽"]))
            if len(widths) != len(table.aligns) or min(widths) <= 0:
                raise ValueError
            changes["widths"] = widths
        if "字号" in options:
            changes["size"] = float(options["字号"])
            if not 7 <= changes["size"] <= 22:
                raise ValueError
    except ValueError:
        raise _refusal(
            "表格的宽或字号写错了", "宽写每一列的份数，如 宽=1,3,2；字号写 7 到 22 的磅数", line, source
        ) from None
    if options.get("线", "全") not in _RULES:
        raise _refusal(f"不认识“线={options['线']}”", "可用的有：全、三线、无", line, source)
    return replace(table, rules=_RULES[options.get("线", "全")], **changes)


def _cells(number: int, line: str, source: str) -> list[str]:
    if not line.startswith("|") or not re.search(r"(?<!\\)\|$", line) or len(line) < 2:
        raise _refusal("表格的一行没有以 | 开头和结尾", "写作 | 甲 | 乙 |；格里的竖线写作 \\|", number, source)
    cells = [cell.strip() for cell in _SPLIT.split(line[1:-1])]
    for cell in cells:
        if _MARKUP.search(cell):
            raise _refusal(f"表格里有网页标记、链接或代码：{cell[:20]}", "请写成文字；换行写作 <br>", number, source)
    return cells


def _merged(rows: list[tuple[int, list[str]]], source: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows with joined cells: a cell that continues the one above has `down` 0 and is as wide as it."""
    out: list[tuple[Cell, ...]] = []
    starts: dict[int, tuple[int, int]] = {}  # column → row and width of the cell that reaches down to here
    spans: dict[tuple[int, int], Cell] = {}
    for y, (number, cells) in enumerate(rows):
        x = 0
        while x < len(cells):
            across = 1
            while x + across < len(cells) and cells[x + across] == "<":
                across += 1
            if cells[x] == "<":
                raise _refusal("一行的第一格不能写 <", "< 表示与左边的格合并", number, source)
            if cells[x] == "^":
                if x not in starts or starts[x][1] != across:
                    raise _refusal("^ 上面没有同样宽的格", "^ 表示与上面的格合并，宽度要一样", number, source)
                top = starts[x][0]
                spans[top, x] = replace(spans[top, x], down=spans[top, x].down + 1)
                spans[y, x] = Cell((), across, 0)
            else:
                starts = {column: held for column, held in starts.items() if not x <= column < x + across} | {
                    x: (y, across)
                }
                spans[y, x] = Cell(tuple(inline(line.replace("\\|", "|")) for line in cells[x].split("<br>")), across)
            x += across
    for y in range(len(rows)):
        out.append(tuple(cell for (row, _), cell in sorted(spans.items()) if row == y))
    return tuple(out)


def _refusal(cause: str, remedy: str, line: int, source: str) -> BadTemplate:
    return BadTemplate(cause, remedy=remedy, place=Place(source, line))
