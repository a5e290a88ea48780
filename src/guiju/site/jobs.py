"""What a site is built of: jobs, each making some of its files. A job whose key has not changed is copied from the site before.

A key is a digest of everything that a job's files depend on. Files are made and written in processes of their own
where there are many; what one job makes is gone from memory before the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from guiju.corpus.workers import Done, run_each
from guiju.errors import BadData, GuijuError
from guiju.privacy import as_read, scan
from guiju.site.aside import Aside
from guiju.site.page import SiteFile, SitePage
from guiju.site.rendering import Frames, body_html
from guiju.writing import cause_of

MANIFEST = "site.json"
"""In the cache: what the last site was built of."""

FEW = 60
"""Jobs that one process does as fast as two, which have to be started first."""

PARTS = 12
"""Parts of the jobs for each process, so that none has much to do when the others are done."""

LONGEST = 1800.0
LARGEST = 4 * 1024**3
"""Seconds and bytes of a part: far above what the longest law takes."""

READ_FOR_PERSONS = (".html", ".json", ".md", ".xml")
"""What is searched for data about persons as it is made; documents and pictures are searched when all is there."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some files of the site. `make` is called only where `key` is not that of the last site.

    `alone`: made when all others are done, unless it has begun before them; it takes much memory.
    """

    name: str
    key: str
    make: Callable[[], Iterable[SitePage | SiteFile]]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site is made: the new folder `into`, the site `before` and what is `known` of its jobs.

    `names` are those that must not be published; `frames` draw the pages, where there are any; `processes` is how many may
    be used, 0 for one a processor.
    """

    into: Path
    before: Path
    known: Mapping[str, Any]
    names: tuple[str, ...]
    frames: Frames | None = None
    processes: int = 0
    folders: set[str] = field(default_factory=set)

    def put(self, address: str, content: bytes) -> list[int]:
        """Write a file and give its stamp; what the site before has is linked, for most shards outlast most changes."""
        folder = address.rpartition("/")[0]
        if folder not in self.folders:
            (self.into / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        path, before = f"{self.into}/{address}", f"{self.before}/{address}"
        if not _is_there(before, content) or not _linked(before, path):
            with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - a Path takes longer than a small file
                file.write(content)
        return _stamp(path)

    def html(self, page: SitePage) -> bytes:
        """A page as a file; only a place with frames is for pages."""
        assert self.frames
        return self.frames.html(page).encode()


@dataclass(frozen=True, slots=True)
class Made:
    """What a job gave: the files with their sizes and times as written, and where something about a person stands."""

    files: dict[str, list[int]]
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a job made nothing; errors travel between processes as words."""

    cause: str
    remedy: str
    place: str


def digest(*parts: object) -> str:
    """A key from whatever a job depends on."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def run_jobs(jobs: Sequence[Job], place: Place, begun: Mapping[str, Aside[Made | Failed]]) -> dict[str, Any]:
    """Make or copy the files of all jobs; what to remember for the next time. Jobs in `begun` are at work already.

    Raises what a job raises, BadData where something about a person would be published, CannotWrite.
    """
    todo, out = [], dict[str, Any]()
    for job in jobs:
        if job.name in begun:
            continue
        if held := kept(job, place):
            out[job.name] = held
        else:
            todo.append(job)
    waited = ((job, begun[job.name].result()) for job in jobs if job.name in begun)
    alone = ((job, make_files(job, place)) for job in todo if job.alone)
    with closing(
        _run([job for job in todo if not job.alone], place)
    ) as together:  # an error ends its processes at once
        for job, made in chain(together, waited, alone):
            if isinstance(made, Failed):
                raise GuijuError(made.cause, remedy=made.remedy, place=made.place or None)
            if made.persons:
                raise personal(made.persons)
            out[job.name] = {"key": job.key, "files": made.files}
    return out


def kept(job: Job, place: Place) -> dict[str, Any] | None:
    """What is remembered of a job of the last site, its files copied from there; None where it must be made anew."""
    held = place.known.get(job.name)
    if not held or held["key"] != job.key or not _copied(held["files"], place.before, place.into):
        return None
    return {"key": job.key, "files": {address: _stamp(place.into / address) for address in held["files"]}}


def personal(found: Sequence[str]) -> BadData:
    """The refusal to publish; `found` are lines that say where and what."""
    shown = "；".join(found[:5]) + (f"；另有 {len(found) - 5} 处" if len(found) > 5 else "")
    return BadData(f"要公开的内容里有个人信息，没有生成：{shown}", remedy="请从原文件里去掉，再重新生成")


def read_manifest(cache: Path) -> dict[str, Any]:
    """What the last site was built of; empty where that is not known."""
    try:
        data = json.loads((cache / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _run(jobs: Sequence[Job], place: Place) -> Generator[tuple[Job, Made | Failed]]:
    workers = place.processes or os.cpu_count() or 1
    if len(jobs) < FEW or workers == 1 or not sys.platform.startswith("linux"):
        yield from ((job, make_files(job, place)) for job in jobs)
        return
    # Neighbours lie beside each other in memory, and a process has a copy of what it touches.
    size = len(jobs) // (workers * PARTS) + 1
    parts = [list(range(len(jobs)))[start : start + size] for start in range(0, len(jobs), size)]

    def make(part: list[int]) -> list[Made | Failed]:
        os.setpriority(os.PRIO_PROCESS, 0, 10)  # the search, which is at work too, takes the longest
        return [_made(jobs[number], place) for number in part]

    for part, outcome in run_each(make, parts, workers=workers, seconds=LONGEST, memory=LARGEST):
        if isinstance(outcome, Done):
            yield from ((jobs[number], made) for number, made in zip(part, outcome.result, strict=True))
            continue
        names = " 到 ".join(dict.fromkeys((jobs[part[0]].name, jobs[part[-1]].name)))
        yield jobs[part[0]], Failed(f"生成 {names} 的进程中途停了", "可能内存不足；请关掉别的程序再试", "")


def _made(job: Job, place: Place) -> Made | Failed:
    try:
        return make_files(job, place)
    except Exception as error:  # what a process of its own raises would be lost with it
        cause = f"生成 {job.name} 时程序自身出了问题（{type(error).__name__}：{error}）"
        return Failed(cause, "请把这段话发给维护者", "")


def make_files(job: Job, place: Place) -> Made | Failed:
    """Make the files of a job and write them."""
    files: dict[str, list[int]] = {}
    persons: list[str] = []
    try:
        for made in job.make():
            path = place.into / made.address
            content = made.content if isinstance(made, SiteFile) else place.html(made)
            if path.suffix in READ_FOR_PERSONS and _speaks_of_persons(made, place.names):
                text = as_read(content.decode("utf-8", "replace"), path.suffix)
                persons += [f"{made.address} 第{t.line}行：{t.kind} {t.shown}" for t in scan(text, place.names)]
            files[made.address] = place.put(made.address, content)
    except GuijuError as error:
        return Failed(error.cause, error.remedy, str(error.place or ""))
    except OSError as error:
        return Failed(f"网站写不进去：{cause_of(error)}", "请检查磁盘空间和写入权限", str(place.into))
    return Made(files, tuple(persons))


def _speaks_of_persons(made: SitePage | SiteFile, names: Sequence[str]) -> bool:
    """Whether to look closer: of a page only what is its own is read here, for the frame is the same on all."""
    text = body_html(made) if isinstance(made, SitePage) else made.content.decode("utf-8", "replace")
    return next(scan(text, names), None) is not None


def _copied(files: dict[str, list[int]], before: Path, into: Path) -> bool:
    """Whether all files of a job were there as they had been written, and now are in the new folder too."""
    try:
        if any(_stamp(before / address) != stamp for address, stamp in files.items()):
            return False
        for address in files:
            path = into / address
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _linked(before / address, path):
                shutil.copy2(before / address, path)
    except OSError:
        return False
    return True


def _linked(before: Path | str, path: Path | str) -> bool:
    """Whether a file could be put in a second place without writing it; some disks have no links."""
    try:
        os.link(before, path)
    except OSError:
        return False
    return True


def _is_there(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
    except OSError:
        return False


def _stamp(path: Path | str) -> list[int]:
    """Changes when somebody writes to a file: its size and time."""
    stat = os.stat(path)  # noqa: PTH116
    return [stat.st_size, stat.st_mtime_ns]
