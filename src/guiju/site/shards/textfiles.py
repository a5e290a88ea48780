"""What hits show: d/<n>.js, each so many documents in a row.

{"v": versions [id, date, title, status, whether it is the one to show], "s": chapters, "e": entries}. The entry of an article
is [version, part of its ref behind #, label or "" where it follows from that, chapters, text], and where that is only a gist or has
one [gist, whether it is only a gist]; any other [kind, address, label, title, chapters, text].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from guiju.numerals import article_label
from guiju.regulation import ArticleRef, parse_ref
from guiju.search.entries import Entry, Kind, Unit
from guiju.site.page import SiteFile, slug
from guiju.site.shards.coding import script
from guiju.site.shards.versions import Dated


def text_files(units: Iterable[tuple[Unit, Dated | None]], block: int) -> Iterator[SiteFile]:
    """The texts of all units, `block` documents a file."""
    held, number = list[tuple[Entry, Dated | None]](), 0
    for unit, dated in units:
        for entry in unit.entries:
            held.append((entry, dated))
            if len(held) == block:
                yield script(f"d/{number}", _block(held), "utf-16")
                held, number = [], number + 1
    if held:
        yield script(f"d/{number}", _block(held), "utf-16")


def _block(held: list[tuple[Entry, Dated | None]]) -> dict[str, Any]:
    versions: dict[tuple[Any, ...], int] = {}
    chapters: dict[tuple[str, ...], int] = {}
    entries: list[list[Any]] = []
    for entry, dated in held:
        within = chapters.setdefault(entry.divisions, len(chapters))
        if dated is None:
            entries.append([entry.kind, _address(entry), entry.label, entry.title, within, entry.body])
            continue
        row = (entry.regulation, entry.version, entry.title, dated.status, int(dated.current))
        version = versions.setdefault(row, len(versions))
        part = entry.ref.partition("#")[2]
        label = "" if part and entry.label == _label(parse_ref(f"x#{part}")) else entry.label
        beside = [entry.gist, int(entry.is_digest)] if entry.gist or entry.is_digest else []
        entries.append([version, part, label, within, entry.body, *beside])
    return {"v": [list(row) for row in versions], "s": [list(path) for path in chapters], "e": entries}


def _label(ref: ArticleRef) -> str:
    return article_label(ref.article or 1, ref.inserted)


def _address(entry: Entry) -> str:
    """Where the entry stands on the site."""
    page, _, place = entry.ref.partition("#")
    if entry.kind is Kind.PAGE:
        place = "" if entry.label == entry.title else slug(entry.label)
    elif entry.kind is Kind.ANSWER:
        place = slug(entry.label)
    return f"{page}.html" + (f"#{place}" if place else "")
