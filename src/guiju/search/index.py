"""The index: shards beside one another and a pointer that is renamed last, so that a reader finds the old whole or the new.

Only what changed is analysed anew: its entries go into a shard of their own, and the pointer leaves out what they
replace. The pointer is signed with a key of this machine; an index that was damaged, or made elsewhere, is not opened.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from guiju.corpus.store import Corpus, load_corpus
from guiju.errors import CannotWrite, NoIndex
from guiju.search.analysis import Analyser
from guiju.search.entries import Unit
from guiju.search.scoring import Postings
from guiju.search.shards import Shard, Span, build_shard, open_shard, progress_of, read_lexicons, slices
from guiju.search.skeleton import from_json, to_json
from guiju.search.vocabulary import Vocabulary
from guiju.workspace import Workspace, make_cache
from guiju.writing import cause_of, write_text

try:
    import fcntl
except ImportError:  # Windows: two builders there overwrite each other's pointer, and the last one wins
    fcntl = None  # type: ignore[assignment]

FORMAT = 6
"""Raised whenever analysis, fields or files change; an index of another format is built anew, never opened."""

POINTER = "index.json"
LOCK = "index.lock"

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
class OpenIndex:
    """An index that can be searched: the readers of its shards, and what the queries are read with.

    `own` are the ids of the catalogue, what an office is asked about before all other law.
    """

    corpus: Corpus
    shards: tuple[tuple[Shard, Any], ...]
    analyser: Analyser
    vocabulary: Vocabulary
    asked_about: dict[str, float]
    own: frozenset[str]
    postings: Postings
    allowed: dict[Any, Any] = field(default_factory=dict, compare=False)

    @property
    def docs(self) -> int:
        """How many entries can be found."""
        return sum(shard.alive for shard, _ in self.shards)


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
    from guiju.search.units import units_of  # what only builders need takes longer to load than a search takes

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


def open_index(workspace: Workspace) -> OpenIndex:
    """The index, if it is there, whole, of this machine, and shows the workspace as it is now. Raises NoIndex."""
    pointer = _pointer(workspace.cache)
    if not pointer or pointer["fingerprint"] != fingerprint(workspace):
        raise NoIndex("检索索引还没有建立，或已经过期", remedy="请运行 guiju index")
    shards = [_shard(data) for data in pointer["shards"]]
    try:
        readers = tuple((shard, open_shard(shard, workspace.cache)) for shard in shards)
        corpus = from_json(json.loads((workspace.cache / pointer["skeleton"]).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise NoIndex("检索索引不完整", remedy="请运行 guiju index") from error
    analyser = Analyser(workspace.cache / pointer["lexicon"], workspace.cache)
    vocabulary = Vocabulary.from_json(pointer["vocabulary"])
    postings = Postings([reader for _, reader in readers])
    return OpenIndex(corpus, readers, analyser, vocabulary, pointer["asked_about"], frozenset(pointer["own"]), postings)


def fingerprint(workspace: Workspace) -> str:
    """Changes when a file that is indexed is added, removed or edited: names, sizes and times of all of them."""
    digest = hashlib.sha256(str(FORMAT).encode())
    paths = [*workspace.regulations.glob("*/*.md"), *workspace.content.rglob("*")]
    for path in sorted(path for path in paths if path.suffix in (".md", ".yml", ".tsv")):
        stat = path.stat()
        digest.update(f"{path.relative_to(workspace.root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _build(units: Sequence[Unit], cache: Path, jobs: int, report: Report | None) -> list[Shard]:
    """New shards for the units, in as many processes as pay."""
    from guiju.corpus.workers import Done, run_each

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
    pointer = _pointer(cache)
    if not pointer:
        return []
    wanted = {unit.digest for unit in units}
    out, seen = [], set[str]()
    for data in pointer["shards"]:
        shard = _shard(data)
        spans = tuple(s for s in shard.spans if s.digest in wanted and s.digest not in seen)
        seen |= {s.digest for s in spans}
        if spans:
            out.append(Shard(shard.folder, shard.docs, spans, shard.files))
    return out


def _point(workspace: Workspace, corpus: Corpus, cache: Path, shards: Sequence[Shard]) -> None:
    """Write what the new pointer names, then the pointer."""
    from guiju.corpus.catalogue import load_catalogue
    from guiju.search.wordtables import load_vocabulary

    stamp = hashlib.blake2b(repr([s.folder for s in shards]).encode() + os.urandom(8), digest_size=6).hexdigest()
    words = read_lexicons(cache / shard.folder for shard in shards)
    write_text(cache / f"lexicon-{stamp}.txt", "".join(f"{word} {n}\n" for word, n in sorted(words.items())))
    write_text(cache / f"skeleton-{stamp}.json", json.dumps(to_json(corpus), ensure_ascii=False))
    vocabulary = load_vocabulary(workspace)
    pointer = {
        "format": FORMAT,
        "fingerprint": fingerprint(workspace),
        "shards": [asdict(shard) for shard in shards],
        "lexicon": f"lexicon-{stamp}.txt",
        "skeleton": f"skeleton-{stamp}.json",
        "vocabulary": vocabulary.to_json(words),
        "asked_about": vocabulary.asked_about,
        "own": [known.id for known in load_catalogue(workspace)],
    }
    body = json.dumps(pointer, ensure_ascii=False)
    write_text(cache / POINTER, f"{_mac(body, cache)}\n{body}")


def _pointer(cache: Path) -> dict[str, Any] | None:
    """The pointer, if this machine wrote it in this format."""
    try:
        mac, _, body = (cache / POINTER).read_text(encoding="utf-8").partition("\n")
        if not hmac.compare_digest(mac, _mac(body, cache)):
            return None
        pointer = json.loads(body)
    except (OSError, ValueError):
        return None
    return pointer if isinstance(pointer, dict) and pointer.get("format") == FORMAT else None


def _shard(data: dict[str, Any]) -> Shard:
    return Shard(data["folder"], data["docs"], tuple(Span(**span) for span in data["spans"]), data["files"])


def _mac(body: str, cache: Path) -> str:
    return hmac.new(_key(cache), body.encode(), hashlib.sha256).hexdigest()


def _key(cache: Path) -> bytes:
    """A secret of this user on this machine; in the cache itself where the user has no place of their own."""
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "guiju"
    for folder in (home, cache):
        path = folder / "key"
        with suppress(OSError):
            if not path.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(os.urandom(32))
            if key := path.read_bytes():
                return key
    raise CannotWrite("没有地方保存本机的索引密钥", remedy="请检查工作区的写入权限", place=cache)


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
    pointer = _pointer(cache) or {}
    named = {*keep, pointer.get("lexicon"), pointer.get("skeleton")}
    for path in (*cache.glob("index-*"), *cache.glob("lexicon-*.txt"), *cache.glob("skeleton-*.json")):
        if path.name in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
