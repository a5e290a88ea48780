"""What an office already holds, as far as an import must know it: the front matter of every file, and the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guiju.corpus.catalogue import Catalogue, load_catalogue
from guiju.corpus.frontmatter import metadata_from_text
from guiju.corpus.versionfile import is_intact, read_version
from guiju.errors import BadImport, BadRegulationFile
from guiju.regulation import Metadata, TextKind, Version
from guiju.workspace import Workspace


@dataclass
class Library:
    """The files of a workspace by id and date. Files that cannot be read are left out: importing is how they are mended."""

    workspace: Workspace
    catalogue: Catalogue
    held: dict[tuple[str, date], Metadata]

    def path(self, id: str, effective: date) -> Path:
        """Where a version lies, or would lie."""
        return self.workspace.regulations / id / f"{effective}.md"

    def named(self, title: str) -> list[Metadata]:
        """The versions that go by a title, oldest first."""
        return [meta for meta in self.metas() if title in (meta.title, *meta.aliases)]

    def of(self, id: str) -> list[Metadata]:
        """The versions of a regulation, oldest first."""
        return [meta for meta in self.metas() if meta.id == id]

    def metas(self) -> Iterator[Metadata]:
        """Everything held, by id and date."""
        return (self.held[key] for key in sorted(self.held))

    def version(self, id: str, effective: date) -> Version | None:
        """A version with its text; None where there is none. Raises BadImport for a file that cannot be read."""
        path = self.path(id, effective)
        if not path.exists():
            return None
        try:
            return read_version(path, self.workspace.shown(path))
        except BadRegulationFile as error:
            raise BadImport(
                f"库里已有的文件读不懂，怕丢掉其中的要点，没有覆盖：{error.cause}",
                code="stored_unreadable",
                remedy="请先改好或移走这个文件，再导入",
                place=error.place or path,
            ) from error

    def wordings(self, id: str, but: date) -> list[Version]:
        """The other versions of a regulation whose official wording is here and intact, oldest first."""
        found = []
        for meta in self.of(id):
            if meta.effective != but and meta.text is TextKind.OFFICIAL:
                version = self.version(id, meta.effective)
                if version and is_intact(version):
                    found.append(version)
        return found

    def add(self, meta: Metadata) -> None:
        """Take note of a version that was stored."""
        self.held[meta.id, meta.effective] = meta


def open_library(workspace: Workspace) -> Library:
    """What a workspace holds now. Raises BadData for a broken catalogue."""
    held = {}
    for path in workspace.regulations.glob("*/*.md"):
        meta = _front_matter(path)
        if meta and (path.parent.name, path.stem) == (meta.id, meta.effective.isoformat()):
            held[meta.id, meta.effective] = meta
    return Library(workspace, load_catalogue(workspace), held)


def _front_matter(path: Path) -> Metadata | None:
    try:
        text = path.read_text("utf-8-sig")
        m = re.match(r"---\r?\n(.*?)\r?\n---\r?\n", text, re.DOTALL)
        return metadata_from_text(m[1], str(path)) if m else None
    except (BadRegulationFile, OSError, UnicodeDecodeError):
        return None
