"""PDF and pictures of documents that a batch has made: one LibreOffice for all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guiju.documents.embedding import font_findings
from guiju.documents.render import convert, to_png
from guiju.errors import GuijuError
from guiju.writing import write_all


@dataclass(frozen=True, slots=True)
class Printed:
    """A docx that was printed, the error where it was not, and what is to be told of the fonts."""

    source: Path
    error: GuijuError | None
    told: tuple[str, ...] = ()


def print_all(sources: Sequence[Path], cache: Path, *, pdf: bool, png: bool) -> Iterator[Printed]:
    """What became of each docx that has none of these files yet, or older ones; they stand beside it. Raises ToolMissing."""
    ending = ".pdf" if pdf else "-1.png"
    todo = [path for path in sources if not _is_newer(path.with_name(path.stem + ending), path)]
    if not todo:
        return
    with tempfile.TemporaryDirectory(prefix="guiju-") as name:
        for outcome in convert(todo, Path(name), cache):
            told: list[str] = []
            if outcome.pdf:
                told = font_findings(outcome.pdf, cache)
                beside = outcome.source.with_suffix("")
                files = {beside.with_name(f"{beside.name}.pdf"): outcome.pdf.read_bytes()} if pdf else {}
                pages = to_png(outcome.pdf, Path(name)) if png else []
                files |= {
                    beside.with_name(f"{beside.name}-{n}.png"): page.read_bytes() for n, page in enumerate(pages, 1)
                }
                write_all(files)
                for path in (outcome.pdf, *pages):
                    path.unlink()
            yield Printed(outcome.source, outcome.error, tuple(told))


def _is_newer(made: Path, source: Path) -> bool:
    return made.is_file() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns
