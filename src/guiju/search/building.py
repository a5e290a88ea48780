"""Building the index. Only what changed is analysed anew: its entries go into a shard of their own, and the pointer leaves
out what they replace.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from guiju.content.glossary import load_glossary
from guiju.corpus.catalogue import load_catalogue
from guiju.corpus.loading import load_corpus
from guiju.corpus.store import Corpus
from guiju.corpus.workers import Done, run_each
from guiju.errors import CannotWrite
from guiju.search.entries import Unit
from guiju.search.pointer import fingerprint, read_pointer, write_pointer
from guiju.search.shards import Shard, build_shard, progress_of, read_lexicons, shard_from_json, slices
from guiju.search.skeleton import to_json
from guiju.search.units import units_of
from guiju.search.wordtables import load_vocabulary
from guiju.segmenting import lexicon_of
from guiju.workspace import Workspace, make_cache
from guiju.writing import cause_of, write_text

try:
    import fcntl
except ImportError:  # Windows: two builders there overwrite each other's pointer, and the last one wins
    fcntl = None  # type: ignore[assignment]

LOCK = "index.lock"

BESIDE = ("lexicon", "skeleton", "vocabulary")
"""What lies beside the shards, each a file of JSON that the pointer names."""

SMALL = 4000
"""Entries that one process indexes as fast as several would."""

MOST_PAIRED = 20_000
"""Entries of an index that finds the wording by pairs of characters too."""

MOST_SHARDS = 8
"""More, or more dead documents than a quarter, and the index is built anew."""

LARGEST_BUILDER = 4 * 1024**3
LONGEST_BUILD = 4 * 3600.0
"""Bytes and seconds of a process that builds: far above what the law of the country takes, to end one that runs wild."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: entries in the index, and how many of them were analysed anew."""

    entries: int
    analysed: int


Report = Callable[[int, int], None]
"""Told now and then how many entries of how many are done."""


def build_index(
    workspace: Workspace,
    corpus: Corpus | None = None,
    units: Iterable[Unit] | None = None,
    *,
    full: bool = False,
    jobs: int = 0,
    report: Report | None = None,
    waiting: Callable[[], None] | None = None,
) -> Built:
    """Bring the index up to date with what the workspace holds, or with the corpus and units given.

    Raises CannotWrite, and what reading the workspace raises.
    `waiting` is called once where another process is building; then this one waits for it.
    """
    cache = make_cache(workspace)
    with _locked(cache, waiting):
        corpus = corpus or load_corpus(workspace)
        wanted = [unit for unit in units or units_of(corpus, workspace) if unit.entries]
        kept = [] if full else _kept(cache, wanted)
        held = {span.digest for shard in kept for span in shard.spans}
        todo = [unit for unit in wanted if unit.digest not in held]
        dead = sum(shard.docs - shard.alive for shard in kept)
        if len(kept) >= MOST_SHARDS or dead * 4 > sum(shard.docs for shard in kept):
            kept, todo = [], wanted
        try:
            new = _build(todo, cache, jobs or os.cpu_count() or 1, report)
            _point(workspace, corpus, cache, [*kept, *new])
        except OSError as error:
            raise CannotWrite(
                f"索引写不进去：{cause_of(error)}", remedy="请检查磁盘空间和写入权限；原来的索引没有变动", place=cache
            ) from error
        _sweep(cache, {shard.folder for shard in (*kept, *new)})
    entries = sum(shard.alive for shard in (*kept, *new))
    return Built(entries, sum(shard.alive for shard in new))


def _build(units: Sequence[Unit], cache: Path, jobs: int, report: Report | None) -> list[Shard]:
    """New shards for the units, in as many processes as pay."""
    total = sum(len(unit.entries) for unit in units)
    if not total:
        return []
    parts = list(slices(units, jobs)) if total > SMALL and jobs > 1 else [list(units)]
    folders = [Path(tempfile.mkdtemp(prefix="index-", dir=cache)) for _ in parts]
    with _told(folders, total, report):
        if len(parts) == 1:
            built = [build_shard(folders[0], parts[0], cache, pairs=total <= MOST_PAIRED)]
        else:
            build = partial(_build_in_worker, cache=cache, pairs=total <= MOST_PAIRED)
            running = run_each(
                build, list(zip(folders, parts, strict=True)), workers=len(parts),
                seconds=LONGEST_BUILD, memory=LARGEST_BUILDER,
            )  # fmt: skip
            built = [outcome.result for _, outcome in running if isinstance(outcome, Done)]
    if len(built) < len(parts):
        raise CannotWrite("建索引的进程中途停了", remedy="可能内存不足；请加上 --jobs 1 再试", place=cache)
    return built


def _build_in_worker(job: tuple[Path, list[Unit]], cache: Path, *, pairs: bool) -> Shard:
    return build_shard(*job, cache, pairs=pairs)


@contextmanager
def _told(folders: Sequence[Path], total: int, report: Report | None) -> Iterator[None]:
    """Reports progress from a thread while the block runs."""
    stop = threading.Event()

    def tell() -> None:
        while report and not stop.wait(0.2):
            report(min(total, progress_of(folders)), total)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()
        if report:
            report(total, total)


def _kept(cache: Path, units: Sequence[Unit]) -> list[Shard]:
    """The shards of the present index with the spans that still are what the workspace holds."""
    pointer = read_pointer(cache)
    if not pointer:
        return []
    wanted = {unit.digest for unit in units}
    out, seen = [], set[str]()
    for data in pointer["shards"]:
        shard = shard_from_json(data)
        spans = tuple(s for s in shard.spans if s.digest in wanted and s.digest not in seen)
        seen |= {s.digest for s in spans}
        if spans:
            out.append(Shard(shard.folder, shard.docs, spans, shard.files, shard.having))
    return out


def _point(workspace: Workspace, corpus: Corpus, cache: Path, shards: Sequence[Shard]) -> None:
    """Write what the new pointer names, then the pointer."""
    stamp = hashlib.blake2b(repr([s.folder for s in shards]).encode() + os.urandom(8), digest_size=6).hexdigest()
    words = read_lexicons(cache / shard.folder for shard in shards)
    write_text(cache / f"lexicon-{stamp}.json", json.dumps(lexicon_of(words), ensure_ascii=False))
    write_text(cache / f"skeleton-{stamp}.json", json.dumps(to_json(corpus), ensure_ascii=False))
    vocabulary = load_vocabulary(workspace)
    write_text(cache / f"vocabulary-{stamp}.json", json.dumps(vocabulary.to_json(words), ensure_ascii=False))
    pointer = {
        "fingerprint": fingerprint(workspace),
        "shards": [asdict(shard) for shard in shards],
        "lexicon": f"lexicon-{stamp}.json",
        "skeleton": f"skeleton-{stamp}.json",
        "vocabulary": f"vocabulary-{stamp}.json",
        "asked_about": vocabulary.asked_about,
        "terms": [name for term in load_glossary(workspace) for name in (term.name, *term.aliases)],
        "own": [known.id for known in load_catalogue(workspace)],
    }
    write_pointer(cache, pointer)


@contextmanager
def _locked(cache: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """One builder at a time. The lock is the system's, and goes with its process."""
    with (cache / LOCK).open("wb") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if waiting:
                    waiting()
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(cache: Path, keep: set[str]) -> None:
    """Remove what no pointer names any more; a reader that has it open still reads it."""
    pointer = read_pointer(cache) or {}
    named = {*keep, *(pointer.get(name) for name in BESIDE)}
    for path in (*cache.glob("index-*"), *(path for name in BESIDE for path in cache.glob(f"{name}-*"))):
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
