"""The catalogue of regulations that an office needs: ids, names, known versions, in the order of need. A data file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guiju.errors import BadData, Place
from guiju.regulation import LEVELS, Confidence
from guiju.workspace import Workspace
from guiju.yamlfile import Data, Lines, read_mapping

FILE = "catalogue.yml"
"""In regulations/."""

_KEYS = {"id", "title", "aliases", "former", "level", "issuer", "where", "public", "versions", "doubt"}
_VERSION_KEYS = {"effective", "adopted", "articles", "chapters", "doubt"}


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version that the catalogue knows; `articles` 0 where the number is not known. `doubt` names unverified facts."""

    effective: date
    adopted: date | None
    articles: int
    chapters: int | None
    doubt: frozenset[str]

    def confidence(self, fact: str) -> Confidence:
        """How sure one of its facts is."""
        return Confidence.C if fact in self.doubt else Confidence.B


@dataclass(frozen=True, slots=True)
class Known:
    """A regulation that the catalogue knows, its versions newest first. `need` counts from 1."""

    id: str
    title: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    level: str
    issuer: str
    where: str
    public: bool
    need: int
    versions: tuple[KnownVersion, ...]
    doubt: frozenset[str]

    def adopted_on(self, day: date | None) -> KnownVersion | None:
        """The version that was adopted on a day."""
        return next((v for v in self.versions if day and v.adopted == day), None)

    def effective_on(self, day: date | None) -> KnownVersion | None:
        """The version that takes effect on a day."""
        return next((v for v in self.versions if v.effective == day), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is known, in the order of need."""

    regulations: tuple[Known, ...] = ()

    def __iter__(self) -> Iterator[Known]:
        """In the order of need."""
        return iter(self.regulations)

    def named(self, title: str) -> Known | None:
        """The regulation of that title, alias or former title."""
        return next((k for k in self.regulations if title in (k.title, *k.aliases, *k.former)), None)


def load_catalogue(workspace: Workspace) -> Catalogue:
    """The catalogue of a workspace, empty where it has none. Raises BadData naming file, line and remedy."""
    path = workspace.regulations / FILE
    if not path.is_file():
        return Catalogue()
    data, lines = read_mapping(path)
    reader = _Reader(path, lines)
    entries = data.get("regulations")
    if not isinstance(entries, list):
        raise BadData("没有“regulations”这一组", remedy="请从程序自带的目录重新复制一份", place=path)
    return Catalogue(tuple(reader.known(entry, index) for index, entry in enumerate(entries)))


class _Reader:
    """Strict reads; every refusal names the line."""

    def __init__(self, path: Path, lines: Lines) -> None:
        self.path, self.lines = path, lines

    def refusal(self, cause: str, at: tuple[str | int, ...]) -> BadData:
        return BadData(cause, remedy="写法见文件开头的说明", place=Place(str(self.path), self.lines.get(at)))

    def known(self, entry: object, index: int) -> Known:
        at: tuple[str | int, ...] = ("regulations", index)
        if not isinstance(entry, dict) or not {"id", "title", "level"} <= set(entry) or not set(entry) <= _KEYS:
            odd = sorted(set(entry) - _KEYS) if isinstance(entry, dict) else []
            raise self.refusal(f"这一部法规写得不对{'：不认识' + '、'.join(odd) if odd else ''}", at)
        if entry["level"] not in LEVELS:
            raise self.refusal(f"没有“{entry['level']}”这种位阶", at)
        for key in ("aliases", "former", "doubt", "versions"):
            if not isinstance(entry.get(key, []), list):
                raise self.refusal(f"“{key}”应是一个列表", (*at, key))
        versions = [self.version(v, (*at, "versions", i)) for i, v in enumerate(entry.get("versions", []))]
        return Known(
            id=str(entry["id"]),
            title=str(entry["title"]),
            aliases=tuple(map(str, entry.get("aliases", ()))),
            former=tuple(map(str, entry.get("former", ()))),
            level=str(entry["level"]),
            issuer=str(entry.get("issuer") or ""),
            where=str(entry.get("where") or ""),
            public=entry.get("public", True) is not False,
            need=index + 1,
            versions=tuple(sorted(versions, key=lambda v: v.effective, reverse=True)),
            doubt=frozenset(map(str, entry.get("doubt", ()))),
        )

    def version(self, entry: Data, at: tuple[str | int, ...]) -> KnownVersion:
        if not isinstance(entry, dict) or "effective" not in entry or not set(entry) <= _VERSION_KEYS:
            raise self.refusal("这一版写得不对", at)
        try:
            effective = date.fromisoformat(str(entry["effective"]))
            adopted = date.fromisoformat(str(entry["adopted"])) if entry.get("adopted") else None
        except ValueError:
            raise self.refusal("这一版的日期不对", at) from None
        counts = [entry.get(key, 0) for key in ("articles", "chapters")]
        if not all(type(count) is int and count >= 0 for count in counts):
            raise self.refusal("这一版的条数、章数应是整数", at)
        if not isinstance(doubt := entry.get("doubt", []), list):
            raise self.refusal("“doubt”应是一个列表", at)
        return KnownVersion(effective, adopted, counts[0], counts[1] or None, frozenset(map(str, doubt)))
