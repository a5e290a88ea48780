"""Where things lie in a workspace: the repository itself, or an office's own folder made by `guiju init`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guiju.errors import NotAWorkspace

CACHE = ".guiju"
"""Folder of everything that can be made again: the search index, its lexicon, font substitutes. Private, mode 0700."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The rooms of the house, as paths."""

    root: Path

    @property
    def regulations(self) -> Path:
        """One folder a regulation, one file a version."""
        return self.root / "regulations"

    @property
    def content(self) -> Path:
        """Site pages and document data of this office."""
        return self.root / "content"

    @property
    def generators(self) -> Path:
        """One folder a kind of document."""
        return self.root / "generators"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.root / CACHE

    @property
    def output(self) -> Path:
        """Where documents go unless the user names a folder."""
        return self.root / "output"

    def shown(self, path: Path) -> str:
        """A path as users see it: relative to the workspace where it lies inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def find_workspace(start: Path) -> Workspace:
    """The workspace that a folder lies in. Raises NotAWorkspace."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "regulations").is_dir():
            return Workspace(folder)
    raise NotAWorkspace(
        "这里不是规矩的工作区（没有 regulations 文件夹和 mkdocs.yml）",
        remedy="请先进入工作区，或运行 guiju init 文件夹名 新建一个",
        place=start,
    )


def make_cache(workspace: Workspace) -> Path:
    """The cache folder, made with access for its owner alone."""
    workspace.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    return workspace.cache
