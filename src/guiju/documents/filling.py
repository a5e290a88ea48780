"""Checked data and a corpus in, the finished files of one document out: a pure function, the same in a batch and alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from guiju.corpus.store import Corpus
from guiju.documents.blocks import Document
from guiju.documents.forms import to_docx, to_html
from guiju.documents.kinds import OUTPUTS, Kind
from guiju.documents.markup import parse
from guiju.documents.notice import bound_together
from guiju.documents.sheet import to_sheet
from guiju.documents.styles import STYLES, Style
from guiju.documents.templates import Filled, fill_file
from guiju.documents.textfile import text_bytes
from guiju.errors import BadTemplate
from guiju.yamlfile import Data

LARGEST_PICTURE = 10 * 1024**2
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The bytes of each file by how its name ends (`.docx`), and the addresses of what they cite.

    `to_count`: where the docx asks for an even number of sides, the same without the 附件 that are bound apart, whose sides
    only a program that lays out pages can count; b'' otherwise.
    """

    files: dict[str, bytes]
    cites: tuple[str, ...]
    to_count: bytes = b""

    @property
    def even_sides(self) -> bool:
        """Whether the docx asks for an even number of sides."""
        return bool(self.to_count)


def made_files(
    kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str], style: Style = STYLES["word"], *,
    own_side: bool = False,
) -> Finished:  # fmt: skip
    """Every output of a kind, each template filled once. `own_side` puts 版记 on a side of its own. Raises GuijuError."""
    filled = {path: fill_file(path, kind, data, corpus, on, variables) for path in kind.templates}
    files: dict[str, bytes] = {}
    to_count = b""
    for output in kind.outputs:
        text = filled[kind.folder / OUTPUTS[output]]
        if output in ("docx", "html"):
            document = _document(text, kind, own_side=own_side)
            if output == "docx" and document.envelope.even_sides:
                to_count = to_docx(bound_together(document), style)
            files[f".{output}"] = to_docx(document, style) if output == "docx" else to_html(document).encode()
        else:
            files[f".{output}"] = _made(output, text, kind)
    cites = tuple(dict.fromkeys(str(ref) for each in filled.values() for ref in each.cites))
    return Finished(files, cites, to_count)


def picture_of(kind: Kind, name: str) -> bytes:
    """A picture of a kind's folder. Raises BadTemplate for a name that leads out of it or is not there."""
    path = kind.folder / name
    if path.parent != kind.folder or not path.is_file() or path.stat().st_size > LARGEST_PICTURE:
        raise BadTemplate(
            f"没有图片 {name}，或者它太大", remedy="把不超过 10 MB 的 PNG 或 JPEG 放进这种文书的文件夹，只写文件名"
        )
    return path.read_bytes()


def _document(filled: Filled, kind: Kind, *, own_side: bool) -> Document:
    document = parse(filled.markdown, str(kind.template), partial(picture_of, kind))
    return replace(document, cites=tuple(str(ref) for ref in filled.cites), own_side=own_side)


def _made(output: str, filled: Filled, kind: Kind) -> bytes:
    if output == "txt":
        return text_bytes(filled.markdown, kind)
    return to_sheet(filled.markdown, str(kind.sheet_template))
