"""The sheets of a workbook for a kind: their columns, under the titles that the schema gives, and where in the data each leads.

Sheet 数据 has a row a document. A list of items with fields of their own is a sheet, each row of which names its document
by 序号. A list of texts is one cell. A group of fields inside the document (联系人: 姓名, 电话) is a column a field.
Where the schema names a list under `x-rows`, the workbook is one document: sheet 数据 has a row an item of that list,
sheet 文书 a single row with the other fields, and nothing needs a 序号.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from guiju.documents.kinds import Kind
from guiju.errors import BadTemplate
from guiju.yamlfile import Data

DATA, GUIDE, CHOICES = "数据", "说明", "选项"
"""Names of the sheets that every workbook of ours has; nothing is read from the last two."""

DOCUMENT = "文书"
"""The sheet of a single document's own fields, where sheet 数据 has the items of a list."""

ONE = "x-rows"
"""In a schema: the list whose items are the rows of sheet 数据, so that all rows make one document."""

NUMBER = "序号"
"""The column that says to which document a row belongs."""

STAR = "＊"
"""After the title of a column that must be filled."""

_LONGEST_NAME = 31
_BARRED = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `path` leads to the value in the row's data, `rule` is the schema of the value."""

    path: tuple[str, ...]
    title: str
    rule: Data
    required: bool

    @property
    def many(self) -> bool:
        """Whether a cell holds several values."""
        return "array" in types_of(self.rule)

    @property
    def item(self) -> Data:
        """The schema of one value of a cell."""
        item: Data = self.rule.get("items", {}) if self.many else self.rule
        return item

    @property
    def names(self) -> tuple[str, str]:
        """What may head the column: its title or its key."""
        return self.title, ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `path` leads to the list that its rows are the items of; it is empty for the sheet of the documents.

    `numbered`: whether its rows say by 序号 which document they are or belong to.
    """

    name: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    numbered: bool


def sheets_of(kind: Kind) -> tuple[Sheet, ...]:
    """The sheets for a kind, 数据 first. Raises BadTemplate for data that no workbook can hold and a wrong `x-rows`."""
    columns = [_flat(column, kind) for column in _fields(kind.schema, (), "", needed=True) if not _is_list(column)]
    lists = [column for column in _fields(kind.schema, (), "", needed=True) if _is_list(column)]
    rows = one_of(kind)
    taken = Counter([DATA, GUIDE, CHOICES, *([DOCUMENT] if rows else [])])
    out = []
    for column in (column for column in lists if column != rows):
        name = _BARRED.sub(" ", column.title)[:_LONGEST_NAME].strip() or column.path[-1]
        name = f"{name[: _LONGEST_NAME - len(column.path[-1]) - 2]}（{column.path[-1]}）" if taken[name] else name
        taken[name] += 1
        out.append(Sheet(name, column.path, _inner(column, kind), numbered=not rows))
    if not rows:
        return (Sheet(DATA, (), _told_apart(columns), numbered=bool(out)), *out)
    own = [Sheet(DOCUMENT, (), _told_apart(columns), numbered=False)] if columns else []
    return (Sheet(DATA, rows.path, _inner(rows, kind), numbered=False), *own, *out)


def one_of(kind: Kind) -> Column | None:
    """The list whose items are the rows of a workbook that is one document; None where a row is a document.

    Raises BadTemplate where `x-rows` names no list, at the top of the schema, of items with fields of their own.
    """
    given = kind.schema.get(ONE)
    if given is None:
        return None
    fit = {c.path[0]: c for c in _fields(kind.schema, (), "", needed=True) if _is_list(c) and len(c.path) == 1}
    if isinstance(given, str) and given in fit:
        return fit[given]
    known = list(kind.schema.get("properties", {}))
    what = "这个字段不是一组各有几个字段的内容（type: array，items 是 object）" if given in known else "没有这个字段"
    raise BadTemplate(
        f"{ONE} 写的是“{given}”，{what}",
        remedy=f"可用的有 {'、'.join(fit)}；不用就删去 {ONE}" if fit else f"请删去 {ONE}",
        place=kind.folder / "schema.yml",
    )


def types_of(rule: Data) -> tuple[str, ...]:
    """The types that a schema allows; object or array where only its parts tell."""
    given = rule.get("type")
    if given is None:
        return ("object",) if "properties" in rule else ("array",) if "items" in rule else ("string",)
    return tuple(given) if isinstance(given, list) else (given,)


def plain(title: object) -> str:
    """A title as it is compared: blanks, width of characters, case and the star do not matter."""
    return "".join(unicodedata.normalize("NFKC", str(title)).split()).rstrip("*").casefold()


def _fields(schema: Data, path: tuple[str, ...], prefix: str, *, needed: bool) -> Iterator[Column]:
    """A column for every field, those of a group under 组·字段."""
    required = set(schema.get("required", [])) if needed else set()
    for key, rule in schema.get("properties", {}).items():
        title = f"{prefix}{rule.get('title', key)}"
        if "object" in types_of(rule):
            yield from _fields(rule, (*path, key), f"{title}·", needed=key in required)
        else:
            yield Column((*path, key), title, rule, key in required)


def _is_list(column: Column) -> bool:
    """Whether its values are items with fields of their own, which need a sheet."""
    return column.many and "object" in types_of(column.item)


def _inner(column: Column, kind: Kind) -> tuple[Column, ...]:
    """The columns for the items of a list. Raises BadTemplate."""
    return _told_apart([_flat(field, kind) for field in _fields(column.item, (), "", needed=True)])


def _flat(column: Column, kind: Kind) -> Column:
    """The column, if a cell can hold its values. Raises BadTemplate."""
    if column.many and {"object", "array"} & {*types_of(column.item)}:
        raise BadTemplate(
            f"“{column.title}”是表中有表的内容，Excel 里填不了",
            remedy=f"请用 guiju new {kind.name} 得到 YAML 文件来填",
            place=kind.folder / "schema.yml",
        )
    return column


def _told_apart(columns: list[Column]) -> tuple[Column, ...]:
    """The columns, a title that another has too, or that means something else here, with the key behind it."""
    titles = Counter([plain(NUMBER), *(plain(column.title) for column in columns)])
    return tuple(
        replace(c, title=f"{c.title}（{'.'.join(c.path)}）") if titles[plain(c.title)] > 1 else c for c in columns
    )


def put(data: Data, path: tuple[str, ...], value: Any) -> None:
    """Set the value at a path, making the groups on the way."""
    for key in path[:-1]:
        data = data.setdefault(key, {})
    data[path[-1]] = value


def get(data: Data, path: tuple[str, ...]) -> Any:
    """The value at a path; None where there is none."""
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found
