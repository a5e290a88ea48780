"""The files of a version: its Markdown, its JSON, and the whole text as a plain Word document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from guiju.corpus.structure import rows_of
from guiju.corpus.versionfile import version_to_text
from guiju.documents.blocks import Cell, Span, Table
from guiju.documents.fonts import Face
from guiju.documents.gathering import Gathering
from guiju.documents.geometry import SIZE_2, SIZE_4, mm, pt
from guiju.documents.package import Package, footer, to_bytes
from guiju.documents.paragraphs import Shape, Type, page_field, paragraph, run, runs
from guiju.documents.sections import Margins, section
from guiju.documents.styles import STYLES
from guiju.documents.tables import table
from guiju.documents.titles import break_title
from guiju.regulation import Article, Division, Regulation, Version
from guiju.site import machine
from guiju.site.page import SiteFile
from guiju.site.references import References
from guiju.site.shelf import Shelf

_TITLE_CHARACTERS = 18
_TEXT, _LINE, _TWO = Type(Face.BODY, SIZE_4), pt(26), pt(2 * SIZE_4)
_SMALL = Type(Face.LEVEL2, 12)
_HEADS = (
    Type(Face.LEVEL1, 16),
    Type(Face.LEVEL2, 15),
    Type(Face.BODY, SIZE_4, bold=True),
    Type(Face.BODY, SIZE_4, bold=True),
)
_WIDTH = mm(154)


def regulation_files(regulation: Regulation, shelf: Shelf, references: References, *, word: bool) -> Iterator[SiteFile]:
    """Every version as md, json and, with `word`, docx."""
    related = references.of(regulation.id)
    for version in regulation.versions:
        yield SiteFile(machine.download_address(version, "md"), _markdown(version).encode())
        facts = machine.version_json(version, regulation, shelf, related)
        yield SiteFile(machine.download_address(version, "json"), machine.to_bytes(facts))
        if word:
            yield SiteFile(machine.download_address(version, "docx"), word_file(version, regulation, shelf))


def _markdown(version: Version) -> str:
    """The file of a version as it would lie in a workspace, without the marks by which the workspace finds a change.

    Their runs of digits look like telephone numbers; the hash of the whole wording stays.
    """
    return version_to_text(replace(version, meta=replace(version.meta, checks=())))


def word_file(version: Version, regulation: Regulation, shelf: Shelf) -> bytes:
    """The text of a version as docx: title, version line, headings of their level, 条 in bold before their text."""
    meta = version.meta
    day = f"{meta.effective} 施行版本" if meta.verified("effective") else "施行日期待核实的版本"
    said = f"{day}，截至 {shelf.on} {regulation.status_said(version, shelf.on)}"
    said += "" if version.has_text else "；下面是要点，不是原文"
    body = "".join((*_head(meta.title, meta.history, said), *_body(version)))
    margins = Margins(top=mm(30), right=mm(28), bottom=mm(30), left=mm(28), foot=mm(17))
    foot = footer("rFoot", _foot(f"《{meta.title}》（{day}）"))
    package = Package(body, section(margins, odd="rFoot", even="rFoot"), (foot,))
    return to_bytes(package, meta.title, str(version.ref), STYLES["word"])


def _foot(text: str) -> str:
    type = Type(Face.NUMBER, 10.5)
    content = run(f"{text}　第 ", type) + page_field(type) + run(" 页", type)
    return paragraph(content, Shape(align="center", line=pt(16)), type)


def _head(title: str, history: str, said: str) -> Iterator[str]:
    type = Type(Face.TITLE, SIZE_2)
    for line in break_title(title, _TITLE_CHARACTERS):
        yield paragraph(run(line, type), Shape(align="center", line=pt(36), style="Title"), type)
    for line in (history, said):
        if line:
            yield paragraph(run(line, _SMALL), Shape(align="center", line=pt(20), after=pt(8)), _SMALL)


def _body(version: Version) -> Iterator[str]:
    gathering = Gathering()
    yield from _lines("", (line for paragraph in version.preamble for line in paragraph.lines()), gathering)
    yield from map(_gist, version.digests)
    for path, node in version.walk():
        lines = [line for paragraph in node.paragraphs for line in paragraph.lines()]
        if isinstance(node, Division):
            level = min(len(path), len(_HEADS) - 1)
            type = _HEADS[level]
            shape = Shape(
                align="center", before=pt(10), after=pt(4), line=_LINE, style=f"Heading{level + 1}", keep_next=True
            )
            yield paragraph(run(node.label, type), shape, type)
            yield from _lines("", lines, gathering)
            yield from map(_gist, node.digests)
        elif lines or version.has_text:
            yield from _lines(node.label, lines, gathering)
        else:
            yield _gist(node.digest or "（还没有要点）", node)


def _lines(label: str, lines: Iterable[str], gathering: Gathering) -> Iterator[str]:
    """Lines as paragraphs, the first after its number; rows of a table as the table."""
    if label:
        label += "　"
    for held in rows_of(lines):
        if held[0].startswith("|"):
            yield from table(_table(held), _WIDTH, gathering)
            continue
        inline = (*((Span(label, bold=True),) if label else ()), Span(held[0]))
        label = ""
        yield paragraph(runs(inline, _TEXT), Shape(first_line=_TWO, line=_LINE), _TEXT)
    if label:
        yield paragraph(runs((Span(label, bold=True),), _TEXT), Shape(first_line=_TWO, line=_LINE), _TEXT)


def _gist(digest: str, article: Article | None = None) -> str:
    label = (Span(f"{article.label}　", bold=True),) if article else ()
    return paragraph(runs((*label, Span(f"要点：{digest}")), _TEXT), Shape(first_line=_TWO, line=_LINE), _TEXT)


def _table(rows: Sequence[str]) -> Table:
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip("| "))] for row in rows]
    wide = max(map(len, cells))
    padded = [[*row, *[""] * (wide - len(row))] for row in cells]
    made = tuple(tuple(Cell(tuple((Span(line),) for line in cell.split("<br>"))) for cell in row) for row in padded)
    return Table((1.0,) * wide, ("left",) * wide, made, head=0)
