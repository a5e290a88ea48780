"""Shards: the parts of an index. Each is a Whoosh index of one segment, written once by one process and never changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer

from guiju.errors import NoIndex
from guiju.search.analysis import Analyser, fold, write_lexicon
from guiju.search.entries import ONLY_LISTED, Entry, Kind, Unit

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")

LEXICON = "lexicon.txt"
PROGRESS = "progress"
"""In the folder of a shard that is being built: a byte for each so many entries."""

STEP = 200
"""Entries between two marks of progress."""

MEMORY = 64
"""MB that Whoosh may gather before it writes a run to disk."""

FIELDS = ("text", "gist", "asked", "pairs", "asked_pairs")
"""The wording with its title and headings; our gist; the ways to ask; pairs of characters of the wording and of the ways."""


def schema() -> fields.Schema:
    """The fields of a shard."""
    words = {name: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in FIELDS}
    return fields.Schema(**words, entry=fields.STORED())


@dataclass(frozen=True, slots=True)
class Span:
    """The documents of one unit in a shard: numbers from `first` up to, not including, `end`."""

    key: str
    digest: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard as the pointer names it: its folder, the spans that still count, and what its files were when written.

    `having` counts the documents that have something in a field.
    """

    folder: str
    docs: int
    spans: tuple[Span, ...]
    files: dict[str, list[Any]]
    having: dict[str, int]

    @property
    def alive(self) -> int:
        """How many of its documents still count."""
        return sum(span.end - span.first for span in self.spans)


def build_shard(folder: Path, units: Sequence[Unit], cache: Path, *, pairs: bool = True) -> Shard:
    """Index units into a new folder. Runs in a process of its own where there are several shards to build.

    Without `pairs` the wording is found by words alone: half the size, and what an office gains by pairs is not
    measurable over the law of the country.
    """
    analyser = Analyser.whole(cache)

    def cut(text: str) -> list[str]:
        return [word.text for word in analyser.words(text)]

    writer = whoosh_index.create_in(folder, schema()).writer(limitmb=MEMORY)
    lexicon: set[str] = set()
    spans, docs, having = [], 0, Counter[str]()
    with (folder / PROGRESS).open("ab", buffering=0) as marks:
        for unit in units:
            first = docs
            for entry in unit.entries:
                words = entry_words(entry, cut, pairs=pairs)
                for name in ("text", "gist", "asked"):
                    lexicon.update(words[name])
                having.update(name for name in FIELDS if words[name])
                named = {name: " ".join(texts) for name, texts in words.items()}
                writer.add_document(**named, entry=json.dumps(asdict(entry), ensure_ascii=False))
                docs += 1
                if docs % STEP == 0:
                    marks.write(b".")
            if docs > first:
                spans.append(Span(unit.key, unit.digest, first, docs))
    writer.commit()
    write_lexicon(folder / LEXICON, lexicon, analyser)
    return Shard(
        folder.name, docs, tuple(spans), {p.name: [_digest(p), *_stamp(p)] for p in _files(folder)}, dict(having)
    )


def open_shard(shard: Shard, cache: Path) -> Any:
    """A Whoosh reader. Files that are not what was written are refused before Whoosh unpickles anything. Raises NoIndex."""
    if not _as_written(cache / shard.folder, shard.files):
        raise NoIndex("检索索引的文件不完整，或不是本机建立的", remedy="请运行 guiju index")
    return whoosh_index.open_dir(cache / shard.folder, schema=schema()).reader()


def shard_from_json(data: dict[str, Any]) -> Shard:
    """A shard as the pointer has it."""
    return Shard(
        data["folder"], data["docs"], tuple(Span(**span) for span in data["spans"]), data["files"], data["having"]
    )


def _as_written(folder: Path, files: dict[str, list[Any]]) -> bool:
    """Whether a shard has the files that were written: those that the system says nobody has touched since, or the same bytes.

    Reading every byte would take a small index as long as answering, and a large one longer.
    """
    paths = _files(folder)
    if [path.name for path in paths] != list(files):
        return False
    return all(files[p.name][1:] == _stamp(p) or files[p.name][0] == _digest(p) for p in paths)


def _files(folder: Path) -> list[Path]:
    """The files of a shard that Whoosh reads."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in paths if path.name not in (PROGRESS, LEXICON) and not path.name.endswith("_LOCK")]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _stamp(path: Path) -> list[int]:
    """Changes whenever a file is written to, moved here or copied: its size, place on the disk and time of change."""
    stat = path.stat()
    return [stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns]


def stored_entry(reader: Any, doc: int) -> Entry:
    """The entry of a document."""
    data = json.loads(reader.stored_fields(doc)["entry"])
    lists = {name: tuple(data[name]) for name in ("divisions", "asked")}
    return Entry(**data | lists | {"kind": Kind(data["kind"])})


def slices(units: Sequence[Unit], count: int) -> Iterator[list[Unit]]:
    """The units in so many parts of about the same number of characters, in order."""
    sizes = [sum(len(e.body) + len(e.gist) + 40 for e in unit.entries) for unit in units]
    total, part, filled, parts = sum(sizes), list[Unit](), 0, 0
    for unit, size in zip(units, sizes, strict=True):
        part.append(unit)
        filled += size
        if filled * count >= total * (parts + 1) and parts + 1 < count:
            yield part
            part, parts = [], parts + 1
    yield part


def entry_words(entry: Entry, cut: Callable[[str], list[str]], *, pairs: bool) -> dict[str, list[str]]:
    """The words of an entry, field by field."""
    body = "" if entry.body == ONLY_LISTED else entry.body
    gist = entry.gist or (body if entry.is_digest else "")
    return {
        "text": cut(" ".join((entry.title, *entry.divisions, entry.label, body))),
        "gist": cut(gist) if gist else [],
        "asked": [word for way in entry.asked for word in cut(way)],
        "pairs": pairs_of(f"{body} {entry.gist}") if pairs else [],
        "asked_pairs": [pair for way in entry.asked for pair in pairs_of(way)],
    }


def pairs_of(text: str) -> list[str]:
    """Every two neighbouring Chinese characters."""
    return [run[i : i + 2] for run in _HAN.findall(fold(text)) for i in range(len(run) - 1)]


def read_lexicons(folders: Iterable[Path]) -> dict[str, int]:
    """The words of shards with their frequencies."""
    out: dict[str, int] = {}
    for folder in folders:
        for line in (folder / LEXICON).read_text("utf-8").splitlines():
            word, _, frequency = line.rpartition(" ")
            out[word] = int(frequency)
    return out


def progress_of(folders: Iterable[Path]) -> int:
    """How many entries the builders of these shards have done, to the last mark."""
    done = 0
    for folder in folders:
        try:
            done += (folder / PROGRESS).stat().st_size * STEP
        except OSError:
            continue
    return done
