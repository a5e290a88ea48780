"""专题: which regulations belong together for who looks for a matter and not for a name (content/topics.yml)."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.content.datafile import read_data_file
from guiju.corpus.store import Corpus
from guiju.errors import BadData
from guiju.workspace import Workspace

FILE = "topics.yml"
"""In content/."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter and the ids of the regulations about it, the first to read first. `name` stands in addresses."""

    name: str
    title: str
    about: str
    regulations: tuple[str, ...]


def load_matters(workspace: Workspace, corpus: Corpus) -> tuple[Matter, ...]:
    """The matters of a workspace in the order of the file. Raises BadData, also for a regulation that is not there."""
    path = workspace.content / FILE
    if not path.is_file():
        return ()
    file = read_data_file(path, "topics", workspace)
    seen: set[str] = set()
    for i, entry in enumerate(file.data["topics"]):
        if entry["name"] in seen:
            raise BadData(
                f"编号“{entry['name']}”写了两次", remedy="请改成没有用过的编号", place=file.place("topics", i)
            )  # fmt: skip
        seen.add(entry["name"])
        for k, id in enumerate(entry["regulations"]):
            if id not in corpus.regulations:
                raise BadData(
                    f"专题“{entry['title']}”里的“{id}”不是库里的法规",
                    remedy="请核对编号，或者删去这一行",
                    place=file.place("topics", i, "regulations", k),
                )
    return tuple(
        Matter(entry["name"], entry["title"], entry.get("about", ""), tuple(entry["regulations"]))
        for entry in file.data["topics"]
    )
