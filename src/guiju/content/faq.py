"""常见问题: what a new secretary asks, answered in three sentences with the articles (content/faq.yml)."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.content.datafile import Sourced, read_data_file
from guiju.errors import Place
from guiju.workspace import Workspace

FILE = "faq.yml"
"""In content/."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer and where that stands."""

    question: str
    answer: str
    refs: tuple[Sourced, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one matter."""

    title: str
    items: tuple[Answered, ...]


def load_faq(workspace: Workspace) -> tuple[Group, ...]:
    """The questions of a workspace by group. Raises BadData."""
    path = workspace.content / FILE
    if not path.is_file():
        return ()
    file = read_data_file(path, "faq", workspace)
    return tuple(
        Group(
            group["title"],
            tuple(
                Answered(item["q"], item["a"], file.refs(item, *at), file.place(*at))
                for k, item in enumerate(group["items"])
                for at in [("groups", i, "items", k)]
            ),
        )
        for i, group in enumerate(file.data["groups"])
    )
