"""What an office already holds, as far as an import must know it: the front matter of every file, and the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from guiju.corpus.catalogue import Catalogue, load_catalogue
from guiju.corpus.frontmatter import metadata_from_text
from guiju.corpus.versionfile import is_intact, read_version
from guiju.errors import BadImport, BadRegulationFile
from guiju.regulation import Metadata, TextKind, Version
from guiju.workspace import Workspace

LONGEST_GAP = 12
"""Characters in a row that the title of a regulation of the catalogue may lack to be recognised."""

SHORTEST_TITLE = 5
"""Characters of a damaged title: what is shorter is part of too many."""


class Library:
    """The files of a workspace by id and date. Files that cannot be read are left out: importing is how they are mended."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, held: Iterable[Metadata]) -> None:
        self.workspace = workspace
        self.catalogue = catalogue
        self._by_id: dict[str, dict[date, Metadata]] = {}
        self._ids: dict[str, set[str]] = {}
        for meta in held:
            self.add(meta)

    def path(self, id: str, effective: date) -> Path:
        """Where a version lies, or would lie."""
        return self.workspace.regulations / id / f"{effective}.md"

    def named(self, title: str) -> list[Metadata]:
        """The versions that go by a title, however it is punctuated, oldest first."""
        key = title_key(title)
        held = [meta for id in sorted(self._ids.get(key, ())) for meta in self.of(id)]
        return [meta for meta in held if key in map(title_key, (meta.title, *meta.aliases))]

    def of(self, id: str) -> list[Metadata]:
        """The versions of a regulation, oldest first."""
        return [meta for _, meta in sorted(self._by_id.get(id, {}).items())]

    def metas(self) -> Iterator[Metadata]:
        """Everything held, by id and date."""
        return (meta for id in sorted(self._by_id) for meta in self.of(id))

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

    def damaged(self, title: str) -> str:
        """The title of the catalogue that a title may be a damaged copy of, some characters in a row gone; '' where none is.

        Titles held here say nothing: 征兵工作条例 is no damaged 上海市征兵工作条例.
        """
        key = title_key(title)
        known = (name for k in self.catalogue for name in (k.title, *k.former))
        return next((name for name in known if _has_lost(title_key(name), key)), "")

    def add(self, meta: Metadata) -> None:
        """Take note of a version that was stored."""
        self._by_id.setdefault(meta.id, {})[meta.effective] = meta
        for name in (meta.title, *meta.aliases):
            self._ids.setdefault(title_key(name), set()).add(meta.id)


def _has_lost(whole: str, key: str) -> bool:
    """Whether some characters in a row, and nothing else, are gone from a title."""
    gap = len(whole) - len(key)
    if not 0 < gap <= LONGEST_GAP or len(key) < SHORTEST_TITLE:
        return False
    same = next((i for i, (a, b) in enumerate(zip(whole, key, strict=False)) if a != b), len(key))
    return any(whole[at + gap :] == key[at:] for at in range(same + 1))


def title_key(title: str) -> str:
    """What makes two titles the same: their characters, whatever marks stand between two issuers or as brackets."""
    return re.sub(r"[、，\s·]", "", title).translate(_BRACKETS)


_BRACKETS = str.maketrans("()〈〉", "（）《》")


def open_library(workspace: Workspace) -> Library:
    """What a workspace holds now. Raises BadData for a broken catalogue."""
    held = []
    for path in workspace.regulations.glob("*/*.md"):
        meta = _front_matter(path)
        if meta and (path.parent.name, path.stem) == (meta.id, meta.effective.isoformat()):
            held.append(meta)
    return Library(workspace, load_catalogue(workspace), held)


def _front_matter(path: Path) -> Metadata | None:
    try:
        text = path.read_text("utf-8-sig")
        m = re.match(r"---\r?\n(.*?)\r?\n---\r?\n", text, re.DOTALL)
        return metadata_from_text(m[1], str(path)) if m else None
    except (BadRegulationFile, OSError, UnicodeDecodeError):
        return None
