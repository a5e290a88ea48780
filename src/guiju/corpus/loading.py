"""The regulations of a workspace, read from their files. Apart from the corpus itself, which a search needs without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from guiju.corpus.numberfile import load_number_maps
from guiju.corpus.store import Corpus, corpus_of
from guiju.corpus.versionfile import is_intact, read_version
from guiju.errors import BadRegulationFile
from guiju.regulation import Version
from guiju.workspace import Workspace


def load_corpus(workspace: Workspace) -> Corpus:
    """Every regulation of a workspace. Raises BadRegulationFile for the first file that cannot be trusted."""
    versions = _read_all(workspace.regulations.glob("*/*.md"), workspace)
    return replace(corpus_of(versions), numbers=load_number_maps(workspace))


def _read_all(paths: Iterable[Path], workspace: Workspace) -> Iterator[Version]:
    for path in sorted(paths):
        version = read_version(path, workspace.shown(path))
        if (path.parent.name, path.stem) != (version.meta.id, version.meta.effective.isoformat()):
            raise BadRegulationFile(
                "文件夹名或文件名与文件头的编号、施行日期不一致",
                remedy=f"应放在 regulations/{version.meta.id}/{version.meta.effective}.md",
                place=workspace.shown(path),
            )
        if not is_intact(version):
            raise BadRegulationFile(
                "正文与导入时不一致，文字被改动过，不能据以引用",
                remedy="请重新运行 guiju import 导入官方文本；运行 guiju lint 可以看到是哪一条",
                place=workspace.shown(path),
            )
        yield version
