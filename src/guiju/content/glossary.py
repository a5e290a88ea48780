"""术语表: what the words of the field mean, each with the article it comes from (content/glossary.yml)."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.content.datafile import Sourced, read_data_file
from guiju.errors import BadData, Place
from guiju.workspace import Workspace

FILE = "glossary.yml"
"""In content/."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its other names, what it means in our words, where that stands, and what to see beside it."""

    name: str
    aliases: tuple[str, ...]
    meaning: str
    refs: tuple[Sourced, ...]
    see: tuple[str, ...]
    place: Place


def load_glossary(workspace: Workspace) -> tuple[Term, ...]:
    """The terms of a workspace in the order of the file. Raises BadData, also for a name given twice or a 参见 to nowhere."""
    path = workspace.content / FILE
    if not path.is_file():
        return ()
    file = read_data_file(path, "glossary", workspace)
    terms = tuple(
        Term(
            entry["term"],
            tuple(entry.get("aliases", ())),
            entry["meaning"],
            file.refs(entry, "terms", i),
            tuple(entry.get("see", ())),
            file.place("terms", i),
        )
        for i, entry in enumerate(file.data["terms"])
    )
    held: dict[str, Term] = {}
    for term in terms:
        for name in (term.name, *term.aliases):
            if name in held:
                raise BadData(f"“{name}”写了两次", remedy="请合并或删去一个", place=term.place)
            held[name] = term
    for term in terms:
        for name in term.see:
            if name not in held:
                raise BadData(f"“{term.name}”参见的“{name}”不在表里", remedy="请改成表里有的术语", place=term.place)
    return terms
