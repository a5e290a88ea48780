"""The data files under content/: read, checked against their schema, every entry with its line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from guiju.errors import BadData, BadReference, Place
from guiju.regulation import ArticleRef, parse_ref
from guiju.schema import schema_sentences
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, mapping_from_text, read_mapping, read_text


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that follows its schema, and where its parts stand."""

    data: Data
    lines: Lines
    shown: str

    def place(self, *at: str | int) -> Place:
        """Where the value at that path stands."""
        return Place(self.shown, self.lines.get(at))

    def refs(self, entry: Data, *at: str | int) -> tuple[Sourced, ...]:
        """The references of an entry. Raises BadData for one that is no address of an article in a version."""
        return tuple(self._ref(text, *at, "refs", i) for i, text in enumerate(entry["refs"]))

    def _ref(self, text: str, *at: str | int) -> Sourced:
        try:
            ref = parse_ref(text)
        except BadReference as error:
            raise BadData(error.cause, remedy=error.remedy, place=self.place(*at)) from error
        if ref.version is None or ref.article is None:
            raise BadData(f"“{text}”没有写明版本和条号", remedy="写作 dangzhang@2022-10-22#46.2", place=self.place(*at))
        return Sourced(ref, self.place(*at))


@dataclass(frozen=True, slots=True)
class Sourced:
    """A reference, and where it stands."""

    ref: ArticleRef
    place: Place


def read_data_file(path: Path, schema: str, workspace: Workspace) -> DataFile:
    """A data file that follows the schema of that name. Raises BadData naming file, line and every rule that is broken."""
    return _checked(read_text(path), schema, workspace.shown(path))


# A site reads the same files for its pages, for its search and for what cites what.
@lru_cache(maxsize=64)
def _checked(text: str, schema: str, shown: str) -> DataFile:
    data, lines = mapping_from_text(text, shown)
    said = schema_sentences(data, load_schema(schema), lines)
    if said:
        line = said[0][0]
        causes = [f"第{at}行，{cause}" if at and at != line else cause for at, cause in said[:10]]
        more = f"；另有 {len(said) - 10} 处" if len(said) > 10 else ""
        raise BadData(
            "；".join(causes) + more, remedy="请照文件里其他条目的写法改正", place=Place(shown, line)
        )  # fmt: skip
    return DataFile(data, lines, shown)


def load_schema(name: str) -> dict[str, Any]:
    """One of the schemas that ship with the program: glossary, faq, questions, words."""
    with resources.as_file(resources.files("guiju.content").joinpath(f"{name}.schema.yml")) as path:
        return read_mapping(path)[0]
