"""How people ask for an article, in their own words (content/asked/*.tsv): a help for the search, never shown as text."""

from __future__ import annotations

from pathlib import Path

from guiju.errors import BadData, Place
from guiju.workspace import Workspace
from guiju.yamlfile import read_text

FOLDER = "asked"
"""In content/; a file a version, named by its address: dangzhang@2022-10-22.tsv."""

BETWEEN = "｜"

Asked = dict[int, tuple[str, ...]]
"""The ways to ask for each article of a version, by its number."""


def asked_of(workspace: Workspace) -> dict[str, Asked]:
    """The ways to ask, by the address of the version. Raises BadData naming file and line."""
    return {path.stem: read_asked(path, workspace) for path in sorted((workspace.content / FOLDER).glob("*.tsv"))}


def read_asked(path: Path, workspace: Workspace) -> Asked:
    """One file: a line an article, its number, a tab, the ways between ｜."""
    out: Asked = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        article, tab, ways = line.partition("\t")
        if not tab or not article.isdecimal() or int(article) in out:
            raise BadData(
                "这一行写得不对，或条号写了两次",
                remedy=f"写作“46<Tab>问法一{BETWEEN}问法二”",
                place=Place(workspace.shown(path), number),
            )
        out[int(article)] = tuple(way for way in ways.split(BETWEEN) if way.strip())
    return out
