"""The rim of documents: a data file in, finished files out; all of a document's files or none."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guiju.content.variables import load_variables
from guiju.corpus.store import Corpus
from guiju.documents.data import load_data
from guiju.documents.forms import to_docx, to_html
from guiju.documents.kinds import Kind
from guiju.documents.markup import parse
from guiju.documents.render import to_pdf, to_png
from guiju.documents.templates import fill
from guiju.workspace import Workspace
from guiju.writing import write_all


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: from which data, into which folder, for which day, and whether as PDF and PNG too."""

    kind: Kind
    source: Path
    folder: Path
    on: date
    pdf: bool = False
    png: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, and the addresses of what it cites."""

    kind: str
    source: Path
    outputs: tuple[Path, ...]
    cites: tuple[str, ...]


def make(order: Order, corpus: Corpus, workspace: Workspace) -> Made:
    """One document. Every file is finished before the first is put in its place. Raises GuijuError."""
    data = load_data(order.source, order.kind, workspace)
    filled = fill(order.kind, data, corpus, order.on, load_variables(workspace))
    cites = tuple(str(ref) for ref in filled.cites)
    document = replace(parse(filled.markdown, str(order.kind.template)), cites=cites)
    files: dict[str, bytes] = {}
    for output in order.kind.outputs:
        files[f".{output}"] = to_docx(document) if output == "docx" else to_html(document).encode()
    if order.pdf or order.png:
        files |= _rendered(files[".docx"], order, workspace)
    outputs = {order.folder / f"{order.source.stem}{ending}": content for ending, content in files.items()}
    write_all(outputs)
    return Made(order.kind.name, order.source, tuple(outputs), cites)


def _rendered(docx: bytes, order: Order, workspace: Workspace) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        source = Path(folder) / "document.docx"
        source.write_bytes(docx)
        pdf = to_pdf([source], Path(folder), workspace.cache)[0]
        files = {".pdf": pdf.read_bytes()} if order.pdf else {}
        if order.png:
            pages = to_png(pdf, Path(folder))
            files |= {f"-{number}.png": page.read_bytes() for number, page in enumerate(pages, 1)}
        return files
