"""The index: built beside the old one and switched by one rename, so that a reader always finds a whole one."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer

from guiju.corpus.store import Corpus
from guiju.errors import NoIndex
from guiju.regulation import Article, Division, Version
from guiju.search.analysis import Analyser, write_lexicon
from guiju.workspace import Workspace, make_cache
from guiju.writing import write_text

FORMAT = 2
"""Raised whenever analysis or fields change; an index of another format is built anew, never opened."""

_POINTER = "index.json"
_LEXICON = "lexicon.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed: an article, or the text of a part without articles (总纲). `body` is what snippets show."""

    ref: str
    regulation: str
    version: str
    label: str
    title: str
    divisions: tuple[str, ...]
    body: str
    is_digest: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The documents of one version: numbers from `first` up to, not including, `end`."""

    regulation: str
    version: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that can be searched. It has one segment, so document numbers follow the order of the entries."""

    whoosh: Any
    analyser: Analyser
    spans: tuple[Span, ...]


def build_index(workspace: Workspace, corpus: Corpus) -> int:
    """Index every version of every regulation; returns the number of entries. Raises CannotWrite."""
    cache = make_cache(workspace)
    folder = Path(tempfile.mkdtemp(prefix="index-", dir=cache))
    analyser = Analyser(None, cache)
    schema = fields.Schema(
        content=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
        entry=fields.STORED(),
    )
    writer = whoosh_index.create_in(folder, schema).writer(limitmb=256)
    lexicon: set[str] = set()
    spans: dict[tuple[str, str], int] = {}
    for entry in entries_of(corpus):
        words = [w.text for w in analyser.words(" ".join((entry.title, *entry.divisions, entry.label, entry.body)))]
        lexicon.update(words)
        writer.add_document(content=" ".join(words), entry=json.dumps(asdict(entry)))
        spans[entry.regulation, entry.version] = spans.get((entry.regulation, entry.version), 0) + 1
    writer.commit()
    write_lexicon(folder / _LEXICON, lexicon, analyser)
    pointer = {
        "format": FORMAT,
        "folder": folder.name,
        "fingerprint": fingerprint(workspace),
        "spans": [[*key, count] for key, count in spans.items()],
    }
    write_text(cache / _POINTER, json.dumps(pointer))
    _sweep(cache, keep=folder.name)
    return sum(spans.values())


def open_index(workspace: Workspace) -> OpenIndex:
    """The index, if it is there and shows the regulations as they are now. Raises NoIndex."""
    pointer = _pointer(workspace)
    if not pointer or pointer.get("fingerprint") != fingerprint(workspace):
        raise NoIndex("检索索引还没有建立，或已经过期", remedy="请运行 guiju index")
    folder = workspace.cache / str(pointer["folder"])
    return OpenIndex(whoosh_index.open_dir(folder), Analyser(folder / _LEXICON, folder), _spans(pointer["spans"]))


def fingerprint(workspace: Workspace) -> str:
    """Changes when a regulation file is added, removed or edited: names, sizes and times of all of them."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in sorted(workspace.regulations.glob("*/*.md")):
        stat = path.stat()
        digest.update(f"{path.relative_to(workspace.root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def entries_of(corpus: Corpus) -> Iterator[Entry]:
    """Everything that can be found, version by version in the order of the text."""
    for regulation in corpus:
        for version in regulation.versions:
            for path, node in version.walk():
                entry = _entry(version, path, node)
                if entry:
                    yield entry


def _entry(version: Version, path: tuple[Division, ...], node: Division | Article) -> Entry | None:
    if isinstance(node, Article):
        ref, label = version.ref_to(node), node.label
        gists: tuple[str, ...] = (node.digest,) if node.digest else ()
    else:
        ref, label, gists = version.ref, node.label, node.digests
    lines = [line for paragraph in node.paragraphs for line in paragraph.lines()]
    body = "\n".join(lines or gists)
    if not body:
        return None
    meta = version.meta
    divisions = tuple(division.label for division in path)
    return Entry(str(ref), meta.id, meta.effective.isoformat(), label, meta.title, divisions, body, not lines)


def _spans(counts: list[tuple[str, str, int]]) -> tuple[Span, ...]:
    ends = accumulate(count for _, _, count in counts)
    return tuple(Span(id, version, end - count, end) for (id, version, count), end in zip(counts, ends, strict=True))


def _pointer(workspace: Workspace) -> dict[str, Any] | None:
    try:
        pointer = json.loads((workspace.cache / _POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(pointer, dict) and pointer.get("format") == FORMAT
    return pointer if whole and (workspace.cache / str(pointer.get("folder")) / _LEXICON).is_file() else None


def _sweep(cache: Path, keep: str) -> None:
    """Remove older indexes; one that a reader still holds open is left to the next sweep."""
    for folder in cache.glob("index-*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
