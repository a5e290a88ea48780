"""What the office itself has to tell beside new regulations (content/news.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guiju.content.datafile import read_data_file
from guiju.workspace import Workspace

FILE = "news.yml"
"""In content/; an office that tells nothing has none."""


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of news; `page` is the address of the page to read, from the root of the site, or ''."""

    day: date
    title: str
    text: str = ""
    page: str = ""


def load_notes(workspace: Workspace) -> tuple[Note, ...]:
    """The news of a workspace in the order of the file. Raises BadData."""
    path = workspace.content / FILE
    if not path.is_file():
        return ()
    return tuple(
        Note(date.fromisoformat(str(entry["date"])), entry["title"], entry.get("text", ""), entry.get("page", ""))
        for entry in read_data_file(path, "news", workspace).data["news"]
    )
