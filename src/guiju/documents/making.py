"""The rim of documents: a data file in, finished files out; all of a document's files or none."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from guiju.content.variables import load_variables
from guiju.corpus.store import Corpus
from guiju.documents.data import load_data
from guiju.documents.embedding import font_findings
from guiju.documents.filling import made_files
from guiju.documents.kinds import Kind
from guiju.documents.render import sides_of, to_pdf, to_png
from guiju.documents.styles import STYLES, Style
from guiju.errors import BadTemplate
from guiju.workspace import Workspace
from guiju.writing import write_all


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: from which data, into which folder, for which day, and whether as PDF and PNG too.

    With `dry_run` everything is made and nothing is written.
    """

    kind: Kind
    source: Path
    folder: Path
    on: date
    pdf: bool = False
    png: bool = False
    dry_run: bool = False
    style: Style = STYLES["word"]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, the addresses of what it cites, and what is to be told of the fonts of its PDF."""

    kind: str
    source: Path
    outputs: tuple[Path, ...]
    cites: tuple[str, ...]
    told: tuple[str, ...] = ()


def make(order: Order, corpus: Corpus, workspace: Workspace) -> Made:
    """One document. Every file is finished before the first is put in its place. Raises GuijuError."""
    data = load_data(order.source, order.kind, workspace)
    made = partial(made_files, order.kind, data, corpus, order.on, load_variables(workspace), order.style)
    finished = made()
    if finished.even_sides and _sides(finished.to_count, workspace) % 2:
        finished = made(own_side=True)
    files, told = dict(finished.files), tuple[str, ...]()
    if (order.pdf or order.png) and ".docx" not in files:
        raise BadTemplate(f"“{order.kind.title}”没有 Word 文件，出不了 PDF 和图片", remedy="请去掉 --pdf、--png")
    if order.pdf or order.png:
        printed, told = _rendered(files[".docx"], order, workspace)
        files |= printed
    outputs = {order.folder / f"{order.source.stem}{ending}": content for ending, content in files.items()}
    if not order.dry_run:
        write_all(outputs)
    return Made(order.kind.name, order.source, tuple(outputs), finished.cites, told)


def _sides(docx: bytes, workspace: Workspace) -> int:
    """How many sides LibreOffice lays a document out on. Raises ToolMissing."""
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        return sides_of(to_pdf([source], Path(folder), workspace.cache)[0])


def _rendered(docx: bytes, order: Order, workspace: Workspace) -> tuple[dict[str, bytes], tuple[str, ...]]:
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        pdf = to_pdf([source], Path(folder), workspace.cache)[0]
        files = {".pdf": pdf.read_bytes()} if order.pdf else {}
        if order.png:
            pages = to_png(pdf, Path(folder))
            files |= {f"-{number}.png": page.read_bytes() for number, page in enumerate(pages, 1)}
        return files, tuple(font_findings(pdf, workspace.cache))
