"""What the files of a batch are called: by the pattern of the kind, safe on every system, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from guiju.documents.columns import get
from guiju.documents.kinds import Kind
from guiju.documents.workbook import Row
from guiju.errors import BadTemplate
from guiju.yamlfile import Data

PATTERN = "x-filename"
"""In a schema: `{festival}-{recipients}`, the keys of fields in braces."""

LONGEST = 80
"""Characters of a name without its ending."""

_MOST_BYTES = 200
"""Bytes of the same: file systems take 255, and the name of a file being written is longer than its own."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_BARRED = re.compile(r'[\\/:*?"<>|]+')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def names_of(rows: Sequence[tuple[Path, Row]], kind: Kind, office: Data, taken: Iterable[str] = ()) -> list[str]:
    """A name without ending for each row of each source. Raises BadTemplate for a pattern that names no field.

    Without a pattern, the name of the source; of several rows, with the number of the row. `taken` are not to be used.
    """
    pattern = kind.schema.get(PATTERN)
    _check(pattern, kind)
    counts = Counter(source for source, _ in rows)
    used = {name.casefold() for name in taken}
    out = []
    for source, row in rows:
        wished = _filled(str(pattern), {**office, **row.data}) if pattern else ""
        if not safe(wished, ""):
            wished = f"{source.stem}-{row.number:04}" if counts[source] > 1 else source.stem
        out.append(_unused(safe(wished), used))
    return out


def safe(name: str, otherwise: str = "未命名") -> str:
    """The name without what some system does not take, or would take for a folder; `otherwise` where nothing is left."""
    plain = _BARRED.sub("_", _UNSEEN.sub("", unicodedata.normalize("NFC", name)))
    plain = _cut(" ".join(plain.split()).strip("._ "), LONGEST).rstrip("._ ")
    return f"_{plain}" if plain.split(".")[0].strip().casefold() in _DEVICES else plain or otherwise


def _cut(name: str, most: int) -> str:
    return name[:most].encode()[: _MOST_BYTES - LONGEST + most].decode(errors="ignore")


def _unused(name: str, used: set[str]) -> str:
    """The name, with (2) and so on where it is taken; letters of either case count as the same."""
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        mark = f"({number})"
        found = _cut(name, LONGEST - len(mark)).rstrip("._ ") + mark
    used.add(found.casefold())
    return found


def _check(pattern: object, kind: Kind) -> None:
    known = kind.schema.get("properties", {})
    fields = _FIELD.findall(pattern) if isinstance(pattern, str) else []
    wrong = [field for field in fields if field.split(".")[0] not in known]
    if pattern is not None and (not isinstance(pattern, str) or not pattern or wrong):
        what = f"没有字段“{wrong[0]}”" if wrong else "写得不对"
        raise BadTemplate(
            f"schema.yml 的 {PATTERN} {what}",
            remedy="写成 {字段名}-{字段名} 的样子，字段名见 properties",
            place=kind.folder / "schema.yml",
        )


def _filled(pattern: str, data: Data) -> str:
    return _FIELD.sub(lambda m: _shown(get(data, tuple(m[1].split(".")))), pattern).strip("-_—· ")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value if not isinstance(item, dict | list))
    return "" if value is None or isinstance(value, dict) else str(value)
