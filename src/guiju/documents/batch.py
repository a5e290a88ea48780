"""Rows → documents, side by side, each whole or not at all; what an ended run has made is not made again.

Workers make bytes and write nothing. This process writes: the journal first, then the files, then 结果.xlsx.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from guiju import __version__
from guiju.content.holidays import FILE as HOLIDAYS
from guiju.content.variables import load_variables
from guiju.corpus.store import Corpus
from guiju.corpus.workers import Done, Stopped, run_each
from guiju.documents.cellvalues import printable
from guiju.documents.data import complete, load_office
from guiju.documents.filenames import names_of
from guiju.documents.filling import Finished, made_files
from guiju.documents.journal import Entry, Journal, digest_of
from guiju.documents.kinds import Kind
from guiju.documents.results import RESULTS, Outcome, results_workbook
from guiju.documents.styles import STYLES, Style
from guiju.documents.workbook import Row
from guiju.errors import BadData, BadTemplate, GuijuError, Place
from guiju.workspace import Workspace
from guiju.writing import write_all, write_bytes
from guiju.yamlfile import Data

LONGEST_TIME = 60.0
"""Seconds that a document may take; a notice takes a hundredth of one."""

LARGEST_MEMORY = 4 * 1024**3
"""Bytes of private memory of a worker, the corpus that it shares counted in."""

TOGETHER = 16
"""Documents that are put in place together: the journal is synced once for all of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be made: of which kind, from the rows of which files, into which folder, for which day.

    `jobs` is the number of processes, 0 for one a processor. With `dry_run` everything is made and nothing is written.
    """

    kind: Kind
    sources: Mapping[Path, Sequence[Row]]
    folder: Path
    on: date
    jobs: int = 0
    dry_run: bool = False
    style: Style = STYLES["word"]


@dataclass(frozen=True, slots=True)
class _Job:
    """A row with the name of its files and the digest of all that goes into them."""

    source: Path
    row: Row
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a row was not made; errors travel between processes as words."""

    cause: str
    remedy: str


def make_row(
    kind: Kind, data: Data, corpus: Corpus, on: date, variables: Mapping[str, str], style: Style
) -> Finished:  # fmt: skip
    """The files of one row whose data are complete and checked. A pure function. Raises GuijuError."""
    finished = made_files(kind, data, corpus, on, variables, style)
    if finished.even_sides:
        raise BadTemplate("要让版记落在偶数页，得先排出版面数页数，成批时做不到", remedy="请每份用一个 YAML 文件生成")
    return finished


def make_batch(batch: Batch, corpus: Corpus, workspace: Workspace) -> Iterator[Outcome]:
    """The outcome of every row, in order; 结果.xlsx is written when the last has been taken.

    Raises CannotWrite where the folder cannot be written to; what was made until then stays, and a rerun goes on from there.
    """
    _refuse_own_results(batch)
    fields = batch.kind.schema.get("properties", {})
    office = {key: value for key, value in load_office(workspace).items() if key in fields}
    variables = load_variables(workspace)
    rules = digest_of(
        __version__, _digest_of_files(batch, workspace), _in_force(batch, corpus), office, variables, repr(batch.style)
    )
    rows = [(source, row) for source, rows in batch.sources.items() for row in rows]
    jobs = [
        _Job(source, row, name, digest_of(rules, name, row.data))
        for (source, row), name in zip(rows, names_of(rows, batch.kind, office, _taken(batch)), strict=True)
    ]
    make = partial(
        _make, kind=batch.kind, corpus=corpus, on=batch.on, variables=variables, office=office, style=batch.style
    )
    outcomes: list[Outcome] = []
    with nullcontext() if batch.dry_run else Journal(batch.folder) as journal:
        for outcome in _outcomes(batch, jobs, make, journal):
            outcomes.append(outcome)
            yield outcome
        if journal:
            write_bytes(batch.folder / RESULTS, results_workbook(outcomes))


def _outcomes(
    batch: Batch, jobs: Sequence[_Job], make: Callable[[_Job], Finished | _Refused], journal: Journal | None
) -> Iterator[Outcome]:
    known = journal.entries if journal else {}
    done = {job.digest for job in jobs if job.digest in known and known[job.digest].stands_in(batch.folder)}
    todo = [job for job in jobs if job.digest not in done]
    workers = min(batch.jobs or os.cpu_count() or 1, max(1, len(todo)))
    made = _put(
        run_each(make, todo, workers=workers, seconds=LONGEST_TIME, memory=LARGEST_MEMORY), batch.folder, journal
    )
    for job in jobs:
        if job.digest in done:
            entry = known[job.digest]
            outputs = tuple(batch.folder / name for name in entry.files)
            yield Outcome(job.source, job.row, outputs, entry.cites, earlier=True)
        else:
            yield next(made)


def _make(
    job: _Job, *, kind: Kind, corpus: Corpus, on: date, variables: Mapping[str, str], office: Data,
    style: Style,
) -> Finished | _Refused:  # fmt: skip
    """In a worker: the files of a row. Never raises, but for want of memory; errors travel as words."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the process that asked, and that ends this one
    try:
        data = complete(job.row.data, job.row.lines, kind, office, str(job.source))
        return make_row(kind, data, corpus, on, variables, style)
    except GuijuError as error:
        return _Refused(printable(error.cause + _where(error.place, job)), printable(error.remedy))
    except MemoryError:
        raise
    except Exception as error:
        cause = printable(f"做这一份时程序自身出了问题（{type(error).__name__}：{error}）")
        return _Refused(cause, "请把这一份的数据发给维护者查看")


def _where(place: Place | None, job: _Job) -> str:
    """Where else than in the row itself the fault lies: a line of the YAML file, a template."""
    if place is None or place.file != str(job.source):
        return f"（见 {place}）" if place else ""
    return f"（第{place.line}行）" if place.line else ""


def _put(
    results: Iterator[tuple[_Job, Done[Finished | _Refused] | Stopped]], folder: Path, journal: Journal | None
) -> Iterator[Outcome]:
    """The outcomes of what workers made, their files in place. The journal comes first: a file that is there is in it."""
    while group := list(islice(results, TOGETHER)):
        entries, files, outcomes = [], dict[Path, bytes](), []
        for job, result in group:
            made = _refused(result) if isinstance(result, Stopped) else result.result
            if isinstance(made, _Refused):
                error = BadData(made.cause, remedy=made.remedy, place=job.row.place(job.source))
                outcomes.append(Outcome(job.source, job.row, error=error))
                continue
            own = {folder / f"{job.name}{ending}": data for ending, data in made.files.items()}
            names = {path.name: hashlib.sha256(data).hexdigest() for path, data in own.items()}
            entries.append(Entry(job.digest, names, made.cites))
            files |= own
            outcomes.append(Outcome(job.source, job.row, tuple(own), made.cites))
        if journal and entries:
            journal.note(entries)
            write_all({path: data for path, data in files.items() if not _is_there(path, data)})
        yield from outcomes


def _refused(stopped: Stopped) -> _Refused:
    if stopped.timed_out:
        return _Refused(f"做了 {LONGEST_TIME:.0f} 秒还没有做完，已经停下", "请核对这一份的数据，看有没有特别长的内容")
    return _Refused("做它要用的内存太多，或者做它的进程意外中止", "请核对这一份的数据，看有没有特别长的内容")


def _is_there(path: Path, data: bytes) -> bool:
    """Whether a run that was ended between two files of a document has put this one in place."""
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _refuse_own_results(batch: Batch) -> None:
    own = batch.folder.resolve() / RESULTS
    for source in batch.sources:
        if source.resolve() == own:
            raise BadData(
                f"数据文件就是要写出的 {RESULTS}，会被覆盖", remedy="请给数据文件换一个名字，或用 -o 换一个文件夹", place=source
            )  # fmt: skip


def _taken(batch: Batch) -> list[str]:
    """Names that no document may have: that of the results, those of data that lie in the same folder."""
    folder = batch.folder.resolve()
    beside = [s for s in batch.sources if s.suffix[1:] in batch.kind.outputs and s.resolve().parent == folder]
    return [Path(RESULTS).stem, *(source.stem for source in beside)]


def _digest_of_files(batch: Batch, workspace: Workspace) -> list[tuple[str, str]]:
    """What the files say that documents are made from: the kind, the regulations, the days off."""
    found = [*workspace.regulations.rglob("*"), *batch.kind.folder.rglob("*"), workspace.content / HOLIDAYS]
    return [
        (workspace.shown(path), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(found)
        if path.is_file()
    ]


def _in_force(batch: Batch, corpus: Corpus) -> list[tuple[str, str]]:
    """Which versions apply on the day: all that a day changes."""
    versions = ((regulation.id, regulation.in_force(batch.on)) for regulation in corpus)
    return [(id, str(version.meta.effective) if version else "") for id, version in versions]
